package ledger_test

import (
	"strings"
	"testing"

	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
)

// Terms, start dates and instalments become open items (SPEC section 7).
func TestDueDatesAndInstalmentsBecomeItems(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	percents := func(parts ...string) *calendar.Terms {
		terms := calendar.Terms{Basis: calendar.FromShipment}
		for i, percent := range parts {
			terms.Parts = append(terms.Parts, calendar.Part{Offset: calendar.Offset{Rule: calendar.RuleNetDays, Days: 30 * i}, Share: calendar.SharePercent, Percent: amount(percent)})
		}
		return &terms
	}
	net := func(basis calendar.Basis, days int) *calendar.Terms {
		terms := calendar.Net(basis, days)
		return &terms
	}
	retention := &calendar.Terms{Basis: calendar.FromRevenue, Parts: []calendar.Part{
		{Offset: calendar.Offset{Rule: calendar.RuleNetDays, Days: 30}, Share: calendar.SharePercent, Percent: amount("95")},
		{Offset: calendar.Offset{Rule: calendar.RuleFixedDate, Date: day("2027-03-31")}, Share: calendar.ShareRemainder, Retention: true}}}
	dates := calendar.Dates{Order: day("2026-02-01"), Shipment: day("2026-02-20"), Revenue: day("2026-02-25"), UninvoicedRevenue: day("2026-03-15")}
	given := dates
	given.Given = day("2026-05-01")
	for _, test := range []struct {
		name  string
		terms *calendar.Terms
		dates calendar.Dates
		due   calendar.Date
		want  []string
	}{
		{"the customer's own terms: net 30 from the document", nil, calendar.Dates{}, calendar.Date{}, []string{"debit 2026-04-09 1130.00 1130.00 1130.00"}},
		{"net 30 from the order", net(calendar.FromOrder, 30), dates, calendar.Date{}, []string{"debit 2026-03-03 1130.00 1130.00 1130.00"}},
		{"net 30 from the shipment", net(calendar.FromShipment, 30), dates, calendar.Date{}, []string{"debit 2026-03-22 1130.00 1130.00 1130.00"}},
		{"net 30 from the revenue", net(calendar.FromRevenue, 30), dates, calendar.Date{}, []string{"debit 2026-03-27 1130.00 1130.00 1130.00"}},
		{"net 30 from uninvoiced revenue of 15 March", net(calendar.FromUninvoicedRevenue, 30), dates, calendar.Date{}, []string{"debit 2026-04-14 1130.00 1130.00 1130.00"}},
		{"net 30 from the invoice, the shipment stands in", net(calendar.FromInvoice, 30), dates, calendar.Date{}, []string{"debit 2026-03-22 1130.00 1130.00 1130.00"}},
		{"net 30 from a given date", net(calendar.FromGiven, 30), given, calendar.Date{}, []string{"debit 2026-05-31 1130.00 1130.00 1130.00"}},
		{"a due date by hand wins", net(calendar.FromOrder, 30), dates, day("2026-12-24"), []string{"debit 2026-12-24 1130.00 1130.00 1130.00"}},
		{"30/60/10 sum back", percents("30", "60", "10"), dates, calendar.Date{},
			[]string{"debit 2026-02-20 339.00 339.00 339.00", "debit 2026-03-22 678.00 678.00 678.00", "debit 2026-04-21 113.00 113.00 113.00"}},
		{"thirds: the last takes the rounding", percents("33.33", "33.33", "33.34"), dates, calendar.Date{},
			[]string{"debit 2026-02-20 376.63 376.63 376.63", "debit 2026-03-22 376.63 376.63 376.63", "debit 2026-04-21 376.74 376.74 376.74"}},
		{"retention with its own date", retention, dates, calendar.Date{}, []string{"debit 2026-03-27 1073.50 1073.50 1073.50", "debit 2027-03-31 56.50 56.50 56.50"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			posted := b.Post(t, b.CNY, document.New{Kind: document.Receivable, DocumentDate: day("2026-03-10"), SourceKind: "shipment",
				Terms: test.terms, Dates: test.dates, DueDate: test.due, Lines: []document.Line{line("1000.00", "13", "130.00")}})
			if got, want := items(t, b, posted), strings.Join(test.want, "\n"); got != want {
				t.Errorf("items\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// Instalments of a foreign amount sum back in base currency too, and a credit is due at once.
func TestInstalmentsShareTheBaseAmountAndCreditsDoNotWait(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	thirds := &calendar.Terms{Basis: calendar.FromGiven, Parts: []calendar.Part{
		{Offset: calendar.Offset{Rule: calendar.RuleNetDays}, Share: calendar.SharePercent, Percent: amount("33")},
		{Offset: calendar.Offset{Rule: calendar.RuleMonths, Months: 1}, Share: calendar.SharePercent, Percent: amount("33")},
		{Offset: calendar.Offset{Rule: calendar.RuleMonths, Months: 2}, Share: calendar.ShareRemainder}}}
	goods := b.Receivable(t, b.USD, "100.01", "2026-01-31", func(d *document.New) { d.Terms = thirds })
	if got, want := items(t, b, goods), "debit 2026-01-31 33.00 33.00 234.30\ndebit 2026-02-28 33.00 33.00 234.30\ndebit 2026-03-31 34.01 34.01 241.47"; got != want {
		t.Errorf("items\n%s\nwant\n%s", got, want) // 100.01 at 7.10 is 710.07
	}
	money := b.Receipt(t, b.CNY, "10.00", "2026-03-10")
	if got, want := items(t, b, money), "credit 2026-03-10 10.00 10.00 10.00"; got != want {
		t.Errorf("a receipt is due %s, want %s", got, want)
	}
}

// A date given by hand needs a reason, and both stand in the audit log (DUE-06).
func TestADateGivenByHandNeedsAReason(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	for name, change := range map[string]func(*document.New){
		"a due date":   func(d *document.New) { d.DueDate = day("2026-12-24") },
		"a start date": func(d *document.New) { d.Dates.Given = day("2026-05-01") },
	} {
		d := receivable(b.CNY, "2026-03-10")
		d.SourceKind = "manual"
		change(&d)
		_, err := post(t, b, d)
		wantField(t, err, "reason", "required")
		d.Reason = "合同补充协议 " + name
		one(t, b, d)
		if logged := ledgertest.Ask[int](t, b, `SELECT count(*)::int FROM hefu.audit_log WHERE action = 'document.posted' AND payload LIKE '%' || $1 || '%' AND payload LIKE '%"due"%'`, d.Reason); logged != 1 {
			t.Errorf("%s: the reason stands %d times in the audit log", name, logged)
		}
	}
}
