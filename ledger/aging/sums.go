package aging

import (
	"context"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// credits is the place of the items that stand against the buckets, in a column of their own.
const credits = -1

// What was open at a date is what is open now, plus what was allocated later, less what of that was undone; or, the other way,
// what it was at first, less what was allocated up to the date. The sum is taken over the parts, not item by item: an item's
// bucket does not depend on how much of it is open. So the items are passed once, and only the allocations on the shorter
// side of the date look theirs up. Each part is summed by itself before they are brought together: a pass over a million items
// that are only handed on to be summed costs a tenth more.
const sums = `
SELECT s.customer_id, s.currency, s.place, s.part, sum(s.amount) FROM (
  SELECT i.customer_id, {currency} AS currency, {place} AS place, {part} AS part, sum(i.{first}_{value}) AS amount
  FROM open_items i{documents} WHERE i.posting_date <= $1{open}{items}{scope}
  GROUP BY {keys}{since}
) s
GROUP BY 1, 2, 3, 4 HAVING sum(s.amount) <> 0`

const sumsSince = `
  UNION ALL
  SELECT i.customer_id, {currency}, {place}, {part}, sum(CASE WHEN a.reverses IS {whole} THEN a.debit_{value} ELSE -a.debit_{value} END)
  FROM allocations a JOIN open_items i ON i.id = a.debit_item{documents} WHERE a.effective_date {then} $1 AND i.posting_date <= $1{items}{scope}
  GROUP BY {keys}
  UNION ALL
  SELECT i.customer_id, {currency}, {place}, {part}, sum(CASE WHEN a.reverses IS {whole} THEN a.credit_{value} ELSE -a.credit_{value} END)
  FROM allocations a JOIN open_items i ON i.id = a.credit_item{documents} WHERE a.effective_date {then} $1 AND i.posting_date <= $1{items}{scope}
  GROUP BY {keys}`

const people = `SELECT c.id, c.code, c.name, c.name_en, c.region, c.salesperson_id, {seller} WHERE true{customers}`

// cell is one figure: a customer's items of one currency in one place.
type cell struct {
	CustomerID ledger.ID
	Currency   string // empty in base currency
	Place      int
	Part       string // of the group, where it is the item's own
	Amount     decimal.Decimal
}

// person is a customer as the rows name it.
type person struct {
	ID            ledger.ID
	Code          string
	Name          string
	NameEN        string
	Region        string
	SalespersonID ledger.ID
	Salesperson   string
	rows          []*Row // where rows are customers
}

// A hundredth of the allocations tells well enough where the date lies among them; a wrong guess costs time, never a figure.
const sample = `SELECT count(*)::int, count(*) FILTER (WHERE effective_date > $1)::int FROM allocations TABLESAMPLE SYSTEM (1)`

// choose counts up from the originals when the allocations after the date outnumber those before it by more than three to one,
// which is where the two ways cost the same.
func (q *Query) choose(ctx context.Context, tx *store.Tx) error {
	if q.kept || !q.CustomerID.IsZero() {
		return nil // few items, found by index
	}
	seen, _, err := store.Row[struct{ All, Later int }](ctx, tx, sample, q.AsOf)
	if seen.Later*4 > seen.All*3 {
		q.fromStart = true
	}
	return err
}

// read fetches the figures and the customers they belong to at one moment.
func (q Query) read(ctx context.Context, tx *store.Tx) (map[ledger.ID]*person, []cell, error) {
	var b store.Batch
	var found []person
	var cells []cell
	if err := q.choose(ctx, tx); err != nil {
		return nil, nil, err
	}
	sql, args := q.sumsSQL(tx.Actor)
	if q.kept {
		sql, args = q.keptSQL(tx.Actor)
	}
	store.Read(&b, &cells, sql, args...)
	sql, args = q.peopleSQL(tx.Actor)
	store.Read(&b, &found, sql, args...)
	if err := tx.Send(ctx, &b); err != nil {
		return nil, nil, err
	}
	byID := make(map[ledger.ID]*person, len(found))
	for i := range found {
		byID[found[i].ID] = &found[i]
	}
	return byID, cells, nil
}

// params collects the values of a query; every value travels as a parameter.
type params []any

func (p *params) add(value any) string {
	*p = append(*p, value)
	return "$" + strconv.Itoa(len(*p))
}

func (q Query) sumsSQL(actor ledger.Actor) (string, []any) {
	args := params{q.AsOf}
	place, scope := q.place(&args), q.scope(actor, &args)
	// A key that is the same for all costs as much for each item as one that tells them apart.
	currency, part, keys := "i.currency", q.Group.part(), "1, 2, 3, 4"
	if part == "" {
		part, keys = "''", "1, 2, 3"
	}
	if q.Base {
		currency, keys = "''", strings.Replace(keys, "2, ", "", 1)
	}
	first, open, then, whole := "open", " AND i.open_amount > 0", ">", "NULL"
	if q.fromStart {
		first, open, then, whole = "original", "", "<=", "NOT NULL"
	}
	since := sumsSince
	if q.nothingSince {
		since = ""
	}
	sql := strings.NewReplacer("{first}", first, "{open}", open, "{then}", then, "{whole}", whole, "{currency}", currency, "{place}", place, "{part}", part, "{keys}", keys,
		"{documents}", q.Group.documents(), "{value}", q.value(), "{items}", q.items(&args), "{scope}", scope).Replace(strings.Replace(sums, "{since}", since, 1))
	return sql, args
}

func (q Query) peopleSQL(actor ledger.Actor) (string, []any) {
	var args params
	seller := "'' FROM customers c" // a customer's person does not see staff
	if actor.Audience != ledger.Portal {
		seller = "coalesce(p.name, '') FROM customers c LEFT JOIN staff p ON p.id = c.salesperson_id"
	}
	customers := q.customers(actor, &args)
	if !q.CustomerID.IsZero() {
		customers += " AND c.id = " + args.add(q.CustomerID)
	}
	return strings.NewReplacer("{seller}", seller, "{customers}", customers).Replace(people), args
}

// customers narrows to the customers asked for and, for sales staff, to their own.
func (q Query) customers(actor ledger.Actor, args *params) string {
	sql := ""
	if actor.OwnCustomersOnly() {
		sql += " AND c.salesperson_id IN (SELECT acts_as(" + args.add(actor.PersonID) + "))"
	}
	if !q.GroupID.IsZero() {
		on := args.add(q.AsOf)
		sql += " AND c.id IN (SELECT g.customer_id FROM customer_group_members g WHERE g.group_id = " + args.add(q.GroupID) + " AND g.starts <= " + on + " AND coalesce(g.ends, " + on + ") >= " + on + ")"
	}
	if !q.SalespersonID.IsZero() {
		sql += " AND c.salesperson_id = " + args.add(q.SalespersonID)
	}
	if q.Region != "" {
		sql += " AND c.region = " + args.add(q.Region)
	}
	return sql
}

// scope narrows items to those customers.
func (q Query) scope(actor ledger.Actor, args *params) string {
	customers := q.customers(actor, args)
	if customers == "" {
		return ""
	}
	return " AND i.customer_id IN (SELECT c.id FROM customers c WHERE true" + customers + ")"
}

// items narrows to the items asked for. Receivables take the advances in as credits: both are one account to the customer.
func (q Query) items(args *params) string {
	sql := ""
	if q.Advances {
		sql += " AND i.account_role = 'advance'"
	}
	if q.Currency != "" {
		sql += " AND i.currency = " + args.add(string(q.Currency))
	}
	if !q.CustomerID.IsZero() {
		sql += " AND i.customer_id = " + args.add(q.CustomerID)
	}
	return sql
}

func (q Query) value() string {
	if q.Base {
		return "base"
	}
	return "amount"
}

// place is an item's bucket in SQL, equal to Buckets.BucketOf; the days between the buckets are parameters. Comparing days takes
// half the time of finding a number of days in an array.
func (q Query) place(args *params) string {
	date, to := "i.due_date", ">"
	switch q.Buckets.Reading() {
	case calendar.Age:
		date = "i.t0"
	case calendar.Forward:
		to = "<"
	}
	side := "debit"
	if q.Advances {
		side = "credit"
	}
	sql := "CASE WHEN i.side <> '" + side + "' THEN -1"
	last := q.Buckets.Len() - 1
	for i := range last {
		sql += " WHEN " + date + " " + to + " " + args.add(q.threshold(i)) + " THEN " + strconv.Itoa(i)
	}
	return sql + " ELSE " + strconv.Itoa(last) + " END"
}

// threshold is the first day that is no longer in bucket i: counting back in time, or ahead where the reading looks ahead.
func (q Query) threshold(i int) calendar.Date {
	first, _, _ := q.Buckets.Bounds(i + 1)
	if q.Buckets.Reading() == calendar.Forward {
		return q.AsOf.AddDays(first)
	}
	return q.AsOf.AddDays(-first)
}
