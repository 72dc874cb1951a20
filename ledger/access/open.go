package access

import (
	"context"
	"crypto/subtle"
	"strings"
	"time"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

const findLink = `
SELECT l.id, l.organization_id, l.customer_id, l.statement_id, l.contact_id, l.email, l.expires_at, l.expires_at <= now(), coalesce(l.revoke_reason, ''),
  p.email, p.active, p.name, p.locale,
  EXISTS (SELECT FROM contact_roles r JOIN customers c ON c.id = r.customer_id AND c.active WHERE r.contact_id = p.id AND r.customer_id = l.customer_id)
FROM access_links l JOIN contacts p ON p.id = l.contact_id `

// link is a link with the contact it was sent to, as they are now.
type link struct {
	ID             ledger.ID
	OrganizationID ledger.ID
	CustomerID     ledger.ID
	StatementID    ledger.ID
	ContactID      ledger.ID
	Email          string
	ExpiresAt      time.Time
	Expired        bool
	RevokeReason   string
	ContactEmail   string
	Active         bool
	Name           string
	Locale         string
	HasRole        bool
}

// The reasons for which a link ended, as they are kept.
const (
	byStaff     = "staff"
	replaced    = "replaced"
	cancelled   = "statement_cancelled"
	guessedAway = "guessed"
)

// fault says why the link opens nothing; nil while it does.
func (l link) fault() *ledger.Error {
	switch {
	case l.RevokeReason == byStaff, l.RevokeReason == cancelled, !l.Active, !l.HasRole:
		return ledger.E("link_revoked")
	case l.RevokeReason == guessedAway:
		return ledger.E("link_used")
	case l.RevokeReason != "", l.Expired, !strings.EqualFold(l.Email, l.ContactEmail):
		return ledger.E("link_expired")
	}
	return nil
}

// holder acts for the link's contact with the rights of the program, under the contact's name.
func (l link) holder(address string) ledger.Actor {
	return ledger.Actor{Audience: ledger.System, PersonID: l.ContactID, Name: l.Name, Subject: Subject(l.ContactID, l.ID),
		OrganizationID: l.OrganizationID, CustomerID: l.CustomerID, Locale: l.Locale, Address: address}
}

// find looks a token up. What was altered, and what never was, is not_found. A token is believed only when it is what the link's id
// derives to: whoever can write to the database still cannot make one.
func (s *Service) find(ctx context.Context, token string) (link, error) {
	if !isToken(token) {
		return link{}, ledger.E("not_found")
	}
	found, ok, err := store.ReadAlone[link](ctx, s.db, findLink+`WHERE l.token_sha256 = $1`, hashOf(token))
	if err != nil {
		return link{}, err
	}
	if !ok || subtle.ConstantTimeCompare([]byte(s.keys.token(found.ID)), []byte(token)) != 1 {
		return link{}, ledger.E("not_found")
	}
	return found, nil
}

// Look is what a link's page shows before anybody opens it: no amount, and the address masked.
type Look struct {
	Seller      string
	SellerEN    string
	Customer    string
	CustomerEN  string
	Contact     string
	Email       string // masked
	Locale      string // of the contact
	StatementNo string
	PeriodStart calendar.Date
	CutOff      calendar.Date
	ExpiresAt   time.Time
}

const readLook = `
SELECT o.name, o.name_en, c.name, c.name_en, '', '', '', s.statement_no, s.period_start, s.cut_off, now()
FROM statements s JOIN organizations o ON o.id = s.organization_id JOIN customers c ON c.id = s.customer_id WHERE s.id = $1`

// Look says what a link would open, and changes nothing: pages may ask it unasked. Refused: not_found, link_revoked, link_used,
// link_expired.
func (s *Service) Look(ctx context.Context, token string) (Look, error) {
	found, err := s.find(ctx, token)
	if err != nil {
		return Look{}, err
	}
	if fault := found.fault(); fault != nil {
		return Look{}, fault
	}
	var out Look
	err = s.db.Read(ctx, found.holder(""), func(ctx context.Context, tx *store.Tx) error {
		row, ok, err := store.Row[Look](ctx, tx, readLook, found.StatementID)
		if err == nil && !ok {
			err = ledger.E("not_found")
		}
		out = row
		return err
	})
	out.Contact, out.Email, out.Locale, out.ExpiresAt = found.Name, Mask(found.Email), found.Locale, found.ExpiresAt
	return out, err
}

// Opened is what a link opened: who sees which statement.
type Opened struct {
	LinkID         ledger.ID
	OrganizationID ledger.ID
	CustomerID     ledger.ID
	ContactID      ledger.ID
	StatementID    ledger.ID
}

const markOpened = `
UPDATE access_links SET opened_at = coalesce(opened_at, clock_timestamp()), used_at = clock_timestamp()
WHERE id = $1 AND revoked_at IS NULL AND expires_at > clock_timestamp()`

// OpenLink opens a link because a person asked for it. It may be opened again until it ends. also runs in the same transaction,
// to open the session. Refused: as Look.
func (s *Service) OpenLink(ctx context.Context, token, address string, also func(context.Context, *store.Tx, Opened) error) (Opened, error) {
	found, err := s.find(ctx, token)
	if err != nil {
		return Opened{}, err
	}
	if fault := found.fault(); fault != nil {
		return Opened{}, fault
	}
	out := Opened{LinkID: found.ID, OrganizationID: found.OrganizationID, CustomerID: found.CustomerID, ContactID: found.ContactID, StatementID: found.StatementID}
	err = s.db.Write(ctx, found.holder(address), func(ctx context.Context, tx *store.Tx) error {
		marked, err := store.Exec(ctx, tx, markOpened, found.ID)
		if err == nil && marked == 0 {
			err = ledger.E("link_expired")
		}
		if err != nil {
			return err
		}
		tx.Audit(found.CustomerID, "link.opened", map[string]any{"link": found.ID, "statement": found.StatementID, "contact": found.ContactID})
		return also(ctx, tx, out)
	})
	return out, err
}
