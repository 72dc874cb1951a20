package sheet

import (
	"archive/zip"
	"bufio"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// xlsxWriter writes the few parts a plain workbook needs, the rows as they
// come. It puts amounts down digit by digit; a library that takes numbers as
// binary floats could not.
type xlsxWriter struct {
	archive *zip.Writer
	names   []string
	page    *bufio.Writer // of the open sheet
	failed  error
}

func newXLSXWriter(w io.Writer) *xlsxWriter {
	return &xlsxWriter{archive: zip.NewWriter(w)}
}

// part starts a part. No times: equal input must give equal bytes.
func (x *xlsxWriter) part(name string) *bufio.Writer {
	w, err := x.archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
	if err != nil {
		x.failed = err
		w = io.Discard
	}
	return bufio.NewWriterSize(w, 32<<10)
}

func (x *xlsxWriter) flush(w *bufio.Writer) {
	if err := w.Flush(); err != nil && x.failed == nil {
		x.failed = err
	}
}

func (x *xlsxWriter) put(name, content string) {
	w := x.part(name)
	put(w, content)
	x.flush(w)
}

// put leaves errors to Flush, where bufio keeps the first one.
func put(w *bufio.Writer, texts ...string) {
	for _, t := range texts {
		_, _ = w.WriteString(t)
	}
}

func (x *xlsxWriter) begin(sheet string, columns []Column) error {
	if len(x.names) == 0 {
		x.put("_rels/.rels", packageLinks)
	}
	x.endPage()
	x.names = append(x.names, sheet)
	x.page = x.part("xl/worksheets/sheet" + strconv.Itoa(len(x.names)) + ".xml")
	put(x.page, xmlHead, `<worksheet xmlns="`, mainSpace, `"><sheetViews><sheetView workbookViewId="0"`)
	if len(x.names) == 1 {
		put(x.page, ` tabSelected="1"`)
	}
	put(x.page, `><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>`)
	for i, c := range columns {
		n := strconv.Itoa(i + 1)
		put(x.page, `<col min="`, n, `" max="`, n, `" width="`, strconv.Itoa(c.width()), `" customWidth="1"/>`)
	}
	put(x.page, `</cols><sheetData><row r="1">`)
	for i, c := range columns {
		x.text(reference(i, 1), styleHeader, c.Title)
	}
	put(x.page, `</row>`)
	return x.failed
}

func (c Column) width() int {
	switch {
	case c.Width > 0:
		return min(c.Width, 255)
	case c.Kind == Amount, c.Kind == Number:
		return 16
	case c.Kind == Date:
		return 12
	}
	return min(max(utf8.RuneCountInString(c.Title)*2+2, 12), 60)
}

func (x *xlsxWriter) write(row int, columns []Column, cells []string) error {
	put(x.page, `<row r="`, strconv.Itoa(row), `">`)
	for i, cell := range cells {
		if cell == "" {
			continue
		}
		at := reference(i, row)
		switch columns[i].Kind {
		case Amount, Number:
			x.number(at, columns[i].Kind, cell)
		case Date:
			day, _ := time.Parse(time.DateOnly, cell) // checked before
			x.value(at, styleDate, strconv.Itoa(int(day.Unix()/(daySeconds))+epochDays))
		default:
			style := styleText
			if Harmless(cell) != cell {
				style = styleQuoted
			}
			x.text(at, style, cell)
		}
	}
	put(x.page, `</row>`)
	return x.failed
}

// epochDays is 1970-01-01 in the day numbers of spreadsheet programs.
const epochDays = 25569

// number writes what a spreadsheet program can hold as a number, and longer
// figures as text, because it would silently drop their last digits.
func (x *xlsxWriter) number(at string, kind Kind, cell string) {
	_, fraction, _ := strings.Cut(cell, ".")
	digits := strings.TrimLeft(strings.NewReplacer("-", "", ".", "").Replace(cell), "0")
	switch {
	case len(digits) > significant || len(fraction) > maxPlaces:
		x.text(at, styleText, cell)
	case kind == Number:
		x.value(at, styleNumber, cell)
	default:
		x.value(at, styleAmount+len(fraction), cell)
	}
}

func (x *xlsxWriter) value(at string, style int, value string) {
	put(x.page, `<c r="`, at, `" s="`, strconv.Itoa(style), `"><v>`, value, `</v></c>`)
}

func (x *xlsxWriter) text(at string, style int, text string) {
	put(x.page, `<c r="`, at, `" s="`, strconv.Itoa(style), `" t="inlineStr"><is><t xml:space="preserve">`, escape(text), `</t></is></c>`)
}

func reference(column, row int) string { return Letter(column+1) + strconv.Itoa(row) }

func (x *xlsxWriter) endPage() {
	if x.page != nil {
		put(x.page, `</sheetData></worksheet>`)
		x.flush(x.page)
		x.page = nil
	}
}

func (x *xlsxWriter) close() error {
	x.endPage()
	x.put("xl/styles.xml", styles())
	x.put("xl/workbook.xml", workbookPart(x.names))
	x.put("xl/_rels/workbook.xml.rels", workbookLinks(len(x.names)))
	x.put("[Content_Types].xml", contentTypes(len(x.names)))
	if err := x.archive.Close(); x.failed == nil {
		x.failed = err
	}
	return x.failed
}

// isDate holds for a day from 1900-03-01, where day numbers begin to be right,
// to 9999-12-31.
func isDate(text string) bool {
	day, err := time.Parse(time.DateOnly, text)
	return err == nil && len(text) == 10 && !day.Before(time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC))
}
