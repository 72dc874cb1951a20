package receipt_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"hefu/ledger/bank"
	"hefu/ledger/document"
	"hefu/ledger/job"
	"hefu/ledger/ledgertest"
	"hefu/ledger/receipt"
)

// More lines than a set holds: all post, in the order of the bank's file, each settling its own receivable.
func TestARunPostsInSetsAndKeepsTheOrder(t *testing.T) {
	t.Parallel()
	d := open(t)
	const many = bank.MaxSet + 30
	var lines []string
	var goods []document.Posted
	for i := range many {
		goods = append(goods, d.receivable(t, fmt.Sprint(1000+i)))
		lines = append(lines, fmt.Sprintf("%d|%s|62220001|付 %s", 1000+i, d.CNY.Name, goods[i].DocumentNo))
	}
	d.pays(t, lines...)
	if run := d.match(t, true); run.Posted != many || run.Lines != many {
		t.Fatalf("%+v", run)
	}
	if wrong := ledgertest.Ask[int](t, d.Books, `SELECT count(*)::int FROM (SELECT l.seq, row_number() OVER (ORDER BY d.number) AS n FROM hefu.bank_line_receipts r
		JOIN hefu.bank_lines l ON l.id = r.line_id JOIN hefu.documents d ON d.id = r.document_id) x WHERE x.seq <> x.n`); wrong != 0 {
		t.Errorf("%d receipts are out of order", wrong)
	}
	if open := ledgertest.Ask[int](t, d.Books, `SELECT count(*)::int FROM hefu.open_items WHERE open_amount > 0`); open != 0 {
		t.Errorf("%d items are open", open)
	}
	if got := ledgertest.Ask[string](t, d.Books, `SELECT concat_ws(' ', count(*), count(*) FILTER (WHERE mode = 'business' AND reason = '')) FROM hefu.settlements`); got != fmt.Sprintf("%d %[1]d", many) {
		t.Errorf("settlements: %s", got)
	}
	if transactions := ledgertest.Ask[int](t, d.Books, `SELECT count(DISTINCT xmin::text)::int FROM hefu.bank_line_receipts`); transactions > 4 {
		t.Errorf("they took %d transactions", transactions)
	}
	if known, err := d.receipts.Payers(t.Context(), d.actor, "", receipt.Payer{}, 0); err != nil || len(known) != 2 || known[0].Kind != "account" || known[1].Kind != "name" {
		t.Errorf("the account and the name are learnt once: %+v, %v", known, err)
	}
}

// The customer's own name and account are on record too once it paid, though nobody had to learn them to read the line.
func TestWhoPaidIsOnRecordEvenWhereItIsTheCustomer(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.Exec(t, `UPDATE hefu.customers SET bank_account = '62220001' WHERE id = $1`, d.CNY.ID)
	one, two := d.receivable(t, "1234"), d.receivable(t, "900")
	d.pays(t, "1234|"+d.CNY.Name+"|62220001|"+one.DocumentNo, "900|"+d.CNY.Name+"|62220001|"+two.DocumentNo)
	if run := d.match(t, true); run.Posted != 2 {
		t.Fatalf("%+v", run)
	}
	known, err := d.receipts.Payers(t.Context(), d.actor, d.CNY.Code, receipt.Payer{}, 0)
	if err != nil || len(known) != 2 || known[0].Value != "62220001" || known[1].Shown != d.CNY.Name {
		t.Errorf("%+v, %v", known, err)
	}
}

// What the books refuse stays with its reason; the others of its set post all the same, those before it and those after.
func TestARefusalInASetStaysWithItsLine(t *testing.T) {
	t.Parallel()
	d := open(t)
	other := d.Receivable(t, d.GBP, "500", "2026-02-01", func(n *document.New) { n.Currency = "CNY" })
	d.Exec(t, `UPDATE hefu.customers SET active = false WHERE id = $1`, d.GBP.ID)
	one, two, three := d.receivable(t, "1234"), d.receivable(t, "900"), d.receivable(t, "901")
	d.Receipt(t, d.CNY, "901", "2026-03-01") // somebody entered it by hand
	d.pays(t, "1234|"+d.CNY.Name+"|1|"+one.DocumentNo, "500|"+d.GBP.Name+"|2|"+other.DocumentNo, "900|"+d.CNY.Name+"|1|"+two.DocumentNo, "901|"+d.CNY.Name+"|1|"+three.DocumentNo, "7|税务局|3|退税")
	run := d.match(t, true)
	if run.Lines != 5 || run.Posted != 2 || run.Suggested != 2 || run.Unidentified != 1 {
		t.Fatalf("%+v", run)
	}
	for _, p := range []document.Posted{one, two} {
		if !d.Open(t, p).IsZero() {
			t.Errorf("%s is open", p.DocumentNo)
		}
	}
	var refused []string
	for _, w := range d.waiting(t) {
		refused = append(refused, w.Refused)
	}
	if got := strings.Join(refused, " "); got != "customer_inactive receipt_booked " {
		t.Errorf("refused: %q", got)
	}
}

// What the set teaches about a payer counts for the next line of the same payer, as though each had been posted by itself.
func TestALineDependsOnWhatCameBeforeItInItsSet(t *testing.T) {
	t.Parallel()
	d := open(t)
	one, two := d.receivable(t, "1234"), d.receivable(t, "777")
	d.pays(t, "1234|"+d.CNY.Name+"|62220002|付 "+one.DocumentNo, "777|李四|62220002|货款", "777|李四|62220002|货款")
	if run := d.match(t, true); run.Posted != 2 || run.Lines != 3 || !d.Open(t, two).IsZero() {
		t.Fatalf("%+v", run)
	}
	if flags := d.flags(t); len(flags) != 0 {
		t.Errorf("an account that was learnt from the customer's own payment: %+v", flags)
	}
}

// A run that is longer than a job may take goes on in the next, with what it read, and none of its jobs fails.
func TestARunGoesOnOverManyTurns(t *testing.T) {
	t.Parallel()
	d := open(t)
	const many = 5*200 + 7
	lines := make([]string, many)
	for i := range lines {
		lines[i] = fmt.Sprintf("%d|无名|1|货款", 100+i) // whose it is nobody knows
	}
	goods := d.receivable(t, "99")
	d.pays(t, append(lines, "99|"+d.CNY.Name+"|62220001|付 "+goods.DocumentNo)...)
	if _, err := d.receipts.Start(t.Context(), d.actor, true); err != nil {
		t.Fatal(err)
	}
	turns, at := 0, time.Now()
	registry := job.NewRegistry()
	d.receipts.Register(registry, func() time.Time { // each look at the clock takes five seconds
		turns++
		at = at.Add(5 * time.Second)
		return at
	})
	worker, err := job.Open(d.DB, registry, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := worker.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	var run receipt.Run
	for run.State != "done" { // the test's own time limit ends this
		runs, err := d.receipts.Runs(t.Context(), d.actor)
		if err != nil {
			t.Fatal(err)
		}
		run = runs[0]
	}
	if err := worker.Stop(context.WithoutCancel(t.Context())); err != nil {
		t.Error(err)
	}
	if run.Lines != many+1 || run.Posted != 1 || !d.Open(t, goods).IsZero() {
		t.Errorf("%+v", run)
	}
	if turns < 6 {
		t.Errorf("the clock was looked at %d times", turns)
	}
	if failed := ledgertest.Ask[int](t, d.Books, `SELECT count(*)::int FROM river.river_job WHERE kind = 'receipt.run' AND (errors IS NOT NULL OR state <> 'completed')`); failed != 0 {
		t.Errorf("%d jobs failed", failed)
	}
}
