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

// add counts a cell in; mostly it is the first of its place, and needs no sum.
func (f *Figures) add(place int, amount decimal.Decimal) {
	if place == credits {
		f.Credits = plus(f.Credits, amount)
		f.Total = f.Total.Sub(amount)
		return
	}
	f.Amounts[place] = plus(f.Amounts[place], amount)
	f.Total = plus(f.Total, amount)
}

func plus(sum, amount decimal.Decimal) decimal.Decimal {
	if sum.IsZero() {
		return amount
	}
	return sum.Add(amount)
}

// rowKey is the row of a group before it is made.
type rowKey struct {
	key      string
	currency money.Currency
}

// folding is cells on their way into rows. A customer's own rows hang at the customer: there is one for each currency.
type folding struct {
	query  Query
	groups map[rowKey]*Row
	sorted []*Row
	totals map[money.Currency]*total
}

// row is where a cell counts.
func (f *folding) row(p *person, part string, currency money.Currency) *Row {
	if f.query.Group == ByCustomer {
		for _, row := range p.rows {
			if row.Currency == currency {
				return row
			}
		}
		row := f.open(f.query.rowOf(*p, part), currency)
		p.rows = append(p.rows, row)
		return row
	}
	made := f.query.rowOf(*p, part)
	key := rowKey{made.Key, currency}
	if f.groups[key] == nil {
		f.groups[key] = f.open(made, currency)
	}
	return f.groups[key]
}

func (f *folding) open(made Row, currency money.Currency) *Row {
	row := &made
	row.Figures = Figures{Currency: currency, Amounts: make([]decimal.Decimal, f.query.Buckets.Len())}
	f.sorted = append(f.sorted, row)
	return row
}

func (f *folding) total(currency money.Currency) *total {
	if f.totals[currency] == nil {
		f.totals[currency] = &total{amounts: make([]sum, f.query.Buckets.Len())}
	}
	return f.totals[currency]
}

// fold adds the figures up into rows and totals.
func (q Query) fold(books Books, people map[ledger.ID]*person, cells []cell) Result {
	f := folding{query: q, groups: map[rowKey]*Row{}, sorted: make([]*Row, 0, len(people)), totals: map[money.Currency]*total{}}
	for _, c := range cells {
		p := people[c.CustomerID]
		if p == nil {
			continue
		}
		currency := money.Currency(c.Currency)
		if q.Base {
			currency = books.Base
		}
		f.row(p, c.Part, currency).add(c.Place, c.Amount)
		f.total(currency).add(c.Place, c.Amount)
	}
	slices.SortFunc(f.sorted, func(a, b *Row) int {
		return cmp.Or(cmp.Compare(a.place(q.Group), b.place(q.Group)), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Key, b.Key), cmp.Compare(a.Currency, b.Currency))
	})
	result := Result{AsOf: q.AsOf, Buckets: q.Buckets, Base: books.Base, Group: q.Group, Rows: make([]Row, len(f.sorted))}
	for i, row := range f.sorted {
		result.Rows[i] = *row
	}
	for currency, total := range f.totals {
		result.Totals = append(result.Totals, total.figures(currency))
	}
	slices.SortFunc(result.Totals, func(a, b Figures) int { return cmp.Compare(a.Currency, b.Currency) })
	return result
}
