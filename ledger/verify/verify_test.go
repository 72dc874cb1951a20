package verify_test

import (
	"context"
	_ "embed"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"hefu/ledger/internal/testdb"
	"hefu/ledger/verify"
)

//go:embed testdata/books.sql
var books string

// openBooks gives a superuser's connection to a database with the small sound books; pg_temp.id names their rows.
func openBooks(t *testing.T) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), testdb.Open(t).URL(testdb.SuperUser))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	if _, err := conn.Exec(t.Context(), books); err != nil {
		t.Fatalf("write the books: %v", err)
	}
	return conn
}

func run(t *testing.T, conn *pgx.Conn) []verify.Check {
	t.Helper()
	checks, err := verify.Run(t.Context(), conn)
	if err != nil {
		t.Fatal(err)
	}
	return checks
}

func exec(t *testing.T, conn *pgx.Conn, sql string) {
	t.Helper()
	if _, err := conn.Exec(t.Context(), sql); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
}

func TestSoundBooksHaveNoViolation(t *testing.T) {
	t.Parallel()
	conn := openBooks(t)
	for _, role := range []string{"hefu_auditor", "none"} {
		exec(t, conn, "SET ROLE "+role)
		checks := run(t, conn)
		if err := verify.Unsound(checks); err != nil {
			t.Errorf("as %s: %v", role, err)
		}
		if len(checks) < 30 {
			t.Errorf("only %d checks", len(checks))
		}
	}
}

func TestEveryLedgerInvariantIsChecked(t *testing.T) {
	t.Parallel()
	conn := openBooks(t)
	var names []string
	rows, err := conn.Query(t.Context(), "SELECT invariant FROM audit.v_checks WHERE violations = 0")
	if err != nil {
		t.Fatal(err)
	}
	if names, err = pgx.CollectRows(rows, pgx.RowTo[string]); err != nil {
		t.Fatal(err)
	}
	for n := 1; n <= 24; n++ {
		want := "I" + string(rune('0'+n/10)) + string(rune('0'+n%10)) + " "
		if !slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(name, want) }) {
			t.Errorf("%sis not in audit.v_checks", want)
		}
	}
}

// A planted fault is seen and named, and what it does not touch stays silent.
func TestEachPlantedFaultIsNamed(t *testing.T) {
	t.Parallel()
	conn := openBooks(t)
	seen := map[string]bool{}
	for _, fault := range slices.Concat(bookFaults, statementFaults, guardFaults) {
		t.Run(fault.invariant+" "+fault.what, func(t *testing.T) {
			exec(t, conn, "BEGIN; SET LOCAL session_replication_role = replica")
			defer exec(t, conn, "ROLLBACK")
			exec(t, conn, fault.plant)
			exec(t, conn, "SET LOCAL ROLE hefu_auditor")
			expected := append(strings.Fields(fault.implies), fault.invariant)
			for _, check := range run(t, conn) {
				seen[fault.invariant] = true
				switch {
				case slices.Contains(expected, check.Invariant) != (check.Violations > 0):
					t.Errorf("%s has %d violations: %v", check.Invariant, check.Violations, check.Samples)
				case check.Invariant == fault.invariant && !strings.Contains(strings.Join(check.Samples, "\n"), fault.named):
					t.Errorf("%q does not name %q", check.Samples, fault.named)
				}
			}
		})
	}
	for _, check := range run(t, conn) {
		if !seen[check.Invariant] {
			t.Errorf("no fault is planted for %s %s", check.Invariant, check.Text)
		}
	}
}

func TestOnlyTenSamplesAreNamedAndAllAreCounted(t *testing.T) {
	t.Parallel()
	conn := openBooks(t)
	exec(t, conn, `SET session_replication_role = replica;
		INSERT INTO hefu.journal_entries (id, organization_id, posting_date, source_kind, source_id)
		SELECT gen_random_uuid(), pg_temp.id('organization', 1), '2025-02-01', 'document', gen_random_uuid() FROM generate_series(1, 30)`)
	for _, check := range run(t, conn) {
		if check.Invariant == "I03" && (check.Violations != 60 || len(check.Samples) != verify.MaxSamples) {
			t.Errorf("%d violations, %d samples", check.Violations, len(check.Samples))
		}
	}
}

func TestAReaderWhoSeesNothingIsRefused(t *testing.T) {
	t.Parallel()
	conn := openBooks(t)
	exec(t, conn, "GRANT USAGE ON SCHEMA audit TO hefu_worker; GRANT SELECT ON ALL TABLES IN SCHEMA audit TO hefu_worker; SET ROLE hefu_worker")
	if _, err := verify.Run(t.Context(), conn); !errors.Is(err, verify.ErrBlind) {
		t.Errorf("got %v, want ErrBlind", err)
	}
}

func TestTheAuditorReadsAndTheApplicationDoesNot(t *testing.T) {
	t.Parallel()
	conn := openBooks(t)
	views := `SELECT relname FROM pg_class WHERE relnamespace = 'audit'::regnamespace AND relkind = 'v' ORDER BY relname`
	rows, err := conn.Query(t.Context(), views)
	if err != nil {
		t.Fatal(err)
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	for _, role := range []string{"hefu_auditor", "hefu_app", "hefu_portal", "hefu_backoffice", "hefu_worker"} {
		exec(t, conn, "SET ROLE "+role)
		for _, name := range names {
			_, err := conn.Exec(t.Context(), "SELECT count(*) FROM audit."+name)
			if allowed := err == nil; allowed != (role == "hefu_auditor") {
				t.Errorf("%s reads audit.%s: %v (%v)", role, name, allowed, err)
			}
		}
	}
}
