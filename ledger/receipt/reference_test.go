package receipt_test

import (
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/job"
	"hefu/ledger/ledgertest"
	"hefu/ledger/payment"
)

// A line that names the reference settles exactly what was chosen under it, a part of an item too, though other items would fit the sum.
func TestALineWithThePaymentReferenceSettlesExactlyItsItems(t *testing.T) {
	t.Parallel()
	d := open(t)
	jobs, err := job.Open(d.DB, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	payments := payment.Open(d.DB, jobs, ledger.SystemClock, payment.Options{})
	whole, part, other := d.receivable(t, "600"), d.receivable(t, "1000"), d.receivable(t, "900")
	payer := d.Contact(d.CNY, ledger.Payer)
	asked := payment.Asked{Currency: "CNY", Lines: []payment.Wanted{{ItemID: d.Item(t, whole)}, {ItemID: d.Item(t, part), Amount: ledgertest.Amount("300")}}}
	made, err := payments.Refer(t.Context(), payer, asked, ledgertest.Amount("900"))
	if err != nil {
		t.Fatal(err)
	}
	again, err := payments.Refer(t.Context(), payer, asked, ledgertest.Amount("900"))
	if err != nil || again.Code != made.Code {
		t.Errorf("asked again: %s, %s, %v", again.Code, made.Code, err)
	}
	d.pays(t, "900|不知名付款人|6001|"+strings.ToLower(payment.Spaced(made.Code))+" 货款", "900|不知名付款人|6001|"+made.Code)
	run := d.match(t, true)
	if !d.Open(t, whole).IsZero() || !d.Open(t, part).Equal(ledgertest.Amount("700")) || !d.Open(t, other).Equal(ledgertest.Amount("900")) {
		t.Errorf("%+v: open %s, %s, %s", run, d.Open(t, whole), d.Open(t, part), d.Open(t, other))
	}
	now, err := payments.Transfer(t.Context(), payer, made.ID)
	if err != nil || now.ReceiptNo == "" || now.Standing != payment.Received {
		t.Errorf("%+v, %v", now, err)
	}
	if run.Posted != 1 {
		t.Errorf("the second of two payments under one reference is left to a person: %+v", run)
	}
}
