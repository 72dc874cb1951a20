package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"hefu/ledger"
	"hefu/ledger/internal/testdb"
)

// Everything in schema hefu that can refuse a row by name: constraints, unique indexes, domains, and what functions raise.
const readNames = `
SELECT string_agg(DISTINCT name, E'\n' ORDER BY name) FROM (
  SELECT conname::text AS name FROM pg_constraint WHERE connamespace = 'hefu'::regnamespace AND contype IN ('c', 'f', 'p', 'u', 'x')
  UNION ALL
  SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
  WHERE c.relnamespace = 'hefu'::regnamespace AND i.indisunique AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)
  UNION ALL
  SELECT found[1] FROM pg_proc p CROSS JOIN LATERAL regexp_matches(p.prosrc, 'CONSTRAINT = ''(\w+)''', 'g') AS found WHERE p.pronamespace = 'hefu'::regnamespace
) names`

// Each name is either told to the caller by a code of its own (refusals) or listed in testdata/internal.txt as one that no
// caller can run into, because the code above refuses first. A new constraint has to be put into one of the two.
func TestEveryConstraintIsAnsweredOrInternal(t *testing.T) {
	t.Parallel()
	pool := testdb.Open(t).Pool(t, testdb.SuperUser)
	if _, err := pool.Exec(t.Context(), "SET search_path = hefu"); err != nil {
		t.Fatal(err)
	}
	var text string
	if err := pool.QueryRow(t.Context(), readNames).Scan(&text); err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, name := range strings.Split(text, "\n") {
		found[strings.TrimPrefix(name, "hefu.")] = true
	}
	listed, err := os.ReadFile("testdata/internal.txt")
	if err != nil {
		t.Fatal(err)
	}
	internal := map[string]bool{}
	for _, name := range strings.Fields(string(listed)) {
		internal[name] = true
		if !found[name] {
			t.Errorf("testdata/internal.txt lists %s, which is not in the database", name)
		}
		if refusals[name] != "" {
			t.Errorf("%s is both answered and internal", name)
		}
	}
	for name := range refusals {
		if !found[name] {
			t.Errorf("refusals name %s, which is not in the database", name)
		}
	}
	for name := range found {
		if refusals[name] == "" && !internal[name] {
			t.Errorf("%s: can a caller run into it? Then name its code in refusal.go. If the code above refuses first, list it in testdata/internal.txt", name)
		}
	}
}

func TestEveryRefusalHasAMessage(t *testing.T) {
	t.Parallel()
	for name, code := range refusals {
		if ledger.E(code).Kind() == ledger.Internal {
			t.Errorf("%s is answered with %s, which the catalogue does not know", name, code)
		}
	}
}

func TestWhatPostgresSaysBecomesACode(t *testing.T) {
	t.Parallel()
	own := ledger.E("line_unknown")
	for _, test := range []struct {
		name string
		err  error
		code string
	}{
		{"nothing", nil, ""},
		{"a domain error", fmt.Errorf("somewhere: %w", own), "line_unknown"},
		{"a constraint a caller runs into", &pgconn.PgError{Code: "23514", ConstraintName: "open_items_amount_exceeds_open"}, "amount_exceeds_open"},
		{"a constraint nobody should run into", &pgconn.PgError{Code: "23514", ConstraintName: "documents_parts"}, "internal"},
		{"a statement that took too long", &pgconn.PgError{Code: "57014"}, "unavailable"},
		{"a lock that took too long", &pgconn.PgError{Code: "55P03"}, "unavailable"},
		{"a server that goes down", &pgconn.PgError{Code: "57P01"}, "unavailable"},
		{"a deadlock five times", &pgconn.PgError{Code: "40P01"}, "unavailable"},
		{"a full disk", &pgconn.PgError{Code: "53100"}, "storage_full"},
		{"a mistake in SQL", &pgconn.PgError{Code: "42601"}, "internal"},
		{"no rights", &pgconn.PgError{Code: "42501"}, "internal"},
		{"a deadline", context.DeadlineExceeded, "unavailable"},
		{"somebody who left", context.Canceled, "unavailable"},
		{"anything else", errors.New("else"), "internal"},
	} {
		got := mapError(test.err)
		if test.code == "" {
			if got != nil {
				t.Errorf("%s becomes %v", test.name, got)
			}
			continue
		}
		if !ledger.IsCode(got, test.code) {
			t.Errorf("%s becomes %v, want %s", test.name, got, test.code)
		}
	}
	closed := mapError(&pgconn.PgError{Code: "23514", ConstraintName: "journal_entries_period_open", Message: "period 2026-03 is not open"})
	if ledger.AsError(closed).Params["period"] != "2026-03" {
		t.Errorf("a closed period is named as %v", ledger.AsError(closed).Params)
	}
}
