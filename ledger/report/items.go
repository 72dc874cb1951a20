package report

import (
	"context"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// ItemPhases narrow the open items: what is owed and past due, what is owed and not yet due, what stands against it.
var ItemPhases = []string{"overdue", "not_due", "credits"}

var itemPhases = map[string]string{"overdue": " AND i.side = 'debit' AND i.due_date < $1", "not_due": " AND i.side = 'debit' AND i.due_date >= $1", "credits": " AND i.side = 'credit'"}

const readItems = `
SELECT i.customer_id, c.code, c.name, i.currency, i.document_id, d.document_no, d.kind, i.side, d.document_date, i.due_date, i.original, i.open, $1::date - i.due_date,
  coalesce(p.name, ''), c.region, d.product_line, d.source_kind FROM (
  SELECT i.customer_id, i.currency, i.document_id, i.side, i.due_date, i.id, CASE i.side WHEN 'debit' THEN i.original_{value} ELSE -i.original_{value} END AS original,
    CASE i.side WHEN 'debit' THEN i.open_{value} + coalesce((SELECT sum(CASE WHEN a.reverses IS NULL THEN a.debit_{value} ELSE -a.debit_{value} END)
      FROM allocations a WHERE a.debit_item = i.id AND a.effective_date > $1), 0)
    ELSE -i.open_{value} - coalesce((SELECT sum(CASE WHEN a.reverses IS NULL THEN a.credit_{value} ELSE -a.credit_{value} END)
      FROM allocations a WHERE a.credit_item = i.id AND a.effective_date > $1), 0) END AS open
  FROM open_items i WHERE i.posting_date <= $1{phase}
) i JOIN documents d ON d.id = i.document_id JOIN customers c ON c.id = i.customer_id LEFT JOIN staff p ON p.id = c.salesperson_id
WHERE i.open <> 0{where}
ORDER BY c.code, i.currency, i.due_date, i.id {limit}`

type openItem struct {
	CustomerID   ledger.ID
	CustomerCode string
	CustomerName string
	Currency     string
	DocumentID   ledger.ID
	DocumentNo   string
	Kind         string
	Side         string
	DocumentDate calendar.Date
	DueDate      calendar.Date
	Original     decimal.Decimal
	Open         decimal.Decimal
	Days         int
	Salesperson  string
	Region       string
	ProductLine  string
	SourceKind   string
}

// OpenItems is what was open at the period's end (未核销明细表), item by item; credits are negative. Its sum is the ledger's balance of that
// day. Refused: validation_failed for a phase that is none.
func (s *Service) OpenItems(ctx context.Context, actor ledger.Actor, filter Filter) (Table, error) {
	return s.openItems(ctx, actor, filter, nil)
}

func (s *Service) openItems(ctx context.Context, actor ledger.Actor, filter Filter, out *stream) (Table, error) {
	filter.By = ""
	if filter.Phase != "" && !slices.Contains(ItemPhases, filter.Phase) {
		return Table{}, ledger.E("validation_failed").At("phase", "not_a_choice")
	}
	return s.run(ctx, actor, filter, func(ctx context.Context, tx *store.Tx, r *request) (Table, error) {
		b := newTable("open_items", "未核销明细表", "Open items", customerID, customerCode, customerName, currencyCell, documentID, documentNo, kindCell,
			Column{"document_date", "单据日期", "Document date", Date, false}, Column{"due_date", "到期日", "Due date", Date, false}, Column{"days_overdue", "逾期天数", "Days overdue", Number, false},
			amount("original", "原金额", "Original"), amount("open", "未核销", "Open"))
		b.extra(salespersonCell, regionCell, lineCell, sourceCell)
		b.to(out)
		args := params{r.To}
		where := r.customers(&args) + r.documents(&args)
		sql := strings.NewReplacer("{value}", r.value("base"), "{phase}", itemPhases[r.Phase], "{where}", where).Replace(readItems)
		err := each(ctx, tx, out, sql, args, func(found []openItem) error {
			r.layItems(b, found)
			return nil
		})
		if err != nil {
			return Table{}, err
		}
		return b.table()
	})
}

func (r *request) layItems(b *builder, found []openItem) {
	for _, i := range found {
		currency, days := r.currency(i.Currency), any(i.Days)
		if i.Side == "credit" || i.Days <= 0 {
			days = ""
		}
		b.row(currency, i.CustomerID, i.CustomerCode, i.CustomerName, currency, i.DocumentID, i.DocumentNo, i.Kind, i.DocumentDate, i.DueDate, days, i.Original, i.Open,
			i.Salesperson, i.Region, i.ProductLine, sourceWord(i.SourceKind, r.actor.Locale))
	}
}
