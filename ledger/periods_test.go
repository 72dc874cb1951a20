package ledger_test

import (
	"sync"
	"testing"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/ledgertest"
	"hefu/ledger/period"
)

// Whatever would post into a closed period is refused with its name; what posts nothing goes on.
func TestAClosedPeriodTakesNothing(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	goods, money, advance := b.Receivable(t, b.CNY, "100.00", "2026-03-01"), b.Receipt(t, b.CNY, "50.00", "2026-03-02"), b.Advance(t, b.CNY, "50.00", "2026-03-02")
	moved := b.Allocate(t, b.CNY, goods, advance, "10.00", "2026-03-05")
	if err := period.Open(b.DB).Close(t.Context(), b.Staff(ledger.FinanceSupervisor), day("2026-03-31")); err != nil {
		t.Fatal(err)
	}
	allocations, accountant := allocation.Open(b.DB), b.Staff(ledger.ARAccountant)
	for name, act := range map[string]func() error{
		"posting": func() error { _, err := post(t, b, receipt(b.CNY, "1.00", "2026-03-31")); return err },
		"posting in a set": func() error {
			_, err := post(t, b, receipt(b.CNY, "1.00", "2026-04-01"), receipt(b.CNY, "1.00", "2026-03-31"))
			return err
		},
		"reversing": func() error { _, err := tryReverse(t, b, money, "2026-03-31", "录入错误"); return err },
		"settling what posts nothing": func() error { // it would still change what was open on the day
			_, err := settle(t, b, b.CNY, "2026-03-31", pair(t, b, goods, money, "1.00"))
			return err
		},
		"settling an advance": func() error {
			_, err := settle(t, b, b.CNY, "2026-03-31", pair(t, b, goods, advance, "1.00"))
			return err
		},
		"undoing what moved between accounts": func() error {
			_, err := allocations.Undo(t.Context(), accountant, moved, day("2026-03-31"), "")
			return err
		},
		"refunding": func() error {
			_, err := allocations.Refund(t.Context(), accountant, allocation.AgainstCommand{ItemID: b.Item(t, money), On: day("2026-03-31"), Reason: "退款"})
			return err
		},
	} {
		if refused := wantCode(t, act(), "period_closed"); refused.Params["period"] != "2026-03" {
			t.Errorf("%s: refused for %q", name, refused.Params["period"])
		}
	}
	if _, err := settle(t, b, b.CNY, "2026-04-01", pair(t, b, goods, money, "1.00")); err != nil {
		t.Errorf("dated into an open period: %v", err)
	}
	if _, err := allocations.Undo(t.Context(), accountant, moved, day("2026-04-01"), ""); err != nil {
		t.Error(err)
	}
	if stored := ledgertest.Ask[int](t, b, `SELECT count(*)::int FROM hefu.documents`); stored != 3 {
		t.Errorf("%d documents are stored, want 3", stored)
	}
}

// Settling, undoing and reversing race with the close: each is in or refused, and I09 holds at the end.
func TestEverythingThatPostsRacesWithTheClose(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	goods, advance := b.Receivable(t, b.CNY, "100.00", "2026-03-01"), b.Advance(t, b.CNY, "100.00", "2026-03-02")
	p := pair(t, b, goods, advance, "1.00")
	begun := make(chan struct{}, 100)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 5 {
				settlement, err := settle(t, b, b.CNY, "2026-03-05", p)
				begun <- struct{}{}
				if err == nil {
					_, err = allocation.Open(b.DB).Undo(t.Context(), b.Staff(ledger.ARAccountant), settlement, day("2026-03-06"), "")
				}
				if err != nil && !ledger.IsCode(err, "period_closed") {
					t.Errorf("one was told %v", err)
				}
			}
		})
	}
	<-begun
	if err := period.Open(b.DB).Close(t.Context(), b.Staff(ledger.FinanceSupervisor), day("2026-03-31")); err != nil {
		t.Error(err)
	}
	wg.Wait()
}
