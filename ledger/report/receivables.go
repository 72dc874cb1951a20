package report

import (
	"context"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/aging"
	"hefu/ledger/internal/store"
)

// The movement of a period by what caused it. A reversal counts against the kind it reverses, which is looked up for reversals alone. What a
// settlement leaves is nothing in one currency; between two it moves a balance from one to the other.
const (
	// A reversal's own kind says nothing.
	causeOfDocument = `CASE CASE d.kind WHEN 'reversal' THEN (SELECT o.kind FROM documents o WHERE o.id = d.reverses_document_id) ELSE d.kind END` + ofKinds
	ofKinds         = ` WHEN 'receivable' THEN 'charges' WHEN 'opening_balance' THEN 'charges' WHEN 'credit_note' THEN 'credit_notes'
      WHEN 'adjustment' THEN 'adjustments' WHEN 'receipt' THEN 'receipts' WHEN 'advance' THEN 'receipts' WHEN 'refund' THEN 'receipts' ELSE 'other' END`
	causeOfEntry = `CASE WHEN e.source_kind = 'settlement' THEN 'other' ELSE ` + causeOfDocument + ` END`
)

// What was not charged: few documents beside the receivables, with what they brought to the customer's account as its items were born, and
// settlements. All that the kept balances moved beside these was charged.
const readTurns = `
SELECT customer_id, currency, cause, sum(amount) FROM (
  SELECT m.customer_id, {currency} AS currency, ` + causeOfDocument + ` AS cause, CASE m.side WHEN 'debit' THEN m.original_{value} ELSE -m.original_{value} END AS amount
  FROM documents d JOIN open_items m ON m.document_id = d.id
  WHERE d.kind NOT IN ('receivable', 'opening_balance') AND d.posting_date >= $1 AND d.posting_date <= $2 AND {items}
  UNION ALL
  SELECT m.customer_id, {currency}, 'other', m.{amount}
  FROM journal_entries e JOIN journal_lines m ON m.entry_id = e.id
  WHERE e.source_kind = 'settlement' AND e.posting_date >= $1 AND e.posting_date <= $2 AND {where}
) turns WHERE cause <> 'charges' GROUP BY 1, 2, 3`

type cause struct {
	CustomerID ledger.ID
	Currency   string
	Name       string
	Amount     decimal.Decimal
}

// causes tells what moved the rows, of which sums are the moves.
func (r *request) causes(ctx context.Context, tx *store.Tx, names names, sums map[account]move) (map[account]map[string]decimal.Decimal, error) {
	args := params{r.From, r.To}
	currency := "m.currency"
	if r.Base {
		currency = "''"
	}
	where, items := r.accounts(&args, "m", control), "true"
	if r.Currency != "" {
		items = "m.currency = " + args.add(string(r.Currency))
	}
	whose := r.whose(&args, "m")
	sql := strings.NewReplacer("{amount}", r.value("amount_base"), "{value}", r.value("base"), "{currency}", currency, "{where}", where+whose, "{items}", items+whose).Replace(readTurns)
	found, err := store.Rows[cause](ctx, tx, sql, args...)
	out := make(map[account]map[string]decimal.Decimal, len(sums))
	for key, m := range sums {
		out[key] = map[string]decimal.Decimal{"charges": m.Debit.Sub(m.Credit)}
	}
	for _, c := range found {
		if by := out[r.key(c.CustomerID, string(r.currency(c.Currency)), names)]; by != nil {
			by[c.Name] = by[c.Name].Add(c.Amount)
			by["charges"] = by["charges"].Sub(c.Amount)
		}
	}
	return out, err
}

// key is the row in which a customer counts.
func (r *request) key(customer ledger.ID, currency string, names names) account {
	row := names.rows[customer]
	return account{id: row.id, customer: row.named, currency: currency}
}

// owed is what the rows of Summary and Indicators are made of.
type owed struct {
	move
	by                           map[string]decimal.Decimal
	debits, overdue, unallocated decimal.Decimal // of the items that are open on the last day
}

// dueOrNot parts items into those that are due and those that are not: its only other edge lies where nothing is owed.
const dueOrNot = "3650"

// owing gathers what each row of the filter's group owes and what moved it, in order.
func (r *request) owing(ctx context.Context, tx *store.Tx) ([]account, map[account]*owed, names, error) {
	moves, names, err := r.balances(ctx, tx, control, false)
	if err != nil {
		return nil, nil, names, err
	}
	keys, sums := r.gather(moves, names, true, false)
	causes, err := r.causes(ctx, tx, names, sums)
	if err != nil {
		return nil, nil, names, err
	}
	query := r.aging()
	if query.Buckets, err = aging.Edges("due", dueOrNot); err != nil {
		return nil, nil, names, err
	}
	ages, err := aging.Report(ctx, tx, query)
	if err != nil {
		return nil, nil, names, err
	}
	out := make(map[account]*owed, len(keys))
	for _, key := range keys {
		out[key] = &owed{move: sums[key], by: causes[key]}
	}
	for _, row := range ages.Rows {
		one := out[r.key(row.ID, string(row.Currency), names)]
		if one == nil {
			continue
		}
		for i, amount := range row.Amounts {
			one.debits = one.debits.Add(amount)
			if i > 0 {
				one.overdue = one.overdue.Add(amount)
			}
		}
		one.unallocated = one.unallocated.Add(row.Credits)
	}
	return keys, out, names, nil
}

// owedCells lead from the figures of Summary to what they are made of.
func owedCells() map[string]map[string]string {
	cells := every("opening", "closing")
	for _, cause := range Causes {
		cells[cause] = map[string]string{"cause": cause}
	}
	cells["overdue"] = map[string]string{"report": "open-items", "phase": "overdue"}
	cells["unallocated"] = map[string]string{"report": "open-items", "phase": "credits"}
	return cells
}

// Summary is what each customer owes, or those of a salesperson or region (应收汇总表, RPT-01): opening, what moved it, closing, and of
// the closing what is overdue and what is held in credits not yet allocated. Opening and closing are the ledger's balance of
// receivables and advances. Refused: validation_failed for a group that is none.
func (s *Service) Summary(ctx context.Context, actor ledger.Actor, filter Filter) (Table, error) {
	if err := filter.groups("summary"); err != nil {
		return Table{}, err
	}
	return s.run(ctx, actor, filter, func(ctx context.Context, tx *store.Tx, r *request) (Table, error) {
		b := newTable("summary", "应收汇总表", "Receivables by customer", slices.Concat(r.who(), []Column{currencyCell,
			amount("opening", "期初余额", "Opening"), amount("charges", "本期应收", "Charges"), amount("credit_notes", "红字应收", "Credit notes"),
			amount("adjustments", "借贷项调整", "Adjustments"), amount("receipts", "本期收款", "Receipts"), amount("other", "其他", "Other"),
			amount("closing", "期末余额", "Closing"), amount("overdue", "已逾期", "Overdue"), amount("unallocated", "未核销贷项", "Unallocated credits")})...)
		r.extend(b)
		b.idle(Causes...)
		b.drill("movement-detail", r.rowParams(), owedCells())
		keys, owed, names, err := r.owing(ctx, tx)
		if err != nil {
			return Table{}, err
		}
		for _, key := range keys {
			m, currency := owed[key], r.currency(key.currency)
			b.row(currency, slices.Concat(r.cells(key), []any{currency, m.Opening, m.by["charges"], m.by["credit_notes"],
				m.by["adjustments"], m.by["receipts"], m.by["other"], m.closing(), m.overdue, m.unallocated}, r.more(key, names))...)
		}
		return b.table()
	})
}
