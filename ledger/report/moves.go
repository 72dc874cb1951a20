package report

import (
	"context"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// move is what happened on one account of one customer in one currency: Opening + Debit − Credit = closing.
type move struct {
	Account    string
	CustomerID ledger.ID
	Currency   string // empty in base currency
	Opening    decimal.Decimal
	Debit      decimal.Decimal
	Credit     decimal.Decimal
}

func (m move) closing() decimal.Decimal { return m.Opening.Add(m.Debit).Sub(m.Credit) }

func (m move) silent() bool { return m.Opening.IsZero() && m.Debit.IsZero() && m.Credit.IsZero() }

// Whole months come from the kept balances, broken ones from the journal: the figure is exact for any date, and a year costs no more
// than its broken ends.
const readMoves = `
SELECT m.account_code, m.customer_id, {currency}, sum(m.opening), sum(m.debit), sum(m.credit) FROM (
  SELECT b.account_code, b.customer_id, b.currency, CASE WHEN b.period < $1 THEN b.debit{base} - b.credit{base} ELSE 0 END AS opening,
    CASE WHEN b.period < $1 THEN 0 ELSE b.debit{base} END AS debit, CASE WHEN b.period < $1 THEN 0 ELSE b.credit{base} END AS credit
  FROM balances b WHERE b.period < $1 OR (b.period >= $4 AND b.period < $5)
  UNION ALL
  SELECT l.account_code, l.customer_id, l.currency, CASE WHEN l.posting_date < $2 THEN l.amount{base} ELSE 0 END,
    CASE WHEN l.posting_date >= $2 AND l.amount{base} > 0 THEN l.amount{base} ELSE 0 END, CASE WHEN l.posting_date >= $2 AND l.amount{base} < 0 THEN -l.amount{base} ELSE 0 END
  FROM journal_lines l WHERE l.posting_date >= $1 AND l.posting_date < $3
  UNION ALL
  SELECT l.account_code, l.customer_id, l.currency, 0, greatest(l.amount{base}, 0), greatest(-l.amount{base}, 0)
  FROM journal_lines l WHERE l.posting_date >= $5 AND l.posting_date < $6
) m JOIN customers c ON c.id = m.customer_id WHERE {where}
GROUP BY 1, 2, 3`

// span parts a period: what is before it from From's month on, its broken head, its whole months, its broken tail.
type span struct {
	month, from, head, whole, tail, end calendar.Date // each part ends where the next starts; head ends at head
}

func spanOf(from, to calendar.Date) span {
	end := to.AddDays(1)
	s := span{month: from.StartOfMonth(), from: from, whole: from, tail: end.StartOfMonth(), end: end}
	if from != s.month {
		s.whole = s.month.AddMonths(1)
	}
	s.head = s.whole
	if !s.whole.Before(s.tail) { // no whole month: the head is all
		s.head, s.whole, s.tail = end, end, end
	}
	return s
}

// control narrows to the accounts that make up what a customer owes; the others take a chosen account or all.
const control = "m.account_code IN (SELECT r.code FROM accounts r WHERE r.role IN ('ar', 'advance'))"

func (r *request) moves(ctx context.Context, tx *store.Tx, accounts string) ([]move, error) {
	s := spanOf(r.From, r.To)
	args := params{s.month, s.from, s.head, s.whole, s.tail, s.end}
	base, currency := "", "m.currency"
	if r.Base {
		base, currency = "_base", "''"
	}
	where := r.where(&args, "m", accounts)
	found, err := store.Rows[move](ctx, tx, strings.NewReplacer("{base}", base, "{currency}", currency, "{where}", where).Replace(readMoves), args...)
	out := found[:0]
	for _, m := range found {
		if !m.silent() {
			out = append(out, m)
		}
	}
	return out, err
}

// params collects the values of a query; every value travels as a parameter.
type params []any

func (p *params) add(value any) string {
	*p = append(*p, value)
	return "$" + strconv.Itoa(len(*p))
}

// where narrows rows of alias (which has account_code and currency) beside customers c.
func (r *request) where(args *params, alias, accounts string) string {
	sql := "true"
	if accounts != "" {
		sql = accounts
	}
	if accounts == "" && r.Account != "" {
		sql = alias + ".account_code = " + args.add(r.Account)
	}
	if r.Currency != "" {
		sql += " AND " + alias + ".currency = " + args.add(string(r.Currency))
	}
	return sql + r.customers(args)
}

// customers narrows customers c to those asked for and, for sales staff, to their own.
func (r *request) customers(args *params) string {
	sql := ""
	if r.actor.OwnCustomersOnly() {
		sql += " AND c.salesperson_id = " + args.add(r.actor.PersonID)
	}
	if !r.CustomerID.IsZero() {
		sql += " AND c.id = " + args.add(r.CustomerID)
	}
	if !r.SalespersonID.IsZero() {
		sql += " AND c.salesperson_id = " + args.add(r.SalespersonID)
	}
	if r.NoSalesperson {
		sql += " AND c.salesperson_id IS NULL"
	}
	if r.Region != "" {
		sql += " AND c.region = " + args.add(plainName(r.Region))
	}
	return sql
}

// plainName is a name to compare with: none has the empty one.
func plainName(name string) string {
	if name == None {
		return ""
	}
	return name
}

// names are the customers and accounts that rows name, and whose row each customer counts in.
type names struct {
	customers map[ledger.ID]named
	rows      map[ledger.ID]whose
	accounts  map[string]named
	more      map[ledger.ID]followed
}

type named struct{ Code, Name string }

// whose says what a row stands for: a customer, or the salesperson or region of customers.
type whose struct {
	id ledger.ID
	named
}

// followed is what else is known of a customer.
type followed struct{ Salesperson, Region string }

func (r *request) names(ctx context.Context, tx *store.Tx) (names, error) {
	var args params
	var b store.Batch
	var customers []struct {
		ID            ledger.ID
		Code, Name    string
		SalespersonID ledger.ID
		Salesperson   string
		Region        string
	}
	var accounts []struct{ Code, Name string }
	where := r.customers(&args)
	store.Read(&b, &customers, "SELECT c.id, c.code, c.name, c.salesperson_id, coalesce(p.name, ''), c.region FROM customers c LEFT JOIN staff p ON p.id = c.salesperson_id WHERE true"+where, args...)
	store.Read(&b, &accounts, "SELECT code, name FROM accounts")
	out := names{map[ledger.ID]named{}, map[ledger.ID]whose{}, map[string]named{}, map[ledger.ID]followed{}}
	err := tx.Send(ctx, &b)
	for _, c := range customers {
		out.customers[c.ID] = named{c.Code, c.Name}
		out.more[c.ID] = followed{c.Salesperson, c.Region}
		switch r.By {
		case "salesperson":
			out.rows[c.ID] = whose{c.SalespersonID, named{c.Salesperson, c.Salesperson}}
		case "region":
			out.rows[c.ID] = whose{named: named{c.Region, c.Region}}
		default:
			out.rows[c.ID] = whose{c.ID, named{c.Code, c.Name}}
		}
	}
	for _, a := range accounts {
		out.accounts[a.Code] = named{a.Code, a.Name}
	}
	return out, err
}
