package report_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/aging"
	"hefu/ledger/ledgertest"
	"hefu/ledger/report"
)

// For any period, whole months or broken, the lines of the account ledger, the general ledger and the customers' ledger agree with one
// another and with the journal, and the customers' accounts agree with the aging.
func TestTheLedgersFootForAnyDate(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	trade(t, b)
	service, auditor := report.Open(b.DB), b.Staff(ledger.Auditor)
	for _, days := range [][2]string{{"2026-01-01", "2026-04-30"}, {"2026-01-21", "2026-03-15"}, {"2026-03-02", "2026-03-02"}, {"2026-02-28", "2026-03-01"},
		{"2026-01-20", "2026-02-28"}, {"2026-03-16", "2026-04-02"}, {"2025-12-31", "2026-01-19"}, {"2026-02-01", "2026-02-28"}, {"2026-02-15", "2026-04-15"}} {
		for _, base := range []bool{false, true} {
			filter := period(days[0], days[1])
			filter.Base = base
			name := fmt.Sprint(days, " base ", base)
			general := closings(t, name, service.GeneralLedger, auditor, filter)
			customers := closings(t, name, service.CustomerLedger, auditor, filter)
			detail := closings(t, name, service.AccountLedger, auditor, filter)
			same(t, name+": customers", customers, general)
			same(t, name+": detail", detail, general)
			same(t, name+": journal", journal(t, b, filter), general)
			movement, err := service.Movement(t.Context(), auditor, filter)
			ages, err2 := service.Aging(t.Context(), auditor, aging.Query{AsOf: filter.To, Base: base})
			if err != nil || err2 != nil {
				t.Fatal(err, err2)
			}
			same(t, name+": aging", totals(ages, "total"), totals(movement, "closing"))
		}
	}
}

func column(table report.Table, key string) int {
	for i, column := range table.Columns {
		if column.Key == key {
			return i
		}
	}
	panic("no column " + key)
}

// totals are the non-zero totals of a column by currency.
func totals(table report.Table, key string) string {
	var out []string
	for _, total := range table.Totals {
		if cell := total.Cells[column(table, key)]; !decimal.RequireFromString(cell).IsZero() {
			out = append(out, string(total.Currency)+" "+cell)
		}
	}
	return strings.Join(out, "\n")
}

// closings are the non-zero closing balances by account and currency, summed over whatever rows the table has; each row's
// opening and moves must make its closing.
func closings(t *testing.T, name string, ask func(ctx context.Context, actor ledger.Actor, filter report.Filter) (report.Table, error), actor ledger.Actor, filter report.Filter) string {
	t.Helper()
	table, err := ask(t.Context(), actor, filter)
	if err != nil {
		t.Fatal(name, err)
	}
	sums := map[string]decimal.Decimal{}
	for _, row := range table.Rows {
		cell := func(key string) decimal.Decimal { return decimal.RequireFromString(row[column(table, key)]) }
		key := row[column(table, "account_code")] + " " + row[column(table, "currency")]
		if table.Key == "account_ledger" {
			if row[column(table, "kind")] == "closing" {
				sums[key] = sums[key].Add(cell("balance"))
			}
			continue
		}
		if !cell("opening").Add(cell("debit")).Sub(cell("credit")).Equal(cell("closing")) {
			t.Errorf("%s: %v does not add up", name, row)
		}
		sums[key] = sums[key].Add(cell("closing"))
	}
	return sorted(sums)
}

// sorted writes the sums that are not zero, in order.
func sorted(sums map[string]decimal.Decimal) string {
	var out []string
	for key, sum := range sums {
		if !sum.IsZero() {
			out = append(out, key+" "+sum.StringFixed(2))
		}
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

// journal sums the first organization's journal up to a date, by account and currency.
func journal(t *testing.T, b *ledgertest.Books, filter report.Filter) string {
	t.Helper()
	amount, currency := "amount", "currency"
	if filter.Base {
		amount, currency = "amount_base", "coalesce('CNY', currency)"
	}
	return ledgertest.Ask[string](t, b, `SELECT coalesce(string_agg(x.line, e'\n' ORDER BY x.line COLLATE "C"), '') FROM (
		SELECT account_code || ' ' || `+currency+` || ' ' || round(sum(`+amount+`), 2)::text AS line FROM hefu.journal_lines
		WHERE organization_id = $1 AND posting_date <= $2 GROUP BY account_code, `+currency+` HAVING sum(`+amount+`) <> 0) x`,
		b.Organization.ID.String(), filter.To.String())
}
