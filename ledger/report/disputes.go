package report

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// DisputeGroups are what rows of the dispute report can stand for; empty means the first.
var DisputeGroups = []string{"category", "cause", "month", "customer", "salesperson"}

// A disputed line of a settlement has no document and is valued at the last rate known on the day it was disputed. The first answer is the
// first that the customer could read from us, a decision too.
const readDisputes = `
SELECT d.id, d.dispute_no, d.document_id, d.document_no, c.id, c.code, c.name, c.salesperson_id, coalesce(p.name, ''), d.currency, d.category, coalesce(d.root_cause, ''), d.state,
  coalesce(d.outcome, ''), d.disputed_amount, coalesce(d.agreed_amount, 0), d.opened_at AT TIME ZONE o.time_zone, d.resolved_at AT TIME ZONE o.time_zone,
  least(m.at, CASE d.state WHEN 'resolved' THEN d.resolved_at END) AT TIME ZONE o.time_zone,
  d.state NOT IN ('resolved', 'withdrawn') AND d.due_at < now(), d.state <> 'withdrawn' AND d.due_at < coalesce(d.resolved_at, now()),
  coalesce(b.rate, (SELECT r.rate FROM exchange_rates r WHERE r.organization_id = d.organization_id AND r.currency = d.currency
    AND r.on_date <= (d.opened_at AT TIME ZONE o.time_zone)::date ORDER BY r.on_date DESC LIMIT 1), 1)
FROM disputes d JOIN customers c ON c.id = d.customer_id JOIN organizations o ON o.id = d.organization_id
LEFT JOIN documents b ON b.id = d.document_id LEFT JOIN staff p ON p.id = c.salesperson_id
CROSS JOIN LATERAL (SELECT min(m.created_at) AS at FROM dispute_messages m WHERE m.dispute_id = d.id AND m.side = 'staff' AND NOT m.internal) m
WHERE d.opened_at >= $1::timestamp AT TIME ZONE o.time_zone AND d.opened_at < ($2::date + 1)::timestamp AT TIME ZONE o.time_zone{where}
ORDER BY d.id LIMIT $3`

type disputed struct {
	ID            ledger.ID
	DisputeNo     string
	DocumentID    ledger.ID
	DocumentNo    string
	CustomerID    ledger.ID
	CustomerCode  string
	CustomerName  string
	SalespersonID ledger.ID
	Salesperson   string
	Currency      string
	Category      string
	Cause         string
	State         string
	Outcome       string
	Disputed      decimal.Decimal
	Agreed        decimal.Decimal
	OpenedAt      time.Time // by the organization's clock, as the next two
	ResolvedAt    *time.Time
	AnsweredAt    *time.Time
	Late          bool // open and past its due time
	Overran       bool // answered after its due time, or late
	Rate          decimal.Decimal
}

func (d *disputed) opened() calendar.Date { return calendar.FromTime(d.OpenedAt) }

// days are the working days to the resolution.
func (d *disputed) days() int {
	return calendar.China().WorkingDaysBetween(d.opened(), calendar.FromTime(*d.ResolvedAt))
}

// tenths are the working hours from the opening to a moment, in tenths.
func (d *disputed) tenths(to time.Time) int {
	return int(calendar.China().WorkingTime(d.OpenedAt, to) / (6 * time.Minute))
}

// tally is what a row of the report adds up.
type tally struct {
	first                                                   *disputed
	count, open, late, overran, resolved, accepted, dropped int
	disputed, agreed                                        decimal.Decimal
	days, answer, resolve                                   []int // working days, and working hours in tenths
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
		t.days, t.resolve = append(t.days, d.days()), append(t.resolve, d.tenths(*d.ResolvedAt))
		if strings.HasPrefix(d.Outcome, "accepted") {
			t.accepted++
			t.agreed = t.agreed.Add(value(d.Agreed))
		}
	default:
		t.open++
	}
	if d.AnsweredAt != nil {
		t.answer = append(t.answer, d.tenths(*d.AnsweredAt))
	}
	if d.Late {
		t.late++
	}
	if d.Overran {
		t.overran++
	}
}

// middle is the value in the middle, half-way between two of them where the count is even, with exp places; empty where there is none.
func middle(values []int, exp int32) string {
	if len(values) == 0 {
		return ""
	}
	slices.Sort(values)
	half := len(values) / 2
	twice := 2 * values[half]
	if len(values)%2 == 0 {
		twice = values[half-1] + values[half]
	}
	return decimal.New(int64(twice)*5, -1-exp).Round(1).String()
}

func (t *tally) cells() []any {
	return []any{t.count, t.disputed, t.accepted, t.agreed, t.resolved, t.dropped, t.open, t.late}
}

// medians are the figures that are no sums: they are made anew for the total.
func (t *tally) medians() []string {
	return []string{middle(t.days, 0), middle(t.answer, 1), middle(t.resolve, 1), share(t.overran, t.count-t.dropped)}
}

// Disputes counts the disputes opened in the period (差异统计表, STM-08, STM-09) by type, class of cause, month, customer or
// salesperson: how much was disputed and how much of it accepted (what the cause cost), the median of the working days to a resolution and of
// the working hours to the first answer and to the resolution, what is still open, what of that is past its due time, and the share
// that was not resolved in time (of those that were kept). Rows of one currency; causes are known only of what is resolved.
// Refused: validation_failed for a group that is none.
func (s *Service) Disputes(ctx context.Context, actor ledger.Actor, filter Filter) (Table, error) {
	if err := filter.groups("disputes"); err != nil {
		return Table{}, err
	}
	by := cmp.Or(filter.By, DisputeGroups[0])
	return s.run(ctx, actor, filter, func(ctx context.Context, tx *store.Tx, r *request) (Table, error) {
		found, err := r.disputes(ctx, tx)
		if err != nil {
			return Table{}, err
		}
		return r.layDisputes(found, by)
	})
}

func (r *request) disputes(ctx context.Context, tx *store.Tx) ([]disputed, error) {
	args := params{r.From, r.To, MaxRows + 1}
	where := r.customers(&args)
	if r.Currency != "" {
		where += " AND d.currency = " + args.add(string(r.Currency))
	}
	if r.ProductLine != "" {
		where += " AND coalesce(b.product_line, '') = " + args.add(plainName(r.ProductLine))
	}
	if r.Category != "" {
		where += " AND d.category = " + args.add(r.Category)
	}
	if r.RootCause != "" {
		where += " AND coalesce(d.root_cause, 'undecided') = " + args.add(r.RootCause)
	}
	found, err := store.Rows[disputed](ctx, tx, strings.ReplaceAll(readDisputes, "{where}", where), args...)
	if err == nil && len(found) > MaxRows {
		err = tooLong()
	}
	return found, err
}

func (r *request) layDisputes(found []disputed, by string) (Table, error) {
	named := disputeColumns(by)
	b := newTable("disputes", "差异统计表", "Disputes", slices.Concat(named, []Column{currencyCell,
		{"disputes", "差异笔数", "Disputes", Number, true}, amount("disputed", "差异金额", "Disputed"), {"accepted", "认可笔数", "Accepted", Number, true},
		amount("agreed", "认可金额", "Agreed"), {"resolved", "已处理", "Resolved", Number, true}, {"withdrawn", "已撤回", "Withdrawn", Number, true},
		{"open", "处理中", "Open", Number, true}, {"late", "其中超时", "Of these late", Number, true}, {"median_days", "处理工作日中位数", "Median working days", Number, false},
		{"answer_hours", "首次答复工时中位数", "Median working hours to first answer", Number, false}, {"resolve_hours", "处理工时中位数", "Median working hours to resolution", Number, false},
		{"late_share", "超时率 %", "Late %", Number, false}})...)
	b.drill("dispute-list", disputeRow(by, r.Base), disputeCells)
	first := len(b.Columns) - 4
	value := func(d *disputed) func(decimal.Decimal) decimal.Decimal {
		return func(amount decimal.Decimal) decimal.Decimal { return r.worth(amount, d.Rate) }
	}
	keys, rows, totals := fold(found, func(d *disputed) rowKey { return rowKey{d.group(by), string(r.currency(d.Currency))} }, func(t *tally, d *disputed) { t.add(d, value(d)) })
	for _, k := range keys {
		t, currency := rows[k], r.currency(rows[k].first.Currency)
		b.row(currency, slices.Concat(t.first.cells(by), []any{currency}, t.cells(), texts(t.medians()))...)
	}
	table, err := b.table()
	for i, total := range table.Totals {
		copy(table.Totals[i].Cells[first:], totals[string(total.Currency)].medians())
	}
	return table, err
}

// rowKey tells rows apart that stand for groups of one currency.
type rowKey struct{ group, currency string }

// fold adds what was found up into rows, in order, and into a total for each currency.
func fold[Found, Sum any](found []Found, key func(*Found) rowKey, add func(*Sum, *Found)) (keys []rowKey, rows map[rowKey]*Sum, totals map[string]*Sum) {
	rows, totals = map[rowKey]*Sum{}, map[string]*Sum{}
	for i := range found {
		k := key(&found[i])
		if rows[k] == nil {
			rows[k], keys = new(Sum), append(keys, k)
		}
		if totals[k.currency] == nil {
			totals[k.currency] = new(Sum)
		}
		add(rows[k], &found[i])
		add(totals[k.currency], &found[i])
	}
	slices.SortFunc(keys, func(a, b rowKey) int {
		return cmp.Or(cmp.Compare(a.group, b.group), cmp.Compare(a.currency, b.currency))
	})
	return keys, rows, totals
}

func texts(cells []string) []any {
	out := make([]any, len(cells))
	for i, cell := range cells {
		out[i] = cell
	}
	return out
}

func disputeColumns(by string) []Column {
	switch by {
	case "customer":
		return []Column{customerID, customerCode, customerName}
	case "salesperson":
		return []Column{salespersonID, salespersonCell}
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
		return d.opened().String()[:7]
	case "cause":
		return cmp.Or(d.Cause, "undecided")
	}
	return d.Category
}

func (d *disputed) cells(by string) []any {
	switch by {
	case "customer":
		return []any{d.CustomerID, d.CustomerCode, d.CustomerName}
	case "salesperson":
		return []any{d.SalespersonID, d.Salesperson}
	}
	return []any{d.group(by)}
}
