package issue_test

import (
	"context"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/attachment"
	"hefu/ledger/blob"
	"hefu/ledger/calendar"
	"hefu/ledger/dispute"
	"hefu/ledger/internal/store"
	"hefu/ledger/issue"
	"hefu/ledger/ledgertest"
	"hefu/ledger/statement"
	"hefu/ledger/worklist"
)

// desk is a customer with an issued statement of two receivables, the first disputed.
type desk struct {
	*ledgertest.Books
	*issue.Service
	statement, dispute ledger.ID
	document           string
}

func open(t *testing.T) desk {
	t.Helper()
	b := ledgertest.Open(t)
	blobs, err := blob.OpenFolder(t.TempDir())
	must(t, err)
	files := attachment.Open(b.DB, blobs)
	d := desk{Books: b, Service: issue.NewService(b.DB, files)}
	d.document = d.Receivable(t, d.CNY, "1130.00", "2026-03-10").DocumentNo
	d.Receivable(t, d.CNY, "226.00", "2026-03-11")
	must(t, d.DB.Write(t.Context(), d.System(), func(ctx context.Context, tx *store.Tx) error {
		made, err := statement.Generate(ctx, tx, statement.GenerateCommand{Customers: []ledger.ID{d.CNY.ID}, MadeBy: d.accountant().PersonID,
			Period: statement.Period{Start: calendar.MustParse("2026-03-01"), CutOff: calendar.MustParse("2026-03-31")}})
		if err == nil {
			d.statement = made[0].StatementID
		}
		return err
	}))
	must(t, statement.Open(d.DB, nil).Issue(t.Context(), d.accountant(), d.statement, 1))
	opened, err := dispute.NewService(d.DB, files).Open(t.Context(), d.Contact(d.CNY, ledger.Confirmer), dispute.OpenCommand{StatementID: d.statement, Version: 1,
		SHA256: ledgertest.Ask[string](t, b, `SELECT encode(sha256, 'hex') FROM hefu.statement_versions`), Lines: []int{1}, Category: "price", Text: "单价不符"})
	must(t, err)
	d.dispute = opened.IDs[0]
	return d
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

func (d desk) accountant() ledger.Actor { return d.Staff(ledger.ARAccountant) }

func (d desk) raise(t *testing.T, about issue.Subject, days int) issue.View {
	t.Helper()
	id, err := d.Raise(t.Context(), d.accountant(), issue.NewIssue{Subject: about, Title: "核对单价", OwnerID: d.accountant().PersonID, Days: days, NextStep: "查合同"})
	must(t, err)
	v, err := d.Get(t.Context(), d.accountant(), id)
	must(t, err)
	return v
}

// An issue has an owner, a due date in working days and a closure proof (STM-26), from whatever it was raised.
func TestAnIssueIsRaisedFromWhatItIsAbout(t *testing.T) {
	t.Parallel()
	d := open(t)
	today := ledgertest.Ask[string](t, d.Books, `SELECT (now() AT TIME ZONE time_zone)::date::text FROM hefu.organizations WHERE id = $1`, d.Organization.ID.String())
	for _, it := range []struct {
		about  issue.Subject
		source issue.Source
		no     string
		amount string
	}{
		{issue.Subject{DisputeID: d.dispute}, issue.FromDispute, "DSP-", "1130"},
		{issue.Subject{StatementID: d.statement, Line: 2}, issue.FromLine, " / 2", "226"},
		{issue.Subject{CustomerID: d.CNY.ID}, issue.ByHand, "", ""},
	} {
		v := d.raise(t, it.about, 5)
		amount := ""
		if v.Amount.Valid {
			amount = v.Amount.Decimal.String()
		}
		if v.Source != it.source || !strings.Contains(v.SourceNo, it.no) || amount != it.amount || v.CustomerID != d.CNY.ID || v.State != issue.Open || len(v.Events) != 1 {
			t.Errorf("raised %+v", v.Issue)
		}
		if due := calendar.China().AddWorkingDays(calendar.MustParse(today), 5); v.DueOn != due || v.DaysLeft() != 5 {
			t.Errorf("due on %s with %d working days left, want %s and 5", v.DueOn, v.DaysLeft(), due)
		}
	}
	_, err := d.Ground(t.Context(), d.accountant(), issue.Subject{StatementID: d.statement, Line: 9})
	want(t, "a line that there is not", err, "not_found")
}

func TestAnIssueIsClosedWithProofOrNotAtAll(t *testing.T) {
	t.Parallel()
	d := open(t)
	ctx, owner, supervisor := t.Context(), d.accountant(), d.Staff(ledger.FinanceSupervisor)
	v := d.raise(t, issue.Subject{DisputeID: d.dispute}, 3)
	want(t, "without proof", d.Close(ctx, owner, v.ID, issue.Proof{RowVersion: 1, Text: "已处理"}), "issue_needs_proof")
	want(t, "without words", d.Close(ctx, owner, v.ID, issue.Proof{RowVersion: 1, DocumentNo: d.document}), "validation_failed")
	want(t, "with a document of nobody", d.Close(ctx, owner, v.ID, issue.Proof{RowVersion: 1, Text: "已处理", DocumentNo: "AR-0"}), "validation_failed")
	other := d.raise(t, issue.Subject{CustomerID: d.CNY.ID}, 3)
	foreign, err := d.Attach(ctx, owner, other.ID, ledger.NewID(), "别的.csv", strings.NewReader("a,b\n"))
	must(t, err)
	want(t, "with another issue's file", d.Close(ctx, owner, v.ID, issue.Proof{RowVersion: 1, Text: "已处理", FileID: foreign}), "validation_failed")
	key := ledger.NewID()
	file, err := d.Attach(ctx, owner, v.ID, key, "更正单.csv", strings.NewReader("单据,金额\n"))
	must(t, err)
	again, err := d.Attach(ctx, owner, v.ID, key, "更正单.csv", strings.NewReader("单据,金额\n"))
	if err != nil || again != file {
		t.Errorf("sent again it is %s, %v", again, err)
	}
	_, err = d.Attach(ctx, owner, v.ID, key, "x.csv", strings.NewReader("other\n"))
	want(t, "another file under the key", err, "idempotency_key_reused")
	d.Exec(t, `UPDATE hefu.customers SET salesperson_id = $1 WHERE id = $2`, d.Staff(ledger.Sales).PersonID, d.CNY.ID)
	want(t, "by a colleague", d.Close(ctx, d.Staff(ledger.Sales), v.ID, issue.Proof{RowVersion: 1, Text: "已处理", FileID: file}), "issue_owner_closes")
	must(t, d.Close(ctx, owner, v.ID, issue.Proof{RowVersion: 1, Text: "已按合同更正", FileID: file, DocumentNo: d.document}))
	v, err = d.Get(ctx, owner, v.ID)
	if err != nil || v.State != issue.Closed || v.ProofFile != file || v.ProofDocNo != d.document || v.EndedBy != owner.Name {
		t.Errorf("closed: %+v, %v", v.Issue, err)
	}
	want(t, "a note on what is closed", d.Change(ctx, owner, v.ID, issue.Change{RowVersion: v.RowVersion, Note: "补充"}), "state_forbids")
	_, err = d.Attach(ctx, owner, v.ID, ledger.NewID(), "晚.csv", strings.NewReader("a\n"))
	want(t, "a file for what is closed", err, "state_forbids")
	must(t, d.Reopen(ctx, supervisor, v.ID, v.RowVersion, "客户又提出"))
	v, err = d.Get(ctx, owner, v.ID)
	if err != nil || v.State != issue.Open || !v.ProofFile.IsZero() || v.Ending != "" {
		t.Errorf("reopened: %+v, %v", v.Issue, err)
	}
	var kinds []string
	for _, e := range v.Events {
		kinds = append(kinds, e.Kind)
	}
	if got := strings.Join(kinds, " "); got != "raised file closed reopened" {
		t.Errorf("its history is %s", got)
	}
	if err := d.TryExec(t, `UPDATE hefu.issues SET state = 'closed', ending = 'x', ended_at = now() WHERE id = $1`, v.ID.String()); err == nil {
		t.Error("the database itself closes an issue without proof")
	}
}

func TestWhoMaySeeAndDoWhatWithAnIssue(t *testing.T) {
	t.Parallel()
	d := open(t)
	ctx := t.Context()
	sales, supervisor := d.Staff(ledger.Sales), d.Staff(ledger.FinanceSupervisor)
	d.Exec(t, `UPDATE hefu.customers SET salesperson_id = NULL`)
	v := d.raise(t, issue.Subject{CustomerID: d.CNY.ID}, 3)
	for what, actor := range map[string]ledger.Actor{"another organization": d.OtherStaff(ledger.ARAccountant), "another's salesperson": sales} {
		_, err := d.Get(ctx, actor, v.ID)
		want(t, what, err, "not_found")
		want(t, what, d.Change(ctx, actor, v.ID, issue.Change{RowVersion: 1, Note: "x"}), "not_found")
	}
	_, err := d.Get(ctx, d.Contact(d.CNY, ledger.Confirmer), v.ID)
	want(t, "the customer", err, "not_permitted")
	_, err = d.Raise(ctx, d.Staff(ledger.Auditor), issue.NewIssue{Subject: issue.Subject{CustomerID: d.CNY.ID}, Title: "x", OwnerID: supervisor.PersonID, Days: 1})
	want(t, "an auditor raises one", err, "not_permitted")
	if _, err := d.Get(ctx, d.Staff(ledger.Auditor), v.ID); err != nil {
		t.Errorf("an auditor reads: %v", err)
	}
	_, err = d.Raise(ctx, d.accountant(), issue.NewIssue{Subject: issue.Subject{CustomerID: d.CNY.ID}, Title: "x", OwnerID: sales.PersonID, Days: 1})
	want(t, "given to another's salesperson", err, "validation_failed")
	_, err = d.Raise(ctx, d.accountant(), issue.NewIssue{Subject: issue.Subject{CustomerID: d.CNY.ID}, Title: "x", OwnerID: d.Staff(ledger.Auditor).PersonID, Days: 1})
	want(t, "given to an auditor", err, "validation_failed")
	want(t, "an accountant drops it", d.Drop(ctx, d.accountant(), v.ID, 1, "重复"), "not_permitted")
	want(t, "on an old version", d.Drop(ctx, supervisor, v.ID, 7, "重复"), "conflict")
	must(t, d.Drop(ctx, supervisor, v.ID, 1, "重复登记"))
	if names := ledgertest.Ask[bool](t, d.Books, `SELECT bool_or(has_table_privilege('hefu_portal', t, 'SELECT')) FROM unnest(ARRAY['hefu.issues', 'hefu.issue_events', 'hefu.issue_files']) t`); names {
		t.Error("the portal's role may read the register")
	}
}

func TestTheRegisterCountsWhatItListsAndTheMeetingGroupsIt(t *testing.T) {
	t.Parallel()
	d := open(t)
	ctx, clerk, supervisor := t.Context(), d.accountant(), d.Staff(ledger.FinanceSupervisor)
	first := d.raise(t, issue.Subject{DisputeID: d.dispute}, 2)
	second := d.raise(t, issue.Subject{CustomerID: d.USD.ID}, 4)
	person, working, cause := supervisor.PersonID, issue.Working, "process_gap"
	must(t, d.Change(ctx, clerk, second.ID, issue.Change{RowVersion: 1, OwnerID: &person, State: &working, Cause: &cause, Note: "转主管"}))
	want(t, "a change of nothing", d.Change(ctx, clerk, second.ID, issue.Change{RowVersion: 2}), "nothing_to_do")
	d.Exec(t, `UPDATE hefu.issues SET due_on = current_date - 10 WHERE id = $1`, first.ID.String())
	for _, q := range []issue.Query{{}, {State: "open"}, {State: "working"}, {State: "all"}, {Late: true}, {Owner: clerk.PersonID}, {Owner: clerk.PersonID, Others: true}, {Search: "ISS-"}, {Search: "%"},
		{DisputeID: d.dispute}, {Source: issue.ByHand}} {
		found, err := d.List(ctx, clerk, q)
		must(t, err)
		if found.Total != len(found.Issues) {
			t.Errorf("%+v counts %d and lists %d", q, found.Total, len(found.Issues))
		}
		for _, state := range found.States {
			narrower := q
			narrower.State = state.Key
			if list, err := d.List(ctx, clerk, narrower); err != nil || len(list.Issues) != state.Count {
				t.Errorf("%+v counts %d %s, the list holds %d, %v", q, state.Count, state.Key, len(list.Issues), err)
			}
		}
	}
	board, err := d.List(ctx, clerk, issue.Query{State: "all", PerState: 1})
	if err != nil || len(board.Issues) != 2 {
		t.Errorf("the board shows %d, %v", len(board.Issues), err)
	}
	groups, err := d.Meeting(ctx, clerk, issue.Query{}, issue.ByOwner)
	if err != nil || len(groups) != 2 {
		t.Fatalf("%d groups by owner, %v", len(groups), err)
	}
	late := 0
	for _, g := range groups {
		late += g.Late
	}
	if late != 1 {
		t.Errorf("%d late issues in the meeting, want 1", late)
	}
	var file strings.Builder
	if err := issue.Write(&file, groups, "zh-CN"); err != nil || !strings.HasPrefix(file.String(), "PK") {
		t.Errorf("the meeting's file: %v", err)
	}
	work := worklist.Open(d.DB)
	for _, it := range []struct {
		actor ledger.Actor
		key   string
		count int
	}{{clerk, "issues_mine", 1}, {supervisor, "issues_mine", 1}, {supervisor, "issues_late", 1}, {d.Staff(ledger.CreditManager), "issues_late", 0}} {
		sections, err := work.Read(ctx, it.actor)
		must(t, err)
		got := 0
		for _, s := range sections {
			if s.Key == it.key {
				got = s.Count
			}
		}
		if got != it.count {
			t.Errorf("%s: %s counts %d, want %d", it.actor.Roles[0], it.key, got, it.count)
		}
	}
}
