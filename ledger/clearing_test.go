package ledger_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"testing"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/clearing"
	"hefu/ledger/document"
	"hefu/ledger/job"
	"hefu/ledger/ledgertest"
)

func openClearing(t *testing.T, b *ledgertest.Books) *clearing.Service {
	t.Helper()
	jobs, err := job.Open(b.DB, nil, slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err != nil {
		t.Fatal(err)
	}
	return clearing.Open(b.DB, jobs)
}

func planned(t *testing.T, b *ledgertest.Books, s *clearing.Service, customer ledger.ID) clearing.Run {
	t.Helper()
	run, err := s.Plan(t.Context(), b.Staff(ledger.ARAccountant), customer, thisMonth(t, b))
	if err != nil {
		t.Fatal(err)
	}
	return worked(t, b, s, run.ID)
}

func worked(t *testing.T, b *ledgertest.Books, s *clearing.Service, id ledger.ID) clearing.Run {
	t.Helper()
	if err := s.Finish(t.Context(), clearing.Args{OrganizationID: b.Organization.ID, RunID: id}); err != nil {
		t.Fatal(err)
	}
	run, err := s.Run(t.Context(), b.Staff(ledger.ARAccountant), id)
	if err != nil {
		t.Fatal(err)
	}
	return run
}

// Three hundred receipts of three customers in one run (WO-12): planned first without any effect, then settled by two workers side by
// side; the same amounts at another customer are never touched, and every credit ends in one way.
func TestARunSettlesThreeHundredReceiptsAndKeepsCustomersApart(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	s, accountant := openClearing(t, b), b.Staff(ledger.ARAccountant)
	customers := []ledgertest.Customer{b.CNY, b.USD, b.GBP}
	for i := range 100 {
		for _, c := range customers {
			sum := decimal.New(int64(10007+i*131), -2).StringFixed(2)
			no := fmt.Sprintf("AR-%s-%04d", c.Code, i)
			b.Receivable(t, c, sum, "2026-03-01", func(d *document.New) { d.DocumentNo = no })
			b.Receipt(t, c, sum, "2026-03-20", func(d *document.New) {
				if i%2 == 0 {
					d.Description = "付 " + no
				}
			})
		}
	}
	run := planned(t, b, s, ledger.ID{})
	if run.State != "planned" || run.Total() != 300 || run.Proposed != 300 {
		t.Fatalf("planned: %+v", run)
	}
	if made := ledgertest.Ask[int](t, b, `SELECT count(*)::int FROM hefu.settlements`); made != 0 {
		t.Fatalf("planning settled %d", made)
	}
	if _, err := s.Settle(t.Context(), accountant, run.ID, run.RowVersion); err != nil {
		t.Fatal(err)
	}
	_, err := s.Settle(t.Context(), accountant, run.ID, run.RowVersion)
	wantCode(t, err, "conflict")
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			if err := s.Finish(context.WithoutCancel(t.Context()), clearing.Args{OrganizationID: b.Organization.ID, RunID: run.ID}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	run = worked(t, b, s, run.ID)
	if run.State != "done" || run.Settled != 300 || run.Changed+run.Failed+run.Exceptions != 0 {
		t.Fatalf("settled: %+v", run)
	}
	const across = `SELECT count(*)::int FROM hefu.allocations a JOIN hefu.open_items d ON d.id = a.debit_item JOIN hefu.open_items c ON c.id = a.credit_item
		WHERE d.customer_id <> c.customer_id OR d.original_amount <> c.original_amount`
	if n := ledgertest.Ask[int](t, b, across); n != 0 {
		t.Errorf("%d allocations join what does not belong together", n)
	}
	made, err := allocation.Open(b.DB).Settlements(t.Context(), accountant, allocation.Filter{RunID: run.ID}, ledger.ID{}, 1)
	if err != nil || made[0].Mode != "automatic" || made[0].Rule == "" || made[0].By != accountant.Name {
		t.Errorf("a settlement of it reads %+v, %v", made, err)
	}
}

// What changed after the plan is not settled; what a person left out stays; exceptions say why; a killed run goes on where it was.
func TestARunSettlesOnlyWhatWasShown(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	s, accountant := openClearing(t, b), b.Staff(ledger.ARAccountant)
	first, second, third := b.Receivable(t, b.CNY, "100.00", "2026-03-01"), b.Receivable(t, b.CNY, "200.00", "2026-03-02"), b.Receivable(t, b.CNY, "350.00", "2026-03-02")
	touched, leftOut, kept := b.Receipt(t, b.CNY, "100.00", "2026-03-10"), b.Receipt(t, b.CNY, "200.00", "2026-03-10"), b.Receipt(t, b.CNY, "350.00", "2026-03-10")
	stray := b.Receipt(t, b.CNY, "77.77", "2026-03-10")
	run := planned(t, b, s, b.CNY.ID)
	if run.Proposed != 3 || run.Exceptions != 1 {
		t.Fatalf("planned: %+v", run)
	}
	if _, err := byHand(t, b, accountant, thisMonth(t, b), "", pair(t, b, first, touched, "1.00")); err != nil {
		t.Fatal(err)
	}
	if err := s.LeaveOut(t.Context(), accountant, run.ID, b.Item(t, leftOut), true); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Settle(t.Context(), accountant, run.ID, run.RowVersion); err != nil {
		t.Fatal(err)
	}
	run = worked(t, b, s, run.ID)
	if run.Settled != 1 || run.Changed != 1 || run.LeftOut != 1 || run.Exceptions != 1 {
		t.Fatalf("settled: %+v", run)
	}
	for name, open := range map[document.Posted]string{touched: "99", leftOut: "200", kept: "0", stray: "77.77", first: "99", second: "200", third: "0"} {
		wantOpen(t, b, name.DocumentNo, name, open)
	}
	credits, err := s.Credits(t.Context(), accountant, run.ID, "exception", ledger.ID{}, 10)
	if err != nil || len(credits) != 1 || credits[0].Why != "no_match" || credits[0].DocumentNo != stray.DocumentNo {
		t.Errorf("the exceptions are %+v, %v", credits, err)
	}
	wantCode(t, s.LeaveOut(t.Context(), accountant, run.ID, b.Item(t, leftOut), false), "state_forbids")
	_, err = s.Run(t.Context(), b.OtherStaff(ledger.ARAccountant), run.ID)
	wantCode(t, err, "not_found")
	_, err = s.Plan(t.Context(), b.Staff(ledger.Sales), ledger.ID{}, thisMonth(t, b))
	wantCode(t, err, "not_permitted")
}

// Rules are versions: a run keeps the one it was planned with, only the finance supervisor makes another, and of two at once one wins.
func TestRulesAreVersions(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	s, allocations, supervisor := openClearing(t, b), allocation.Open(b.DB), b.Staff(ledger.FinanceSupervisor)
	b.Receivable(t, b.CNY, "100.00", "2026-03-01")
	b.Receipt(t, b.CNY, "99.50", "2026-03-10")
	before := planned(t, b, s, b.CNY.ID)
	strict := allocation.RulesCommand{Rules: []string{"reference", "exact_one"}, Tolerance: amount("0"), Reason: "不留容差"}
	_, err := allocations.SetRules(t.Context(), b.Staff(ledger.ARAccountant), strict)
	wantCode(t, err, "not_permitted")
	set, err := allocations.SetRules(t.Context(), supervisor, strict)
	if err != nil || set.Version != 1 {
		t.Fatal(set, err)
	}
	_, err = allocations.SetRules(t.Context(), supervisor, strict)
	wantCode(t, err, "conflict")
	for _, bad := range []allocation.RulesCommand{
		{Based: 1, Rules: []string{"by_luck"}, Reason: "x"}, {Based: 1, Rules: []string{"order", "order"}, Reason: "x"}, {Based: 1, Tolerance: amount("100.01"), Reason: "x"}, {Based: 1},
	} {
		_, err := allocations.SetRules(t.Context(), supervisor, bad)
		wantCode(t, err, "validation_failed")
	}
	after := planned(t, b, s, b.CNY.ID)
	if before.Proposed != 1 || before.RulesVersion != 0 || after.Proposed != 0 || after.RulesVersion != 1 {
		t.Errorf("before %+v, after %+v", before, after)
	}
	if _, err := allocations.SetAllowance(t.Context(), supervisor, b.CNY.ID, 0, true); err != nil {
		t.Fatal(err)
	}
	_, err = allocations.SetAllowance(t.Context(), supervisor, b.CNY.ID, 0, false)
	wantCode(t, err, "conflict")
	_, err = allocations.SetAllowance(t.Context(), b.OtherStaff(ledger.FinanceSupervisor), b.CNY.ID, 1, false)
	wantCode(t, err, "not_found")
}
