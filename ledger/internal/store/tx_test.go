package store_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/internal/testdb"
	"hefu/ledger/ledgertest"
)

func TestALoginThatCouldPassRowLevelSecurityIsRefused(t *testing.T) {
	t.Parallel()
	database := testdb.Open(t)
	pool := database.Pool(t, testdb.SuperUser)
	open := func() error {
		db, err := store.Open(t.Context(), database.URL(testdb.AppUser), store.Options{})
		if err == nil {
			db.Close()
		}
		return err
	}
	if err := open(); err != nil {
		t.Fatalf("as the product connects: %v", err)
	}
	if _, err := pool.Exec(t.Context(), "CREATE TABLE owned (); ALTER TABLE owned OWNER TO hefu_portal"); err != nil {
		t.Fatal(err)
	}
	if open() == nil {
		t.Error("a role that owns a table was taken")
	}
}

// A broken deadlock is no answer: the work runs again. A domain error is one, and nothing of it stays.
func TestWorkIsRepeatedForDeadlocksOnly(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	var tries atomic.Int32
	err := b.DB.Write(t.Context(), b.System(), func(context.Context, *store.Tx) error {
		if tries.Add(1) < 3 {
			return &pgconn.PgError{Code: "40P01"}
		}
		return nil
	})
	if err != nil || tries.Load() != 3 {
		t.Errorf("%d tries, %v", tries.Load(), err)
	}
	tries.Store(0)
	err = b.DB.Write(t.Context(), b.System(), func(context.Context, *store.Tx) error { tries.Add(1); return &pgconn.PgError{Code: "40001"} })
	if !ledger.IsCode(err, "unavailable") || tries.Load() != 5 {
		t.Errorf("%d tries, %v", tries.Load(), err)
	}
	tries.Store(0)
	err = b.DB.Write(t.Context(), b.System(), func(ctx context.Context, tx *store.Tx) error {
		tries.Add(1)
		tx.Audit(ledger.ID{}, "never", nil)
		if _, err := store.Exec(ctx, tx, `INSERT INTO counters (organization_id, series, last) VALUES ($1, 'X', 1)`, tx.Actor.OrganizationID); err != nil {
			return err
		}
		return ledger.E("nothing_to_do")
	})
	if !ledger.IsCode(err, "nothing_to_do") || tries.Load() != 1 {
		t.Errorf("%d tries, %v", tries.Load(), err)
	}
	if kept := ledgertest.Ask[int](t, b, `SELECT (SELECT count(*) FROM hefu.counters)::int + (SELECT count(*) FROM hefu.audit_log WHERE action = 'never')::int`); kept != 0 {
		t.Errorf("%d rows of refused work were kept", kept)
	}
}

// Two transactions that lock two customers the wrong way round both end well.
func TestADeadlockReachesNobody(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	lock := `SELECT id FROM customers WHERE id = $1 FOR UPDATE`
	var meet sync.WaitGroup
	meet.Add(2)
	cross := func(first, second ledgertest.Customer) error {
		var once sync.Once // the second time there is nobody to meet
		return b.DB.Write(t.Context(), b.Staff(ledger.ARAccountant), func(ctx context.Context, tx *store.Tx) error {
			if _, err := store.Exec(ctx, tx, lock, first.ID); err != nil {
				return err
			}
			once.Do(func() { meet.Done(); meet.Wait() })
			_, err := store.Exec(ctx, tx, lock, second.ID)
			return err
		})
	}
	done := make(chan error, 1)
	go func() { done <- cross(b.CNY, b.USD) }()
	if err := errors.Join(cross(b.USD, b.CNY), <-done); err != nil {
		t.Error(err)
	}
}

func TestReadingChangesNothingAndSeesOneMoment(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	count := `SELECT count(*)::int FROM documents`
	err := b.DB.Read(t.Context(), b.System(), func(ctx context.Context, tx *store.Tx) error {
		before, _, err := store.Value[int](ctx, tx, count)
		if err != nil {
			return err
		}
		b.Receivable(t, b.CNY, "1.00", "2026-03-01")
		after, _, err := store.Value[int](ctx, tx, count)
		if before != after {
			t.Errorf("%d documents, then %d", before, after)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	err = b.DB.Read(t.Context(), b.System(), func(ctx context.Context, tx *store.Tx) error {
		_, err := store.Exec(ctx, tx, `DELETE FROM drafts`)
		return err
	})
	var refused *pgconn.PgError
	if !errors.As(err, &refused) || refused.Code != "25006" && refused.Code != "42501" {
		t.Errorf("a reading transaction wrote: %v", err)
	}
}

// The key of a request is marked by the commit that does its work, and by nothing else.
func TestACommitCompletesItsRequests(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	actor := b.System()
	actor.Requests = []string{"done", "too"}
	b.Exec(t, `INSERT INTO hefu.idempotency_keys (actor_id, key, request_sha256) SELECT $1, key, '' FROM unnest(ARRAY['done', 'too', 'other']) key`, actor.PersonID.String())
	completed := func() string {
		t.Helper()
		return ledgertest.Ask[string](t, b, `SELECT coalesce(string_agg(key, ' ' ORDER BY key), '') FROM hefu.idempotency_keys WHERE committed_at IS NOT NULL`)
	}
	failed := errors.New("refused")
	if err := b.DB.Write(t.Context(), actor, func(context.Context, *store.Tx) error { return failed }); !errors.Is(err, failed) || completed() != "" {
		t.Errorf("work that failed: %v, completed %q", err, completed())
	}
	nothing := func(context.Context, *store.Tx) error { return nil }
	if err := b.DB.Read(t.Context(), actor, nothing); err != nil || completed() != "" {
		t.Errorf("reading: %v, completed %q", err, completed())
	}
	if err := b.DB.Write(t.Context(), actor, nothing); err != nil || completed() != "done too" {
		t.Errorf("work that was committed: %v, completed %q", err, completed())
	}
}

// What the context of one request says ends with its transaction, even on the same connection.
func TestAContextEndsWithItsTransaction(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	b.Receivable(t, b.CNY, "1.00", "2026-03-01")
	b.Receivable(t, b.OtherCustomer, "1.00", "2026-03-01")
	count := func(actor ledger.Actor) int {
		var n int
		err := b.DB.Read(t.Context(), actor, func(ctx context.Context, tx *store.Tx) (err error) {
			n, _, err = store.Value[int](ctx, tx, `SELECT count(*)::int FROM documents`)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for range 20 {
		for name, actor := range map[string]ledger.Actor{"staff": b.Staff(ledger.Auditor), "other staff": b.OtherStaff(ledger.Auditor), "a customer": b.Contact(b.CNY, ledger.Viewer)} {
			if n := count(actor); n != 1 {
				t.Errorf("%s sees %d documents", name, n)
			}
		}
		for name, actor := range map[string]ledger.Actor{"nobody": {Audience: ledger.Backoffice}, "a customer without documents": b.Contact(b.USD, ledger.Viewer)} {
			if n := count(actor); n != 0 {
				t.Errorf("%s sees %d documents", name, n)
			}
		}
	}
}

type figures struct {
	ID     ledger.ID
	None   ledger.ID
	Day    calendar.Date
	Never  calendar.Date
	Sum    decimal.Decimal
	Absent decimal.NullDecimal
	IDs    []ledger.ID
	Days   []calendar.Date
	Sums   []decimal.Decimal
}

// Ids, dates and figures go to PostgreSQL and come back as they were.
func TestValuesComeBackAsTheyWent(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	want := figures{ID: ledger.NewID(), Day: calendar.MustParse("2024-02-29"), Sum: decimal.RequireFromString("-999999999999999.9999"),
		IDs: []ledger.ID{ledger.NewID(), {}}, Days: []calendar.Date{calendar.MustParse("1900-01-01"), {}, calendar.MustParse("2199-12-31")}, Sums: []decimal.Decimal{decimal.New(1, -8), decimal.Zero}}
	err := b.DB.Read(t.Context(), b.System(), func(ctx context.Context, tx *store.Tx) error {
		got, found, err := store.Row[figures](ctx, tx, `SELECT $1::uuid, $2::uuid, $3::date, $4::date, $5::numeric, $6::numeric, $7::uuid[], $8::date[], $9::numeric[]`,
			want.ID, want.None, want.Day, want.Never, want.Sum, want.Absent, want.IDs, want.Days, want.Sums)
		if err != nil || !found {
			return err
		}
		if got.ID != want.ID || !got.None.IsZero() || got.Day != want.Day || !got.Never.IsZero() || !got.Sum.Equal(want.Sum) || got.Absent.Valid ||
			got.IDs[0] != want.IDs[0] || !got.IDs[1].IsZero() || got.Days[0] != want.Days[0] || !got.Days[1].IsZero() || got.Days[2] != want.Days[2] ||
			!got.Sums[0].Equal(want.Sums[0]) || !got.Sums[1].IsZero() {
			t.Errorf("came back as %+v", got)
		}
		if _, found, err := store.Row[figures](ctx, tx, `SELECT $1::uuid, NULL::uuid, NULL::date, NULL::date, 0::numeric, NULL::numeric, NULL::uuid[], NULL::date[], NULL::numeric[] WHERE false`, want.ID); err != nil || found {
			t.Errorf("no row is found: %v, %v", found, err)
		}
		seen := 0
		for n, err := range store.Each[struct{ N int }](ctx, tx, `SELECT generate_series(1, 1000)::int`) {
			if seen++; err != nil || n.N != seen {
				t.Fatalf("row %d is %v, %v", seen, n, err)
			}
		}
		if seen != 1000 {
			t.Errorf("%d rows were streamed", seen)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
