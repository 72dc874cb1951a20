package report

import (
	"cmp"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/money"
)

// Display is how a table is shown (显示规则, RPT-11). The zero value shows every column but the extra ones, every row, and the totals.
type Display struct {
	Columns  []string // keys, in the order wanted; empty: all that are not extra. Links and the currency always stay.
	Subtotal string   // the column whose equal cells are summed up; of a date its month
	NoTotal  bool     // without the grand total (总计)
	HideZero bool     // without rows whose every amount is zero
	HideIdle bool     // without rows in which nothing moved in the period (不显示无发生额)
}

// Shown is the table as the display wants it. Rows that are left out still count in subtotals and totals, and Hidden says how many
// there are. Refused: validation_failed at columns or subtotal for a column that the table does not have or that cannot be it.
func (t Table) Shown(d Display, locale string) (Table, error) {
	places, err := t.places(d)
	if err != nil {
		return Table{}, err
	}
	out := t
	out.Choices, out.Rows, out.Subtotals = t.Columns, make([][]string, 0, len(t.Rows)), nil
	order := make([]int, len(t.Rows))
	for i := range order {
		order[i] = i
	}
	by := t.column(d.Subtotal)
	if by >= 0 {
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(t.groupOf(by, a), t.groupOf(by, b)) })
	}
	group := t.newSums()
	for n, i := range order {
		if (d.HideZero && t.zero(i)) || (d.HideIdle && t.idleRow(i)) {
			out.Hidden++
		} else {
			out.Rows = append(out.Rows, pick(t.Rows[i], places))
			group.shown++
		}
		if by < 0 {
			continue
		}
		group.add(i)
		if n+1 == len(order) || t.groupOf(by, order[n+1]) != t.groupOf(by, i) {
			out.Subtotals = append(out.Subtotals, group.lines(len(out.Rows), t.groupLabel(by, i, locale), places)...)
			group = t.newSums()
		}
	}
	out.Totals = nil
	for _, total := range t.Totals {
		if !d.NoTotal {
			out.Totals = append(out.Totals, Total{total.Currency, pick(total.Cells, places)})
		}
	}
	columns := make([]Column, len(places))
	for i, place := range places {
		columns[i] = t.Columns[place]
	}
	out.Columns, out.uncounted = columns, nil
	return out, nil
}

func (t Table) column(key string) int {
	return slices.IndexFunc(t.Columns, func(c Column) bool { return c.Key == key && key != "" })
}

// CanSubtotal tells whether rows can be summed up by the column.
func (c Column) CanSubtotal() bool {
	return c.Type == Text || c.Type == Kind || c.Type == Date
}

// places are the columns to show, by their place.
func (t Table) places(d Display) ([]int, error) {
	bad := ledger.E("validation_failed")
	by := t.column(d.Subtotal)
	if d.Subtotal != "" && (by < 0 || !t.Columns[by].CanSubtotal()) {
		bad.At("subtotal", "not_a_choice")
	}
	var places []int
	for i, column := range t.Columns {
		if column.Type == ID || len(d.Columns) == 0 && (i == by || !slices.Contains(t.Extras, column.Key)) {
			places = append(places, i)
		}
	}
	for _, key := range d.Columns {
		place := t.column(key)
		if place < 0 {
			bad.At("columns", "not_a_choice")
		} else if !slices.Contains(places, place) {
			places = append(places, place)
		}
	}
	for _, must := range []int{by, t.column(currencyCell.Key)} {
		if must >= 0 && !slices.Contains(places, must) {
			places = append(places, must)
		}
	}
	if len(bad.Fields) > 0 {
		return nil, bad
	}
	return places, nil
}

func pick(row []string, places []int) []string {
	out := make([]string, len(places))
	for i, place := range places {
		out[i] = row[place]
	}
	return out
}

// groupOf is what rows that are summed up together have in common.
func (t Table) groupOf(by, row int) string {
	cell := t.Rows[row][by]
	if t.Columns[by].Type == Date && len(cell) >= 7 {
		return cell[:7]
	}
	return cell
}

func (t Table) groupLabel(by, row int, locale string) string {
	label := t.groupOf(by, row)
	if t.Columns[by].Type == Kind {
		label = Word(label, locale)
	}
	if name := t.column(customerName.Key); t.Columns[by].Key == customerCode.Key && name >= 0 {
		label += " " + t.Rows[row][name]
	}
	if label == "" {
		label = in(locale, "（未填）", "(none)")
	}
	return label
}

func in(locale, zh, en string) string {
	if locale == "en" {
		return en
	}
	return zh
}

func nothing(cell string) bool { return strings.Trim(cell, "-0.") == "" }

// zero tells whether the row has amounts and all are zero.
func (t Table) zero(row int) bool { return t.zeroCells(t.Rows[row]) }

func (t Table) zeroCells(cells []string) bool {
	any := false
	for i, column := range t.Columns {
		if column.Type == Amount || column.Summed {
			any = true
			if !nothing(cells[i]) {
				return false
			}
		}
	}
	return any
}

func (t Table) idleRow(row int) bool { return t.idleCells(t.Rows[row]) }

func (t Table) idleCells(cells []string) bool {
	for _, key := range t.Moves {
		if place := t.column(key); place >= 0 && !nothing(cells[place]) {
			return false
		}
	}
	return len(t.Moves) > 0
}

// sums adds up the summed columns of a group of rows, by currency.
type sums struct {
	table    *Table
	currency int
	shown    int
	by       map[money.Currency][]decimal.Decimal
	counted  uint64 // columns of which a cell counts: a balance after a line has no sum
}

func (t *Table) newSums() *sums {
	return &sums{table: t, currency: t.column(currencyCell.Key), by: map[money.Currency][]decimal.Decimal{}}
}

func (s *sums) add(row int) {
	var currency money.Currency
	if s.currency >= 0 {
		currency = money.Currency(s.table.Rows[row][s.currency])
	}
	if s.by[currency] == nil {
		s.by[currency] = make([]decimal.Decimal, len(s.table.Columns))
	}
	for i, column := range s.table.Columns {
		cell := s.table.Rows[row][i]
		if !column.Summed || cell == "" || s.table.uncounted[row]&(1<<i) != 0 {
			continue
		}
		if value, err := decimal.NewFromString(cell); err == nil { // the builder wrote it
			s.by[currency][i] = s.by[currency][i].Add(value)
			s.counted |= 1 << i
		}
	}
}

// lines are the subtotals of the group; none where all its rows are left out.
func (s *sums) lines(after int, label string, places []int) []Subtotal {
	var out []Subtotal
	if s.shown == 0 {
		return nil
	}
	for currency, values := range s.by {
		cells := make([]string, len(values))
		for i, column := range s.table.Columns {
			switch {
			case !column.Summed || s.counted&(1<<i) == 0:
			case column.Type == Number:
				cells[i] = values[i].String()
			default:
				cells[i] = money.Text(values[i], currency)
			}
		}
		out = append(out, Subtotal{after, label, currency, pick(cells, places)})
	}
	slices.SortFunc(out, func(a, b Subtotal) int { return cmp.Compare(a.Currency, b.Currency) })
	return out
}
