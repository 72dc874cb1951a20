package party

import (
	"context"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/field"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
)

// order says how a sort is written: the key, the extra join behind it, and whether it descends.
type order struct {
	key, join string
	down      bool
}

// What is open is kept by the month in which it falls due (docs/adr/0029), so no order reads the items of everybody; only those of the
// month under way are looked at to tell which are due already. "Not zero" keeps the planner to the index of the days.
const (
	today = `(SELECT (now() AT TIME ZONE o.time_zone)::date FROM organizations o WHERE o.id = $1)`

	byBalance = `
LEFT JOIN (SELECT customer_id, sum(CASE side WHEN 'debit' THEN base ELSE -base END) AS total FROM open_by_month
  WHERE organization_id = $1 GROUP BY 1) m ON m.customer_id = c.id`

	byOverdue = `
LEFT JOIN (SELECT customer_id, sum(base) AS total FROM (
    SELECT customer_id, base FROM open_by_month WHERE organization_id = $1 AND side = 'debit' AND due_month < date_trunc('month', ` + today + `)
    UNION ALL
    SELECT customer_id, open_base FROM open_items WHERE organization_id = $1 AND side = 'debit' AND open_amount <> 0
      AND due_date >= date_trunc('month', ` + today + `)::date AND due_date < ` + today + `
  ) due GROUP BY 1) m ON m.customer_id = c.id`
)

var orders = map[Sort]order{
	"":        {key: "c.code"},
	ByCode:    {key: "c.code"},
	ByName:    {key: "c.name"},
	ByBalance: {key: "coalesce(m.total, 0)", down: true, join: byBalance},
	ByOverdue: {key: "coalesce(m.total, 0)", down: true, join: byOverdue},
}

// sql writes the query; every text in it is a constant of this package.
func (q Query) sql(actor ledger.Actor, limit int) (string, []any) {
	o := orders[q.Sort]
	args := []any{actor.OrganizationID}
	where := []string{"c.organization_id = $1"}
	add := func(condition string, values ...any) {
		for _, value := range values {
			args = append(args, value)
			condition = strings.Replace(condition, "?", fmt.Sprintf("$%d", len(args)), 1)
		}
		where = append(where, condition)
	}
	if own := OwnOnly(actor); !own.IsZero() {
		add("c.salesperson_id IN (SELECT acts_as(?))", own)
	}
	if !q.SalespersonID.IsZero() {
		add("c.salesperson_id = ?", q.SalespersonID)
	}
	if q.Search != "" {
		like := "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(q.Search) + "%"
		add("(c.code ILIKE ? OR c.name ILIKE ? OR c.name_en ILIKE ? OR c.tax_id ILIKE ?)", like, like, like, like)
	}
	if q.Region != "" {
		add("c.region = ?", q.Region)
	}
	if q.Currency != "" {
		add("c.currency = ?", string(q.Currency))
	}
	if q.Cycle != "" {
		add("c.cycle = ?", string(q.Cycle))
	}
	if q.Field.Code != "" {
		where = append(where, q.Field.SQL(field.OfCustomer, "c.id", func(value any) string {
			args = append(args, value)
			return fmt.Sprintf("$%d", len(args))
		}))
	}
	if !q.Inactive {
		add("c.active")
	}
	compare, direction, cast := ">", "", ""
	if o.down {
		compare, direction, cast = "<", " DESC", "::text::numeric"
	}
	if !q.After.ID.IsZero() {
		add("("+o.key+", c.id) "+compare+" (?"+cast+", ?)", q.After.Value, q.After.ID)
	}
	return "SELECT " + summaryColumns + ", " + o.key + "::text FROM customers c LEFT JOIN staff s ON s.id = c.salesperson_id " + o.join +
		" WHERE " + strings.Join(where, " AND ") + fmt.Sprintf(" ORDER BY %s%s, c.id%s LIMIT %d", o.key, direction, direction, limit), args
}

const readBalances = `
SELECT customer_id, currency, sum(owed) - sum(credits), sum(owed), sum(credits), sum(overdue) FROM (
  SELECT customer_id, currency, CASE side WHEN 'debit' THEN amount ELSE 0 END AS owed, CASE side WHEN 'credit' THEN amount ELSE 0 END AS credits,
    CASE WHEN side = 'debit' AND due_month < date_trunc('month', $3::date) THEN amount ELSE 0 END AS overdue
  FROM open_by_month WHERE organization_id = $1 AND customer_id = ANY ($2)
  UNION ALL
  SELECT customer_id, currency, 0, 0, open_amount FROM open_items
  WHERE organization_id = $1 AND customer_id = ANY ($2) AND side = 'debit' AND open_amount > 0 AND due_date >= date_trunc('month', $3::date)::date AND due_date < $3
) open GROUP BY 1, 2 HAVING sum(owed) <> 0 OR sum(credits) <> 0 ORDER BY 1, 2`

type balanceRow struct {
	Customer                        ledger.ID
	Currency                        string
	Balance, Owed, Credits, Overdue decimal.Decimal
}

// Balances reads what is open with customers on a day, by customer; permission has been asked.
func Balances(ctx context.Context, tx *store.Tx, customers []ledger.ID, today calendar.Date) (map[ledger.ID][]Balance, error) {
	rows, err := store.Rows[balanceRow](ctx, tx, readBalances, tx.Actor.OrganizationID, customers, today)
	return balancesOf(rows), err
}

// BalancesBeside is Balances in a batch with other reading; they are there once it has been sent.
func BalancesBeside(b *store.Batch, actor ledger.Actor, customers []ledger.ID, today calendar.Date) func() map[ledger.ID][]Balance {
	var rows []balanceRow
	store.Read(b, &rows, readBalances, actor.OrganizationID, customers, today)
	return func() map[ledger.ID][]Balance { return balancesOf(rows) }
}

func balancesOf(rows []balanceRow) map[ledger.ID][]Balance {
	out := make(map[ledger.ID][]Balance, len(rows))
	for _, r := range rows {
		out[r.Customer] = append(out[r.Customer], Balance{money.Currency(r.Currency), r.Balance, r.Owed, r.Credits, r.Overdue})
	}
	return out
}
