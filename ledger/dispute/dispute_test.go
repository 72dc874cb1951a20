package dispute_test

import (
	"context"
	"sync"
	"testing"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/attachment"
	"hefu/ledger/blob"
	"hefu/ledger/calendar"
	"hefu/ledger/dispute"
	"hefu/ledger/document"
	"hefu/ledger/internal/store"
	"hefu/ledger/ledgertest"
	"hefu/ledger/statement"
)

// court is a statement of two receivables that the customer has before it.
type court struct {
	*ledgertest.Books
	disputes  *dispute.Service
	files     *attachment.Service
	blobs     *blob.Folder
	confirmer ledger.Actor
	statement ledger.ID
	sha256    string
	receivable,
	other document.Posted
}

func open(t *testing.T) *court {
	t.Helper()
	c := &court{Books: ledgertest.Open(t)}
	blobs, err := blob.OpenFolder(t.TempDir())
	c.must(t, err)
	c.blobs, c.files = blobs, attachment.Open(c.DB, blobs)
	c.disputes = dispute.NewService(c.DB, c.files)
	c.confirmer = c.Contact(c.CNY, ledger.Confirmer)
	c.receivable = c.Receivable(t, c.CNY, "11300.00", "2026-03-10")
	c.other = c.Receivable(t, c.CNY, "22600.00", "2026-03-11")
	statements := statement.Open(c.DB, nil)
	err = c.DB.Write(t.Context(), c.System(), func(ctx context.Context, tx *store.Tx) error {
		made, err := statement.Generate(ctx, tx, statement.GenerateCommand{Customers: []ledger.ID{c.CNY.ID}, MadeBy: c.Staff(ledger.ARAccountant).PersonID,
			Period: statement.Period{Start: calendar.MustParse("2026-03-01"), CutOff: calendar.MustParse("2026-03-31")}})
		if err == nil {
			c.statement = made[0].StatementID
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := statements.Issue(t.Context(), c.Staff(ledger.ARAccountant), c.statement, 1); err != nil {
		t.Fatal(err)
	}
	c.sha256 = ledgertest.Ask[string](t, c.Books, `SELECT encode(sha256, 'hex') FROM hefu.statement_versions`)
	return c
}

func (c *court) dispute(t *testing.T, line int, amount string) ledger.ID {
	t.Helper()
	cmd := dispute.OpenCommand{StatementID: c.statement, Version: 1, SHA256: c.sha256, Lines: []int{line}, Category: "price", Text: "单价应为 90 元"}
	if amount != "" {
		cmd.DisputedAmount = ledgertest.Amount(amount)
	}
	opened, err := c.disputes.Open(t.Context(), c.confirmer, cmd)
	if err != nil {
		t.Fatal(err)
	}
	if len(opened.IDs) != 1 {
		t.Fatalf("opened %d disputes, refused %v", len(opened.IDs), opened.Refused)
	}
	return opened.IDs[0]
}

func (c *court) read(t *testing.T, id ledger.ID) dispute.View {
	t.Helper()
	view, err := c.disputes.Get(t.Context(), c.Staff(ledger.FinanceSupervisor), id)
	if err != nil {
		t.Fatal(err)
	}
	return view
}

func (c *court) resolve(t *testing.T, by ledger.Role, id ledger.ID, decision dispute.Decision, amount string) error {
	t.Helper()
	cmd := dispute.ResolveCommand{RowVersion: c.read(t, id).RowVersion, Decision: decision, RootCause: "process_gap", Text: "经核实"}
	if amount != "" {
		cmd.Amount = ledgertest.Amount(amount)
	}
	return c.disputes.Resolve(t.Context(), c.Staff(by), id, cmd)
}

func (c *court) must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (c *court) state(t *testing.T) string {
	t.Helper()
	return ledgertest.Ask[string](t, c.Books, `SELECT state FROM hefu.statements`)
}

func (c *court) creditNotes(t *testing.T) string {
	t.Helper()
	return ledgertest.Ask[string](t, c.Books, `SELECT count(*)::text FROM hefu.documents WHERE dispute_id IS NOT NULL`)
}

func TestAcceptedWholePostsTheCreditNoteWithTheRightTax(t *testing.T) {
	c := open(t)
	id := c.dispute(t, 1, "1130.00")
	c.must(t, c.resolve(t, ledger.ARAccountant, id, dispute.AcceptWhole, ""))
	view := c.read(t, id)
	if view.State != dispute.Resolved || *view.Outcome != "accepted_whole" || !view.AgreedAmount.Decimal.Equal(ledgertest.Amount("1130.00")) {
		t.Fatalf("resolved as %s %v with %s", view.State, view.Outcome, view.AgreedAmount.Decimal)
	}
	note, err := document.Open(c.DB).Get(t.Context(), c.Staff(ledger.ARAccountant), view.CreditID)
	c.must(t, err)
	if !note.Tax.Equal(ledgertest.Amount("130.00")) || !note.Net.Equal(ledgertest.Amount("1000.00")) || note.Kind != document.CreditNote {
		t.Errorf("credit note of net %s and tax %s, want 1000.00 and 130.00", note.Net, note.Tax)
	}
	if open := c.Books.Open(t, c.receivable); !open.Equal(ledgertest.Amount("10170.00")) {
		t.Errorf("the receivable has %s open, want 10170.00", open)
	}
	if !note.Open.IsZero() {
		t.Errorf("the credit note has %s open, want it settled against the receivable", note.Open)
	}
}

func TestPartIsProposedToTheCustomerAndPostedOnItsYes(t *testing.T) {
	c := open(t)
	id := c.dispute(t, 1, "1130.00")
	c.must(t, c.resolve(t, ledger.ARAccountant, id, dispute.AcceptPart, "565.00"))
	if n := c.creditNotes(t); n != "0" {
		t.Fatalf("%s credit notes before the customer's word", n)
	}
	version := c.read(t, id).RowVersion
	c.must(t, c.disputes.Accept(t.Context(), c.confirmer, id, version))
	view := c.read(t, id)
	if *view.Outcome != "accepted_part" || !view.AgreedAmount.Decimal.Equal(ledgertest.Amount("565.00")) || c.creditNotes(t) != "1" {
		t.Errorf("outcome %s, agreed %s, %s credit notes", *view.Outcome, view.AgreedAmount.Decimal, c.creditNotes(t))
	}
	if err := c.disputes.Accept(t.Context(), c.confirmer, id, version); !ledger.IsCode(err, "already_resolved") {
		t.Errorf("a second yes is answered with %v", err)
	}
}

func TestRejectionReturnedStaysAsADisagreement(t *testing.T) {
	c := open(t)
	id := c.dispute(t, 1, "")
	if err := c.resolve(t, ledger.ARAccountant, id, dispute.Disagree, ""); !ledger.IsCode(err, "state_forbids") {
		t.Fatalf("a disagreement nobody has returned is answered with %v", err)
	}
	c.must(t, c.resolve(t, ledger.ARAccountant, id, dispute.Reject, ""))
	c.must(t, c.disputes.Return(t.Context(), c.confirmer, id, c.read(t, id).RowVersion, "不同意"))
	if view := c.read(t, id); view.State != dispute.InReview || view.Resolution.State != "returned" {
		t.Fatalf("after the return it is %s with a resolution %s", view.State, view.Resolution.State)
	}
	c.must(t, c.resolve(t, ledger.ARAccountant, id, dispute.Disagree, ""))
	if view := c.read(t, id); *view.Outcome != "disagreement" || c.creditNotes(t) != "0" {
		t.Errorf("outcome %s with %s credit notes", *view.Outcome, c.creditNotes(t))
	}
}

func TestFourEyesAboveTheThreshold(t *testing.T) {
	c := open(t)
	id := c.dispute(t, 2, "") // 22,600.00 is above the threshold of 10,000.00
	c.must(t, c.resolve(t, ledger.FinanceSupervisor, id, dispute.AcceptWhole, ""))
	view := c.read(t, id)
	if view.State != dispute.AwaitingApproval {
		t.Fatalf("it is %s, want awaiting_approval", view.State)
	}
	approve := func(role ledger.Role) error {
		return c.disputes.Approve(t.Context(), c.Staff(role), id, view.RowVersion, true, "")
	}
	for role, want := range map[ledger.Role]string{ledger.FinanceSupervisor: "four_eyes", ledger.ARAccountant: "not_permitted", ledger.Sales: "not_permitted", ledger.Auditor: "not_permitted"} {
		if err := approve(role); !ledger.IsCode(err, want) {
			t.Errorf("approval by %s is answered with %v, want %s", role, err, want)
		}
	}
	if c.creditNotes(t) != "0" {
		t.Error("a refused approval posted a credit note")
	}
	portal, err := c.disputes.Get(t.Context(), c.confirmer, id)
	c.must(t, err)
	if portal.Resolution != nil {
		t.Error("the customer sees a resolution that nobody approved yet")
	}
}

func TestSalesProposesAndFinancePosts(t *testing.T) {
	c := open(t)
	id := c.dispute(t, 1, "113.00")
	c.must(t, c.resolve(t, ledger.Sales, id, dispute.AcceptWhole, ""))
	if view := c.read(t, id); view.State != dispute.AwaitingApproval || c.creditNotes(t) != "0" {
		t.Fatalf("after sales it is %s with %s credit notes", view.State, c.creditNotes(t))
	}
	c.must(t, c.disputes.Approve(t.Context(), c.Staff(ledger.ARAccountant), id, c.read(t, id).RowVersion, true, ""))
	if view := c.read(t, id); view.State != dispute.Resolved || c.creditNotes(t) != "1" {
		t.Errorf("after finance it is %s with %s credit notes", view.State, c.creditNotes(t))
	}
}

func TestFiftyPeopleResolveOneDispute(t *testing.T) {
	c := open(t)
	id := c.dispute(t, 1, "1130.00")
	version := c.read(t, id).RowVersion
	var wait sync.WaitGroup
	results := make(chan error, 50)
	for i := range 50 {
		wait.Add(1)
		role := []ledger.Role{ledger.ARAccountant, ledger.FinanceSupervisor}[i%2]
		go func() {
			defer wait.Done()
			results <- c.disputes.Resolve(t.Context(), c.Staff(role), id, dispute.ResolveCommand{RowVersion: version, Decision: dispute.AcceptWhole, RootCause: "process_gap"})
		}()
	}
	wait.Wait()
	close(results)
	won := 0
	for err := range results {
		switch {
		case err == nil:
			won++
		case !ledger.IsCode(err, "already_resolved") || ledger.AsError(err).Params["winner"] == "":
			t.Errorf("a loser is answered with %v, want already_resolved with the winner's name", err)
		}
	}
	if won != 1 || c.creditNotes(t) != "1" {
		t.Errorf("%d succeeded with %s credit notes, want one of each", won, c.creditNotes(t))
	}
}

func TestTheStatementFollows(t *testing.T) {
	c := open(t)
	first, second := c.dispute(t, 1, "1130.00"), c.dispute(t, 2, "")
	if c.state(t) != "answered" {
		t.Fatalf("with every line disputed the statement is %s, want answered", c.state(t))
	}
	c.must(t, c.resolve(t, ledger.ARAccountant, first, dispute.AcceptWhole, ""))
	if c.state(t) != "answered" {
		t.Errorf("with one dispute left it is %s, want answered", c.state(t))
	}
	c.must(t, c.disputes.Withdraw(t.Context(), c.confirmer, second, c.read(t, second).RowVersion))
	if c.state(t) != "issued" {
		t.Errorf("after the withdrawal its line waits again; the statement is %s, want issued", c.state(t))
	}
	third := c.dispute(t, 2, "")
	c.must(t, c.resolve(t, ledger.ARAccountant, third, dispute.Reject, ""))
	c.must(t, c.disputes.Accept(t.Context(), c.confirmer, third, c.read(t, third).RowVersion))
	if c.state(t) != "agreed" {
		t.Errorf("with nothing open it is %s, want agreed", c.state(t))
	}
}

func TestWhatCannotBeDisputed(t *testing.T) {
	c := open(t)
	base := dispute.OpenCommand{StatementID: c.statement, Version: 1, SHA256: c.sha256, Lines: []int{1}, Category: "price"}
	for name, change := range map[string]struct {
		alter func(*dispute.OpenCommand)
		want  string
	}{
		"another version":          {func(o *dispute.OpenCommand) { o.Version = 2 }, "stale_version"},
		"other bytes":              {func(o *dispute.OpenCommand) { o.SHA256 = "00" }, "content_changed"},
		"more than the line":       {func(o *dispute.OpenCommand) { o.DisputedAmount = ledgertest.Amount("11300.01") }, "dispute_amount_too_large"},
		"a tenth of a cent":        {func(o *dispute.OpenCommand) { o.DisputedAmount = ledgertest.Amount("0.001") }, "validation_failed"},
		"a negative amount":        {func(o *dispute.OpenCommand) { o.DisputedAmount = decimal.NewFromInt(-1) }, "validation_failed"},
		"no category":              {func(o *dispute.OpenCommand) { o.Category = "" }, "validation_failed"},
		"other without a reason":   {func(o *dispute.OpenCommand) { o.Category = "other" }, "validation_failed"},
		"a statement not its own":  {func(o *dispute.OpenCommand) { o.StatementID = ledger.NewID() }, "not_found"},
		"an amount for many lines": {func(o *dispute.OpenCommand) { o.Lines, o.DisputedAmount = []int{1, 2}, decimal.NewFromInt(1) }, "validation_failed"},
	} {
		cmd := base
		change.alter(&cmd)
		if _, err := c.disputes.Open(t.Context(), c.confirmer, cmd); !ledger.IsCode(err, change.want) {
			t.Errorf("%s: %v, want %s", name, err, change.want)
		}
	}
	if _, err := c.disputes.Open(t.Context(), c.Contact(c.CNY, ledger.Viewer), base); !ledger.IsCode(err, "not_permitted") {
		t.Errorf("a viewer is answered with %v", err)
	}
	if _, err := c.disputes.Open(t.Context(), c.Contact(c.USD, ledger.Confirmer), base); !ledger.IsCode(err, "not_found") {
		t.Errorf("another customer is answered with %v", err)
	}
	c.dispute(t, 1, "")
	again, err := c.disputes.Open(t.Context(), c.confirmer, dispute.OpenCommand{StatementID: c.statement, Version: 1, SHA256: c.sha256, Lines: []int{1, 2, 99}, Category: "quality"})
	c.must(t, err)
	if len(again.IDs) != 1 || len(again.Refused) != 2 || again.Refused[0].Err.Code != "line_answered" || again.Refused[1].Err.Code != "line_unknown" {
		t.Errorf("opened %d, refused %v; want line 2 alone", len(again.IDs), again.Refused)
	}
}

func TestInternalNotesNeverReachTheCustomer(t *testing.T) {
	c := open(t)
	id := c.dispute(t, 1, "")
	c.must(t, c.disputes.Write(t.Context(), c.Staff(ledger.ARAccountant), id, "客户历史上常压价", true))
	c.must(t, c.disputes.Write(t.Context(), c.Staff(ledger.Sales), id, "正在核对送货单", false))
	portal, err := c.disputes.Get(t.Context(), c.confirmer, id)
	c.must(t, err)
	for _, message := range portal.Messages {
		if message.Internal || message.Text == "客户历史上常压价" {
			t.Errorf("the customer reads %q", message.Text)
		}
	}
	if portal.State != dispute.Answered || portal.WaitingFor() != "customer" {
		t.Errorf("after a reply it is %s and waits for %s", portal.State, portal.WaitingFor())
	}
	if staff := c.read(t, id); len(staff.Messages) != 3 {
		t.Errorf("staff read %d entries, want 3", len(staff.Messages))
	}
	if _, err := c.disputes.Get(t.Context(), c.Contact(c.USD, ledger.Confirmer), id); !ledger.IsCode(err, "not_found") {
		t.Errorf("another customer reads it: %v", err)
	}
	if _, err := c.disputes.Get(t.Context(), c.OtherStaff(ledger.ARAccountant), id); !ledger.IsCode(err, "not_found") {
		t.Errorf("another organization reads it: %v", err)
	}
}
