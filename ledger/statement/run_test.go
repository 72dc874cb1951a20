package statement_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"hefu/ledger"
	"hefu/ledger/document"
	"hefu/ledger/internal/store"
	"hefu/ledger/job"
	"hefu/ledger/ledgertest"
	"hefu/ledger/statement"
)

// crowd makes customers with one receivable of March each.
func (d desk) crowd(t testing.TB, count int) []ledgertest.Customer {
	t.Helper()
	customers := make([]ledgertest.Customer, count)
	docs := make([]document.New, count)
	for i := range customers {
		customers[i] = ledgertest.Customer{ID: ledger.NewID(), OrganizationID: d.Organization.ID, Code: fmt.Sprintf("D%04d", i), Currency: "CNY"}
		d.Exec(t, `INSERT INTO hefu.customers (id, organization_id, code, name, currency) VALUES ($1, $2, $3, $3, 'CNY')`,
			customers[i].ID.String(), d.Organization.ID.String(), customers[i].Code)
		docs[i] = document.New{Kind: document.Receivable, CustomerID: customers[i].ID, Currency: "CNY", DocumentDate: month("2026-03").Start, SourceKind: "manual",
			Lines: []document.Line{{Net: ledgertest.Amount("10"), Gross: ledgertest.Amount("10")}}}
	}
	if _, err := document.Open(d.DB).Post(t.Context(), d.accountant(), docs); err != nil {
		t.Fatal(err)
	}
	return customers
}

func (d desk) run(t testing.TB, cmd statement.RunCommand) statement.RunArgs {
	t.Helper()
	run, err := d.CreateRun(t.Context(), d.accountant(), cmd)
	if err != nil {
		t.Fatalf("create the run: %v", err)
	}
	return statement.RunArgs{OrganizationID: d.Organization.ID, RunID: run.ID}
}

// work goes on until nothing is left.
func (d desk) work(t testing.TB, args statement.RunArgs, chunk int) {
	t.Helper()
	for {
		left, err := d.WorkRun(t.Context(), args, chunk)
		if err != nil && !errors.Is(err, job.Later) {
			t.Errorf("work: %v", err)
			return
		}
		if !left && err == nil {
			return
		}
	}
}

func (d desk) progress(t testing.TB, args statement.RunArgs) statement.Run {
	t.Helper()
	run, err := d.ReadRun(t.Context(), d.accountant(), args.RunID)
	if err != nil {
		t.Fatal(err)
	}
	return run
}

// STM-01: 200 customers in one run; running again makes nothing.
func TestARunOverManyCustomers(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.crowd(t, 200)
	cmd := statement.RunCommand{Period: month("2026-03")}
	preview, err := d.PreviewRun(t.Context(), d.accountant(), cmd)
	if err != nil || preview.Customers != 203 || preview.Statements != 200 || !preview.Totals[0].Closing.Equal(ledgertest.Amount("2000")) {
		t.Errorf("the preview says %d customers, %d statements, %+v, %v", preview.Customers, preview.Statements, preview.Totals, err)
	}
	first := d.run(t, cmd)
	d.work(t, first, 64)
	run := d.progress(t, first)
	if run.State != "done" || run.Done != 200 || run.Empty != 3 || run.Statements != 200 || run.Drafts != 200 || run.Total != 203 || run.CreatedByName != "张会计" {
		t.Errorf("the run is %+v", run)
	}
	again := d.run(t, cmd)
	d.work(t, again, 64)
	if run := d.progress(t, again); run.Unchanged != 200 || run.Statements != 0 || run.Drafts != 200 {
		t.Errorf("the second run is %+v", run)
	}
	issued, err := d.IssueRun(t.Context(), d.accountant(), again.RunID)
	if err != nil || issued != 200 {
		t.Errorf("issued %d, %v", issued, err)
	}
	if issued, err := d.IssueRun(t.Context(), d.accountant(), first.RunID); err != nil || issued != 0 {
		t.Errorf("issued %d again, %v", issued, err)
	}
	counts, err := d.CountStates(t.Context(), d.accountant())
	if err != nil || counts[statement.Issued] != 200 || counts[statement.Draft] != 0 {
		t.Errorf("states %v, %v", counts, err)
	}
}

const shutdown = 10 * time.Second

var errKilled = errors.New("killed")

// A worker dies in the middle of a chunk: the chunk leaves nothing, the next one goes on, and nothing is missing or double.
func TestAKilledRunGoesOn(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	customers := d.crowd(t, 30)
	args := d.run(t, statement.RunCommand{Period: month("2026-03"), Issue: true})
	if _, err := d.WorkRun(t.Context(), args, 10); err != nil {
		t.Fatal(err)
	}
	dying, kill := context.WithCancel(t.Context())
	err := d.DB.Write(dying, d.System(), func(ctx context.Context, tx *store.Tx) error {
		_, err := statement.Generate(ctx, tx, statement.GenerateCommand{Period: month("2026-03"), Customers: ids(customers...), Run: args.RunID, MadeBy: d.accountant().PersonID})
		kill()
		return errors.Join(err, errKilled)
	})
	if err == nil {
		t.Fatal("the killed chunk was kept")
	}
	if _, err := d.WorkRun(dying, args, 10); err == nil {
		t.Error("a dead worker went on")
	}
	if run := d.progress(t, args); run.Pending != 23 || run.State != "running" {
		t.Errorf("after the crash: %+v", run)
	}
	d.work(t, args, 10)
	run := d.progress(t, args)
	if run.State != "done" || run.Done != 30 || run.Failed != 0 || run.Drafts != 0 {
		t.Errorf("at the end: %+v", run)
	}
	if last := ledgertest.Ask[int](t, d.Books, `SELECT max(number)::int FROM hefu.statements`); last != 30 {
		t.Errorf("the numbers go to %d", last)
	}
}

func TestWorkersShareARun(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.crowd(t, 60)
	args := d.run(t, statement.RunCommand{Period: month("2026-03")})
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() { d.work(t, args, 7) })
	}
	all.Wait()
	if run := d.progress(t, args); run.State != "done" || run.Done != 60 || run.Statements != 60 {
		t.Errorf("the run is %+v", run)
	}
	if made := ledgertest.Ask[int](t, d.Books, `SELECT count(*)::int FROM hefu.statement_versions`); made != 60 {
		t.Errorf("%d versions were made", made)
	}
}

// One customer that does not prove out is named and stops nobody; put right, it is retried alone.
func TestAFailedCustomerIsRetriedAlone(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	customers := d.crowd(t, 5)
	bad := customers[2]
	d.Exec(t, `UPDATE hefu.balances SET debit = debit + 1 WHERE customer_id = $1 AND account_code = '1122'`, bad.ID.String())
	args := d.run(t, statement.RunCommand{Period: month("2026-03"), Customers: ids(customers...)})
	d.work(t, args, 100)
	run := d.progress(t, args)
	if run.State != "done" || run.Done != 4 || run.Failed != 1 || len(run.Failures) != 1 || run.Failures[0].Code != bad.Code ||
		run.Failures[0].Fault != "statement_unproven" || run.Failures[0].Reason == "" {
		t.Errorf("the run is %+v", run)
	}
	d.Exec(t, `UPDATE hefu.balances SET debit = debit - 1 WHERE customer_id = $1 AND account_code = '1122'`, bad.ID.String())
	if err := d.RetryRun(t.Context(), d.accountant(), args.RunID); err != nil {
		t.Fatal(err)
	}
	d.work(t, args, 100)
	if run := d.progress(t, args); run.Done != 5 || run.Failed != 0 || run.State != "done" {
		t.Errorf("after the retry: %+v", run)
	}
	wantCode(t, d.RetryRun(t.Context(), d.accountant(), args.RunID), "nothing_to_do")
	wantCode(t, d.CancelRun(t.Context(), d.accountant(), args.RunID), "state_forbids")
}

// A chunk that breaks as a whole is done customer by customer.
func TestABrokenChunkIsDoneOneByOne(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	customers := d.crowd(t, 5)
	d.Exec(t, `CREATE FUNCTION hefu.poison() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
		IF NEW.customer_id = '`+customers[1].ID.String()+`' THEN RAISE EXCEPTION 'poison'; END IF; RETURN NEW; END $$`)
	d.Exec(t, `CREATE TRIGGER poison BEFORE INSERT ON hefu.statements FOR EACH ROW EXECUTE FUNCTION hefu.poison()`)
	args := d.run(t, statement.RunCommand{Period: month("2026-03"), Customers: ids(customers...)})
	d.work(t, args, 100)
	run := d.progress(t, args)
	if run.Done != 4 || run.Failed != 1 || run.Failures[0].Code != customers[1].Code || run.Failures[0].Fault != "internal" {
		t.Errorf("the run is %+v", run)
	}
}

func TestWhoTakesPartInARun(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	cycles := map[string]ledgertest.Customer{}
	for i, c := range d.crowd(t, 4) {
		cycle := []string{"monthly", "quarterly", "day:20", "none"}[i]
		d.Exec(t, `UPDATE hefu.customers SET cycle = $1 WHERE id = $2`, cycle, c.ID.String())
		cycles[cycle] = c
	}
	d.Exec(t, `UPDATE hefu.customers SET cycle = 'none' WHERE code LIKE 'C%'`)
	within := func(p statement.Period, cutOff string) statement.Period {
		p.CutOff = month(cutOff[:7]).Start.AddDays(int(cutOff[8]-'0')*10 + int(cutOff[9]-'0') - 1)
		return p
	}
	for name, c := range map[string]struct {
		cmd  statement.RunCommand
		want int
	}{
		"a quarter's end":     {statement.RunCommand{Period: month("2026-03")}, 2},
		"another month's end": {statement.RunCommand{Period: month("2026-04")}, 1},
		"the 20th":            {statement.RunCommand{Period: within(month("2026-03"), "2026-04-20")}, 2},
		"one cycle":           {statement.RunCommand{Period: month("2026-03"), Cycle: "quarterly"}, 1},
		"a cycle not due":     {statement.RunCommand{Period: month("2026-04"), Cycle: "quarterly"}, 0},
		"named, of no cycle":  {statement.RunCommand{Period: month("2026-04"), Customers: ids(cycles["none"], cycles["none"])}, 1},
	} {
		if p, err := d.PreviewRun(t.Context(), d.accountant(), c.cmd); err != nil || p.Customers != c.want {
			t.Errorf("%s: %d customers, want %d, %v", name, p.Customers, c.want, err)
		}
	}
	for name, c := range map[string]struct {
		actor ledger.Actor
		cmd   statement.RunCommand
		code  string
	}{
		"sales staff":           {d.Staff(ledger.Sales), statement.RunCommand{Period: month("2026-03")}, "not_permitted"},
		"a customer":            {d.confirmer(), statement.RunCommand{Period: month("2026-03")}, "not_permitted"},
		"no dates":              {d.accountant(), statement.RunCommand{}, "validation_failed"},
		"the wrong way round":   {d.accountant(), statement.RunCommand{Period: statement.Period{Start: month("2026-03").CutOff, CutOff: month("2026-03").Start}}, "validation_failed"},
		"a cycle of no meaning": {d.accountant(), statement.RunCommand{Period: month("2026-03"), Cycle: "day:31"}, "validation_failed"},
		"another's customer":    {d.accountant(), statement.RunCommand{Period: month("2026-03"), Customers: ids(d.OtherCustomer)}, "not_found"},
		"nobody":                {d.accountant(), statement.RunCommand{Period: month("2026-04"), Cycle: "quarterly"}, "nothing_to_do"},
	} {
		if _, err := d.CreateRun(t.Context(), c.actor, c.cmd); !ledger.IsCode(err, c.code) {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}

// The job library finds the run by itself, from the insert of the transaction that created it; a run whose job was lost with its
// worker goes on when the next worker starts.
func TestAWorkerDoesTheRun(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.crowd(t, 3)
	lost := d.run(t, statement.RunCommand{Period: month("2026-03"), Issue: true})
	d.Exec(t, `DELETE FROM river.river_job`)
	registry := job.NewRegistry()
	d.Register(registry, ledger.SystemClock)
	worker, err := job.Open(d.DB, registry, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := worker.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if resumed, err := d.Resume(t.Context()); err != nil || resumed != 1 {
		t.Errorf("resumed %d runs, %v", resumed, err)
	}
	for d.progress(t, lost).State != "done" { // the test's own time limit ends this
	}
	next := d.run(t, statement.RunCommand{Period: month("2026-04"), Issue: true})
	for d.progress(t, next).State != "done" {
	}
	stopping, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), shutdown)
	defer cancel()
	if err := worker.Stop(stopping); err != nil {
		t.Error(err)
	}
	for _, args := range []statement.RunArgs{lost, next} {
		if run := d.progress(t, args); run.Done != 3 || run.Drafts != 0 {
			t.Errorf("the run is %+v", run)
		}
	}
	if resumed, err := d.Resume(t.Context()); err != nil || resumed != 0 {
		t.Errorf("resumed %d runs, %v", resumed, err)
	}
}
