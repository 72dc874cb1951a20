package statement_test

import (
	"strings"
	"sync"
	"testing"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
	"hefu/ledger/statement"
)

func TestConfirmingSingleLines(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.Receivable(t, d.CNY, "100.00", "2026-03-10")
	d.Receivable(t, d.CNY, "200.00", "2026-03-11")
	d.Receipt(t, d.CNY, "50.00", "2026-03-12")
	id := d.issued(t, month("2026-03"), d.CNY)
	out, err := d.confirm(t, id, 3, 1, 1, 9)
	if err != nil || out.Count != 2 || !out.Amount.Equal(ledgertest.Amount("50")) || len(out.Refused) != 1 || out.Refused[0].Line != 9 || out.Refused[0].Err.Code != "line_unknown" {
		t.Errorf("confirmed %+v, %v", out, err)
	}
	out, err = d.confirm(t, id, 1, 2)
	if err != nil || out.Count != 1 || len(out.Refused) != 1 || out.Refused[0].Err.Code != "line_answered" {
		t.Errorf("confirmed %+v, %v", out, err)
	}
	wantState(t, d, id, statement.Agreed)
	equal(t, "confirmed", d.view(t, id).ConfirmedAmount, "250")
	again, err := d.Reopen(t.Context(), d.confirmer(), id, 1, []int{2, 2})
	if err != nil || again.Count != 1 {
		t.Errorf("reopened %+v, %v", again, err)
	}
	again, err = d.Reopen(t.Context(), d.confirmer(), id, 1, []int{2, 5})
	if err != nil || again.Count != 0 || again.Refused[0].Err.Code != "line_not_confirmed" || again.Refused[1].Err.Code != "line_unknown" {
		t.Errorf("reopened %+v, %v", again, err)
	}
	v := d.view(t, id)
	if v.State != statement.Issued || v.AnsweredCount != 2 || len(v.Confirmations) != 2 || v.Confirmations[1].Undoable {
		t.Errorf("after reopening: %s, %+v", v.State, v.Confirmations)
	}
	if rows := ledgertest.Ask[int](t, d.Books, `SELECT count(*) FROM hefu.reopenings`); rows != 1 {
		t.Errorf("%d reopenings are on record", rows)
	}
}

func TestWhoMayConfirmWhat(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.Receivable(t, d.CNY, "100.00", "2026-03-10")
	d.Receivable(t, d.GBP, "100.00", "2026-03-10")
	id := d.issued(t, month("2026-03"), d.CNY)
	draft := d.make(t, month("2026-03"), d.GBP)
	v := d.view(t, id)
	cmd := statement.ConfirmCommand{StatementID: id, Version: 1, SHA256: v.SHA256}
	for name, c := range map[string]struct {
		actor ledger.Actor
		alter func(*statement.ConfirmCommand)
		code  string
	}{
		"a viewer":             {d.Contact(d.CNY, ledger.Viewer), nil, "not_permitted"},
		"staff":                {d.accountant(), nil, "not_permitted"},
		"another customer":     {d.Contact(d.GBP, ledger.Confirmer), nil, "not_found"},
		"another organization": {d.Contact(d.OtherCustomer, ledger.Confirmer), nil, "not_found"},
		"other bytes":          {d.confirmer(), func(c *statement.ConfirmCommand) { c.SHA256 = strings.Repeat("0", 64) }, "content_changed"},
		"no hash":              {d.confirmer(), func(c *statement.ConfirmCommand) { c.SHA256 = "" }, "content_changed"},
		"a later version":      {d.confirmer(), func(c *statement.ConfirmCommand) { c.Version = 2 }, "stale_version"},
		"line zero":            {d.confirmer(), func(c *statement.ConfirmCommand) { c.Lines = []int{0} }, "validation_failed"},
		"a long remark":        {d.confirmer(), func(c *statement.ConfirmCommand) { c.Remark = strings.Repeat("长", 501) }, "validation_failed"},
	} {
		tried := cmd
		if c.alter != nil {
			c.alter(&tried)
		}
		if _, err := d.Confirm(t.Context(), c.actor, tried); !ledger.IsCode(err, c.code) {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
	// A draft is not there for its customer, in no way to look.
	other := d.Contact(d.GBP, ledger.Confirmer)
	_, err := d.Service.Read(t.Context(), other, draft)
	wantCode(t, err, "not_found")
	_, err = d.ReadContent(t.Context(), other, draft, 1)
	wantCode(t, err, "not_found")
	_, err = d.Download(t.Context(), other, draft, statement.PDF, "en")
	wantCode(t, err, "not_found")
	if list, err := d.List(t.Context(), other, statement.Filter{}); err != nil || len(list) != 0 {
		t.Errorf("the customer's list is %+v, %v", list, err)
	}
	if list, err := d.List(t.Context(), d.Staff(ledger.Sales), statement.Filter{}); err != nil || len(list) != 1 || list[0].ID != id {
		t.Errorf("sales staff see %+v, %v", list, err)
	}
	if rows := ledgertest.Ask[int](t, d.Books, `SELECT count(*) FROM hefu.confirmations`); rows != 0 {
		t.Errorf("%d confirmations came of it", rows)
	}
}

func TestConfirmingAtTheSameTime(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	for range 20 {
		d.Receivable(t, d.CNY, "1.00", "2026-03-10")
	}
	id := d.issued(t, month("2026-03"), d.CNY)
	v := d.view(t, id)
	lines := []int{1, 2, 3, 4, 5}
	outs, errs := make([]statement.Confirmed, 8), make([]error, 8)
	var all sync.WaitGroup
	for i := range outs {
		all.Go(func() {
			outs[i], errs[i] = d.Confirm(t.Context(), d.confirmer(), statement.ConfirmCommand{StatementID: id, Version: 1, SHA256: v.SHA256, Lines: lines})
		})
	}
	all.Wait()
	won := 0
	for i, out := range outs {
		switch {
		case errs[i] != nil:
			t.Errorf("confirming: %v", errs[i])
		case out.Count == len(lines) && len(out.Refused) == 0:
			won++
		case out.Count != 0 || len(out.Refused) != len(lines) || out.Refused[0].Err.Code != "line_answered":
			t.Errorf("one came out as %+v", out)
		}
	}
	if answers := ledgertest.Ask[int](t, d.Books, `SELECT count(*) FROM hefu.line_answers`); won != 1 || answers != len(lines) {
		t.Errorf("%d won, %d answers", won, answers)
	}
}

// STM-18: a statement with very many lines is confirmed in one act.
func TestConfirmingFiveThousandLines(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	id := d.long(t, 5000)
	out, err := d.confirm(t, id)
	if err != nil || out.Count != 5000 || !out.Amount.Equal(ledgertest.Amount("5000")) {
		t.Fatalf("confirmed %d for %s, %v", out.Count, out.Amount, err)
	}
	wantState(t, d, id, statement.Agreed)
}

// long is an issued statement of so many lines of 1.00.
func (d desk) long(t testing.TB, lines int) ledger.ID {
	t.Helper()
	docs := make([]document.New, lines)
	for i := range docs {
		docs[i] = document.New{Kind: document.Receivable, CustomerID: d.CNY.ID, Currency: "CNY", DocumentDate: month("2026-03").Start, SourceKind: "manual",
			Description: "长对账单的一行", Lines: []document.Line{{Net: ledgertest.Amount("1"), Gross: ledgertest.Amount("1")}}}
	}
	if _, err := document.Open(d.DB).Post(t.Context(), d.accountant(), docs); err != nil {
		t.Fatal(err)
	}
	return d.issued(t, month("2026-03"), d.CNY)
}

func BenchmarkConfirmFiveThousandLines(b *testing.B) {
	d := openDesk(b)
	id := d.long(b, 5000)
	v := d.view(b, id)
	all := make([]int, 5000)
	for i := range all {
		all[i] = i + 1
	}
	for b.Loop() {
		if _, err := d.Confirm(b.Context(), d.confirmer(), statement.ConfirmCommand{StatementID: id, Version: 1, SHA256: v.SHA256}); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		if _, err := d.Reopen(b.Context(), d.confirmer(), id, 1, all); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
}

// A receipt that settles an item brought forward is a line of its own: what is confirmed may count it once.
func TestWhatIsConfirmedIsTheClosing(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	old := d.Receivable(t, d.CNY, "1000.00", "2026-02-10")
	d.Receivable(t, d.CNY, "200.00", "2026-03-11")
	paid := d.Receipt(t, d.CNY, "700.00", "2026-03-12")
	if _, err := allocation.Open(d.DB).Allocate(t.Context(), d.accountant(), allocation.Command{CustomerID: d.CNY.ID, EffectiveDate: calendar.MustParse("2026-03-12"), Mode: allocation.Manual,
		Pairs: []allocation.Pair{{DebitItem: d.Item(t, old), CreditItem: d.Item(t, paid), DebitAmount: ledgertest.Amount("700"), CreditAmount: ledgertest.Amount("700")}}}); err != nil {
		t.Fatal(err)
	}
	id := d.issued(t, month("2026-03"), d.CNY)
	if _, err := d.confirm(t, id); err != nil {
		t.Fatal(err)
	}
	v := d.view(t, id)
	equal(t, "closing", v.Closing, "500")
	equal(t, "confirmed", v.ConfirmedAmount, "500")
}
