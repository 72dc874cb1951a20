package report

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
)

// Rate is what one unit of a currency was worth in base currency, by the last rate stated up to the period's end.
type Rate struct {
	Currency money.Currency
	On       calendar.Date
	Rate     decimal.Decimal
}

const readRates = `
SELECT DISTINCT ON (e.currency) e.currency, e.on_date, e.rate FROM exchange_rates e
WHERE e.on_date <= $1 AND ($2 = '' OR e.currency = $2) AND EXISTS (SELECT FROM balances b WHERE b.currency = e.currency AND ($3::uuid IS NULL OR b.customer_id = $3))
ORDER BY e.currency, e.on_date DESC`

// value tells, of a table in base currency, the rates that are in force beside those that were posted.
func (t *Table) value(ctx context.Context, tx *store.Tx, r *request) error {
	if !r.Base {
		return nil
	}
	found, err := store.Rows[struct {
		Currency string
		On       calendar.Date
		Rate     decimal.Decimal
	}](ctx, tx, readRates, r.To, string(r.Currency), r.CustomerID)
	for _, one := range found {
		if money.Currency(one.Currency) != r.books.Base {
			t.Rates = append(t.Rates, Rate{money.Currency(one.Currency), one.On, one.Rate})
		}
	}
	return err
}
