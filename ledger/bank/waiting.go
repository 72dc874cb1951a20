package bank

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// Waits is true of a line l that brought money in, has no receipt that stands, is no payout, and was not set aside.
const Waits = `l.amount > 0 AND l.kind <> 'reversal'
  AND NOT EXISTS (SELECT FROM bank_line_receipts r WHERE r.line_id = l.id AND NOT EXISTS (SELECT FROM documents v WHERE v.reverses_document_id = r.document_id))
  AND NOT coalesce((SELECT m.aside FROM bank_line_marks m WHERE m.line_id = l.id ORDER BY m.turn DESC LIMIT 1), false)
  AND NOT EXISTS (SELECT FROM payout_lines p WHERE p.line_id = l.id AND p.undone_at IS NULL)`

// ReadLines reads lines by their ids, in no order.
func ReadLines(ctx context.Context, tx *store.Tx, ids []ledger.ID) ([]Line, error) {
	return store.Rows[Line](ctx, tx, selectLines+`AND l.id = ANY ($2)`, tx.Actor.OrganizationID, ids)
}

// What a run needs of a line that waits, from one on in the order of their ids.
const readWaits = `
SELECT l.id, l.booked_on, l.valued_on, l.amount, l.currency, l.counterparty, l.counterparty_account, l.end_to_end, l.remittance, l.bank_text
FROM bank_lines l WHERE l.organization_id = $1 AND l.id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000') AND ` + Waits + ` ORDER BY l.id LIMIT $3`

// ReadWaiting reads lines that wait behind one of them, in the order of their ids, which is that of their import: what the bank says of the payment and
// no more.
func ReadWaiting(ctx context.Context, tx *store.Tx, after ledger.ID, limit int) ([]Line, error) {
	rows, err := store.Rows[struct {
		ID                                                              ledger.ID
		BookedOn, ValuedOn                                              calendar.Date
		Amount                                                          decimal.Decimal
		Currency, Counterparty, Account, EndToEnd, Remittance, BankText string
	}](ctx, tx, readWaits, tx.Actor.OrganizationID, after, limit)
	lines := make([]Line, len(rows))
	for i, r := range rows {
		lines[i] = Line{ID: r.ID, BookedOn: r.BookedOn, ValuedOn: r.ValuedOn, Amount: r.Amount, Currency: r.Currency, Counterparty: r.Counterparty, CounterpartyAccount: r.Account, EndToEnd: r.EndToEnd,
			Remittance: r.Remittance, BankText: r.BankText, State: Unmatched}
	}
	return lines, err
}
