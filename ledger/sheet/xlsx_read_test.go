package sheet_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"hefu/ledger/sheet"
)

// fromLibrary makes a workbook with another program's writer.
func fromLibrary(t *testing.T, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fill(f)
	buffer, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return buffer.Bytes()
}

func set(t *testing.T, f *excelize.File, cell string, value any) {
	t.Helper()
	if err := f.SetCellValue("Sheet1", cell, value); err != nil {
		t.Fatal(err)
	}
}

func TestWorkbookOfAnotherProgram(t *testing.T) {
	content := fromLibrary(t, func(f *excelize.File) {
		for cell, value := range map[string]any{
			"A1": "单号", "B1": "金额", "C1": "日期", "D1": "备注",
			"A2": "SO-001", "B2": 0.1, "C2": day(t, "2026-02-28"), "D2": "  two\nlines ",
			"A4": "SO-002", "B4": -1234.5, "C4": day(t, "2024-02-29"), "D4": true,
		} {
			set(t, f, cell, value)
		}
		if _, err := f.NewSheet("Second"); err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellValue("Second", "B2", "x"); err != nil {
			t.Fatal(err)
		}
	})
	book, err := open("orders.xlsx", content, sheet.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if book.Format() != sheet.XLSX || strings.Join(book.Sheets(), ",") != "Sheet1,Second" {
		t.Errorf("%s with sheets %v", book.Format(), book.Sheets())
	}
	rows, err := rowsOf(book, "")
	wantRows(t, "first sheet", rows, err,
		"1:单号|金额|日期|备注", "2:SO-001|0.1|2026-02-28|  two\nlines ", "4:SO-002|-1234.5|2024-02-29|TRUE")
	rows, err = rowsOf(book, "Second")
	wantRows(t, "second sheet", rows, err, "2:|x")
	_, err = rowsOf(book, "Third")
	wantRefusal(t, "third sheet", err, sheet.UnknownSheet, "")
}

func TestNumbersAndDatesAreExact(t *testing.T) {
	for _, c := range []struct{ attributes, value, want string }{
		{``, `0.1`, "0.1"},
		{``, `0.10000000000000001`, "0.1"},
		{``, `1234.5699999999999`, "1234.57"},
		{``, `-0.29999999999999999`, "-0.3"},
		{``, `1E-3`, "0.001"},
		{``, `1.5E+3`, "1500"},
		{``, `-0`, "0"},
		{``, `-0.50`, "-0.50"},
		{``, `150000.00`, "150000.00"},
		{``, `99999999999999`, "99999999999999"},
		{``, `6222021234567890123`, "6222021234567890123"}, // written out in full
		{` s="4"`, `1234.5`, "1234.5"},                     // an amount format with a colour and a "d" in its second section
		{` s="5"`, `1.5`, "1.5"},                           // elapsed hours are a number
		{` s="1"`, `45351`, "2024-02-29"},
		{` s="3"`, `46081`, "2026-02-28"},
		{` s="7"`, `46081`, "2026-02-28"},
		{` s="2"`, `46081.5`, "2026-02-28T12:00:00"},
		{` s="2"`, `46081.999999999`, "2026-03-01"},
		{` s="1"`, `46081.75`, "2026-02-28"},
		{` s="6"`, `0.75`, "18:00:00"},
		{` s="1"`, `1`, "1900-01-01"},
		{` s="1"`, `59`, "1900-02-28"},
		{` s="1"`, `61`, "1900-03-01"},
		{` t="d"`, `2026-02-28T00:00:00`, "2026-02-28"},
		{` t="b"`, `0`, "FALSE"},
		{` t="str"`, `a_x000D_b`, "a\rb"},
		{` s="99"`, `5`, "5"},
	} {
		content := minimal().with("xl/worksheets/sheet1.xml", page(`<row><c`+c.attributes+`><v>`+c.value+`</v></c></row>`)).zip()
		rows, err := readAll("", content, sheet.Options{})
		wantRows(t, c.attributes+" "+c.value, rows, err, "1:"+c.want)
	}
	since1904 := minimal().with("xl/workbook.xml",
		`<workbook><workbookPr date1904="1"/><sheets><sheet name="Orders" r:id="rId1"/></sheets></workbook>`)
	rows, err := readAll("", since1904.with("xl/worksheets/sheet1.xml", page(`<row><c s="1"><v>44619</v></c></row>`)).zip(), sheet.Options{})
	wantRows(t, "days counted from 1904", rows, err, "1:2026-02-28")
}

func TestTextsOfAllKinds(t *testing.T) {
	content := minimal().
		with("xl/_rels/workbook.xml.rels", `<x:Relationships xmlns:x="r"><x:Relationship Id="rId1" Type="t/worksheet" Target="/xl/worksheets/sheet1.xml"/>`+
			`<x:Relationship Id="rId3" Type="t/sharedStrings" Target="sharedStrings.xml"/></x:Relationships>`).
		with("xl/sharedStrings.xml", `<sst><si><t>plain</t></si><si><r><rPr><b/></rPr><t>rich </t></r><r><t xml:space="preserve">text</t></r>`+
			`<rPh sb="0" eb="1"><t>phonetic</t></rPh></si><si/><si><t>a&amp;b _x005F_x0041_</t></si></sst>`).
		with("xl/worksheets/sheet1.xml", `<x:worksheet xmlns:x="m"><x:sheetData><x:row r="3"><x:c r="B3" t="s"><x:v>0</x:v></x:c>`+
			`<x:c t="s"><x:v>1</x:v></x:c><x:c r="E3" t="s"><x:v>3</x:v></x:c><x:c r="XFD3" s="1"/></x:row>`+
			`<x:row r="4"><x:c r="A4" t="s"><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>`).zip()
	rows, err := readAll("", content, sheet.Options{})
	wantRows(t, "texts", rows, err, "3:|plain|rich text||a&b _x0041_")
}

func TestRowsRefused(t *testing.T) {
	opt := sheet.Options{MaxColumns: 3, MaxCell: 30, MaxRows: 2}
	for _, c := range []struct {
		name, rows string
		code       sheet.Code
		place      string
	}{
		{"formula", `<row r="7"><c r="A7"><v>1</v></c><c r="C7"><f>SUM(A1:A3)</f><v>3</v></c></row>`, sheet.Formula, "Orders!C7"},
		{"shared formula", `<row r="7"><c r="C7"><f t="shared" si="0"/><v>3</v></c></row>`, sheet.Formula, "Orders!C7"},
		{"error value", `<row r="2"><c r="B2" t="e"><v>#N/A</v></c></row>`, sheet.ErrorValue, "Orders!B2"},
		{"29 February 1900", `<row r="2"><c r="B2" s="1"><v>60</v></c></row>`, sheet.BadDate, "Orders!B2"},
		{"negative date", `<row r="2"><c r="B2" s="1"><v>-5</v></c></row>`, sheet.BadDate, "Orders!B2"},
		{"date after 9999", `<row r="2"><c r="B2" s="1"><v>2958466</v></c></row>`, sheet.BadDate, "Orders!B2"},
		{"no number", `<row r="2"><c r="B2"><v>NaN</v></c></row>`, sheet.BadNumber, "Orders!B2"},
		{"hexadecimal", `<row r="2"><c r="B2"><v>0x1F</v></c></row>`, sheet.BadNumber, "Orders!B2"},
		{"monstrous exponent", `<row r="2"><c r="B2"><v>1E999999999</v></c></row>`, sheet.BadNumber, "Orders!B2"},
		{"an account number that lost digits", `<row r="2"><c r="B2"><v>6.2220212345678901E+18</v></c></row>`, sheet.NumberNotExact, "Orders!B2"},
		{"unknown shared text", `<row r="2"><c r="B2" t="s"><v>0</v></c></row>`, sheet.Damaged, "Orders!B2"},
		{"too far right", `<row r="2"><c r="D2"><v>1</v></c></row>`, sheet.TooManyColumns, "Orders!D2"},
		{"long cell", `<row r="2"><c r="B2" t="inlineStr"><is><t>1234567890123456789012345678901</t></is></c></row>`, sheet.CellTooLong, "Orders!B2"},
		{"many rows", strings.Repeat(`<row><c><v>1</v></c></row>`, 3), sheet.TooManyRows, "Orders!row 3"},
		{"rows backwards", `<row r="2"/><row r="1"/>`, sheet.Damaged, "Orders!row 2"},
		{"cells backwards", `<row r="2"><c r="B2"/><c r="A2"/></row>`, sheet.Damaged, "Orders!B2"},
		{"cell of another row", `<row r="2"><c r="B3"/></row>`, sheet.Damaged, "Orders!row 2"},
	} {
		_, err := readAll("", minimal().with("xl/worksheets/sheet1.xml", page(c.rows)).zip(), opt)
		wantRefusal(t, c.name, err, c.code, c.place)
	}
	for name, content := range map[string]string{
		"cut off":       `<worksheet><sheetData><row>`,
		"crossed":       `<worksheet><sheetData></worksheet></sheetData>`,
		"document type": `<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>`,
		"entity":        `<worksheet>&boom;</worksheet>`,
		"deep":          strings.Repeat("<a>", 100) + strings.Repeat("</a>", 100),
	} {
		_, err := readAll("", minimal().with("xl/worksheets/sheet1.xml", content).zip(), opt)
		wantRefusal(t, name, err, sheet.Damaged, "")
	}
}

func FuzzPage(f *testing.F) {
	f.Add(`<row r="1"><c r="A1" s="1"><v>45351.5</v></c><c t="inlineStr"><is><t>x</t></is></c></row>`)
	f.Add(`<row><c t="b"><v>1</v></c><c><v>1E-7</v></c></row>`)
	f.Fuzz(func(t *testing.T, rows string) {
		content := minimal().with("xl/worksheets/sheet1.xml", page(rows)).zip()
		book, err := sheet.Open(bytes.NewReader(content), int64(len(content)), "", sheet.Options{})
		if err != nil {
			mustBeRefusal(t, err)
			return
		}
		if _, err := rowsOf(book, ""); err != nil {
			mustBeRefusal(t, err)
		}
	})
}
