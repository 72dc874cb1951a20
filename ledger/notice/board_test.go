package notice_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/issue"
	"hefu/ledger/ledgertest"
	"hefu/ledger/notice"
)

// Roles share one board (CTL-01): who is given work, whose work is overdue and who is named by @ is told, in the bell always and by mail as
// they wish; and what was written stays as it was.
func TestRolesShareOneBoardAndAreToldOfIt(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	ctx, sales, supervisor, accountant := t.Context(), d.Staff(ledger.Sales), d.Staff(ledger.FinanceSupervisor), d.Staff(ledger.ARAccountant)
	disputed := d.dispute(t, d.issued(t, d.CNY), 1)
	issues := issue.NewService(d.DB, nil)
	must(t, d.SavePreferences(ctx, accountant, notice.Preferences{"issues": false, "disputes": false}))

	view, err := d.disputes.Get(ctx, supervisor, disputed)
	must(t, err)
	must(t, d.disputes.Assign(ctx, supervisor, disputed, view.RowVersion, accountant.PersonID))
	must(t, d.disputes.Write(ctx, accountant, disputed, "请核对单价", true, supervisor.PersonID))
	id, err := issues.Raise(ctx, supervisor, issue.NewIssue{Subject: issue.Subject{DisputeID: disputed}, Title: "核对单价", OwnerID: accountant.PersonID, Days: 3})
	must(t, err)
	must(t, issues.Change(ctx, accountant, id, issue.Change{RowVersion: 1, Note: "请提供合同", Mentions: []ledger.ID{supervisor.PersonID, supervisor.PersonID}}))
	d.Exec(t, `UPDATE hefu.issues SET due_on = due_on - 30 WHERE id = $1`, id)
	_, err = issues.Watch(ctx, d.Organization.ID)
	must(t, err)
	d.work(t)
	for kind, want := range map[string]struct{ who, mails string }{
		"dispute.assigned": {accountant.Name, "skipped"}, "dispute.mentioned": {supervisor.Name, "sent"},
		"issue.assigned": {accountant.Name, "skipped"}, "issue.mentioned": {supervisor.Name, "sent"}, "issue.overdue": {accountant.Name, "skipped"},
	} {
		if got := ledgertest.Ask[string](t, d.Books, inBells, kind); got != want.who {
			t.Errorf("%s is in the bells of %q, want %q", kind, got, want.who)
		}
		if got := ledgertest.Ask[string](t, d.Books, `SELECT coalesce(string_agg(state, ','), '') FROM hefu.deliveries WHERE kind = $1`, kind); got != want.mails {
			t.Errorf("the mail of %s is %q, want %q", kind, got, want.mails)
		}
	}

	for table, text := range map[string]string{"issue_events": "请提供合同", "dispute_messages": "请核对单价"} {
		for _, change := range []string{`UPDATE hefu.` + table + ` SET text = '另一句'`, `DELETE FROM hefu.` + table} {
			if d.TryExec(t, change) == nil {
				t.Errorf("the database takes %s", change)
			}
		}
		if n := ledgertest.Ask[int](t, d.Books, `SELECT count(*) FROM hefu.`+table+` WHERE text = $1`, text); n != 1 {
			t.Errorf("%s keeps the comment %d times", table, n)
		}
	}
	for what, c := range map[string]issue.Change{
		"another's salesperson":  {RowVersion: 2, Note: "x", Mentions: []ledger.ID{sales.PersonID}},
		"another organization's": {RowVersion: 2, Note: "x", Mentions: []ledger.ID{d.OtherStaff(ledger.ARAccountant).PersonID}},
		"a customer's contact":   {RowVersion: 2, Note: "x", Mentions: []ledger.ID{d.Contact(d.CNY, ledger.Confirmer).PersonID}},
		"nobody in a note":       {RowVersion: 2, Mentions: []ledger.ID{supervisor.PersonID}},
	} {
		if what == "another's salesperson" {
			d.Exec(t, `UPDATE hefu.customers SET salesperson_id = NULL`)
		}
		if err := issues.Change(ctx, supervisor, id, c); !ledger.IsCode(err, "validation_failed") {
			t.Errorf("naming %s: %v", what, err)
		}
	}
}
