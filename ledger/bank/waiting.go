package bank

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Waits is true of a line l that brought money in, has no receipt that stands, and was not set aside.
const Waits = `l.amount > 0 AND l.kind <> 'reversal'
  AND NOT EXISTS (SELECT FROM bank_line_receipts r WHERE r.line_id = l.id AND NOT EXISTS (SELECT FROM documents v WHERE v.reverses_document_id = r.document_id))
  AND NOT coalesce((SELECT m.aside FROM bank_line_marks m WHERE m.line_id = l.id ORDER BY m.turn DESC LIMIT 1), false)`

// ReadLines reads lines by their ids, in no order.
func ReadLines(ctx context.Context, tx *store.Tx, ids []ledger.ID) ([]Line, error) {
	return store.Rows[Line](ctx, tx, selectLines+`AND l.id = ANY ($2)`, tx.Actor.OrganizationID, ids)
}
