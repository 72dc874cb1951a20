package receipt_test

import (
	"fmt"
	"strings"
	"testing"

	"hefu/ledger/attribution"
	"hefu/ledger/bank"
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
