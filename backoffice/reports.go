package backoffice

import (
	"context"
	"io"
	"strings"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/dimension"
	"hefu/ledger/export"
	"hefu/ledger/money"
	"hefu/ledger/report"
	"hefu/ledger/sheet"
	"hefu/ledger/web"
)

// ReportQuery narrows a report and says how it is shown; dates are both included, and left out mean the month to date.
type ReportQuery struct {
	Report        string        `path:"report" enum:"summary,detail,movement,movement-detail,aging,advance-aging,general-ledger,account-ledger,customer-ledger,disputes,cycle,checklist,analysis,open-items,indicators,dispute-list"`
	From          calendar.Date `query:"from" required:"false"`
	To            calendar.Date `query:"to" required:"false"`
	Period        string        `query:"period" enum:"month,last_month,quarter,year,last_year,twelve_months" required:"false" doc:"A period that moves with the day, instead of from and to"`
	CustomerID    ledger.ID     `query:"customer_id" required:"false"`
	GroupID       ledger.ID     `query:"group_id" required:"false" doc:"A group of companies: those that belong to it on the last day"`
	SalespersonID ledger.ID     `query:"salesperson_id" required:"false"`
	Unassigned    bool          `query:"unassigned" doc:"Only customers without a salesperson"`
	Region        string        `query:"region" maxLength:"120" doc:"none: customers without one"`
	Currency      string        `query:"currency" maxLength:"3"`
	Account       string        `query:"account" maxLength:"20"`
	By            string        `query:"by" enum:"category,cause,month,customer,salesperson,region,terms,kind,product_line,arrangement" required:"false" doc:"What rows stand for, where the report has a choice"`
	Amounts       string        `query:"amounts" enum:"document,base" default:"document"`
	ProductLine   string        `query:"product_line" maxLength:"120" doc:"Of the documents; none: those without one"`
	SourceKind    string        `query:"source_kind" maxLength:"40" doc:"Kind of business of the documents"`
	Receipts      string        `query:"receipts" enum:"with,without" default:"with" doc:"Whether receipts, advances and refunds are among the documents"`
	Cause         string        `query:"cause" enum:"charges,credit_notes,adjustments,receipts,other" required:"false"`
	Dimension     string        `query:"dimension" maxLength:"82" doc:"Of the ledgers' lines: dimension:value by their codes"`
	Category      string        `query:"category" maxLength:"40" doc:"Of disputes"`
	RootCause     string        `query:"root_cause" maxLength:"40" doc:"Of disputes, or undecided"`
	Phase         string        `query:"phase" maxLength:"20" doc:"Of open items: overdue, not_due, credits; of disputes: open, late, overran, answered, resolved, accepted, withdrawn"`
	Columns       string        `query:"columns" maxLength:"1000" doc:"Keys of the columns to show, in order, with commas"`
	Subtotal      string        `query:"subtotal" maxLength:"40" doc:"The column whose equal cells are summed up; of a date its month"`
	Totals        string        `query:"totals" enum:"with,without" default:"with"`
	Zero          string        `query:"zero" enum:"show,hide" default:"show" doc:"Rows whose every amount is zero"`
	Idle          string        `query:"idle" enum:"show,hide" default:"show" doc:"Rows in which nothing moved in the period"`
}

// ReportFile asks for a report as a file.
type ReportFile struct {
	ReportQuery
	Format string `query:"format" enum:"xlsx,csv,pdf" default:"xlsx"`
}

type reportTotal struct {
	Currency string   `json:"currency"`
	Cells    []string `json:"cells"`
}

type reportSubtotal struct {
	After    int      `json:"after" doc:"It stands after so many rows"`
	Label    string   `json:"label"`
	Currency string   `json:"currency"`
	Cells    []string `json:"cells"`
}

type reportDrill struct {
	Report string                       `json:"report"`
	Row    map[string]string            `json:"row" doc:"Filter → the column that holds its value for the row"`
	Cells  map[string]map[string]string `json:"cells" doc:"Column → further filters; a report among them stands for another one"`
}

type reportRate struct {
	Currency string        `json:"currency"`
	On       calendar.Date `json:"on"`
	Rate     string        `json:"rate"`
}

type reportTable struct {
	Key       string            `json:"key"`
	ZH        string            `json:"zh"`
	EN        string            `json:"en"`
	From      calendar.Date     `json:"from"`
	To        calendar.Date     `json:"to"`
	Columns   []report.Column   `json:"columns"`
	Rows      [][]string        `json:"rows"`
	Subtotals []reportSubtotal  `json:"subtotals"`
	Totals    []reportTotal     `json:"totals"`
	Words     map[string]string `json:"words" doc:"What the codes in columns of type kind are called, for the reader"`
	Notes     []string          `json:"notes" doc:"What was asked for, as an export says it"`
	Hidden    int               `json:"hidden" doc:"Rows that the display leaves out"`
	Choices   []report.Column   `json:"choices" doc:"Every column that could be shown"`
	Extras    []string          `json:"extras" doc:"Columns that are shown only when they are asked for"`
	CanIdle   bool              `json:"can_idle" doc:"Whether rows without activity can be left out"`
	Drill     *reportDrill      `json:"drill,omitempty"`
	Rates     []reportRate      `json:"rates"`
}

type reportChoice struct {
	Key string `json:"key"`
	ZH  string `json:"zh"`
	EN  string `json:"en"`
}

type reportChoices struct {
	Regions      []string       `json:"regions"`
	ProductLines []string       `json:"product_lines"`
	Currencies   []string       `json:"currencies"`
	SourceKinds  []reportChoice `json:"source_kinds"`
	Groups       []reportGroup  `json:"groups" doc:"Groups of companies"`
	Dimensions   []Dimension    `json:"dimensions"`
}

type reportGroup struct {
	ID ledger.ID `json:"id"`
	ZH string    `json:"zh"`
	EN string    `json:"en"`
}

func (in *ReportQuery) filter() (report.Filter, error) {
	says, err := dimension.ParseMatch(in.Dimension)
	return report.Filter{From: in.From, To: in.To, Period: in.Period, CustomerID: in.CustomerID, GroupID: in.GroupID, SalespersonID: in.SalespersonID, NoSalesperson: in.Unassigned, Region: in.Region,
		Currency: money.Currency(in.Currency), Account: in.Account, By: in.By, Base: in.Amounts == "base", ProductLine: in.ProductLine, SourceKind: in.SourceKind,
		NoReceipts: in.Receipts == "without", Cause: in.Cause, Category: in.Category, RootCause: in.RootCause, Phase: in.Phase, Dimension: says}, err
}

func (in *ReportQuery) display() report.Display {
	d := report.Display{Subtotal: in.Subtotal, NoTotal: in.Totals == "without", HideZero: in.Zero == "hide", HideIdle: in.Idle == "hide"}
	if in.Columns != "" {
		d.Columns = strings.Split(in.Columns, ",")
	}
	return d
}

func reports(api *web.API, books *books.Books) {
	web.Get(api, "/reports/{report}", ledger.SeeReports, "Read a report", func(ctx context.Context, actor ledger.Actor, in *ReportQuery) (reportTable, error) {
		filter, err := in.filter()
		if err != nil {
			return reportTable{}, err
		}
		table, err := books.Reports.Show(ctx, actor, in.Report, filter, in.display())
		return wordReport(table, actor.Locale), err
	}, web.Within(agingDeadline))
	web.Download(api, "/reports/{report}/file", ledger.SeeReports, "Download a report exactly as shown", func(ctx context.Context, actor ledger.Actor, in *ReportFile) (web.File, error) {
		filter, err := in.filter()
		if err != nil {
			return web.File{}, err
		}
		name := in.Report + "." + in.Format
		if in.Format == "pdf" {
			table, err := books.Reports.Show(ctx, actor, in.Report, filter, in.display())
			if err != nil {
				return web.File{}, err
			}
			body, err := books.Reports.Print(ctx, actor, table, actor.Locale)
			return web.File{Name: name, Media: "application/pdf", Body: body}, err
		}
		format, media := sheet.XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
		if in.Format == "csv" {
			format, media = sheet.CSV, "text/csv; charset=utf-8"
		}
		if err := books.Exports.Waits(ctx, actor, export.Command{Report: in.Report, Filter: filter}); err != nil {
			return web.File{}, err
		}
		file, err := spool("report-*."+in.Format, func(w io.Writer) error {
			return books.Reports.Write(ctx, actor, in.Report, filter, in.display(), format, w)
		})
		file.Name, file.Media = name, media
		return file, err
	}, web.Within(agingDeadline))
	web.Get(api, "/report-choices", ledger.SeeReports, "List the values by which reports can be narrowed", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (reportChoices, error) {
		found, err := books.Reports.Choices(ctx, actor)
		out := reportChoices{Regions: some(found.Regions), ProductLines: some(found.ProductLines), Currencies: some(found.Currencies), SourceKinds: []reportChoice{}, Groups: []reportGroup{}, Dimensions: wordDimensions(found.Dimensions)}
		for _, g := range found.Groups {
			out.Groups = append(out.Groups, reportGroup{g.ID, g.Name, g.NameEN})
		}
		for _, kind := range found.SourceKinds {
			out.SourceKinds = append(out.SourceKinds, reportChoice{kind.Key, kind.ZH, kind.EN})
		}
		return out, err
	})
}

func wordReport(table report.Table, locale string) reportTable {
	out := reportTable{Key: table.Key, ZH: table.ZH, EN: table.EN, From: table.From, To: table.To, Columns: some(table.Columns), Rows: some(table.Rows), Subtotals: []reportSubtotal{},
		Totals: []reportTotal{}, Words: map[string]string{}, Notes: some(table.Notes), Hidden: table.Hidden, Choices: some(table.Choices), Extras: some(table.Extras), CanIdle: len(table.Moves) > 0,
		Rates: []reportRate{}}
	for i, column := range table.Columns {
		if column.Type != report.Kind {
			continue
		}
		for _, row := range table.Rows {
			out.Words[row[i]] = report.Word(row[i], locale)
		}
	}
	for _, t := range table.Subtotals {
		out.Subtotals = append(out.Subtotals, reportSubtotal{t.After, t.Label, string(t.Currency), t.Cells})
	}
	for _, t := range table.Totals {
		out.Totals = append(out.Totals, reportTotal{string(t.Currency), t.Cells})
	}
	for _, rate := range table.Rates {
		out.Rates = append(out.Rates, reportRate{string(rate.Currency), rate.On, rate.Rate.String()})
	}
	if table.Drill != nil {
		out.Drill = &reportDrill{table.Drill.Report, table.Drill.Row, table.Drill.Cells}
	}
	return out
}

// some is a list that is never null.
func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
