package report

import (
	"bytes"
	"fmt"
	"testing"

	"hefu/ledger/sheet"
)

// A full sheet is followed by another with the same header, and the sums stand on the last.
func TestAFullSheetIsFollowedByAnother(t *testing.T) {
	t.Parallel()
	var file bytes.Buffer
	out := sheet.NewWriter(&file, sheet.XLSX)
	p, err := newPaper(out, Table{ZH: "明细", EN: "Detail", Columns: []Column{customerName, currencyCell, amount("amount", "金额", "Amount")}}, "en")
	if err != nil {
		t.Fatal(err)
	}
	p.left = 2
	for i := range 3 {
		if err := p.line([]string{fmt.Sprintf("customer %d", i), "CNY", "1.00"}, "", ""); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.line([]string{"", "", "3.00"}, "Total", "CNY"); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	book, err := sheet.Open(bytes.NewReader(file.Bytes()), int64(file.Len()), "detail.xlsx", sheet.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, name := range []string{"Detail", "Detail 2"} {
		for row, err := range book.Rows(name) {
			if err != nil {
				t.Fatal(err)
			}
			got += fmt.Sprintln(name, row.Cells)
		}
	}
	want := `Detail [Customer Currency Amount]
Detail [customer 0 CNY 1.00]
Detail [customer 1 CNY 1.00]
Detail 2 [Customer Currency Amount]
Detail 2 [customer 2 CNY 1.00]
Detail 2 [Total CNY 3.00]
`
	if got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}
