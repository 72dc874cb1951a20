package bank

import (
	"context"
	"slices"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// Pair is a bank line and the receipt that was posted for it before the bank's statement came.
type Pair struct {
	LineID     ledger.ID
	DocumentID ledger.ID
}

// MaxPairs is how many may be joined at once.
const MaxPairs = 500

type joinable struct {
	Kind       string
	Currency   string
	Gross      decimal.Decimal
	CustomerID ledger.ID
	Number     string
	Reversed   bool
	Linked     bool
}

const readJoinable = `
SELECT d.kind, d.currency, d.gross, d.customer_id, d.document_no, EXISTS (SELECT FROM documents v WHERE v.reverses_document_id = d.id), EXISTS (SELECT FROM bank_line_receipts r WHERE r.document_id = d.id)
FROM documents d WHERE d.organization_id = $1 AND d.id = $2`

// Join says that receipts in the books are those of bank lines, all or none. Nothing is posted. Needs PostDocuments and SeeBank. Refused, in
// this order: too many or no pairs; not_found; bank_line_used; state_forbids for a line that brought no money in or is set aside, and for a
// receipt that was reversed; bank_line_differs unless it is a receipt or advance of the line's amount and currency; bank_receipt_used.
func (s *Service) Join(ctx context.Context, actor ledger.Actor, pairs []Pair, rule string) error {
	for _, need := range []ledger.Permission{ledger.PostDocuments, ledger.SeeBank} {
		if err := actor.Require(need); err != nil {
			return err
		}
	}
	if len(pairs) == 0 || len(pairs) > MaxPairs {
		return ledger.E("validation_failed").At("pairs", "too_long")
	}
	pairs = slices.Clone(pairs)
	slices.SortFunc(pairs, func(a, b Pair) int { return slices.Compare(a.LineID[:], b.LineID[:]) }) // everybody holds lines in one order
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		for _, p := range pairs {
			if err := join(ctx, tx, p, rule); err != nil {
				return err
			}
		}
		return nil
	})
}

func join(ctx context.Context, tx *store.Tx, p Pair, rule string) error {
	if _, err := store.Exec(ctx, tx, `SELECT pg_advisory_xact_lock(hashtextextended('bank line ' || $1::text, 0))`, p.LineID.String()); err != nil {
		return err
	}
	l, err := readLine(ctx, tx, p.LineID)
	if err != nil {
		return err
	}
	d, found, err := store.Row[joinable](ctx, tx, readJoinable, tx.Actor.OrganizationID, p.DocumentID)
	switch {
	case err != nil:
		return err
	case !found:
		return ledger.E("not_found")
	case l.State == Received:
		return ledger.E("bank_line_used").With("document", l.DocumentNo)
	case l.State != Unmatched:
		return ledger.E("state_forbids").With("state", string(l.State))
	case d.Reversed:
		return ledger.E("state_forbids").With("state", "reversed")
	case d.Kind != "receipt" && d.Kind != "advance" || d.Currency != l.Currency || !d.Gross.Equal(l.Amount):
		return ledger.E("bank_line_differs").With("document", d.Number)
	case d.Linked:
		return ledger.E("bank_receipt_used").With("document", d.Number)
	}
	tx.Audit(d.CustomerID, "bank_line.joined", map[string]any{"line": l.ID, "document": p.DocumentID, "document_no": d.Number, "amount": l.Amount.String(), "currency": l.Currency})
	_, err = store.Exec(ctx, tx, `INSERT INTO bank_line_receipts (line_id, attempt, organization_id, document_id, made_by, made_by_name, rule) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		l.ID, l.Attempts+1, tx.Actor.OrganizationID, p.DocumentID, tx.Actor.PersonID, tx.Actor.Name, rule)
	if err == nil {
		_, err = flagPayers(ctx, tx, []attributed{{l, d.CustomerID, p.DocumentID, d.Number}})
	}
	return err
}

// Booked is a receipt in the books that no bank line is joined with.
type Booked struct {
	DocumentID   ledger.ID
	DocumentNo   string
	CustomerID   ledger.ID
	CustomerCode string
	CustomerName string
	NameEN       string
	On           calendar.Date
	Amount       decimal.Decimal
}
