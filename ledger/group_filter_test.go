package ledger_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/group"
	"hefu/ledger/ledgertest"
	"hefu/ledger/report"
	"hefu/ledger/statement"
)

// A report narrowed to a group counts the companies that belong to it on its last day, and nobody else's.
func TestAReportIsNarrowedToAGroupOfCompanies(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	b.Receivable(t, b.CNY, "100.00", "2026-03-01")
	b.Receivable(t, b.USD, "70.00", "2026-03-01")
	supervisor := b.Staff(ledger.FinanceSupervisor)
	declared, err := group.Open(b.DB).Declare(t.Context(), supervisor, "华东集团", "East Group", "", []group.NewMember{{CustomerID: b.CNY.ID, From: day("2026-03-10"), Reason: "股权证明"},
		{CustomerID: b.USD.ID, From: day("2026-04-01"), Reason: "股权证明"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		on   string
		want int
	}{{"2026-03-09", 0}, {"2026-03-10", 1}, {"2026-03-31", 1}, {"2026-04-30", 2}} {
		for _, kind := range []string{"aging", "open-items", "summary"} {
			table, err := report.Open(b.DB).Show(t.Context(), supervisor, kind, report.Filter{From: day("2026-03-01"), To: day(test.on), GroupID: declared}, report.Display{})
			if err != nil || len(table.Rows) != test.want {
				t.Errorf("%s on %s holds %v, %v", kind, test.on, table.Rows, err)
			}
		}
	}
	found, err := statement.Open(b.DB, nil).List(t.Context(), supervisor, statement.Filter{GroupID: declared})
	if err != nil || len(found) != 0 {
		t.Errorf("statements of the group: %v, %v", found, err)
	}
	if table, err := report.Open(b.DB).Read(t.Context(), supervisor, "aging", report.Filter{To: day("2026-04-30"), GroupID: ledger.NewID()}); err != nil || len(table.Rows) != 0 {
		t.Errorf("a group that there is not holds %v, %v", table.Rows, err)
	}
}
