package ledger_test

import (
	"context"
	"sync"
	"testing"

	"hefu/ledger"
	"hefu/ledger/document"
	"hefu/ledger/internal/store"
	"hefu/ledger/ledgertest"
)

// holdCustomer keeps postings of a customer waiting until release is called.
func holdCustomer(t *testing.T, b *ledgertest.Books, c ledgertest.Customer) (release func()) {
	t.Helper()
	held, free, done := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		done <- b.DB.Write(t.Context(), b.System(), func(ctx context.Context, tx *store.Tx) error {
			_, err := store.Exec(ctx, tx, `SELECT id FROM customers WHERE id = $1 FOR UPDATE`, c.ID)
			close(held)
			<-free
			return err
		})
	}()
	<-held
	return func() {
		close(free)
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

// awaitWaiting returns once so many sessions wait for a lock.
func awaitWaiting(t *testing.T, b *ledgertest.Books, sessions int) {
	t.Helper()
	for ledgertest.Ask[int](t, b, `SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`) < sessions {
		if t.Context().Err() != nil {
			t.Fatal("nobody waits")
		}
	}
}

// Requests of one person that come while a set is under way share the next one; each stands or falls by itself, and a leader
// that goes away takes nobody along.
func TestRequestsThatShareASetStandAndFallAlone(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	documents, accountant := document.Open(b.DB), b.Staff(ledger.ARAccountant)
	release := holdCustomer(t, b, b.CNY)
	leaving, leave := context.WithCancel(t.Context())
	first := make(chan error, 1)
	go func() {
		_, err := documents.Post(leaving, accountant, []document.New{receipt(b.CNY, "1.00", "2026-03-10")})
		first <- err
	}()
	awaitWaiting(t, b, 1)
	const requests = 12
	errs := make([]error, requests)
	var wg sync.WaitGroup
	for i := range requests {
		wg.Go(func() {
			d := receipt(b.CNY, "2.00", "2026-03-10")
			if i%4 == 3 {
				d.DocumentDate = day("2031-01-01") // falls in the database
			}
			_, errs[i] = documents.Post(t.Context(), accountant, []document.New{d, receipt(b.USD, "3.00", "2026-03-10")})
		})
	}
	leave()
	release()
	wg.Wait()
	if err := <-first; err != nil {
		t.Errorf("the set of who left ended in %v", err)
	}
	for i, err := range errs {
		if bad := i%4 == 3; bad != ledger.IsCode(err, "period_closed") || (!bad && err != nil) {
			t.Errorf("request %d was told %v", i, err)
		}
	}
	if stored := ledgertest.Ask[int](t, b, `SELECT count(*)::int FROM hefu.documents`); stored != 1+2*9 {
		t.Errorf("%d documents are stored, want 19", stored)
	}
}
