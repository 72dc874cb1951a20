package bankfile

import (
	"slices"
	"strconv"
	"strings"
	"sync"

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
	if best+1 < len(rows) && secondHeader(rows[best], rows[best+1]) {
		r.header = sheet.Row{Number: rows[best+1].Number, Cells: twoHeaders(rows[best].Cells, rows[best+1].Cells)}
		rows = slices.Delete(rows, best+1, best+2)
	}
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
	r.further()
	if err := r.place(); err != nil || !r.mapping.enough() {
		return err
	}
	return r.nothingAbove(rows[:best])
}

// nothingAbove refuses a movement above the header: rows changed places, and one would be lost.
func (r *tableReader) nothingAbove(rows []sheet.Row) error {
	for _, row := range rows {
		if _, dated := cellDay(r.cell(row, r.mapping.Date)); dated && r.moves(row) {
			return refuse(BadRecord, "row "+strconv.Itoa(row.Number), "")
		}
	}
	return nil
}

// secondHeader tells that a header goes on in the row below it: 发生额 over 借方 and 贷方. No cell of it is a date or a figure, and some are
// names that headers have.
func secondHeader(header, below sheet.Row) bool {
	known := 0
	for _, cell := range below.Cells {
		if _, isDay := cellDay(cell); isDay || in(cell) {
			return false
		}
		if name := plainName(cell); name != "" && columnNames()[name] {
			known++
		}
	}
	return known >= 2 && below.Number == header.Number+1
}

// columnNames are all names under which a mapping finds columns.
var columnNames = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for _, place := range new(Mapping).places() {
		for _, name := range strings.Split(place.names, ",") {
			out[plainName(name)] = true
		}
	}
	return out
})

// twoHeaders makes one name of two: both where that is a name that is known, or where the lower one stands more than once; else the lower one.
func twoHeaders(upper, lower []string) []string {
	out := make([]string, max(len(upper), len(lower)))
	times := map[string]int{}
	for _, name := range lower {
		times[plainName(name)]++
	}
	over := ""
	for i := range out {
		above, below := at(upper, i), at(lower, i)
		if above != "" {
			over = above
		}
		switch {
		case below == "":
			out[i] = above
		case times[plainName(below)] > 1 || columnNames()[plainName(over+below)]:
			out[i] = over + below
		default:
			out[i] = below
		}
	}
	return out
}

// further finds columns that have no place in the mapping: of text, of the payee, of the mark for what was taken back.
func (r *tableReader) further() {
	taken := map[string]bool{}
	for _, place := range r.mapping.places() {
		taken[plainName(*place.column)] = true
	}
	texts := map[string]bool{"附言": true, "用途": true, "备注": true, "摘要": true, "客户摘要": true, "业务摘要": true, "其它摘要": true, "其他摘要": true, "扩展摘要": true, "交易附言": true, "交易用途": true, "交易摘要": true, "个性化信息": true, "个性化备注": true, "商品名称": true}
	r.payee, r.payeeNo, r.undone = -1, -1, -1
	fromPayer := strings.HasPrefix(bareName(r.mapping.Counterparty), "付款")
	for i, cell := range r.header.Cells {
		name := bareName(cell)
		switch {
		case taken[plainName(cell)]:
		case texts[name]:
			r.more = append(r.more, i)
		case fromPayer && r.payee < 0 && (name == "收款人名称" || name == "收款人户名" || name == "收款方名称" || name == "收款方户名"):
			r.payee = i
		case fromPayer && r.payeeNo < 0 && (name == "收款人账号" || name == "收款方账号"):
			r.payeeNo = i
		case name == "冲账标志" || name == "冲帐标志" || name == "冲正标志":
			r.undone = i
		}
	}
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

// filledTo is up to which cell a row has anything.
func filledTo(cells []string) int {
	for i := len(cells); i > 0; i-- {
		if strings.TrimSpace(cells[i-1]) != "" {
			return i
		}
	}
	return 0
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
