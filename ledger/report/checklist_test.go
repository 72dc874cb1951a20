package report_test

import (
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
	"hefu/ledger/report"
)

// found names the checks that are not green, with their counts' first finding.
func found(t *testing.T, b *ledgertest.Books) string {
	t.Helper()
	list, err := report.Open(b.DB).Checklist(t.Context(), b.Staff(ledger.ARAccountant))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, check := range list.Checks {
		if check.Count > 0 {
			lines = append(lines, check.Key+": "+check.Findings[0].Customer+" "+check.Findings[0].Subject)
		}
	}
	if list.Green() != (len(lines) == 0) {
		t.Errorf("green is %v with %v", list.Green(), lines)
	}
	if table := list.Table("en"); len(table.Rows) < len(list.Checks)+len(lines) {
		t.Errorf("the table has %d rows", len(table.Rows))
	}
	return strings.Join(lines, "\n")
}

func TestTheDailyCheckNamesOmissionsDuplicatesAndCarryErrors(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	b.PlantsFaults()
	trade(t, b)
	same(t, "sound books", found(t, b), "")
	b.Exec(t, `INSERT INTO hefu.drafts (id, organization_id, customer_id, kind, content, posting_date, created_by)
		VALUES ($1, $2, $3, 'receivable', '{}', '2026-03-01', $1)`, ledger.NewID().String(), b.Organization.ID.String(), b.CNY.ID.String())
	b.Receivable(t, b.CNY, "1130.00", "2026-03-20", func(d *document.New) { d.InvoiceNo, d.DocumentNo = "INV-1", "SO-7" })
	b.Receivable(t, b.CNY, "5.65", "2026-03-20", func(d *document.New) { d.DocumentNo = "SO-7" })
	b.Exec(t, `UPDATE hefu.balances SET debit = debit + 1 WHERE customer_id = $1 AND account_code = '1122' AND period = '2026-01-01'`, b.CNY.ID.String())
	same(t, "spoilt books", found(t, b), `
	unposted_drafts: C001 receivable 2026-03-01 draft
	duplicate_numbers: C001 receivable SO-7 × 2
	duplicate_invoices: C001 INV-1 × 2
	carried_wrong: C001 1122 2026-01 CNY 1.00
	items_differ: C001 CNY 1.00`)
}
