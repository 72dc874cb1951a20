package report

import (
	"context"
	"slices"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Indicator is one of the figures by which receivables are judged, with the formula that it is made by.
type Indicator struct{ Key, ZH, EN, FormulaZH, FormulaEN string }

// IndicatorList names them in the order of the columns.
var IndicatorList = []Indicator{
	{"overdue_rate", "逾期率 %", "Overdue rate %", "已逾期 ÷ 期末未核销借项 × 100", "Overdue ÷ open debit items at the end × 100"},
	{"collection_rate", "回款率 %", "Collection rate %", "本期收款 ÷（期初余额 + 本期应收）× 100", "Receipts ÷ (opening + charges) × 100"},
	{"turnover", "应收账款周转率", "Turnover", "本期应收净额 ÷ 平均余额，折算为一年", "Net charges ÷ average balance, for a year"},
	{"dso", "回款周期（天）", "DSO (days)", "期末余额 ÷ 本期应收净额 × 期间天数", "Closing ÷ net charges × days of the period"},
}

// rates are the indicators of a row; empty where they have no meaning.
func (o *owed) rates(days int) []string {
	net := o.by["charges"].Add(o.by["credit_notes"]).Add(o.by["adjustments"])
	average := o.Opening.Add(o.closing()).Div(decimal.NewFromInt(2))
	turnover, dso := "", ""
	if average.Sign() > 0 && net.Sign() > 0 {
		turnover = net.Mul(decimal.NewFromInt(365)).Div(average).Div(decimal.NewFromInt(int64(days))).Round(2).String()
	}
	if net.Sign() > 0 && o.closing().Sign() >= 0 {
		dso = o.closing().Mul(decimal.NewFromInt(int64(days))).Div(net).Round(1).String()
	}
	return []string{percent(o.overdue, o.debits), percent(o.by["receipts"].Neg(), o.Opening.Add(o.by["charges"])), turnover, dso}
}

func (o *owed) add(other *owed) {
	o.Opening, o.Debit, o.Credit = o.Opening.Add(other.Opening), o.Debit.Add(other.Debit), o.Credit.Add(other.Credit)
	o.debits, o.overdue, o.unallocated = o.debits.Add(other.debits), o.overdue.Add(other.overdue), o.unallocated.Add(other.unallocated)
	for cause, amount := range other.by {
		o.by[cause] = o.by[cause].Add(amount)
	}
}

// Indicators are the figures by which receivables are judged (应收指标, RPT-13, RPT-14), by customer, salesperson or region, and for all: the
// amounts they are made of are those of Summary. IndicatorList has the formulas. Refused: validation_failed for a group that is none.
func (s *Service) Indicators(ctx context.Context, actor ledger.Actor, filter Filter) (Table, error) {
	if err := filter.groups("indicators"); err != nil {
		return Table{}, err
	}
	return s.run(ctx, actor, filter, func(ctx context.Context, tx *store.Tx, r *request) (Table, error) {
		columns := slices.Concat(r.who(), []Column{currencyCell, amount("opening", "期初余额", "Opening"), amount("charges", "本期应收", "Charges"), amount("receipts", "本期收款", "Receipts"),
			amount("closing", "期末余额", "Closing"), amount("overdue", "已逾期", "Overdue")})
		first := len(columns)
		for _, indicator := range IndicatorList {
			columns = append(columns, Column{indicator.Key, indicator.ZH, indicator.EN, Number, false})
		}
		b := newTable("indicators", "应收指标", "Indicators of receivables", columns...)
		b.idle("charges", "receipts")
		b.drill("movement-detail", r.rowParams(), owedCells())
		keys, owing, _, err := r.owing(ctx, tx)
		if err != nil {
			return Table{}, err
		}
		days, all := r.To.Sub(r.From)+1, map[string]*owed{}
		for _, key := range keys {
			m, currency := owing[key], r.currency(key.currency)
			cells := slices.Concat(r.cells(key), []any{currency, m.Opening, m.by["charges"], m.by["receipts"], m.closing(), m.overdue})
			for _, rate := range m.rates(days) {
				cells = append(cells, rate)
			}
			b.row(currency, cells...)
			if all[string(currency)] == nil {
				all[string(currency)] = &owed{by: map[string]decimal.Decimal{}}
			}
			all[string(currency)].add(m)
		}
		table, err := b.table()
		for i, total := range table.Totals {
			copy(table.Totals[i].Cells[first:], all[string(total.Currency)].rates(days))
		}
		return table, err
	})
}
