package bank_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/bank"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
)

// Three mismatches are seeded, in amount, date and name; the comparison finds these three, and what only one side has.
func TestTheBooksAgainstTheBank(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.Receipt(t, d.CNY, "100.00", "2026-03-02")
	d.Receipt(t, d.CNY, "200.00", "2026-03-05")
	d.Receipt(t, d.CNY, "300.00", "2026-03-10")
	d.Receipt(t, d.CNY, "400.00", "2026-03-20")
	only := d.Receipt(t, d.CNY, "999.00", "2026-03-31")
	cash := d.Receipt(t, d.CNY, "55.00", "2026-03-31", func(n *document.New) { n.Method = "cash" })
	table := "交易日期,对方户名,收入金额,支出金额,余额\n" +
		"2026-03-03,苏州明远机械有限公司,100.00,,100.00\n" + // agrees
		"2026-03-05,苏州明远机械有限公司,200.10,,300.10\n" + // amount
		"2026-03-18,苏州明远机械,300.00,,600.10\n" + // date; a name that the bank cut off
		"2026-03-20,无锡另一家公司,400.00,,1000.10\n" + // name
		"2026-03-25,无锡另一家公司,77.00,,1077.10\n" // only the bank
	file, err := d.bank.Upload(t.Context(), d.actor, []byte(table), "三月.csv", bank.Choice{AccountID: d.account.ID})
	if err == nil {
		_, err = d.bank.Commit(t.Context(), d.actor, file.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	compare := func() (bank.Comparison, map[bank.Verdict]bank.Finding) {
		t.Helper()
		found, err := d.bank.Compare(t.Context(), d.actor, "CNY", calendar.Of(2026, 3, 1), calendar.Of(2026, 3, 31))
		if err != nil {
			t.Fatal(err)
		}
		by := map[bank.Verdict]bank.Finding{}
		for _, f := range found.Findings {
			if _, twice := by[f.Verdict]; twice {
				t.Errorf("%s is found twice", f.Verdict)
			}
			by[f.Verdict] = f
		}
		return found, by
	}
	found, by := compare()
	if len(found.Findings) != 6 {
		t.Fatalf("%d findings, want six: %+v", len(found.Findings), by)
	}
	if f := by[bank.AmountOff]; f.Difference.String() != "0.1" {
		t.Errorf("the amount differs by %s", f.Difference)
	}
	if f := by[bank.DateOff]; f.Days != 8 {
		t.Errorf("the date differs by %d days", f.Days)
	}
	if f := by[bank.NameOff]; f.Line == nil || f.Line.Counterparty != "无锡另一家公司" || f.Line.Amount.String() != "400" {
		t.Errorf("the name: %+v", f)
	}
	if f := by[bank.OnlySystem]; f.Booked == nil || f.Booked.DocumentID != only.ID {
		t.Errorf("only in the books: %+v, and cash %s is no money in the bank", f.Booked, cash.DocumentNo)
	}
	// What agrees is joined, once.
	pair := bank.Pair{LineID: by[bank.Agrees].Line.ID, DocumentID: by[bank.Agrees].Booked.DocumentID}
	wrong := bank.Pair{LineID: by[bank.AmountOff].Line.ID, DocumentID: by[bank.AmountOff].Booked.DocumentID}
	if err := d.bank.Join(t.Context(), d.actor, []bank.Pair{pair, wrong}, "compared"); !ledger.IsCode(err, "bank_line_differs") {
		t.Errorf("another amount: %v", err)
	}
	if err := d.bank.Join(t.Context(), d.Staff(ledger.Auditor), []bank.Pair{pair}, "compared"); !ledger.IsCode(err, "not_permitted") {
		t.Errorf("an auditor joins: %v", err)
	}
	if err := d.bank.Join(t.Context(), d.actor, []bank.Pair{pair}, "compared"); err != nil {
		t.Fatal(err)
	}
	if err := d.bank.Join(t.Context(), d.actor, []bank.Pair{pair}, "compared"); !ledger.IsCode(err, "bank_line_used") {
		t.Errorf("joined twice: %v", err)
	}
	if err := d.bank.Join(t.Context(), d.actor, []bank.Pair{{LineID: by[bank.OnlyBank].Line.ID, DocumentID: pair.DocumentID}}, ""); !ledger.IsCode(err, "bank_line_differs") {
		t.Errorf("a receipt of another amount: %v", err)
	}
	if found, by = compare(); found.Joined != 1 || by[bank.Agrees].Line != nil {
		t.Errorf("%d are joined after all, %+v", found.Joined, by[bank.Agrees])
	}
}
