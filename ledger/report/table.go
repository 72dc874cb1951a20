package report

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/money"
)

// Type says what the cells of a column are. Every cell is text; an empty one holds nothing.
type Type string

// The types.
const (
	Text   Type = "text"
	Kind   Type = "kind"   // a code that Word names in both languages
	Amount Type = "amount" // plain decimal at its row's currency's places
	Date   Type = "date"   // YYYY-MM-DD
	Number Type = "number" // whole, or to one place
	ID     Type = "id"     // what the row leads to; exports leave it out
)

// Column is one column of a table. Summed columns have totals.
type Column struct {
	Key    string `json:"key"`
	ZH     string `json:"zh"`
	EN     string `json:"en"`
	Type   Type   `json:"type"`
	Summed bool   `json:"summed,omitempty"`
}

// Table is a report: what a page shows and an export holds, cell for cell.
type Table struct {
	Key, ZH, EN string
	From, To    calendar.Date
	Columns     []Column
	Rows        [][]string
	Subtotals   []Subtotal
	Totals      []Total
	Notes       []string // what was asked for, written below the totals of an export
	Rates       []Rate   // in base currency: the rates in force on To, by which today's worth differs from what was posted
	Hidden      int      // rows that the display leaves out; subtotals and totals count them
	Drill       *Drill   // what stands behind the figures; nil: nothing but the links of the rows
	Moves       []string // columns that show activity; none: every row is active
	Extras      []string // columns that are shown only when they are asked for
	Choices     []Column // once displayed: every column that could be shown

	uncounted map[int]uint64 // by row, the columns whose cell counts in no sum
}

// Subtotal sums rows that have something in common, a line a currency. It stands after the first After rows.
type Subtotal struct {
	After    int
	Label    string
	Currency money.Currency
	Cells    []string
}

// Total sums the summed columns over all rows of one currency; the other cells are empty, but for the dispute report's median of all.
type Total struct {
	Currency money.Currency
	Cells    []string
}

// builder lays rows into a table and keeps the totals.
type builder struct {
	Table
	sums map[money.Currency][]decimal.Decimal
	out  *stream // where rows go instead of into the table; nil: nowhere else
}

// to gives the rows to a file, if there is one, as they come.
func (b *builder) to(out *stream) {
	if b.out = out; out != nil {
		out.begin(b.Table)
	}
}

func newTable(key, zh, en string, columns ...Column) *builder {
	return &builder{Table{Key: key, ZH: zh, EN: en, Columns: columns, Rows: [][]string{}, uncounted: map[int]uint64{}}, map[money.Currency][]decimal.Decimal{}, nil}
}

// shown is an amount that stands in a summed column without counting in its total, such as a balance after a line.
type shown decimal.Decimal

// row adds a row; amounts are written in its currency and counted in its totals.
func (b *builder) row(currency money.Currency, cells ...any) {
	sums := b.sums[currency]
	if sums == nil {
		sums = make([]decimal.Decimal, len(b.Columns))
		b.sums[currency] = sums
	}
	row := make([]string, len(b.Columns))
	for i, cell := range cells {
		switch value := cell.(type) {
		case decimal.Decimal:
			row[i] = money.Text(value, currency)
			sums[i] = sums[i].Add(value)
		case shown:
			row[i] = money.Text(decimal.Decimal(value), currency)
			b.uncounted[len(b.Rows)] |= 1 << i
		case calendar.Date:
			row[i] = value.String()
		case ledger.ID:
			row[i] = value.String()
		case money.Currency:
			row[i] = string(value)
		case int:
			row[i] = strconv.Itoa(value)
			sums[i] = sums[i].Add(decimal.NewFromInt(int64(value)))
		case string:
			row[i] = value
		}
	}
	if b.out != nil {
		b.out.row(row)
		return
	}
	b.Rows = append(b.Rows, row)
}

// table ends the building.
func (b *builder) table() (Table, error) {
	if len(b.Rows) > MaxRows {
		return Table{}, tooLong()
	}
	if b.out != nil {
		b.Hidden = b.out.hidden
	}
	for currency, sums := range b.sums {
		cells := make([]string, len(b.Columns))
		for i, column := range b.Columns {
			switch {
			case column.Summed && column.Type == Number:
				cells[i] = sums[i].String()
			case column.Summed:
				cells[i] = money.Text(sums[i], currency)
			}
		}
		b.Totals = append(b.Totals, Total{currency, cells})
	}
	slices.SortFunc(b.Totals, func(a, b Total) int { return cmp.Compare(a.Currency, b.Currency) })
	return b.Table, nil
}

func tooLong() error { return ledger.E("report_too_long").With("limit", MaxRows) }

// The columns that several reports have.
var (
	customerID   = Column{"customer_id", "客户", "Customer", ID, false}
	customerCode = Column{"customer_code", "客户代码", "Customer no.", Text, false}
	customerName = Column{"customer_name", "客户名称", "Customer", Text, false}
	accountCode  = Column{"account_code", "科目代码", "Account", Text, false}
	accountName  = Column{"account_name", "科目名称", "Account name", Text, false}
	currencyCell = Column{"currency", "币种", "Currency", Text, false}
	postingDate  = Column{"posting_date", "记账日期", "Posting date", Date, false}
	kindCell     = Column{"kind", "类型", "Kind", Kind, false}
	documentNo   = Column{"document_no", "单据编号", "Document no.", Text, false}
	documentID   = Column{"document_id", "单据", "Document", ID, false}
)

func amount(key, zh, en string) Column { return Column{key, zh, en, Amount, true} }
