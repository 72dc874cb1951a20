package sheet_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"hefu/ledger/sheet"
)

var orderColumns = []sheet.Column{
	{Title: "单号"}, {Title: "金额", Kind: sheet.Amount}, {Title: "数量", Kind: sheet.Number}, {Title: "日期", Kind: sheet.Date},
}

func written(t *testing.T, format sheet.Format, rows ...[]string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := sheet.NewWriter(&b, format)
	if err := w.Sheet("Orders", orderColumns...); err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if err := w.Write(r...); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

var orderRows = [][]string{
	{"SO-1", "-1234.50", "2.5", "2026-02-28"},
	{"龘𠮷 \"a\",b\nc", "0.10", "", ""},
	{"", "123456789012345.67", "0.00000001", "1900-03-01"},
}

func TestCSVOut(t *testing.T) {
	got := string(written(t, sheet.CSV, orderRows...))
	want := "\ufeff单号,金额,数量,日期\r\nSO-1,-1234.50,2.5,2026-02-28\r\n" +
		"\"龘𠮷 \"\"a\"\",b\nc\",0.10,,\r\n,123456789012345.67,0.00000001,1900-03-01\r\n"
	if got != want {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	for _, format := range []sheet.Format{sheet.CSV, sheet.XLSX} {
		content := written(t, format, orderRows...)
		rows, err := readAll("out."+string(format), content, sheet.Options{})
		if format == sheet.XLSX && len(rows) == 4 {
			rows[2] += "||" // trailing empty cells are not stored there
		}
		wantRows(t, string(format), rows, err, "1:单号|金额|数量|日期", "2:SO-1|-1234.50|2.5|2026-02-28",
			"3:龘𠮷 \"a\",b\nc|0.10||", "4:|123456789012345.67|0.00000001|1900-03-01")
		if !bytes.Equal(content, written(t, format, orderRows...)) {
			t.Errorf("%s: equal input gave other bytes", format)
		}
	}
}

// Another program must see real numbers with the places of the currency, real
// dates, a frozen header, and texts that are no formulas.
func TestWorkbookAsAnotherProgramSeesIt(t *testing.T) {
	content := written(t, sheet.XLSX, append(orderRows, []string{"=HYPERLINK(\"http://x\")", "5", "1", "2026-01-01"})...)
	f, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for cell, want := range map[string]string{
		"A1": "单号", "B2": "-1,234.50", "C2": "2.5", "D2": "2026-02-28", "B3": "0.10", "A3": "龘𠮷 \"a\",b\nc",
		"B4": "123456789012345.67", "B5": "5", "A5": "=HYPERLINK(\"http://x\")",
	} {
		if got, err := f.GetCellValue("Orders", cell); err != nil || got != want {
			t.Errorf("%s: got %q, want %q (%v)", cell, got, want, err)
		}
	}
	for cell, want := range map[string]excelize.CellType{
		"A5": excelize.CellTypeInlineString, "B2": excelize.CellTypeUnset, "B4": excelize.CellTypeInlineString,
	} {
		if got, err := f.GetCellType("Orders", cell); err != nil || got != want {
			t.Errorf("%s: type %v, want %v (%v)", cell, got, want, err)
		}
	}
	if formula, err := f.GetCellFormula("Orders", "A5"); err != nil || formula != "" {
		t.Errorf("A5 computes %q (%v)", formula, err)
	}
	if panes, err := f.GetPanes("Orders"); err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("the header is not frozen: %+v (%v)", panes, err)
	}
}

func TestFormulasAreMadeHarmless(t *testing.T) {
	for _, text := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x"} {
		if got := sheet.Harmless(text); got != "'"+text {
			t.Errorf("%q became %q", text, got)
		}
		rows, err := readAll("", written(t, sheet.CSV, []string{text, "-5.00", "", ""}), sheet.Options{})
		if err != nil || len(rows) != 2 || rows[1] != "2:'"+text+"|-5.00||" {
			t.Errorf("%q in CSV: %q (%v)", text, rows, err)
		}
	}
	for _, text := range []string{"", "SO-1", "1-2", "a=b", " =1", "'=1"} {
		if got := sheet.Harmless(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func TestWritingRefused(t *testing.T) {
	for _, format := range []sheet.Format{sheet.CSV, sheet.XLSX} {
		var b bytes.Buffer
		w := sheet.NewWriter(&b, format)
		wantRefusal(t, "row before a table", w.Write("a"), sheet.WrongCellCount, "row 1")
		if err := w.Sheet("Orders", orderColumns...); err != nil {
			t.Fatal(err)
		}
		wantRefusal(t, "second of the same name", w.Sheet("orders", orderColumns...), sheet.BadSheetName, "")
		for _, c := range []struct {
			name  string
			cells []string
			code  sheet.Code
			place string
		}{
			{"few cells", []string{"a"}, sheet.WrongCellCount, "Orders!row 2"},
			{"amount with separators", []string{"a", "1,000.00", "", ""}, sheet.BadNumber, "Orders!B2"},
			{"amount that computes", []string{"a", "=1", "", ""}, sheet.BadNumber, "Orders!B2"},
			{"amount that is no number", []string{"a", "NaN", "", ""}, sheet.BadNumber, "Orders!B2"},
			{"quantity with an exponent", []string{"a", "", "1e3", ""}, sheet.BadNumber, "Orders!C2"},
			{"no date", []string{"a", "", "", "2026-02-30"}, sheet.BadDate, "Orders!D2"},
			{"date before day numbers are right", []string{"a", "", "", "1900-02-28"}, sheet.BadDate, "Orders!D2"},
			{"endless text", []string{strings.Repeat("x", 32768), "", "", ""}, sheet.CellTooLong, "Orders!A2"},
		} {
			wantRefusal(t, c.name, w.Write(c.cells...), c.code, c.place)
		}
	}
	w := sheet.NewWriter(&bytes.Buffer{}, sheet.XLSX)
	for _, name := range []string{"", "a/b", "a[b]", "'a", strings.Repeat("x", 32)} {
		wantRefusal(t, name, w.Sheet(name, orderColumns...), sheet.BadSheetName, "")
	}
	wantRefusal(t, "a file without a table", w.Close(), sheet.EmptyFile, "")
}

func TestSeveralSheets(t *testing.T) {
	var b bytes.Buffer
	w := sheet.NewWriter(&b, sheet.XLSX)
	for _, name := range []string{"对账单 <1>", "明细"} {
		if err := w.Sheet(name, sheet.Column{Title: "A&B"}); err != nil {
			t.Fatal(err)
		}
		if err := w.Write(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	book, err := open("a.xlsx", b.Bytes(), sheet.Options{})
	if err != nil || strings.Join(book.Sheets(), "|") != "对账单 <1>|明细" {
		t.Fatalf("%v %v", book.Sheets(), err)
	}
	rows, err := rowsOf(book, "明细")
	wantRows(t, "second", rows, err, "1:A&B", "2:明细")
}

// Any text comes back from a workbook as it was, control characters included.
func TestAnyTextComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.Rune(), 1, 50, -1).Draw(t, "text")
		if strings.ContainsAny(text, "\x00\ufffe\uffff\ufffd") {
			t.Skip("not text")
		}
		var b bytes.Buffer
		w := sheet.NewWriter(&b, sheet.XLSX)
		if err := w.Sheet("A", sheet.Column{Title: "t"}); err != nil {
			t.Fatal(err)
		}
		if err := w.Write(text); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		book, err := open("", b.Bytes(), sheet.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for row, err := range book.Rows("") {
			if err != nil || (row.Number == 2 && row.Cell(0) != text) {
				t.Fatalf("%q came back as %q (%v)", text, row.Cell(0), err)
			}
		}
	})
}
