package bank

import (
	"context"
	"slices"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/document"
	"hefu/ledger/internal/store"
)

// MaxSet bounds the lines of one set.
const MaxSet = 100

// Asked is a line with whose money it is.
type Asked struct {
	Line Line
	Receipt
}

// Lines of a set that still wait; whoever comes second waits for the locks, and then sees the receipts.
const (
	lockLines  = `SELECT pg_advisory_xact_lock(hashtextextended('bank line ' || w.id::text, 0)) FROM (SELECT id FROM unnest($1::uuid[]) AS w (id) ORDER BY id) w`
	countTries = `
SELECT l.id, (SELECT count(*)::int FROM bank_line_receipts t WHERE t.line_id = l.id) FROM bank_lines l WHERE l.organization_id = $1 AND l.id = ANY ($2) AND ` + Waits
)

var insertLineReceipts = store.OverSet(`
INSERT INTO bank_line_receipts (line_id, attempt, organization_id, document_id, made_by, made_by_name, rule, reason)
SELECT r.line_id, r.attempt, $1, r.document_id, $2, $3, r.rule, r.reason FROM {set}`, "r", 4, "line_id uuid", "attempt int", "document_id uuid", "rule text", "reason text")

// ReceiveAll makes a receipt of each line, all or none, in their order; what Receive does one by one. Permission has been asked. Refused: no or
// too many lines; bank_line_used when one of them waits no more; then as posting refuses.
func ReceiveAll(ctx context.Context, tx *store.Tx, asked []Asked) ([]Made, error) {
	if len(asked) == 0 || len(asked) > MaxSet {
		return nil, ledger.E("validation_failed").At("lines", "too_long")
	}
	ids := make([]ledger.ID, len(asked))
	for i, a := range asked {
		ids[i] = a.Line.ID
	}
	tries, err := triesOf(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	docs := make([]document.New, len(asked))
	for i, a := range asked {
		a.Line.Attempts = tries[i]
		docs[i] = a.document(a.Line)
	}
	posted, err := allocation.ReceiveAll(ctx, tx, docs)
	if err != nil {
		return nil, err
	}
	made, all, detail := make([]Made, len(asked)), make([]attributed, len(asked)), make([]map[string]any, len(asked))
	documents, attempts, rules, reasons := make([]ledger.ID, len(asked)), make([]int, len(asked)), make([]string, len(asked)), make([]string, len(asked))
	one := asked[0].CustomerID
	for i, a := range asked {
		made[i].Posted, documents[i], attempts[i], rules[i], reasons[i] = posted[i], posted[i].ID, tries[i]+1, a.Rule, a.Reason
		all[i] = attributed{a.Line, a.CustomerID, posted[i].ID, posted[i].DocumentNo}
		detail[i] = map[string]any{"line": a.Line.ID, "document": posted[i].ID, "document_no": posted[i].DocumentNo, "amount": a.Line.Amount.String(), "currency": a.Line.Currency, "rule": a.Rule}
		if a.CustomerID != one {
			one = ledger.ID{}
		}
	}
	tx.Audit(one, "bank_line.received", detail)
	if _, err := store.Exec(ctx, tx, insertLineReceipts.For(len(asked)), tx.Actor.OrganizationID, tx.Actor.PersonID, tx.Actor.Name, ids, attempts, documents, rules, reasons); err != nil {
		return nil, err
	}
	flagged, err := flagPayers(ctx, tx, all)
	for i := range made {
		made[i].Flagged = flagged[i]
	}
	return made, err
}

// triesOf holds the lines and counts the receipts that were made of each before, all of them reversed.
func triesOf(ctx context.Context, tx *store.Tx, ids []ledger.ID) ([]int, error) {
	if _, err := store.Exec(ctx, tx, lockLines, ids); err != nil {
		return nil, err
	}
	rows, err := store.Rows[struct {
		ID    ledger.ID
		Tries int
	}](ctx, tx, countTries, tx.Actor.OrganizationID, ids)
	if err != nil {
		return nil, err
	}
	out := make([]int, len(ids))
	found := 0
	for _, r := range rows {
		if i := slices.Index(ids, r.ID); i >= 0 {
			out[i] = r.Tries
			found++
		}
	}
	if found < len(ids) {
		return nil, ledger.E("bank_line_used").With("document", "")
	}
	return out, nil
}
