package ledger_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
)

// A customer with ten thousand open items: what it costs to list them, to say what settling all of them with one receipt comes to, and
// to ask the rules about that receipt.
func BenchmarkTheWorkbenchOfTenThousandItems(bench *testing.B) {
	b := ledgertest.Open(bench)
	accountant, allocations := b.Staff(ledger.ARAccountant), allocation.Open(b.DB)
	on := calendar.MustParse("2026-03-10")
	var docs []document.New
	for range 10000 {
		docs = append(docs, document.New{Kind: document.Receivable, CustomerID: b.CNY.ID, Currency: "CNY", DocumentDate: on, SourceKind: "invoice", Lines: []document.Line{line("1.00", "0", "0")}})
	}
	if _, err := document.Open(b.DB).Post(bench.Context(), accountant, docs); err != nil {
		bench.Fatal(err)
	}
	money := b.Receipt(bench, b.CNY, "10000.00", "2026-03-11")
	credit := b.Item(bench, money)
	sel := allocation.Selection{CustomerID: b.CNY.ID, On: calendar.MustParse("2026-03-12"), Credits: []allocation.Pick{{Item: credit}}}
	items, err := allocations.Open(bench.Context(), accountant, b.CNY.ID, "debit", "")
	if err != nil || len(items) != 10000 {
		bench.Fatal(len(items), err)
	}
	for _, i := range items {
		sel.Debits = append(sel.Debits, allocation.Pick{Item: i.ID})
	}
	bench.Run("list", func(bench *testing.B) {
		for bench.Loop() {
			if _, err := allocations.Open(bench.Context(), accountant, b.CNY.ID, "debit", ""); err != nil {
				bench.Fatal(err)
			}
		}
	})
	bench.Run("preview", func(bench *testing.B) {
		for bench.Loop() {
			if shown, err := allocations.Preview(bench.Context(), accountant, sel); err != nil || len(shown.Pairs) != 10000 {
				bench.Fatal(len(shown.Pairs), err)
			}
		}
	})
	bench.Run("candidates", func(bench *testing.B) {
		for bench.Loop() {
			if _, err := allocations.Candidates(bench.Context(), accountant, b.CNY.ID, credit, sel.On); err != nil {
				bench.Fatal(err)
			}
		}
	})
}
