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
// than its broken ends. Each part is narrowed and summed by itself, and a part that the period does not have is not asked for; whoever takes
// the moves adds those of one customer, account and currency.
const (
	readWholeMonths = `
  SELECT {account} AS account_code, m.customer_id, {currency} AS currency, coalesce(sum(m.debit{base} - m.credit{base}) FILTER (WHERE m.period < $1), 0) AS opening,
    coalesce(sum(m.debit{base}) FILTER (WHERE m.period >= $4), 0) AS debit, coalesce(sum(m.credit{base}) FILTER (WHERE m.period >= $4), 0) AS credit
  FROM balances m WHERE {whole} AND {where} GROUP BY 1, 2, 3`
	readHead = `
  UNION ALL
  SELECT {account}, m.customer_id, {currency}, coalesce(sum(m.amount{base}) FILTER (WHERE m.posting_date < $2), 0),
    coalesce(sum(m.amount{base}) FILTER (WHERE m.posting_date >= $2 AND m.amount{base} > 0), 0), coalesce(-sum(m.amount{base}) FILTER (WHERE m.posting_date >= $2 AND m.amount{base} < 0), 0)
  FROM journal_lines m WHERE m.posting_date >= $1 AND m.posting_date < $3 AND {where} GROUP BY 1, 2, 3`
	readTail = `
  UNION ALL
  SELECT {account}, m.customer_id, {currency}, 0, coalesce(sum(m.amount{base}) FILTER (WHERE m.amount{base} > 0), 0), coalesce(-sum(m.amount{base}) FILTER (WHERE m.amount{base} < 0), 0)
  FROM journal_lines m WHERE m.posting_date >= $5 AND m.posting_date < $6 AND {where} GROUP BY 1, 2, 3`
)

// query names the parts that the period has. Every parameter is used in each form, if only to say that it says nothing.
func (s span) query() string {
	sql, whole := readWholeMonths, "m.period < $5"
	if s.month.Before(s.head) {
		sql, whole = sql+readHead, "(m.period < $1 OR (m.period >= $4 AND m.period < $5))"
	}
	if s.tail.Before(s.end) {
		sql += readTail
	}
	return strings.Replace(sql, "{whole}", whole+" AND ($2::date, $3::date, $6::date) IS NOT NULL", 1)
}

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
const control = "m.account_code = ANY (ARRAY(SELECT r.code FROM accounts r WHERE r.role IN ('ar', 'advance')))"

// moves are by customer and currency, and by account where rows stand for accounts; one of them may come in several parts.
func (r *request) moves(ctx context.Context, tx *store.Tx, accounts string, byAccount bool) ([]move, error) {
	if r.Dimension.Asked() {
		return r.movesSaying(ctx, tx, accounts)
	}
	s := spanOf(r.From, r.To)
	args := params{s.month, s.from, s.head, s.whole, s.tail, s.end}
	base, currency, account := "", "m.currency", "''"
	if r.Base {
		base, currency = "_base", "''"
	}
	if byAccount {
		account = "m.account_code"
	}
	where := r.accounts(&args, "m", accounts) + r.whose(&args, "m")
	found, err := store.Rows[move](ctx, tx, strings.NewReplacer("{base}", base, "{currency}", currency, "{account}", account, "{where}", where).Replace(s.query()), args...)
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
	return r.accounts(args, alias, accounts) + r.customers(args)
}

// whose narrows rows of alias by their customer, where customers are not read beside them.
func (r *request) whose(args *params, alias string) string {
	if sql := r.customers(args); sql != "" {
		return " AND " + alias + ".customer_id IN (SELECT c.id FROM customers c WHERE true" + sql + ")"
	}
	return ""
}

// accounts narrows rows of alias by account and currency.
func (r *request) accounts(args *params, alias, accounts string) string {
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
	return sql
}

// customers narrows customers c to those asked for and, for sales staff, to their own.
func (r *request) customers(args *params) string {
	sql := ""
	if r.actor.OwnCustomersOnly() {
		sql += " AND c.salesperson_id IN (SELECT acts_as(" + args.add(r.actor.PersonID) + "))"
	}
	if !r.CustomerID.IsZero() {
		sql += " AND c.id = " + args.add(r.CustomerID)
	}
	if !r.GroupID.IsZero() {
		on := args.add(r.To)
		sql += " AND c.id IN (SELECT g.customer_id FROM customer_group_members g WHERE g.group_id = " + args.add(r.GroupID) + " AND g.starts <= " + on + " AND coalesce(g.ends, " + on + ") >= " + on + ")"
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
