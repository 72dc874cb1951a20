package document

import (
	"context"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/journal"
	"hefu/ledger/money"
)

// Collection says that a note was paid when it fell due (托收、到期兑付), on which day, and under which number of the bank.
type Collection struct {
	On        calendar.Date
	Reference string
}

const readCollectable = `
SELECT n.customer_id, d.document_no, d.currency, d.gross, d.gross_base, n.note_no, n.due_on, EXISTS (SELECT FROM documents v WHERE v.reverses_document_id = d.id),
  coalesce(k.turn, 0), coalesce(k.act = 'collected', false), k.posted_on, (now() AT TIME ZONE o.time_zone)::date
FROM notes_received n JOIN documents d ON d.id = n.document_id JOIN organizations o ON o.id = n.organization_id
LEFT JOIN LATERAL (SELECT * FROM note_collections c WHERE c.document_id = n.document_id ORDER BY c.turn DESC LIMIT 1) k ON true
WHERE n.organization_id = $1 AND n.document_id = $2`

type collectable struct {
	Customer    ledger.ID
	DocumentNo  string
	Currency    string
	Gross, Base decimal.Decimal
	NoteNo      string
	DueOn       calendar.Date
	Reversed    bool
	Turn        int
	Collected   bool
	CollectedOn calendar.Date
	Today       calendar.Date
}

// Collect books that a note was paid: from notes receivable to the bank. Needs PostDocuments. Refused, in this order: a day that is missing or a text
// that is too long; not_found for a document without a note; document_reversed; note_collected; note_not_due before its day; a day before it or
// in the future; period_closed.
func (s *Service) Collect(ctx context.Context, actor ledger.Actor, document ledger.ID, c Collection) error {
	bad := ledger.E("validation_failed")
	if c.Reference = strings.TrimSpace(c.Reference); c.On.IsZero() {
		bad.At("on", "required")
	}
	checkText(bad, "reference", c.Reference, maxNumberText)
	return s.collect(ctx, actor, document, bad, "collected", c.On, c.Reference, "", func(x collectable) error {
		switch {
		case x.Collected:
			return ledger.E("note_collected").With("note", x.NoteNo)
		case x.Today.Before(x.DueOn):
			return ledger.E("note_not_due").With("note", x.NoteNo).With("date", x.DueOn.String())
		case c.On.Before(x.DueOn) || x.Today.Before(c.On):
			return ledger.E("validation_failed").At("on", "not_a_choice")
		}
		return nil
	})
}

// TakeCollectionBack books the opposite of a collection that was a mistake. Needs PostDocuments. Refused, in this order: a day or reason that is missing;
// not_found; document_reversed; state_forbids unless it is collected; a day before the collection or in the future; period_closed.
func (s *Service) TakeCollectionBack(ctx context.Context, actor ledger.Actor, document ledger.ID, on calendar.Date, reason string) error {
	bad := ledger.E("validation_failed")
	if reason = strings.TrimSpace(reason); reason == "" {
		bad.At("reason", "required")
	} else if CheckReason(reason) != nil {
		return CheckReason(reason)
	}
	if on.IsZero() {
		bad.At("on", "required")
	}
	return s.collect(ctx, actor, document, bad, "taken_back", on, "", reason, func(x collectable) error {
		switch {
		case !x.Collected:
			return ledger.E("state_forbids").With("state", "held")
		case on.Before(x.CollectedOn) || x.Today.Before(on):
			return ledger.E("validation_failed").At("on", "not_a_choice")
		}
		return nil
	})
}

const insertCollection = `
INSERT INTO note_collections (id, organization_id, customer_id, document_id, turn, act, posted_on, reference, reason, made_by, made_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`

func (s *Service) collect(ctx context.Context, actor ledger.Actor, document ledger.ID, bad *ledger.Error, act string, on calendar.Date, reference, reason string, check func(collectable) error) error {
	if err := actor.Require(ledger.PostDocuments); err != nil {
		return err
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		// The customer first, as whoever reverses the receipt does.
		if _, err := store.Exec(ctx, tx, `SELECT FROM customers WHERE id = (SELECT customer_id FROM notes_received WHERE organization_id = $1 AND document_id = $2) FOR UPDATE`, actor.OrganizationID, document); err != nil {
			return err
		}
		x, found, err := store.Row[collectable](ctx, tx, readCollectable, actor.OrganizationID, document)
		switch {
		case err != nil:
			return err
		case !found:
			return ledger.E("not_found")
		case x.Reversed:
			return ledger.E("document_reversed")
		}
		if err := check(x); err != nil {
			return err
		}
		entry, err := x.entry(ctx, tx, document, act == "collected", on)
		if err != nil {
			return err
		}
		tx.Audit(x.Customer, "note."+act, map[string]any{"document": document, "document_no": x.DocumentNo, "note": x.NoteNo, "on": on, "amount": x.Gross.String(), "currency": x.Currency, "reference": reference, "reason": reason})
		var b store.Batch
		b.Do(insertCollection, entry.SourceID, actor.OrganizationID, x.Customer, document, x.Turn+1, act, on, reference, reason, actor.PersonID, actor.Name)
		journal.Queue(&b, actor.OrganizationID, []journal.Entry{entry})
		return tx.Send(ctx, &b)
	})
}

// entry debits the bank and credits notes receivable by what the receipt brought, or the other way round.
func (x collectable) entry(ctx context.Context, tx *store.Tx, document ledger.ID, collected bool, on calendar.Date) (journal.Entry, error) {
	entry := journal.Entry{ID: ledger.NewID(), PostingDate: on, SourceKind: "note", SourceID: ledger.NewID()}
	rows, err := store.Rows[struct{ Role, Code string }](ctx, tx, `SELECT role, code FROM accounts WHERE organization_id = $1 AND role IN ('bank', 'notes')`, tx.Actor.OrganizationID)
	if err != nil {
		return entry, err
	}
	chart := journal.Chart{}
	for _, row := range rows {
		chart[journal.Role(row.Role)] = row.Code
	}
	amount, base := x.Gross, x.Base
	if !collected {
		amount, base = amount.Neg(), base.Neg()
	}
	for _, side := range []struct {
		role         journal.Role
		amount, base decimal.Decimal
	}{{journal.Bank, amount, base}, {journal.Notes, amount.Neg(), base.Neg()}} {
		code, err := chart.Code(side.role)
		if err != nil {
			return entry, err
		}
		entry.Lines = append(entry.Lines, journal.Line{Account: code, CustomerID: x.Customer, DocumentID: document, Currency: money.Currency(x.Currency), Amount: side.amount, Base: side.base})
	}
	return entry, nil
}
