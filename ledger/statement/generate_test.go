package statement_test

import (
	"testing"

	"hefu/ledger/ledgertest"
	"hefu/ledger/statement"
)

func TestFirst(t *testing.T) {
	d := openDesk(t)
	r := d.Receivable(t, d.CNY, "1130.00", "2026-03-10")
	rc := d.Receipt(t, d.CNY, "500.00", "2026-03-12")
	d.Allocate(t, d.CNY, r, rc, "300.00", "2026-03-13")
	id := d.issued(t, month("2026-03"), d.CNY)
	if out := d.generate(t, month("2026-03"), d.CNY); out[0].Act != statement.Unchanged {
		t.Errorf("%+v", out)
	}
	if err := d.MarkViewed(t.Context(), d.confirmer(), id); err != nil {
		t.Fatal(err)
	}
	wantState(t, d, id, statement.Viewed)
	if c, err := d.confirm(t, id, 1, 1, 7); err != nil || c.Count != 1 || len(c.Refused) != 1 {
		t.Errorf("%+v %v", c, err)
	}
	t.Logf("%+v", d.view(t, id))
	if _, err := d.Reopen(t.Context(), d.confirmer(), id, 1, []int{1}); err != nil {
		t.Error(err)
	}
	if c, err := d.confirm(t, id); err != nil || c.Count != 2 {
		t.Errorf("%+v %v", c, err)
	}
	wantState(t, d, id, statement.Agreed)
	d.Receivable(t, d.CNY, "113.00", "2026-03-05")
	if out := d.generate(t, month("2026-03"), d.CNY); out[0].Act != statement.Outdated {
		t.Errorf("%+v", out)
	}
	ch, err := d.Revise(t.Context(), d.accountant(), id, "补录")
	t.Logf("%+v %v", ch, err)
	v := d.view(t, id)
	t.Logf("%+v", v)
	c := d.content(t, id, 2)
	t.Logf("%+v", c.Lines)
	d.Receipt(t, d.CNY, "0.01", "2026-02-05")
	d.make(t, month("2026-04"), d.CNY)
	p, err := d.PreviewRun(t.Context(), d.accountant(), statement.RunCommand{Period: month("2026-05")})
	t.Logf("%+v %v", p, err)
	_ = ledgertest.Amount
}
