package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hefu/ledger/ledgertest"
)

const (
	// postingNow are sessions of the program that have written something and not committed it yet.
	postingNow = `SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'hefu %' AND backend_xid IS NOT NULL`
	// blockedNow are those of them that wait for a lock.
	blockedNow = `SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'hefu %' AND wait_event_type = 'Lock'`
)

func writeLines(t *testing.T, customers, documents, lines int, code func(int) string) string {
	t.Helper()
	var text strings.Builder
	text.WriteString("document_no,customer_code,document_date,item_code,description,quantity,unit_price,tax_rate\n")
	for d := range documents {
		for l := range lines {
			fmt.Fprintf(&text, "KILL-%05d,%s,2026-03-%02d,M-%d,联轴器 JM40,%d,12.50,13%%\n", d, code(d%customers), 1+d%28, l, 1+l)
		}
	}
	path := filepath.Join(t.TempDir(), "lines.csv")
	if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// A power cut in the middle of posting, and one in the last moment before the commit, leave nothing of a file; then it goes in
// whole, once.
func TestAKilledImportLeavesNothing(t *testing.T) {
	t.Parallel()
	const documents = 6000
	b := ledgertest.Open(t)
	codes := []string{"C001", "C002", "C003"}
	file := writeLines(t, len(codes), documents, 5, func(i int) string { return codes[i] })
	command := []string{"import", "receivables", file, "--output=json", "--database-url=" + b.AppURL, "--organization=" + b.Organization.Code}
	gone := func(when string) {
		t.Helper()
		until(t, "the database to notice", func() bool { return ledgertest.Ask[int](t, b, postingNow) == 0 })
		left := ledgertest.Ask[int](t, b, `SELECT (SELECT count(*) FROM hefu.documents) + (SELECT count(*) FROM hefu.journal_entries) + (SELECT count(*) FROM hefu.open_items)
			+ (SELECT count(*) FROM hefu.balances) + (SELECT count(*) FROM hefu.imports)`)
		if left != 0 {
			t.Errorf("killed %s, the import left %d rows", when, left)
		}
	}

	middle := starts(t, command...)
	middle.says("posting:")
	if ledgertest.Ask[int](t, b, postingNow) != 1 {
		t.Error("it was not posting")
	}
	middle.kills()
	gone("in the middle")

	release := holds(t, b.URL, `LOCK TABLE hefu.imports IN SHARE MODE`) // its record is the last that an import writes
	last := starts(t, command...)
	until(t, "the import to reach its record", func() bool { return ledgertest.Ask[int](t, b, blockedNow) == 1 })
	last.kills()
	release()
	gone("before the commit")

	for _, want := range []string{`"new": 6000`, `"known": 6000`} {
		var done imported
		text := runs(t, command...)
		if err := json.Unmarshal([]byte(text[strings.Index(text, "{"):]), &done); err != nil {
			t.Fatalf("%v in %s", err, text)
		}
		if got := fmt.Sprintf(`"new": %d "known": %d`, done.Documents.New, done.Documents.Known); !strings.Contains(got, want) {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	if posted := ledgertest.Ask[int](t, b, `SELECT count(*)::int FROM hefu.documents`); posted != documents {
		t.Errorf("%d documents are there", posted)
	}
	runs(t, "verify", "--admin-url="+b.URL)
}

// crowd is more than one chunk of a run, so that the kill meets one chunk kept and another under way.
const crowd = 1200

// A statement run is killed twice, at the command line and in a worker. Another worker goes on within a minute, and nothing is
// missing or double.
func TestAKilledStatementRunGoesOn(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	b.Exec(t, `INSERT INTO hefu.customers (id, organization_id, code, name, currency)
		SELECT gen_random_uuid(), $1, 'K' || n, '客户 ' || n, 'CNY' FROM generate_series(0, 1199) AS n`, b.Organization.ID.String())
	where := []string{"--database-url=" + b.AppURL, "--log-level=warn"}
	file := writeLines(t, crowd, crowd, 2, func(i int) string { return fmt.Sprintf("K%d", i) })
	at := append(where, "--organization="+b.Organization.Code)
	runs(t, append([]string{"import", "receivables", file}, at...)...)
	march := append([]string{"statements", "run", "--from=2026-03-01", "--cut-off=2026-03-31", "--output=json"}, at...)

	// The run takes customers in the order of their ids; the last of them is in somebody else's hands.
	hold := func() func() {
		return holds(t, b.URL, `SELECT FROM hefu.customers WHERE id = (SELECT max(id::text)::uuid FROM hefu.customers WHERE code LIKE 'K%') FOR NO KEY UPDATE`)
	}
	killed := func(who string, p *process, release func()) {
		t.Helper()
		until(t, who+" to be in the middle", func() bool { return ledgertest.Ask[int](t, b, blockedNow) > 0 })
		p.kills()
		release()
		until(t, "the database to notice", func() bool { return ledgertest.Ask[int](t, b, postingNow) == 0 })
		if made := ledgertest.Ask[int](t, b, `SELECT count(*)::int FROM hefu.statement_run_customers WHERE state <> 'pending'`); made != 1000 {
			t.Errorf("with %s killed, %d customers are done, want the first thousand", who, made)
		}
	}
	release := hold()
	killed("the command", starts(t, march...), release)
	release = hold()
	killed("the worker", starts(t, append([]string{"worker"}, where...)...), release)

	second := starts(t, append([]string{"worker"}, where...)...)
	took := until(t, "the run to be done", func() bool {
		return ledgertest.Ask[int](t, b, `SELECT count(*)::int FROM hefu.statement_runs WHERE state = 'done'`) == 1
	})
	t.Logf("another worker had done the rest after %s", took.Round(time.Millisecond))
	if took > time.Minute {
		t.Errorf("it took %s", took)
	}
	if code := second.stops(); code != 0 {
		t.Errorf("the second worker ended with %d: %s", code, second.words())
	}
	counts := ledgertest.Ask[string](t, b, `SELECT concat_ws(' ', count(*), count(DISTINCT customer_id), max(number),
		(SELECT count(*) FROM hefu.statement_versions), (SELECT count(*) FROM hefu.statement_run_customers WHERE state = 'done'),
		(SELECT count(*) FROM hefu.statement_run_customers WHERE state = 'empty')) FROM hefu.statements`)
	if counts != "1200 1200 1200 1200 1200 3" {
		t.Errorf("statements, customers, numbers, versions, done, empty: %s", counts)
	}
	var again runLine
	text := runs(t, march...)
	if err := json.Unmarshal([]byte(text[strings.Index(text, "{"):]), &again); err != nil || again.Unchanged != crowd || again.Statements != 0 {
		t.Errorf("run once more: %+v, %v", again, err)
	}
	runs(t, "verify", "--admin-url="+b.URL)
}
