package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/ledgertest"
	"hefu/ledger/statement"
)

// A chunk of a run is kept or lost as one; the first is of this size, later ones are larger where they are fast.
const chunk = statement.Chunk

// heldNow are sessions of the program that wait for the test itself; they wait for one another too, but for moments.
const heldNow = `SELECT count(*)::int FROM pg_stat_activity a WHERE a.datname = current_database() AND a.application_name LIKE 'hefu %'
  AND EXISTS (SELECT FROM pg_stat_activity h WHERE h.pid = ANY (pg_blocking_pids(a.pid)) AND h.application_name NOT LIKE 'hefu %')`

// crew is how many customers the run of two workers has; HEFU_TEST_CROWD=20000 is the size that CTL-10 is stated for.
func crew(t *testing.T) int {
	t.Helper()
	given := os.Getenv("HEFU_TEST_CROWD")
	if given == "" {
		return chunk + 200
	}
	size, err := strconv.Atoi(given)
	if err != nil || size <= chunk {
		t.Fatalf("HEFU_TEST_CROWD=%s: more than %d is needed", given, chunk)
	}
	return size
}

// cpu is what an ended process took of processors.
func (p *process) cpu() time.Duration {
	return p.cmd.ProcessState.UserTime() + p.cmd.ProcessState.SystemTime()
}

// Two workers are at it when one is killed in the middle of a run: the other takes the run over by itself, within a minute and without losing or
// doubling anything, and what was done before is not done again (CTL-10). Beside it the same run is measured undisturbed.
func TestOneOfTwoWorkersIsKilled(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	size := crew(t)
	long := patience * time.Duration(1+size/2000)
	where := []string{"--database-url=" + b.AppURL, "--log-level=warn"}
	file := writeLines(t, size, size, 2, func(i int) string { return fmt.Sprintf("K%d", i) })
	services, err := books.Open(t.Context(), b.AppURL, books.Options{MaxConns: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(services.Close)
	queue := func(by ledger.Actor) {
		t.Helper()
		march := statement.Period{Start: calendar.MustParse("2026-03-01"), CutOff: calendar.MustParse("2026-03-31")}
		if _, err := services.Statements.CreateRun(t.Context(), by, statement.RunCommand{Period: march}); err != nil {
			t.Fatal(err)
		}
	}
	for _, o := range []ledgertest.Organization{b.Organization, b.Other} {
		b.Exec(t, `INSERT INTO hefu.customers (id, organization_id, code, name, currency) SELECT gen_random_uuid(), $1, 'K' || n, '客户 ' || n, 'CNY' FROM generate_series(0, $2::int - 1) AS n`, o.ID.String(), size)
		runs(t, append([]string{"import", "receivables", file, "--organization=" + o.Code}, where...)...)
	}
	done := func(o ledgertest.Organization) int {
		return ledgertest.Ask[int](t, b, `SELECT count(*)::int FROM hefu.statement_run_customers WHERE state <> 'pending' AND organization_id = $1`, o.ID.String())
	}
	whole := func(o ledgertest.Organization) func() bool {
		return func() bool {
			return ledgertest.Ask[int](t, b, `SELECT count(*)::int FROM hefu.statement_runs WHERE state = 'done' AND organization_id = $1`, o.ID.String()) == 1
		}
	}
	worker := append([]string{"worker"}, where...)

	queue(b.OtherStaff(ledger.ARAccountant))
	alone := starts(t, worker...)
	undisturbed := within(t, long, "the run to be done undisturbed", whole(b.Other))
	alone.stops()

	release := holds(t, b.URL, fmt.Sprintf(`SELECT FROM hefu.customers WHERE id = (SELECT id FROM hefu.customers WHERE organization_id = '%s' ORDER BY id OFFSET %d LIMIT 1) FOR NO KEY UPDATE`,
		b.Organization.ID, max(size/2, chunk+50)))
	queue(b.Staff(ledger.ARAccountant))
	began := time.Now()
	first := starts(t, worker...)
	within(t, long, "the first worker to be in the middle", func() bool { return ledgertest.Ask[int](t, b, heldNow) > 0 })
	reached := time.Since(began)
	sessions := `SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'hefu %'`
	before := ledgertest.Ask[int](t, b, sessions)
	second := starts(t, worker...)
	until(t, "the second worker to be there", func() bool { return ledgertest.Ask[int](t, b, sessions) > before })
	kept := done(b.Organization)
	first.kills()
	release()
	until(t, "the database to notice", func() bool {
		return ledgertest.Ask[int](t, b, `SELECT count(*)::int FROM pg_locks WHERE locktype = 'transactionid' AND NOT granted`) == 0
	})
	if kept == 0 || kept >= size || done(b.Organization) < kept {
		t.Errorf("%d customers were done when the first worker was killed, %d after", kept, done(b.Organization))
	}
	rest := within(t, long, "the second worker to do the rest", whole(b.Organization))
	if rest > time.Minute+2*undisturbed {
		t.Errorf("it took the second worker %s", rest)
	}
	if code := second.stops(); code != 0 {
		t.Errorf("the second worker ended with %d: %s", code, second.words())
	}
	counts := ledgertest.Ask[string](t, b, `SELECT concat_ws(' ', count(*), count(DISTINCT customer_id), max(number), (SELECT count(*) FROM hefu.statement_versions WHERE organization_id = $1),
		(SELECT count(*) FROM hefu.statement_run_customers WHERE state = 'done' AND organization_id = $1)) FROM hefu.statements WHERE organization_id = $1`, b.Organization.ID.String())
	if want := fmt.Sprintf("%d %[1]d %[1]d %[1]d %[1]d", size); counts != want {
		t.Errorf("statements, customers, numbers, versions, done: %s, want %s", counts, want)
	}
	disturbed := reached + rest
	t.Logf("%d customers: undisturbed %s, %.2f ms of processor a customer; one of two workers killed after %d: %s in all (%s until it was taken over and done), %.2f ms a customer, ratio %.2f, %.1f %% redone",
		size, undisturbed.Round(time.Millisecond), milliseconds(alone.cpu(), size), kept, disturbed.Round(time.Millisecond), rest.Round(time.Millisecond),
		milliseconds(first.cpu()+second.cpu(), size), disturbed.Seconds()/undisturbed.Seconds(), 100*float64(max(size/2, chunk+50)-kept)/float64(size))
	var again runLine
	once := starts(t, append([]string{"statements", "run", "--from=2026-03-01", "--cut-off=2026-03-31", "--output=json", "--organization=" + b.Organization.Code}, where...)...)
	within(t, long, "the run to be done once more", func() bool {
		select {
		case <-once.ended:
			return true
		default:
			return false
		}
	})
	text := once.words()
	if err := json.Unmarshal([]byte(text[indexOfObject(text):]), &again); err != nil || again.Unchanged != size || again.Statements != 0 {
		t.Errorf("run once more: %+v, %v", again, err)
	}
	runs(t, "verify", "--admin-url="+b.URL)
}

func milliseconds(of time.Duration, many int) float64 {
	return float64(of.Microseconds()) / 1000 / float64(many)
}

func indexOfObject(text string) int {
	for i, c := range text {
		if c == '{' {
			return i
		}
	}
	return 0
}
