package dispute_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/dispute"
	"hefu/ledger/ledgertest"
)

func TestReadMarks(t *testing.T) {
	t.Parallel()
	c := open(t)
	id := c.dispute(t, 1, "")
	clerk, viewer := c.Staff(ledger.ARAccountant), c.Contact(c.CNY, ledger.Viewer)
	c.must(t, c.disputes.Assign(t.Context(), clerk, id, c.read(t, id).RowVersion, clerk.PersonID))
	unread := func(by ledger.Actor) (int, int) {
		t.Helper()
		view, err := c.disputes.Get(t.Context(), by, id)
		c.must(t, err)
		n, err := c.disputes.Unread(t.Context(), by)
		c.must(t, err)
		listed, err := c.disputes.List(t.Context(), by, dispute.Filter{View: "unread"})
		c.must(t, err)
		if len(listed) != n {
			t.Errorf("%s: %d are listed and %d counted", by.Name, len(listed), n)
		}
		return view.Unread, n
	}
	expect := func(about string, by ledger.Actor, messages, disputes int) {
		t.Helper()
		if m, d := unread(by); m != messages || d != disputes {
			t.Errorf("%s: %s has %d messages in %d disputes unread, want %d in %d", about, by.Name, m, d, messages, disputes)
		}
	}
	read := func(by ledger.Actor) {
		t.Helper()
		view, err := c.disputes.Get(t.Context(), by, id)
		c.must(t, err)
		c.must(t, c.disputes.MarkRead(t.Context(), by, id, view.Messages[len(view.Messages)-1].ID))
	}
	expect("opened", clerk, 1, 1)
	expect("opened", c.Staff(ledger.Sales), 0, 0) // not theirs, and never looked at
	expect("opened", c.Staff(ledger.Auditor), 0, 0)
	expect("opened", c.confirmer, 0, 0)
	read(clerk)
	expect("read", clerk, 0, 0)
	c.must(t, c.disputes.Write(t.Context(), clerk, id, "正在核实", false))
	c.must(t, c.disputes.Write(t.Context(), clerk, id, "内部", true))
	expect("answered", clerk, 0, 0)
	expect("answered", viewer, 1, 1)
	expect("answered", c.confirmer, 1, 1)
	read(viewer)
	expect("one contact read it", viewer, 0, 0)
	expect("one contact read it", c.confirmer, 1, 1)
	early := c.read(t, id).Messages[0].ID
	c.must(t, c.disputes.MarkRead(t.Context(), viewer, id, early)) // an older page
	expect("an older page", viewer, 0, 0)
	view := c.read(t, id)
	if len(view.Readers) != 2 || view.Readers[1].Name != viewer.Name || view.Readers[1].Side != "customer" {
		t.Errorf("readers are %+v", view.Readers)
	}
	note := view.Messages[len(view.Messages)-1].ID
	for name, x := range map[string]struct {
		by      ledger.Actor
		message ledger.ID
	}{
		"a note that is hidden": {c.confirmer, note}, "no message": {c.confirmer, ledger.NewID()},
		"another customer": {c.Contact(c.USD, ledger.Viewer), early}, "another organization": {c.OtherStaff(ledger.Sales), early},
	} {
		if err := c.disputes.MarkRead(t.Context(), x.by, id, x.message); !ledger.IsCode(err, "not_found") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := c.disputes.MarkRead(t.Context(), c.Staff(ledger.Auditor), id, early); !ledger.IsCode(err, "not_permitted") {
		t.Errorf("an auditor leaves a mark: %v", err)
	}
}

func TestWhatIsExpectedIsSaidToBothSides(t *testing.T) {
	t.Parallel()
	for _, state := range []dispute.State{dispute.Open, dispute.InReview, dispute.Answered, dispute.AwaitingApproval, dispute.Proposed, dispute.Resolved, dispute.Withdrawn} {
		said := map[string]bool{}
		for _, reader := range []ledger.Actor{{Audience: ledger.Portal}, {Audience: ledger.Portal, Locale: "en"}, {Audience: ledger.Backoffice}, {Audience: ledger.Backoffice, Locale: "en"}} {
			said[dispute.Summary{State: state}.Expected(reader)] = true
		}
		if len(said) < 3 || said[""] {
			t.Errorf("%s says %v", state, said)
		}
	}
}

func TestANoteTellsWhomItNames(t *testing.T) {
	t.Parallel()
	c := open(t)
	id := c.dispute(t, 1, "")
	clerk, supervisor := c.Staff(ledger.ARAccountant), c.Staff(ledger.FinanceSupervisor)
	c.must(t, c.disputes.Write(t.Context(), clerk, id, "请看一下", true, supervisor.PersonID))
	if n := ledgertest.Ask[int](t, c.Books, `SELECT count(*) FROM hefu.events WHERE kind = 'dispute.mentioned' AND dispute_id = $1 AND data ->> 'staff_id' = $2`, id.String(), supervisor.PersonID.String()); n != 1 {
		t.Errorf("%d events tell the one who is named", n)
	}
	if n, err := c.disputes.Unread(t.Context(), supervisor); err != nil || n != 1 {
		t.Errorf("who is named has %d unread disputes, %v", n, err)
	}
	for what, err := range map[string]error{
		"in a reply":              c.disputes.Write(t.Context(), clerk, id, "x", false, supervisor.PersonID),
		"of another organization": c.disputes.Write(t.Context(), clerk, id, "x", true, c.OtherStaff(ledger.Sales).PersonID),
		"of a customer":           c.disputes.Write(t.Context(), clerk, id, "x", true, c.confirmer.PersonID),
		"by a customer":           c.disputes.Write(t.Context(), c.confirmer, id, "x", true, supervisor.PersonID),
	} {
		if !ledger.IsCode(err, "validation_failed") {
			t.Errorf("a mention %s: %v", what, err)
		}
	}
}
