package notice_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/issue"
	"hefu/ledger/ledgertest"
	"hefu/ledger/notice"
	"hefu/ledger/standin"
)

const inBells = `SELECT coalesce(string_agg(s.name || CASE n.for_name WHEN '' THEN '' ELSE ' 代 ' || n.for_name END, ', ' ORDER BY s.name), '') FROM hefu.staff_notices n JOIN hefu.staff s ON s.id = n.staff_id WHERE n.kind = $1`

// What becomes of one's own drafts and issues is told to who made or owns them, in the bell and by mail as they wish, and to who stands in.
func TestMakersAndOwnersAreToldAndSoIsTheStandIn(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	ctx, accountant, supervisor, manager := t.Context(), d.Staff(ledger.ARAccountant), d.Staff(ledger.FinanceSupervisor), d.Staff(ledger.CreditManager)
	d.Exec(t, `UPDATE hefu.organizations SET approval_threshold = 1000 WHERE id = $1`, d.Organization.ID)
	today := calendar.MustParse(ledgertest.Ask[string](t, d.Books, `SELECT (now() AT TIME ZONE time_zone)::date::text FROM hefu.organizations WHERE id = $1`, d.Organization.ID))
	_, err := standin.Open(d.DB).Name(ctx, accountant, standin.Named{StandInID: manager.PersonID, StartsOn: today, EndsOn: today.AddDays(5)})
	must(t, err)

	issues := issue.NewService(d.DB, nil)
	id, err := issues.Raise(ctx, supervisor, issue.NewIssue{Subject: issue.Subject{CustomerID: d.CNY.ID}, Title: "补合同", OwnerID: accountant.PersonID, Days: 3})
	must(t, err)
	d.Exec(t, `UPDATE hefu.issues SET due_on = $2 WHERE id = $1`, id, today.AddDays(-1).String())
	for round, want := range []int{1, 0} {
		if n, err := issues.Watch(ctx, d.Organization.ID); err != nil || n != want {
			t.Errorf("watch %d finds %d late, %v; want %d", round, n, err, want)
		}
	}
	documents, on := document.Open(d.DB), calendar.MustParse("2026-04-05")
	draft, err := documents.CreateDraft(ctx, accountant, document.New{Kind: document.Receipt, CustomerID: d.CNY.ID, Currency: "CNY", DocumentDate: on, PostingDate: on,
		SourceKind: "manual", SourceSystem: "hefu", SourceID: "1", Method: "bank", Amount: dec("9000.00")})
	must(t, err)
	must(t, d.SavePreferences(ctx, accountant, notice.Preferences{"approvals": false}))
	for _, decision := range []document.Decision{{Reason: "缺回单"}, {Approve: true}} {
		draft, err = documents.SubmitDraft(ctx, accountant, draft.ID, draft.RowVersion)
		must(t, err)
		draft, err = documents.DecideDraft(ctx, supervisor, draft.ID, draft.RowVersion, decision)
		must(t, err)
	}
	d.work(t)
	for _, kind := range []string{"stand_in.named", "issue.assigned", "issue.overdue", "draft.returned", "draft.approved"} {
		want := accountant.Name + ", " + manager.Name + " 代 " + accountant.Name
		if kind == "stand_in.named" {
			want = manager.Name // who named it is told nothing
		}
		if got := ledgertest.Ask[string](t, d.Books, inBells, kind); got != want {
			t.Errorf("%s is in the bells of %q, want %q", kind, got, want)
		}
	}
	for state, want := range map[string]int{
		"kind LIKE 'draft.%' AND state = 'skipped' AND result = 'unwanted'": 2, // the accountant's
		"kind LIKE 'draft.%' AND state = 'sent'":                            2,
		"kind LIKE 'issue.%' AND state = 'sent'":                            4,
		"kind = 'stand_in.named' AND state = 'sent'":                        1,
	} {
		if n := ledgertest.Ask[int](t, d.Books, `SELECT count(*) FROM hefu.deliveries WHERE `+state); n != want {
			t.Errorf("%d deliveries %s, want %d", n, state, want)
		}
	}
}
