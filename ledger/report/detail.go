package report

import (
	"context"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/aging"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
)

var sourceCell = Column{"source_kind", "款项类型", "Kind of business", Text, false}

func sourceWord(code, locale string) string {
	zh, en := aging.KindWords(code)
	if locale == "en" {
		return en
	}
	return zh
}

// documents narrows documents d to those asked for.
func (r *request) documents(args *params) string {
	sql := ""
	if r.Currency != "" {
		sql += " AND d.currency = " + args.add(string(r.Currency))
	}
	if r.ProductLine != "" {
		sql += " AND d.product_line = " + args.add(plainName(r.ProductLine))
	}
	if r.SourceKind != "" {
		sql += " AND d.source_kind = " + args.add(r.SourceKind)
	}
	if r.NoReceipts {
		sql += " AND " + causeOfDocument + " <> 'receipts'"
	}
	if r.Cause != "" {
		sql += " AND " + causeOfDocument + " = " + args.add(r.Cause)
	}
	return sql
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
	Salesperson  string
	Region       string
	ProductLine  string
	SourceKind   string
	Rate         decimal.Decimal
	Own          decimal.Decimal
}

const readDocuments = `
SELECT d.customer_id, c.code, c.name, d.currency, d.posting_date, d.document_date, coalesce(i.due, d.due_date), d.kind, d.id, d.document_no, d.order_no, d.contract_no, d.invoice_no, d.description,
  i.amount, i.open, coalesce(p.name, ''), c.region, d.product_line, d.source_kind, d.rate, i.own
FROM documents d JOIN customers c ON c.id = d.customer_id LEFT JOIN staff p ON p.id = c.salesperson_id
CROSS JOIN LATERAL (
  SELECT coalesce(sum(CASE WHEN i.side = 'debit' THEN i.original_{value} ELSE -i.original_{value} END), 0) AS amount,
    coalesce(sum(CASE WHEN i.side = 'debit' THEN i.open_{value} + coalesce((SELECT sum(CASE WHEN a.reverses IS NULL THEN a.debit_{value} ELSE -a.debit_{value} END)
        FROM allocations a WHERE a.debit_item = i.id AND a.effective_date > $2), 0)
      ELSE -i.open_{value} - coalesce((SELECT sum(CASE WHEN a.reverses IS NULL THEN a.credit_{value} ELSE -a.credit_{value} END)
        FROM allocations a WHERE a.credit_item = i.id AND a.effective_date > $2), 0) END), 0) AS open, max(i.due_date) AS due,
    coalesce(sum(CASE WHEN i.side = 'debit' THEN i.original_amount ELSE -i.original_amount END), 0) AS own
  FROM open_items i WHERE i.document_id = d.id
) i
WHERE d.posting_date >= $1 AND d.posting_date <= $2{where}
ORDER BY c.code, d.currency, d.posting_date, d.id {limit}`

// Detail is every document posted in the period (应收明细表, RPT-02) with what it changed, what of that was settled by the period's
// end, and what was open then; credits are negative.
func (s *Service) Detail(ctx context.Context, actor ledger.Actor, filter Filter) (Table, error) {
	return s.detail(ctx, actor, filter, nil)
}

func (s *Service) detail(ctx context.Context, actor ledger.Actor, filter Filter, out *stream) (Table, error) {
	filter.By = ""
	return s.run(ctx, actor, filter, func(ctx context.Context, tx *store.Tx, r *request) (Table, error) {
		own, columns, err := customColumns(ctx, tx)
		if err != nil {
			return Table{}, err
		}
		b := newTable("detail", "应收明细表", "Receivables by document", customerID, customerCode, customerName, currencyCell, postingDate,
			Column{"document_date", "单据日期", "Document date", Date, false}, Column{"due_date", "到期日", "Due date", Date, false}, kindCell, documentID, documentNo,
			Column{"order_no", "订单号", "Order no.", Text, false}, Column{"contract_no", "合同号", "Contract no.", Text, false},
			Column{"invoice_no", "发票号", "Invoice no.", Text, false}, Column{"description", "摘要", "Description", Text, false},
			amount("amount", "金额", "Amount"), amount("settled", "已核销", "Settled"), amount("open", "未核销", "Open"))
		b.Columns = append(b.Columns, columns...)
		b.extra(salespersonCell, regionCell, lineCell, sourceCell, Column{"rate", "记账汇率", "Rate", Number, false}, Column{"own_currency", "原币币种", "Document currency", Text, false},
			Column{"own_amount", "原币金额", "In document currency", Number, false})
		b.to(out)
		args := params{r.From, r.To}
		where := r.customers(&args) + r.documents(&args)
		sql := strings.NewReplacer("{value}", r.value("base"), "{where}", where).Replace(readDocuments)
		err = each(ctx, tx, out, sql, args, func(found []document) error {
			if err := own.read(ctx, tx, found); err != nil {
				return err
			}
			r.layDocuments(b, own, found)
			return nil
		})
		if err != nil {
			return Table{}, err
		}
		return b.table()
	})
}

func (r *request) layDocuments(b *builder, own custom, found []document) {
	for _, d := range found {
		currency := r.currency(d.Currency)
		cells := []any{d.CustomerID, d.CustomerCode, d.CustomerName, currency, d.PostingDate, d.DocumentDate, d.DueDate, d.Kind, d.ID, d.DocumentNo,
			d.OrderNo, d.ContractNo, d.InvoiceNo, d.Description, d.Amount, d.Amount.Sub(d.Open), d.Open}
		b.row(currency, append(append(cells, own.cells(d.ID, r.actor.Locale)...),
			d.Salesperson, d.Region, d.ProductLine, sourceWord(d.SourceKind, r.actor.Locale), d.Rate.String(), d.Currency, money.Text(d.Own, money.Currency(d.Currency)))...)
	}
}
