package report_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/report"
)

func TestTitlesAreThoseOfTheTables(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	s := report.Open(b.DB)
	for _, kind := range report.Kinds {
		table, err := s.Read(t.Context(), b.Staff(ledger.FinanceSupervisor), kind, period("2026-01-01", "2026-01-31"))
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		if zh, en := report.Title(kind); zh != table.ZH || en != table.EN {
			t.Errorf("%s is called %s, %s; its table %s, %s", kind, zh, en, table.ZH, table.EN)
		}
	}
}
