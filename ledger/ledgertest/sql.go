package ledgertest

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// checkTime bounds the invariants of one test's books.
const checkTime = time.Minute

// Exec runs a statement as the superuser; ids are passed as text. Every name needs its schema: hefu.customers.
func (b *Books) Exec(t testing.TB, sql string, args ...any) {
	t.Helper()
	if _, err := b.super.Exec(t.Context(), sql, args...); err != nil {
		t.Fatalf("%s: %v", strings.TrimSpace(sql), err)
	}
}

// TryExec is Exec that tells whether the database refuses.
func (b *Books) TryExec(t testing.TB, sql string, args ...any) error {
	_, err := b.super.Exec(t.Context(), sql, args...)
	return err
}

// Ask reads one value as the superuser, for checks that must not trust the code under test. Cast what has no plain Go type:
// SELECT sum(open_amount)::text FROM hefu.open_items.
func Ask[T any](t testing.TB, b *Books, sql string, args ...any) T {
	t.Helper()
	var value T
	if err := b.super.QueryRow(t.Context(), sql, args...).Scan(&value); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return value
}

// SetIssuers names the identity providers of a test that signs people in; the subjects stay: <organization code>-<role> for
// staff (hdjm-ar_accountant), <cny|usd|gbp|other>-<role> for contacts (cny-viewer).
func (b *Books) SetIssuers(t testing.TB, staff, contacts string) {
	t.Helper()
	b.Exec(t, `UPDATE hefu.staff SET issuer = $1 WHERE issuer = $2`, staff, StaffIssuer)
	b.Exec(t, `UPDATE hefu.contacts SET issuer = $1 WHERE issuer = $2`, contacts, ContactIssuer)
}

const readViolations = `SELECT invariant || ': ' || violations FROM audit.v_checks WHERE violations <> 0 ORDER BY 1`

// checkInvariants fails the test with every invariant its books break. The test's own context has ended by then.
func checkInvariants(t testing.TB, url string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), checkTime)
	defer cancel()
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		t.Errorf("check the books: %v", err)
		return
	}
	defer func() { _ = conn.Close(ctx) }()
	rows, err := conn.Query(ctx, readViolations)
	if err != nil {
		t.Errorf("check the books: %v", err)
		return
	}
	broken, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Errorf("check the books: %v", err)
	}
	for _, line := range broken {
		t.Errorf("the books of this test break %s", line)
	}
}
