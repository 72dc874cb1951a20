package aging

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/money"
)

// Result is an aging: rows in the order of their codes or names, and a total for each currency.
type Result struct {
	AsOf    calendar.Date
	Buckets calendar.Buckets
	Base    money.Currency // the organization's; every row's currency when the query asked for base amounts
	Group   Group
	Rows    []Row
	Totals  []Figures
}

// Row is one customer, salesperson or other group in one currency. Key names it where its items are asked for.
type Row struct {
	ID     ledger.ID // of the customer or salesperson; zero for other groups, and for customers without a salesperson
	Key    string    // of the group: an id, a region, a band of days, a kind or a product line; empty for none
	Code   string    // of a customer
	Name   string    // empty: no salesperson, no region, no product line
	NameEN string
	Figures
}

// Figures are the amounts of one currency, none of them negative: Amounts by bucket, Credits what stands against them and is not
// yet allocated (in an aging of advances: what was taken back of them). Total = Σ Amounts − Credits.
type Figures struct {
	Currency money.Currency
	Amounts  []decimal.Decimal
	Credits  decimal.Decimal
	Total    decimal.Decimal
}

func (f *Figures) add(place int, amount decimal.Decimal) {
	if place == credits {
		f.Credits = f.Credits.Add(amount)
		f.Total = f.Total.Sub(amount)
		return
	}
	f.Amounts[place] = f.Amounts[place].Add(amount)
	f.Total = f.Total.Add(amount)
}

// rowKey is a row before it is made: a customer's own by its id, every other by its key.
type rowKey struct {
	id       ledger.ID
	key      string
	currency money.Currency
}

// fold adds the figures up into rows and totals.
func (q Query) fold(books Books, people map[ledger.ID]person, cells []cell) Result {
	rows, totals := make(map[rowKey]*Row, len(people)), map[money.Currency]*Figures{}
	sorted := make([]*Row, 0, len(people))
	for _, c := range cells {
		p, ok := people[c.CustomerID]
		if !ok {
			continue
		}
		currency := money.Currency(c.Currency)
		if q.Base {
			currency = books.Base
		}
		key := rowKey{id: c.CustomerID, currency: currency}
		var made Row
		if q.Group != ByCustomer {
			made = q.rowOf(p, c.Part)
			key = rowKey{key: made.Key, currency: currency}
		}
		row := rows[key]
		if row == nil {
			if q.Group == ByCustomer {
				made = q.rowOf(p, c.Part)
			}
			row = &made
			row.Figures = q.figures(currency)
			rows[key], sorted = row, append(sorted, row)
		}
		if totals[currency] == nil {
			total := q.figures(currency)
			totals[currency] = &total
		}
		row.add(c.Place, c.Amount)
		totals[currency].add(c.Place, c.Amount)
	}
	slices.SortFunc(sorted, func(a, b *Row) int {
		return cmp.Or(cmp.Compare(a.place(q.Group), b.place(q.Group)), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Key, b.Key), cmp.Compare(a.Currency, b.Currency))
	})
	result := Result{AsOf: q.AsOf, Buckets: q.Buckets, Base: books.Base, Group: q.Group, Rows: make([]Row, len(sorted))}
	for i, row := range sorted {
		result.Rows[i] = *row
	}
	for _, total := range totals {
		result.Totals = append(result.Totals, *total)
	}
	slices.SortFunc(result.Totals, func(a, b Figures) int { return cmp.Compare(a.Currency, b.Currency) })
	return result
}

func (q Query) figures(currency money.Currency) Figures {
	return Figures{Currency: currency, Amounts: make([]decimal.Decimal, q.Buckets.Len())}
}
