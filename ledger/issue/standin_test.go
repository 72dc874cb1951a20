package issue_test

import (
	"slices"
	"testing"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/dispute"
	"hefu/ledger/issue"
	"hefu/ledger/ledgertest"
	"hefu/ledger/standin"
)

// Sales see their own customers alone. Who stands in for a salesperson sees that one's too, works on their disputes and issues, is named as
// such in what is written, and sees nothing of them once the days have passed.
func TestWhoStandsInForSalesReachesTheirDisputesAndIssues(t *testing.T) {
	t.Parallel()
	d := open(t)
	ctx, away, acts := t.Context(), d.Staff(ledger.Sales), d.Staff(ledger.Management)
	d.Exec(t, `UPDATE hefu.staff_roles SET role = 'sales' WHERE staff_id = $1`, acts.PersonID)
	acts.Roles = []ledger.Role{ledger.Sales}
	d.Exec(t, `UPDATE hefu.customers SET salesperson_id = NULL`)
	d.Exec(t, `UPDATE hefu.customers SET salesperson_id = $2 WHERE id = $1`, d.CNY.ID, away.PersonID)
	d.Exec(t, `UPDATE hefu.disputes SET assignee_id = $1`, away.PersonID)
	id, err := d.Raise(ctx, d.accountant(), issue.NewIssue{Subject: issue.Subject{DisputeID: d.dispute}, Title: "核对单价", OwnerID: away.PersonID, Days: 3})
	must(t, err)
	others, err := d.Raise(ctx, d.accountant(), issue.NewIssue{Subject: issue.Subject{CustomerID: d.USD.ID}, Title: "别人的", OwnerID: d.accountant().PersonID, Days: 3})
	must(t, err)
	disputes := dispute.NewService(d.DB, nil)
	stands := standin.Open(d.DB)
	now := func() ledger.Actor {
		actor, err := stands.Of(ctx, acts)
		must(t, err)
		return actor
	}
	reaches := func(when string, want bool) {
		t.Helper()
		actor := now()
		register, err := d.List(ctx, actor, issue.Query{Mine: true})
		must(t, err)
		if got := slices.ContainsFunc(register.Issues, func(i issue.Issue) bool { return i.ID == id }); got != want || register.Total != len(register.Issues) {
			t.Errorf("%s their own list holds the issue: %v, %d in all", when, got, register.Total)
		}
		if _, err := d.Get(ctx, actor, id); (err == nil) != want || !want && !ledger.IsCode(err, "not_found") {
			t.Errorf("%s the issue: %v", when, err)
		}
		for _, view := range []string{"all", "mine", "answer"} {
			list, err := disputes.List(ctx, actor, dispute.Filter{View: view})
			must(t, err)
			if got := len(list) == 1; got != want {
				t.Errorf("%s the disputes of view %q are %d", when, view, len(list))
			}
		}
		if _, err := disputes.Get(ctx, actor, d.dispute); (err == nil) != want || !want && !ledger.IsCode(err, "not_found") {
			t.Errorf("%s the dispute: %v", when, err)
		}
		_, err = d.Get(ctx, actor, others)
		wantCode(t, when+" an issue of neither's customer", err)
	}
	reaches("before", false)
	today := calendar.MustParse(ledgertest.Ask[string](t, d.Books, `SELECT (now() AT TIME ZONE time_zone)::date::text FROM hefu.organizations WHERE id = $1`, d.Organization.ID))
	fresh := away
	fresh.Fresh = true
	_, err = stands.Name(ctx, fresh, standin.Named{StandInID: acts.PersonID, StartsOn: today, EndsOn: today.AddDays(3)})
	must(t, err)
	reaches("meanwhile", true)
	must(t, d.Change(ctx, now(), id, issue.Change{RowVersion: 1, Note: "已联系客户"}))
	must(t, disputes.Write(ctx, now(), d.dispute, "请补充订单", false))
	both := acts.Name + " 代 " + away.Name
	if got := ledgertest.Ask[string](t, d.Books, `SELECT actor_name FROM hefu.issue_events WHERE issue_id = $1 AND kind = 'note'`, id); got != both {
		t.Errorf("the issue's note is by %q, want %q", got, both)
	}
	if got := ledgertest.Ask[string](t, d.Books, `SELECT author_name FROM hefu.dispute_messages WHERE dispute_id = $1 AND text = '请补充订单'`, d.dispute); got != both {
		t.Errorf("the reply is by %q, want %q", got, both)
	}
	d.Exec(t, `UPDATE hefu.stand_ins SET starts_on = starts_on - 10, ends_on = ends_on - 10`)
	reaches("afterwards", false)
	wantCode(t, "a note afterwards", d.Change(ctx, now(), id, issue.Change{Note: "x"}))
	wantCode(t, "a reply afterwards", disputes.Write(ctx, now(), d.dispute, "x", false))
}

func wantCode(t *testing.T, what string, err error) {
	t.Helper()
	want(t, what, err, "not_found")
}
