package report_test

import (
	"bytes"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
	"hefu/ledger/report"
	"hefu/ledger/sheet"
)

// RPT-11: dimensions, subtotals, grand total, base currency, rows that are zero or idle. What a page shows is what a file holds.
func TestDisplayRules(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	trade(t, b)
	b.Receivable(t, b.CNY, "33.90", "2026-04-20", func(d *document.New) { d.ProductLine = "轴承" })
	service, accountant := report.Open(b.DB), b.Staff(ledger.ARAccountant)
	accountant.Locale = "en"
	f := period("2026-04-01", "2026-04-30")
	table, err := service.Show(t.Context(), accountant, "movement", f, report.Display{Columns: []string{"closing", "salesperson"}, Subtotal: "region", HideIdle: true})
	table = read(t, table, err)
	same(t, "movement", csv(t, table), `
	Closing,Salesperson,Region,Currency
	450.90,王小明,华东,CNY
	450.90,Subtotal 华东,,CNY
	450.90,Total,,CNY
	70.00,Total,,GBP
	,Period: 2026-04-01 – 2026-04-30,,
	,"1 rows are not shown (nothing moved); subtotals and totals count them.",,`)
	if table.Hidden != 1 || len(table.Subtotals) != 1 || table.Subtotals[0].Label != "华东" || table.Subtotals[0].After != 1 {
		t.Errorf("hidden %d, subtotals %v", table.Hidden, table.Subtotals)
	}
	f = period("2026-03-01", "2026-04-30")
	f.CustomerID, f.Base = b.GBP.ID, true
	b.Receipt(t, b.GBP, "20.00", "2026-04-08")
	table, err = service.Show(t.Context(), accountant, "movement-detail", f, report.Display{Columns: []string{"posting_date", "kind", "debit", "credit", "balance"}, Subtotal: "posting_date", NoTotal: true})
	got := csv(t, read(t, table, err))
	for _, line := range []string{",Subtotal 2026-03,637.00,,,CNY", ",Subtotal 2026-04,,182.00,455.00,CNY", "In force at the end: GBP 9.1 (2024-01-01)"} {
		if !strings.Contains(got, line) {
			t.Errorf("no %q in\n%s", line, got)
		}
	}
	if strings.Contains(got, "\nTotal") {
		t.Errorf("a total in\n%s", got)
	}
	for _, d := range []report.Display{{Columns: []string{"gone"}}, {Subtotal: "closing"}, {Subtotal: "gone"}} {
		if _, err := service.Show(t.Context(), accountant, "movement", f, d); !ledger.IsCode(err, "validation_failed") {
			t.Errorf("%v: %v", d, err)
		}
	}
}

func csv(t *testing.T, table report.Table) string {
	t.Helper()
	var file bytes.Buffer
	if err := report.Export(&file, sheet.CSV, "en", table); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(strings.ReplaceAll(strings.TrimPrefix(file.String(), "\ufeff"), "\r\n", "\n"))
}

// The figures by which receivables are judged are made of Summary's amounts.
func TestIndicatorsAreMadeOfTheSummary(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	trade(t, b)
	service, manager, march := report.Open(b.DB), b.Staff(ledger.Management), period("2026-03-01", "2026-03-31")
	// C001: overdue 630 of 630 open; 500 of 1030 came in; net charges are negative, so that neither turnover nor days have a meaning.
	// C003: 70 charged, 70 owed after 31 days; average 35, 70 ÷ 35 in a month is 23.55 a year.
	table, err := service.Indicators(t.Context(), manager, march)
	same(t, "indicators", lay(read(t, table, err)), `
	C001 CNY 1030.00 0.00 -500.00 417.00 630.00 100 48.5
	C003 GBP 0.00 70.00 0.00 70.00 70.00 100 0 23.55 31
	Σ CNY 1030.00 0.00 -500.00 417.00 630.00 100 48.5
	Σ GBP 0.00 70.00 0.00 70.00 70.00 100 0 23.55 31`)
}
