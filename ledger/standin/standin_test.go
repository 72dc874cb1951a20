package standin_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
	"hefu/ledger/standin"
	"hefu/ledger/worklist"
)

// desk is a set of books whose receipts above 1,000 a finance supervisor approves.
type desk struct {
	*ledgertest.Books
	*standin.Service
	documents *document.Service
	today     calendar.Date
}

func open(t *testing.T) desk {
	t.Helper()
	b := ledgertest.Open(t)
	b.Exec(t, `UPDATE hefu.organizations SET approval_threshold = 1000 WHERE id = $1`, b.Organization.ID)
	today := calendar.MustParse(ledgertest.Ask[string](t, b, `SELECT (now() AT TIME ZONE time_zone)::date::text FROM hefu.organizations WHERE id = $1`, b.Organization.ID))
	return desk{b, standin.Open(b.DB), document.Open(b.DB), today}
}

func fresh(actor ledger.Actor) ledger.Actor {
	actor.Fresh = true
	return actor
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func want(t *testing.T, what string, err error, code string) {
	t.Helper()
	if !ledger.IsCode(err, code) {
		t.Errorf("%s: %v, want %s", what, err, code)
	}
}

// stands names b for a for today, and returns both as they are then.
func (d desk) stands(t *testing.T, away, acts ledger.Actor) (ledger.ID, ledger.Actor, ledger.Actor) {
	t.Helper()
	id, err := d.Name(t.Context(), fresh(away), standin.Named{StandInID: acts.PersonID, StartsOn: d.today, EndsOn: d.today.AddDays(3), Reason: "休假"})
	must(t, err)
	return id, d.now(t, away), d.now(t, acts)
}

func (d desk) now(t *testing.T, actor ledger.Actor) ledger.Actor {
	t.Helper()
	actor, err := d.Of(t.Context(), actor)
	must(t, err)
	return actor
}

func (d desk) submitted(t *testing.T, maker ledger.Actor, number string) document.Draft {
	t.Helper()
	on := calendar.MustParse("2026-04-05")
	draft, err := d.documents.CreateDraft(t.Context(), maker, document.New{Kind: document.Receipt, CustomerID: d.CNY.ID, Currency: "CNY", DocumentDate: on, PostingDate: on,
		SourceKind: "manual", SourceSystem: "hefu", SourceID: number, Method: "bank", Amount: ledgertest.Amount("9000.00")})
	must(t, err)
	draft, err = d.documents.SubmitDraft(t.Context(), maker, draft.ID, draft.RowVersion)
	must(t, err)
	return draft
}

func TestAStandInIsNamedByWhoIsAwayOrAnAdministrator(t *testing.T) {
	t.Parallel()
	d := open(t)
	supervisor, accountant, sales := d.Staff(ledger.FinanceSupervisor), d.Staff(ledger.ARAccountant), d.Staff(ledger.Sales)
	administrator := d.Staff(ledger.Administrator)
	good := standin.Named{StandInID: accountant.PersonID, StartsOn: d.today, EndsOn: d.today.AddDays(3)}
	name := func(actor ledger.Actor, change func(*standin.Named)) error {
		n := good
		change(&n)
		_, err := d.Name(t.Context(), actor, n)
		return err
	}
	stale := supervisor
	stale.Fresh = false
	want(t, "a sign-in of yesterday", name(stale, func(*standin.Named) {}), "step_up_required")
	for what, refused := range map[string]struct {
		actor  ledger.Actor
		change func(*standin.Named)
		code   string
	}{
		"for a colleague":   {sales, func(n *standin.Named) { n.StaffID = supervisor.PersonID }, "not_permitted"},
		"oneself":           {supervisor, func(n *standin.Named) { n.StandInID = supervisor.PersonID }, "validation_failed"},
		"backwards":         {supervisor, func(n *standin.Named) { n.EndsOn = d.today.AddDays(-1) }, "validation_failed"},
		"too long":          {supervisor, func(n *standin.Named) { n.EndsOn = d.today.AddDays(367) }, "validation_failed"},
		"yesterday":         {supervisor, func(n *standin.Named) { n.StartsOn = d.today.AddDays(-1) }, "validation_failed"},
		"an administrator":  {supervisor, func(n *standin.Named) { n.StandInID = administrator.PersonID }, "stand_in_unfit"},
		"an auditor":        {supervisor, func(n *standin.Named) { n.StandInID = d.Staff(ledger.Auditor).PersonID }, "stand_in_unfit"},
		"of another seller": {supervisor, func(n *standin.Named) { n.StandInID = d.OtherStaff(ledger.ARAccountant).PersonID }, "not_found"},
		"a stranger":        {administrator, func(n *standin.Named) { n.StaffID = d.OtherStaff(ledger.Sales).PersonID }, "not_found"},
		"a customer":        {d.Contact(d.CNY, ledger.Confirmer), func(*standin.Named) {}, "not_permitted"},
	} {
		want(t, what, name(fresh(refused.actor), refused.change), refused.code)
	}
	must(t, name(fresh(administrator), func(n *standin.Named) { n.StaffID = supervisor.PersonID }))
	want(t, "a second for the same days", name(fresh(supervisor), func(n *standin.Named) { n.StandInID = sales.PersonID }), "stand_in_overlaps")
	list, err := d.List(t.Context(), accountant)
	must(t, err)
	if len(list) != 1 || list[0].State != standin.Running || list[0].StaffName != supervisor.Name || list[0].Name != accountant.Name {
		t.Fatalf("%+v", list)
	}
	if others, err := d.List(t.Context(), sales); err != nil || len(others) != 0 {
		t.Errorf("a colleague whom it does not concern sees %v, %v", others, err)
	}
	want(t, "somebody it does not concern", d.End(t.Context(), sales, list[0].ID), "not_found")
	want(t, "another seller's administrator", d.End(t.Context(), d.OtherStaff(ledger.Administrator), list[0].ID), "not_found")
	must(t, d.End(t.Context(), accountant, list[0].ID))
	want(t, "twice", d.End(t.Context(), supervisor, list[0].ID), "state_forbids")
	must(t, name(fresh(supervisor), func(n *standin.Named) { n.StandInID = sales.PersonID }))
	if n := ledgertest.Ask[int](t, d.Books, `SELECT count(*) FROM hefu.audit_log WHERE action IN ('stand_in.named', 'stand_in.ended')`); n != 3 {
		t.Errorf("%d rows in the log, want 3", n)
	}
}

func TestAStandInDecidesForWhoIsAwayAndIsNamedAsSuch(t *testing.T) {
	t.Parallel()
	d := open(t)
	supervisor, manager, accountant := d.Staff(ledger.FinanceSupervisor), d.Staff(ledger.CreditManager), d.Staff(ledger.ARAccountant)
	draft := d.submitted(t, accountant, "1")
	_, err := d.documents.DecideDraft(t.Context(), manager, draft.ID, draft.RowVersion, document.Decision{Approve: true})
	want(t, "before", err, "not_permitted")
	id, _, manager := d.stands(t, supervisor, manager)
	work := worklist.Open(d.DB)
	section, err := work.ReadSection(t.Context(), manager, "approvals", worklist.Cursor{}, 10)
	must(t, err)
	if section.Count != 1 || section.Rows[0].ForName(manager) != supervisor.Name {
		t.Fatalf("the work list shows %+v", section)
	}
	_, err = d.documents.DecideDraft(t.Context(), manager, draft.ID, draft.RowVersion, document.Decision{Approve: true})
	must(t, err)
	if who := ledgertest.Ask[string](t, d.Books, `SELECT person_name FROM hefu.draft_approvals`); who != manager.Name+" 代 "+supervisor.Name {
		t.Errorf("it was approved by %q", who)
	}
	if n := ledgertest.Ask[int](t, d.Books, `SELECT count(*) FROM hefu.audit_log WHERE action = 'draft.approved' AND position($1 IN payload) > 0 AND position('acts_for' IN payload) > 0`, supervisor.PersonID.String()); n != 1 {
		t.Errorf("%d rows of the log name for whom", n)
	}
	later := d.submitted(t, accountant, "2")
	must(t, d.End(t.Context(), supervisor, id))
	_, err = d.documents.DecideDraft(t.Context(), d.now(t, d.Staff(ledger.CreditManager)), later.ID, later.RowVersion, document.Decision{Approve: true})
	want(t, "once it has ended", err, "not_permitted")
}

// A person and the stand-in are one for four eyes, either way, in the domain, in the lists and in the database.
func TestFourEyesCountAPersonAndTheStandInAsOne(t *testing.T) {
	t.Parallel()
	d := open(t)
	supervisor, accountant := d.Staff(ledger.FinanceSupervisor), d.Staff(ledger.ARAccountant)
	id, supervisor, accountant := d.stands(t, supervisor, accountant)
	draft := d.submitted(t, accountant, "1")
	for _, who := range []ledger.Actor{supervisor, accountant} {
		_, err := d.documents.DecideDraft(t.Context(), who, draft.ID, draft.RowVersion, document.Decision{Approve: true})
		want(t, who.Name, err, "four_eyes")
		waiting, err := d.documents.WaitingDrafts(t.Context(), who)
		must(t, err)
		if waiting != 0 {
			t.Errorf("%s is shown %d to decide", who.Name, waiting)
		}
	}
	must(t, d.End(t.Context(), supervisor, id))
	supervisor = d.now(t, d.Staff(ledger.FinanceSupervisor))
	_, err := d.documents.DecideDraft(t.Context(), supervisor, draft.ID, draft.RowVersion, document.Decision{Approve: true})
	want(t, "what was made meanwhile, afterwards", err, "four_eyes")
	unaware := d.Staff(ledger.FinanceSupervisor) // an actor that knows of no stand-in: the database still does
	_, err = d.documents.DecideDraft(t.Context(), unaware, draft.ID, draft.RowVersion, document.Decision{Approve: true})
	want(t, "in the database", err, "four_eyes")
	after := d.submitted(t, d.now(t, d.Staff(ledger.ARAccountant)), "2")
	_, err = d.documents.DecideDraft(t.Context(), supervisor, after.ID, after.RowVersion, document.Decision{Approve: true})
	must(t, err)
}

func TestAStandInEndsByItselfAndSeesTheCustomersMeanwhile(t *testing.T) {
	t.Parallel()
	d := open(t)
	one, other := d.Staff(ledger.Sales), d.Staff(ledger.Management)
	d.Exec(t, `UPDATE hefu.staff_roles SET role = 'sales' WHERE staff_id = $1`, other.PersonID)
	other.Roles = []ledger.Role{ledger.Sales}
	d.Exec(t, `UPDATE hefu.customers SET salesperson_id = $2 WHERE id = $1`, d.CNY.ID, one.PersonID)
	sees := func() int {
		list, err := d.documents.ListDrafts(t.Context(), d.now(t, other), document.DraftFilter{})
		must(t, err)
		return len(list)
	}
	d.submitted(t, d.Staff(ledger.ARAccountant), "1")
	if n := sees(); n != 0 {
		t.Fatalf("another salesperson sees %d", n)
	}
	d.stands(t, one, other)
	if n := sees(); n != 1 {
		t.Errorf("the stand-in sees %d of the customer's drafts", n)
	}
	if actor := d.now(t, other); !actor.OwnCustomersOnly() || !actor.Is(one.PersonID) || !actor.Sees(one.PersonID) || actor.Sees(d.Staff(ledger.Auditor).PersonID) {
		t.Errorf("%+v", actor)
	}
	d.Exec(t, `UPDATE hefu.stand_ins SET starts_on = starts_on - 10, ends_on = ends_on - 10`)
	if n := sees(); n != 0 {
		t.Errorf("after its last day the stand-in sees %d", n)
	}
}
