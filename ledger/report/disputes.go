package report

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// DisputeGroups are what rows of the dispute report can stand for; empty means the first.
var DisputeGroups = []string{"category", "cause", "month", "customer", "salesperson"}

// A disputed line of a settlement has no document and is valued at the last rate known on the day it was disputed.
const readDisputes = `
SELECT c.id, c.code, c.name, coalesce(p.name, ''), d.currency, d.category, coalesce(d.root_cause, ''), d.state, coalesce(d.outcome, ''),
  d.disputed_amount, coalesce(d.agreed_amount, 0), (d.opened_at AT TIME ZONE o.time_zone)::date, (d.resolved_at AT TIME ZONE o.time_zone)::date,
  d.state NOT IN ('resolved', 'withdrawn') AND d.due_at < now(),
  coalesce(b.rate, (SELECT r.rate FROM exchange_rates r WHERE r.organization_id = d.organization_id AND r.currency = d.currency
    AND r.on_date <= (d.opened_at AT TIME ZONE o.time_zone)::date ORDER BY r.on_date DESC LIMIT 1), 1)
FROM disputes d JOIN customers c ON c.id = d.customer_id JOIN organizations o ON o.id = d.organization_id
LEFT JOIN documents b ON b.id = d.document_id LEFT JOIN staff p ON p.id = c.salesperson_id
WHERE d.opened_at >= $1::timestamp AT TIME ZONE o.time_zone AND d.opened_at < ($2::date + 1)::timestamp AT TIME ZONE o.time_zone{where}
ORDER BY d.id LIMIT $3`

type disputed struct {
	CustomerID   ledger.ID
	CustomerCode string
	CustomerName string
	Salesperson  string
	Currency     string
	Category     string
	Cause        string
	State        string
	Outcome      string
	Disputed     decimal.Decimal
	Agreed       decimal.Decimal
	Opened       calendar.Date
	Resolved     calendar.Date
	Late         bool
	Rate         decimal.Decimal
}

// tally is what a row of the report adds up.
type tally struct {
	first                                          *disputed
	count, open, late, resolved, accepted, dropped int
	disputed, agreed                               decimal.Decimal
	days                                           []int
}

func (t *tally) add(d *disputed, value func(decimal.Decimal) decimal.Decimal) {
	if t.first == nil {
		t.first = d
	}
	t.count++
	t.disputed = t.disputed.Add(value(d.Disputed))
	switch d.State {
	case "withdrawn":
		t.dropped++
	case "resolved":
		t.resolved++
		t.days = append(t.days, calendar.China().WorkingDaysBetween(d.Opened, d.Resolved))
		if strings.HasPrefix(d.Outcome, "accepted") {
			t.accepted++
			t.agreed = t.agreed.Add(value(d.Agreed))
		}
	default:
		t.open++
	}
	if d.Late {
		t.late++
	}
}

// median is the working days in the middle, half-way between two of them where the count is even; empty where none was resolved.
func (t *tally) median() string {
	if len(t.days) == 0 {
		return ""
	}
	slices.Sort(t.days)
	half := len(t.days) / 2
	twice := 2 * t.days[half]
	if len(t.days)%2 == 0 {
		twice = t.days[half-1] + t.days[half]
	}
	return decimal.New(int64(twice)*5, -1).String()
}

func (t *tally) cells() []any {
	return []any{t.count, t.disputed, t.accepted, t.agreed, t.resolved, t.dropped, t.open, t.late}
}

// Disputes counts the disputes opened in the period (差异统计表, STM-08, STM-09) by type, class of cause, month, customer or
// salesperson: how much was disputed and how much of it accepted, the median of the working days to a resolution, what is still
// open and what of that is past its due time. Rows of one currency; causes are known only of what is resolved.
// Refused: validation_failed for a group that is none.
func (s *Service) Disputes(ctx context.Context, actor ledger.Actor, filter Filter) (Table, error) {
	by := cmp.Or(filter.By, DisputeGroups[0])
	if !slices.Contains(DisputeGroups, by) {
		return Table{}, ledger.E("validation_failed").At("by", "not_a_choice")
	}
	return s.run(ctx, actor, filter, func(ctx context.Context, tx *store.Tx, r *request) (Table, error) {
		args := params{r.From, r.To, MaxRows + 1}
		where := r.customers(&args)
		if r.Currency != "" {
			where += " AND d.currency = " + args.add(string(r.Currency))
		}
		found, err := store.Rows[disputed](ctx, tx, strings.ReplaceAll(readDisputes, "{where}", where), args...)
		if err != nil {
			return Table{}, err
		}
		if len(found) > MaxRows {
			return Table{}, tooLong()
		}
		return r.layDisputes(found, by)
	})
}

func (r *request) layDisputes(found []disputed, by string) (Table, error) {
	named := disputeColumns(by)
	b := newTable("disputes", "差异统计表", "Disputes", slices.Concat(named, []Column{currencyCell,
		{"disputes", "差异笔数", "Disputes", Number, true}, amount("disputed", "差异金额", "Disputed"), {"accepted", "认可笔数", "Accepted", Number, true},
		amount("agreed", "认可金额", "Agreed"), {"resolved", "已处理", "Resolved", Number, true}, {"withdrawn", "已撤回", "Withdrawn", Number, true},
		{"open", "处理中", "Open", Number, true}, {"late", "其中超时", "Of these late", Number, true}, {"median_days", "处理工作日中位数", "Median working days", Number, false}})...)
	type key struct{ group, currency string }
	rows, totals, keys := map[key]*tally{}, map[string]*tally{}, []key{}
	for i := range found {
		d := &found[i]
		k := key{d.group(by), string(r.currency(d.Currency))}
		if rows[k] == nil {
			rows[k], keys = &tally{}, append(keys, k)
		}
		if totals[k.currency] == nil {
			totals[k.currency] = &tally{}
		}
		value := func(amount decimal.Decimal) decimal.Decimal { return r.worth(amount, d.Rate) }
		rows[k].add(d, value)
		totals[k.currency].add(d, value)
	}
	slices.SortFunc(keys, func(a, b key) int { return cmp.Or(cmp.Compare(a.group, b.group), cmp.Compare(a.currency, b.currency)) })
	for _, k := range keys {
		t, currency := rows[k], r.currency(rows[k].first.Currency)
		b.row(currency, slices.Concat(t.first.cells(by), []any{currency}, t.cells(), []any{t.median()})...)
	}
	table, err := b.table()
	for i, total := range table.Totals {
		table.Totals[i].Cells[len(table.Columns)-1] = totals[string(total.Currency)].median()
	}
	return table, err
}

func disputeColumns(by string) []Column {
	switch by {
	case "customer":
		return []Column{customerID, customerCode, customerName}
	case "salesperson":
		return []Column{{"salesperson", "业务员", "Salesperson", Text, false}}
	case "month":
		return []Column{{"month", "月份", "Month", Text, false}}
	case "cause":
		return []Column{{"cause", "原因分类", "Class of cause", Kind, false}}
	}
	return []Column{{"category", "差异类型", "Type", Kind, false}}
}

// group is what rows are told apart and ordered by.
func (d *disputed) group(by string) string {
	switch by {
	case "customer":
		return d.CustomerCode
	case "salesperson":
		return d.Salesperson
	case "month":
		return d.Opened.String()[:7]
	case "cause":
		return cmp.Or(d.Cause, "undecided")
	}
	return d.Category
}

func (d *disputed) cells(by string) []any {
	if by == "customer" {
		return []any{d.CustomerID, d.CustomerCode, d.CustomerName}
	}
	return []any{d.group(by)}
}
