package report

import (
	"io"

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
	title := func(zh, en string) string {
		if locale == "en" {
			return en
		}
		return zh
	}
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
	cells := make([]string, len(places))
	for _, row := range table.Rows {
		for i, place := range places {
			cells[i] = row[place]
			if table.Columns[place].Type == Kind {
				cells[i] = Word(row[place], locale)
			}
		}
		if err := out.Write(cells...); err != nil {
			return err
		}
	}
	for _, total := range table.Totals {
		for i, place := range places {
			cells[i] = total.Cells[place]
			if table.Columns[place].Key == currencyCell.Key {
				cells[i] = string(total.Currency)
			}
		}
		if columns[0].Kind == sheet.Text && table.Columns[places[0]].Key != currencyCell.Key {
			cells[0] = title("合计", "Total")
		}
		if err := out.Write(cells...); err != nil {
			return err
		}
	}
	// They stand at the end, so that a program finds the header in the first row and the rows below it.
	for _, note := range table.Notes {
		cells := make([]string, len(columns))
		cells[0] = note
		if err := out.Write(cells...); err != nil {
			return err
		}
	}
	return nil
}
