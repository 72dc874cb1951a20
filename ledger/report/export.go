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
	title := func(zh, en string) string { return in(locale, zh, en) }
	var columns []sheet.Column
	var places []int
	for i, column := range table.Columns {
		if column.Type != ID {
			columns, places = append(columns, sheet.Column{Title: title(column.ZH, column.EN), Kind: kinds[column.Type]}), append(places, i)
		}
	}
	if err := out.Sheet(title(table.ZH, table.EN), columns...); err != nil {
		return err
	}
	at := textPlace(table, columns, places)
	written := func(cells []string, label string, currency money.Currency) error {
		line := make([]string, len(places))
		for i, place := range places {
			line[i] = cells[place]
			if label != "" && table.Columns[place].Key == currencyCell.Key {
				line[i] = string(currency)
			} else if table.Columns[place].Type == Kind {
				line[i] = Word(cells[place], locale)
			}
		}
		if label != "" && at >= 0 && table.Columns[places[at]].Key != currencyCell.Key {
			line[at] = label
		}
		return out.Write(line...)
	}
	if err := table.each(locale, written); err != nil {
		return err
	}
	// They stand at the end, so that a program finds the header in the first row and the rows below it.
	for _, note := range table.Notes {
		if at < 0 {
			break
		}
		cells := make([]string, len(columns))
		cells[at] = note
		if err := out.Write(cells...); err != nil {
			return err
		}
	}
	return nil
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
