package review_test

import (
	"sync"
	"testing"

	"hefu/ledger"
	"hefu/ledger/dispute"
	"hefu/ledger/ledgertest"
	"hefu/ledger/review"
	"hefu/ledger/statement"
	"hefu/ledger/webtest"
)

// office is a customer with maker and checker on, and a statement of March with four lines before it.
type office struct {
	*webtest.Site
	shown          webtest.Shown
	maker, checker ledger.Actor
}

func openOffice(t *testing.T) office {
	t.Helper()
	s := webtest.Open(t)
	for _, day := range []string{"2026-03-10", "2026-03-11", "2026-03-12", "2026-03-13"} {
		s.Receivable(t, s.CNY, "1130.00", day)
	}
	o := office{Site: s, shown: s.Issued(t, s.CNY, "2026-03"), maker: s.Contact(s.CNY, ledger.Confirmer), checker: s.Contact(s.CNY, ledger.Signer)}
	admin := s.Contact(s.CNY, ledger.CustomerAdmin)
	o.checker.Roles = []ledger.Role{ledger.Confirmer}
	if err := s.Services.Parties.SetColleagueRoles(t.Context(), admin, o.checker.PersonID, o.checker.Roles); err != nil {
		t.Fatal(err)
	}
	if err := s.Services.Parties.SetMakerChecker(t.Context(), admin, true); err != nil {
		t.Fatal(err)
	}
	return o
}

func (o office) confirm(t testing.TB, by ledger.Actor, lines ...int) (statement.Confirmed, error) {
	t.Helper()
	return o.Services.Statements.Confirm(t.Context(), by, statement.ConfirmCommand{StatementID: o.shown.ID, Version: o.shown.Version, SHA256: o.shown.SHA256, Lines: lines, Remark: "已核对"})
}

func (o office) view(t testing.TB, by ledger.Actor) statement.View {
	t.Helper()
	v, err := o.Services.Statements.Read(t.Context(), by, o.shown.ID)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func (o office) approve(t testing.TB, by ledger.Actor, id ledger.ID) error {
	t.Helper()
	_, err := o.Services.Reviews.Approve(t.Context(), by, id)
	return err
}

func wantCode(t testing.TB, err error, code string) {
	t.Helper()
	if !ledger.IsCode(err, code) {
		t.Errorf("answered %v, want %s", err, code)
	}
}

func TestAnAnswerCountsWithItsSecondPersonOnly(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	done, err := o.confirm(t, o.maker, 1, 2)
	if err != nil || done.Review.IsZero() || !done.ID.IsZero() || done.Count != 2 || !done.Amount.Equal(ledgertest.Amount("2260.00")) {
		t.Fatalf("%+v, %v", done, err)
	}
	if v := o.view(t, o.maker); len(v.Answers) != 0 || len(v.Reviews) != 1 || !v.TwoPeople || v.State != statement.Issued {
		t.Errorf("what waits has answered something: %+v", v)
	}
	if v := o.view(t, o.Staff(ledger.ARAccountant)); v.Reviews != nil || v.TwoPeople {
		t.Error("the seller sees what the customer has not said yet")
	}
	again, err := o.confirm(t, o.checker, 2, 3)
	if err != nil || again.Count != 1 || len(again.Refused) != 1 || again.Refused[0].Line != 2 || again.Refused[0].Err.Code != "line_awaiting_review" {
		t.Errorf("a line that waits was submitted again: %+v, %v", again, err)
	}
	wantCode(t, o.approve(t, o.maker, done.Review), "four_eyes")
	wantCode(t, o.approve(t, o.Contact(o.CNY, ledger.Viewer), done.Review), "not_permitted")
	wantCode(t, o.approve(t, o.Contact(o.USD, ledger.Confirmer), done.Review), "not_found")
	program := o.checker
	program.Token, program.Scopes = "hfa_x", []ledger.Scope{"answer"}
	wantCode(t, o.approve(t, program, done.Review), "token_not_enough")
	if err := o.approve(t, o.checker, done.Review); err != nil {
		t.Fatal(err)
	}
	wantCode(t, o.approve(t, o.checker, done.Review), "review_decided")
	v := o.view(t, o.checker)
	if len(v.Answers) != 2 || len(v.Confirmations) != 1 || v.Confirmations[0].ActorName != o.maker.Name || v.Confirmations[0].CheckedBy != o.checker.Name || v.Confirmations[0].Remark != "已核对" {
		t.Errorf("approved: %+v", v.Confirmations)
	}
	_, err = o.Services.Reviews.Return(t.Context(), o.maker, again.Review, " ")
	if !ledger.IsKind(err, ledger.Invalid) {
		t.Errorf("sent back without a reason: %v", err)
	}
	back, err := o.Services.Reviews.Return(t.Context(), o.maker, again.Review, "金额不符")
	if err != nil || back.State != review.Returned || back.DecidedBy != o.maker.Name {
		t.Errorf("%+v, %v", back, err)
	}
	whole, err := o.confirm(t, o.maker)
	if err != nil || whole.Count != 2 {
		t.Fatalf("the rest: %+v, %v", whole, err)
	}
	_, err = o.confirm(t, o.checker)
	wantCode(t, err, "awaiting_review")
	if taken, err := o.Services.Reviews.Withdraw(t.Context(), o.maker, whole.Review); err != nil || taken.State != review.Withdrawn {
		t.Errorf("%+v, %v", taken, err)
	}
	whole, err = o.confirm(t, o.checker)
	if err != nil {
		t.Fatal(err)
	}
	if err := o.approve(t, o.maker, whole.Review); err != nil {
		t.Fatal(err)
	}
	if v := o.view(t, o.maker); v.State != statement.Agreed || !v.Confirmations[1].Whole {
		t.Errorf("%s, %+v", v.State, v.Confirmations)
	}
}

func TestADisputeOpensWithoutAndEndsWithASecondPerson(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	waits, err := o.confirm(t, o.maker, 1)
	if err != nil {
		t.Fatal(err)
	}
	opened, err := o.Services.Disputes.Open(t.Context(), o.checker, dispute.OpenCommand{StatementID: o.shown.ID, Version: 1, SHA256: o.shown.SHA256, Lines: []int{1}, Category: "price",
		DisputedAmount: ledgertest.Amount("113.00"), Text: "单价不符"})
	if err != nil || len(opened.IDs) != 1 {
		t.Fatalf("%+v, %v", opened, err)
	}
	if err := o.approve(t, o.checker, waits.Review); err != nil { // the line has its answer: nothing is left to approve
		t.Fatal(err)
	}
	if r, _ := o.Services.Reviews.Read(t.Context(), o.maker, waits.Review); r.State != review.Void {
		t.Errorf("the confirmation of a disputed line is %s", r.State)
	}
	get := func() dispute.View {
		t.Helper()
		v, err := o.Services.Disputes.Get(t.Context(), o.maker, opened.IDs[0])
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	err = o.Services.Disputes.Resolve(t.Context(), o.Staff(ledger.ARAccountant), opened.IDs[0], dispute.ResolveCommand{RowVersion: get().RowVersion,
		Decision: dispute.AcceptPart, Amount: ledgertest.Amount("56.50"), RootCause: "process_gap", Text: "认可一半"})
	if err != nil {
		t.Fatal(err)
	}
	if err := o.Services.Disputes.Accept(t.Context(), o.maker, opened.IDs[0], get().RowVersion); err != nil {
		t.Fatal(err)
	}
	wantCode(t, o.Services.Disputes.Accept(t.Context(), o.checker, opened.IDs[0], get().RowVersion), "awaiting_review")
	if d := get(); d.State != dispute.Proposed {
		t.Fatalf("one person's yes made it %s", d.State)
	}
	pending, err := o.Services.Reviews.List(t.Context(), o.checker, review.Filter{DisputeID: opened.IDs[0], Open: true})
	if err != nil || len(pending) != 1 || pending[0].Kind != review.Acceptance {
		t.Fatalf("%+v, %v", pending, err)
	}
	if err := o.Services.Disputes.Write(t.Context(), o.Staff(ledger.ARAccountant), opened.IDs[0], "请尽快答复", false); err != nil {
		t.Fatal(err)
	}
	wantCode(t, o.approve(t, o.maker, pending[0].ID), "four_eyes")
	if err := o.approve(t, o.checker, pending[0].ID); err != nil {
		t.Fatal(err)
	}
	if d := get(); d.State != dispute.Resolved || d.CreditID.IsZero() {
		t.Errorf("with both it is %s", d.State)
	}
	names := ledgertest.Ask[string](t, o.Books, `SELECT accepted_by_name || ' ' || accept_checked_by_name FROM hefu.resolutions WHERE dispute_id = $1`, opened.IDs[0].String())
	if names != o.maker.Name+" "+o.checker.Name {
		t.Errorf("accepted by %s", names)
	}
}

func TestTwoApproveAndOneDoes(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	third := o.Contact(o.CNY, ledger.Payer)
	third.Roles = []ledger.Role{ledger.Confirmer}
	done, err := o.confirm(t, o.maker)
	if err != nil {
		t.Fatal(err)
	}
	errs := make([]error, 10)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() { errs[i] = o.approve(t, []ledger.Actor{o.checker, third}[i%2], done.Review) })
	}
	all.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else {
			wantCode(t, err, "review_decided")
		}
	}
	if n := ledgertest.Ask[int](t, o.Books, `SELECT count(*) FROM hefu.confirmations`); won != 1 || n != 1 {
		t.Errorf("%d won, %d confirmations", won, n)
	}
}

// TestApprovedWhileRevised: whichever comes first, nothing is confirmed that was not shown.
func TestApprovedWhileRevised(t *testing.T) {
	t.Parallel()
	for range 4 {
		o := openOffice(t)
		done, err := o.confirm(t, o.maker)
		if err != nil {
			t.Fatal(err)
		}
		late := o.Receivable(t, o.CNY, "22.60", "2026-03-20")
		var approved, revised error
		var both sync.WaitGroup
		both.Go(func() { approved = o.approve(t, o.checker, done.Review) })
		both.Go(func() {
			_, revised = o.Services.Statements.Revise(t.Context(), o.Staff(ledger.ARAccountant), o.shown.ID, "补单")
		})
		both.Wait()
		if revised != nil {
			t.Fatalf("revise: %v", revised)
		}
		v := o.view(t, o.maker)
		if v.Version != 2 || v.LineCount != 5 || len(v.Reviews) != 0 {
			t.Errorf("after both: %+v of %s", v, late.DocumentNo)
		}
		switch {
		case approved == nil && len(v.Answers) != 4, approved != nil && len(v.Answers) != 0:
			t.Errorf("approved %v and %d answers stand", approved, len(v.Answers))
		case approved != nil && !ledger.IsCode(approved, "review_void") && !ledger.IsCode(approved, "stale_version"):
			t.Errorf("refused with %v", approved)
		}
	}
}

func TestTheDatabaseAsksForTheSecondPerson(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	const insert = `INSERT INTO hefu.confirmations (id, organization_id, customer_id, statement_id, version, sha256, lines, amount, actor_id, actor_name, checked_by, checked_by_name)
		SELECT gen_random_uuid(), s.organization_id, s.customer_id, s.id, 1, '\x00', '{1}', 1, $2::text::uuid, 'x', nullif($3, '')::uuid, '' FROM hefu.statements s WHERE s.id = $1::text::uuid`
	for checker, refused := range map[string]bool{"": true, o.maker.PersonID.String(): true, o.checker.PersonID.String(): false} {
		err := o.TryExec(t, insert, o.shown.ID.String(), o.maker.PersonID.String(), checker)
		if (err != nil) != refused {
			t.Errorf("checked by %q: %v", checker, err)
		}
	}
	o.PlantsFaults()
	if err := o.TryExec(t, `UPDATE hefu.answer_reviews SET state = 'approved', decided_by = made_by, decided_at = now()`); err != nil {
		t.Error("nothing waits, so nothing is refused")
	}
	if _, err := o.confirm(t, o.maker, 1); err != nil {
		t.Fatal(err)
	}
	if err := o.TryExec(t, `UPDATE hefu.answer_reviews SET state = 'approved', decided_by = made_by, decided_at = now()`); err == nil {
		t.Error("the maker approved in SQL")
	}
	if err := o.TryExec(t, `UPDATE hefu.organizations SET payee_account = '1'`); err != nil { // only the back office's role is bound
		t.Error(err)
	}
}
