// Package access owns the link that opens one statement without an account (SPEC section 8) and the one-time codes that let its
// holder act: who has which link, until when, and what was done through it. README.md says what a link may do and what it may not.
package access

import (
	"strings"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/job"
)

// Service grants, opens and ends links, and makes and checks codes.
type Service struct {
	db   *store.DB
	jobs *job.Client
	base string
	keys *Keys
}

// Options say where links lead and what they are derived from.
type Options struct {
	BaseURL string // the address people use, such as https://portal.example.com; from configuration alone
	Keys    *Keys  // nil: no link can be granted or opened
}

// Open opens the service. jobs may be nil where nobody asks for a link again.
func Open(db *store.DB, jobs *job.Client, o Options) *Service {
	if o.Keys == nil {
		o.Keys = &Keys{}
	}
	return &Service{db: db, jobs: jobs, base: o.BaseURL, keys: o.Keys}
}

// URL is the address that opens a link: the base URL, /p/l/, and the token. Empty when the secret that the link was made under is
// not configured. Whoever holds it sees the statement: it goes into the one mail to its contact and nowhere else.
func (s *Service) URL(link ledger.ID) string {
	token := s.keys.token(link)
	if token == "" {
		return ""
	}
	return s.base + "/p/l/" + token
}

// Code is the six digits of a code, for the one mail to its contact. Empty when its secret is not configured.
func (s *Service) Code(code ledger.ID) string { return s.keys.code(code) }

// Mask shows enough of an e-mail address for its owner to know which mailbox is meant: l***@buyer.test.
func Mask(email string) string {
	local, domain, found := strings.Cut(email, "@")
	if !found {
		return "***"
	}
	if runes := []rune(local); len(runes) > 1 {
		return string(runes[:1]) + "***@" + domain
	}
	return "***@" + domain
}

// Subject is how the audit log names a contact who came by a link.
func Subject(contact, link ledger.ID) string {
	return "contact:" + contact.String() + " link:" + link.String()
}
