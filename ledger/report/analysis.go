package report

import (
	"cmp"
	"context"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// AnalysisGroups are what rows of the analysis can stand for; empty means the first.
var AnalysisGroups = []string{"customer", "salesperson", "region", "product_line", "kind", "month"}

// What a document brought is told apart as Summary does; what was settled and is open is counted as Detail does. What was allocated
// after the period's end is summed once, not looked up by document. A document is counted with its first instalment, and what it is of is
// looked up for sums, not for documents.
const readAnalysis = `
WITH later AS MATERIALIZED (
  SELECT s.item, sum(s.amount) AS amount FROM (
    SELECT a.debit_item AS item, CASE WHEN a.reverses IS NULL THEN a.debit_{value} ELSE -a.debit_{value} END AS amount FROM allocations a WHERE a.effective_date > $2
    UNION ALL
    SELECT a.credit_item, CASE WHEN a.reverses IS NULL THEN a.credit_{value} ELSE -a.credit_{value} END FROM allocations a WHERE a.effective_date > $2
  ) s GROUP BY s.item
), parts AS (
  SELECT {key} AS key, d.currency, d.kind, d.reverses_document_id, i.side, count(*) FILTER (WHERE i.instalment IS NULL OR i.instalment = 1) AS documents,
    coalesce(sum(i.original_{value}), 0) AS amount, coalesce(sum(i.open_{value}), 0) AS open, coalesce(sum(i.open_{value}) FILTER (WHERE i.due_date < $2), 0) AS overdue
  FROM documents d LEFT JOIN open_items i ON i.document_id = d.id
  WHERE d.posting_date >= $1 AND d.posting_date <= $2{where} GROUP BY 1, 2, 3, 4, 5
  UNION ALL
  SELECT {key}, d.currency, d.kind, d.reverses_document_id, i.side, 0, 0, sum(l.amount), coalesce(sum(l.amount) FILTER (WHERE i.due_date < $2), 0)
  FROM later l JOIN open_items i ON i.id = l.item JOIN documents d ON d.id = i.document_id
  WHERE d.posting_date >= $1 AND d.posting_date <= $2{where} GROUP BY 1, 2, 3, 4, 5
), signed AS (
  SELECT d.key, d.currency, ` + causeOfDocument + ` AS cause, documents, CASE side WHEN 'credit' THEN -amount ELSE amount END AS moved,
    CASE side WHEN 'credit' THEN -open ELSE open END AS rest, CASE side WHEN 'debit' THEN overdue ELSE 0 END AS overdue FROM parts d OFFSET 0
)
SELECT {group}, {code}, {name}, {currency}, sum(documents)::int,
  coalesce(sum(moved) FILTER (WHERE cause = 'charges'), 0), coalesce(sum(moved) FILTER (WHERE cause = 'credit_notes'), 0), coalesce(sum(moved) FILTER (WHERE cause = 'adjustments'), 0),
  coalesce(sum(moved) FILTER (WHERE cause = 'receipts'), 0), coalesce(sum(moved) FILTER (WHERE cause = 'other'), 0), sum(moved), sum(rest), sum(overdue),
  coalesce(sum(rest) FILTER (WHERE cause = 'charges'), 0)
FROM signed s{people} GROUP BY 1, 2, 3, 4 ORDER BY 2, 3, 4 LIMIT $3`

// The planner takes the groups for ten times what they are and would sort every document to disk; it ends with the transaction.
const summedByHash = `SELECT set_config('enable_sort', 'off', true)`

type analysed struct {
	ID                                           string
	Code                                         string
	Name                                         string
	Currency                                     string // empty in base currency
	Documents                                    int
	Charges, Notes, Adjustments, Receipts, Other decimal.Decimal
	Amount, Open                                 decimal.Decimal
	Overdue                                      decimal.Decimal
	ChargesOpen                                  decimal.Decimal
}

const ofCustomers = " JOIN customers c ON c.id = s.key LEFT JOIN staff p ON p.id = c.salesperson_id"

// grouped is a group in SQL: what documents are summed by; of the sums, what the filter takes, what rows are ordered by, what they are
// called, and what has to be read beside them for it.
type grouped struct{ key, group, code, name, people string }

var analysisSQL = map[string]grouped{
	"customer":     {"d.customer_id", "s.key::text", "c.code", "c.name", ofCustomers},
	"salesperson":  {"d.customer_id", "coalesce(c.salesperson_id::text, '')", "coalesce(p.name, '')", "coalesce(p.name, '')", ofCustomers},
	"region":       {"d.customer_id", "c.region", "c.region", "c.region", ofCustomers},
	"product_line": {"d.product_line", "s.key", "s.key", "s.key", ""},
	"kind":         {"d.source_kind", "s.key", "s.key", "s.key", ""},
	"month":        {"date_trunc('month', d.posting_date::timestamp)", "to_char(s.key, 'YYYY-MM')", "to_char(s.key, 'YYYY-MM')", "to_char(s.key, 'YYYY-MM')", ""},
}

func analysisColumns(by string) []Column {
	key := Column{"row_key", "对象", "Row", ID, false}
	switch by {
	case "salesperson":
		return []Column{key, salespersonCell}
	case "region":
		return []Column{key, regionCell}
	case "product_line":
		return []Column{key, lineCell}
	case "kind":
		return []Column{key, sourceCell}
	case "month":
		return []Column{key, {"month", "月份", "Month", Text, false}}
	}
	return []Column{customerID, customerCode, customerName}
}

// Analysis is what was posted in the period by customer, salesperson, region, product line, kind of business or month (应收分析表,
// RPT-16): documents, what they brought by cause, what of it was settled by the period's end, what is open and overdue then, and
// the share of the charges that was settled. Its sums are those of Detail under the same filter. Refused: validation_failed for a group
// that is none.
func (s *Service) Analysis(ctx context.Context, actor ledger.Actor, filter Filter) (Table, error) {
	if err := filter.groups("analysis"); err != nil {
		return Table{}, err
	}
	by := cmp.Or(filter.By, AnalysisGroups[0])
	return s.run(ctx, actor, filter, func(ctx context.Context, tx *store.Tx, r *request) (Table, error) {
		if _, err := store.Exec(ctx, tx, summedByHash); err != nil {
			return Table{}, err
		}
		args := params{r.From, r.To, MaxRows + 1}
		where, currency := r.whose(&args, "d")+r.documents(&args), "s.currency"
		if r.Base {
			currency = "''"
		}
		sql := analysisSQL[by]
		found, err := store.Rows[analysed](ctx, tx, strings.NewReplacer("{key}", sql.key, "{group}", sql.group, "{code}", sql.code, "{name}", sql.name, "{people}", sql.people, "{value}", r.value("base"), "{where}", where,
			"{currency}", currency).Replace(readAnalysis), args...)
		if err != nil {
			return Table{}, err
		}
		return r.layAnalysis(found, by)
	})
}

func (r *request) layAnalysis(found []analysed, by string) (Table, error) {
	named := analysisColumns(by)
	b := newTable("analysis", "应收分析表", "Receivables analysed", append(named, currencyCell, Column{"documents", "单据数", "Documents", Number, true},
		amount("charges", "应收", "Charges"), amount("credit_notes", "红字应收", "Credit notes"), amount("adjustments", "借贷项调整", "Adjustments"),
		amount("receipts", "收款", "Receipts"), amount("other", "其他", "Other"), amount("amount", "净额", "Net"), amount("settled", "已核销", "Settled"), amount("open", "未核销", "Open"),
		amount("overdue", "其中逾期", "Of it overdue"), Column{"collected", "应收核销率 %", "Charges settled %", Number, false})...)
	b.idle("documents")
	b.drill("detail", r.analysisRow(by), analysisCells)
	charges, open := map[string]decimal.Decimal{}, map[string]decimal.Decimal{}
	for _, a := range found {
		currency := r.currency(a.Currency)
		name := a.Name
		if by == "kind" {
			name = sourceWord(a.Name, r.actor.Locale)
		}
		cells := []any{a.ID, name}
		if by == "customer" {
			cells = []any{a.ID, a.Code, a.Name}
		}
		charges[string(currency)], open[string(currency)] = charges[string(currency)].Add(a.Charges), open[string(currency)].Add(a.ChargesOpen)
		b.row(currency, append(cells, currency, a.Documents, a.Charges, a.Notes, a.Adjustments, a.Receipts, a.Other, a.Amount, a.Amount.Sub(a.Open), a.Open, a.Overdue,
			percent(a.Charges.Sub(a.ChargesOpen), a.Charges))...)
	}
	table, err := b.table()
	for i, total := range table.Totals {
		sum := charges[string(total.Currency)]
		table.Totals[i].Cells[len(b.Columns)-1] = percent(sum.Sub(open[string(total.Currency)]), sum)
	}
	return table, err
}

var analysisCells = func() map[string]map[string]string {
	cells := every("documents", "amount", "settled", "open")
	for _, cause := range Causes {
		cells[cause] = map[string]string{"cause": cause}
	}
	return cells
}()

func (r *request) analysisRow(by string) map[string]string {
	row := map[string]string{"currency": currencyCell.Key}
	if r.Base {
		delete(row, "currency")
	}
	switch by {
	case "customer":
		row["customer_id"] = customerID.Key
	case "salesperson":
		row["salesperson_id"] = "row_key"
	case "kind":
		row["source_kind"] = "row_key"
	default:
		row[by] = "row_key"
	}
	return row
}

// percent is a part of a whole in percent to one place; empty where there is no whole.
func percent(part, whole decimal.Decimal) string {
	if whole.Sign() <= 0 {
		return ""
	}
	return part.Mul(decimal.NewFromInt(100)).Div(whole).Round(1).String()
}
