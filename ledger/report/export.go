package report

import (
	"io"

	"hefu/ledger/money"
	"hefu/ledger/sheet"
)

var kinds = map[Type]sheet.Kind{Text: sheet.Text, Kind: sheet.Text, Amount: sheet.Amount, Date: sheet.Date, Number: sheet.Number}

// Export writes tables as they are shown: the same columns but for ids, the same rows, the totals last. CSV takes one table. locale is
// zh-CN or en. Refused as package sheet refuses.
func Export(w io.Writer, format sheet.Format, locale string, tables ...Table) error {
	out := sheet.NewWriter(w, format)
	for _, table := range tables {
		if err := export(out, table, locale); err != nil {
			return err
		}
	}
	return out.Close()
}

func export(out *sheet.Writer, table Table, locale string) error {
	p, err := newPaper(out, table, locale)
	if err != nil {
		return err
	}
	if err := table.each(locale, p.line); err != nil {
		return err
	}
	return p.notes(table.Notes)
}

// textPlace is the column that takes words of ours: the first of text, at worst the currency's; -1 where there is none.
func textPlace(table Table, columns []sheet.Column, places []int) int {
	at := -1
	for i, column := range columns {
		if column.Kind == sheet.Text && (at < 0 || table.Columns[places[at]].Key == currencyCell.Key) {
			at = i
		}
	}
	return at
}

// each gives the lines of the table in the order in which they are shown: rows, subtotals among them, totals. A row has no label.
func (t Table) each(locale string, line func(cells []string, label string, currency money.Currency) error) error {
	next := 0
	subtotals := func(after int) error {
		for ; next < len(t.Subtotals) && t.Subtotals[next].After <= after; next++ {
			s := t.Subtotals[next]
			if err := line(s.Cells, in(locale, "小计 ", "Subtotal ")+s.Label, s.Currency); err != nil {
				return err
			}
		}
		return nil
	}
	for i, row := range t.Rows {
		if err := subtotals(i); err != nil {
			return err
		}
		if err := line(row, "", ""); err != nil {
			return err
		}
	}
	if err := subtotals(len(t.Rows)); err != nil {
		return err
	}
	for _, total := range t.Totals {
		if err := line(total.Cells, in(locale, "合计", "Total"), total.Currency); err != nil {
			return err
		}
	}
	return nil
}
