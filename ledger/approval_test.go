package ledger_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/approval"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
)

var say = document.Decision{Approve: true}

// rule has the supervisor put a version in force.
func rule(t *testing.T, b *ledgertest.Books, based int, p approval.Policy) {
	t.Helper()
	if err := document.Open(b.DB).MakeApprovalPolicy(t.Context(), b.Staff(ledger.FinanceSupervisor), based, p, "内控要求"); err != nil {
		t.Fatal(err)
	}
}

func twoLevels() approval.Policy {
	return approval.Policy{Rules: []approval.Rule{
		{Kind: "receipt", Above: amount("1000"), Roles: []ledger.Role{ledger.FinanceSupervisor}},
		{Kind: "receipt", Above: amount("50000"), Roles: []ledger.Role{ledger.FinanceSupervisor, ledger.Management}},
	}}
}

// A document over the threshold stays 待审 until the last level (SET-07); each level is another person's, and no other role's.
func TestADocumentWaitsForItsLastLevel(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	documents := document.Open(b.DB)
	supervisor, management := b.Staff(ledger.FinanceSupervisor), b.Staff(ledger.Management)
	rule(t, b, 0, twoLevels())
	d := submitted(t, b, receipt(b.CNY, "50000.01", "2026-03-10"))
	for _, role := range []ledger.Role{ledger.Sales, ledger.ARAccountant, ledger.Management, ledger.CreditManager, ledger.Auditor, ledger.Administrator} {
		_, err := documents.DecideDraft(t.Context(), b.Staff(role), d.ID, d.RowVersion, say)
		if want := "not_permitted"; role == ledger.Sales && ledger.IsCode(err, "not_found") {
			continue // another's customer
		} else {
			wantCode(t, err, want)
		}
	}
	d, err := documents.DecideDraft(t.Context(), supervisor, d.ID, d.RowVersion, say)
	if err != nil {
		t.Fatal(err)
	}
	if d.State != document.Submitted || d.WaitingRole != string(ledger.Management) || d.StepsDone != 1 {
		t.Fatalf("after the first level it is %s, waits for %s", d.State, d.WaitingRole)
	}
	if n, _ := documents.WaitingDrafts(t.Context(), management); n != 1 {
		t.Errorf("%d wait for management, want 1", n)
	}
	if n, _ := documents.WaitingDrafts(t.Context(), supervisor); n != 0 {
		t.Errorf("%d wait for the supervisor, want none", n)
	}
	if posted := ledgertest.Ask[int](t, b, `SELECT count(*)::int FROM hefu.documents`); posted != 0 {
		t.Fatal("it was booked before its last level")
	}
	if d, err = documents.DecideDraft(t.Context(), management, d.ID, d.RowVersion, document.Decision{Approve: true, Reason: "同意"}); err != nil {
		t.Fatal(err)
	}
	if d.State != document.Approved || d.DecidedBy != management.PersonID {
		t.Errorf("after the last level it is %+v", d)
	}
	said, err := documents.SaidOfDocument(t.Context(), b.Staff(ledger.Auditor), d.DocumentID)
	if err != nil || len(said) != 2 || said[0].Role != ledger.FinanceSupervisor || said[1].Opinion != "同意" {
		t.Errorf("the record says %+v, %v", said, err)
	}
}

// One person does not give two levels, whatever roles they hold.
func TestOnePersonGivesOneLevel(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	documents := document.Open(b.DB)
	rule(t, b, 0, approval.Policy{Rules: []approval.Rule{{Kind: "receipt", Roles: []ledger.Role{ledger.ARAccountant, ledger.FinanceSupervisor}}}})
	d := submitted(t, b, receipt(b.CNY, "10.00", "2026-03-10"))
	supervisor := b.Staff(ledger.FinanceSupervisor) // stands in for the accountant
	d, err := documents.DecideDraft(t.Context(), supervisor, d.ID, d.RowVersion, say)
	if err != nil {
		t.Fatal(err)
	}
	_, err = documents.DecideDraft(t.Context(), supervisor, d.ID, d.RowVersion, say)
	wantCode(t, err, "level_given")
	// Returned and handed in again, the levels begin anew.
	if d, err = documents.DecideDraft(t.Context(), b.Staff(ledger.ARAccountant), d.ID, d.RowVersion, document.Decision{Reason: "金额有误"}); err != nil {
		t.Fatal(err)
	}
	if d, err = documents.SubmitDraft(t.Context(), b.Staff(ledger.ARAccountant), d.ID, d.RowVersion); err != nil {
		t.Fatal(err)
	}
	if d.Round != 2 || d.StepsDone != 0 {
		t.Errorf("handed in again it is in round %d after %d steps", d.Round, d.StepsDone)
	}
	if _, err = documents.DecideDraft(t.Context(), supervisor, d.ID, d.RowVersion, say); err != nil {
		t.Error(err)
	}
}

// A new version holds for what is handed in after it; what was handed in before keeps its own.
func TestANewRuleHoldsForWhatComesAfter(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	documents, supervisor := document.Open(b.DB), b.Staff(ledger.FinanceSupervisor)
	rule(t, b, 0, twoLevels())
	before := submitted(t, b, receipt(b.CNY, "2000.00", "2026-03-10"))
	rule(t, b, 1, approval.Policy{Rules: []approval.Rule{{Kind: "receipt", Roles: []ledger.Role{ledger.FinanceSupervisor, ledger.Management}}}})
	after := submitted(t, b, receipt(b.CNY, "2000.00", "2026-03-10"))
	if before, err := documents.DecideDraft(t.Context(), supervisor, before.ID, before.RowVersion, say); err != nil || before.State != document.Approved {
		t.Errorf("what was handed in before is %s, %v", before.State, err)
	}
	if after, err := documents.DecideDraft(t.Context(), supervisor, after.ID, after.RowVersion, say); err != nil || after.State != document.Submitted {
		t.Errorf("what was handed in after is %s, %v", after.State, err)
	}
	err := documents.MakeApprovalPolicy(t.Context(), supervisor, 1, twoLevels(), "又改")
	wantCode(t, err, "conflict")
	err = documents.MakeApprovalPolicy(t.Context(), b.Staff(ledger.ARAccountant), 2, twoLevels(), "又改")
	wantCode(t, err, "not_permitted")
}

// 应收确认 inside (CNF-01): business, then finance, then the level; without them nothing is booked, and the refusal says what is missing.
func TestAReceivableIsConfirmedByBusinessAndFinance(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	documents := document.Open(b.DB)
	for _, order := range [][]approval.Name{{approval.Business, approval.Finance}, {approval.Finance, approval.Business}} {
		based := ledgertest.Ask[int](t, b, `SELECT count(*)::int FROM hefu.approval_policies`)
		rule(t, b, based, approval.Policy{Checks: order, CheckSources: true})
		d := submitted(t, b, receivable(b.CNY, "2026-03-10"))
		giver := map[approval.Name]ledger.Actor{approval.Business: b.Staff(ledger.Sales), approval.Finance: b.Staff(ledger.FinanceSupervisor)}
		_, err := documents.DecideDraft(t.Context(), giver[order[1]], d.ID, d.RowVersion, say)
		wantCode(t, err, "not_permitted") // not its turn
		for _, step := range order {
			if d, err = documents.DecideDraft(t.Context(), giver[step], d.ID, d.RowVersion, say); err != nil {
				t.Fatal(err)
			}
		}
		if d.State != document.Submitted || d.WaitingRole != string(ledger.FinanceSupervisor) {
			t.Fatalf("confirmed inside it is %s and waits for %s", d.State, d.WaitingRole)
		}
		_, err = documents.DecideDraft(t.Context(), b.Staff(ledger.FinanceSupervisor), d.ID, d.RowVersion, say)
		wantCode(t, err, "level_given")
		if d, err = documents.DecideDraft(t.Context(), secondSupervisor(t, b), d.ID, d.RowVersion, say); err != nil || d.State != document.Approved {
			t.Fatalf("approved it is %s, %v", d.State, err)
		}
	}
	content := receivable(b.CNY, "2026-03-10")
	content.SourceSystem, content.SourceID, content.SourceKind = "erp", "INV-1", "invoice"
	_, err := documents.PostFromSource(t.Context(), b.Staff(ledger.ARAccountant), []document.New{content})
	wantCode(t, err, "checks_missing")
}

func secondSupervisor(t *testing.T, b *ledgertest.Books) ledger.Actor {
	t.Helper()
	other := b.Staff(ledger.FinanceSupervisor)
	other.PersonID = ledger.NewID()
	return other
}

// Every fault of a version is named.
func TestTheRuleOfApprovalIsChecked(t *testing.T) {
	for _, test := range []struct {
		field string
		p     approval.Policy
	}{
		{"rules[0].kind", approval.Policy{Rules: []approval.Rule{{Kind: "gift"}}}},
		{"rules[0].above", approval.Policy{Rules: []approval.Rule{{Kind: "receipt", Above: amount("-1")}}}},
		{"rules[0].above", approval.Policy{Rules: []approval.Rule{{Kind: "receipt", Above: amount("1.001")}}}},
		{"rules[1].above", approval.Policy{Rules: []approval.Rule{{Kind: "receipt", Above: amount("1")}, {Kind: "receipt", Above: amount("1.00")}}}},
		{"rules[0].roles", approval.Policy{Rules: []approval.Rule{{Kind: "receipt", Roles: []ledger.Role{ledger.Administrator}}}}},
		{"checks", approval.Policy{Checks: []approval.Name{approval.Business, approval.Business}}},
	} {
		err := test.p.Check()
		if err == nil || ledger.AsError(err).Fields[0].Name != test.field {
			t.Errorf("%+v is answered with %v, want a fault at %s", test.p, err, test.field)
		}
	}
}

// What is made by hand takes a second person, even where a rule names nobody.
func TestByHandNoRuleTakesTheSecondPersonAway(t *testing.T) {
	p := approval.Policy{Rules: []approval.Rule{{Kind: "receivable"}}}
	if path := p.Path(approval.Subject{Kind: "receivable", Base: amount("1"), ByHand: true, Second: true}); len(path) != 1 {
		t.Errorf("by hand it takes %v", path)
	}
	if path := p.Path(approval.Subject{Kind: "receivable", Base: amount("1"), Second: true}); len(path) != 0 {
		t.Errorf("of a source it takes %v", path)
	}
}

// levelsOf asks for one supervisor, whatever the amount.
func levelsOf(kinds ...string) approval.Policy {
	var p approval.Policy
	for _, kind := range kinds {
		p.Rules = append(p.Rules, approval.Rule{Kind: kind, Roles: []ledger.Role{ledger.FinanceSupervisor}})
	}
	return p
}
