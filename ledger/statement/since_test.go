package statement_test

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"

	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
	"hefu/ledger/statement"
)

func TestAgreedLinesAreNotAskedForAgain(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	old := d.Receivable(t, d.CNY, "500.00", "2026-02-10")
	d.issued(t, month("2026-02"), d.CNY)
	first, second := d.Receivable(t, d.CNY, "1130.00", "2026-03-10"), d.Receivable(t, d.CNY, "226.00", "2026-03-11")
	id := d.issued(t, month("2026-03"), d.CNY)
	since := func() statement.Since {
		t.Helper()
		got, err := d.SinceAgreed(t.Context(), d.confirmer(), id)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	if got := since(); got.Version != 0 || len(got.Lines) != 0 {
		t.Errorf("of a first version: %+v", got)
	}
	if _, err := d.confirm(t, id); err != nil {
		t.Fatal(err)
	}
	wantState(t, d, id, statement.Agreed)
	late, money := d.Receivable(t, d.CNY, "22.60", "2026-03-20"), d.Receipt(t, d.CNY, "800.00", "2026-03-25")
	d.Allocate(t, d.CNY, first, money, "300.00", "2026-03-26")
	d.Allocate(t, d.CNY, old, money, "500.00", "2026-03-26")
	if _, err := d.Revise(t.Context(), d.accountant(), id, "补记收款"); err != nil {
		t.Fatal(err)
	}
	got := since()
	if got.Version != 1 || got.AgreedBy != d.confirmer().Name || got.AgreedAt == nil || len(got.Reasons) != 1 || got.Kept != 1 || got.Left != 4 ||
		!got.ClosingBefore.Equal(ledgertest.Amount("1856.00")) || !got.Closing.Equal(ledgertest.Amount("1078.60")) {
		t.Errorf("since then: %+v", got)
	}
	want := map[string]statement.ChangedLine{
		first.DocumentNo: {What: "changed", Before: ledgertest.Amount("1130.00"), After: ledgertest.Amount("1130.00"), OpenBefore: ledgertest.Amount("1130.00"), OpenAfter: ledgertest.Amount("830.00")},
		old.DocumentNo:   {What: "settled", Before: ledgertest.Amount("500.00"), BroughtForward: true, OpenBefore: ledgertest.Amount("500.00")},
		late.DocumentNo:  {What: "added", After: ledgertest.Amount("22.60"), OpenAfter: ledgertest.Amount("22.60")},
		money.DocumentNo: {What: "added", After: ledgertest.Amount("-800.00")},
	}
	for _, line := range got.Lines {
		w, ok := want[line.DocumentNo]
		if !ok || line.What != w.What || !line.Before.Equal(w.Before) || !line.After.Equal(w.After) || !line.OpenBefore.Equal(w.OpenBefore) || !line.OpenAfter.Equal(w.OpenAfter) ||
			line.BroughtForward != w.BroughtForward || line.Answered || line.Reworded {
			t.Errorf("%s: %+v", line.DocumentNo, line)
		}
		delete(want, line.DocumentNo)
	}
	if len(want) != 0 {
		t.Errorf("not named: %v", want)
	}
	v := d.view(t, id)
	if len(v.Answers) != 1 || v.LineCount != 5 {
		t.Errorf("of %s alone the answer stands: %+v", second.DocumentNo, v.Answers)
	}
	paper, err := d.Download(t.Context(), d.confirmer(), id, statement.PDF, "zh-CN")
	if err != nil || len(paper.Content) == 0 {
		t.Fatal(err)
	}
	if reader, err := exec.LookPath("pdftotext"); err == nil {
		command := exec.CommandContext(t.Context(), reader, "-layout", "-", "-")
		command.Stdin = bytes.NewReader(paper.Content)
		if text, err := command.Output(); err != nil || !strings.Contains(string(text), "第 2 版") || !strings.Contains(string(text), "补记收款") {
			t.Errorf("the paper does not say what it replaces: %v %.400s", err, text)
		}
	}
	if done, err := d.confirm(t, id); err != nil || done.Count != 4 {
		t.Errorf("the rest: %+v, %v", done, err)
	}
	wantState(t, d, id, statement.Agreed)
	if got := since(); got.Left != 0 || got.Kept != 1 || !got.Lines[0].Answered {
		t.Errorf("answered: %+v", got)
	}
	if _, err := d.SinceAgreed(t.Context(), d.Contact(d.USD, "confirmer"), id); err == nil {
		t.Error("another customer reads it")
	}
}

// TestAChangeInALaterPeriodIsAMovementOfTheLaterStatement: the order's amount changes in April; March stays byte for byte (STM-28).
func TestAChangeInALaterPeriodIsAMovementOfTheLaterStatement(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	goods := d.Receivable(t, d.CNY, "1130.00", "2026-03-10")
	march := d.issued(t, month("2026-03"), d.CNY)
	if _, err := d.confirm(t, march); err != nil {
		t.Fatal(err)
	}
	before, err := d.ReadContent(t.Context(), d.confirmer(), march, 0)
	if err != nil {
		t.Fatal(err)
	}
	notes, err := document.Open(d.DB).Post(t.Context(), d.accountant(), []document.New{{Kind: document.CreditNote, CustomerID: d.CNY.ID, Currency: "CNY",
		DocumentDate: calendar.MustParse("2026-04-08"), Reduces: goods.ID, Reason: "price", SourceKind: "manual", Description: "价格调整",
		Lines: []document.Line{{ReducesLine: 1, Net: ledgertest.Amount("100.00"), TaxRate: ledgertest.Amount("13"), Tax: ledgertest.Amount("13.00"), Gross: ledgertest.Amount("113.00")}}}})
	if err != nil {
		t.Fatal(err)
	}
	april := d.issued(t, month("2026-04"), d.CNY)
	after, err := d.ReadContent(t.Context(), d.confirmer(), march, 0)
	if err != nil || after.SHA256 != before.SHA256 || string(after.JSON) != string(before.JSON) {
		t.Errorf("March has changed: %v", err)
	}
	wantState(t, d, march, statement.Agreed)
	c := d.content(t, april, 1)
	if len(c.Lines) != 1 || c.Lines[0].Kind != "credit_note" || !c.Lines[0].Amount.Equal(ledgertest.Amount("-113.00")) || !c.Opening.Equal(ledgertest.Amount("1130.00")) {
		t.Errorf("April shows %+v", c.Lines)
	}
	marchNo, aprilNo := d.view(t, march).StatementNo, d.view(t, april).StatementNo
	seen, err := d.SinceAgreed(t.Context(), d.confirmer(), march)
	if err != nil || len(seen.Later) != 1 || seen.Later[0].DocumentNo != notes[0].DocumentNo || seen.Later[0].OfNo != goods.DocumentNo || seen.Later[0].StatementNo != aprilNo ||
		!seen.Later[0].Amount.Equal(ledgertest.Amount("-113.00")) || len(seen.Earlier) != 0 {
		t.Errorf("March tells %+v, %v", seen.Later, err)
	}
	seen, err = d.SinceAgreed(t.Context(), d.confirmer(), april)
	if err != nil || len(seen.Earlier) != 1 || seen.Earlier[0].Line != 1 || seen.Earlier[0].StatementNo != marchNo || len(seen.Later) != 0 {
		t.Errorf("April tells %+v, %v", seen.Earlier, err)
	}
}
