package report_test

import (
	"strconv"
	"testing"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
	"hefu/ledger/money"
	"hefu/ledger/report"
)

// follow is the filter by which a figure is opened: the report's own, narrowed by the row and the column.
func follow(t *testing.T, f report.Filter, table report.Table, row []string, key string) (string, report.Filter) {
	t.Helper()
	to := table.Drill.Report
	f.By = ""
	set := func(name, value string) {
		id, err := ledger.ParseID(value)
		switch name {
		case "report":
			to = value
		case "currency":
			f.Currency = money.Currency(value)
		case "customer_id":
			f.CustomerID = id
		case "salesperson_id":
			f.SalespersonID, f.NoSalesperson, err = id, value == "", nil
		case "region":
			f.Region = value
		case "product_line":
			f.ProductLine = value
		case "source_kind":
			f.SourceKind = value
		case "cause":
			f.Cause = value
		case "root_cause":
			f.RootCause = value
		case "category":
			f.Category = value
		case "phase":
			f.Phase = value
		case "month":
			month := period(value+"-01", value+"-01")
			f.From, f.To = month.From, month.From.AddMonths(1).AddDays(-1)
		default:
			t.Fatalf("a figure is narrowed by %s", name)
		}
		if (name == "customer_id" || name == "salesperson_id") && err != nil {
			t.Fatal(name, value, err)
		}
	}
	for name, from := range table.Drill.Row {
		value := row[column(table, from)]
		if value == "" && (name == "region" || name == "product_line") {
			value = report.None
		}
		set(name, value)
	}
	for name, value := range table.Drill.Cells[key] {
		set(name, value)
	}
	return to, f
}

// made sums what a figure was opened to.
func made(table report.Table, key string) string {
	sum := func(key string) decimal.Decimal {
		out := decimal.Zero
		for _, total := range table.Totals {
			out = out.Add(ledgertest.Amount(total.Cells[column(table, key)]))
		}
		return out
	}
	switch {
	case key == "documents" || key == "disputes" || table.Key == "dispute_list" && key != "disputed" && key != "agreed":
		return strconv.Itoa(len(table.Rows))
	case table.Key == "open_items" && key == "unallocated":
		return sum("open").Neg().StringFixed(2)
	case table.Key == "open_items":
		return sum("open").StringFixed(2)
	case table.Key == "dispute_list" || key == "settled" || key == "open" || key == "debit" || key == "credit":
		return sum(key).StringFixed(2)
	case table.Key == "detail":
		return sum("amount").StringFixed(2)
	case key == "closing":
		return sum("balance").StringFixed(2)
	case key == "opening":
		return sum("balance").Sub(sum("debit")).Add(sum("credit")).StringFixed(2)
	}
	return sum("debit").Sub(sum("credit")).StringFixed(2)
}

// Every figure opens what it is made of: the report that it leads to has the same sum, or as many rows.
func TestEveryFigureOpensWhatItIsMadeOf(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	trade(t, b)
	b.Receivable(t, b.CNY, "33.90", "2026-03-20", func(d *document.New) { d.ProductLine, d.SourceKind = "轴承", "rent" })
	quarrel(t, b)
	service, manager, opened := report.Open(b.DB), b.Staff(ledger.Management), 0
	for _, base := range []bool{false, true} {
		for _, kind := range []string{"summary", "movement", "indicators", "analysis", "disputes"} {
			for _, by := range report.Groups(kind) {
				f := period("2026-03-02", "2026-05-31")
				f.By, f.Base = by, base
				table, err := service.Read(t.Context(), manager, kind, f)
				table = read(t, table, err)
				for _, row := range table.Rows {
					for key := range table.Drill.Cells {
						at := column(table, key)
						if at < 0 || !table.Columns[at].Summed {
							continue
						}
						to, narrowed := follow(t, f, table, row, key)
						behind, err := service.Read(t.Context(), manager, to, narrowed)
						behind = read(t, behind, err)
						if got := made(behind, key); got != row[at] {
							t.Errorf("%s by %s (base %v): %s of %v is %s; %s has %s", kind, by, base, key, row, row[at], to, got)
						}
						opened++
					}
				}
			}
		}
	}
	if opened < 200 {
		t.Errorf("only %d figures were opened", opened)
	}
}

// Filters act together, and a filter that would not narrow a report is refused.
func TestFiltersActTogether(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	trade(t, b)
	b.Receivable(t, b.CNY, "33.90", "2026-03-20", func(d *document.New) { d.ProductLine, d.SourceKind = "轴承", "rent" })
	service, manager := report.Open(b.DB), b.Staff(ledger.Management)
	f := period("2026-03-01", "2026-03-31")
	f.CustomerID, f.Currency, f.Region, f.NoReceipts = b.CNY.ID, "CNY", "华东", true
	detail, err := service.Read(t.Context(), manager, "detail", f)
	same(t, "without receipts", lay(read(t, detail, err), "document_no", "document_date", "due_date", "description"), `
	C001 CNY 2026-03-02 credit_note -113.00 0.00 -113.00
	C001 CNY 2026-03-15 receivable 11.30 11.30 0.00
	C001 CNY 2026-03-16 reversal -11.30 -11.30 0.00
	C001 CNY 2026-03-20 receivable 33.90 0.00 33.90
	Σ CNY -79.10 0.00 -79.10`)
	f.ProductLine, f.SourceKind = "轴承", "rent"
	detail, err = service.Read(t.Context(), manager, "detail", f)
	same(t, "of one line", lay(read(t, detail, err), "document_no", "document_date", "due_date", "description"), "C001 CNY 2026-03-20 receivable 33.90 0.00 33.90\nΣ CNY 33.90 0.00 33.90")
	f = period("2026-03-01", "2026-03-31")
	for kind, change := range map[string]func(*report.Filter){
		"summary": func(f *report.Filter) { f.ProductLine = "轴承" }, "aging": func(f *report.Filter) { f.Region = report.None },
		"movement": func(f *report.Filter) { f.By = "month" }, "open-items": func(f *report.Filter) { f.Phase = "gone" }, "dispute-list": func(f *report.Filter) { f.Phase = "overdue" },
		"detail": func(f *report.Filter) { f.Cause = "weather" }, "analysis": func(f *report.Filter) { f.Period = "week" },
	} {
		with := f
		change(&with)
		if _, err := service.Read(t.Context(), manager, kind, with); !ledger.IsCode(err, "validation_failed") {
			t.Errorf("%s: %v", kind, err)
		}
	}
}
