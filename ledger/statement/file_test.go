package statement_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/statement"
)

// I29 and STM-03: page, PDF, XLSX, CSV and JSON show the same figures.
func TestAllFilesShowTheSameFigures(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.Receivable(t, d.CNY, "1130.07", "2026-02-10")
	goods := d.Receivable(t, d.CNY, "2260.30", "2026-03-10")
	money := d.Receipt(t, d.CNY, "1000.01", "2026-03-12")
	d.Allocate(t, d.CNY, goods, money, "1000.00", "2026-03-12")
	id := d.issued(t, month("2026-03"), d.CNY)
	v := d.view(t, id)
	c := d.content(t, id, 1)
	figures := map[string]string{"opening": "1130.07", "closing": "2390.36", "charges": "2260.30", "receipts": "-1000.01", "overdue": "1130.07"}
	equal(t, "opening", v.Opening, figures["opening"])
	equal(t, "closing", v.Closing, figures["closing"])
	equal(t, "charges", c.Totals.Charges, figures["charges"])
	for _, locale := range []string{"zh-CN", "en"} {
		rows := d.csv(t, id, locale)
		for name, want := range map[string]int{"opening": 1, "closing": 1, "charges": 2, "receipts": 2} {
			if got := strings.Count(rows, figures[name]); got < want {
				t.Errorf("%s CSV shows %s %d times:\n%s", locale, figures[name], got, rows)
			}
		}
		book := d.xlsx(t, id, locale)
		for name, figure := range figures {
			if !strings.Contains(book, figure) {
				t.Errorf("%s XLSX does not show %s %s:\n%s", locale, name, figure, book)
			}
		}
		pdf, err := d.Download(t.Context(), d.confirmer(), id, statement.PDF, locale)
		if err != nil || !bytes.HasPrefix(pdf.Content, []byte("%PDF-")) || pdf.Name != "ST-2026-000001-v1.pdf" {
			t.Errorf("%s PDF: %v, %s", locale, err, pdf.Name)
		}
	}
	raw, err := d.Download(t.Context(), d.confirmer(), id, statement.JSON, "en")
	if err != nil || raw.SHA256 != v.SHA256 {
		t.Errorf("the JSON file has the hash %s, %v", raw.SHA256, err)
	}
}

func (d desk) csv(t testing.TB, id ledger.ID, locale string) string {
	t.Helper()
	file, err := d.Download(t.Context(), d.confirmer(), id, statement.CSV, locale)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(file.Content, []byte("\ufeff")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, row := range rows {
		text.WriteString(strings.Join(row, " ") + "\n")
	}
	return text.String()
}

func (d desk) xlsx(t testing.TB, id ledger.ID, locale string) string {
	t.Helper()
	file, err := d.Download(t.Context(), d.confirmer(), id, statement.XLSX, locale)
	if err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(file.Content), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = book.Close() }()
	var text strings.Builder
	for _, name := range book.GetSheetList() {
		rows, err := book.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			text.WriteString(strings.Join(row, " ") + "\n")
		}
	}
	// A number cell has no trailing zeros; the page shows them by the cell's format.
	return strings.NewReplacer("2260.3 ", "2260.30 ", "2260.3\n", "2260.30\n").Replace(text.String())
}

func TestAFileIsMadeOnceAndKept(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.Receivable(t, d.CNY, "100.00", "2026-03-10")
	id := d.make(t, month("2026-03"), d.CNY)
	if _, err := d.Download(t.Context(), d.accountant(), id, statement.PDF, "en"); err != nil {
		t.Fatal(err)
	}
	if kept := ledgertest.Ask[int](t, d.Books, `SELECT count(*) FROM hefu.statement_files`); kept != 0 {
		t.Error("a draft's file was kept")
	}
	issueIt(t, d, id)
	first, err := d.Download(t.Context(), d.confirmer(), id, statement.PDF, "en")
	if err != nil {
		t.Fatal(err)
	}
	again, err := d.Download(t.Context(), d.accountant(), id, statement.PDF, "en")
	if err != nil || !bytes.Equal(first.Content, again.Content) || first.SHA256 != again.SHA256 {
		t.Errorf("another file came the second time, %v", err)
	}
	if kept := ledgertest.Ask[int](t, d.Books, `SELECT count(*) FROM hefu.statement_files`); kept != 1 {
		t.Errorf("%d files are kept", kept)
	}
	_, err = d.Download(t.Context(), d.confirmer(), id, "docx", "en")
	wantCode(t, err, "validation_failed")
}
