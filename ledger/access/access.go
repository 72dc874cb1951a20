// Package access owns the link that opens one statement without an account (SPEC section 8) and the one-time codes that let its
// holder act: who has which link, until when, and what was done through it. README.md says what a link may do and what it may not.
package access

import (
	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Service grants, opens and ends links, and makes and checks codes.
type Service struct {
	db     *store.DB
	base   string
	keys   *Keys
	notify Notify
}

// Options say where links lead and what they are derived from.
type Options struct {
	BaseURL string // the address people use, such as https://portal.example.com; from configuration alone
	Keys    *Keys  // nil: no link can be granted
	Notify  Notify // nil: nobody is told
}

// Open opens the service.
func Open(db *store.DB, o Options) *Service {
	if o.Notify == nil {
		o.Notify = toNobody
	}
	return &Service{db: db, base: o.BaseURL, keys: o.Keys, notify: o.Notify}
}

// URL is the address that opens a link: the base URL, /p/l/, and the token. Empty when the secret that the link was made under is
// not configured. Whoever holds it sees the statement: it goes into the one mail to its contact and nowhere else.
func (s *Service) URL(link ledger.ID) string {
	if s.keys == nil {
		return ""
	}
	token := s.keys.token(link)
	if token == "" {
		return ""
	}
	return s.base + "/p/l/" + token
}

// Code is the six digits of a code, for the one mail to its contact. Empty when its secret is not configured.
func (s *Service) Code(code ledger.ID) string {
	if s.keys == nil {
		return ""
	}
	return s.keys.code(code)
}
