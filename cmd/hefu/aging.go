package main

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/aging"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/money"
)

type agingCommand struct {
	logging      `embed:""`
	database     `embed:""`
	organization `embed:""`
	output       `embed:""`

	AsOf     string `placeholder:"YYYY-MM-DD" help:"As it was on this day. Default: today."`
	Basis    string `enum:"due,t0,forward" default:"due" help:"By days overdue, by age since the obligation began, or looking ahead: ${enum}."`
	Edges    string `placeholder:"30,60,90" help:"Where the buckets end, in days."`
	Base     bool   `help:"Amounts in the base currency instead of each in its own."`
	Advances bool   `help:"Age advances instead of receivables."`
	Currency string `help:"Only this currency."`
	By       string `aliases:"group" enum:"customer,salesperson,region,terms,kind,product_line,arrangement" default:"customer" help:"A row for each ${enum}: terms are credit periods in bands of days, kind what the document comes from, arrangement how it is to be collected (letter of credit, deferred, instalments, retention)."`
}

// agingRow is a line of the report with --output json; amounts are text at the currency's exponent.
type agingRow struct {
	Code     string            `json:"code,omitempty"`
	Name     string            `json:"name,omitempty"`
	Currency string            `json:"currency"`
	Buckets  map[string]string `json:"buckets"`
	Credits  string            `json:"credits"`
	Total    string            `json:"total"`
}

// Run prints the aging with a total for each currency.
func (c *agingCommand) Run(ctx context.Context, to console) error {
	query := aging.Query{Base: c.Base, Advances: c.Advances, Currency: money.Currency(c.Currency), Group: aging.Group(c.By)}
	var err error
	if c.AsOf != "" {
		if query.AsOf, err = calendar.Parse(c.AsOf); err != nil {
			return misread("--as-of %q is not a date such as 2026-11-22", c.AsOf)
		}
	}
	if query.Buckets, err = aging.Edges(c.Basis, c.Edges); err != nil {
		return err
	}
	return withBooks(ctx, c.database, c.logging, to, func(b *books.Books) error {
		actor, err := c.actor(ctx, b)
		if err != nil {
			return err
		}
		return c.report(ctx, b, actor, query, to)
	})
}

func (c *agingCommand) report(ctx context.Context, b *books.Books, actor ledger.Actor, query aging.Query, to console) error {
	result, err := b.Aging.Report(ctx, actor, query)
	if err != nil {
		return err
	}
	keys := result.Buckets.Keys()
	headings := []string{"CODE", "NAME", "CURRENCY"}
	for i := range keys {
		headings = append(headings, result.Buckets.Label(i, "en"))
	}
	rows, totals := []agingRow{}, []agingRow{}
	for _, row := range result.Rows {
		rows = append(rows, agingLine(row.Code, row.Name, row.Figures, keys))
	}
	for _, total := range result.Totals {
		totals = append(totals, agingLine("", "TOTAL", total, keys))
	}
	var table [][]string
	for _, row := range append(rows, totals...) {
		cells := []string{row.Code, row.Name, row.Currency}
		for _, key := range keys {
			cells = append(cells, row.Buckets[key])
		}
		table = append(table, append(cells, row.Credits, row.Total))
	}
	data := map[string]any{"as_of": result.AsOf, "rows": rows, "totals": totals}
	return c.print(to, data, append(headings, "CREDITS", "TOTAL"), table)
}

func agingLine(code, name string, figures aging.Figures, keys []string) agingRow {
	text := func(amount decimal.Decimal) string { return amount.StringFixed(figures.Currency.Exponent()) }
	row := agingRow{Code: code, Name: name, Currency: string(figures.Currency), Buckets: map[string]string{}, Credits: text(figures.Credits), Total: text(figures.Total)}
	for i, key := range keys {
		row.Buckets[key] = text(figures.Amounts[i])
	}
	return row
}
