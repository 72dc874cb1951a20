package receipt_test

import (
	"fmt"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/attribution"
	"hefu/ledger/bank"
	"hefu/ledger/calendar"
	"hefu/ledger/ledgertest"
	"hefu/ledger/receipt"
	"hefu/ledger/worklist"
)

// takesBack imports a statement of the next day on which the bank takes back what it credited: whole yuan.
func (d *desk) takesBack(t *testing.T, yuan int, payer string) {
	t.Helper()
	d.files++
	before := d.balance
	d.balance -= yuan
	text := fmt.Sprintf(":20:S\n:25:%s\n:28C:%d\n:60F:C26030%dCNY%d,00\n:61:26030%d030%dRC%d,00NTRFNONREF//B%d\n:86:/NAME/%s/REMI/冲正\n:62F:C26030%dCNY%d,00\n-\n", number, d.files, d.files, before, d.files, d.files, yuan, d.files, payer, d.files, d.balance)
	file, err := d.bank.Upload(t.Context(), d.actor, []byte(text), "r.sta", bank.Choice{})
	if err == nil {
		_, err = d.bank.Commit(t.Context(), d.actor, file.ID)
	}
	if err != nil {
		t.Fatalf("%v: %+v", err, file)
	}
}

// Money that the bank took back before anybody looked does not post by itself, and says why.
func TestMoneyThatTheBankTookBackDoesNotPost(t *testing.T) {
	t.Parallel()
	d := open(t)
	item, payer := d.receivable(t, "1000"), d.CNY.Name
	d.pays(t, "1000|"+payer+"|6200000000000001|"+item.DocumentNo, "30|"+payer+"|6200000000000001|利息")
	d.takesBack(t, 1000, payer)
	if run := d.match(t, true); run.Posted != 0 {
		t.Fatalf("posted: %+v", run)
	}
	for _, w := range d.waiting(t) {
		if w.Amount.IntPart() != 1000 {
			continue
		}
		if w.Certain || len(w.Suggestions) == 0 || w.Suggestions[0].Reasons[0].What != attribution.SeenTakenBack {
			t.Errorf("%+v", w)
		}
		return
	}
	t.Error("the line does not wait")
}

// Money that the bank took back after it was posted is on the work list until its receipt is reversed.
func TestAReceiptWhoseMoneyWasTakenBackIsOnTheWorkList(t *testing.T) {
	t.Parallel()
	d := open(t)
	payer := d.CNY.Name
	d.pays(t, "1000|"+payer+"|6200000000000001|货款")
	d.match(t, true)
	if _, err := d.receipts.Decide(t.Context(), d.actor, d.waiting(t)[0].ID, receipt.Decision{CustomerID: d.CNY.ID}); err != nil {
		t.Fatal(err)
	}
	work := worklist.Open(d.DB)
	listed := func() []worklist.Row {
		found, err := work.ReadSection(t.Context(), d.actor, "receipts_taken_back", worklist.Cursor{}, 10)
		if err != nil {
			t.Fatal(err)
		}
		return found.Rows
	}
	if rows := listed(); len(rows) != 0 {
		t.Errorf("before: %+v", rows)
	}
	d.takesBack(t, 1000, payer)
	rows := listed()
	if len(rows) != 1 || rows[0].CustomerID != d.CNY.ID || !rows[0].Amount.Decimal.Equal(ledgertest.Amount("1000")) || rows[0].Detail != "2026-03-02" {
		t.Fatalf("%+v", rows)
	}
	if _, err := allocation.Open(d.DB).Reverse(t.Context(), d.Staff(ledger.FinanceSupervisor), rows[0].Target, calendar.Of(2026, 3, 3), "银行冲回"); err != nil {
		t.Fatal(err)
	}
	if rows := listed(); len(rows) != 0 {
		t.Errorf("after the receipt was reversed: %+v", rows)
	}
}

// A document that was settled in an earlier run is known: money that names it is perhaps paid twice, whatever else has its amount.
func TestANumberThatWasSettledEarlierPostsNothing(t *testing.T) {
	t.Parallel()
	d := open(t)
	first, other, payer := d.receivable(t, "1000"), d.receivable(t, "1000"), d.CNY.Name
	d.pays(t, "1000|"+payer+"|6200000000000001|"+first.DocumentNo)
	if run := d.match(t, true); run.Posted != 1 {
		t.Fatalf("%+v", run)
	}
	d.pays(t, "1000|"+payer+"|6200000000000001|"+strings.ReplaceAll(first.DocumentNo, "-", " "))
	if run := d.match(t, true); run.Posted != 0 {
		t.Fatalf("%s was posted for money that names %s: %+v", other.DocumentNo, first.DocumentNo, run)
	}
	w := d.waiting(t)
	if len(w) != 1 || len(w[0].Suggestions) == 0 || !strings.Contains(fmt.Sprint(w[0].Suggestions[0].Reasons), "paid_number") {
		t.Errorf("%+v", w)
	}
}
