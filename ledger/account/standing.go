package account

import (
	"cmp"
	"context"
	"slices"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/aging"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
)

// Standing is how the account stands on a date, each currency for itself: they are never summed (STM-23).
type Standing struct {
	AsOf       calendar.Date
	Buckets    calendar.Buckets // by days overdue
	Currencies []Currency
}

// Currency is the account in one currency. Balance = Σ Amounts − Credits; Overdue is all buckets but the first, which is NotDue. Curve
// holds the balance at the end of each month before the date, and on the date itself.
type Currency struct {
	aging.Figures
	NotDue  decimal.Decimal
	Overdue decimal.Decimal
	Curve   []Point
}

// Point is the balance at the end of a day.
type Point struct {
	On      calendar.Date
	Balance decimal.Decimal
}

// MaxMonths bounds the curve.
const MaxMonths = 24

// Kept balances of whole months: the cost is that of the months, not of the documents in them.
const readCurve = `
SELECT b.currency, m.ends, sum(b.debit - b.credit)
FROM generate_series(1, $2::int) AS back
CROSS JOIN LATERAL (SELECT (date_trunc('month', $1::date) - make_interval(months => back - 1) - interval '1 day')::date AS ends) m
JOIN balances b ON b.customer_id = $3 AND b.period <= m.ends
JOIN accounts a ON a.organization_id = b.organization_id AND a.code = b.account_code AND a.role IN ('ar', 'advance')
GROUP BY 1, 2`

type curveRow struct {
	Currency string
	Ends     calendar.Date
	Balance  decimal.Decimal
}

// Standing is the account on a date (zero: today) with its balance over so many months before, 1–24. A currency is listed when anything
// is open in it or was owed in those months. Refused: validation_failed at as_of or months.
func (s *Service) Standing(ctx context.Context, actor ledger.Actor, asOf calendar.Date, months int) (Standing, error) {
	if months < 1 || months > MaxMonths {
		return Standing{}, ledger.E("validation_failed").At("months", "not_a_choice")
	}
	var out Standing
	err := s.read(ctx, actor, &asOf, func(ctx context.Context, tx *store.Tx) error {
		aged, err := aging.Report(ctx, tx, aging.Query{AsOf: asOf, CustomerID: actor.CustomerID})
		if err != nil {
			return err
		}
		curve, err := store.Rows[curveRow](ctx, tx, readCurve, asOf, months, actor.CustomerID)
		if err != nil {
			return err
		}
		out = Standing{AsOf: aged.AsOf, Buckets: aged.Buckets, Currencies: currencies(aged, curve, months)}
		return nil
	})
	return out, err
}

func currencies(aged aging.Result, curve []curveRow, months int) []Currency {
	figures := map[money.Currency]aging.Figures{}
	for _, total := range aged.Totals {
		figures[total.Currency] = total
	}
	at := map[money.Currency]map[calendar.Date]decimal.Decimal{}
	for _, row := range curve {
		currency := money.Currency(row.Currency)
		if _, known := figures[currency]; !known && row.Balance.IsZero() {
			continue
		}
		if at[currency] == nil {
			at[currency] = map[calendar.Date]decimal.Decimal{}
		}
		at[currency][row.Ends] = row.Balance
	}
	for currency := range at {
		if _, known := figures[currency]; !known {
			figures[currency] = aging.Figures{Currency: currency, Amounts: make([]decimal.Decimal, aged.Buckets.Len())}
		}
	}
	out := []Currency{}
	for currency, f := range figures {
		c := Currency{Figures: f, NotDue: f.Amounts[0]}
		for _, amount := range f.Amounts[1:] {
			c.Overdue = c.Overdue.Add(amount)
		}
		first := aged.AsOf.StartOfMonth()
		for back := months - 1; back >= 0; back-- {
			ends := first.AddMonths(-back).AddDays(-1)
			c.Curve = append(c.Curve, Point{ends, at[currency][ends]})
		}
		c.Curve = append(c.Curve, Point{aged.AsOf, f.Total})
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b Currency) int { return cmp.Compare(a.Figures.Currency, b.Figures.Currency) })
	return out
}
