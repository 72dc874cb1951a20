package bankfile

import (
	"strings"

	"hefu/ledger/sheet"
)

// findHeader finds the row that names most columns, or the one that has the columns of the mapping.
func (r *tableReader) findHeader(wanted Mapping) error {
	var rows []sheet.Row
	best, high := -1, 0
	seen := 0
	for row, err := range r.book.Rows(wanted.Sheet) {
		if err != nil {
			if best >= 0 {
				break // said again, with its place, when the rows are read
			}
			return err
		}
		points := score(row.Cells)
		if wanted.Date != "" && has(row.Cells, wanted.Date) {
			points += 100
		}
		if points > high {
			best, high = len(rows), points
		}
		rows = append(rows, row)
		if seen++; seen == headerWithin {
			break
		}
	}
	if len(rows) == 0 {
		return refuse(Empty, "", "")
	}
	if best < 0 {
		// Nobody knows these names: the widest of the first rows is shown, so that a person can say what is what.
		best = 0
		for i, row := range rows {
			if filled(row.Cells) > filled(rows[best].Cells) {
				best = i
			}
		}
		if filled(rows[best].Cells) < 2 {
			return refuse(NoHeader, "", "")
		}
	}
	r.header = rows[best]
	for _, row := range rows[:best] {
		r.above = append(r.above, tidy(strings.Join(row.Cells, " ")))
	}
	table := &Table{Sheets: r.book.Sheets(), Row: r.header.Number}
	for _, cell := range r.header.Cells {
		table.Header = append(table.Header, strings.TrimSpace(cell))
	}
	for _, row := range rows[best+1 : min(best+1+sampleRows, len(rows))] {
		table.Samples = append(table.Samples, row.Cells)
	}
	mapping, sure := recognize(table.Header)
	if wanted.Date != "" {
		mapping, sure = wanted, wanted.enough()
	}
	mapping.Sheet = wanted.Sheet
	table.Mapping, table.Sure = mapping, sure
	r.mapping, r.file.Table, r.file.Preset = mapping, table, presetOf(r.above, table.Header)
	return r.place()
}

// place finds the columns of the mapping in the header.
func (r *tableReader) place() error {
	r.column = map[string]int{}
	for _, place := range r.mapping.places() {
		if *place.column == "" {
			continue
		}
		found := -1
		for i, name := range r.header.Cells {
			if plainName(name) == plainName(*place.column) {
				found = i
				break
			}
		}
		if found < 0 {
			return refuse(NoColumn, "", *place.column)
		}
		r.column[*place.column] = found
	}
	return nil
}

func has(cells []string, name string) bool {
	for _, cell := range cells {
		if plainName(cell) == plainName(name) {
			return true
		}
	}
	return false
}

func filled(cells []string) int {
	n := 0
	for _, cell := range cells {
		if strings.TrimSpace(cell) != "" {
			n++
		}
	}
	return n
}
