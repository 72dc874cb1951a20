package receipt_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"hefu/ledger"
	"hefu/ledger/bank"
	"hefu/ledger/document"
	"hefu/ledger/job"
	"hefu/ledger/ledgertest"
	"hefu/ledger/receipt"
)

const number = "6222020200112233445"

// desk is a set of books with a bank account in CNY and the room under test.
type desk struct {
	*ledgertest.Books
	bank     *bank.Service
	receipts *receipt.Service
	actor    ledger.Actor
	balance  int
	files    int
}

func open(t *testing.T) *desk {
	t.Helper()
	b := ledgertest.Open(t)
	jobs, err := job.Open(b.DB, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{Books: b, bank: bank.Open(b.DB), receipts: receipt.Open(b.DB, jobs), actor: b.Staff(ledger.ARAccountant)}
	if _, err := d.bank.AddAccount(t.Context(), d.actor, bank.NewAccount{Name: "工行基本户", Number: number, Currency: "CNY"}); err != nil {
		t.Fatal(err)
	}
	return d
}

// pays imports a statement of the next day of March 2026 with these lines: whole yuan, the payer's name, the account and the text, divided by bars.
func (d *desk) pays(t *testing.T, lines ...string) {
	t.Helper()
	var b strings.Builder
	d.files++
	fmt.Fprintf(&b, ":20:S\n:25:%s\n:28C:%d\n:60F:C26030%dCNY%d,00\n", number, d.files, d.files, d.balance)
	for i, l := range lines {
		part := strings.Split(l, "|")
		var yuan int
		if _, err := fmt.Sscan(part[0], &yuan); err != nil {
			t.Fatal(err)
		}
		d.balance += yuan
		fmt.Fprintf(&b, ":61:26030%d030%dC%d,00NTRFNONREF//R%d-%d\n:86:/NAME/%s/IBAN/%s/REMI/%s\n", d.files, d.files, yuan, d.files, i, part[1], part[2], part[3])
	}
	fmt.Fprintf(&b, ":62F:C26030%dCNY%d,00\n-\n", d.files, d.balance)
	file, err := d.bank.Upload(t.Context(), d.actor, []byte(b.String()), "s.sta", bank.Choice{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.bank.Commit(t.Context(), d.actor, file.ID); err != nil {
		t.Fatalf("%v: %+v", err, file)
	}
}

// match does a run and answers with it as it ended.
func (d *desk) match(t *testing.T, posts bool) receipt.Run {
	t.Helper()
	run, err := d.receipts.Start(t.Context(), d.actor, posts)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.receipts.Finish(t.Context(), receipt.Args{OrganizationID: d.Organization.ID, RunID: run.ID}); err != nil {
		t.Fatal(err)
	}
	runs, err := d.receipts.Runs(t.Context(), d.actor)
	if err != nil || len(runs) == 0 || runs[0].ID != run.ID || runs[0].State != "done" {
		t.Fatalf("%+v, %v", runs, err)
	}
	return runs[0]
}

func (d *desk) waiting(t *testing.T) []receipt.Waiting {
	t.Helper()
	found, err := d.receipts.Waiting(t.Context(), d.actor, receipt.Filter{}, receipt.Page{})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func (d *desk) receivable(t *testing.T, amount string) document.Posted {
	t.Helper()
	return d.Receivable(t, d.CNY, amount, "2026-02-01")
}

func TestWhatIsCertainPostsAndTheRestIsSuggested(t *testing.T) {
	t.Parallel()
	d := open(t)
	one, two, three := d.receivable(t, "1234"), d.receivable(t, "5000"), d.receivable(t, "5000")
	d.pays(t, "1234|某某公司|62220001|付 "+one.DocumentNo, "5000|"+d.CNY.Name+"|62220002|货款", "77|税务局|6001|退税")
	run := d.match(t, true)
	if run.Lines != 3 || run.Posted != 1 || run.Suggested != 1 || run.Unidentified != 1 {
		t.Errorf("%+v", run)
	}
	if !d.Open(t, one).IsZero() || d.Open(t, two).IsZero() || d.Open(t, three).IsZero() {
		t.Errorf("open: %s, %s, %s", d.Open(t, one), d.Open(t, two), d.Open(t, three))
	}
	lines, err := d.bank.Lines(t.Context(), d.actor, bank.Filter{State: bank.Received}, bank.Page{})
	if err != nil || len(lines) != 1 || lines[0].Rule != "number" {
		t.Errorf("%+v, %v", lines, err)
	}
	left := d.waiting(t)
	if len(left) != 2 || len(left[0].Suggestions) < 2 || left[0].OwnerID != d.CNY.ID || !left[1].OwnerID.IsZero() || left[1].ReadAt == nil {
		t.Fatalf("%+v", left)
	}
	if again := d.match(t, true); again.Posted != 0 || again.Lines != 2 {
		t.Errorf("the second run: %+v", again)
	}
}

// What somebody entered by hand and no line is joined to is perhaps the same money: it is not posted a second time by itself.
func TestMoneyThatIsPerhapsBookedIsLeftToAPerson(t *testing.T) {
	t.Parallel()
	d := open(t)
	one := d.receivable(t, "1234")
	d.Receipt(t, d.CNY, "1234", "2026-03-01")
	d.pays(t, "1234|"+d.CNY.Name+"|62220001|"+one.DocumentNo)
	if run := d.match(t, true); run.Posted != 0 || run.Suggested != 1 {
		t.Errorf("%+v", run)
	}
	if w := d.waiting(t); len(w) != 1 || w[0].Refused != "receipt_booked" || w[0].Certain || d.Open(t, one).IsZero() {
		t.Errorf("%+v", w)
	}
}

func TestADryRunPostsNothing(t *testing.T) {
	t.Parallel()
	d := open(t)
	one := d.receivable(t, "1234")
	d.pays(t, "1234|某某公司|62220001|"+one.DocumentNo)
	if run := d.match(t, false); run.Posted != 0 || run.Suggested != 1 {
		t.Errorf("%+v", run)
	}
	if w := d.waiting(t); len(w) != 1 || !w[0].Certain || d.Open(t, one).IsZero() {
		t.Errorf("%+v", w)
	}
}

func TestADecisionPostsOnceAndIsRemembered(t *testing.T) {
	t.Parallel()
	d := open(t)
	one := d.receivable(t, "900")
	d.pays(t, "900|李四经营部门市|62220009|货款")
	d.match(t, true)
	w := d.waiting(t)
	if len(w) != 1 || len(w[0].Suggestions) != 1 || w[0].Suggestions[0].Rule != "resembles" {
		t.Fatalf("%+v", w)
	}
	s := w[0].Suggestions[0]
	var wait sync.WaitGroup
	errs := make([]error, 20)
	for i := range errs {
		wait.Go(func() {
			_, errs[i] = d.receipts.Decide(t.Context(), d.actor, w[0].ID, receipt.Decision{CustomerID: d.CNY.ID, Documents: []ledger.ID{one.ID}, Shown: s.Takes, Rule: s.Rule})
		})
	}
	wait.Wait()
	won := 0
	for _, err := range errs {
		switch {
		case err == nil:
			won++
		case !ledger.IsCode(err, "bank_line_used") && !ledger.IsCode(err, "reading_changed") && !ledger.IsCode(err, "conflict"):
			t.Errorf("who came late is told %v", err)
		}
	}
	if won != 1 || !d.Open(t, one).IsZero() || len(d.waiting(t)) != 0 {
		t.Fatalf("%d won, %s is open", won, d.Open(t, one))
	}
	// Once another person has said that this payer may pay, it is known, and the next payment posts by itself.
	d.release(t)
	two := d.receivable(t, "901")
	d.pays(t, "901|李四经营部门市|62220009|货款")
	if run := d.match(t, true); run.Posted != 1 || !d.Open(t, two).IsZero() {
		t.Errorf("the next payment: %+v", run)
	}
	known, err := d.receipts.Payers(t.Context(), d.actor, "李四", receipt.Payer{}, 0)
	if err != nil || len(known) != 1 || known[0].CustomerID != d.CNY.ID {
		t.Fatalf("%+v, %v", known, err)
	}
	all, err := d.receipts.Payers(t.Context(), d.actor, "", receipt.Payer{}, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		if err := d.receipts.Forget(t.Context(), d.actor, p.Kind, p.Value); err != nil {
			t.Fatal(err)
		}
		if err := d.receipts.Forget(t.Context(), d.actor, p.Kind, p.Value); !ledger.IsCode(err, "not_found") {
			t.Errorf("forgotten twice: %v", err)
		}
	}
	d.receivable(t, "902")
	d.pays(t, "902|李四经营部门市|62220009|货款")
	if run := d.match(t, true); run.Posted != 0 {
		t.Errorf("forgotten, and yet posted: %+v", run)
	}
}

func TestASuggestionThatIsNoLongerOpenIsRefused(t *testing.T) {
	t.Parallel()
	d := open(t)
	one := d.receivable(t, "900")
	d.pays(t, "900|王五贸易商行|62220010|货款")
	d.match(t, true)
	w := d.waiting(t)[0]
	d.Allocate(t, d.CNY, one, d.Receipt(t, d.CNY, "500", "2026-03-01"), "500", "2026-03-01")
	_, err := d.receipts.Decide(t.Context(), d.actor, w.ID, receipt.Decision{CustomerID: d.CNY.ID, Documents: []ledger.ID{one.ID}, Shown: w.Suggestions[0].Takes})
	if !ledger.IsCode(err, "reading_changed") {
		t.Errorf("%v", err)
	}
	if len(d.waiting(t)) != 1 {
		t.Error("the line waits no more")
	}
}

func TestOneRunAtATimeAndOnlyForWhoMayPost(t *testing.T) {
	t.Parallel()
	d := open(t)
	if _, err := d.receipts.Start(t.Context(), d.actor, true); !ledger.IsCode(err, "nothing_to_do") {
		t.Errorf("nothing waits: %v", err)
	}
	d.pays(t, "5|某某|1|x")
	if _, err := d.receipts.Start(t.Context(), d.actor, true); err != nil {
		t.Fatal(err)
	}
	if _, err := d.receipts.Start(t.Context(), d.actor, true); !ledger.IsCode(err, "receipt_run_running") {
		t.Errorf("a second run: %v", err)
	}
	for _, role := range []ledger.Role{ledger.Sales, ledger.Auditor, ledger.Administrator} {
		if _, err := d.receipts.Start(t.Context(), d.Staff(role), true); !ledger.IsKind(err, ledger.Forbidden) {
			t.Errorf("%s: %v", role, err)
		}
	}
	if _, err := d.receipts.Decide(t.Context(), d.OtherStaff(ledger.ARAccountant), d.waiting(t)[0].ID, receipt.Decision{CustomerID: d.OtherCustomer.ID}); !ledger.IsCode(err, "not_found") {
		t.Errorf("another organization's line: %v", err)
	}
}
