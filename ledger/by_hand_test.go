package ledger_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
)

// manual is a receivable of 113.00 that nobody but its maker says.
func manual(c ledgertest.Customer) document.New {
	d := document.New{Kind: document.Receivable, CustomerID: c.ID, Currency: c.Currency, DocumentDate: day("2026-03-10"), SourceKind: "manual", Reason: "补记口头订货",
		Lines: []document.Line{{Description: "轴承", TaxRate: amount("13"), Net: amount("100.00")}}}
	return d.Complete()
}

// Booked by hand, however small, a receivable needs a reason and a second person; an invoice of a source system books itself (AR-01).
func TestAReceivableByHandNeedsAReasonAndASecondPerson(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	documents, maker, supervisor := document.Open(b.DB), b.Staff(ledger.ARAccountant), b.Staff(ledger.FinanceSupervisor)
	sourced := manual(b.CNY)
	sourced.SourceKind, sourced.SourceSystem, sourced.SourceID, sourced.Reason = "invoice", "erp", "INV-1", ""
	if posted, err := documents.PostFromSource(t.Context(), maker, []document.New{sourced}); err != nil || len(posted) != 1 {
		t.Fatalf("an invoice of the source system: %v, %v", posted, err)
	}
	for name, change := range map[string]func(*document.New){
		"by hand":            func(*document.New) {},
		"without a source":   func(d *document.New) { d.SourceKind = "invoice" },
		"without its number": func(d *document.New) { d.SourceKind, d.SourceSystem = "invoice", "erp" },
		"as our own":         func(d *document.New) { d.SourceKind, d.SourceSystem, d.SourceID = "invoice", "hefu", "1" },
		"an adjustment": func(d *document.New) {
			d.Kind, d.Reason, d.Description = document.Adjustment, "penalty", "逾期违约金"
		},
	} {
		d := manual(b.CNY)
		change(&d)
		_, err := documents.PostFromSource(t.Context(), supervisor, []document.New{sourced, d})
		wantCode(t, err, "by_hand_needs_approval")
		if !d.ByHand() {
			t.Errorf("%s is not by hand", name)
		}
	}
	unexplained := manual(b.CNY)
	unexplained.Reason = " "
	made, err := documents.CreateDraft(t.Context(), maker, unexplained)
	if err != nil {
		t.Fatal(err)
	}
	_, err = documents.SubmitDraft(t.Context(), maker, made.ID, made.RowVersion)
	wantField(t, err, "reason", "required")

	d := submitted(t, b, manual(b.CNY))
	if !d.NeedsSecond {
		t.Error("113.00 by hand asks for no second person")
	}
	yes := document.Decision{Approve: true}
	_, err = documents.DecideDraft(t.Context(), maker, d.ID, d.RowVersion, yes)
	wantCode(t, err, "not_permitted")
	if d, err = documents.DecideDraft(t.Context(), supervisor, d.ID, d.RowVersion, yes); err != nil || d.State != document.Approved {
		t.Fatalf("%+v, %v", d, err)
	}
	own, err := documents.CreateDraft(t.Context(), supervisor, manual(b.CNY))
	if err != nil {
		t.Fatal(err)
	}
	if own, err = documents.SubmitDraft(t.Context(), supervisor, own.ID, own.RowVersion); err != nil {
		t.Fatal(err)
	}
	_, err = documents.DecideDraft(t.Context(), supervisor, own.ID, own.RowVersion, yes)
	wantCode(t, err, "four_eyes")
	if receipt := submitted(t, b, receipt(b.CNY, "113.00", "2026-03-10")); receipt.NeedsSecond {
		t.Error("money in below the threshold asks for a second person")
	}
}

// What waits for me is what I may approve: nothing of my own making, nothing that asks for more than I may.
func TestWhatWaitsForMe(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	documents, maker, supervisor := document.Open(b.DB), b.Staff(ledger.ARAccountant), b.Staff(ledger.FinanceSupervisor)
	submitted(t, b, manual(b.CNY))
	submitted(t, b, receipt(b.CNY, "5.00", "2026-03-10"))
	draft(t, b, manual(b.CNY))
	own, err := documents.CreateDraft(t.Context(), supervisor, manual(b.CNY))
	if err != nil {
		t.Fatal(err)
	}
	if _, err = documents.SubmitDraft(t.Context(), supervisor, own.ID, own.RowVersion); err != nil {
		t.Fatal(err)
	}
	for _, who := range []struct {
		actor ledger.Actor
		want  int
	}{{maker, 1}, {supervisor, 2}, {b.OtherStaff(ledger.FinanceSupervisor), 0}} {
		if found, err := documents.ListDrafts(t.Context(), who.actor, document.DraftFilter{Waiting: true}); err != nil || len(found) != who.want {
			t.Errorf("%d wait for %s, want %d: %v", len(found), who.actor.Name, who.want, err)
		}
	}
}

// The server completes lines and says what would come of them; nothing is kept.
func TestPreviewOfADocumentByHand(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	d := manual(b.CNY)
	quantity, price := amount("3"), amount("10.555")
	d.Lines = []document.Line{{Description: "轴承", TaxRate: amount("13")}, {Description: "运费", Kind: document.FreightLine, Net: amount("8.00")}}
	d.Lines[0].Quantity.Decimal, d.Lines[0].Quantity.Valid = quantity, true
	d.Lines[0].UnitPrice.Decimal, d.Lines[0].UnitPrice.Valid = price, true
	got, err := document.Open(b.DB).PreviewDraft(t.Context(), b.Staff(ledger.ARAccountant), d)
	if err != nil {
		t.Fatal(err)
	}
	for name, pair := range map[string][2]string{"net": {got.Net.String(), "31.67"}, "tax": {got.Tax.String(), "4.12"}, "freight": {got.Freight.String(), "8"}, "gross": {got.Gross.String(), "43.79"},
		"the first line": {got.Lines[0].Gross.String(), "35.79"}, "due": {got.Due[0].On.String(), "2026-04-09"}} {
		if !amountOrText(pair[0], pair[1]) {
			t.Errorf("%s is %s, want %s", name, pair[0], pair[1])
		}
	}
	if !got.NeedsSecond || ledgertest.Ask[int](t, b, `SELECT count(*)::int FROM hefu.drafts`) != 0 {
		t.Errorf("previewed as %+v", got)
	}
	_, err = document.Open(b.DB).PreviewDraft(t.Context(), b.Staff(ledger.Sales), d)
	wantCode(t, err, "not_permitted")
}

func amountOrText(got, want string) bool {
	return got == want || got == want+".00"
}
