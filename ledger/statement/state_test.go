package statement_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/statement"
)

// Every act in every state: who may do it then, and with what code it is refused otherwise.
func TestStatesAndActs(t *testing.T) {
	t.Parallel()
	type acts struct{ issue, view, confirm, reopen, revise, cancel string }
	for _, c := range []struct {
		state statement.State
		lead  func(t *testing.T, d desk, id ledger.ID)
		want  acts
	}{
		{statement.Draft, func(*testing.T, desk, ledger.ID) {}, acts{issue: "", view: "not_found", confirm: "not_found", reopen: "not_found"}},
		{statement.Issued, issueIt, acts{issue: "state_forbids", reopen: "-"}},
		{statement.Viewed, viewIt, acts{issue: "state_forbids", reopen: "-"}},
		{statement.Agreed, agreeIt, acts{issue: "state_forbids", confirm: "nothing_to_confirm"}},
		{statement.Cancelled, cancelIt, acts{"state_forbids", "", "state_forbids", "state_forbids", "state_forbids", "state_forbids"}},
	} {
		t.Run(string(c.state), func(t *testing.T) {
			t.Parallel()
			d := openDesk(t)
			d.Receivable(t, d.CNY, "100.00", "2026-03-10")
			id := d.make(t, month("2026-03"), d.CNY)
			c.lead(t, d, id)
			wantState(t, d, id, c.state)
			v := d.view(t, id)
			try := func(name string, err error, want string) {
				if want == "" && err != nil || want != "" && !ledger.IsCode(err, want) {
					t.Errorf("%s a statement that is %s: %v, want %q", name, c.state, err, want)
				}
			}
			try("view", d.MarkViewed(t.Context(), d.confirmer(), id), c.want.view)
			_, err := d.Confirm(t.Context(), d.confirmer(), statement.ConfirmCommand{StatementID: id, Version: 1, SHA256: v.SHA256})
			try("confirm", err, c.want.confirm)
			reopened, err := d.Reopen(t.Context(), d.confirmer(), id, 1, []int{1})
			if c.want.reopen != "-" {
				try("reopen", err, c.want.reopen)
			} else if reopened.Count != 1 { // confirmed just before
				t.Errorf("reopen: %+v, %v", reopened, err)
			}
			try("issue", d.Issue(t.Context(), d.accountant(), id, 1), c.want.issue)
			d.Receivable(t, d.CNY, "7.00", "2026-03-11")
			_, err = d.Revise(t.Context(), d.accountant(), id, "补录")
			try("revise", err, c.want.revise)
			try("cancel", d.Cancel(t.Context(), d.accountant(), id, "作废"), c.want.cancel)
		})
	}
}

func issueIt(t *testing.T, d desk, id ledger.ID) {
	t.Helper()
	if err := d.Issue(t.Context(), d.accountant(), id, 1); err != nil {
		t.Fatal(err)
	}
}

func viewIt(t *testing.T, d desk, id ledger.ID) {
	t.Helper()
	issueIt(t, d, id)
	if err := d.MarkViewed(t.Context(), d.confirmer(), id); err != nil {
		t.Fatal(err)
	}
}

func agreeIt(t *testing.T, d desk, id ledger.ID) {
	t.Helper()
	viewIt(t, d, id)
	if _, err := d.confirm(t, id); err != nil {
		t.Fatal(err)
	}
}

func cancelIt(t *testing.T, d desk, id ledger.ID) {
	t.Helper()
	issueIt(t, d, id)
	if err := d.Cancel(t.Context(), d.accountant(), id, "作废"); err != nil {
		t.Fatal(err)
	}
}

func TestACancelledStatementMakesRoomForAnother(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.Receivable(t, d.CNY, "100.00", "2026-03-10")
	march := d.issued(t, month("2026-03"), d.CNY)
	april := d.issued(t, month("2026-04"), d.CNY)
	wantCode(t, d.Cancel(t.Context(), d.accountant(), march, "作废"), "statement_not_latest")
	_, err := d.Revise(t.Context(), d.accountant(), march, "补录")
	wantCode(t, err, "statement_not_latest")
	wantCode(t, d.Cancel(t.Context(), d.accountant(), april, ""), "validation_failed")
	for _, id := range []ledger.ID{april, march} {
		if err := d.Cancel(t.Context(), d.accountant(), id, "作废"); err != nil {
			t.Fatal(err)
		}
	}
	again := d.view(t, d.make(t, month("2026-03"), d.CNY))
	if again.StatementNo != "ST-2026-000003" || d.view(t, march).CancelReason != "作废" {
		t.Errorf("the next one is %s", again.StatementNo)
	}
}

func TestARevisionKeepsNumbersAndAnswers(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	old := d.Receivable(t, d.CNY, "500.00", "2026-02-10")
	d.make(t, month("2026-02"), d.CNY)
	paid := d.Receivable(t, d.CNY, "100.00", "2026-03-10")
	d.Receivable(t, d.CNY, "200.00", "2026-03-11")
	id := d.issued(t, month("2026-03"), d.CNY)
	if _, err := d.confirm(t, id); err != nil {
		t.Fatal(err)
	}
	_, err := d.Revise(t.Context(), d.accountant(), id, "无变化")
	wantCode(t, err, "nothing_to_do")

	// A receipt dated inside settles one line and the item brought forward, and is a line itself.
	money := d.Receipt(t, d.CNY, "600.00", "2026-03-09")
	d.Allocate(t, d.CNY, paid, money, "100.00", "2026-03-31")
	d.Allocate(t, d.CNY, old, money, "500.00", "2026-03-31")
	changes, err := d.Revise(t.Context(), d.accountant(), id, "补录收款")
	if err != nil {
		t.Fatal(err)
	}
	c := d.content(t, id, 2)
	wantProof(t, c)
	if len(changes) != 3 || len(c.Lines) != 3 || c.Lines[2].No != 4 || c.Lines[2].Kind != "receipt" || len(c.OpenItems) != 1 || c.OpenItems[0].No != 3 {
		t.Errorf("changes %+v\nlines %+v\nbrought forward %+v", changes, c.Lines, c.OpenItems)
	}
	equal(t, "the settled item stays with", c.OpenItems[0].Open, "0")
	v := d.view(t, id)
	if v.State != statement.Issued || v.AgreedAt != nil || v.AnsweredCount != 1 || v.Answers[0].Line != 2 || len(v.Versions) != 2 {
		t.Errorf("after the revision: %s, %+v", v.State, v.Answers)
	}
	_, err = d.Confirm(t.Context(), d.confirmer(), statement.ConfirmCommand{StatementID: id, Version: 1, SHA256: v.Versions[0].SHA256})
	wantCode(t, err, "stale_version")
	listed, err := d.Changes(t.Context(), d.confirmer(), id, 2)
	if err != nil || len(listed) != 3 {
		t.Errorf("the customer is shown %+v, %v", listed, err)
	}
	before := d.content(t, id, 1)
	if len(before.Lines) != 2 {
		t.Error("the first version changed")
	}
	if _, err := d.confirm(t, id); err != nil {
		t.Fatal(err)
	}
	wantState(t, d, id, statement.Agreed)
}
