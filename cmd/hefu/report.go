package main

import (
	"context"
	"os"
	"slices"
	"strings"

	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/money"
	"hefu/ledger/report"
	"hefu/ledger/sheet"
)

type reportCommand struct {
	logging      `embed:""`
	database     `embed:""`
	organization `embed:""`
	output       `embed:""`

	Report   string `arg:"" help:"One of summary, detail, movement, movement-detail, aging, advance-aging, general-ledger, account-ledger, customer-ledger, disputes, cycle, checklist."`
	From     string `placeholder:"YYYY-MM-DD" help:"First day. Default: the first of the month."`
	To       string `placeholder:"YYYY-MM-DD" help:"Last day. Default: today."`
	Currency string `help:"Only this currency."`
	Account  string `help:"Only this account, by its code; for the ledgers."`
	Region   string `help:"Only customers of this region."`
	By       string `enum:",category,cause,month,customer,salesperson,region,terms,kind,product_line" default:"" help:"What the rows of the dispute report (category, cause, month, customer, salesperson) or of an aging (customer, salesperson, region, terms, kind, product_line) stand for."`
	Base     bool   `help:"Amounts in the base currency instead of each in its own."`
	Locale   string `enum:"zh-CN,en" default:"zh-CN" help:"Language of the headings: ${enum}."`
	File     string `short:"f" type:"path" help:"Write it to this .xlsx or .csv file instead; an existing file is not overwritten."`
}

// Run prints a report with a total for each currency, or writes it to a file.
func (c *reportCommand) Run(ctx context.Context, to console) error {
	if !slices.Contains(report.Kinds, c.Report) {
		return misread("there is no report %q; there are %s", c.Report, strings.Join(report.Kinds, ", "))
	}
	filter := report.Filter{Currency: money.Currency(c.Currency), Account: c.Account, Region: c.Region, By: c.By, Base: c.Base}
	for text, into := range map[*string]*calendar.Date{&c.From: &filter.From, &c.To: &filter.To} {
		if *text == "" {
			continue
		}
		day, err := calendar.Parse(*text)
		if err != nil {
			return misread("%q is not a date such as 2026-11-22", *text)
		}
		*into = day
	}
	return withBooks(ctx, c.database, c.logging, to, func(b *books.Books) error {
		actor, err := c.actor(ctx, b)
		if err != nil {
			return err
		}
		actor.Locale = c.Locale
		table, err := b.Reports.Read(ctx, actor, c.Report, filter)
		if err != nil {
			return err
		}
		if c.File != "" {
			return c.write(table)
		}
		return c.show(table, to)
	})
}

func (c *reportCommand) show(table report.Table, to console) error {
	var headings []string
	for _, column := range table.Columns {
		if c.Locale == "en" {
			headings = append(headings, column.EN)
		} else {
			headings = append(headings, column.ZH)
		}
	}
	rows := slices.Clone(table.Rows)
	for _, total := range table.Totals {
		cells := slices.Clone(total.Cells)
		cells[0] = "Σ " + string(total.Currency) // the first cell of a total is never summed
		rows = append(rows, cells)
	}
	return c.print(to, map[string]any{"report": table.Key, "from": table.From, "to": table.To, "columns": table.Columns, "rows": table.Rows, "totals": table.Totals}, headings, rows)
}

func (c *reportCommand) write(table report.Table) error {
	format := sheet.XLSX
	if strings.HasSuffix(c.File, ".csv") {
		format = sheet.CSV
	}
	out, err := os.OpenFile(c.File, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	if err := report.Export(out, format, c.Locale, table); err != nil {
		_ = out.Close()
		return err
	}
	return out.Close()
}
