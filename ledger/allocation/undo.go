package allocation

import (
	"cmp"
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/internal/store"
	"hefu/ledger/journal"
	"hefu/ledger/money"
)

// Undo reverses a settlement as a whole, dated on: open amounts return exactly, and every date before keeps its picture.
// Needs Allocate. Refused, in this order: an unusable reason, not_found, settlement_reversed, state_forbids for a reversal and for
// what settled a document with its mirror, an earlier date than the settlement's, period_closed of the day.
func (s *Service) Undo(ctx context.Context, actor ledger.Actor, settlement ledger.ID, on calendar.Date, reason string) (ledger.ID, error) {
	if err := actor.Require(ledger.Allocate); err != nil {
		return ledger.ID{}, err
	}
	var id ledger.ID
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		id, err = Undo(ctx, tx, settlement, on, reason)
		return err
	})
	return id, err
}

type head struct {
	Customer  ledger.ID
	Group     ledger.ID
	Mode      string
	Effective calendar.Date
	Reversed  bool
	Mirror    bool // it settled a document with its reversal
}

const readSettlement = `
SELECT s.customer_id, s.group_id, s.mode, s.effective_date, EXISTS (SELECT FROM settlements r WHERE r.reverses = s.id),
  EXISTS (SELECT FROM allocations a JOIN open_items i ON i.id IN (a.debit_item, a.credit_item) JOIN documents d ON d.id = i.document_id
    WHERE a.settlement_id = s.id AND d.kind = 'reversal')
FROM settlements s WHERE s.id = $1`

const readAllocations = `
SELECT id, debit_item, credit_item, debit_amount, credit_amount, debit_base, credit_base, id, customer_id, coalesce(credit_customer_id, customer_id)
FROM allocations WHERE settlement_id = $1 ORDER BY id`

// The customers that a settlement touches, held in one order.
const holdSettled = `
SELECT c.id FROM customers c WHERE c.id = $2 OR c.id IN (SELECT unnest(ARRAY[a.customer_id, a.credit_customer_id]) FROM allocations a WHERE a.settlement_id = $1)
ORDER BY c.id FOR UPDATE`

const readEntry = `
SELECT e.id, l.account_code, l.customer_id, l.document_id, l.due_date, l.currency, l.amount, l.amount_base
FROM journal_entries e JOIN journal_lines l ON l.entry_id = e.id WHERE e.source_id = $1 ORDER BY l.line_no`

type entryLine struct {
	Entry    ledger.ID
	Account  string
	Customer ledger.ID
	Document ledger.ID
	Due      calendar.Date
	Currency string
	Amount   decimal.Decimal
	Base     decimal.Decimal
}

// Undo is Service.Undo inside a transaction that is under way; permission has been asked.
func Undo(ctx context.Context, tx *store.Tx, settlement ledger.ID, on calendar.Date, reason string) (ledger.ID, error) {
	found, err := undoable(ctx, tx, settlement, on, reason)
	if err != nil {
		return ledger.ID{}, err
	}
	var b store.Batch
	var locked []struct{ ID ledger.ID }
	var rows []row
	var lines []entryLine
	store.Read(&b, &locked, holdSettled, settlement, found.Customer)
	store.Read(&b, &rows, readAllocations, settlement)
	store.Read(&b, &lines, readEntry, settlement)
	if err := tx.Send(ctx, &b); err != nil {
		return ledger.ID{}, err
	}
	for i := range rows {
		rows[i].ID = ledger.NewID()
	}
	id := ledger.NewID()
	var write store.Batch
	write.Do(insertSettlement, id, tx.Actor.OrganizationID, found.Customer, reversal, on, reason, settlement, tx.Actor.PersonID, "", ledger.ID{}, found.Group)
	queue(&write, tx.Actor.OrganizationID, id, on, rows)
	if len(lines) > 0 {
		journal.Queue(&write, tx.Actor.OrganizationID, []journal.Entry{entryOf(lines).Mirror(ledger.NewID(), id, on)})
	}
	if err := tx.Send(ctx, &write); err != nil {
		return ledger.ID{}, err
	}
	for _, customer := range locked {
		tx.Audit(customer.ID, "settlement.undone", map[string]any{"settlement": settlement, "reversal": id, "reason": reason})
	}
	return id, takeBack(ctx, tx, settlement, on, reason)
}

// What was posted for a settlement alone: its discount, and what it wrote off or kept.
const readBornWith = `
SELECT DISTINCT d.id FROM allocations a JOIN open_items i ON i.id IN (a.debit_item, a.credit_item) JOIN documents d ON d.id = i.document_id
WHERE a.settlement_id = $1 AND d.source_kind = 'settlement' ORDER BY d.id`

// takeBack reverses the documents that came into the books with the settlement; without it they mean nothing.
func takeBack(ctx context.Context, tx *store.Tx, settlement ledger.ID, on calendar.Date, reason string) error {
	documents, err := store.Values[ledger.ID](ctx, tx, readBornWith, settlement)
	for _, id := range documents {
		if _, err := Reverse(ctx, tx, id, on, cmp.Or(reason, settlement.String())); err != nil {
			return err
		}
	}
	return err
}

// undoable refuses what cannot be undone on that day.
func undoable(ctx context.Context, tx *store.Tx, settlement ledger.ID, on calendar.Date, reason string) (head, error) {
	if reason != "" {
		if err := document.CheckReason(reason); err != nil {
			return head{}, err
		}
	}
	found, ok, err := store.Row[head](ctx, tx, readSettlement, settlement)
	switch {
	case err != nil:
		return found, err
	case !ok:
		return found, ledger.E("not_found")
	case found.Reversed:
		return found, ledger.E("settlement_reversed")
	case found.Mode == string(reversal):
		return found, ledger.E("state_forbids").With("state", found.Mode)
	case found.Mirror:
		return found, ledger.E("state_forbids").With("state", "reversal")
	case on.IsZero() || on.Before(found.Effective):
		return found, ledger.E("validation_failed").At("effective_date", "not_a_choice")
	}
	return found, nil
}

func entryOf(lines []entryLine) journal.Entry {
	entry := journal.Entry{ID: lines[0].Entry, SourceKind: "settlement"}
	for _, l := range lines {
		entry.Lines = append(entry.Lines, journal.Line{Account: l.Account, CustomerID: l.Customer, DocumentID: l.Document, Due: l.Due,
			Currency: money.Currency(l.Currency), Amount: l.Amount, Base: l.Base})
	}
	return entry
}
