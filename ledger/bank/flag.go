package bank

import (
	"context"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// FlagState is where a flag stands.
type FlagState string

// The states. That of a receipt that was reversed needs nobody any more.
const (
	FlagHeld     FlagState = "held"
	FlagReleased FlagState = "released"
	FlagReversed FlagState = "reversed"
)

// Flag says that somebody else than the customer paid a receipt. KnownFor is the customer that the payer is known to be or to pay for
// instead, if any.
type Flag struct {
	DocumentID   ledger.ID
	DocumentNo   string
	Currency     string
	Amount       decimal.Decimal
	CustomerID   ledger.ID
	CustomerCode string
	CustomerName string
	LineID       ledger.ID
	BookedOn     calendar.Date
	Payer        string
	PayerAccount string
	KnownForID   ledger.ID
	KnownForCode string
	KnownForName string
	State        FlagState
	MadeBy       ledger.ID
	MadeByName   string
	MadeAt       time.Time
	PostedBy     ledger.ID
	PostedAt     time.Time
	ReleasedBy   string
	ReleasedAt   *time.Time
	Reason       string
}

const flagReversed = `EXISTS (SELECT FROM documents v WHERE v.reverses_document_id = f.document_id)`

const selectFlags = `
SELECT f.document_id, d.document_no, d.currency, d.gross, f.customer_id, c.code, c.name, f.line_id, l.booked_on, f.payer, f.payer_account, f.known_customer_id, coalesce(k.code, ''), coalesce(k.name, ''),
  w.state, f.made_by, f.made_by_name, f.made_at, f.posted_by, f.posted_at, f.released_by_name, f.released_at, f.reason
FROM payer_flags f JOIN documents d ON d.id = f.document_id JOIN customers c ON c.id = f.customer_id JOIN bank_lines l ON l.id = f.line_id LEFT JOIN customers k ON k.id = f.known_customer_id
CROSS JOIN LATERAL (SELECT CASE WHEN f.released_at IS NOT NULL THEN 'released' WHEN ` + flagReversed + ` THEN 'reversed' ELSE 'held' END AS state) w
WHERE f.organization_id = $1`

// ToRelease is true of a flag f that the person may release: it is held, and the person neither attributed nor posted the money.
func ToRelease(person string) string {
	return `f.released_at IS NULL AND NOT ` + flagReversed + ` AND NOT one_person(` + person + `, f.made_by, f.made_at) AND NOT one_person(` + person + `, f.posted_by, f.posted_at)`
}

// FlagFilter narrows flags; zero values do not.
type FlagFilter struct {
	State      FlagState
	DocumentID ledger.ID
	Text       string    // in the payer, its account, the customer and the receipt's number
	After      ledger.ID // the receipt of the last flag of the page before
	Limit      int       // 1 to 201; 50 when zero
}

// Flags pages through flagged receipts, the newest first. Needs SeeBank.
func (s *Service) Flags(ctx context.Context, actor ledger.Actor, f FlagFilter) ([]Flag, error) {
	if err := actor.Require(ledger.SeeBank); err != nil {
		return nil, err
	}
	if f.Limit <= 0 || f.Limit > 201 {
		f.Limit = 50
	}
	var out []Flag
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = store.Rows[Flag](ctx, tx, selectFlags+` AND ($2 = '' OR w.state = $2) AND ($3::uuid IS NULL OR f.document_id = $3)
AND ($4 = '' OR f.payer || E'\n' || f.payer_account || E'\n' || d.document_no || E'\n' || c.code || E'\n' || c.name ILIKE $4)
AND ($5::uuid IS NULL OR f.document_id < $5) ORDER BY f.document_id DESC LIMIT $6`, actor.OrganizationID, string(f.State), f.DocumentID, like(f.Text), f.After, f.Limit)
		return err
	})
	return out, err
}

// MayRelease says why the actor may not release the flag, in this order: not_permitted, state_forbids, four_eyes.
func (f Flag) MayRelease(actor ledger.Actor) error {
	switch {
	case actor.Require(ledger.ApproveDocuments) != nil:
		return actor.Require(ledger.ApproveDocuments)
	case f.State != FlagHeld:
		return ledger.E("state_forbids").With("state", string(f.State))
	case actor.SamePerson(f.MadeBy, f.MadeAt) || actor.SamePerson(f.PostedBy, f.PostedAt):
		return ledger.E("four_eyes")
	}
	return nil
}

// maxFlagReason is in characters.
const maxFlagReason = 500

// ReleaseFlag says that the money may be the customer's although somebody else paid it; what was learnt of the payer counts from then on.
// Needs ApproveDocuments and SeeBank. Refused, in this order: a reason that is missing or too long; not_found; as Flag.MayRelease says. Of
// several who try at the same time one succeeds.
func (s *Service) ReleaseFlag(ctx context.Context, actor ledger.Actor, document ledger.ID, reason string) (Flag, error) {
	for _, need := range []ledger.Permission{ledger.ApproveDocuments, ledger.SeeBank} {
		if err := actor.Require(need); err != nil {
			return Flag{}, err
		}
	}
	switch reason = strings.TrimSpace(reason); {
	case reason == "":
		return Flag{}, ledger.E("validation_failed").At("reason", "required")
	case len([]rune(reason)) > maxFlagReason:
		return Flag{}, ledger.E("validation_failed").At("reason", "too_long")
	}
	var out Flag
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if _, err := store.Exec(ctx, tx, `SELECT FROM payer_flags WHERE document_id = $1 FOR UPDATE`, document); err != nil {
			return err
		}
		read := func() (err error) {
			var found bool
			if out, found, err = store.Row[Flag](ctx, tx, selectFlags+` AND f.document_id = $2`, actor.OrganizationID, document); err == nil && !found {
				err = ledger.E("not_found")
			}
			return err
		}
		if err := read(); err != nil {
			return err
		}
		if err := out.MayRelease(actor); err != nil {
			return err
		}
		tx.Audit(out.CustomerID, "payer.released", map[string]any{"document": document, "document_no": out.DocumentNo, "payer": out.Payer, "account": out.PayerAccount, "reason": reason})
		if _, err := store.Exec(ctx, tx, `UPDATE payer_flags SET released_by = $2, released_by_name = $3, released_at = clock_timestamp(), reason = $4 WHERE document_id = $1`,
			document, actor.PersonID, actor.Name, reason); err != nil {
			return err
		}
		return read()
	})
	return out, err
}
