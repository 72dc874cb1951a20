package main

import (
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"strings"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/dimension"
	"hefu/ledger/money"
	"hefu/ledger/report"
	"hefu/ledger/sheet"
)

type reportCommand struct {
	logging      `embed:""`
	database     `embed:""`
	organization `embed:""`
	output       `embed:""`

	Report   string   `arg:"" help:"One of summary, detail, movement, movement-detail, aging, advance-aging, general-ledger, account-ledger, customer-ledger, disputes, cycle, checklist, analysis, open-items, indicators, dispute-list."`
	From     string   `placeholder:"YYYY-MM-DD" help:"First day. Default: the first of the month."`
	To       string   `placeholder:"YYYY-MM-DD" help:"Last day. Default: today."`
	Currency string   `help:"Only this currency."`
	Account  string   `help:"Only this account, by its code; for the ledgers."`
	Region   string   `help:"Only customers of this region."`
	By       string   `enum:",category,cause,month,customer,salesperson,region,terms,kind,product_line,arrangement" default:"" help:"What rows stand for, where the report has a choice: one of ${enum}."`
	Period   string   `enum:",month,last_month,quarter,year,last_year,twelve_months" default:"" help:"A period that moves with the day, instead of --from and --to: one of ${enum}."`
	Line     string   `name:"product-line" help:"Only documents of this product line."`
	Saying   string   `name:"dimension" placeholder:"DIMENSION:VALUE" help:"Only lines that carry this value of an accounting dimension, by their codes; for the ledgers."`
	Group    string   `help:"Only customers of this group of companies, by its name."`
	Subtotal string   `help:"The column whose equal cells are summed up, by its key."`
	Columns  []string `help:"The columns to show, by their keys, in order."`
	HideZero bool     `help:"Without rows whose every amount is zero."`
	HideIdle bool     `help:"Without rows in which nothing moved."`
	Base     bool     `help:"Amounts in the base currency instead of each in its own."`
	Locale   string   `enum:"zh-CN,en" default:"zh-CN" help:"Language of the headings: ${enum}."`
	File     string   `short:"f" type:"path" help:"Write it to this .xlsx, .csv or .pdf file instead; an existing file is not overwritten."`
}

// narrow adds what is named by a name: the dimension's value and the group.
func (c *reportCommand) narrow(ctx context.Context, b *books.Books, actor ledger.Actor, filter *report.Filter) (err error) {
	if filter.Dimension, err = dimension.ParseMatch(c.Saying); err != nil {
		return misread("%q is not a dimension and its value such as department:D01", c.Saying)
	}
	if c.Group == "" {
		return nil
	}
	choices, err := b.Reports.Choices(ctx, actor)
	if err != nil {
		return err
	}
	for _, g := range choices.Groups {
		if g.Name == c.Group || g.NameEN == c.Group {
			filter.GroupID = g.ID
			return nil
		}
	}
	return misread("there is no group of companies called %q", c.Group)
}

// Run prints a report with a total for each currency, or writes it to a file.
func (c *reportCommand) Run(ctx context.Context, to console) error {
	if !slices.Contains(report.Kinds, c.Report) {
		return misread("there is no report %q; there are %s", c.Report, strings.Join(report.Kinds, ", "))
	}
	filter := report.Filter{Currency: money.Currency(c.Currency), Account: c.Account, Region: c.Region, By: c.By, Base: c.Base, Period: c.Period, ProductLine: c.Line}
	display := report.Display{Columns: c.Columns, Subtotal: c.Subtotal, HideZero: c.HideZero, HideIdle: c.HideIdle}
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
		if err := c.narrow(ctx, b, actor, &filter); err != nil {
			return err
		}
		if c.File != "" && !strings.HasSuffix(c.File, ".pdf") {
			return c.write(func(out io.Writer) error {
				format := sheet.XLSX
				if strings.HasSuffix(c.File, ".csv") {
					format = sheet.CSV
				}
				return b.Reports.Write(ctx, actor, c.Report, filter, display, format, out)
			})
		}
		table, err := b.Reports.Show(ctx, actor, c.Report, filter, display)
		if err != nil {
			return err
		}
		if strings.HasSuffix(c.File, ".pdf") {
			return c.printed(ctx, b, actor, table)
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
	var rows [][]string
	for i := 0; i <= len(table.Rows); i++ {
		for _, sum := range table.Subtotals {
			if sum.After == i {
				cells := slices.Clone(sum.Cells)
				cells[0] = "Σ " + sum.Label + " " + string(sum.Currency)
				rows = append(rows, cells)
			}
		}
		if i < len(table.Rows) {
			rows = append(rows, table.Rows[i])
		}
	}
	for _, total := range table.Totals {
		cells := slices.Clone(total.Cells)
		cells[0] = "Σ " + string(total.Currency) // the first cell of a total is never summed
		rows = append(rows, cells)
	}
	return c.print(to, map[string]any{"report": table.Key, "from": table.From, "to": table.To, "columns": table.Columns, "rows": table.Rows, "subtotals": table.Subtotals, "totals": table.Totals, "notes": table.Notes}, headings, rows)
}

func (c *reportCommand) printed(ctx context.Context, b *books.Books, actor ledger.Actor, table report.Table) error {
	body, err := b.Reports.Print(ctx, actor, table, c.Locale)
	if err != nil {
		return err
	}
	return c.write(func(out io.Writer) error {
		_, err := out.Write(body)
		return err
	})
}

func (c *reportCommand) write(fill func(io.Writer) error) error {
	out, err := os.OpenFile(c.File, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	if err := fill(out); err != nil {
		return errors.Join(err, out.Close(), os.Remove(c.File)) // a file that stops in the middle looks like a whole one
	}
	return out.Close()
}
