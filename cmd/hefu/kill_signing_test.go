package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"hefu/ledger"
	"hefu/ledger/access"
	"hefu/ledger/blob"
	"hefu/ledger/books"
	"hefu/ledger/esign"
	"hefu/ledger/finalization"
	"hefu/ledger/ledgertest"
	"hefu/ledger/statement"
)

// sealed is how many reconciliations the batch of the test has; HEFU_TEST_SEALED=1000 is the size that the issue names.
func sealed(t *testing.T) int {
	t.Helper()
	given := os.Getenv("HEFU_TEST_SEALED")
	if given == "" {
		return 24
	}
	size, err := strconv.Atoi(given)
	if err != nil || size < 10 {
		t.Fatalf("HEFU_TEST_SEALED=%s: at least 10 are needed", given)
	}
	return size
}

// A worker is killed in the middle of laying a batch out, and another in the middle of signing it. The next goes on where they were: nothing is
// missing, nothing is signed twice, and every file is valid.
func TestAKilledBatchIsSignedOnce(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	size, folder := sealed(t), filepath.Join(t.TempDir(), "blobs")
	secret := strings.Repeat("k7", 24)
	where := []string{"--database-url=" + b.AppURL, "--log-level=warn", "--secret=" + secret, "--blobs=" + folder}
	keys, err := access.NewKeys([]byte(secret))
	if err != nil {
		t.Fatal(err)
	}
	files, err := blob.OpenFolder(folder)
	if err != nil {
		t.Fatal(err)
	}
	services, err := books.Open(t.Context(), b.AppURL, books.Options{MaxConns: 2, Blobs: files, Links: access.Options{BaseURL: "http://localhost", Keys: keys}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(services.Close)
	agreeing(t, b, services, size, where)

	all := services.Finalizations
	accountant, chief := b.Staff(ledger.ARAccountant), b.Staff(ledger.FinanceSupervisor)
	chief.Fresh = true
	long := patience * time.Duration(1+size/200)
	done := func(sql string) func() int { return func() int { return ledgertest.Ask[int](t, b, sql) } }
	prepared, signed := done(`SELECT count(*)::int FROM hefu.finalization_batch_items WHERE state = 'prepared'`), done(`SELECT count(*)::int FROM hefu.signatures`)

	// killed holds the statement in the middle, so that a worker stops there, and kills it.
	killed := func(what, middle string, count func() int) int {
		t.Helper()
		release := holds(t, b.URL, fmt.Sprintf(`SELECT FROM hefu.statements WHERE id = (%s OFFSET %d LIMIT 1) FOR UPDATE`, middle, size/2))
		worker := starts(t, append([]string{"worker"}, where...)...)
		within(t, long, what+" to come to the middle", func() bool { return ledgertest.Ask[int](t, b, heldNow) > 0 })
		worker.kills()
		release()
		until(t, "the database to notice", func() bool { return ledgertest.Ask[int](t, b, postingNow) == 0 })
		kept := count() // a worker does two jobs at once, and the other one may have gone past
		if kept == 0 || kept == size {
			t.Errorf("%s: %d were done when the worker was killed", what, kept)
		}
		return kept
	}
	goesOn := func(what string, count func() int) time.Duration {
		t.Helper()
		worker := starts(t, append([]string{"worker"}, where...)...)
		took := within(t, long, what+" to be done", func() bool { return count() == size })
		if code := worker.stops(); code != 0 {
			t.Errorf("the next worker ended with %d: %s", code, worker.words())
		}
		return took
	}

	var made finalizeLine
	began := time.Now()
	id, err := all.CreateBatch(t.Context(), accountant, finalization.BatchCommand{BatchScope: march(), Locale: "zh-CN", Count: size})
	if err != nil {
		t.Fatal(err)
	}
	killed("laying out", `SELECT statement_id FROM hefu.finalization_batch_items ORDER BY statement_id`, prepared)
	goesOn("laying out", prepared)
	laidOut := time.Since(began)
	until(t, "the batch to be ready", func() bool {
		return ledgertest.Ask[int](t, b, `SELECT count(prepared_at)::int FROM hefu.finalization_batches`) == 1
	})
	v, err := all.GetBatch(t.Context(), chief, id)
	if err != nil || v.ToSign != size {
		t.Fatalf("%+v, %v", v, err)
	}
	began = time.Now()
	if err := all.SignBatch(t.Context(), chief, finalization.SignCommand{ID: id, SHA256: v.SHA256, Agreed: true}); err != nil {
		t.Fatal(err)
	}
	kept := killed("signing", `SELECT statement_id FROM hefu.finalization_batch_items ORDER BY finalization_id`, signed)
	rest := goesOn("signing", signed)
	t.Logf("%d reconciliations: laid out in %s with a kill in the middle; signed in %s with a kill after %d, the other %d within %s of the next worker's start",
		size, laidOut.Round(time.Millisecond), time.Since(began).Round(time.Millisecond), kept, size-kept, rest.Round(time.Millisecond))

	counts := ledgertest.Ask[string](t, b, `SELECT concat_ws(' ', (SELECT count(*) FROM hefu.finalizations), (SELECT count(DISTINCT statement_id) FROM hefu.finalizations), count(*), count(DISTINCT finalization_id),
		(SELECT count(*) FROM hefu.events WHERE kind = 'finalization.signed'), (SELECT count(*) FROM hefu.finalization_batch_items WHERE code <> '')) FROM hefu.signatures`)
	if want := fmt.Sprintf("%d %[1]d %[1]d %[1]d %[1]d 0", size); counts != want {
		t.Errorf("finalizations, their statements, signatures, their finalizations, customers told, failures: %s, want %s", counts, want)
	}
	page, err := all.List(t.Context(), accountant, finalization.Query{Limit: 3})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range page.Rows {
		file, err := all.Download(t.Context(), accountant, f.ID)
		if err != nil {
			t.Fatal(err)
		}
		if r := esign.Verify(file.Content, esign.Trust{Now: time.Now()}); r.Reason != esign.Untrusted || len(r.Signatures) != 1 {
			t.Errorf("%s: %+v", f.StatementNo, r)
		}
	}
	text := runs(t, append([]string{"finalize", "--period=2026-03", "--output=json", "--organization=" + b.Organization.Code}, where...)...)
	if err := json.Unmarshal([]byte(text[indexOfObject(text):]), &made); err != nil || made.Ready != 0 || made.Finalized != size || made.Batch != "" {
		t.Errorf("once more: %+v, %v", made, err)
	}
	runs(t, "verify", "--admin-url="+b.URL, "--blobs="+folder)
}

func march() finalization.BatchScope { return ofMonth(time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)) }

// agreeing makes as many customers agree with their statements of March.
func agreeing(t *testing.T, b *ledgertest.Books, services *books.Books, size int, where []string) {
	t.Helper()
	b.Exec(t, `INSERT INTO hefu.customers (id, organization_id, code, name, currency) SELECT gen_random_uuid(), $1, 'K' || n, '客户 ' || n, 'CNY' FROM generate_series(0, $2::int - 1) AS n`, b.Organization.ID.String(), size)
	file := writeLines(t, size, size, 2, func(i int) string { return fmt.Sprintf("K%d", i) })
	at := append(where, "--organization="+b.Organization.Code)
	runs(t, append([]string{"import", "receivables", file}, at...)...)
	runs(t, append([]string{"statements", "run", "--from=2026-03-01", "--cut-off=2026-03-31", "--issue"}, at...)...)
	var shown []struct{ ID, Customer, SHA256 string }
	text := ledgertest.Ask[string](t, b, `SELECT json_agg(json_build_object('ID', s.id, 'Customer', s.customer_id, 'SHA256', encode(v.sha256, 'hex')))::text
		FROM hefu.statements s JOIN hefu.statement_versions v ON v.statement_id = s.id`)
	if err := json.Unmarshal([]byte(text), &shown); err != nil || len(shown) != size {
		t.Fatalf("%d statements, %v", len(shown), err)
	}
	for _, s := range shown {
		id, err := ledger.ParseID(s.ID)
		if err != nil {
			t.Fatal(err)
		}
		by := b.Contact(b.CNY, ledger.Confirmer)
		if by.CustomerID, err = ledger.ParseID(s.Customer); err != nil {
			t.Fatal(err)
		}
		if _, err := services.Statements.Confirm(t.Context(), by, statement.ConfirmCommand{StatementID: id, Version: 1, SHA256: s.SHA256}); err != nil {
			t.Fatal(err)
		}
	}
}
