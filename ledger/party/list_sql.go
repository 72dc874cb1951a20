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

const openBase = `
LEFT JOIN (SELECT i.customer_id, %s AS total FROM open_items i
  WHERE i.organization_id = $1 AND i.open_amount > 0 AND $2::date IS NOT NULL %s GROUP BY 1) m ON m.customer_id = c.id`

var orders = map[Sort]order{
	"":     {key: "c.code"},
	ByCode: {key: "c.code"},
	ByName: {key: "c.name"},
	ByBalance: {key: "coalesce(m.total, 0)", down: true,
		join: fmt.Sprintf(openBase, "sum(CASE i.side WHEN 'debit' THEN i.open_base ELSE -i.open_base END)", "")},
	ByOverdue: {key: "coalesce(m.total, 0)", down: true,
		join: fmt.Sprintf(openBase, "sum(i.open_base)", "AND i.side = 'debit' AND i.due_date < $2")},
}

// sql writes the query; every text in it is a constant of this package.
func (q Query) sql(actor ledger.Actor, today calendar.Date, limit int) (string, []any) {
	o := orders[q.Sort]
	args := []any{actor.OrganizationID, today}
	where := []string{"c.organization_id = $1", "$2::date IS NOT NULL"}
	add := func(condition string, values ...any) {
		for _, value := range values {
			args = append(args, value)
			condition = strings.Replace(condition, "?", fmt.Sprintf("$%d", len(args)), 1)
		}
		where = append(where, condition)
	}
	if own := OwnOnly(actor); !own.IsZero() {
		add("c.salesperson_id = ?", own)
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
SELECT i.customer_id, i.currency, sum(CASE i.side WHEN 'debit' THEN i.open_amount ELSE -i.open_amount END),
  coalesce(sum(i.open_amount) FILTER (WHERE i.side = 'debit'), 0), coalesce(sum(i.open_amount) FILTER (WHERE i.side = 'credit'), 0),
  coalesce(sum(i.open_amount) FILTER (WHERE i.side = 'debit' AND i.due_date < $3), 0)
FROM open_items i WHERE i.organization_id = $1 AND i.customer_id = ANY ($2) AND i.open_amount > 0 GROUP BY 1, 2 ORDER BY 1, 2`

// Balances reads what is open with customers on a day, by customer; permission has been asked.
func Balances(ctx context.Context, tx *store.Tx, customers []ledger.ID, today calendar.Date) (map[ledger.ID][]Balance, error) {
	rows, err := store.Rows[struct {
		Customer                        ledger.ID
		Currency                        string
		Balance, Owed, Credits, Overdue decimal.Decimal
	}](ctx, tx, readBalances, tx.Actor.OrganizationID, customers, today)
	out := make(map[ledger.ID][]Balance, len(customers))
	for _, r := range rows {
		out[r.Customer] = append(out[r.Customer], Balance{money.Currency(r.Currency), r.Balance, r.Owed, r.Credits, r.Overdue})
	}
	return out, err
}
