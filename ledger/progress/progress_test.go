package progress_test

import (
	"bytes"
	"fmt"
	"testing"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/dispute"
	"hefu/ledger/job"
	"hefu/ledger/ledgertest"
	"hefu/ledger/progress"
	"hefu/ledger/statement"
)

type desk struct {
	*ledgertest.Books
	statements *statement.Service
	board      *progress.Service
}

func openDesk(t *testing.T) desk {
	t.Helper()
	b := ledgertest.Open(t)
	jobs, err := job.Open(b.DB, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return desk{b, statement.Open(b.DB, jobs), progress.Open(b.DB)}
}

// march makes statements of March, of which the first of the two is issued so many days ago.
func (d desk) march(t *testing.T) {
	t.Helper()
	d.Receivable(t, d.CNY, "100.00", "2026-03-10")
	d.Receivable(t, d.USD, "200.00", "2026-03-10")
	start := calendar.MustParse("2026-03-01")
	run, err := d.statements.CreateRun(t.Context(), d.Staff(ledger.ARAccountant), statement.RunCommand{Period: statement.Period{Start: start, CutOff: start.EndOfMonth()}, Customers: []ledger.ID{d.CNY.ID, d.USD.ID}})
	if err != nil {
		t.Fatal(err)
	}
	for left := true; left; {
		if left, err = d.statements.WorkRun(t.Context(), statement.RunArgs{OrganizationID: d.Organization.ID, RunID: run.ID}, 50); err != nil {
			t.Fatal(err)
		}
	}
	list, err := d.statements.List(t.Context(), d.Staff(ledger.ARAccountant), statement.Filter{CustomerID: d.CNY.ID})
	if err != nil || len(list) != 1 {
		t.Fatal(err, len(list))
	}
	if err := d.statements.Issue(t.Context(), d.Staff(ledger.ARAccountant), list[0].ID, 1); err != nil {
		t.Fatal(err)
	}
}

func (d desk) read(t *testing.T, actor ledger.Actor, q progress.Query) progress.Board {
	t.Helper()
	board, err := d.board.Read(t.Context(), actor, q)
	if err != nil {
		t.Fatal(err)
	}
	return board
}

// STM-14: what is counted under a filter is what choosing it lists.
func TestCountsEqualTheList(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.march(t)
	d.Exec(t, `UPDATE hefu.statements SET issued_at = issued_at - interval '9 days', answer_due = (now() - interval '2 days')::date WHERE state = 'issued'`)
	accountant := d.Staff(ledger.ARAccountant)
	all := d.read(t, accountant, progress.Query{})
	if all.Total != 2 || all.Late != 1 || len(all.Rows) != 2 {
		t.Fatalf("the board is %+v", all)
	}
	for _, c := range all.States {
		if got := d.read(t, accountant, progress.Query{State: statement.State(c.Key)}); len(got.Rows) != c.Count || got.Total != c.Count {
			t.Errorf("%s: counted %d, listed %d", c.Key, c.Count, len(got.Rows))
		}
	}
	for _, c := range all.Ages {
		if got := d.read(t, accountant, progress.Query{Age: c.Key}); len(got.Rows) != c.Count {
			t.Errorf("%s: counted %d, listed %d", c.Key, c.Count, len(got.Rows))
		}
	}
	for _, o := range all.Owners {
		owner := progress.NoOwner
		if !o.ID.IsZero() {
			owner = o.ID.String()
		}
		if got := d.read(t, accountant, progress.Query{Owner: owner}); len(got.Rows) != o.Total {
			t.Errorf("%s: counted %d, listed %d", o.Name, o.Total, len(got.Rows))
		}
	}
	late := all.Rows[0]
	if !late.Late || late.Age != "d8_15" || *late.Days != 9 || late.Step != "remind" || all.Rows[1].Step != "issue" {
		t.Errorf("the rows are %+v", all.Rows)
	}
	if first := d.read(t, accountant, progress.Query{Limit: 1}); first.Rows[0].ID != late.ID {
		t.Errorf("the first page begins with %s", first.Rows[0].StatementNo)
	}
	if next := d.read(t, accountant, progress.Query{After: progress.Cursor{IssuedAt: late.Sort, ID: late.ID}}); len(next.Rows) != 1 || next.Rows[0].ID != all.Rows[1].ID {
		t.Errorf("the second page is %+v", next.Rows)
	}
	if each := d.read(t, accountant, progress.Query{PerState: 1}); len(each.Rows) != 2 {
		t.Errorf("one of each state are %d", len(each.Rows))
	}
}

func TestWhoOwesNothingUndisputedIsToBeSettledWith(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.march(t)
	list, err := d.statements.List(t.Context(), d.Contact(d.CNY, ledger.Confirmer), statement.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	view, err := d.statements.Read(t.Context(), d.Contact(d.CNY, ledger.Confirmer), list[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	opened, err := dispute.NewService(d.DB, nil).Open(t.Context(), d.Contact(d.CNY, ledger.Confirmer), dispute.OpenCommand{StatementID: view.ID, Version: 1, SHA256: view.SHA256, Lines: []int{1}, Category: "price"})
	if err != nil || len(opened.IDs) != 1 {
		t.Fatal(err, opened)
	}
	for _, row := range d.read(t, d.Staff(ledger.ARAccountant), progress.Query{}).Rows {
		if row.CustomerID == d.CNY.ID && (row.Step != "settle" || !row.On.IsZero() || row.Disputes != 1) {
			t.Errorf("the row is %+v", row)
		}
	}
}

func TestWhoSeesWhichRows(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.march(t)
	sales := d.Staff(ledger.Sales)
	d.Exec(t, `UPDATE hefu.customers SET salesperson_id = CASE WHEN id = $1::uuid THEN $2::uuid END WHERE organization_id = $3::uuid`, d.CNY.ID.String(), sales.PersonID.String(), d.Organization.ID.String())
	if got := d.read(t, sales, progress.Query{}); got.Total != 1 || got.Rows[0].CustomerID != d.CNY.ID {
		t.Errorf("sales sees %+v", got)
	}
	if got := d.read(t, d.OtherStaff(ledger.Auditor), progress.Query{}); got.Total != 0 {
		t.Errorf("another organization sees %+v", got)
	}
	for _, actor := range []ledger.Actor{d.Staff(ledger.Administrator), d.Contact(d.CNY, ledger.Viewer)} {
		if _, err := d.board.Read(t.Context(), actor, progress.Query{}); !ledger.IsKind(err, ledger.Forbidden) {
			t.Errorf("%s reads the board: %v", actor.Name, err)
		}
	}
	for _, q := range []progress.Query{{State: "cancelled"}, {Age: "d1"}, {Owner: "me"}, {From: calendar.MustParse("2026-02-01"), To: calendar.MustParse("2026-01-01")}} {
		if _, err := d.board.Read(t.Context(), sales, q); !ledger.IsCode(err, "validation_failed") {
			t.Errorf("%+v: %v", q, err)
		}
	}
}

func TestTheExportHoldsEveryRow(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.march(t)
	rows, err := d.board.All(t.Context(), d.Staff(ledger.Auditor), progress.Query{})
	if err != nil || len(rows) != 2 {
		t.Fatal(err, len(rows))
	}
	for _, locale := range []string{"zh-CN", "en"} {
		var out bytes.Buffer
		if err := progress.Write(&out, rows, locale); err != nil || out.Len() < 1000 {
			t.Errorf("%s: %d bytes, %v", locale, out.Len(), err)
		}
	}
}

// STM-15: what comes next is said with its day, and stops with what holds it.
func TestTheTimelineSaysWhatComesNext(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.march(t)
	row := d.read(t, d.Staff(ledger.ARAccountant), progress.Query{State: statement.Issued}).Rows[0]
	line, err := d.board.Timeline(t.Context(), d.Staff(ledger.ARAccountant), row.ID)
	if err != nil || len(line.Done) != 1 || line.Done[0].What != "issued" || line.Held != "" {
		t.Fatalf("the timeline is %+v, %v", line, err)
	}
	var ahead string
	for _, step := range line.Ahead {
		ahead += fmt.Sprintf("%s %d ", step.What, step.On.Sub(row.AnswerDue))
	}
	if ahead != "reminded -3 reminded 0 reminded 3 task 3 escalation 10 " {
		t.Errorf("ahead are %s", ahead)
	}
	d.Receipt(t, d.CNY, "500.00", "2026-04-01")
	if line, err = d.board.Timeline(t.Context(), d.Staff(ledger.ARAccountant), row.ID); err != nil || line.Held != "credit" || len(line.Ahead) != 0 {
		t.Errorf("with a credit it is %+v, %v", line, err)
	}
	if _, err := d.board.Timeline(t.Context(), d.OtherStaff(ledger.ARAccountant), row.ID); !ledger.IsCode(err, "not_found") {
		t.Errorf("another organization: %v", err)
	}
}
