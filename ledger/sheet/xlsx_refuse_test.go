package sheet_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"hefu/ledger/sheet"
)

func day(t *testing.T, text string) time.Time {
	t.Helper()
	d, err := time.Parse(time.DateOnly, text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestWorkbooksRefused(t *testing.T) {
	types := func(kind string) string {
		return `<Types><Override PartName="/xl/workbook.xml" ContentType="application/` + kind + `"/></Types>`
	}
	for _, c := range []struct {
		name    string
		content []byte
		code    sheet.Code
		place   string
	}{
		{"macro project", minimal().with("xl/vbaProject.bin", "x").zip(), sheet.Macro, ""},
		{"macro workbook type", minimal().with("[Content_Types].xml", types("vnd.ms-excel.sheet.macroEnabled.main+xml")).zip(), sheet.Macro, ""},
		{"macro sheet", minimal().with("xl/macrosheets/sheet1.xml", "<x/>").zip(), sheet.Macro, ""},
		{"binary workbook", minimal().with("[Content_Types].xml", types("vnd.ms-excel.sheet.binary.macroEnabled.main")).zip(), sheet.Macro, ""},
		{"climbing name", minimal().with("../evil.xml", "x").zip(), sheet.UnsafeName, ""},
		{"climbing inside", minimal().with("xl/../../evil.xml", "x").zip(), sheet.UnsafeName, ""},
		{"absolute name", minimal().with("/etc/passwd", "x").zip(), sheet.UnsafeName, ""},
		{"backslash name", minimal().with(`xl\..\evil.xml`, "x").zip(), sheet.UnsafeName, ""},
		{"name doubled in other case", minimal().with("XL/Workbook.xml", "x").zip(), sheet.UnsafeName, ""},
		{"document, no workbook", parts{"[Content_Types].xml": types("x"), "word/document.xml": "<x/>"}.zip(), sheet.NotAWorkbook, ""},
		{"plain archive", parts{"a.txt": "x"}.zip(), sheet.NotAWorkbook, ""},
		{"no sheet", minimal().with("xl/workbook.xml", "<workbook/>").zip(), sheet.NotAWorkbook, ""},
		{"sheet without a part", minimal().with("xl/workbook.xml", `<workbook><sheets><sheet name="A" r:id="rId9"/></sheets></workbook>`).zip(),
			sheet.Damaged, "A"},
		{"cut archive", minimal().zip()[:300], sheet.Damaged, ""},
		{"empty archive", []byte("PK\x05\x06" + strings.Repeat("\x00", 18)), sheet.Damaged, ""},
	} {
		_, err := open("orders", c.content, sheet.Options{})
		wantRefusal(t, c.name, err, c.code, c.place)
	}
	_, err := open("orders.xlsm", minimal().zip(), sheet.Options{})
	wantRefusal(t, "macro file name", err, sheet.Macro, "")
}

func TestHiddenSheets(t *testing.T) {
	for _, state := range []bool{false, true} {
		content := fromLibrary(t, func(f *excelize.File) {
			if _, err := f.NewSheet("Secret"); err != nil {
				t.Fatal(err)
			}
			if err := f.SetSheetVisible("Secret", false, state); err != nil {
				t.Fatal(err)
			}
		})
		_, err := open("a.xlsx", content, sheet.Options{})
		wantRefusal(t, "hidden", err, sheet.HiddenSheet, "Secret")
	}
}

func TestEncryptedWorkbook(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	var b bytes.Buffer
	if err := f.Write(&b, excelize.Options{Password: "secret"}); err != nil {
		t.Fatal(err)
	}
	_, err := open("a.xlsx", b.Bytes(), sheet.Options{})
	wantRefusal(t, "encrypted", err, sheet.Encrypted, "")
}

func TestFormulaOfAnotherProgram(t *testing.T) {
	content := fromLibrary(t, func(f *excelize.File) {
		set(t, f, "A1", 1)
		if err := f.SetCellFormula("Sheet1", "B2", "A1*2"); err != nil {
			t.Fatal(err)
		}
	})
	_, err := readAll("a.xlsx", content, sheet.Options{})
	wantRefusal(t, "formula", err, sheet.Formula, "Sheet1!B2")
}

// Bombs are refused by the directory of the archive alone, before anything is
// unpacked: in milliseconds and without memory.
func TestZipBombs(t *testing.T) {
	repetitive := minimal().with("xl/worksheets/sheet1.xml", page(strings.Repeat(`<row/>`, 5<<20/6)))
	_, err := open("a.xlsx", repetitive.zip(), sheet.Options{})
	wantRefusal(t, "inflates two-hundred-fold", err, sheet.TooLarge, "")
	_, err = open("a.xlsx", minimal().with("xl/media/a.bin", strings.Repeat("abcdefgh", 200)).zip(), sheet.Options{MaxInflated: 2000})
	wantRefusal(t, "above the limit in sum", err, sheet.TooLarge, "")
	many := minimal()
	for i := range 5000 {
		many["xl/x"+strings.Repeat("y", i%50)+string(rune('0'+i%10))+strings.Repeat("z", i/50)] = ""
	}
	_, err = open("a.xlsx", many.zip(), sheet.Options{})
	wantRefusal(t, "thousands of parts", err, sheet.TooLarge, "")
}

// The XML decoder itself would hold a token of any length, many times over.
func TestEndlessTokens(t *testing.T) {
	filler := strings.Repeat("< x", 400_000)
	for _, c := range []struct {
		name, rows string
		code       sheet.Code
		place      string
	}{
		{"attributes", `<row` + strings.Repeat(` a="1"`, 200_000) + `/>`, sheet.TooLarge, ""},
		{"comment", `<!--` + filler + `-->`, sheet.TooLarge, ""},
		{"CDATA", `<row><c><v><![CDATA[` + filler + `]]></v></c></row>`, sheet.TooLarge, ""},
		{"text", `<row><c><v>` + strings.Repeat("1234567", 200_000) + `</v></c></row>`, sheet.CellTooLong, "Orders!A1"},
	} {
		_, err := readAll("", minimal().with("xl/worksheets/sheet1.xml", page(c.rows)).zip(), sheet.Options{})
		wantRefusal(t, c.name, err, c.code, c.place)
	}
	short := page(`<!-- a <b> ]] --><row><c t="inlineStr"><is><t><![CDATA[<x>]]></t></is></c></row>`)
	rows, err := readAll("", minimal().with("xl/worksheets/sheet1.xml", short).zip(), sheet.Options{})
	wantRows(t, "short ones", rows, err, "1:<x>")
}

// A part that is longer than its directory entry says must not get past the
// limit: the reader stops at the declared size.
func TestPartLongerThanDeclared(t *testing.T) {
	content := lying(t, 100)
	_, err := readAll("a.xlsx", content, sheet.Options{MaxInflated: 20_000})
	wantRefusal(t, "lying size", err, sheet.Damaged, "")
}

// lying is a workbook whose sheet part declares fewer bytes than it has.
func lying(t *testing.T, declared uint32) []byte {
	t.Helper()
	content := minimal().with("xl/worksheets/sheet1.xml", page(strings.Repeat(`<row><c><v>1</v></c></row>`, 100_000))).zip()
	reader, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range reader.File {
		if part.Name != "xl/worksheets/sheet1.xml" {
			continue
		}
		real := binary.LittleEndian.AppendUint32(nil, uint32(part.UncompressedSize64))
		small := binary.LittleEndian.AppendUint32(nil, declared)
		changed := bytes.ReplaceAll(content, real, small)
		if bytes.Equal(changed, content) {
			t.Fatal("the size was not found in the directory")
		}
		return changed
	}
	t.Fatal("no sheet part")
	return nil
}
