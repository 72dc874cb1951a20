package dispute_test

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/dispute"
	"hefu/ledger/ledgertest"
)

func (c *court) openAs(t *testing.T, category dispute.Category, line int, amount string) dispute.View {
	t.Helper()
	opened, err := c.disputes.Open(t.Context(), c.confirmer, dispute.OpenCommand{StatementID: c.statement, Version: 1, SHA256: c.sha256, Lines: []int{line}, Category: category,
		DisputedAmount: ledgertest.Amount(amount), Text: "请核对"})
	c.must(t, err)
	return c.read(t, opened.IDs[0])
}

func TestDisputesAreGivenOutByTheRules(t *testing.T) {
	c := open(t)
	supervisor, accountant, sales := c.Staff(ledger.FinanceSupervisor), c.Staff(ledger.ARAccountant), c.Staff(ledger.Sales)
	c.Exec(t, `UPDATE hefu.customers SET salesperson_id = $1, region = '华东' WHERE id = $2`, sales.PersonID, c.CNY.ID)
	policy := dispute.Policy{DefaultDays: 3, Days: map[dispute.Category]int{"quality": 10}, WarnHours: 24, LateRole: ledger.FinanceSupervisor, Rules: []dispute.Rule{
		{Category: "already_paid", Receiver: dispute.Receiver{To: "role", Role: ledger.ARAccountant}},
		{Region: "华东", MinAmount: ledgertest.Amount("5000"), Receiver: dispute.Receiver{To: "person", StaffID: supervisor.PersonID}},
	}}
	c.must(t, c.disputes.SetPolicy(t.Context(), supervisor, 0, policy, "按类型分派"))
	paid := c.openAs(t, "already_paid", 1, "9000")
	if paid.AssigneeID != accountant.PersonID {
		t.Errorf("a payment is given to %s, want the accountant", paid.AssigneeName)
	}
	if large := c.openAs(t, "price", 2, "5000"); large.AssigneeID != supervisor.PersonID {
		t.Errorf("a large one of the region is given to %s, want the supervisor", large.AssigneeName)
	}
	c.must(t, c.disputes.Withdraw(t.Context(), c.confirmer, paid.ID, paid.RowVersion))
	quality := c.openAs(t, "quality", 1, "100")
	if quality.AssigneeID != sales.PersonID {
		t.Errorf("what no rule fits is given to %s, want the salesperson", quality.AssigneeName)
	}
	if apart := quality.DueAt.Sub(paid.DueAt); apart < 7*24*time.Hour {
		t.Errorf("ten working days end %s after three", apart)
	}
}

// Who left gets nothing; without anybody else the fallback does.
func TestNobodyWhoLeftGetsADispute(t *testing.T) {
	c := open(t)
	supervisor, accountant := c.Staff(ledger.FinanceSupervisor), c.Staff(ledger.ARAccountant)
	c.Exec(t, `UPDATE hefu.customers SET salesperson_id = NULL`)
	policy := dispute.Policy{DefaultDays: 3, Fallback: dispute.Receiver{To: "role", Role: ledger.ARAccountant},
		Rules: []dispute.Rule{{Category: "price", Receiver: dispute.Receiver{To: "person", StaffID: c.Staff(ledger.Sales).PersonID}}}}
	c.must(t, c.disputes.SetPolicy(t.Context(), supervisor, 0, policy, "兜底"))
	c.Exec(t, `UPDATE hefu.staff SET active = false WHERE id = $1`, c.Staff(ledger.Sales).PersonID)
	if view := c.openAs(t, "price", 1, "100"); view.AssigneeID != accountant.PersonID {
		t.Errorf("it is given to %q, want the fallback", view.AssigneeName)
	}
}

func TestPoliciesAreVersions(t *testing.T) {
	c := open(t)
	supervisor := c.Staff(ledger.FinanceSupervisor)
	good := dispute.Policy{DefaultDays: 5, Threshold: decimal.NewNullDecimal(ledgertest.Amount("500"))}
	for name, change := range map[string]struct {
		actor  ledger.Actor
		alter  func(*dispute.Policy)
		reason string
		want   string
	}{
		"an accountant":     {c.Staff(ledger.ARAccountant), func(*dispute.Policy) {}, "改", "not_permitted"},
		"no reason":         {supervisor, func(*dispute.Policy) {}, "", "validation_failed"},
		"no day":            {supervisor, func(p *dispute.Policy) { p.DefaultDays = 0 }, "改", "validation_failed"},
		"a category":        {supervisor, func(p *dispute.Policy) { p.Days = map[dispute.Category]int{"weather": 3} }, "改", "validation_failed"},
		"a stranger":        {supervisor, func(p *dispute.Policy) { p.Fallback = dispute.Receiver{To: "person", StaffID: ledger.NewID()} }, "改", "validation_failed"},
		"a rule to nobody":  {supervisor, func(p *dispute.Policy) { p.Rules = []dispute.Rule{{Category: "price"}} }, "改", "validation_failed"},
		"a negative amount": {supervisor, func(p *dispute.Policy) { p.Threshold = decimal.NewNullDecimal(decimal.NewFromInt(-1)) }, "改", "validation_failed"},
	} {
		bad := good
		change.alter(&bad)
		if err := c.disputes.SetPolicy(t.Context(), change.actor, 0, bad, change.reason); !ledger.IsCode(err, change.want) {
			t.Errorf("%s: %v, want %s", name, err, change.want)
		}
	}
	c.must(t, c.disputes.SetPolicy(t.Context(), supervisor, 0, good, "降低审批金额"))
	if err := c.disputes.SetPolicy(t.Context(), supervisor, 0, good, "又一次"); !ledger.IsCode(err, "conflict") {
		t.Errorf("a version made meanwhile is answered with %v", err)
	}
	all, err := c.disputes.Policies(t.Context(), c.Staff(ledger.Sales))
	c.must(t, err)
	if len(all) != 2 || all[0].Version != 1 || all[0].CreatedByName == "" || all[1].Version != 0 {
		t.Errorf("the versions are %+v", all)
	}
	id := c.dispute(t, 1, "600.00")
	c.must(t, c.resolve(t, ledger.ARAccountant, id, dispute.AcceptWhole, ""))
	if view := c.read(t, id); view.State != dispute.AwaitingApproval {
		t.Errorf("above the policy's own threshold it is %s, want awaiting_approval", view.State)
	}
}
