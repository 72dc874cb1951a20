package ledger_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"hefu/ledger"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
)

// draftAct is what a person can do with a draft. The supervisor decides, so that four eyes do not stand in the way.
type draftAct struct {
	name string
	to   document.DraftState
	do   func(*testing.T, *ledgertest.Books, document.Draft) (document.Draft, error)
}

var acts = []draftAct{
	{"change", document.Drafted, func(t *testing.T, b *ledgertest.Books, d document.Draft) (document.Draft, error) {
		return document.Open(b.DB).ChangeDraft(t.Context(), b.Staff(ledger.ARAccountant), d.ID, d.RowVersion, d.Content)
	}},
	{"submit", document.Submitted, func(t *testing.T, b *ledgertest.Books, d document.Draft) (document.Draft, error) {
		return document.Open(b.DB).SubmitDraft(t.Context(), b.Staff(ledger.ARAccountant), d.ID, d.RowVersion)
	}},
	{"approve", document.Approved, func(t *testing.T, b *ledgertest.Books, d document.Draft) (document.Draft, error) {
		return document.Open(b.DB).DecideDraft(t.Context(), b.Staff(ledger.FinanceSupervisor), d.ID, d.RowVersion, document.Decision{Approve: true})
	}},
	{"reject", document.Drafted, func(t *testing.T, b *ledgertest.Books, d document.Draft) (document.Draft, error) {
		return document.Open(b.DB).DecideDraft(t.Context(), b.Staff(ledger.FinanceSupervisor), d.ID, d.RowVersion, document.Decision{Reason: "缺少合同号"})
	}},
	{"discard", document.Discarded, func(t *testing.T, b *ledgertest.Books, d document.Draft) (document.Draft, error) {
		return document.Open(b.DB).DiscardDraft(t.Context(), b.Staff(ledger.ARAccountant), d.ID, d.RowVersion)
	}},
}

// Only legal transitions (DOC-01): every act in every state.
func TestDraftsMoveOnlyAsTheyMay(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	paths := map[document.DraftState][]string{document.Drafted: nil, document.Submitted: {"submit"}, document.Approved: {"submit", "approve"}, document.Discarded: {"discard"}}
	legal := map[document.DraftState][]string{document.Drafted: {"change", "submit", "discard"}, document.Submitted: {"approve", "reject"}}
	act := func(name string, d document.Draft) (document.Draft, error) {
		i := slices.IndexFunc(acts, func(a draftAct) bool { return a.name == name })
		after, err := acts[i].do(t, b, d)
		if err == nil && after.State != acts[i].to {
			t.Errorf("%s ends in %s, want %s", name, after.State, acts[i].to)
		}
		return after, err
	}
	for state, path := range paths {
		for _, a := range acts {
			d := draft(t, b, receivable(b.CNY, "2026-03-10"))
			for _, step := range path {
				var err error
				if d, err = act(step, d); err != nil {
					t.Fatal(err)
				}
			}
			_, err := act(a.name, d)
			if may := slices.Contains(legal[state], a.name); may != (err == nil) || (!may && !ledger.IsCode(err, "state_forbids")) {
				t.Errorf("%s in state %s is answered with %v", a.name, state, err)
			}
		}
	}
}

func draft(t *testing.T, b *ledgertest.Books, content document.New) document.Draft {
	t.Helper()
	if content.Reason == "" {
		content.Reason = "客户口头订货"
	}
	d, err := document.Open(b.DB).CreateDraft(t.Context(), b.Staff(ledger.ARAccountant), content)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func submitted(t *testing.T, b *ledgertest.Books, content document.New) document.Draft {
	t.Helper()
	d := draft(t, b, content)
	d, err := document.Open(b.DB).SubmitDraft(t.Context(), b.Staff(ledger.ARAccountant), d.ID, d.RowVersion)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// A draft touches nothing until it is approved; then it is posted in the same transaction, by its maker and its approver.
func TestADraftIsPostedWhenItIsApproved(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	documents, maker, approver := document.Open(b.DB), b.Staff(ledger.ARAccountant), b.Staff(ledger.FinanceSupervisor)
	content := receivable(b.USD, "2026-03-10") // 1,695.00 at 7.10 is above 10,000.00
	content.Terms, content.Dates.Shipment, content.Description = halves(), day("2026-03-01"), "首批"
	d := submitted(t, b, content)
	if !d.NeedsSecond || !d.GrossBase.Decimal.Equal(amount("12034.50")) || d.PostingDate != day("2026-03-10") {
		t.Errorf("submitted as %+v", d)
	}
	if stored := ledgertest.Ask[int](t, b, `SELECT count(*)::int FROM hefu.documents`) + ledgertest.Ask[int](t, b, `SELECT count(*)::int FROM hefu.journal_entries`); stored != 0 {
		t.Fatalf("a draft left %d rows in the books", stored)
	}
	_, err := documents.DecideDraft(t.Context(), maker, d.ID, d.RowVersion, document.Decision{Approve: true})
	wantCode(t, err, "not_permitted")
	d, err = documents.DecideDraft(t.Context(), approver, d.ID, d.RowVersion, document.Decision{Approve: true})
	if err != nil {
		t.Fatal(err)
	}
	if d.State != document.Approved || d.DecidedBy != approver.PersonID {
		t.Errorf("approved as %+v", d)
	}
	who := ledgertest.Ask[string](t, b, `SELECT created_by || ' ' || approved_by FROM hefu.documents WHERE id = $1`, d.DocumentID.String())
	if want := maker.PersonID.String() + " " + approver.PersonID.String(); who != want {
		t.Errorf("the document is by %s, want %s", who, want)
	}
	if got, want := items(t, b, document.Posted{ID: d.DocumentID}), "debit 2026-03-10 847.50 847.50 6017.25\ndebit 2026-04-09 847.50 847.50 6017.25"; got != want {
		t.Errorf("items\n%s\nwant\n%s", got, want)
	}
}

// Above the threshold nobody approves what they made, changed or submitted; below it the maker may (SET-07).
func TestFourEyesAboveTheThreshold(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	documents, accountant, supervisor := document.Open(b.DB), b.Staff(ledger.ARAccountant), b.Staff(ledger.FinanceSupervisor)
	yes := document.Decision{Approve: true}
	large := receipt(b.CNY, "10000.01", "2026-03-10")
	d, err := documents.CreateDraft(t.Context(), supervisor, large)
	if err != nil {
		t.Fatal(err)
	}
	if d, err = documents.SubmitDraft(t.Context(), accountant, d.ID, d.RowVersion); err != nil {
		t.Fatal(err)
	}
	_, err = documents.DecideDraft(t.Context(), supervisor, d.ID, d.RowVersion, yes)
	wantCode(t, err, "four_eyes") // made it

	d = draft(t, b, large)
	if d, err = documents.ChangeDraft(t.Context(), supervisor, d.ID, d.RowVersion, large); err != nil {
		t.Fatal(err)
	}
	if d, err = documents.SubmitDraft(t.Context(), accountant, d.ID, d.RowVersion); err != nil {
		t.Fatal(err)
	}
	_, err = documents.DecideDraft(t.Context(), supervisor, d.ID, d.RowVersion, yes)
	wantCode(t, err, "four_eyes") // changed it

	d = draft(t, b, large)
	if d, err = documents.SubmitDraft(t.Context(), supervisor, d.ID, d.RowVersion); err != nil {
		t.Fatal(err)
	}
	_, err = documents.DecideDraft(t.Context(), supervisor, d.ID, d.RowVersion, yes)
	wantCode(t, err, "four_eyes") // submitted it

	small := submitted(t, b, receipt(b.CNY, "10000.00", "2026-03-10"))
	if small.NeedsSecond {
		t.Error("the threshold itself asks for a second person")
	}
	if small, err = documents.DecideDraft(t.Context(), accountant, small.ID, small.RowVersion, yes); err != nil || small.State != document.Approved {
		t.Errorf("below the threshold the maker may, but: %v", err)
	}

	// What asked for a second person still does when the threshold is raised, and a lower one counts at once.
	held, let := submitted(t, b, large), submitted(t, b, receipt(b.CNY, "9000.00", "2026-03-10"))
	b.Exec(t, `UPDATE hefu.organizations SET approval_threshold = 20000`)
	_, err = documents.DecideDraft(t.Context(), accountant, held.ID, held.RowVersion, yes)
	wantCode(t, err, "not_permitted")
	b.Exec(t, `UPDATE hefu.organizations SET approval_threshold = 8000`)
	_, err = documents.DecideDraft(t.Context(), accountant, let.ID, let.RowVersion, yes)
	wantCode(t, err, "not_permitted")
}

func TestARejectedDraftGoesBackWithAReason(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	documents, accountant := document.Open(b.DB), b.Staff(ledger.ARAccountant)
	d := submitted(t, b, receivable(b.CNY, "2026-03-10"))
	_, err := documents.DecideDraft(t.Context(), accountant, d.ID, d.RowVersion, document.Decision{})
	wantField(t, err, "reason", "required")
	stale := d.RowVersion
	if d, err = documents.DecideDraft(t.Context(), accountant, d.ID, d.RowVersion, document.Decision{Reason: "数量不符"}); err != nil || d.Reason != "数量不符" {
		t.Fatalf("%+v, %v", d, err)
	}
	changed := d.Content
	changed.Lines = changed.Lines[:1]
	_, err = documents.ChangeDraft(t.Context(), accountant, d.ID, stale, changed)
	wantCode(t, err, "conflict")
	if d, err = documents.ChangeDraft(t.Context(), accountant, d.ID, d.RowVersion, changed); err != nil || len(d.Content.Lines) != 1 {
		t.Fatalf("%+v, %v", d, err)
	}
	if d, err = documents.SubmitDraft(t.Context(), accountant, d.ID, d.RowVersion); err != nil || d.Reason != "" {
		t.Errorf("%+v, %v", d, err)
	}
	log := ledgertest.Ask[string](t, b, `SELECT string_agg(action, ' ' ORDER BY seq) FROM hefu.audit_log WHERE payload LIKE '%' || $1 || '%'`, d.ID.String())
	if log != "draft.created draft.submitted draft.rejected draft.changed draft.submitted" {
		t.Errorf("the audit log says %s", log)
	}
}

// A draft may be incomplete; submitting tells what posting would refuse. What is no document at all is not even kept.
func TestWhatADraftMayLack(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	documents, accountant := document.Open(b.DB), b.Staff(ledger.ARAccountant)
	empty := document.New{Kind: document.Receivable, CustomerID: b.CNY.ID, Currency: "CNY", DocumentDate: day("2026-03-10")}
	d := draft(t, b, empty)
	_, err := documents.SubmitDraft(t.Context(), accountant, d.ID, d.RowVersion)
	wantField(t, err, "lines", "required")
	rateless := draft(t, b, func() document.New { d := receivable(b.CNY, "2026-03-10"); d.Currency = "CHF"; return d }())
	_, err = documents.SubmitDraft(t.Context(), accountant, rateless.ID, rateless.RowVersion)
	wantCode(t, err, "rate_missing")
	for field, change := range map[string]func(*document.New){
		"kind":          func(d *document.New) { d.Kind = document.WriteOff },
		"customer_id":   func(d *document.New) { d.CustomerID = ledger.ID{} },
		"currency":      func(d *document.New) { d.Currency = "ZZZ" },
		"document_date": func(d *document.New) { *d = document.New{Kind: d.Kind, CustomerID: d.CustomerID, Currency: d.Currency} },
		"description":   func(d *document.New) { d.Description = "a\x00" },
		"approved_by":   func(d *document.New) { d.ApprovedBy = accountant.PersonID },
		"made_by":       func(d *document.New) { d.MadeBy = accountant.PersonID },
	} {
		bad := empty
		change(&bad)
		if _, err := documents.CreateDraft(t.Context(), accountant, bad); len(ledger.AsError(err).Fields) != 1 || ledger.AsError(err).Fields[0].Name != field {
			t.Errorf("%s: got %v", field, err)
		}
	}
	foreign := empty
	foreign.CustomerID = b.OtherCustomer.ID
	_, err = documents.CreateDraft(t.Context(), accountant, foreign)
	wantCode(t, err, "customer_unknown")
	_, err = documents.CreateDraft(t.Context(), b.Staff(ledger.Sales), empty)
	wantCode(t, err, "not_permitted")
	_, err = documents.GetDraft(t.Context(), b.OtherStaff(ledger.ARAccountant), d.ID)
	wantCode(t, err, "not_found")
	_, err = documents.SubmitDraft(t.Context(), b.OtherStaff(ledger.ARAccountant), d.ID, d.RowVersion)
	wantCode(t, err, "not_found")
}

func TestDraftsAreListedByState(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	documents, accountant := document.Open(b.DB), b.Staff(ledger.ARAccountant)
	waiting := submitted(t, b, receipt(b.CNY, "1.00", "2026-03-10"))
	for i := range 5 {
		draft(t, b, receipt(b.USD, fmt.Sprint(i+1), "2026-03-10"))
	}
	for _, test := range []struct {
		name   string
		filter document.DraftFilter
		want   int
	}{
		{"all", document.DraftFilter{}, 6}, {"submitted", document.DraftFilter{State: document.Submitted}, 1},
		{"of a customer", document.DraftFilter{CustomerID: b.USD.ID}, 5}, {"two", document.DraftFilter{Limit: 2}, 2},
		{"before the first", document.DraftFilter{After: waiting.ID}, 0},
	} {
		if found, err := documents.ListDrafts(t.Context(), accountant, test.filter); err != nil || len(found) != test.want {
			t.Errorf("%s: %d drafts, %v", test.name, len(found), err)
		}
	}
}

// Ten people decide one draft: it is posted once.
func TestTenPeopleApproveADraftOnce(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	d := submitted(t, b, receivable(b.CNY, "2026-03-10"))
	var wg sync.WaitGroup
	errs := make(chan error, 10)
	for range 10 {
		wg.Go(func() { _, err := acts[2].do(t, b, d); errs <- err })
	}
	wg.Wait()
	close(errs)
	done := 0
	for err := range errs {
		if err == nil {
			done++
		} else if !ledger.IsCode(err, "conflict") {
			t.Errorf("one was told %v", err)
		}
	}
	if stored := ledgertest.Ask[int](t, b, `SELECT count(*)::int FROM hefu.documents`); done != 1 || stored != 1 {
		t.Errorf("%d approved it, %d documents", done, stored)
	}
}
