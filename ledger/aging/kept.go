package aging

import (
	"context"
	"slices"
	"strings"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// What is open now is kept by customer, currency, side and the month in which it falls due (docs/adr/0029). A month that lies in one
// bucket is read from there, and only the months through which the edge of a bucket runs are read item by item. What was posted or
// allocated with a date to come is not in the picture yet: little, and found by its date. "Not zero" says the same as "above zero" and
// keeps the planner from reading the index of all open items beside that of the days.
const keptSums = `
SELECT s.customer_id, s.currency, s.place, '', sum(s.amount) FROM (
  SELECT i.customer_id, {currency} AS currency, {place} AS place, sum(i.{value}) AS amount
  FROM (SELECT customer_id, currency, side, due_month AS due_date, amount, base FROM open_by_month) i WHERE {whole}{items}{scope}
  GROUP BY {keys}
  UNION ALL
  SELECT i.customer_id, {currency}, {place}, sum(i.open_{value})
  FROM open_items i WHERE i.side = 'debit' AND {split} AND i.open_amount <> 0{items}{scope}
  GROUP BY {keys}
  UNION ALL
  SELECT i.customer_id, {currency}, {place}, -sum(i.open_{value})
  FROM documents d JOIN open_items i ON i.document_id = d.id WHERE d.posting_date > $1 AND i.posting_date > $1 AND i.open_amount > 0{items}{scope}
  GROUP BY {keys}
  UNION ALL
  SELECT i.customer_id, {currency}, {place}, sum(CASE WHEN a.reverses IS NULL THEN a.debit_{value} ELSE -a.debit_{value} END)
  FROM allocations a JOIN open_items i ON i.id = a.debit_item WHERE a.effective_date > $1 AND i.posting_date <= $1{items}{scope}
  GROUP BY {keys}
  UNION ALL
  SELECT i.customer_id, {currency}, {place}, sum(CASE WHEN a.reverses IS NULL THEN a.credit_{value} ELSE -a.credit_{value} END)
  FROM allocations a JOIN open_items i ON i.id = a.credit_item WHERE a.effective_date > $1 AND i.posting_date <= $1{items}{scope}
  GROUP BY {keys}
) s
GROUP BY 1, 2, 3 HAVING sum(s.amount) <> 0`

// mayUseKept tells whether the kept rows can answer: a picture of receivables by due date, in rows of customers. Everything else is an
// item's own. A customer's few items are found by index.
func (q Query) mayUseKept(actor ledger.Actor) bool {
	return !q.fromItems && !q.fromStart && !q.Advances && q.Buckets.Reading() != calendar.Age && q.Group.part() == "" && q.CustomerID.IsZero() &&
		actor.Audience != ledger.Portal
}

// muchSince is how many documents, or allocations, after a day of the past are more than are worth taking out of what is kept.
const muchSince = 20000

const since = `
SELECT (SELECT count(*) FROM (SELECT FROM documents WHERE posting_date > $1 LIMIT $2) d) < $2 AND (SELECT count(*) FROM (SELECT FROM allocations WHERE effective_date > $1 LIMIT $2) a) < $2`

// fewSince tells whether so little was posted and allocated since the date that it is taken out of what is kept rather than every item
// looked at: the end of last month, and of any month after which the books are quiet.
func (q Query) fewSince(ctx context.Context, tx *store.Tx) (bool, error) {
	few, _, err := store.Value[bool](ctx, tx, since, q.AsOf, muchSince)
	return few, err
}

func (q Query) keptSQL(actor ledger.Actor) (string, []any) {
	args := params{q.AsOf}
	place, scope, items := q.place(&args), q.scope(actor, &args), q.items(&args)
	currency, keys := "i.currency", "1, 2, 3"
	if q.Base {
		currency, keys = "''", "1, 3"
	}
	whole, split := []string{"true"}, []string{"false"}
	for _, month := range q.splitMonths() {
		first := args.add(month)
		whole = append(whole, "i.due_date <> "+first)
		split = append(split, "i.due_date BETWEEN "+first+" AND "+args.add(month.EndOfMonth()))
	}
	sql := strings.NewReplacer("{currency}", currency, "{place}", place, "{keys}", keys, "{value}", q.value(), "{items}", items, "{scope}", scope,
		"{whole}", strings.Join(whole, " AND "), "{split}", "("+strings.Join(split, " OR ")+")").Replace(keptSums)
	return sql, args
}

// splitMonths are the first days of the months whose days do not all lie in one bucket.
func (q Query) splitMonths() []calendar.Date {
	var months []calendar.Date
	for i := range q.Buckets.Len() - 1 {
		month := q.threshold(i).StartOfMonth()
		if q.Buckets.BucketOf(month, q.AsOf) != q.Buckets.BucketOf(month.EndOfMonth(), q.AsOf) && !slices.Contains(months, month) {
			months = append(months, month)
		}
	}
	return months
}
