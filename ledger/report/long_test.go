package report_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/report"
)

// The estimate is never below the rows that a file has, and of documents and items it is their number.
func TestALongReportIsKnownBeforeItIsWritten(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	trade(t, b)
	s := report.Open(b.DB)
	accountant := b.Staff(ledger.ARAccountant)
	ofCustomer := period("2026-01-01", "2026-04-30")
	ofCustomer.CustomerID = b.CNY.ID
	overdue := period("2026-01-01", "2026-12-31")
	is := func(kind string, f report.Filter, most int) bool {
		t.Helper()
		long, err := s.IsLong(t.Context(), accountant, kind, f, most)
		if err != nil {
			t.Fatal(kind, err)
		}
		return long
	}
	for name, f := range map[string]report.Filter{"all": period("2026-01-01", "2026-04-30"), "a month": period("2026-03-01", "2026-03-31"), "of a customer": ofCustomer, "a year": overdue} {
		for _, kind := range []string{"detail", "open-items"} {
			table, err := s.Show(t.Context(), accountant, kind, f, report.Display{})
			if err != nil {
				t.Fatal(err)
			}
			rows := len(table.Rows)
			if rows > 0 && !is(kind, f, rows-1) {
				t.Errorf("%s, %s: %d rows are not known to be more than %d", kind, name, rows, rows-1)
			}
			if kind == "detail" && is(kind, f, rows) {
				t.Errorf("%s, %s: %d rows are said to be more", kind, name, rows)
			}
		}
		for _, kind := range []string{"movement-detail", "account-ledger"} {
			if !is(kind, f, 1) || is(kind, f, 10_000) {
				t.Errorf("%s, %s is not estimated soundly", kind, name)
			}
		}
	}
	if none := period("2020-01-01", "2020-01-31"); is("detail", none, 0) || is("account-ledger", none, 0) || is("open-items", none, 0) {
		t.Error("where there is nothing something is counted")
	}
	if is("movement", overdue, 0) {
		t.Error("a report by customer is long")
	}
}
