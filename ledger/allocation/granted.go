package allocation

import (
	"context"
	"encoding/json"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
	"hefu/ledger/settling"
)

const readGrant = `
SELECT i.id, c.terms, i.t0, i.currency, i.original_amount,
  coalesce((SELECT sum(a.debit_amount * CASE WHEN a.reverses IS NULL THEN 1 ELSE -1 END) FROM allocations a JOIN open_items ci ON ci.id = a.credit_item
    JOIN documents d ON d.id = ci.document_id WHERE a.debit_item = i.id AND d.kind = 'adjustment' AND d.reason = 'cash_discount'), 0)
FROM open_items i JOIN customers c ON c.id = i.customer_id WHERE i.id = ANY ($1)`

// The last day on which money of the settlement came in.
const readPaid = `
SELECT max(i.posting_date) FROM open_items i JOIN documents d ON d.id = i.document_id WHERE i.id = ANY ($1) AND i.side = 'credit' AND d.kind IN ('receipt', 'advance')`

type grant struct {
	Item     ledger.ID
	Terms    json.RawMessage
	T0       calendar.Date
	Currency string
	Original decimal.Decimal
	Given    decimal.Decimal
}

// granted tells whether the terms give every discount that the settlement takes: paid in time, and together with what was given
// before no more than the tier's percentage of the item.
func granted(ctx context.Context, tx *store.Tx, cmd Command) (bool, error) {
	var items []ledger.ID
	wanted := map[ledger.ID]decimal.Decimal{}
	for _, x := range cmd.Extras {
		if x.Kind == Discount {
			items = append(items, x.Item)
			wanted[x.Item] = wanted[x.Item].Add(x.Amount)
		}
	}
	if len(items) == 0 {
		return true, nil
	}
	var credits []ledger.ID
	for _, pair := range cmd.Pairs {
		credits = append(credits, pair.CreditItem)
	}
	paid, _, err := store.Value[calendar.Date](ctx, tx, readPaid, credits)
	if err != nil {
		return false, err
	}
	grants, err := store.Rows[grant](ctx, tx, readGrant, items)
	if err != nil {
		return false, err
	}
	for _, g := range grants {
		terms, unread := calendar.ParseTerms(g.Terms) // terms that cannot be read give nothing
		if unread != nil || paid.IsZero() {
			terms = calendar.Terms{}
		}
		most := settling.Discount(terms, settling.Debit{T0: g.T0, Currency: money.Currency(g.Currency), Open: g.Original}, paid)
		if wanted[g.Item].Add(g.Given).GreaterThan(most) {
			return false, nil
		}
	}
	return true, nil
}
