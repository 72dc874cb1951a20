package report_test

import (
	"bytes"
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/money"
	"hefu/ledger/report"
	"hefu/ledger/sheet"
)

// A file that is written as the rows come is the file of the table that a page shows, byte by byte.
func TestAStreamedFileIsTheFileOfTheTable(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	trade(t, b)
	s := report.Open(b.DB)
	accountant := b.Staff(ledger.ARAccountant)
	base := period("2026-01-01", "2026-04-30")
	base.Base = true
	ofCustomer := period("2026-01-01", "2026-04-30")
	ofCustomer.CustomerID = b.CNY.ID
	inPounds := period("2026-01-01", "2026-12-31")
	inPounds.Currency = money.Currency("GBP")
	for _, kind := range []string{"detail", "open-items", "movement-detail", "account-ledger", "movement", "checklist"} {
		for name, filter := range map[string]report.Filter{"all": period("2026-01-01", "2026-04-30"), "in base": base, "of a customer": ofCustomer, "in pounds": inPounds, "nothing": period("2020-01-01", "2020-01-31")} {
			for shown, display := range map[string]report.Display{"plain": {}, "without zeros": {HideZero: true}, "chosen columns": {Columns: []string{"customer_name", "currency"}, NoTotal: true}, "subtotals": {Subtotal: "customer_code"}} {
				if (kind == "checklist" || kind == "movement") && shown != "plain" {
					continue
				}
				for _, format := range []sheet.Format{sheet.CSV, sheet.XLSX} {
					table, err := s.Show(t.Context(), accountant, kind, filter, display)
					if err != nil {
						t.Fatal(err)
					}
					var held, streamed bytes.Buffer
					if err := report.Export(&held, format, accountant.Locale, table); err != nil {
						t.Fatal(err)
					}
					if err := s.Write(t.Context(), accountant, kind, filter, display, format, &streamed); err != nil {
						t.Fatalf("%s, %s, %s: %v", kind, name, shown, err)
					}
					if !bytes.Equal(held.Bytes(), streamed.Bytes()) {
						t.Errorf("%s, %s, %s, %v differ:\n%q\n%q", kind, name, shown, format, streamed.Bytes(), held.Bytes())
					}
				}
			}
		}
	}
}

func TestAStreamedFileIsRefusedAsItsTable(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	s := report.Open(b.DB)
	month := period("2026-01-01", "2026-01-31")
	var file bytes.Buffer
	wrong := month
	wrong.Phase = "tomorrow"
	for name, test := range map[string]struct {
		who     ledger.Actor
		kind    string
		filter  report.Filter
		display report.Display
		code    string
	}{
		"no right":          {b.Contact(b.CNY, ledger.Viewer), "detail", month, report.Display{}, "not_permitted"},
		"no such column":    {b.Staff(ledger.ARAccountant), "detail", month, report.Display{Columns: []string{"shoe_size"}}, "validation_failed"},
		"no such phase":     {b.Staff(ledger.ARAccountant), "open-items", wrong, report.Display{}, "validation_failed"},
		"a filter for none": {b.Staff(ledger.ARAccountant), "detail", wrong, report.Display{}, "validation_failed"},
	} {
		if err := s.Write(t.Context(), test.who, test.kind, test.filter, test.display, sheet.CSV, &file); !ledger.IsCode(err, test.code) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
