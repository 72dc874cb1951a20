package receipt_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/ledgertest"
	"hefu/ledger/receipt"
)

// A line of a month that was closed meanwhile is posted on the next open day, which the refusal and the list both name.
func TestADecisionTakesAPostingDate(t *testing.T) {
	t.Parallel()
	d := open(t)
	one := d.receivable(t, "900")
	d.pays(t, "900|"+d.CNY.Name+"|62220010|货款", "55|"+d.CNY.Name+"|62220010|x")
	if w := d.waiting(t); len(w) != 2 || w[0].PostOn != w[0].BookedOn {
		t.Fatalf("in an open period: %+v", w)
	}
	d.Exec(t, `UPDATE hefu.periods SET closed_at = now() WHERE organization_id = $1 AND ends < '2026-04-01'`, d.Organization.ID)
	w := d.waiting(t)
	april := calendar.Of(2026, 4, 1)
	if w[0].PostOn != april {
		t.Errorf("it may be posted on %s", w[0].PostOn)
	}
	_, err := d.receipts.Decide(t.Context(), d.actor, w[0].ID, receipt.Decision{CustomerID: d.CNY.ID, Documents: []ledger.ID{one.ID}})
	if !ledger.IsCode(err, "posting_date_closed") || ledger.AsError(err).Message("en") != "Period 2026-03 is closed. The next open date is 2026-04-01: post on that day." {
		t.Fatalf("%v", err)
	}
	posted, err := d.receipts.Decide(t.Context(), d.actor, w[0].ID, receipt.Decision{CustomerID: d.CNY.ID, Documents: []ledger.ID{one.ID}, PostingDate: april.AddDays(3)})
	if err != nil || !d.Open(t, one).IsZero() {
		t.Fatalf("%v", err)
	}
	if got := ledgertest.Ask[string](t, d.Books, `SELECT document_date || ' ' || posting_date FROM hefu.documents WHERE id = $1`, posted.ID.String()); got != "2026-03-01 2026-04-04" {
		t.Errorf("document and posting date: %s", got)
	}
}
