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

// CycleGroups are what rows of the cycle report can stand for; empty means the first.
var CycleGroups = []string{"month", "salesperson", "customer"}

const readCycle = `
SELECT c.id, c.code, c.name, c.salesperson_id, coalesce(p.name, ''), s.currency, (s.issued_at AT TIME ZONE o.time_zone)::date, (s.agreed_at AT TIME ZONE o.time_zone)::date,
  s.answered_at IS NOT NULL AND (s.answered_at AT TIME ZONE o.time_zone)::date <= s.answer_due, s.answered_at IS NOT NULL, s.version > s.issued_version, d.count, d.agreed,
  coalesce((SELECT r.rate FROM exchange_rates r WHERE r.organization_id = s.organization_id AND r.currency = s.currency AND r.on_date <= s.cut_off ORDER BY r.on_date DESC LIMIT 1), 1)
FROM statements s JOIN customers c ON c.id = s.customer_id JOIN organizations o ON o.id = s.organization_id LEFT JOIN staff p ON p.id = c.salesperson_id
CROSS JOIN LATERAL (SELECT count(*)::int AS count, coalesce(sum(x.agreed_amount) FILTER (WHERE x.outcome LIKE 'accepted%'), 0) AS agreed FROM disputes x WHERE x.statement_id = s.id AND x.state <> 'withdrawn') d
WHERE s.state <> 'cancelled' AND s.issued_at >= $1::timestamp AT TIME ZONE o.time_zone AND s.issued_at < ($2::date + 1)::timestamp AT TIME ZONE o.time_zone{where}
ORDER BY s.id LIMIT $3`

// cycled is a statement on its way from issue to agreement.
type cycled struct {
	CustomerID    ledger.ID
	CustomerCode  string
	CustomerName  string
	SalespersonID ledger.ID
	Salesperson   string
	Currency      string
	Issued        calendar.Date
	Agreed        calendar.Date
	OnTime        bool
	Answered      bool
	Revised       bool
	Disputes      int
	Cost          decimal.Decimal
	Rate          decimal.Decimal
}

// turn is what a row of the report adds up.
type turn struct {
	first                                            *cycled
	issued, agreed, pass, answered, onTime, disputes int
	cost                                             decimal.Decimal
	days                                             []int
}

func (t *turn) add(c *cycled, cost decimal.Decimal) {
	if t.first == nil {
		t.first = c
	}
	t.issued++
	t.disputes += c.Disputes
	t.cost = t.cost.Add(cost)
	if c.Answered {
		t.answered++
	}
	if c.OnTime {
		t.onTime++
	}
	if !c.Agreed.IsZero() {
		t.agreed++
		t.days = append(t.days, c.Agreed.Sub(c.Issued))
		if c.Disputes == 0 && !c.Revised {
			t.pass++
		}
	}
}

// share is a part in percent to one place; empty where there is no whole.
func share(part, whole int) string {
	if whole == 0 {
		return ""
	}
	return decimal.NewFromInt(int64(part)).Mul(decimal.NewFromInt(100)).Div(decimal.NewFromInt(int64(whole))).Round(1).String()
}

func (t *turn) shares() []string {
	return []string{middle(t.days, 0), share(t.pass, t.agreed), share(t.onTime, t.issued)}
}

// Cycle tells how statements came through their cycle (对账周期指标, STM-27), by the month of their issue, salesperson or customer: how many were
// issued and agreed, the median of the days between (calendar days, of those that are agreed), the share agreed at the first pass (without
// a dispute or another version, of those that are agreed), the share answered whole by the day on which the answer was due (of those that were issued), and
// what disputes cost that were accepted. Rows of one currency. Refused: validation_failed for a group that is none.
func (s *Service) Cycle(ctx context.Context, actor ledger.Actor, filter Filter) (Table, error) {
	by := cmp.Or(filter.By, CycleGroups[0])
	if !slices.Contains(CycleGroups, by) {
		return Table{}, ledger.E("validation_failed").At("by", "not_a_choice")
	}
	return s.run(ctx, actor, filter, func(ctx context.Context, tx *store.Tx, r *request) (Table, error) {
		args := params{r.From, r.To, MaxRows + 1}
		where := r.customers(&args)
		if r.Currency != "" {
			where += " AND s.currency = " + args.add(string(r.Currency))
		}
		found, err := store.Rows[cycled](ctx, tx, strings.ReplaceAll(readCycle, "{where}", where), args...)
		if err != nil {
			return Table{}, err
		}
		if len(found) > MaxRows {
			return Table{}, tooLong()
		}
		return r.layCycle(found, by)
	})
}

func (r *request) layCycle(found []cycled, by string) (Table, error) {
	named := disputeColumns(by)
	b := newTable("cycle", "对账周期指标", "Statement cycle", slices.Concat(named, []Column{currencyCell,
		{"issued", "发出份数", "Issued", Number, true}, {"agreed", "已一致", "Agreed", Number, true}, {"median_days", "发出至一致天数中位数", "Median days to agreement", Number, false},
		{"first_pass", "一次通过率 %", "First pass %", Number, false}, {"on_time", "按期答复率 %", "Answered in time %", Number, false},
		{"disputes", "差异笔数", "Disputes", Number, true}, amount("cost", "差异认可金额", "Accepted disputes")})...)
	keys, rows, totals := fold(found, func(c *cycled) rowKey { return rowKey{c.group(by), string(r.currency(c.Currency))} }, func(t *turn, c *cycled) { t.add(c, r.worth(c.Cost, c.Rate)) })
	for _, k := range keys {
		t, currency := rows[k], r.currency(rows[k].first.Currency)
		shares := t.shares()
		b.row(currency, slices.Concat(t.first.cells(by), []any{currency, t.issued, t.agreed, shares[0], shares[1], shares[2], t.disputes, t.cost})...)
	}
	table, err := b.table()
	at := len(named) + 3
	for i, total := range table.Totals {
		copy(table.Totals[i].Cells[at:], totals[string(total.Currency)].shares())
	}
	return table, err
}

func (c *cycled) group(by string) string {
	switch by {
	case "customer":
		return c.CustomerCode
	case "salesperson":
		return c.Salesperson
	}
	return c.Issued.String()[:7]
}

func (c *cycled) cells(by string) []any {
	switch by {
	case "customer":
		return []any{c.CustomerID, c.CustomerCode, c.CustomerName}
	case "salesperson":
		return []any{c.SalespersonID, c.Salesperson}
	}
	return []any{c.group(by)}
}
