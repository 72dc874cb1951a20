package bank

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// A line waits that brought money in, has no receipt that stands, is no payout, and was not set aside. The database keeps which do (docs/adr/0046).
const (
	// Waits is true of a line l that waits.
	Waits = `EXISTS (SELECT FROM bank_lines_waiting w WHERE w.organization_id = l.organization_id AND w.line_id = l.id)`
	// Waiting are the lines l that wait: w.organization_id, w.booked_on and w.line_id say in which order they are read without a look at any other.
	Waiting = `bank_lines_waiting w JOIN bank_lines l ON l.id = w.line_id`
)

// ReadLines reads lines by their ids, in no order.
func ReadLines(ctx context.Context, tx *store.Tx, ids []ledger.ID) ([]Line, error) {
	return store.Rows[Line](ctx, tx, selectLines+`AND l.id = ANY ($2)`, tx.Actor.OrganizationID, ids)
}

// What a run needs of a line that waits, from one on in the order of their ids.
const readWaits = `
SELECT l.id, l.booked_on, l.valued_on, l.amount, l.currency, l.counterparty, l.counterparty_account, l.end_to_end, l.remittance, l.bank_text
FROM (SELECT line_id FROM bank_lines_waiting WHERE organization_id = $1 AND line_id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000') ORDER BY line_id LIMIT $3) w
JOIN bank_lines l ON l.id = w.line_id ORDER BY w.line_id`

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
