package dispute_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/dispute"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
)

func TestWhatWasRejectedIsTakenUpAgain(t *testing.T) {
	c := open(t)
	first, second := c.dispute(t, 1, "1130.00"), c.dispute(t, 2, "2260.00")
	c.must(t, c.resolve(t, ledger.ARAccountant, first, dispute.Reject, ""))
	c.must(t, c.disputes.Accept(t.Context(), c.confirmer, first, c.read(t, first).RowVersion))
	c.must(t, c.resolve(t, ledger.ARAccountant, second, dispute.AcceptWhole, ""))
	if c.state(t) != "agreed" {
		t.Fatalf("the statement is %s, want agreed", c.state(t))
	}
	reopen := func(role ledger.Role, id ledger.ID, reason string) error {
		return c.disputes.Reopen(t.Context(), c.Staff(role), id, c.read(t, id).RowVersion, reason)
	}
	for name, refused := range map[string]struct {
		err  error
		want string
	}{
		"no reason":      {reopen(ledger.ARAccountant, first, " "), "validation_failed"},
		"an auditor":     {reopen(ledger.Auditor, first, "补充合同"), "not_permitted"},
		"a credited one": {reopen(ledger.ARAccountant, second, "补充合同"), "dispute_credited"},
		"a customer":     {c.disputes.Reopen(t.Context(), c.confirmer, first, 1, "补充合同"), "not_permitted"},
		"an old version": {c.disputes.Reopen(t.Context(), c.Staff(ledger.Sales), first, 1, "补充合同"), "conflict"},
	} {
		if !ledger.IsCode(refused.err, refused.want) {
			t.Errorf("%s: %v, want %s", name, refused.err, refused.want)
		}
	}
	if actions := c.read(t, first).Actions; !actions["reopen"].Allowed || c.read(t, second).Actions["reopen"].Why != "dispute_credited" {
		t.Errorf("offered: %v and %v", actions["reopen"], c.read(t, second).Actions["reopen"])
	}
	c.must(t, reopen(ledger.Sales, first, "客户补充了合同"))
	view := c.read(t, first)
	if view.State != dispute.InReview || view.Outcome != nil || view.ResolvedAt != nil || !view.DueAt.After(view.OpenedAt) {
		t.Errorf("it is %s with outcome %v", view.State, view.Outcome)
	}
	if c.state(t) != "answered" {
		t.Errorf("with a dispute open again the statement is %s, want answered", c.state(t))
	}
	if err := reopen(ledger.Sales, first, "再次"); !ledger.IsCode(err, "state_forbids") {
		t.Errorf("an open one is answered with %v", err)
	}
}

func TestAReceiptThatIsFoundClosesTheDispute(t *testing.T) {
	c := open(t)
	paid := c.Receipt(t, c.CNY, "11300.00", "2026-04-09", func(d *document.New) { d.OrderNo = "PO-77" })
	small := c.Receipt(t, c.CNY, "50.00", "2026-03-12")
	elsewhere := c.Receipt(t, c.CNY, "22600.00", "2026-04-01")
	c.Allocate(t, c.CNY, c.other, elsewhere, "22600.00", "2026-04-01")
	id := c.dispute(t, 1, "")
	accountant := c.Staff(ledger.ARAccountant)
	found, currency, err := c.disputes.Receipts(t.Context(), accountant, id, "")
	c.must(t, err)
	if len(found) != 3 || currency != "CNY" || found[0].ItemID != c.Item(t, paid) || found[0].Reasons[0] != "amount_equal" {
		t.Fatalf("offered %+v, want the receipt of 11300.00 first of three", found)
	}
	if last := found[2]; last.Open.IsPositive() || len(last.Elsewhere) != 1 || last.Elsewhere[0] != c.other.DocumentNo || !last.Allocable.IsZero() {
		t.Errorf("last comes %+v, want the one that was set against the other document", last)
	}
	if only, _, err := c.disputes.Receipts(t.Context(), accountant, id, "PO-77"); err != nil || len(only) != 1 {
		t.Errorf("by its reference %d are found, %v", len(only), err)
	}
	settle := func(actor ledger.Actor, item ledger.ID) error {
		return c.disputes.SettlePaid(t.Context(), actor, id, dispute.PaidCommand{RowVersion: c.read(t, id).RowVersion, ItemID: item, RootCause: "process_gap", Text: "四月九日到账"})
	}
	for name, refused := range map[string]struct {
		err  error
		want string
	}{
		"too little":      {settle(accountant, c.Item(t, small)), "not_covered"},
		"spent elsewhere": {settle(accountant, c.Item(t, elsewhere)), "not_covered"},
		"nobody's":        {settle(accountant, ledger.NewID()), "not_covered"},
		"by sales":        {settle(c.Staff(ledger.Sales), c.Item(t, paid)), "not_permitted"},
	} {
		if !ledger.IsCode(refused.err, refused.want) {
			t.Errorf("%s: %v, want %s", name, refused.err, refused.want)
		}
	}
	c.must(t, settle(accountant, c.Item(t, paid)))
	view := c.read(t, id)
	if view.State != dispute.Resolved || *view.Outcome != "paid" || !view.AgreedAmount.Decimal.IsZero() || c.creditNotes(t) != "0" {
		t.Errorf("it is %s as %v with %s credit notes", view.State, view.Outcome, c.creditNotes(t))
	}
	if open := c.Open(t, c.receivable); !open.IsZero() {
		t.Errorf("the receivable has %s open", open)
	}
	evidence, err := c.disputes.Evidence(t.Context(), accountant, id)
	c.must(t, err)
	if len(evidence.Payments) != 1 || evidence.Payments[0].DocumentNo != paid.DocumentNo || !evidence.Document.Open.IsZero() {
		t.Errorf("the evidence shows %+v", evidence.Payments)
	}
}

func TestEvidenceIsGatheredByItself(t *testing.T) {
	c := open(t)
	c.CreditNote(t, c.CNY, c.receivable, "1130.00", "2026-04-02")
	earlier := c.dispute(t, 1, "113.00")
	c.must(t, c.disputes.Withdraw(t.Context(), c.confirmer, earlier, c.read(t, earlier).RowVersion))
	id := c.dispute(t, 1, "226.00")
	seen, err := c.disputes.Evidence(t.Context(), c.Staff(ledger.Sales), id)
	c.must(t, err)
	if seen.Document.DocumentNo != c.receivable.DocumentNo || !seen.Creditable.Equal(ledgertest.Amount("10170.00")) || len(seen.Credits) != 1 || len(seen.Lines) == 0 ||
		len(seen.Earlier) != 1 || seen.Earlier[0].ID != earlier {
		t.Errorf("gathered %+v", seen)
	}
	if _, err := c.disputes.Evidence(t.Context(), c.confirmer, id); !ledger.IsCode(err, "not_permitted") {
		t.Errorf("a customer is answered with %v", err)
	}
	if _, err := c.disputes.Evidence(t.Context(), c.OtherStaff(ledger.ARAccountant), id); !ledger.IsCode(err, "not_found") {
		t.Errorf("another organization is answered with %v", err)
	}
}
