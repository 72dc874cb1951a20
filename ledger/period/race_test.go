package period_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/internal/store"
	"hefu/ledger/ledgertest"
	"hefu/ledger/period"
)

// A posting that began before the close is in the period; the close waits for it. The invariants at the test's end see
// to it that nothing was posted after closed_at.
func TestClosingWaitsForPostingsUnderWay(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	posted, finish := make(chan struct{}), make(chan struct{})
	posting, closing := make(chan error, 1), make(chan error, 1)
	go func() {
		posting <- b.DB.Write(t.Context(), b.Staff(ledger.ARAccountant), func(ctx context.Context, tx *store.Tx) error {
			_, err := document.Post(ctx, tx, []document.New{{Kind: document.Receipt, CustomerID: b.CNY.ID, Currency: "CNY",
				DocumentDate: calendar.MustParse("2026-03-10"), SourceKind: "manual", Amount: ledgertest.Amount("10")}})
			close(posted)
			<-finish
			return err
		})
	}()
	<-posted
	go func() { closing <- period.Open(b.DB).Close(t.Context(), b.Staff(ledger.FinanceSupervisor), march) }()
	awaitWaiting(t, b)
	select {
	case err := <-closing:
		t.Fatalf("it closed with a posting under way: %v", err)
	default:
	}
	close(finish)
	if err := errors.Join(<-posting, <-closing); err != nil {
		t.Fatal(err)
	}
	wantCode(t, post(t, b, "2026-03-10"), "period_closed")
}

// awaitWaiting returns once somebody waits for a period's lock.
func awaitWaiting(t *testing.T, b *ledgertest.Books) {
	t.Helper()
	for ledgertest.Ask[int](t, b, `SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
		AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`) == 0 {
		if t.Context().Err() != nil {
			t.Fatal("nobody waits")
		}
	}
}

func TestPostersAndCloserRaceAndEveryPostingIsEitherInOrRefused(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	const posters, each = 6, 8
	var wg sync.WaitGroup
	errs := make(chan error, posters*each)
	started := make(chan struct{}, posters*each)
	for range posters {
		wg.Go(func() {
			for range each {
				errs <- post(t, b, "2026-03-10")
				started <- struct{}{}
			}
		})
	}
	<-started
	wg.Go(func() {
		if err := period.Open(b.DB).Close(t.Context(), b.Staff(ledger.FinanceSupervisor), march); err != nil {
			t.Error(err)
		}
	})
	wg.Wait()
	close(errs)
	in := 0
	for err := range errs {
		if err == nil {
			in++
		} else if !ledger.IsCode(err, "period_closed") {
			t.Errorf("a posting ended in %v", err)
		}
	}
	if stored := ledgertest.Ask[int](t, b, `SELECT count(*)::int FROM hefu.documents`); stored != in {
		t.Errorf("%d were acknowledged, %d are stored", in, stored)
	}
}

func TestTwoClosersHaveOneAnswer(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	var wg sync.WaitGroup
	errs := make(chan error, 5)
	for range 5 {
		wg.Go(func() { errs <- period.Open(b.DB).Close(t.Context(), b.Staff(ledger.FinanceSupervisor), march) })
	}
	wg.Wait()
	close(errs)
	closed := 0
	for err := range errs {
		if err == nil {
			closed++
		} else if !ledger.IsCode(err, "state_forbids") {
			t.Errorf("a closer was told %v", err)
		}
	}
	if closed != 1 {
		t.Errorf("%d closed it", closed)
	}
}
