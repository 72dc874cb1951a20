package ledger_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
)

// Money that names what it pays settles it in the transaction that posts it (WO-07, WO-10).
func TestAReceiptSettlesWhatItNames(t *testing.T) {
	b := ledgertest.Open(t)
	service, accountant := allocation.Open(b.DB), b.Staff(ledger.ARAccountant)
	ordered := func(d *document.New) { d.OrderNo = "PO-77" }
	first, second := b.Receivable(t, b.CNY, "1000.00", "2026-03-02", ordered), b.Receivable(t, b.CNY, "500.00", "2026-03-05", ordered)
	other := b.Receivable(t, b.CNY, "300.00", "2026-03-01")
	receipt := func(amount, source string) document.New {
		return document.New{Kind: document.Receipt, CustomerID: b.CNY.ID, Currency: "CNY", DocumentDate: calendar.MustParse("2026-03-20"), Method: "bank",
			SourceKind: "manual", SourceSystem: "bank", SourceID: source, Amount: ledgertest.Amount(amount)}
	}
	byOrder := receipt("1200.00", "1")
	byOrder.OrderNo = "PO-77"
	done, err := service.Receive(t.Context(), accountant, allocation.ReceiveCommand{Document: byOrder})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []struct {
		posted document.Posted
		open   string
	}{{first, "0.00"}, {second, "300.00"}, {other, "300.00"}, {done.Posted, "0.00"}} {
		if open := b.Open(t, want.posted); !open.Equal(ledgertest.Amount(want.open)) {
			t.Errorf("%s has %s open, want %s", want.posted.DocumentNo, open, want.open)
		}
	}
	again, err := service.Receive(t.Context(), accountant, allocation.ReceiveCommand{Document: byOrder})
	if err != nil || !again.Posted.Known || again.Posted.ID != done.Posted.ID {
		t.Errorf("the same receipt again: %+v, %v", again, err)
	}
	surplus, err := service.Receive(t.Context(), accountant, allocation.ReceiveCommand{Document: receipt("700.00", "2"), Documents: []ledger.ID{other.ID, second.ID}})
	if err != nil {
		t.Fatal(err)
	}
	if open := b.Open(t, surplus.Posted); !open.Equal(ledgertest.Amount("100.00")) {
		t.Errorf("the surplus is %s, want 100.00 as the customer's credit", open)
	}
	foreign := b.Receivable(t, b.USD, "10.00", "2026-03-01")
	if _, err := service.Receive(t.Context(), accountant, allocation.ReceiveCommand{Document: receipt("10.00", "3"), Documents: []ledger.ID{foreign.ID}}); !ledger.IsCode(err, "not_found") {
		t.Errorf("another customer's document is answered with %v", err)
	}
	if n := ledgertest.Ask[int64](t, b, `SELECT count(*) FROM hefu.documents WHERE source_id = '3'`); n != 0 {
		t.Error("a refused receipt was posted all the same")
	}
}
