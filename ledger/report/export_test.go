package report_test

import (
	"bytes"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/report"
	"hefu/ledger/sheet"
)

func TestAnExportHoldsWhatIsShown(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	trade(t, b)
	filter := period("2026-03-05", "2026-03-10")
	filter.CustomerID = b.CNY.ID
	table, err := report.Open(b.DB).MovementDetail(t.Context(), b.Staff(ledger.ARAccountant), filter)
	table = read(t, table, err)
	var file bytes.Buffer
	if err := report.Export(&file, sheet.CSV, "en", table); err != nil {
		t.Fatal(err)
	}
	same(t, "csv", strings.TrimSpace(strings.ReplaceAll(strings.TrimPrefix(file.String(), "\ufeff"), "\r\n", "\n")), `
	Customer no.,Customer,Account,Currency,Posting date,Kind,Document no.,Debit,Credit,Balance
	C001,苏州明远机械有限公司,,CNY,2026-03-05,Opening balance,,,,917.00
	C001,苏州明远机械有限公司,1122,CNY,2026-03-10,Receipt,RC-2026-000001,,500.00,417.00
	C001,苏州明远机械有限公司,,CNY,2026-03-10,Closing balance,,,,417.00
	Total,,,CNY,,,,0.00,500.00,417.00`)
	file.Reset()
	if err := report.Export(&file, sheet.XLSX, "zh-CN", table); err != nil {
		t.Fatal(err)
	}
	book, err := sheet.Open(bytes.NewReader(file.Bytes()), int64(file.Len()), "往来明细表.xlsx", sheet.Options{})
	if err != nil {
		t.Fatal(err)
	}
	rows := 0
	for row, err := range book.Rows("往来明细表") {
		if err != nil {
			t.Fatal(err)
		}
		if rows == 2 {
			same(t, "xlsx", strings.Join(row.Cells, ","), "C001,苏州明远机械有限公司,1122,CNY,2026-03-10,收款单,RC-2026-000001,,500.00,417.00")
		}
		rows++
	}
	if rows != 5 {
		t.Errorf("%d rows in the workbook", rows)
	}
}
