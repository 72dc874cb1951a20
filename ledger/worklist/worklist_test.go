package worklist_test

import (
	"context"
	"testing"

	"hefu/ledger"
	"hefu/ledger/attachment"
	"hefu/ledger/calendar"
	"hefu/ledger/dispute"
	"hefu/ledger/document"
	"hefu/ledger/internal/store"
	"hefu/ledger/ledgertest"
	"hefu/ledger/statement"
	"hefu/ledger/worklist"
)

// desk is a statement of three receivables, each disputed, and a receipt that is not allocated.
type desk struct {
	*ledgertest.Books
	work     *worklist.Service
	disputes *dispute.Service
	ids      []ledger.ID
}

func open(t *testing.T) *desk {
	t.Helper()
	d := &desk{Books: ledgertest.Open(t)}
	d.work, d.disputes = worklist.Open(d.DB), dispute.NewService(d.DB, attachment.Open(d.DB, nil))
	for _, gross := range []string{"1130.00", "2260.00", "3390.00"} {
		d.Receivable(t, d.CNY, gross, "2026-03-10")
	}
	var id ledger.ID
	err := d.DB.Write(t.Context(), d.System(), func(ctx context.Context, tx *store.Tx) error {
		made, err := statement.Generate(ctx, tx, statement.GenerateCommand{Customers: []ledger.ID{d.CNY.ID}, MadeBy: d.Staff(ledger.ARAccountant).PersonID,
			Period: statement.Period{Start: calendar.MustParse("2026-03-01"), CutOff: calendar.MustParse("2026-03-31")}})
		if err == nil {
			id = made[0].StatementID
		}
		return err
	})
	must(t, err)
	must(t, statement.Open(d.DB, nil).Issue(t.Context(), d.Staff(ledger.ARAccountant), id, 1))
	sha := ledgertest.Ask[string](t, d.Books, `SELECT encode(sha256, 'hex') FROM hefu.statement_versions`)
	opened, err := d.disputes.Open(t.Context(), d.Contact(d.CNY, ledger.Confirmer), dispute.OpenCommand{StatementID: id, Version: 1, SHA256: sha, Lines: []int{1, 2, 3}, Category: "price"})
	must(t, err)
	d.ids = opened.IDs
	d.Receipt(t, d.CNY, "500.00", "2026-04-02")
	return d
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (d *desk) count(t *testing.T, actor ledger.Actor, key string) int {
	t.Helper()
	sections, err := d.work.Read(t.Context(), actor)
	must(t, err)
	for _, s := range sections {
		if s.Key == key {
			return s.Count
		}
	}
	return 0
}

func (d *desk) assign(t *testing.T, to ledger.Actor) {
	t.Helper()
	for _, id := range d.ids {
		d.Exec(t, `UPDATE hefu.disputes SET assignee_id = $2 WHERE id = $1`, id, to.PersonID)
	}
}

func TestEachRoleIsShownWhatWaitsForIt(t *testing.T) {
	d := open(t)
	accountant, supervisor := d.Staff(ledger.ARAccountant), d.Staff(ledger.FinanceSupervisor)
	d.assign(t, accountant)
	if n := d.count(t, accountant, "disputes_mine"); n != 3 {
		t.Errorf("%d disputes to answer, want 3", n)
	}
	if n := d.count(t, supervisor, "disputes_mine"); n != 0 {
		t.Errorf("%d disputes to answer of somebody else's", n)
	}
	if n := d.count(t, supervisor, "disputes_late"); n != 0 {
		t.Errorf("%d late disputes before any is due", n)
	}
	d.Exec(t, `UPDATE hefu.disputes SET due_at = now() - interval '1 hour' WHERE id = $1`, d.ids[0])
	if n := d.count(t, supervisor, "disputes_late"); n != 1 {
		t.Errorf("%d late disputes of colleagues, want 1", n)
	}
	if n := d.count(t, accountant, "credits_open"); n != 1 {
		t.Errorf("%d receipts to allocate, want 1", n)
	}
	for _, role := range []ledger.Role{ledger.Management, ledger.Auditor} {
		if sections, err := d.work.Read(t.Context(), d.Staff(role)); err != nil || len(sections) != 0 {
			t.Errorf("%s is shown %d sections, %v", role, len(sections), err)
		}
	}
	if n := d.count(t, d.OtherStaff(ledger.ARAccountant), "credits_open"); n != 0 {
		t.Errorf("%d credits of another organization", n)
	}
}

func TestSalesStaffAreShownTheirOwnCustomersAlone(t *testing.T) {
	d := open(t)
	sales := d.Staff(ledger.Sales)
	d.Exec(t, `UPDATE hefu.disputes SET assignee_id = NULL`)
	d.Exec(t, `UPDATE hefu.customers SET salesperson_id = NULL`)
	if n := d.count(t, sales, "disputes_unassigned"); n != 0 {
		t.Errorf("%d disputes of customers that are not theirs", n)
	}
	d.Exec(t, `UPDATE hefu.customers SET salesperson_id = $1 WHERE id = $2`, sales.PersonID, d.CNY.ID)
	if n := d.count(t, sales, "disputes_unassigned"); n != 3 {
		t.Errorf("%d disputes of their own customers, want 3", n)
	}
	if _, err := d.work.ReadSection(t.Context(), sales, "credits_open", worklist.Cursor{}, 10); !ledger.IsCode(err, "not_found") {
		t.Errorf("a section of another role is answered with %v", err)
	}
	if _, err := d.work.Read(t.Context(), d.Contact(d.CNY, ledger.Confirmer)); !ledger.IsCode(err, "not_permitted") {
		t.Errorf("a customer's work list is answered with %v", err)
	}
}

// What somebody proposed waits for everybody who may decide it but them.
func TestApprovalsWaitForTheSecondPerson(t *testing.T) {
	d := open(t)
	accountant, supervisor := d.Staff(ledger.ARAccountant), d.Staff(ledger.FinanceSupervisor)
	d.Exec(t, `UPDATE hefu.organizations SET approval_threshold = 1000 WHERE id = $1`, d.Organization.ID)
	must(t, d.disputes.Resolve(t.Context(), accountant, d.ids[0], dispute.ResolveCommand{RowVersion: 1, Decision: dispute.AcceptWhole, RootCause: "process_gap", Text: "核实"}))
	must(t, d.disputes.Resolve(t.Context(), d.sales(t), d.ids[1], dispute.ResolveCommand{RowVersion: 1, Decision: dispute.AcceptPart, Amount: ledgertest.Amount("5.00"), RootCause: "process_gap", Text: "核实"}))
	draft, err := document.Open(d.DB).CreateDraft(t.Context(), accountant, document.New{Kind: document.Receipt, CustomerID: d.CNY.ID, Currency: "CNY",
		DocumentDate: calendar.MustParse("2026-04-05"), PostingDate: calendar.MustParse("2026-04-05"), SourceKind: "manual", SourceSystem: "hefu", SourceID: "r-9", Method: "bank", Amount: ledgertest.Amount("9000.00")})
	must(t, err)
	_, err = document.Open(d.DB).SubmitDraft(t.Context(), accountant, draft.ID, draft.RowVersion)
	must(t, err)
	if n := d.count(t, supervisor, "approvals"); n != 3 {
		t.Errorf("%d approvals wait for the supervisor, want 3", n)
	}
	if n := d.count(t, accountant, "approvals"); n != 1 {
		t.Errorf("%d approvals wait for the accountant, want the salesperson's below the threshold alone", n)
	}
	if n := d.count(t, d.sales(t), "approvals"); n != 0 {
		t.Errorf("%d approvals wait for sales", n)
	}
}

// sales is a salesperson of the customer.
func (d *desk) sales(t *testing.T) ledger.Actor {
	t.Helper()
	d.Exec(t, `UPDATE hefu.customers SET salesperson_id = $1 WHERE id = $2`, d.Staff(ledger.Sales).PersonID, d.CNY.ID)
	return d.Staff(ledger.Sales)
}

// A section's count is that of its pages, in whatever steps they are read, and each row comes once.
func TestACountEqualsItsList(t *testing.T) {
	d := open(t)
	accountant := d.Staff(ledger.ARAccountant)
	d.assign(t, accountant)
	seen := map[ledger.ID]bool{}
	var after worklist.Cursor
	for {
		page, err := d.work.ReadSection(t.Context(), accountant, "disputes_mine", after, 2)
		must(t, err)
		if len(page.Rows) == 0 {
			break
		}
		if page.Count != 3 {
			t.Errorf("a page counts %d, want 3", page.Count)
		}
		for _, row := range page.Rows {
			if seen[row.ID] {
				t.Errorf("%s comes twice", row.Number)
			}
			seen[row.ID] = true
		}
		after = worklist.Next(page.Rows)
	}
	if len(seen) != 3 {
		t.Errorf("the pages hold %d rows, want 3", len(seen))
	}
}
