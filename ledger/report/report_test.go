package report_test

import (
	"slices"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/aging"
	"hefu/ledger/allocation"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
	"hefu/ledger/report"
)

// lay writes a table without its ids and names: a line a row, then the totals.
func lay(table report.Table, leave ...string) string {
	hidden := "customer_name account_name " + strings.Join(leave, " ")
	var lines []string
	line := func(first string, cells []string) {
		for i, cell := range cells {
			if column := table.Columns[i]; column.Type != report.ID && !slices.Contains(table.Extras, column.Key) && !strings.Contains(hidden, column.Key) && cell != "" {
				first += " " + cell
			}
		}
		lines = append(lines, strings.TrimSpace(first))
	}
	for _, row := range table.Rows {
		line("", row)
	}
	for _, total := range table.Totals {
		line("Σ "+string(total.Currency), total.Cells)
	}
	return strings.Join(lines, "\n")
}

func same(t *testing.T, what, got, want string) {
	t.Helper()
	if want = strings.TrimSpace(strings.ReplaceAll(want, "\t", "")); got != want {
		t.Errorf("%s:\n%s\nwant:\n%s", what, got, want)
	}
}

func period(from, to string) report.Filter {
	return report.Filter{From: calendar.MustParse(from), To: calendar.MustParse(to)}
}

// trade posts three months of dealings: C001 in yuan with a credit note, money, an advance used in April and a slip reversed;
// C003 in pounds.
func trade(t *testing.T, b *ledgertest.Books) {
	t.Helper()
	goods := b.Receivable(t, b.CNY, "1130.00", "2026-01-20", func(d *document.New) { d.InvoiceNo = "INV-1" })
	advance := b.Advance(t, b.CNY, "100.00", "2026-02-28")
	b.CreditNote(t, b.CNY, goods, "113.00", "2026-03-02")
	money := b.Receipt(t, b.CNY, "500.00", "2026-03-10")
	b.Allocate(t, b.CNY, goods, money, "500.00", "2026-03-12")
	slip := b.Receivable(t, b.CNY, "11.30", "2026-03-15")
	if _, err := allocation.Open(b.DB).Reverse(t.Context(), b.Staff(ledger.ARAccountant), slip.ID, calendar.MustParse("2026-03-16"), "entered twice"); err != nil {
		t.Fatal(err)
	}
	b.Receivable(t, b.GBP, "70.00", "2026-03-05")
	b.Allocate(t, b.CNY, goods, advance, "100.00", "2026-04-02")
	b.Receivable(t, b.OtherCustomer, "9.00", "2026-03-01")
}

func read(t *testing.T, table report.Table, err error) report.Table {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func TestWhatEachCustomerOwes(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	trade(t, b)
	service, manager, march := report.Open(b.DB), b.Staff(ledger.Management), period("2026-03-01", "2026-03-31")
	summary, err := service.Summary(t.Context(), manager, march)
	same(t, "summary", lay(read(t, summary, err)), `
	C001 CNY 1030.00 0.00 -113.00 0.00 -500.00 0.00 417.00 630.00 213.00
	C003 GBP 0.00 70.00 0.00 0.00 0.00 0.00 70.00 70.00 0.00
	Σ CNY 1030.00 0.00 -113.00 0.00 -500.00 0.00 417.00 630.00 213.00
	Σ GBP 0.00 70.00 0.00 0.00 0.00 0.00 70.00 70.00 0.00`)
	movement, err := service.Movement(t.Context(), manager, march)
	same(t, "movement", lay(read(t, movement, err)), `
	C001 CNY 1030.00 11.30 624.30 417.00
	C003 GBP 0.00 70.00 0.00 70.00
	Σ CNY 1030.00 11.30 624.30 417.00
	Σ GBP 0.00 70.00 0.00 70.00`)
	march.CustomerID = b.CNY.ID
	detail, err := service.Detail(t.Context(), manager, march)
	same(t, "detail", lay(read(t, detail, err), "document_no", "document_date", "due_date", "description"), `
	C001 CNY 2026-03-02 credit_note -113.00 0.00 -113.00
	C001 CNY 2026-03-10 receipt -500.00 -500.00 0.00
	C001 CNY 2026-03-15 receivable 11.30 11.30 0.00
	C001 CNY 2026-03-16 reversal -11.30 -11.30 0.00
	Σ CNY -613.00 -500.00 -113.00`)
	lines, err := service.MovementDetail(t.Context(), manager, march)
	same(t, "movement in detail", lay(read(t, lines, err), "document_no"), `
	C001 CNY 2026-03-01 opening 1030.00
	C001 1122 CNY 2026-03-02 credit_note 113.00 917.00
	C001 1122 CNY 2026-03-10 receipt 500.00 417.00
	C001 1122 CNY 2026-03-15 receivable 11.30 428.30
	C001 1122 CNY 2026-03-16 reversal 11.30 417.00
	C001 CNY 2026-03-31 closing 417.00
	Σ CNY 11.30 624.30 417.00`)
	in := march
	in.CustomerID, in.Base = b.GBP.ID, true
	movement, err = service.Movement(t.Context(), manager, in)
	same(t, "movement in base currency", lay(read(t, movement, err)), "C003 CNY 0.00 637.00 0.00 637.00\nΣ CNY 0.00 637.00 0.00 637.00")
	ages, err := service.Aging(t.Context(), manager, aging.Query{AsOf: calendar.MustParse("2026-03-31"), Advances: true})
	same(t, "aging of advances", lay(read(t, ages, err)), `
	C001 CNY 0.00 100.00 0.00 0.00 0.00 0.00 0.00 100.00
	Σ CNY 0.00 100.00 0.00 0.00 0.00 0.00 0.00 100.00`)
}
