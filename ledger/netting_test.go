package ledger_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
)

// Netting (WO-03): what the customer owes and what we owe it fall by the same, by agreement, in one voucher that names both.
func TestNettingLowersBothSidesEqually(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	goods := b.Receivable(t, b.CNY, "1000.00", "2026-03-10")
	netted := mustDraft(t, b, about(b, document.Netting, "-400.00", goods))
	if got := voucherOf(t, b, netted); got != "1122 -400.00, 2202 400.00" {
		t.Errorf("it posts %s", got)
	}
	if of, own := openOf(t, b, goods), openOf(t, b, netted); of != "600.00" || own != "0.00" {
		t.Errorf("the receivable has %s open, the netting %s; want 600.00 and 0.00", of, own)
	}
	if ar, owed := accountBase(t, b, "ar"), accountBase(t, b, "payable"); ar.String() != "600" || owed.String() != "400" {
		t.Errorf("the account of receivables stands at %s, that of payables at %s; want 600 and 400", ar, owed)
	}
}

func TestNettingIsRefusedWhereTheSidesWouldDiffer(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	goods := b.Receivable(t, b.CNY, "1000.00", "2026-03-10")
	b.Allocate(t, b.CNY, goods, b.Receipt(t, b.CNY, "700.00", "2026-03-12"), "700.00", "2026-03-12")
	_, err := byDraft(t, b, about(b, document.Netting, "-300.01", goods))
	wantCode(t, err, "amount_exceeds_open")
	if got := openOf(t, b, goods); got != "300.00" {
		t.Errorf("after the refusal the receivable has %s open, want 300.00", got)
	}
	another := about(b, document.Netting, "-5.00", b.Receivable(t, b.GBP, "5.00", "2026-03-10"))
	_, err = byDraft(t, b, another) // another party's, in another currency
	wantField(t, err, "adjusts", "not_found")
	for field, without := range map[string]func(*document.New){
		"contract_no": func(d *document.New) { d.ContractNo = " " }, "invoice_no": func(d *document.New) { d.InvoiceNo = "" }, "adjusts": func(d *document.New) { d.Adjusts = ledger.ID{} },
	} {
		d := about(b, document.Netting, "-1.00", goods)
		without(&d)
		_, err := byDraft(t, b, d)
		wantField(t, err, field, "required")
	}
	taxed := about(b, document.Netting, "-1.00", goods)
	taxed.Lines = []document.Line{line("-1.00", "13", "-0.13")}
	_, err = byDraft(t, b, taxed)
	wantField(t, err, "lines", "not_expected")
}

// What is netted by hand has a second person, whatever its worth, and its reversal brings both sides back.
func TestNettingHasASecondPersonAndCanBeReversed(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	goods := b.Receivable(t, b.CNY, "100.00", "2026-03-10")
	documents, clerk := document.Open(b.DB), b.Staff(ledger.ARAccountant)
	d, err := documents.CreateDraft(t.Context(), clerk, about(b, document.Netting, "-1.00", goods))
	if err != nil {
		t.Fatal(err)
	}
	if d, err = documents.SubmitDraft(t.Context(), clerk, d.ID, d.RowVersion); err != nil {
		t.Fatal(err)
	}
	_, err = documents.DecideDraft(t.Context(), clerk, d.ID, d.RowVersion, say)
	if err == nil {
		t.Error("who drafted it approved it")
	}
	_, err = documents.CreateDraft(t.Context(), b.Staff(ledger.Sales), about(b, document.Netting, "-1.00", goods))
	wantCode(t, err, "not_permitted")
}
