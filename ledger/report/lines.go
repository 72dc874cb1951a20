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

// Lines come under the customer or account they belong to. Ids of entries rise with time, so within a day they stand in the order in which
// they were posted.
const readLines = `
SELECT l.account_code, l.customer_id, l.currency, l.posting_date, CASE e.source_kind WHEN 'settlement' THEN 'settlement' ELSE coalesce(d.kind, '') END,
  coalesce(d.document_no, ''), d.id, l.{amount}, l.dimensions
FROM journal_lines l JOIN journal_entries e ON e.id = l.entry_id JOIN customers c ON c.id = l.customer_id
LEFT JOIN documents d ON d.id = CASE e.source_kind WHEN 'document' THEN e.source_id ELSE l.document_id END
WHERE l.posting_date >= $1 AND l.posting_date <= $2 AND {where}
ORDER BY {order}l.posting_date, l.entry_id, l.line_no {limit}`

// lines are the query of what is asked for, in the order of account.compare.
func (r *request) lines(accounts string, byAccount bool) (string, params) {
	args := params{r.From, r.To}
	where := r.where(&args, "l", strings.ReplaceAll(accounts, "m.", "l."))
	where += r.saying(&args, "l")
	if r.Cause != "" {
		where += " AND " + causeOfEntry + " = " + args.add(r.Cause)
	}
	order, last := `c.code COLLATE "C", `, "c.id, "
	if byAccount {
		order, last = `l.account_code COLLATE "C", `, ""
	}
	if !r.Base {
		order += `l.currency COLLATE "C", `
	}
	return strings.NewReplacer("{amount}", r.value("amount_base"), "{where}", where, "{order}", order+last).Replace(readLines), args
}

var lineColumns = []Column{customerID, customerCode, customerName, accountCode, currencyCell, postingDate, kindCell, documentID, documentNo,
	amount("debit", "借方", "Debit"), amount("credit", "贷方", "Credit"), {"balance", "余额", "Balance", Amount, true}}

// MovementDetail is every line on each customer's receivables and advances, from opening to closing, with the balance after it
// (往来明细表, RPT-03). The total of the balances is that of the closings.
//
// With a cause only the lines of that cause, without balances: they sum to its figure in Summary.
func (s *Service) MovementDetail(ctx context.Context, actor ledger.Actor, filter Filter) (Table, error) {
	return s.movementDetail(ctx, actor, filter, nil)
}

func (s *Service) movementDetail(ctx context.Context, actor ledger.Actor, filter Filter, out *stream) (Table, error) {
	filter.By = ""
	return s.run(ctx, actor, filter, func(ctx context.Context, tx *store.Tx, r *request) (Table, error) {
		return r.detail(ctx, tx, newTable("movement_detail", "往来明细表", "Movement in detail", lineColumns...), out, control, false)
	})
}

// AccountLedger is every line on each account, or on the one that the filter names, from opening to closing, with the balance after
// it (明细账, DOC-05).
func (s *Service) AccountLedger(ctx context.Context, actor ledger.Actor, filter Filter) (Table, error) {
	return s.accountLedger(ctx, actor, filter, nil)
}

func (s *Service) accountLedger(ctx context.Context, actor ledger.Actor, filter Filter, out *stream) (Table, error) {
	filter.By = ""
	return s.run(ctx, actor, filter, func(ctx context.Context, tx *store.Tx, r *request) (table Table, err error) {
		b := newTable("account_ledger", "明细账", "Account ledger", lineColumns...)
		b.extra(saysCell)
		if r.dimensions, err = dimension.Read(ctx, tx); err != nil {
			return Table{}, err
		}
		return r.detail(ctx, tx, b, out, "", true)
	})
}

// detail lays the lines out under the customer or account they belong to.
func (r *request) detail(ctx context.Context, tx *store.Tx, b *builder, out *stream, accounts string, byAccount bool) (Table, error) {
	moves, names, err := r.balances(ctx, tx, accounts, byAccount)
	if err != nil {
		return Table{}, err
	}
	b.to(out)
	keys, sums := r.gather(moves, names, !byAccount, byAccount)
	laid := &laying{r: r, b: b, names: names, keys: keys, sums: sums, byAccount: byAccount, says: slices.Contains(b.Extras, saysCell.Key)}
	sql, args := r.lines(accounts, byAccount)
	err = each(ctx, tx, out, sql, args, func(found []line) error {
		for _, l := range found {
			laid.line(l)
		}
		return nil
	})
	if err != nil {
		return Table{}, err
	}
	laid.end()
	return b.table()
}
