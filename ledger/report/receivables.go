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

// The movement of a period by what caused it. A reversal counts against the kind it reverses. What a settlement leaves is nothing in one
// currency; between two it moves a balance from one to the other.
const (
	causeOfDocument = `CASE coalesce(o.kind, d.kind) WHEN 'receivable' THEN 'charges' WHEN 'opening_balance' THEN 'charges' WHEN 'credit_note' THEN 'credit_notes'
      WHEN 'adjustment' THEN 'adjustments' WHEN 'receipt' THEN 'receipts' WHEN 'advance' THEN 'receipts' WHEN 'refund' THEN 'receipts' ELSE 'other' END`
	causeOfEntry = `CASE WHEN e.source_kind = 'settlement' THEN 'other' ELSE ` + causeOfDocument + ` END`
)

const readCauses = `
SELECT m.customer_id, {currency}, ` + causeOfEntry + `, sum(m.{amount})
FROM journal_lines m JOIN customers c ON c.id = m.customer_id JOIN journal_entries e ON e.id = m.entry_id
LEFT JOIN documents d ON d.id = e.source_id LEFT JOIN documents o ON o.id = d.reverses_document_id
WHERE m.posting_date >= $1 AND m.posting_date <= $2 AND {where}
GROUP BY 1, 2, 3`

type cause struct {
	CustomerID ledger.ID
	Currency   string
	Name       string
	Amount     decimal.Decimal
}

func (r *request) causes(ctx context.Context, tx *store.Tx, names names) (map[account]map[string]decimal.Decimal, error) {
	args := params{r.From, r.To}
	currency := "m.currency"
	if r.Base {
		currency = "''"
	}
	where := r.where(&args, "m", control)
	sql := strings.NewReplacer("{amount}", r.value("amount_base"), "{currency}", currency, "{where}", where).Replace(readCauses)
	found, err := store.Rows[cause](ctx, tx, sql, args...)
	out := map[account]map[string]decimal.Decimal{}
	for _, c := range found {
		key := r.key(c.CustomerID, string(r.currency(c.Currency)), names)
		if out[key] == nil {
			out[key] = map[string]decimal.Decimal{}
		}
		out[key][c.Name] = out[key][c.Name].Add(c.Amount)
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

// owing gathers what each row of the filter's group owes and what moved it, in order.
func (r *request) owing(ctx context.Context, tx *store.Tx) ([]account, map[account]*owed, names, error) {
	moves, names, err := r.balances(ctx, tx, control)
	if err != nil {
		return nil, nil, names, err
	}
	causes, err := r.causes(ctx, tx, names)
	if err != nil {
		return nil, nil, names, err
	}
	ages, err := aging.Report(ctx, tx, r.aging())
	if err != nil {
		return nil, nil, names, err
	}
	keys, sums := r.gather(moves, names, true, false)
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
