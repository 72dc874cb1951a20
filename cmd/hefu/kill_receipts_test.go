package main

import (
	"fmt"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/bank"
	"hefu/ledger/books"
	"hefu/ledger/ledgertest"
	"hefu/ledger/receipt"
)

const receiptsNow = `SELECT count(*)::int FROM hefu.documents WHERE kind = 'receipt'`

// A worker is killed with -9 while it posts the receipts of a bank's file: what its last set began is gone whole, and another worker goes on after the
// last set that was kept. Nothing is posted twice, nothing is lost, and every receivable is settled by its own money.
func TestAReceiptRunIsKilled(t *testing.T) {
	t.Parallel()
	const payments = 3*bank.MaxSet + 50
	b := ledgertest.Open(t)
	where := []string{"--database-url=" + b.AppURL, "--log-level=warn"}
	b.Exec(t, `INSERT INTO hefu.customers (id, organization_id, code, name, currency) SELECT gen_random_uuid(), $1, 'K' || n, '客户 ' || n, 'CNY' FROM generate_series(0, $2::int - 1) AS n`,
		b.Organization.ID.String(), payments)
	file := writeLines(t, payments, payments, 1, func(i int) string { return fmt.Sprintf("K%d", i) })
	runs(t, append([]string{"import", "receivables", file, "--organization=" + b.Organization.Code}, where...)...)
	services, err := books.Open(t.Context(), b.AppURL, books.Options{MaxConns: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(services.Close)
	paysAll(t, b, services)
	run, err := services.Receipts.Start(t.Context(), b.Staff(ledger.ARAccountant), true)
	if err != nil {
		t.Fatal(err)
	}

	release := holds(t, b.URL, fmt.Sprintf(`SELECT FROM hefu.customers WHERE name = (SELECT counterparty FROM hefu.bank_lines ORDER BY id OFFSET %d LIMIT 1) FOR NO KEY UPDATE`, 2*bank.MaxSet+bank.MaxSet/2))
	first := starts(t, append([]string{"worker"}, where...)...)
	until(t, "the worker to be in its third set", func() bool { return ledgertest.Ask[int](t, b, heldNow) > 0 })
	first.kills()
	release()
	until(t, "the database to notice", func() bool {
		return ledgertest.Ask[int](t, b, `SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'hefu worker%' AND state <> 'idle'`) == 0
	})
	if kept := ledgertest.Ask[int](t, b, receiptsNow); kept != 2*bank.MaxSet {
		t.Errorf("%d receipts were posted when the worker was killed in its third set", kept)
	}
	second := starts(t, append([]string{"worker"}, where...)...)
	took := until(t, "the run to be done", func() bool {
		return ledgertest.Ask[int](t, b, `SELECT count(*)::int FROM hefu.receipt_runs WHERE state = 'done'`) == 1
	})
	if code := second.stops(); code != 0 {
		t.Errorf("the second worker ended with %d: %s", code, second.words())
	}
	t.Logf("%d receipts; it took the second worker %s to notice and to do the rest", payments, took)
	got := ledgertest.Ask[string](t, b, `SELECT concat_ws(' ', count(*), count(DISTINCT r.line_id), count(DISTINCT r.document_id), (`+receiptsNow+`), (SELECT count(*) FROM hefu.settlements),
		(SELECT count(*) FROM hefu.open_items WHERE open_amount > 0), (SELECT posted || ' ' || lines FROM hefu.receipt_runs WHERE id = $1)) FROM hefu.bank_line_receipts r`, run.ID.String())
	if want := fmt.Sprintf("%d %[1]d %[1]d %[1]d %[1]d 0 %[1]d %[1]d", payments); got != want {
		t.Errorf("receipts of lines, lines, documents, receipts, settlements, open items, posted, lines: %s, want %s", got, want)
	}
	if _, err := services.Receipts.Start(t.Context(), b.Staff(ledger.ARAccountant), true); !ledger.IsCode(err, "nothing_to_do") {
		t.Errorf("something waits still: %v", err)
	}
	if waiting, err := services.Receipts.Waiting(t.Context(), b.Staff(ledger.ARAccountant), receipt.Filter{}, receipt.Page{}); err != nil || len(waiting) != 0 {
		t.Errorf("%d lines wait, %v", len(waiting), err)
	}
	runs(t, "verify", "--admin-url="+b.URL)
}

// paysAll imports a bank's file in which every receivable is paid once, by its customer and with its number.
func paysAll(t *testing.T, b *ledgertest.Books, services *books.Books) {
	t.Helper()
	accountant := b.Staff(ledger.ARAccountant)
	account, err := services.Bank.AddAccount(t.Context(), accountant, bank.NewAccount{Name: "工行基本户", Number: "6222020200112233445", Currency: "CNY"})
	if err != nil {
		t.Fatal(err)
	}
	rows := ledgertest.Ask[string](t, b, `SELECT string_agg(concat_ws(',', '2026-04-01', c.name, i.open_amount, '', sum_to, '付 ' || d.document_no), E'\n' ORDER BY d.document_no)
		FROM (SELECT o.*, sum(o.open_amount) OVER (ORDER BY p.document_no) AS sum_to FROM hefu.open_items o JOIN hefu.documents p ON p.id = o.document_id) i
		JOIN hefu.documents d ON d.id = i.document_id JOIN hefu.customers c ON c.id = i.customer_id`)
	file, err := services.Bank.Upload(t.Context(), accountant, []byte("交易日期,对方户名,收入金额,支出金额,余额,摘要\n"+strings.TrimSpace(rows)+"\n"), "四月.csv", bank.Choice{AccountID: account.ID})
	if err == nil {
		_, err = services.Bank.Commit(t.Context(), accountant, file.ID)
	}
	if err != nil {
		t.Fatalf("%v: %+v", err, file)
	}
}
