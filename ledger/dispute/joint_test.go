package dispute_test

import (
	"sync"
	"testing"

	"hefu/ledger"
	"hefu/ledger/dispute"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
)

func (c *court) joint(t *testing.T, decision dispute.Decision, ids ...ledger.ID) dispute.JointCommand {
	t.Helper()
	cmd := dispute.JointCommand{ResolveCommand: dispute.ResolveCommand{Decision: decision, RootCause: "process_gap", Text: "经核实"}}
	for _, id := range ids {
		cmd.Items = append(cmd.Items, dispute.JointItem{ID: id, RowVersion: c.read(t, id).RowVersion})
	}
	return cmd
}

func TestSeveralLinesAreSettledInOneAct(t *testing.T) {
	c := open(t)
	first, second := c.dispute(t, 1, "1130.00"), c.dispute(t, 2, "2260.00")
	accountant := c.Staff(ledger.ARAccountant)
	cmd := c.joint(t, dispute.AcceptWhole, first, second)
	preview, err := c.disputes.PreviewTogether(t.Context(), accountant, cmd)
	c.must(t, err)
	net, tax, gross := preview.Totals()
	if len(preview.Parts) != 2 || !net.Equal(ledgertest.Amount("3000.00")) || !tax.Equal(ledgertest.Amount("390.00")) || !gross.Equal(ledgertest.Amount("3390.00")) {
		t.Fatalf("%d parts of net %s, tax %s, gross %s", len(preview.Parts), net, tax, gross)
	}
	if n := c.creditNotes(t); n != "0" {
		t.Fatalf("the preview posted %s", n)
	}
	c.must(t, c.disputes.ResolveTogether(t.Context(), accountant, cmd))
	for i, id := range []ledger.ID{first, second} {
		view := c.read(t, id)
		if view.State != dispute.Resolved || *view.Outcome != "accepted_whole" || view.Resolution.Together != 2 {
			t.Errorf("dispute %d is %s, resolved with %d", i+1, view.State, view.Resolution.Together)
		}
		note, err := document.Open(c.DB).Get(t.Context(), accountant, view.CreditID)
		c.must(t, err)
		if note.Kind != document.CreditNote || !note.Gross.Equal(view.DisputedAmount) || !note.Tax.IsPositive() {
			t.Errorf("dispute %d is credited by %s of %s with tax %s", i+1, note.Kind, note.Gross, note.Tax)
		}
	}
	if c.state(t) != "agreed" {
		t.Errorf("the statement is %s, want agreed", c.state(t))
	}
}

// The threshold is asked of the sum, and the second person decides all of them by one.
func TestASumAboveTheThresholdWaitsWhole(t *testing.T) {
	c := open(t)
	first, second := c.dispute(t, 1, "9000.00"), c.dispute(t, 2, "9000.00")
	c.must(t, c.disputes.ResolveTogether(t.Context(), c.Staff(ledger.ARAccountant), c.joint(t, dispute.AcceptWhole, first, second)))
	for _, id := range []ledger.ID{first, second} {
		if view := c.read(t, id); view.State != dispute.AwaitingApproval {
			t.Fatalf("it is %s, want awaiting_approval: each alone is below the threshold, their sum is not", view.State)
		}
	}
	if c.creditNotes(t) != "0" {
		t.Fatal("a credit note was posted before the second person")
	}
	approve := func(role ledger.Role, yes bool, reason string) error {
		return c.disputes.Approve(t.Context(), c.Staff(role), first, c.read(t, first).RowVersion, yes, reason)
	}
	if err := approve(ledger.ARAccountant, true, ""); !ledger.IsCode(err, "four_eyes") {
		t.Errorf("who proposed it is answered with %v", err)
	}
	c.must(t, approve(ledger.FinanceSupervisor, true, ""))
	if view := c.read(t, second); view.State != dispute.Resolved || c.creditNotes(t) != "2" {
		t.Errorf("the other one is %s with %s credit notes in all, want resolved and 2", view.State, c.creditNotes(t))
	}
}

func TestWhatIsDeclinedTogetherComesBackWhole(t *testing.T) {
	c := open(t)
	first, second := c.dispute(t, 1, "9000.00"), c.dispute(t, 2, "9000.00")
	c.must(t, c.disputes.ResolveTogether(t.Context(), c.Staff(ledger.Sales), c.joint(t, dispute.AcceptWhole, first, second)))
	c.must(t, c.disputes.Approve(t.Context(), c.Staff(ledger.FinanceSupervisor), second, c.read(t, second).RowVersion, false, "请附送货单"))
	for _, id := range []ledger.ID{first, second} {
		if view := c.read(t, id); view.State != dispute.InReview || c.creditNotes(t) != "0" {
			t.Errorf("it is %s with %s credit notes", view.State, c.creditNotes(t))
		}
	}
}

func TestOneInTheWayStopsAll(t *testing.T) {
	c := open(t)
	first, second := c.dispute(t, 1, "1130.00"), c.dispute(t, 2, "2260.00")
	cmd := c.joint(t, dispute.AcceptWhole, first, second)
	c.must(t, c.resolve(t, ledger.ARAccountant, second, dispute.Reject, ""))
	if err := c.disputes.ResolveTogether(t.Context(), c.Staff(ledger.ARAccountant), cmd); !ledger.IsCode(err, "already_resolved") {
		t.Errorf("one that was decided meanwhile is answered with %v", err)
	}
	if view := c.read(t, first); view.State != dispute.Open || c.creditNotes(t) != "0" {
		t.Errorf("the other is %s with %s credit notes, want untouched", view.State, c.creditNotes(t))
	}
	for name, change := range map[string]struct {
		alter func(*dispute.JointCommand)
		want  string
	}{
		"a single one":      {func(j *dispute.JointCommand) { j.Items = j.Items[:1] }, "validation_failed"},
		"one twice":         {func(j *dispute.JointCommand) { j.Items[1] = j.Items[0] }, "validation_failed"},
		"a part":            {func(j *dispute.JointCommand) { j.Decision = dispute.AcceptPart }, "validation_failed"},
		"one there is none": {func(j *dispute.JointCommand) { j.Items[1].ID = ledger.NewID() }, "not_found"},
	} {
		bad := c.joint(t, dispute.AcceptWhole, first, second)
		change.alter(&bad)
		if err := c.disputes.ResolveTogether(t.Context(), c.Staff(ledger.ARAccountant), bad); !ledger.IsCode(err, change.want) {
			t.Errorf("%s: %v, want %s", name, err, change.want)
		}
	}
	if err := c.disputes.ResolveTogether(t.Context(), c.Staff(ledger.Auditor), cmd); !ledger.IsCode(err, "not_permitted") {
		t.Errorf("an auditor is answered with %v", err)
	}
	if err := c.disputes.ResolveTogether(t.Context(), c.OtherStaff(ledger.ARAccountant), cmd); !ledger.IsCode(err, "not_found") {
		t.Errorf("another organization is answered with %v", err)
	}
}

func TestFiftyPeopleResolveSeveralAtOnce(t *testing.T) {
	c := open(t)
	first, second := c.dispute(t, 1, "1130.00"), c.dispute(t, 2, "2260.00")
	cmd := c.joint(t, dispute.AcceptWhole, first, second)
	var wait sync.WaitGroup
	results := make(chan error, 50)
	for i := range 50 {
		wait.Add(1)
		role := []ledger.Role{ledger.ARAccountant, ledger.FinanceSupervisor}[i%2]
		go func() {
			defer wait.Done()
			results <- c.disputes.ResolveTogether(t.Context(), c.Staff(role), cmd)
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
	if won != 1 || c.creditNotes(t) != "2" {
		t.Errorf("%d succeeded with %s credit notes, want one with two", won, c.creditNotes(t))
	}
}
