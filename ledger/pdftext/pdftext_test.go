package pdftext_test

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"hefu/ledger/pdf"
	"hefu/ledger/pdftext"
)

func all(t *testing.T, content []byte) string {
	t.Helper()
	lines, err := pdftext.Read(content)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, line := range lines {
		b.WriteString(strings.Join(line, " | ") + "\n")
	}
	return b.String()
}

// What the product itself prints is read back, its Chinese too.
func TestAListingIsReadBack(t *testing.T) {
	t.Parallel()
	made, err := pdf.RenderListing(pdf.Listing{Locale: "zh-CN", Title: pdf.Term{Zh: "电子回单", En: "Slip"}, Date: time.Date(2026, 3, 5, 0, 0, 0, 0, time.UTC), Seller: pdf.Seller{Name: "中国工商银行"},
		Customer: pdf.Customer{Name: "杭州某某公司"}, Columns: []pdf.ListingColumn{{Label: pdf.Term{Zh: "项目"}, Whole: true}, {Label: pdf.Term{Zh: "内容"}, Wide: true}},
		Rows: [][]string{{"付款人户名", "苏州远方机电有限公司"}, {"金额（小写）", "CNY 1,234.50"}}, Exact: true})
	if err != nil {
		t.Fatal(err)
	}
	got := all(t, made.PDF)
	for _, want := range []string{"付款人户名 | 苏州远方机电有限公司\n", "1,234.50"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
}

func page(content, font, more string) []byte {
	return fmt.Appendf(nil, "%%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1/Parent 2 0 R>> endobj\n"+
		"3 0 obj <</Type/Page/Parent 2 0 R/Resources<</Font<</F1 4 0 R>>/XObject<</X 6 0 R>>>>/Contents 5 0 R>> endobj\n4 0 obj %s endobj\n5 0 obj <</Length %d>> stream\n%s\nendstream endobj\n%s\n%%%%EOF",
		font, len(content), content, more)
}

const latin = `<</Type/Font/Subtype/Type1/Encoding/WinAnsiEncoding>>`

func TestWordsAndLines(t *testing.T) {
	t.Parallel()
	var packed bytes.Buffer
	zip := zlib.NewWriter(&packed)
	_, _ = zip.Write([]byte("BT /F1 10 Tf 10 20 Td (within) Tj ET"))
	_ = zip.Close()
	form := fmt.Sprintf("6 0 obj <</Type/XObject/Subtype/Form/Filter/FlateDecode/Length %d>> stream\n%s\nendstream endobj", packed.Len(), packed.String())
	for _, it := range []struct{ name, content, font, more, want string }{
		{"pieces from left to right", `BT /F1 10 Tf 200 700 Td (right) Tj -190 0 Td (left) Tj ET`, latin, "", "left | right\n"},
		{"lines from top to bottom", `BT /F1 10 Tf 12 TL 10 100 Td (one) Tj T* (two) Tj ET`, latin, "", "one\ntwo\n"},
		{"kerned text", `BT /F1 10 Tf 10 100 Td [(12) -20 (34) 2000] TJ ET`, latin, "", "1234\n"},
		{"escapes", `BT /F1 10 Tf 10 100 Td (a\(b\)\101\) Tj) Tj ET`, latin, "", "a(b)A) Tj\n"},
		{"a drawing in the page", `q 1 0 0 1 0 5 cm /X Do Q`, latin, form, "within\n"},
		{"GBK without a table", "BT /F1 10 Tf 10 100 Td <bbd8b5a5> Tj ET", `<</Type/Font/Subtype/Type0/Encoding/GBK-EUC-H>>`, "", "回单\n"},
		{"UTF-16 without a table", "BT /F1 10 Tf 10 100 Td <56DE5355> Tj ET", `<</Type/Font/Subtype/Type0/Encoding/UniGB-UCS2-H>>`, "", "回单\n"},
		{"a table of characters", "BT /F1 10 Tf 10 100 Td <00010002> Tj ET", `<</Type/Font/Subtype/Type0/Encoding/Identity-H/ToUnicode 7 0 R>>`,
			"7 0 obj <</Length 120>> stream\n1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <0001> <0002> [<56DE> <5355>] endbfrange\nendstream endobj", "回单\n"},
		{"no words", `0 0 1 rg`, latin, "", ""},
	} {
		t.Run(it.name, func(t *testing.T) {
			t.Parallel()
			if got := all(t, page(it.content, it.font, it.more)); got != it.want {
				t.Errorf("%q, want %q", got, it.want)
			}
		})
	}
}

func TestWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("[", 1<<20)
	for name, it := range map[string]struct {
		content string
		want    error
	}{
		"nothing":           {"", pdftext.ErrUnreadable},
		"encrypted":         {"%PDF-1.4 trailer <</Encrypt 9 0 R>>", pdftext.ErrEncrypted},
		"pages in a circle": {"1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj 2 0 obj <</Kids[2 0 R]>> endobj", pdftext.ErrUnreadable},
		"very deep":         {"1 0 obj " + deep, pdftext.ErrUnreadable},
		"cut off":           {"1 0 obj <</Type/Catalog/Pages 2 0 R", pdftext.ErrUnreadable},
	} {
		if _, err := pdftext.Read([]byte(it.content)); !errors.Is(err, it.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// A drawing that draws itself ends.
	itself := "6 0 obj <</Subtype/Form/Resources<</XObject<</X 6 0 R>>>>/Length 14>> stream\n/X Do /X Do    \nendstream endobj"
	if got := all(t, page("/X Do", latin, itself)); got != "" {
		t.Errorf("%q", got)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(page(`BT /F1 10 Tf 10 100 Td [(12) -20 (34)] TJ ET`, latin, ""))
	f.Add([]byte("1 0 obj <</Type/ObjStm/N 3/First 8>> stream\n1 0 2 5 [[[\nendstream"))
	f.Fuzz(func(_ *testing.T, content []byte) {
		_, _ = pdftext.Read(content)
	})
}
