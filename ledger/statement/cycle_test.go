package statement_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
	"hefu/ledger/statement"
)

func (d desk) cycle(t *testing.T, customer ledgertest.Customer, cycle string) {
	t.Helper()
	d.Exec(t, `UPDATE hefu.customers SET cycle = $2 WHERE id = $1::uuid`, customer.ID.String(), cycle)
}

func (d desk) preview(t *testing.T, cmd statement.RunCommand) statement.Preview {
	t.Helper()
	preview, err := d.PreviewRun(t.Context(), d.accountant(), cmd)
	if err != nil {
		t.Fatalf("preview: %v", err)
	}
	return preview
}

// policy makes a policy of the defaults, changed.
func (d desk) policy(t *testing.T, change func(*statement.CyclePolicy)) {
	t.Helper()
	versions, err := d.CyclePolicies(t.Context(), d.accountant())
	if err != nil {
		t.Fatal(err)
	}
	policy := versions[0].CyclePolicy
	change(&policy)
	if err := d.MakeCyclePolicy(t.Context(), d.Staff(ledger.FinanceSupervisor), versions[0].Version, policy, "试行"); err != nil {
		t.Fatal(err)
	}
}

// SET-09: the monthly run passes over a quarterly customer and says so; at the quarter's end the statement is of the quarter.
func TestAQuarterlyCustomerHasItsOwnPeriod(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.cycle(t, d.CNY, "quarterly")
	d.Receivable(t, d.CNY, "100.00", "2026-01-10")
	d.Receivable(t, d.USD, "200.00", "2026-02-10")
	d.Receivable(t, d.USD, "200.00", "2026-03-10")
	february := d.preview(t, statement.RunCommand{Period: month("2026-02")})
	if february.NotDueCount != 1 || february.NotDue[0].CustomerID != d.CNY.ID || february.NotDue[0].CutOff.String() != "2026-03-31" || february.NotDue[0].Start.String() != "2026-01-01" {
		t.Errorf("February passes over %+v", february.NotDue)
	}
	march := d.run(t, statement.RunCommand{Period: month("2026-03")})
	d.work(t, march, 10)
	for customer, want := range map[ledger.ID]string{d.CNY.ID: "2026-01-01", d.USD.ID: "2026-03-01"} {
		list, err := d.List(t.Context(), d.accountant(), statement.Filter{CustomerID: customer})
		if err != nil || len(list) != 1 || list[0].PeriodStart.String() != want || list[0].CutOff.String() != "2026-03-31" {
			t.Errorf("the statement is %+v, %v, want one from %s", list, err, want)
		}
	}
	if run := d.progress(t, march); run.Drafts != 2 {
		t.Errorf("%d drafts", run.Drafts)
	}
	if n, err := d.IssueRun(t.Context(), d.accountant(), march.RunID); n != 2 || err != nil {
		t.Errorf("issued %d, %v", n, err)
	}
	again := d.run(t, statement.RunCommand{Period: month("2026-03")})
	d.work(t, again, 10)
	if run := d.progress(t, again); run.Unchanged != 2 || run.Failed != 0 {
		t.Errorf("again: %+v", run)
	}
}

// Nobody starts before the day after their last statement, also where their own period begins with the run's.
func TestANewCycleBeginsAfterTheLastStatement(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.Receivable(t, d.CNY, "100.00", "2026-03-10")
	d.issued(t, month("2026-03"), d.CNY)
	d.cycle(t, d.CNY, "weeks:2:2026-04-05")
	d.Receivable(t, d.CNY, "50.00", "2026-04-02")
	run := d.run(t, statement.RunCommand{Period: statement.Period{Start: calendar.MustParse("2026-03-23"), CutOff: calendar.MustParse("2026-04-05")}, Due: true})
	d.work(t, run, 10)
	list, err := d.List(t.Context(), d.accountant(), statement.Filter{CustomerID: d.CNY.ID})
	if err != nil || len(list) != 2 || list[0].PeriodStart.String() != "2026-04-01" || list[0].CutOff.String() != "2026-04-05" {
		t.Errorf("the statements are %+v, %v", list, err)
	}
}

func TestDueTakesOnlyWhoseOwnPeriodEnds(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.cycle(t, d.CNY, "day:10,25")
	d.cycle(t, d.USD, "weeks:2:2026-03-08")
	at := func(cutOff string, due bool) int {
		end := calendar.MustParse(cutOff)
		return d.preview(t, statement.RunCommand{Period: statement.Period{Start: end.StartOfMonth(), CutOff: end}, Due: due}).Customers
	}
	for cutOff, want := range map[string][2]int{"2026-03-10": {1, 2}, "2026-03-22": {1, 2}, "2026-03-31": {1, 1}, "2026-03-11": {0, 1}} {
		if due, all := at(cutOff, true), at(cutOff, false); due != want[0] || all != want[1] {
			t.Errorf("%s: %d are due, %d take part, want %v", cutOff, due, all, want)
		}
	}
	for _, cycle := range []string{"day", "weeks", "dates", "day:10,25"} {
		d.preview(t, statement.RunCommand{Period: month("2026-03"), Cycle: cycle})
	}
	_, err := d.PreviewRun(t.Context(), d.accountant(), statement.RunCommand{Period: month("2026-03"), Cycle: "none"})
	wantCode(t, err, "validation_failed")
}

func TestWhoIsLeftOutIsKeptWithTheReason(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.Receivable(t, d.CNY, "100.00", "2026-03-10")
	d.Receivable(t, d.USD, "200.00", "2026-03-10")
	cmd := statement.RunCommand{Period: month("2026-03"), Excluded: []statement.Exception{{CustomerID: d.CNY.ID, Reason: "合同重签中"}}}
	if p := d.preview(t, cmd); p.Excluded != 1 || p.Customers != 2 || p.Statements != 1 {
		t.Errorf("the preview is %+v", p)
	}
	run := d.run(t, cmd)
	d.work(t, run, 10)
	got := d.progress(t, run)
	if got.Excluded != 1 || got.Done != 1 || got.Failed != 0 || len(got.Failures) != 1 || got.Failures[0].State != "excluded" || got.Failures[0].Reason != "已手工排除：合同重签中" {
		t.Errorf("the run is %+v", got)
	}
	cmd.Excluded[0].Reason = ""
	_, err := d.CreateRun(t.Context(), d.accountant(), cmd)
	wantCode(t, err, "validation_failed")
	cmd.Excluded = []statement.Exception{{CustomerID: ledger.NewID(), Reason: "x"}}
	_, err = d.CreateRun(t.Context(), d.accountant(), cmd)
	wantCode(t, err, "validation_failed")
	cmd.Excluded, cmd.Customers = []statement.Exception{{CustomerID: d.CNY.ID, Reason: "x"}}, []ledger.ID{d.CNY.ID}
	_, err = d.CreateRun(t.Context(), d.accountant(), cmd)
	wantCode(t, err, "nothing_to_do")
}

// Whom to leave out is found by a part of the code, the name or a custom field, among those alone who take part.
func TestWhoToLeaveOutIsFoundByAnything(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	field, code := ledger.NewID(), ledgertest.Ask[string](t, d.Books, `SELECT code FROM hefu.customers WHERE id = $1`, d.USD.ID)
	d.Exec(t, `INSERT INTO hefu.fields (id, organization_id, subject, code, kind, label_zh, label_en) VALUES ($1, $2, 'customer', 'channel', 'text', '渠道', 'Channel')`, field, d.Organization.ID)
	d.Exec(t, `INSERT INTO hefu.field_values (field_id, subject, organization_id, customer_id, object_id, value) VALUES ($1, 'customer', $2, $3, $3, 'Dealer 100%')`, field, d.Organization.ID, d.USD.ID)
	cmd := statement.RunCommand{Period: month("2026-03")}
	for text, want := range map[string]bool{code: true, strings.ToLower(code): true, " dealer ": true, "100%": true, "10%": false, "_ealer": false, "": true} {
		found, err := d.Candidates(t.Context(), d.accountant(), cmd, text)
		if got := slices.ContainsFunc(found, func(c statement.Candidate) bool { return c.ID == d.USD.ID }); err != nil || got != want {
			t.Errorf("%q finds %v, %v", text, found, err)
		}
	}
	cmd.Customers = []ledger.ID{d.CNY.ID}
	if found, err := d.Candidates(t.Context(), d.accountant(), cmd, "dealer"); err != nil || len(found) != 0 {
		t.Errorf("who takes no part is found: %v, %v", found, err)
	}
	for _, actor := range []ledger.Actor{d.Staff(ledger.Auditor), d.Contact(d.CNY, ledger.Confirmer)} {
		_, err := d.Candidates(t.Context(), actor, cmd, "")
		wantCode(t, err, "not_permitted")
	}
}

// seed posts what every check of documents should find about the customer, and one document that is right.
func (d desk) seed(t *testing.T, customer ledgertest.Customer) {
	t.Helper()
	line := func(rate, net, tax string) []document.Line {
		n, x := ledgertest.Amount(net), ledgertest.Amount(tax)
		return []document.Line{{Net: n, TaxRate: ledgertest.Amount(rate), Tax: x, Gross: n.Add(x)}}
	}
	post := func(lines []document.Line, change func(*document.New)) {
		n := document.New{Kind: document.Receivable, CustomerID: customer.ID, Currency: "CNY", DocumentDate: calendar.MustParse("2026-03-10"), SourceKind: "shipment", ShipmentNo: "SH-1", Lines: lines}
		change(&n)
		if _, err := document.Open(d.DB).Post(t.Context(), d.accountant(), []document.New{n}); err != nil {
			t.Fatal(err)
		}
	}
	post(line("13", "100.00", "13.00"), func(*document.New) {})
	post(line("17", "100.00", "17.00"), func(n *document.New) { n.ShipmentNo = "SH-2" })
	post(line("13", "100.00", "13.01"), func(n *document.New) { n.ShipmentNo = "SH-3" })
	for range 2 {
		post(line("13", "50.00", "6.50"), func(n *document.New) { n.InvoiceNo = "INV-7" })
		post(line("13", "70.00", "9.10"), func(n *document.New) { n.OrderNo = "PO-9" })
	}
	post(line("13", "10.00", "1.30"), func(n *document.New) { n.ShipmentNo = "" })
}

// STM-19: every error that is seeded is flagged before anything is sent.
func TestEveryCheckFindsWhatIsSeeded(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.seed(t, d.CNY)
	d.Exec(t, `UPDATE hefu.organizations SET payee_account = ''`)
	d.Exec(t, `UPDATE hefu.contacts SET email = '' WHERE id IN (SELECT contact_id FROM hefu.contact_roles WHERE customer_id = $1::uuid)`, d.CNY.ID.String())
	d.Exec(t, `INSERT INTO hefu.drafts (id, organization_id, customer_id, kind, content, posting_date, created_by) VALUES ($1::uuid, $2::uuid, $3::uuid, 'receivable', '{}', '2026-03-31', $4::uuid)`,
		ledger.NewID().String(), d.Organization.ID.String(), d.CNY.ID.String(), d.accountant().PersonID.String())
	d.policy(t, func(p *statement.CyclePolicy) { p.TaxTolerance = decimal.Zero })
	cmd := statement.RunCommand{Period: month("2026-03")}
	found := map[string]int{}
	for _, f := range d.preview(t, cmd).Findings {
		if f.CustomerID == d.CNY.ID || f.CustomerID.IsZero() {
			found[f.Check] = f.Count
		}
		if f.Blocks {
			t.Errorf("%s blocks without being told to", f.Check)
		}
	}
	want := map[string]int{"tax_rate": 1, "tax_amount": 1, "duplicate": 4, "unposted": 1, "proof": 1, "contact": 1, "payee": 1, "nothing": 2}
	for check, count := range want {
		if found[check] != count {
			t.Errorf("%s: found %d, want %d", check, found[check], count)
		}
	}
	if len(found) != len(want) {
		t.Errorf("found %v", found)
	}
	d.policy(t, func(p *statement.CyclePolicy) {
		for _, check := range statement.Checks {
			p.Checks[check] = statement.CheckOff
		}
	})
	if off := d.preview(t, cmd); len(off.Findings) != 0 {
		t.Errorf("switched off, they find %+v", off.Findings)
	}
}

func TestACheckHoldsBackUntilSomebodyReleases(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.seed(t, d.CNY)
	d.Receivable(t, d.USD, "200.00", "2026-03-10")
	d.policy(t, func(p *statement.CyclePolicy) { p.Checks["tax_rate"] = statement.CheckBlock })
	cmd := statement.RunCommand{Period: month("2026-03")}
	if p := d.preview(t, cmd); p.Blocked != 1 {
		t.Errorf("%d are blocked", p.Blocked)
	}
	args := d.run(t, cmd)
	d.work(t, args, 10)
	run := d.progress(t, args)
	if run.Blocked != 1 || run.Done != 1 || run.Failures[0].State != "blocked" || len(run.Failures[0].Findings) == 0 {
		t.Fatalf("the run is %+v", run)
	}
	wantCode(t, d.ReleaseRun(t.Context(), d.accountant(), args.RunID, []ledger.ID{d.CNY.ID}, ""), "validation_failed")
	wantCode(t, d.ReleaseRun(t.Context(), d.accountant(), args.RunID, []ledger.ID{d.USD.ID}, "x"), "nothing_to_do")
	wantCode(t, d.ReleaseRun(t.Context(), d.Staff(ledger.Auditor), args.RunID, []ledger.ID{d.CNY.ID}, "x"), "not_permitted")
	wantCode(t, d.ReleaseRun(t.Context(), d.OtherStaff(ledger.ARAccountant), args.RunID, []ledger.ID{d.CNY.ID}, "x"), "not_found")
	if err := d.RetryRun(t.Context(), d.accountant(), args.RunID); err != nil {
		t.Fatal(err)
	}
	d.work(t, args, 10)
	if run := d.progress(t, args); run.Blocked != 1 {
		t.Errorf("tried again without mending it: %+v", run)
	}
	if err := d.ReleaseRun(t.Context(), d.accountant(), args.RunID, []ledger.ID{d.CNY.ID}, "旧合同税率，已核"); err != nil {
		t.Fatal(err)
	}
	d.work(t, args, 10)
	if run := d.progress(t, args); run.Blocked != 0 || run.Done != 2 || run.State != "done" {
		t.Errorf("released, the run is %+v", run)
	}
	cmd.Released = []statement.Exception{{CustomerID: d.CNY.ID, Reason: "旧合同税率"}}
	if p := d.preview(t, cmd); p.Blocked != 0 {
		t.Errorf("released beforehand, %d are blocked", p.Blocked)
	}
}

func TestRunsBeginByTheSchedule(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	today := calendar.MustParse(ledgertest.Ask[string](t, d.Books, `SELECT (now() AT TIME ZONE time_zone)::date::text FROM hefu.organizations WHERE code = $1`, d.Organization.Code))
	yesterday := today.AddDays(-1)
	d.Exec(t, `UPDATE hefu.customers SET cycle = 'none'`)
	d.cycle(t, d.CNY, "dates:"+yesterday.String()[5:])
	if runs, err := d.Schedule(t.Context(), d.Organization.ID); err != nil || len(runs) != 0 {
		t.Fatalf("without a policy %d runs began, %v", len(runs), err)
	}
	d.policy(t, func(p *statement.CyclePolicy) { p.Automatic = statement.AutomaticDraft })
	runs, err := d.Schedule(t.Context(), d.Organization.ID)
	if err != nil || len(runs) != 1 || runs[0].CutOff != yesterday || runs[0].Total != 1 || !runs[0].Scheduled || runs[0].Issue {
		t.Fatalf("begun %+v, %v", runs, err)
	}
	if runs, err := d.Schedule(t.Context(), d.Organization.ID); err != nil || len(runs) != 0 {
		t.Errorf("again %d runs began, %v", len(runs), err)
	}
	if due, err := d.DueRuns(t.Context(), d.accountant()); err != nil || len(due) != 0 {
		t.Errorf("dealt with, %+v are due, %v", due, err)
	}
	d.policy(t, func(p *statement.CyclePolicy) { p.DelayDays = 2 })
	d.cycle(t, d.USD, "dates:"+today.AddDays(-2).String()[5:])
	if runs, err := d.Schedule(t.Context(), d.Organization.ID); err != nil || len(runs) != 0 {
		t.Errorf("before the days it waits %d runs began, %v", len(runs), err)
	}
	due, err := d.DueRuns(t.Context(), d.accountant())
	if err != nil || len(due) == 0 || due[0].Done != 0 || due[0].Customers != 1 || due[0].Days != 1 || !due[0].Automatic {
		t.Errorf("due are %+v, %v", due, err)
	}
}

func TestWhoMaySetTheCycle(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	versions, err := d.CyclePolicies(t.Context(), d.Staff(ledger.Auditor))
	if err != nil || len(versions) != 1 || versions[0].Version != 0 {
		t.Fatal(versions, err)
	}
	policy, supervisor := versions[0].CyclePolicy, d.Staff(ledger.FinanceSupervisor)
	wantCode(t, d.MakeCyclePolicy(t.Context(), d.accountant(), 0, policy, "x"), "not_permitted")
	wantCode(t, d.MakeCyclePolicy(t.Context(), supervisor, 0, policy, ""), "validation_failed")
	wantCode(t, d.MakeCyclePolicy(t.Context(), supervisor, 3, policy, "x"), "conflict")
	for name, change := range map[string]func(*statement.CyclePolicy){
		"automatic": func(p *statement.CyclePolicy) { p.Automatic = "maybe" },
		"delay":     func(p *statement.CyclePolicy) { p.DelayDays = 16 },
		"checks":    func(p *statement.CyclePolicy) { p.Checks = map[string]string{"luck": "warn"} },
		"proofs":    func(p *statement.CyclePolicy) { p.Proofs = map[string]string{"receivable": "maybe"} },
		"rates":     func(p *statement.CyclePolicy) { p.TaxRates = []decimal.Decimal{decimal.NewFromInt(101)} },
		"order":     func(p *statement.CyclePolicy) { p.TaskDays = p.EscalationDays },
	} {
		bad := policy
		change(&bad)
		if err := d.MakeCyclePolicy(t.Context(), supervisor, 0, bad, "x"); !ledger.IsCode(err, "validation_failed") {
			t.Errorf("%s: %v", name, err)
		}
	}
	d.policy(t, func(p *statement.CyclePolicy) { p.DelayDays, p.TaskDays = 1, nil })
	versions, err = d.CyclePolicies(t.Context(), d.accountant())
	if err != nil || versions[0].Version != 1 || versions[0].DelayDays != 1 || versions[0].TaskDays != nil || len(versions[0].TaxRates) != 7 || versions[0].CreatedByName == "" {
		t.Errorf("in force is %+v, %v", versions[0], err)
	}
}
