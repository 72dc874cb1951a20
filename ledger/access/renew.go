package access

import (
	"context"
	"strings"

	"hefu/ledger"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
	"hefu/ledger/job"
)

// RenewArgs ask for a fresh link in place of one, or for those of an address.
type RenewArgs struct {
	LinkID ledger.ID `json:"link_id"`
	Email  string    `json:"email"`
}

// Kind names the work.
func (RenewArgs) Kind() string { return "access.renew" }

// Register takes on the background work of links.
func (s *Service) Register(registry *job.Registry) {
	job.Register(registry, s.renew)
}

// The limits of mails that nobody signed in asked for.
const (
	renewAtOnce = 3
	renewals    = 10 // of one statement to one contact
	maxEmail    = 254
)

// Renew has a fresh link mailed to the contact of a link that has ended, or to an address: exactly one of the two is given. It
// answers the same, and does the same amount of work, whether or not there is such a link or address; the work is done afterwards.
// Refused: validation_failed for both or neither.
func (s *Service) Renew(ctx context.Context, token, email string) error {
	if (token == "") == (email == "") {
		return ledger.E("validation_failed").At("email", "required")
	}
	if len(email) > maxEmail || (email != "" && !strings.Contains(email, "@")) {
		return ledger.E("validation_failed").At("email", "bad_format")
	}
	args := RenewArgs{Email: strings.ToLower(strings.TrimSpace(email))}
	if token != "" {
		found, err := s.find(ctx, token)
		if err != nil && !ledger.IsKind(err, ledger.NotFound) {
			return err
		}
		args.LinkID = found.ID
	}
	return s.db.Write(ctx, ledger.SystemActor(ledger.ID{}, "links"), func(ctx context.Context, tx *store.Tx) error {
		return s.jobs.Insert(ctx, tx, args)
	})
}

// The newest link a contact had to each statement; the newest statements first.
const linksOfAddress = `
SELECT id FROM (
  SELECT DISTINCT ON (l.contact_id, l.statement_id) l.id, l.statement_id FROM access_links l JOIN contacts p ON p.id = l.contact_id
  WHERE lower(p.email) = $1 AND p.active ORDER BY l.contact_id, l.statement_id, l.granted_at DESC, l.id DESC
) newest ORDER BY statement_id DESC LIMIT $2`

// renew may run twice; the pause between two mails of one link then lets the second do nothing.
func (s *Service) renew(ctx context.Context, args RenewArgs) error {
	links := []ledger.ID{args.LinkID}
	if args.Email != "" {
		err := s.db.Read(ctx, ledger.SystemActor(ledger.ID{}, "links"), func(ctx context.Context, tx *store.Tx) (err error) {
			links, err = store.Values[ledger.ID](ctx, tx, linksOfAddress, args.Email, renewAtOnce)
			return err
		})
		if err != nil {
			return err
		}
	}
	for _, id := range links {
		found, ok, err := store.ReadAlone[link](ctx, s.db, findLink+`WHERE l.id = $1`, id)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if err := s.renewOne(ctx, found); err != nil {
			return err
		}
	}
	return nil
}

const readRenewals = `
SELECT (array_agg(coalesce(revoke_reason, '') ORDER BY granted_at DESC, id DESC))[1], coalesce(sum(sent_again), 0)::int,
  coalesce(max(sent_again_at) > clock_timestamp() - interval '10 minutes', false)
FROM access_links WHERE contact_id = $1 AND statement_id = $2`

// renewOne leaves alone what staff took back and what was cancelled: a fresh link would undo their word.
func (s *Service) renewOne(ctx context.Context, found link) error {
	err := s.db.Write(ctx, found.holder(""), func(ctx context.Context, tx *store.Tx) error {
		if _, err := store.Exec(ctx, tx, `SELECT FROM access_links WHERE contact_id = $1 AND statement_id = $2 FOR UPDATE`, found.ContactID, found.StatementID); err != nil {
			return err
		}
		row, _, err := store.Row[struct {
			Newest string
			Sent   int
			Soon   bool
		}](ctx, tx, readRenewals, found.ContactID, found.StatementID)
		if err != nil || row.Newest == byStaff || row.Newest == cancelled || row.Sent >= renewals || row.Soon {
			return err
		}
		return s.sendAgain(ctx, tx, Grant{OrganizationID: found.OrganizationID, CustomerID: found.CustomerID, ContactID: found.ContactID, StatementID: found.StatementID})
	})
	if ledger.IsKind(err, ledger.NotFound) {
		return nil
	}
	return err
}

// sendAgain grants the contact's link anew where it has ended, and has it mailed.
func (s *Service) sendAgain(ctx context.Context, tx *store.Tx, to Grant) error {
	id, err := s.Grant(ctx, tx, to)
	if err != nil {
		return err
	}
	if _, err := store.Exec(ctx, tx, `UPDATE access_links SET sent_again = sent_again + 1, sent_again_at = clock_timestamp() WHERE id = $1`, id); err != nil {
		return err
	}
	tx.Audit(to.CustomerID, "link.sent_again", map[string]any{"link": id, "statement": to.StatementID, "contact": to.ContactID})
	return event.Record(ctx, tx, event.Event{Kind: event.AccessLink, CustomerID: to.CustomerID, StatementID: to.StatementID, ContactID: to.ContactID,
		Data: map[string]any{"link_id": id}})
}
