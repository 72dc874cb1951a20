package period_test

import (
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
	"hefu/ledger/period"
)

var (
	march = calendar.MustParse("2026-03-01")
	april = calendar.MustParse("2026-04-15")
)

func wantCode(t *testing.T, err error, code string) *ledger.Error {
	t.Helper()
	if !ledger.IsCode(err, code) {
		t.Fatalf("got %v, want %s", err, code)
	}
	return ledger.AsError(err)
}

// post tries to post a receivable and says how it went.
func post(t *testing.T, b *ledgertest.Books, on string) error {
	t.Helper()
	_, err := document.Open(b.DB).Post(t.Context(), b.Staff(ledger.ARAccountant), []document.New{{Kind: document.Receipt, CustomerID: b.CNY.ID,
		Currency: "CNY", DocumentDate: calendar.MustParse(on), SourceKind: "manual", Amount: ledgertest.Amount("10")}})
	return err
}

func draft(t *testing.T, b *ledgertest.Books, state, on string) {
	t.Helper()
	b.Exec(t, `INSERT INTO hefu.drafts (id, organization_id, customer_id, kind, state, content, posting_date, created_by)
		VALUES ($1, $2, $3, 'receivable', $4, '{}', $5::text::date, $6)`, ledger.NewID().String(), b.Organization.ID.String(), b.CNY.ID.String(), state, on,
		b.Staff(ledger.ARAccountant).PersonID.String())
}

func TestAClosedPeriodAndTheOnesBeforeTakeNothing(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	periods, supervisor := period.Open(b.DB), b.Staff(ledger.FinanceSupervisor)
	if err := periods.Close(t.Context(), supervisor, march); err != nil {
		t.Fatal(err)
	}
	for on, want := range map[string]string{"2026-03-31": "2026-03", "2026-01-05": "2026-01"} {
		refused := wantCode(t, post(t, b, on), "period_closed")
		if refused.Params["period"] != want {
			t.Errorf("%s: refused for %q", on, refused.Params["period"])
		}
	}
	if err := post(t, b, "2026-04-01"); err != nil {
		t.Errorf("April is open, but: %v", err)
	}
	wantCode(t, periods.Close(t.Context(), supervisor, march), "state_forbids")
	wantCode(t, periods.Close(t.Context(), supervisor, calendar.MustParse("2031-01-01")), "not_found")
	list, err := periods.List(t.Context(), supervisor)
	if err != nil || len(list) != 48 || Of(list, april).ClosedAt != nil {
		t.Fatalf("%d periods, %v", len(list), err)
	}
	if p := Of(list, march); p.ClosedAt == nil || p.ClosedBy != supervisor.Name || !p.Latest {
		t.Errorf("March shows as %+v", p)
	}
}

// Of finds the period of a day.
func Of(list []period.Period, day calendar.Date) period.Period {
	for _, p := range list {
		if p.Starts == day.StartOfMonth() {
			return p
		}
	}
	return period.Period{}
}

func TestUnfinishedWorkKeepsAPeriodOpenAndIsNamed(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	periods, supervisor := period.Open(b.DB), b.Staff(ledger.FinanceSupervisor)
	draft(t, b, "draft", "2026-03-10")
	draft(t, b, "submitted", "2026-02-10")
	draft(t, b, "discarded", "2026-03-10")
	draft(t, b, "draft", "2026-04-01")
	b.Exec(t, `INSERT INTO hefu.statement_runs (id, organization_id, period_start, cut_off, state, created_by) VALUES ($1, $2, '2026-03-01', '2026-03-31', 'running', $3)`,
		ledger.NewID().String(), b.Organization.ID.String(), supervisor.PersonID.String())
	refused := wantCode(t, periods.Close(t.Context(), supervisor, march), "period_not_closable")
	for _, part := range []string{"C001 receivable 2026-02-10 submitted", "C001 receivable 2026-03-10 draft", "statement run to 2026-03-31"} {
		if !strings.Contains(refused.Params["blockers"], part) {
			t.Errorf("%q is not named in %q", part, refused.Params["blockers"])
		}
	}
	blockers, err := periods.Blockers(t.Context(), b.Staff(ledger.Auditor), march)
	if err != nil || len(blockers) != 3 {
		t.Errorf("blockers %v, %v", blockers, err)
	}
	if list, err := periods.List(t.Context(), supervisor); err != nil || Of(list, march).Blockers != 2 || Of(list, april).Blockers != 1 {
		t.Errorf("the list counts %d and %d, %v", Of(list, march).Blockers, Of(list, april).Blockers, err)
	}
	b.Exec(t, `UPDATE hefu.drafts SET state = 'discarded'`)
	b.Exec(t, `UPDATE hefu.statement_runs SET state = 'done'`)
	if err := periods.Close(t.Context(), supervisor, march); err != nil {
		t.Error(err)
	}
}

func TestPeriodsAreReopenedInOrderAndWithAReason(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	periods, supervisor := period.Open(b.DB), b.Staff(ledger.FinanceSupervisor)
	for _, day := range []calendar.Date{march, april} {
		if err := periods.Close(t.Context(), supervisor, day); err != nil {
			t.Fatal(err)
		}
	}
	wantCode(t, periods.Reopen(t.Context(), supervisor, april, "  "), "validation_failed")
	if refused := wantCode(t, periods.Reopen(t.Context(), supervisor, march, "补录"), "period_not_latest"); refused.Params["period"] != "2026-04" {
		t.Errorf("it points to %q", refused.Params["period"])
	}
	wantCode(t, periods.Reopen(t.Context(), supervisor, calendar.MustParse("2026-05-01"), "补录"), "state_forbids")
	for _, day := range []calendar.Date{april, march} {
		if err := periods.Reopen(t.Context(), supervisor, day, "补录发票"); err != nil {
			t.Fatal(err)
		}
	}
	if err := post(t, b, "2026-03-31"); err != nil {
		t.Error(err)
	}
	reasons := ledgertest.Ask[int](t, b, `SELECT count(*)::int FROM hefu.audit_log WHERE action = 'period.reopened' AND payload LIKE '%补录发票%'`)
	if reasons != 2 {
		t.Errorf("%d reasons stand in the audit log", reasons)
	}
}

func TestOnlyFinanceClosesAndOnlyItsOwnOrganization(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	periods := period.Open(b.DB)
	for _, role := range ledgertest.StaffRoles {
		if role == ledger.FinanceSupervisor {
			continue
		}
		wantCode(t, periods.Close(t.Context(), b.Staff(role), march), "not_permitted")
		wantCode(t, periods.Reopen(t.Context(), b.Staff(role), march, "补录"), "not_permitted")
		wantCode(t, periods.Extend(t.Context(), b.Staff(role), 1), "not_permitted")
	}
	if err := periods.Close(t.Context(), b.OtherStaff(ledger.FinanceSupervisor), march); err != nil {
		t.Fatal(err)
	}
	if err := post(t, b, "2026-03-10"); err != nil {
		t.Errorf("the other organization's close reached this one: %v", err)
	}
}

func TestFurtherMonthsAreOpened(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	periods, supervisor := period.Open(b.DB), b.Staff(ledger.FinanceSupervisor)
	wantCode(t, periods.Extend(t.Context(), supervisor, 0), "validation_failed")
	if err := periods.Extend(t.Context(), supervisor, 12); err != nil {
		t.Fatal(err)
	}
	if err := post(t, b, "2028-12-31"); err != nil {
		t.Error(err)
	}
	wantCode(t, post(t, b, "2029-01-01"), "period_closed")
}
