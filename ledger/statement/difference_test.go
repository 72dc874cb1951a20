package statement_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/statement"
)

// A revision with visible difference (STM-20): staff see what it would change before they make it, and the same afterwards.
func TestARevisionShowsItsDifferenceBeforeAndAfter(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	first := d.Receivable(t, d.CNY, "1130.00", "2026-03-10")
	d.Receivable(t, d.CNY, "226.00", "2026-03-11")
	id := d.make(t, month("2026-03"), d.CNY)
	ctx, clerk := t.Context(), d.accountant()
	if got, err := d.VersionsApart(ctx, clerk, id, 0, 0); err != nil || got.Before.Version != 0 || got.After.Version != 1 || got.Same != 2 || len(got.Lines) != 0 {
		t.Errorf("of one version: %+v, %v", got, err)
	}
	if _, err := d.RevisionPreview(ctx, clerk, id); !ledger.IsCode(err, "nothing_to_do") {
		t.Errorf("a revision without a change is previewed with %v", err)
	}
	money := d.Receipt(t, d.CNY, "800.00", "2026-03-25")
	d.Allocate(t, d.CNY, first, money, "300.00", "2026-03-26")
	seen, err := d.RevisionPreview(ctx, clerk, id)
	if err != nil || seen.Before.Version != 1 || seen.After.Version != 2 || !seen.After.CreatedAt.IsZero() || len(seen.Versions) != 1 {
		t.Fatalf("the preview: %+v, %v", seen, err)
	}
	if v := d.view(t, id); v.Version != 1 || v.State != statement.Draft {
		t.Errorf("the preview made version %d, %s", v.Version, v.State)
	}
	if n := ledgertest.Ask[int](t, d.Books, `SELECT count(*)::int FROM hefu.audit_log WHERE action = 'statement.revised'`); n != 0 {
		t.Errorf("the preview left %d entries in the audit log", n)
	}
	if _, err := d.Revise(ctx, clerk, id, "补记收款"); err != nil {
		t.Fatal(err)
	}
	made, err := d.VersionsApart(ctx, d.Staff(ledger.Auditor), id, 0, 0)
	if err != nil || made.After.Reason != "补记收款" || made.After.CreatedAt.IsZero() || made.Same != 1 {
		t.Fatalf("once made: %+v, %v", made, err)
	}
	for _, got := range []statement.Difference{seen, made} {
		sums := map[string][2]string{}
		for _, s := range got.Sums {
			sums[s.Key] = [2]string{s.Before.StringFixed(2), s.After.StringFixed(2)}
		}
		if sums["closing"] != [2]string{"1356.00", "556.00"} || sums["receipts"] != [2]string{"0.00", "-800.00"} || sums["charges"] != [2]string{"1356.00", "1356.00"} {
			t.Errorf("the sums are %v", sums)
		}
		what := map[string]string{}
		for _, line := range got.Lines {
			what[line.DocumentNo] = line.What + " " + line.OpenBefore.StringFixed(2) + " " + line.OpenAfter.StringFixed(2)
		}
		if len(what) != 2 || what[first.DocumentNo] != "changed 1130.00 830.00" || what[money.DocumentNo] != "added 0.00 -500.00" {
			t.Errorf("the lines are %v", what)
		}
	}
}

func TestWhoSeesTwoVersionsAndWhichAreRefused(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.Receivable(t, d.CNY, "1130.00", "2026-03-10")
	id := d.make(t, month("2026-03"), d.CNY)
	for _, it := range []struct {
		name          string
		actor         ledger.Actor
		before, after int
		code          string
	}{
		{"another organization's", d.OtherStaff(ledger.ARAccountant), 0, 0, "not_found"},
		{"another salesperson's", d.Staff(ledger.Sales), 0, 0, "not_found"},
		{"a customer", d.confirmer(), 0, 0, "not_permitted"},
		{"a version to come", d.accountant(), 1, 2, "not_found"},
		{"backwards", d.accountant(), 1, 1, "validation_failed"},
	} {
		if it.name == "another salesperson's" {
			d.Exec(t, `UPDATE hefu.customers SET salesperson_id = NULL WHERE id = $1`, d.CNY.ID)
		}
		if _, err := d.VersionsApart(t.Context(), it.actor, id, it.before, it.after); !ledger.IsCode(err, it.code) {
			t.Errorf("%s: %v, want %s", it.name, err, it.code)
		}
	}
	if _, err := d.RevisionPreview(t.Context(), d.Staff(ledger.Auditor), id); !ledger.IsCode(err, "not_permitted") {
		t.Errorf("an auditor's preview: %v", err)
	}
}

// What a statement no longer lists is named as removed, and the customer is not asked about it.
func TestALineThatIsGoneIsNamed(t *testing.T) {
	line := func(no int, amount string) statement.Line {
		return statement.Line{No: no, DocumentNo: "N" + amount, Amount: ledgertest.Amount(amount), Open: ledgertest.Amount(amount)}
	}
	before := statement.Content{Lines: []statement.Line{line(1, "10"), line(2, "20")}, OpenItems: []statement.OpenItem{{No: 3, DocumentNo: "O", Open: ledgertest.Amount("5")}}}
	after := statement.Content{Lines: []statement.Line{line(1, "10"), line(4, "40")}}
	got := map[int]string{}
	for _, c := range statement.Compare(before, after) {
		switch {
		case c.Added:
			got[c.Line] = "added " + c.After.String()
		case c.Removed:
			got[c.Line] = "removed " + c.Before.String()
		}
	}
	if len(got) != 3 || got[2] != "removed 20" || got[3] != "removed 5" || got[4] != "added 40" {
		t.Errorf("the changes are %v", got)
	}
}
