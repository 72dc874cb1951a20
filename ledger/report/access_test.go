package report_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/report"
)

func TestOnlyWhoMayReads(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	trade(t, b)
	service, march := report.Open(b.DB), period("2026-03-01", "2026-03-31")
	for name, ask := range map[string]func(context.Context, ledger.Actor, report.Filter) (report.Table, error){"summary": service.Summary, "detail": service.Detail,
		"movement": service.Movement, "movement in detail": service.MovementDetail, "customers' ledger": service.CustomerLedger} {
		for _, who := range []struct {
			actor ledger.Actor
			codes string
		}{{b.Staff(ledger.Sales), "C001"}, {b.Staff(ledger.ARAccountant), "C001 C003"}, {b.OtherStaff(ledger.Auditor), "C001"}} {
			table, err := ask(t.Context(), who.actor, march)
			if err != nil {
				t.Fatal(name, err)
			}
			var codes []string
			for _, row := range table.Rows {
				codes = append(codes, row[column(table, "customer_code")])
			}
			slices.Sort(codes)
			same(t, name+" for "+who.actor.Name, strings.Join(slices.Compact(codes), " "), who.codes)
		}
		for _, actor := range []ledger.Actor{b.Staff(ledger.Administrator), b.Contact(b.CNY, ledger.Viewer)} {
			if _, err := ask(t.Context(), actor, march); !ledger.IsKind(err, ledger.Forbidden) {
				t.Errorf("%s reads the %s: %v", actor.Name, name, err)
			}
		}
		if _, err := ask(t.Context(), b.Staff(ledger.Auditor), period("2026-03-31", "2026-03-01")); !ledger.IsCode(err, "validation_failed") {
			t.Errorf("%s of a period that ends before it starts: %v", name, err)
		}
	}
	table, err := service.Movement(t.Context(), b.OtherStaff(ledger.Auditor), march)
	same(t, "the other organization", lay(read(t, table, err)), "C001 CNY 0.00 9.00 0.00 9.00\nΣ CNY 0.00 9.00 0.00 9.00")
	if _, err := service.Checklist(t.Context(), b.Staff(ledger.Sales)); !ledger.IsKind(err, ledger.Forbidden) {
		t.Errorf("sales staff read the check list: %v", err)
	}
}
