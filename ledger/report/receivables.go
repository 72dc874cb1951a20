package report

import (
	"context"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/aging"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// The movement of a period by what caused it. A reversal counts against the kind it reverses. What a settlement leaves is nothing in one
// currency; between two it moves a balance from one to the other.
const readCauses = `
SELECT m.customer_id, {currency}, CASE WHEN e.source_kind = 'settlement' THEN 'other' ELSE
    CASE coalesce(o.kind, d.kind) WHEN 'receivable' THEN 'charges' WHEN 'opening_balance' THEN 'charges' WHEN 'credit_note' THEN 'credit_notes'
      WHEN 'adjustment' THEN 'adjustments' WHEN 'receipt' THEN 'receipts' WHEN 'advance' THEN 'receipts' WHEN 'refund' THEN 'receipts' ELSE 'other' END END,
  sum(m.{amount})
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

func (r *request) causes(ctx context.Context, tx *store.Tx) (map[account]map[string]decimal.Decimal, error) {
	args := params{r.From, r.To}
	currency := "m.currency"
	if r.Base {
		currency = "''"
	}
	where := r.where(&args, "m", control)
	sql := strings.NewReplacer("{amount}", r.value("amount", "amount_base"), "{currency}", currency, "{where}", where).Replace(readCauses)
	found, err := store.Rows[cause](ctx, tx, sql, args...)
	out := map[account]map[string]decimal.Decimal{}
	for _, c := range found {
		key := account{id: c.CustomerID, currency: string(r.currency(c.Currency))}
		if out[key] == nil {
			out[key] = map[string]decimal.Decimal{}
		}
		out[key][c.Name] = c.Amount
	}
	return out, err
}

// Summary is what each customer owes (应收汇总表, RPT-01): opening, what moved it, closing, and of the closing what is overdue and what
// is held in credits not yet allocated. Opening and closing are the ledger's balance of receivables and advances.
func (s *Service) Summary(ctx context.Context, actor ledger.Actor, filter Filter) (Table, error) {
	return s.run(ctx, actor, filter, func(ctx context.Context, tx *store.Tx, r *request) (Table, error) {
		b := newTable("summary", "应收汇总表", "Receivables by customer", customerID, customerCode, customerName, currencyCell,
			amount("opening", "期初余额", "Opening"), amount("charges", "本期应收", "Charges"), amount("credit_notes", "红字应收", "Credit notes"),
			amount("adjustments", "借贷项调整", "Adjustments"), amount("receipts", "本期收款", "Receipts"), amount("other", "其他", "Other"),
			amount("closing", "期末余额", "Closing"), amount("overdue", "已逾期", "Overdue"), amount("unallocated", "未核销贷项", "Unallocated credits"))
		moves, names, err := r.balances(ctx, tx, control)
		if err != nil {
			return Table{}, err
		}
		causes, err := r.causes(ctx, tx)
		if err != nil {
			return Table{}, err
		}
		ages, err := aging.Report(ctx, tx, r.aging())
		if err != nil {
			return Table{}, err
		}
		aged := map[account]aging.Figures{}
		for _, row := range ages.Rows {
			aged[account{id: row.ID, currency: string(row.Currency)}] = row.Figures
		}
		keys, sums := r.gather(moves, names, true, false)
		for _, key := range keys {
			m, currency := sums[key], r.currency(key.currency)
			plain := account{id: key.id, currency: key.currency}
			by, age := causes[plain], aged[plain]
			overdue := decimal.Zero
			for i, amount := range age.Amounts {
				if i > 0 {
					overdue = overdue.Add(amount)
				}
			}
			b.row(currency, key.id, key.customer.Code, key.customer.Name, currency, m.Opening, by["charges"], by["credit_notes"],
				by["adjustments"], by["receipts"], by["other"], m.closing(), overdue, age.Credits)
		}
		return b.table()
	})
}

type document struct {
	CustomerID   ledger.ID
	CustomerCode string
	CustomerName string
	Currency     string
	PostingDate  calendar.Date
	DocumentDate calendar.Date
	DueDate      calendar.Date
	Kind         string
	ID           ledger.ID
	DocumentNo   string
	OrderNo      string
	ContractNo   string
	InvoiceNo    string
	Description  string
	Amount       decimal.Decimal
	Open         decimal.Decimal
}

const readDocuments = `
SELECT d.customer_id, c.code, c.name, d.currency, d.posting_date, d.document_date, coalesce(i.due, d.due_date), d.kind, d.id, d.document_no, d.order_no, d.contract_no, d.invoice_no, d.description,
  i.amount, i.open
FROM documents d JOIN customers c ON c.id = d.customer_id
CROSS JOIN LATERAL (
  SELECT coalesce(sum(CASE WHEN i.side = 'debit' THEN i.original_{value} ELSE -i.original_{value} END), 0) AS amount,
    coalesce(sum(CASE WHEN i.side = 'debit' THEN i.open_{value} + coalesce((SELECT sum(CASE WHEN a.reverses IS NULL THEN a.debit_{value} ELSE -a.debit_{value} END)
        FROM allocations a WHERE a.debit_item = i.id AND a.effective_date > $2), 0)
      ELSE -i.open_{value} - coalesce((SELECT sum(CASE WHEN a.reverses IS NULL THEN a.credit_{value} ELSE -a.credit_{value} END)
        FROM allocations a WHERE a.credit_item = i.id AND a.effective_date > $2), 0) END), 0) AS open, max(i.due_date) AS due
  FROM open_items i WHERE i.document_id = d.id
) i
WHERE d.posting_date >= $1 AND d.posting_date <= $2{where}
ORDER BY c.code, d.currency, d.posting_date, d.id LIMIT $3`

// Detail is every document posted in the period (应收明细表, RPT-02) with what it changed, what of that was settled by the period's
// end, and what was open then; credits are negative.
func (s *Service) Detail(ctx context.Context, actor ledger.Actor, filter Filter) (Table, error) {
	return s.run(ctx, actor, filter, func(ctx context.Context, tx *store.Tx, r *request) (Table, error) {
		b := newTable("detail", "应收明细表", "Receivables by document", customerID, customerCode, customerName, currencyCell, postingDate,
			Column{"document_date", "单据日期", "Document date", Date, false}, Column{"due_date", "到期日", "Due date", Date, false}, kindCell, documentID, documentNo,
			Column{"order_no", "订单号", "Order no.", Text, false}, Column{"contract_no", "合同号", "Contract no.", Text, false},
			Column{"invoice_no", "发票号", "Invoice no.", Text, false}, Column{"description", "摘要", "Description", Text, false},
			amount("amount", "金额", "Amount"), amount("settled", "已核销", "Settled"), amount("open", "未核销", "Open"))
		args := params{r.From, r.To, MaxRows + 1}
		where := r.customers(&args)
		if r.Currency != "" {
			where += " AND d.currency = " + args.add(string(r.Currency))
		}
		found, err := store.Rows[document](ctx, tx, strings.NewReplacer("{value}", r.value("amount", "base"), "{where}", where).Replace(readDocuments), args...)
		if err != nil {
			return Table{}, err
		}
		for _, d := range found {
			currency := r.currency(d.Currency)
			b.row(currency, d.CustomerID, d.CustomerCode, d.CustomerName, currency, d.PostingDate, d.DocumentDate, d.DueDate, d.Kind, d.ID, d.DocumentNo,
				d.OrderNo, d.ContractNo, d.InvoiceNo, d.Description, d.Amount, d.Amount.Sub(d.Open), d.Open)
		}
		return b.table()
	})
}
