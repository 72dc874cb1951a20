package statement_test

import (
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/group"
	"hefu/ledger/ledgertest"
)

func (d desk) declareGroup(t testing.TB, name string, customers ...ledgertest.Customer) {
	t.Helper()
	members := make([]group.NewMember, len(customers))
	for i, c := range customers {
		members[i] = group.NewMember{CustomerID: c.ID, From: calendar.MustParse("2025-01-01"), Reason: "同一母公司"}
	}
	if _, err := group.Open(d.DB).Declare(t.Context(), d.Staff(ledger.FinanceSupervisor), name, "", "", members); err != nil {
		t.Fatal(err)
	}
}

// What one company of a group paid for another stands on both their statements, in words, and each proves out by itself; undone later, it
// stands there once more, the other way round.
func TestASettlementWithinAGroupStandsOnBothStatements(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.declareGroup(t, "远航集团", d.CNY, d.GBP)
	goods := d.Receivable(t, d.CNY, "1000.00", "2026-03-01")
	money := d.Receipt(t, d.GBP, "600.00", "2026-03-02", func(n *document.New) { n.Currency = "CNY" })
	settlement, err := allocation.Open(d.DB).Allocate(t.Context(), d.accountant(), allocation.Command{CustomerID: d.CNY.ID, EffectiveDate: calendar.MustParse("2026-04-05"),
		Mode: allocation.Manual, Pairs: []allocation.Pair{{DebitItem: d.Item(t, goods), CreditItem: d.Item(t, money), DebitAmount: ledgertest.Amount("600.00")}}})
	if err != nil {
		t.Fatal(err)
	}
	sides := []struct {
		of, other                ledgertest.Customer
		theirs                   document.Posted
		march, april, movedBy, m string
	}{{d.CNY, d.GBP, money, "1000.00", "400.00", "-600.00", "600.00"}, {d.GBP, d.CNY, goods, "-600.00", "0.00", "600.00", "-600.00"}}
	for _, side := range sides {
		march := d.content(t, d.make(t, month("2026-03"), side.of), 1)
		if got := march.Closing.StringFixed(2); got != side.march || unproven(march) != "" {
			t.Errorf("%s in March closes with %s: %s", side.of.Code, got, unproven(march))
		}
		april := d.content(t, d.make(t, month("2026-04"), side.of), 1)
		if len(april.Lines) != 1 || april.Lines[0].Kind != "group_settlement" || april.Lines[0].Amount.StringFixed(2) != side.movedBy ||
			!strings.Contains(april.Lines[0].Description, side.other.Name+" "+side.theirs.DocumentNo) {
			t.Fatalf("%s in April: %+v", side.of.Code, april.Lines)
		}
		if got := april.Closing.StringFixed(2); got != side.april || unproven(april) != "" {
			t.Errorf("%s in April closes with %s: %s", side.of.Code, got, unproven(april))
		}
	}
	if _, err := allocation.Open(d.DB).Undo(t.Context(), d.accountant(), settlement, calendar.MustParse("2026-05-02"), "误核"); err != nil {
		t.Fatal(err)
	}
	for _, side := range sides {
		may := d.content(t, d.make(t, month("2026-05"), side.of), 1)
		if len(may.Lines) != 1 || may.Lines[0].Amount.StringFixed(2) != side.m || may.Closing.StringFixed(2) != side.march || unproven(may) != "" {
			t.Errorf("%s in May: %+v closes with %s: %s", side.of.Code, may.Lines, may.Closing, unproven(may))
		}
	}
}
