package sheet

import (
	"io"
	"strings"
	"unicode/utf8"
)

// Kind says what the cells of a written column are.
type Kind int

// The kinds. Cells are given as text in every kind; "" is an empty cell.
const (
	Text   Kind = iota // any text; made harmless where a spreadsheet program would compute it
	Amount             // plain decimal such as "-1234.50"; XLSX shows thousands separators and the places given
	Number             // plain decimal (quantity, price, rate), shown as it is
	Date               // YYYY-MM-DD
)

// Column is one column of a written table.
type Column struct {
	Title string
	Kind  Kind
	Width int // in characters, XLSX only; 0 chooses by kind
}

// Writer writes one table after the other, row by row, to the underlying
// writer; memory does not grow with the rows. Equal input gives equal bytes.
type Writer struct {
	to      target
	columns []Column
	sheet   string
	row     int
	sheets  map[string]bool
	one     bool
}

// target is what the two formats have in common.
type target interface {
	begin(sheet string, columns []Column) error
	write(row int, columns []Column, cells []string) error
	close() error
}

// NewWriter starts a file. CSV is UTF-8 with a byte order mark (spreadsheet
// programs in China read it as GBK otherwise), commas, CRLF, and holds one table.
func NewWriter(w io.Writer, format Format) *Writer {
	if format == XLSX {
		return &Writer{to: newXLSXWriter(w), sheets: map[string]bool{}}
	}
	return &Writer{to: newCSVWriter(w), sheets: map[string]bool{}, one: true}
}

// Limits of spreadsheet programs.
const (
	maxSheetRows = 1 << 20
	maxCellRunes = 32767
	maxSheetName = 31
)

// Sheet starts a table with its header row. The name must be new, at most 31
// characters and without []:*?/\ (BadSheetName); CSV takes any name and only
// one table.
func (w *Writer) Sheet(name string, columns ...Column) error {
	switch {
	case w.one && len(w.sheets) > 0, w.sheets[strings.ToLower(name)]:
		return refuse(BadSheetName, name)
	case !w.one && (name == "" || utf8.RuneCountInString(name) > maxSheetName || strings.ContainsAny(name, "[]:*?/\\\x00") ||
		strings.HasPrefix(name, "'") || strings.HasSuffix(name, "'")):
		return refuse(BadSheetName, name)
	case len(columns) == 0:
		return refuse(WrongCellCount, name)
	}
	w.sheets[strings.ToLower(name)] = true
	w.columns, w.sheet, w.row = columns, name, 1
	return w.to.begin(name, columns)
}

// Write adds a row, one cell per column. Refused with *Error and nothing
// written: another number of cells, an amount, number or date that is none, a
// text beyond what a cell holds, more rows than a sheet holds.
func (w *Writer) Write(cells ...string) error {
	if len(cells) != len(w.columns) || len(cells) == 0 {
		return refuse(WrongCellCount, "").at(w.sheet, w.row+1, -1)
	}
	for i, cell := range cells {
		if code := w.columns[i].check(cell); code != "" {
			e := refuse(code, cell).at(w.sheet, w.row+1, i)
			e.Header = w.columns[i].Title
			return e
		}
	}
	if w.row >= maxSheetRows {
		return refuse(TooManyRows, "").at(w.sheet, w.row+1, -1)
	}
	w.row++
	return w.to.write(w.row, w.columns, cells)
}

// PageRows is how many rows a table of the format holds below its header; -1: any number.
func (w *Writer) PageRows() int {
	if w.one {
		return -1
	}
	return maxSheetRows - 1
}

// Close ends the file; the underlying writer stays open. A file without any
// table is refused.
func (w *Writer) Close() error {
	if len(w.sheets) == 0 {
		return refuse(EmptyFile, "")
	}
	return w.to.close()
}

func (c Column) check(cell string) Code {
	switch {
	case cell == "":
		return ""
	case c.Kind == Text && utf8.RuneCountInString(cell) > maxCellRunes:
		return CellTooLong
	case (c.Kind == Amount || c.Kind == Number) && !isPlainDecimal(cell):
		return BadNumber
	case c.Kind == Date && !isDate(cell):
		return BadDate
	}
	return ""
}

// isPlainDecimal holds for -?digits[.digits], at most 40 characters.
func isPlainDecimal(text string) bool {
	integer, fraction, pointed := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	return len(text) <= 40 && allDigits(integer) && (!pointed || allDigits(fraction))
}
