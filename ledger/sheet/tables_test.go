package sheet_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"hefu/ledger/sheet"
)

func open(name string, content []byte, opt sheet.Options) (*sheet.Book, error) {
	return sheet.Open(bytes.NewReader(content), int64(len(content)), name, opt)
}

// readAll opens and reads the first sheet; the rows are joined as "1:a|b".
func readAll(name string, content []byte, opt sheet.Options) ([]string, error) {
	book, err := open(name, content, opt)
	if err != nil {
		return nil, err
	}
	return rowsOf(book, "")
}

func rowsOf(book *sheet.Book, name string) ([]string, error) {
	var rows []string
	for row, err := range book.Rows(name) {
		if err != nil {
			return rows, err
		}
		rows = append(rows, fmt.Sprintf("%d:%s", row.Number, strings.Join(row.Cells, "|")))
	}
	return rows, nil
}

func wantRows(t *testing.T, what string, got []string, err error, want ...string) {
	t.Helper()
	if err != nil {
		t.Errorf("%s: %v", what, err)
		return
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%s:\n%s\nwant\n%s", what, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func wantRefusal(t *testing.T, what string, err error, code sheet.Code, place string) {
	t.Helper()
	var refused *sheet.Error
	if !errors.As(err, &refused) {
		t.Errorf("%s: want %s, got %v", what, code, err)
		return
	}
	if refused.Code != code || refused.Place() != place {
		t.Errorf("%s: want %s at %q, got %v at %q", what, code, place, err, refused.Place())
	}
	if refused.Reason("zh") == "" || refused.Reason("en") == "" {
		t.Errorf("%s: %s has no words for people", what, code)
	}
}

func encoded(e encoding.Encoding, text string) []byte {
	out, err := e.NewEncoder().Bytes([]byte(text))
	if err != nil {
		panic(err)
	}
	return out
}

var (
	gb18030 = simplifiedchinese.GB18030
	utf16le = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	utf16be = unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
)

func gzipped(content []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(content); err != nil {
		panic(err)
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// parts is a workbook made by hand, for what no library would write.
type parts map[string]string

func minimal() parts {
	return parts{
		"[Content_Types].xml": `<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`,
		"xl/workbook.xml":     `<workbook><sheets><sheet name="Orders" sheetId="1" r:id="rId1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/>` +
			`<Relationship Id="rId2" Type="http://x/styles" Target="styles.xml"/></Relationships>`,
		"xl/styles.xml": `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>` +
			`<numFmt numFmtId="165" formatCode="[Red]#,##0.00;[$-804]d"/><numFmt numFmtId="166" formatCode="[h]:mm"/></numFmts>` +
			`<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/>` +
			`<xf numFmtId="21"/><xf numFmtId="57"/></cellXfs></styleSheet>`,
		"xl/worksheets/sheet1.xml": page(`<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>`),
	}
}

func page(rows string) string {
	return `<worksheet xmlns="http://x"><sheetData>` + rows + `</sheetData></worksheet>`
}

func (p parts) with(name, content string) parts {
	p[name] = content
	return p
}

func (p parts) zip() []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range p {
		w, err := z.Create(name)
		if err != nil {
			panic(err)
		}
		if _, err := w.Write([]byte(content)); err != nil {
			panic(err)
		}
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}
