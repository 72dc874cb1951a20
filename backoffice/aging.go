package backoffice

import (
	"context"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/aging"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/money"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type agingQuery struct {
	AsOf          calendar.Date `query:"as_of" required:"false"`
	Basis         string        `query:"basis" enum:"due,t0,forward" default:"due"`
	Amounts       string        `query:"amounts" enum:"document,base" default:"document"`
	Currency      string        `query:"currency" maxLength:"3"`
	Edges         string        `query:"edges" maxLength:"60"`
	Group         string        `query:"group" enum:"customer,salesperson,region,terms,kind,product_line,arrangement" default:"customer"`
	Advances      bool          `query:"advances" default:"false"`
	CustomerID    ledger.ID     `query:"customer_id" required:"false"`
	GroupID       ledger.ID     `query:"group_id" required:"false" doc:"A group of companies: those that belong to it on the day"`
	SalespersonID ledger.ID     `query:"salesperson_id" required:"false"`
	Region        string        `query:"region" maxLength:"120"`
}

func (in *agingQuery) query() (aging.Query, error) {
	buckets, err := aging.Edges(in.Basis, in.Edges)
	if in.Advances && in.Basis == "due" && in.Edges == "" {
		buckets = calendar.Buckets{}
	}
	return aging.Query{AsOf: in.AsOf, Buckets: buckets, Base: in.Amounts == "base", Advances: in.Advances, Group: aging.Group(in.Group),
		Currency: money.Currency(in.Currency), CustomerID: in.CustomerID, GroupID: in.GroupID, SalespersonID: in.SalespersonID, Region: in.Region}, err
}

type bucket struct {
	Key     string `json:"key"`
	LabelZH string `json:"label_zh"`
	LabelEN string `json:"label_en"`
}

// AgingFigures are the amounts of one currency by bucket; total = Σ amounts − credits.
type AgingFigures struct {
	Currency string       `json:"currency"`
	Amounts  []web.Amount `json:"amounts"`
	Credits  web.Amount   `json:"credits"`
	Total    web.Amount   `json:"total"`
}

type agingRow struct {
	Customer *wire.Party `json:"customer,omitempty"`
	Group    string      `json:"group"`
	GroupEN  string      `json:"group_en"`
	Key      string      `json:"key" doc:"What aging/items takes as key, beside the same group"`
	AgingFigures
}

type agingReport struct {
	AsOf     calendar.Date  `json:"as_of"`
	Basis    string         `json:"basis"`
	Currency string         `json:"currency"`
	Buckets  []bucket       `json:"buckets"`
	Rows     []agingRow     `json:"rows"`
	Totals   []AgingFigures `json:"totals"`
}

// AgingItems asks for the items of one customer, or of another row by group and key: of a bucket, of the credits, or of all.
type AgingItems struct {
	web.Paging
	AsOf       calendar.Date `query:"as_of" required:"false"`
	Basis      string        `query:"basis" enum:"due,t0,forward" default:"due"`
	Amounts    string        `query:"amounts" enum:"document,base" default:"document"`
	Currency   string        `query:"currency" maxLength:"3"`
	Edges      string        `query:"edges" maxLength:"60"`
	Advances   bool          `query:"advances" default:"false"`
	CustomerID ledger.ID     `query:"customer_id" required:"false"`
	Group      string        `query:"group" enum:"customer,salesperson,region,terms,kind,product_line,arrangement" default:"customer"`
	Key        string        `query:"key" maxLength:"120"`
	Bucket     string        `query:"bucket" maxLength:"20"`
}

// agingDeadline lets a report run longer than a page.
const agingDeadline = 30 * time.Second

type agingItem struct {
	Customer    wire.Party     `json:"customer"`
	Document    wire.Reference `json:"document"`
	Kind        string         `json:"kind"`
	Side        string         `json:"side"`
	DueDate     calendar.Date  `json:"due_date"`
	Original    web.Amount     `json:"original"`
	Open        web.Amount     `json:"open"`
	DaysOverdue int            `json:"days_overdue"`
	Currency    string         `json:"currency"`
}

func agings(api *web.API, books *books.Books) {
	web.Get(api, "/aging", ledger.SeeReports, "Age what is owed, as of any date", func(ctx context.Context, actor ledger.Actor, in *agingQuery) (agingReport, error) {
		query, err := in.query()
		if err != nil {
			return agingReport{}, err
		}
		result, err := books.Aging.Report(ctx, actor, query)
		return wordAging(result, in), err
	}, web.Within(agingDeadline))
	web.Get(api, "/aging/items", ledger.SeeReports, "List the items behind a figure of the aging", func(ctx context.Context, actor ledger.Actor, in *AgingItems) (web.Page[agingItem], error) {
		base := agingQuery{AsOf: in.AsOf, Basis: in.Basis, Amounts: in.Amounts, Currency: in.Currency, Edges: in.Edges, Group: in.Group, Advances: in.Advances, CustomerID: in.CustomerID}
		query, err := base.query()
		if err != nil {
			return web.Page[agingItem]{}, err
		}
		after, _, err := web.ReadCursor[aging.Cursor](in.Cursor)
		if err != nil {
			return web.Page[agingItem]{}, err
		}
		items, err := books.Aging.Items(ctx, actor, aging.ItemQuery{Query: query, Key: in.Key, Bucket: in.Bucket, After: after, Limit: in.Limit})
		if err != nil {
			return web.Page[agingItem]{}, err
		}
		return wordItems(items, in)
	}, web.Within(agingDeadline))
}

func wordFigures(f aging.Figures) AgingFigures {
	out := AgingFigures{Currency: string(f.Currency), Credits: wire.Amount(f.Credits, string(f.Currency)), Total: wire.Amount(f.Total, string(f.Currency)), Amounts: amounts(f.Amounts, string(f.Currency))}
	return out
}

func amounts(list []decimal.Decimal, currency string) []web.Amount {
	out := make([]web.Amount, len(list))
	for i, amount := range list {
		out[i] = wire.Amount(amount, currency)
	}
	return out
}

func wordAging(r aging.Result, in *agingQuery) agingReport {
	out := agingReport{AsOf: r.AsOf, Basis: in.Basis, Currency: string(r.Base), Buckets: []bucket{}, Rows: []agingRow{}, Totals: []AgingFigures{}}
	if in.Advances && in.Basis == "due" && in.Edges == "" {
		out.Basis = "t0" // they fall due on no day, and are aged by their age
	}
	if r.Buckets.Reading() == "" {
		return out
	}
	for i := range r.Buckets.Len() {
		out.Buckets = append(out.Buckets, bucket{r.Buckets.Key(i), r.Buckets.Label(i, "zh-CN"), r.Buckets.Label(i, "en")})
	}
	for _, row := range r.Rows {
		line := agingRow{Group: row.Name, GroupEN: row.NameEN, Key: row.Key, AgingFigures: wordFigures(row.Figures)}
		if r.Group == aging.ByCustomer {
			line.Customer = &wire.Party{ID: row.ID, Code: row.Code, Name: row.Name, NameEN: row.NameEN}
		}
		out.Rows = append(out.Rows, line)
	}
	for _, total := range r.Totals {
		out.Totals = append(out.Totals, wordFigures(total))
	}
	return out
}

func wordItems(items []aging.Item, in *AgingItems) (web.Page[agingItem], error) {
	page := web.Page[agingItem]{Items: []agingItem{}}
	for _, i := range items {
		page.Items = append(page.Items, agingItem{wire.Party{ID: i.CustomerID, Code: i.CustomerCode, Name: i.CustomerName, NameEN: i.CustomerEN}, wire.Reference{ID: i.DocumentID, DocumentNo: i.DocumentNo}, i.Kind, i.Side, i.DueDate, wire.Amount(i.Original, i.Currency), wire.Amount(i.Open, i.Currency), i.DaysOverdue, i.Currency})
	}
	if len(items) < in.Limit {
		return page, nil
	}
	last := items[len(items)-1]
	date := last.DueDate
	if in.Basis == "t0" || in.Advances {
		date = last.T0
	}
	var err error
	page.NextCursor, err = web.Cursor(aging.Cursor{Date: date, ItemID: last.ItemID})
	return page, err
}
