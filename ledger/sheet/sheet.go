// Package sheet reads and writes tables as CSV and XLSX. It streams: memory
// does not grow with the rows. It knows cells, encodings and file tricks, and no
// accounting; what a column means is the importer's business.
package sheet

import (
	"io"
	"iter"
	"path"
	"strings"
)

// Format is the kind of file, told from its content.
type Format string

// The formats.
const (
	CSV  Format = "csv"
	XLSX Format = "xlsx"
)

// Options are the limits of reading; zero values mean the defaults.
type Options struct {
	MaxInflated int64 // bytes after decompression, all parts together; default 64 MiB, raise for trusted large files
	MaxRows     int   // rows with content, default 1,048,576
	MaxColumns  int   // default 256
	MaxCell     int   // bytes of one cell, default 32 KiB
}

func (o Options) withDefaults() Options {
	if o.MaxInflated <= 0 {
		o.MaxInflated = 64 << 20
	}
	if o.MaxRows <= 0 {
		o.MaxRows = 1 << 20
	}
	if o.MaxColumns <= 0 {
		o.MaxColumns = 256
	}
	if o.MaxCell <= 0 {
		o.MaxCell = 32 << 10
	}
	return o
}

// Row is one row with content. Cells hold the file's text: XLSX numbers as
// plain decimals, its dates as YYYY-MM-DD, with a time YYYY-MM-DDTHH:MM:SS.
// The cells belong to the caller.
type Row struct {
	Sheet  string
	Number int // from 1, as a spreadsheet program shows it; blank rows are counted and left out
	Cells  []string
}

// Cell is the text at a 0-based column; "" past the end of the row.
func (r Row) Cell(column int) string {
	if column < 0 || column >= len(r.Cells) {
		return ""
	}
	return r.Cells[column]
}

// Book is an opened file. It reads from the ReaderAt given to Open, which must
// stay readable; it holds no other resource and needs no closing.
type Book struct {
	format Format
	source source
}

// source is what the two formats have in common.
type source interface {
	sheets() []string
	rows(sheet string, yield func(Row, error) bool)
}

// Open looks at the content, not the name, to tell what the file is; the name
// only serves to refuse a file that pretends (".xlsx" that is none). Everything
// that can be known without reading all cells is refused here, with *Error:
// see the codes. Formulas and broken rows come out of Rows.
func Open(r io.ReaderAt, size int64, name string, opt Options) (*Book, error) {
	opt = opt.withDefaults()
	if size <= 0 {
		return nil, refuse(EmptyFile, "")
	}
	kind, err := detect(r, size)
	if err != nil {
		return nil, err
	}
	if err := pretends(name, kind); err != nil {
		return nil, err
	}
	if kind == magicZip {
		source, err := openXLSX(r, size, opt)
		if err != nil {
			return nil, err
		}
		return &Book{XLSX, source}, nil
	}
	source, err := openText(r, size, kind == magicGzip, opt)
	if err != nil {
		return nil, err
	}
	return &Book{CSV, source}, nil
}

// Format tells what the content turned out to be.
func (b *Book) Format() Format { return b.format }

// Sheets are the names of the worksheets in order; CSV has one, named "".
func (b *Book) Sheets() []string { return b.source.sheets() }

// Rows streams the rows with content of a sheet; "" is the first one. An error
// is an *Error (or what the ReaderAt returned), comes last, and ends the rows.
// Rows can be asked for again and starts over.
func (b *Book) Rows(sheet string) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) { b.source.rows(sheet, yield) }
}

// pretends refuses names whose ending promises the other kind of content. Old
// ".xls" names are left alone: banks give that name to plain text.
func pretends(name string, kind magic) error {
	ending := strings.ToLower(path.Ext(strings.TrimSuffix(strings.ToLower(name), ".gz")))
	switch ending {
	case ".xlsm", ".xltm", ".xlsb", ".xlam":
		return refuse(Macro, ending)
	case ".xlsx":
		if kind != magicZip {
			return refuse(WrongMagic, ending)
		}
	case ".csv", ".tsv", ".txt":
		if kind == magicZip {
			return refuse(WrongMagic, ending)
		}
	}
	return nil
}
