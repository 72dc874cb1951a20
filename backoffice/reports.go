package backoffice

import (
	"bytes"
	"context"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/money"
	"hefu/ledger/report"
	"hefu/ledger/sheet"
	"hefu/ledger/web"
)

// ReportQuery narrows a report; dates are both included, and left out mean the month to date.
type ReportQuery struct {
	Report        string        `path:"report" enum:"summary,detail,movement,movement-detail,aging,advance-aging,general-ledger,account-ledger,customer-ledger,disputes,cycle,checklist"`
	From          calendar.Date `query:"from" required:"false"`
	To            calendar.Date `query:"to" required:"false"`
	CustomerID    ledger.ID     `query:"customer_id" required:"false"`
	SalespersonID ledger.ID     `query:"salesperson_id" required:"false"`
	Region        string        `query:"region" maxLength:"120"`
	Currency      string        `query:"currency" maxLength:"3"`
	Account       string        `query:"account" maxLength:"20"`
	By            string        `query:"by" enum:"category,cause,month,customer,salesperson,region,terms,kind,product_line" required:"false" doc:"What rows of the dispute report or of an aging stand for"`
	Amounts       string        `query:"amounts" enum:"document,base" default:"document"`
}

// ReportFile asks for a report as a file.
type ReportFile struct {
	ReportQuery
	Format string `query:"format" enum:"xlsx,csv" default:"xlsx"`
}

type reportTotal struct {
	Currency string   `json:"currency"`
	Cells    []string `json:"cells"`
}

type reportTable struct {
	Key     string            `json:"key"`
	ZH      string            `json:"zh"`
	EN      string            `json:"en"`
	From    calendar.Date     `json:"from"`
	To      calendar.Date     `json:"to"`
	Columns []report.Column   `json:"columns"`
	Rows    [][]string        `json:"rows"`
	Totals  []reportTotal     `json:"totals"`
	Words   map[string]string `json:"words" doc:"What the codes in columns of type kind are called, for the reader"`
}

func reports(api *web.API, books *books.Books) {
	read := func(ctx context.Context, actor ledger.Actor, in *ReportQuery) (report.Table, error) {
		filter := report.Filter{From: in.From, To: in.To, CustomerID: in.CustomerID, SalespersonID: in.SalespersonID, Region: in.Region, Currency: money.Currency(in.Currency), Account: in.Account, By: in.By, Base: in.Amounts == "base"}
		return books.Reports.Read(ctx, actor, in.Report, filter)
	}
	web.Get(api, "/reports/{report}", ledger.SeeReports, "Read a report", func(ctx context.Context, actor ledger.Actor, in *ReportQuery) (reportTable, error) {
		table, err := read(ctx, actor, in)
		out := reportTable{Key: table.Key, ZH: table.ZH, EN: table.EN, From: table.From, To: table.To, Columns: table.Columns, Rows: table.Rows, Totals: []reportTotal{}, Words: map[string]string{}}
		for i, column := range table.Columns {
			if column.Type != report.Kind {
				continue
			}
			for _, row := range table.Rows {
				out.Words[row[i]] = report.Word(row[i], actor.Locale)
			}
		}
		for _, t := range table.Totals {
			out.Totals = append(out.Totals, reportTotal{string(t.Currency), t.Cells})
		}
		return out, err
	}, web.Within(agingDeadline))
	web.Download(api, "/reports/{report}/file", ledger.SeeReports, "Download a report exactly as shown", func(ctx context.Context, actor ledger.Actor, in *ReportFile) (web.File, error) {
		table, err := read(ctx, actor, &in.ReportQuery)
		if err != nil {
			return web.File{}, err
		}
		format, media := sheet.XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
		if in.Format == "csv" {
			format, media = sheet.CSV, "text/csv; charset=utf-8"
		}
		var out bytes.Buffer
		err = report.Export(&out, format, actor.Locale, table)
		return web.File{Name: in.Report + "." + in.Format, Media: media, Body: out.Bytes()}, err
	}, web.Within(agingDeadline))
}
