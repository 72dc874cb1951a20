package sheet_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"hefu/ledger/sheet"
)

func TestEncodings(t *testing.T) {
	text := "单号,金额\r\n龘𠮷1,1234.50\r\n"
	want := []string{"1:单号|金额", "2:龘𠮷1|1234.50"}
	for _, c := range []struct {
		name      string
		content   []byte
		encoding  string
		delimiter string
	}{
		{"UTF-8", []byte(text), "UTF-8", ","},
		{"UTF-8 with mark", []byte("\ufeff" + text), "UTF-8", ","},
		{"GB18030", encoded(gb18030, text), "GB18030", ","},
		{"UTF-16 little", encoded(utf16le, text), "UTF-16LE", ","},
		{"UTF-16 big", encoded(utf16be, text), "UTF-16BE", ","},
		{"semicolons", []byte(strings.ReplaceAll(text, ",", ";")), "UTF-8", ";"},
		{"tabs", encoded(gb18030, strings.ReplaceAll(text, ",", "\t")), "GB18030", "\t"},
		{"bars", []byte(strings.ReplaceAll(text, ",", "|")), "UTF-8", "|"},
		{"line feeds", []byte(strings.ReplaceAll(text, "\r", "")), "UTF-8", ","},
		{"carriage returns", []byte(strings.ReplaceAll(text, "\n", "")), "UTF-8", ","},
		{"no last line end", []byte(strings.TrimSpace(text)), "UTF-8", ","},
		{"gzip", gzipped([]byte(text)), "UTF-8", ","},
		{"gzip of GB18030", gzipped(encoded(gb18030, text)), "GB18030", ","},
	} {
		t.Run(c.name, func(t *testing.T) {
			book, err := open("orders.dat", c.content, sheet.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if encoding, delimiter := book.Encoding(); encoding != c.encoding || delimiter != c.delimiter {
				t.Errorf("read as %s with %q", encoding, delimiter)
			}
			rows, err := rowsOf(book, "")
			wantRows(t, "rows", rows, err, want...)
			again, err := rowsOf(book, "")
			wantRows(t, "a second reading", again, err, want...)
		})
	}
}

// A rune may lie across the edge of a read; whichever byte the chunk ends on,
// the file stays UTF-8.
func TestRunesAcrossChunks(t *testing.T) {
	for shift := range 4 {
		text := strings.Repeat("x", shift) + strings.Repeat("合", 60_000) + "\n"
		book, err := open("", []byte(text[:len(text)-1]+",1\n"), sheet.Options{MaxCell: 1 << 20})
		if err != nil {
			t.Fatal(err)
		}
		if encoding, _ := book.Encoding(); encoding != "UTF-8" {
			t.Errorf("shift %d: read as %s", shift, encoding)
		}
	}
}

func TestQuotesAndBlankRows(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"quoted separators and line ends", "a,\"b,\r\n\"\"c\"\"\"\r\nd,e\r\n", []string{"1:a|b,\r\n\"c\"", "2:d|e"}},
		{"a quote inside text", "pipe 5\" long,1\n", []string{"1:pipe 5\" long|1"}},
		{"empty cells", ",,\n,x,\n", []string{"2:|x|"}},
		{"blank rows are counted", "a,b\n\n\nc,d\n", []string{"1:a|b", "4:c|d"}},
		{"quoted last cell", "a,\"b\"", []string{"1:a|b"}},
		{"sep directive", "sep=;\na;b,c\n", []string{"2:a|b,c"}},
		{"title above the table", "[HISTORYDETAIL]\na;b\n1,5;2\n", []string{"1:[HISTORYDETAIL]", "2:a|b", "3:1,5|2"}},
		{"one column", "name\nfoo\n", []string{"1:name", "2:foo"}},
		{"spaces are kept", " a , b\n", []string{"1: a | b"}},
	} {
		rows, err := readAll("", []byte(c.text), sheet.Options{})
		wantRows(t, c.name, rows, err, c.want...)
	}
}

func TestTextRefused(t *testing.T) {
	small := sheet.Options{MaxColumns: 3, MaxCell: 10, MaxRows: 2, MaxInflated: 1000}
	for _, c := range []struct {
		name, file string
		content    []byte
		code       sheet.Code
		place      string
	}{
		{"nothing", "a.csv", nil, sheet.EmptyFile, ""},
		{"only a byte order mark in gzip", "a.csv.gz", gzipped(nil), sheet.EmptyFile, ""},
		{"PDF", "a.csv", []byte("%PDF-1.7 ..."), sheet.WrongMagic, ""},
		{"PNG", "a.xlsx", []byte("\x89PNG\r\n\x1a\n"), sheet.WrongMagic, ""},
		{"text that says xlsx", "a.xlsx", []byte("a,b\n"), sheet.WrongMagic, ""},
		{"workbook that says csv", "a.csv", minimal().zip(), sheet.WrongMagic, ""},
		{"web page", "a.xls", []byte("\n <html><table>"), sheet.Markup, ""},
		{"web page in UTF-16", "a.xls", encoded(utf16le, "<html><table>"), sheet.Markup, ""},
		{"binary", "a.csv", []byte("a,b\x00c\n"), sheet.NotText, ""},
		{"UTF-32", "a.csv", []byte("\xff\xfe\x00\x00a\x00\x00\x00"), sheet.UnknownEncoding, ""},
		{"neither UTF-8 nor GB18030", "a.csv", []byte("a,\xff\xff\xff\n"), sheet.UnknownEncoding, ""},
		{"broken UTF-8 after its mark", "a.csv", []byte("\xef\xbb\xbfa,\xb5\xa5\n"), sheet.UnknownEncoding, ""},
		{"half a surrogate", "a.csv", []byte("\xff\xfea\x00\x00\xd8"), sheet.UnknownEncoding, ""},
		{"broken gzip", "a.csv.gz", gzipped([]byte("a,b\nc,d\n"))[:20], sheet.Damaged, ""},
		{"gzip bomb", "a.csv.gz", gzipped(bytes.Repeat([]byte("a,b\n"), 1000)), sheet.TooLarge, ""},
		{"old Excel", "a.xls", []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 rest"), sheet.LegacyExcel, ""},
		{"unclosed quote", "a.csv", []byte("a,b\nc,\"d\n"), sheet.UnclosedQuote, "B2"},
		{"unclosed quote in a long file", "a.csv", []byte("a,\"" + strings.Repeat("x\n", 100)), sheet.CellTooLong, "B1"},
		{"text after a quote", "a.csv", []byte("\"a\"b,c\n"), sheet.TextAfterQuote, "A1"},
		{"long cell", "a.csv", []byte("a,b\nc,12345678901\n"), sheet.CellTooLong, "B2"},
		{"many columns", "a.csv", []byte("a,b,c\n1,2,3,4\n"), sheet.TooManyColumns, "D2"},
		{"many rows", "a.csv", []byte("a\n\nb\nc\n"), sheet.TooManyRows, "row 4"},
	} {
		_, err := readAll(c.file, c.content, small)
		wantRefusal(t, c.name, err, c.code, c.place)
	}
	book, err := open("", []byte("a\n"), sheet.Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = rowsOf(book, "Orders")
	wantRefusal(t, "a sheet of a CSV file", err, sheet.UnknownSheet, "")
}

// failing is a file whose medium breaks.
type failing struct{}

func (failing) ReadAt([]byte, int64) (int, error) { return 0, errors.New("medium broken") }

func TestBrokenMediumIsNoPanic(t *testing.T) {
	if _, err := sheet.Open(failing{}, 100, "a.csv", sheet.Options{}); err == nil {
		t.Error("want the error of the medium")
	}
}

func FuzzCSV(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "\"a\"\"b\";c\r\n", "sep=|\na|b", "\ufeffx\ty", "[T]\na;b\n"} {
		f.Add([]byte(s))
		f.Add(encoded(utf16be, s))
		f.Add(gzipped([]byte(s)))
	}
	f.Add(encoded(gb18030, "单号,金额\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		opt := sheet.Options{MaxInflated: 1 << 20, MaxColumns: 50, MaxCell: 1000, MaxRows: 1000}
		book, err := open("", content, opt)
		if err != nil {
			mustBeRefusal(t, err)
			return
		}
		last, n := 0, 0
		for row, err := range book.Rows("") {
			if err != nil {
				mustBeRefusal(t, err)
				return
			}
			n++
			if row.Number <= last || n > 1000 || len(row.Cells) > 50 {
				t.Fatalf("row %d after %d with %d cells", row.Number, last, len(row.Cells))
			}
			last = row.Number
			for _, cell := range row.Cells {
				if !utf8.ValidString(cell) || len(cell) > 1000 {
					t.Fatalf("cell %q", cell)
				}
			}
		}
	})
}

func mustBeRefusal(t *testing.T, err error) {
	t.Helper()
	var refused *sheet.Error
	if !errors.As(err, &refused) || refused.Reason("zh") == "" || refused.Reason("en") == "" {
		t.Fatalf("%T without words for people: %v", err, err)
	}
}
