package report

import (
	"context"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/dimension"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
)

// line is one line of the journal as the detailed ledgers show it; Amount > 0 is a debit.
type line struct {
	Account    string
	CustomerID ledger.ID
	Currency   string
	Posting    calendar.Date
	Kind       string
	DocumentNo string
	DocumentID ledger.ID
	Amount     decimal.Decimal
	Dimensions map[string]string
}

// Ids of entries rise with time, so within a day lines stand in the order in which they were posted.
const readLines = `
SELECT l.account_code, l.customer_id, l.currency, l.posting_date, CASE e.source_kind WHEN 'settlement' THEN 'settlement' ELSE coalesce(d.kind, '') END,
  coalesce(d.document_no, ''), d.id, l.{amount}, l.dimensions
FROM journal_lines l JOIN journal_entries e ON e.id = l.entry_id JOIN customers c ON c.id = l.customer_id
LEFT JOIN documents d ON d.id = CASE e.source_kind WHEN 'document' THEN e.source_id ELSE l.document_id END
WHERE l.posting_date >= $1 AND l.posting_date <= $2 AND {where}
ORDER BY l.posting_date, l.entry_id, l.line_no LIMIT $3`

func (r *request) lines(ctx context.Context, tx *store.Tx, accounts string) ([]line, error) {
	args := params{r.From, r.To, MaxRows + 1}
	where := r.where(&args, "l", strings.ReplaceAll(accounts, "m.", "l."))
	where += r.saying(&args, "l")
	if r.Cause != "" {
		where += " AND " + causeOfEntry + " = " + args.add(r.Cause)
	}
	sql := strings.NewReplacer("{amount}", r.value("amount_base"), "{where}", where).Replace(readLines)
	found, err := store.Rows[line](ctx, tx, sql, args...)
	if err == nil && len(found) > MaxRows {
		return nil, tooLong()
	}
	return found, err
}

var lineColumns = []Column{customerID, customerCode, customerName, accountCode, currencyCell, postingDate, kindCell, documentID, documentNo,
	amount("debit", "借方", "Debit"), amount("credit", "贷方", "Credit"), {"balance", "余额", "Balance", Amount, true}}

// MovementDetail is every line on each customer's receivables and advances, from opening to closing, with the balance after it
// (往来明细表, RPT-03). The total of the balances is that of the closings.
//
// With a cause only the lines of that cause, without balances: they sum to its figure in Summary.
func (s *Service) MovementDetail(ctx context.Context, actor ledger.Actor, filter Filter) (Table, error) {
	filter.By = ""
	return s.run(ctx, actor, filter, func(ctx context.Context, tx *store.Tx, r *request) (Table, error) {
		return r.detail(ctx, tx, newTable("movement_detail", "往来明细表", "Movement in detail", lineColumns...), control, false)
	})
}

// AccountLedger is every line on each account, or on the one that the filter names, from opening to closing, with the balance after
// it (明细账, DOC-05).
func (s *Service) AccountLedger(ctx context.Context, actor ledger.Actor, filter Filter) (Table, error) {
	filter.By = ""
	return s.run(ctx, actor, filter, func(ctx context.Context, tx *store.Tx, r *request) (table Table, err error) {
		b := newTable("account_ledger", "明细账", "Account ledger", lineColumns...)
		b.extra(saysCell)
		if r.dimensions, err = dimension.Read(ctx, tx); err != nil {
			return Table{}, err
		}
		return r.detail(ctx, tx, b, "", true)
	})
}

// detail lays the lines out under the customer or account they belong to.
func (r *request) detail(ctx context.Context, tx *store.Tx, b *builder, accounts string, byAccount bool) (Table, error) {
	moves, names, err := r.balances(ctx, tx, accounts, byAccount)
	if err != nil {
		return Table{}, err
	}
	lines, err := r.lines(ctx, tx, accounts)
	if err != nil {
		return Table{}, err
	}
	keys, sums := r.gather(moves, names, !byAccount, byAccount)
	under := map[account][]line{}
	for _, l := range lines {
		key := account{currency: string(r.currency(l.Currency))}
		if byAccount {
			key.account = named{l.Account, names.accounts[l.Account].Name}
		} else {
			key.id, key.customer = l.CustomerID, names.customers[l.CustomerID]
		}
		if _, ok := sums[key]; !ok { // moves of zero in base currency alone
			keys, sums[key] = append(keys, key), move{}
		}
		under[key] = append(under[key], l)
	}
	slices.SortFunc(keys, account.compare)
	for _, key := range keys {
		if r.Cause != "" {
			sums[key] = move{}
			if len(under[key]) == 0 {
				continue
			}
		}
		r.account(b, key, sums[key], under[key], names)
	}
	return b.table()
}

// account lays out one customer or account: its opening, its lines with the balance after each, its closing.
func (r *request) account(b *builder, key account, sum move, lines []line, names names) {
	currency, balance, none := r.currency(key.currency), sum.Opening, ledger.ID{}
	if r.Cause != "" {
		r.bare(b, currency, lines, names)
		return
	}
	says := slices.Contains(b.Extras, saysCell.Key)
	b.row(currency, key.id, key.customer.Code, key.customer.Name, key.account.Code, currency, r.From, "opening", none, "", "", "", shown(balance))
	for _, l := range lines {
		customer, debit, credit := names.customers[l.CustomerID], any(""), any("")
		if l.Amount.IsNegative() {
			credit = l.Amount.Neg()
		} else {
			debit = l.Amount
		}
		balance = balance.Add(l.Amount)
		cells := []any{l.CustomerID, customer.Code, customer.Name, l.Account, currency, l.Posting, l.Kind, l.DocumentID, l.DocumentNo, debit, credit, shown(balance)}
		if says {
			cells = append(cells, inWords(l.Dimensions, r.dimensions, r.actor.Locale))
		}
		b.row(currency, cells...)
	}
	b.row(currency, key.id, key.customer.Code, key.customer.Name, key.account.Code, currency, r.To, "closing", none, "", "", "", balance)
}

// bare lays out lines of one cause: without balances, which they would not lead from one to the other.
func (r *request) bare(b *builder, currency money.Currency, lines []line, names names) {
	for _, l := range lines {
		customer, debit, credit := names.customers[l.CustomerID], any(""), any("")
		if l.Amount.IsNegative() {
			credit = l.Amount.Neg()
		} else {
			debit = l.Amount
		}
		b.row(currency, l.CustomerID, customer.Code, customer.Name, l.Account, currency, l.Posting, l.Kind, l.DocumentID, l.DocumentNo, debit, credit, l.Amount)
	}
}
