package worklist_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/approval"
	"hefu/ledger/calendar"
	"hefu/ledger/dispute"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
	"hefu/ledger/worklist"
)

// busy is a desk where something waits for everybody: disputes of several hands, drafts at the first level, at the second and made by
// whoever may approve them, and settlements proposed by two people.
func busy(t *testing.T) *desk {
	t.Helper()
	d := open(t)
	ctx, accountant, supervisor, sales := t.Context(), d.Staff(ledger.ARAccountant), d.Staff(ledger.FinanceSupervisor), d.sales(t)
	d.Exec(t, `UPDATE hefu.organizations SET approval_threshold = 1000 WHERE id = $1`, d.Organization.ID)
	must(t, d.disputes.Resolve(ctx, accountant, d.ids[1], dispute.ResolveCommand{RowVersion: 1, Decision: dispute.AcceptWhole, RootCause: "process_gap", Text: "核实"}))
	d.Exec(t, `UPDATE hefu.disputes SET assignee_id = $2, due_at = now() - interval '1 hour' WHERE id = $1`, d.ids[0], sales.PersonID)
	d.Exec(t, `UPDATE hefu.disputes SET assignee_id = NULL WHERE id = $1`, d.ids[2])

	documents := document.Open(d.DB)
	must(t, documents.MakeApprovalPolicy(ctx, supervisor, 0, approval.Policy{Rules: []approval.Rule{
		{Kind: "receipt", Above: ledgertest.Amount("1000"), Roles: []ledger.Role{ledger.CreditManager, ledger.Management}}}}, "两级"))
	for _, by := range []struct {
		maker  ledger.Actor
		amount string
	}{{accountant, "9000.00"}, {supervisor, "9001.00"}, {accountant, "9002.00"}} {
		draft, err := documents.CreateDraft(ctx, by.maker, document.New{Kind: document.Receipt, CustomerID: d.CNY.ID, Currency: "CNY", DocumentDate: calendar.MustParse("2026-04-05"),
			PostingDate: calendar.MustParse("2026-04-05"), SourceKind: "manual", SourceSystem: "hefu", SourceID: by.amount, Method: "bank", Amount: ledgertest.Amount(by.amount)})
		must(t, err)
		draft, err = documents.SubmitDraft(ctx, by.maker, draft.ID, draft.RowVersion)
		must(t, err)
		if by.amount == "9002.00" {
			_, err = documents.DecideDraft(ctx, d.Staff(ledger.CreditManager), draft.ID, draft.RowVersion, document.Decision{Approve: true, Reason: "同意"})
			must(t, err)
		}
	}
	money := d.Receipt(t, d.USD, "20.00", "2026-03-11")
	goods := d.Receivable(t, d.USD, "20.00", "2026-03-10")
	for _, by := range []ledger.Actor{accountant, supervisor} {
		_, err := allocation.Open(d.DB).SettleByHand(ctx, by, allocation.Command{CustomerID: d.USD.ID, EffectiveDate: calendar.MustParse("2026-03-12"), Reason: "补核",
			Pairs: []allocation.Pair{{DebitItem: d.Item(t, goods), CreditItem: d.Item(t, money), DebitAmount: ledgertest.Amount("5.00")}}})
		must(t, err)
	}
	return d
}

// For every role and every section: the count, the pages of the section, and the list of the page where the work is done agree.
func TestEveryCountIsTheRowsOfTheListItLeadsTo(t *testing.T) {
	d := busy(t)
	ctx := t.Context()
	total := map[string]int{}
	for _, role := range ledger.StaffRoles {
		actor := d.Staff(role)
		sections, err := d.work.Read(ctx, actor)
		if role == ledger.Administrator && ledger.IsCode(err, "not_permitted") {
			continue
		}
		must(t, err)
		kinds := map[string]int{}
		shown := map[string]int{}
		for _, s := range sections {
			page, err := d.work.ReadSection(ctx, actor, s.Key, worklist.Cursor{}, worklist.MaxPage)
			must(t, err)
			if s.Count == 0 || s.Count != len(page.Rows) || page.Count != s.Count {
				t.Errorf("%s: %s counts %d, its list %d, which says %d", role, s.Key, s.Count, len(page.Rows), page.Count)
			}
			for _, row := range page.Rows {
				if s.Key == "approvals" {
					kinds[row.Kind]++
				}
			}
			shown[s.Key] = s.Count
			total[s.Key] += s.Count
		}
		for _, key := range worklist.Keys() {
			if _, err := d.work.ReadSection(ctx, actor, key, worklist.Cursor{}, 1); err != nil && (!ledger.IsCode(err, "not_found") || shown[key] > 0) {
				t.Errorf("%s: %s is answered with %v", role, key, err)
			}
		}
		d.agrees(t, actor, shown, kinds)
	}
	for _, key := range []string{"disputes_mine", "disputes_unassigned", "approvals", "disputes_late", "credits_open"} {
		if total[key] == 0 {
			t.Errorf("nobody is shown any %s: the test proves nothing", key)
		}
	}
}

// agrees compares the work list with the lists of the pages that it leads to.
func (d *desk) agrees(t *testing.T, actor ledger.Actor, shown, kinds map[string]int) {
	t.Helper()
	ctx, role := t.Context(), actor.Roles[0]
	if actor.May(ledger.SeeStatements) {
		counts, err := d.disputes.Counts(ctx, actor)
		must(t, err)
		views := map[string]int{"answer": shown["disputes_mine"], "late": shown["disputes_late"], "approve": kinds["resolution"]}
		if actor.May(ledger.AnswerDisputes) {
			views["unassigned"] = shown["disputes_unassigned"]
		} else {
			delete(views, "late") // who answers no dispute has no colleagues who are late with theirs
		}
		for view, want := range views {
			list, err := d.disputes.List(ctx, actor, dispute.Filter{View: view})
			must(t, err)
			if len(list) != want || counts[view] != want {
				t.Errorf("%s: the queue %q holds %d and counts %d, the work list %d", role, view, len(list), counts[view], want)
			}
		}
	}
	if actor.May(ledger.CheckDrafts) {
		list, err := document.Open(d.DB).ListDrafts(ctx, actor, document.DraftFilter{Waiting: true})
		must(t, err)
		count, err := document.Open(d.DB).WaitingDrafts(ctx, actor)
		must(t, err)
		if len(list) != kinds["draft"] || count != kinds["draft"] {
			t.Errorf("%s: the page of drafts lists %d and counts %d, the work list %d", role, len(list), count, kinds["draft"])
		}
	}
	if actor.May(ledger.Allocate) {
		list, err := allocation.Open(d.DB).Proposals(ctx, actor, allocation.ToDecide, ledger.ID{}, 0)
		must(t, err)
		if len(list) != kinds["settlement"] {
			t.Errorf("%s: %d proposals to decide, the work list counts %d", role, len(list), kinds["settlement"])
		}
	}
}
