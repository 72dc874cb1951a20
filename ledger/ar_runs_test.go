package ledger_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/aging"
	"hefu/ledger/allocation"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/internal/store"
	"hefu/ledger/ledgertest"
	"hefu/ledger/party"
	"hefu/ledger/statement"
)

var arRules = map[string]calendar.Rule{
	"": calendar.RuleNetDays, "days_after": calendar.RuleNetDays, "days_after_invoice_date": calendar.RuleNetDays, "months_after": calendar.RuleMonths, "months_and_days": calendar.RuleMonths,
	"months_then_end_of_month": calendar.RuleEndOfMonth, "months_day_of_month_then_days": calendar.RuleDayOfMonth, "days_then_end_of_month_then_day_of_next_month": calendar.RuleDaysEndOfMonth,
}

func (c arCase) terms() *calendar.Terms {
	terms := &calendar.Terms{Basis: calendar.FromInvoice}
	for _, p := range c.Terms {
		part := calendar.Part{Offset: calendar.Offset{Rule: arRules[p.Rule], Days: p.Days, Months: p.Months, Day: p.DayOfNext + p.DayOfMonth}, Share: calendar.SharePercent}
		switch {
		case p.Remainder:
			part.Share = calendar.ShareRemainder
		case p.Fixed != "":
			part.Share, part.Amount = calendar.ShareFixed, amount(p.Fixed)
		case p.PercentOf == "remaining":
			part.Share, part.Percent = calendar.SharePercentOfRemaining, amount(p.Percent)
		default:
			part.Percent = amount(p.Percent)
		}
		terms.Parts = append(terms.Parts, part)
	}
	return terms
}

// dueDates posts the invoice and reads its open items.
func dueDates(t *testing.T, b *ledgertest.Books, c arCase) {
	want := expected[struct {
		Due, Schedule []struct{ Date, Percent, Amount string }
	}](t, c)
	doc := c.Documents[0]
	posted := doc.invoice(t, b, func(d *document.New) { d.Terms, d.InvoiceNo = c.terms(), doc.ID })
	var lines []string
	for _, part := range append(want.Due, want.Schedule...) {
		sum := part.Amount
		if sum == "" {
			sum = amount(doc.Amount).Mul(amount(part.Percent)).Shift(-2).StringFixed(2)
		}
		lines = append(lines, "debit "+part.Date+" "+sum+" "+sum+" "+sum)
	}
	if got := items(t, b, posted); got != strings.Join(lines, "\n") {
		t.Errorf("items\n%s\nwant\n%s", got, strings.Join(lines, "\n"))
	}
}

func termsRefused(t *testing.T, b *ledgertest.Books, c arCase) {
	d := receivable(b.CNY, "2026-03-02")
	d.Terms = c.terms()
	_, err := post(t, b, d)
	wantField(t, err, "terms", "bad_terms")
}

// rolledDueDate lets a fixed due date roll to a working day of the Chinese calendar.
func rolledDueDate(t *testing.T, b *ledgertest.Books, c arCase) {
	want := expected[struct {
		Following, Preceding string
		Modified             string `json:"modified_following"`
	}](t, c)
	for roll, due := range map[calendar.Roll]string{calendar.RollNone: c.Due, calendar.RollNext: want.Following, calendar.RollPrevious: want.Preceding, calendar.RollModifiedNext: want.Modified} {
		terms := calendar.Single(calendar.FromGiven, calendar.Offset{Rule: calendar.RuleFixedDate, Date: day(c.Due)})
		terms.Roll, terms.Calendar = roll, calendar.ChinaName
		posted := arDocument{Amount: "1.00", Date: "2025-12-01"}.invoice(t, b, func(d *document.New) { d.Terms = &terms })
		if got := items(t, b, posted); got != "debit "+due+" 1.00 1.00 1.00" {
			t.Errorf("roll %s: %s, want %s", roll, got, due)
		}
	}
}

func twoPartPayments(t *testing.T, b *ledgertest.Books, c arCase) {
	want := expected[struct {
		Both struct{ Open, Unallocated string } `json:"after_both"`
		Less struct{ Open string }              `json:"after_cancelling_R1"`
	}](t, c)
	invoice, first, second := c.Documents[0].invoice(t, b), c.Receipts[0].receipt(t, b), c.Receipts[1].receipt(t, b)
	cancelled := b.Allocate(t, b.CNY, invoice, first, c.Receipts[0].Amount, "2026-03-02")
	b.Allocate(t, b.CNY, invoice, second, c.Receipts[1].Amount, "2026-03-02")
	wantOpen(t, b, "the invoice", invoice, want.Both.Open)
	wantOpen(t, b, "the receipts", first, want.Both.Unallocated)
	if got := status(t, b, invoice); got != "partial" {
		t.Errorf("it reads %s", got)
	}
	if _, err := allocation.Open(b.DB).Undo(t.Context(), b.Staff(ledger.ARAccountant), cancelled, day("2026-03-03"), "退票"); err != nil {
		t.Fatal(err)
	}
	reverse(t, b, first, "2026-03-03")
	wantOpen(t, b, "after cancelling, the invoice", invoice, want.Less.Open)
}

func oneReceiptTwoInvoices(t *testing.T, b *ledgertest.Books, c arCase) {
	want := expected[struct {
		Allocations [][]string
		Left        string `json:"receipt_open"`
		Open        map[string]string
	}](t, c)
	money := c.Receipts[0].receipt(t, b)
	docs := map[string]document.Posted{}
	for _, d := range c.Documents {
		docs[d.ID] = d.invoice(t, b)
	}
	var pairs []allocation.Pair
	for _, a := range want.Allocations {
		pairs = append(pairs, pair(t, b, docs[a[1]], money, a[2]))
	}
	if _, err := settle(t, b, b.CNY, "2026-03-02", pairs...); err != nil {
		t.Fatal(err)
	}
	wantOpen(t, b, "the receipt", money, want.Left)
	for id, open := range want.Open {
		wantOpen(t, b, id, docs[id], open)
	}
}

func netReceipt(t *testing.T, b *ledgertest.Books, c arCase) {
	want := expected[struct {
		Needed string `json:"receipt_needed"`
		Open   map[string]string
	}](t, c)
	first, second := c.Documents[0].invoice(t, b), c.Documents[1].invoice(t, b)
	credit := c.Documents[2].credit(t, b, second)
	if due := b.Balance(t, b.CNY); !due.Equal(amount(want.Needed)) {
		t.Errorf("%s is due, want %s", due, want.Needed)
	}
	money := c.Receipts[0].receipt(t, b)
	if _, err := settle(t, b, b.CNY, "2026-03-02", pair(t, b, second, credit, "1600.00"), pair(t, b, first, money, "1000.00"), pair(t, b, second, money, "400.00")); err != nil {
		t.Fatal(err)
	}
	for id, d := range map[string]document.Posted{"I1": first, "I2": second, "C1": credit} {
		wantOpen(t, b, id, d, want.Open[id])
	}
}

func overpaid(t *testing.T, b *ledgertest.Books, c arCase) {
	want := expected[struct {
		Balance string `json:"customer_balance"`
	}](t, c)
	invoice, money := c.Documents[0].invoice(t, b), c.Receipts[0].receipt(t, b)
	b.Allocate(t, b.CNY, invoice, money, c.Documents[0].Amount, "2026-03-02")
	if balance := b.Balance(t, b.CNY); !balance.Equal(amount(want.Balance)) || status(t, b, invoice) != "settled" {
		t.Errorf("balance %s, the invoice reads %s", balance, status(t, b, invoice))
	}
}

// matchRemoved: the peer takes one match out of a receipt; here each match that may be taken out alone is a settlement of its own.
func matchRemoved(t *testing.T, b *ledgertest.Books, c arCase) {
	want := expected[struct {
		Open map[string]string
		Left string `json:"receipt_unallocated"`
	}](t, c)
	first, second, money := c.Documents[0].invoice(t, b), c.Documents[1].invoice(t, b), c.Receipts[0].receipt(t, b)
	removed := b.Allocate(t, b.CNY, first, money, "100.00", "2026-03-02")
	b.Allocate(t, b.CNY, second, money, "100.00", "2026-03-02")
	if _, err := allocation.Open(b.DB).Undo(t.Context(), b.Staff(ledger.ARAccountant), removed, day("2026-03-02"), ""); err != nil {
		t.Fatal(err)
	}
	wantOpen(t, b, "I1", first, want.Open["I1"])
	wantOpen(t, b, "I2", second, want.Open["I2"])
	wantOpen(t, b, "the receipt", money, want.Left)
}

// smallWriteOff: the peer corrects the tax by 0.03 too; our clean-up (SPEC section 5) posts all of it to 6711.
func smallWriteOff(t *testing.T, b *ledgertest.Books, c arCase) {
	want := expected[struct {
		Before   string `json:"open_before"`
		WriteOff string `json:"write_off"`
		Open     string
	}](t, c)
	invoice := c.Documents[0].invoice(t, b)
	b.Allocate(t, b.CNY, invoice, c.Receipts[0].receipt(t, b), c.Receipts[0].Amount, "2026-03-02")
	wantOpen(t, b, "before, the invoice", invoice, want.Before)
	_, err := allocation.Open(b.DB).CleanUp(t.Context(), b.Staff(ledger.ARAccountant), allocation.AgainstCommand{ItemID: b.Item(t, invoice), On: day("2026-03-31"), Reason: "尾差"})
	if err != nil {
		t.Fatal(err)
	}
	wantOpen(t, b, "after, the invoice", invoice, want.Open)
	if written := accountBase(t, b, "write_off"); !written.Equal(amount(want.WriteOff)) {
		t.Errorf("%s is written off", written)
	}
}

func instalmentsInDueOrder(t *testing.T, b *ledgertest.Books, c arCase) {
	want := expected[struct {
		Instalments []struct{ Invoiced, Open string }
	}](t, c)
	terms := &calendar.Terms{Basis: calendar.FromGiven}
	for i, part := range c.Documents[0].Schedule {
		terms.Parts = append(terms.Parts, calendar.Part{Offset: calendar.Offset{Rule: calendar.RuleNetDays, Days: 30 * (i + 1)}, Share: calendar.ShareFixed, Amount: amount(part.Amount)})
	}
	last := &terms.Parts[len(terms.Parts)-1]
	last.Share, last.Amount = calendar.ShareRemainder, decimal.Zero
	invoice, money := c.Documents[0].invoice(t, b, func(d *document.New) { d.Terms = terms }), c.Receipts[0].receipt(t, b)
	first, second := pair(t, b, invoice, money, "30.00"), pair(t, b, invoice, money, "10.00")
	second.DebitItem = itemOf(t, b, invoice, 2)
	if _, err := settle(t, b, b.CNY, "2026-03-02", first, second); err != nil {
		t.Fatal(err)
	}
	for i, l := range strings.Split(items(t, b, invoice), "\n") {
		if fields := strings.Fields(l); fields[2] != want.Instalments[i].Invoiced || fields[3] != want.Instalments[i].Open {
			t.Errorf("instalment %d is %s, want %+v", i+1, l, want.Instalments[i])
		}
	}
}

func creditThenReceipt(t *testing.T, b *ledgertest.Books, c arCase) {
	want := expected[struct {
		Left string `json:"receipt_open"`
		Open string
	}](t, c)
	invoice := c.Documents[0].invoice(t, b)
	note, money := c.Documents[1].credit(t, b, invoice), c.Receipts[0].receipt(t, b)
	if _, err := settle(t, b, b.CNY, "2026-03-20", pair(t, b, invoice, note, "2.38"), pair(t, b, invoice, money, "3.57")); err != nil {
		t.Fatal(err)
	}
	wantOpen(t, b, "the receipt", money, want.Left)
	wantOpen(t, b, "the invoice", invoice, want.Open)
}

func oneCentIsReported(t *testing.T, b *ledgertest.Books, c arCase) {
	want := expected[struct{ Open string }](t, c)
	invoice := c.Documents[0].invoice(t, b)
	b.Allocate(t, b.CNY, invoice, c.Receipts[0].receipt(t, b), c.Receipts[0].Amount, "2026-03-02")
	wantOpen(t, b, "the invoice", invoice, want.Open)
	report, err := aging.Open(b.DB).Report(t.Context(), b.Staff(ledger.ARAccountant), aging.Query{AsOf: day("2026-03-31")})
	if err != nil || len(report.Rows) != 1 || !report.Rows[0].Total.Equal(amount(want.Open)) {
		t.Errorf("the aging shows %+v, %v", report.Rows, err)
	}
}

// statementSteps draws the statement after each act.
func statementSteps(t *testing.T, b *ledgertest.Books, c arCase) {
	want := expected[struct {
		Steps []struct{ Invoiced, Returned, Paid, Closing string }
	}](t, c)
	var invoice document.Posted
	for i, act := range []func(){func() { invoice = c.Documents[0].invoice(t, b) }, func() { c.Documents[1].credit(t, b, invoice) }, func() { c.Receipts[0].receipt(t, b) }} {
		act()
		err := b.DB.Write(t.Context(), b.System(), func(ctx context.Context, tx *store.Tx) error {
			_, err := statement.Generate(ctx, tx, statement.GenerateCommand{Period: statement.Period{Start: day("2026-03-01"), CutOff: day("2026-03-31")},
				Customers: []ledger.ID{b.CNY.ID}, MadeBy: b.Staff(ledger.ARAccountant).PersonID})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		step := want.Steps[i]
		got := ledgertest.Ask[string](t, b, `SELECT round(opening, 2) || ' ' || round(charges, 2) || ' ' || round(abs(credits), 2) || ' ' || round(abs(receipts), 2) || ' ' || round(closing, 2)
			FROM hefu.statement_versions ORDER BY version DESC LIMIT 1`)
		if line := strings.Join([]string{"0.00", step.Invoiced, step.Returned, step.Paid, step.Closing}, " "); got != line {
			t.Errorf("step %d: the statement says %s, want %s", i+1, got, line)
		}
	}
}

// zeroInvoice: the peer posts it and calls it paid. A document of zero moves nothing, so it does not enter our books at all.
func zeroInvoice(t *testing.T, b *ledgertest.Books, c arCase) {
	d := arDocument{Amount: c.Documents[0].Amount, Date: c.Documents[0].Date}
	_, err := post(t, b, document.New{Kind: document.Receivable, CustomerID: b.CNY.ID, Currency: "CNY", DocumentDate: day(d.on()), Lines: []document.Line{d.line()}})
	wantField(t, err, "lines", "must_not_be_zero")
	if balance := b.Balance(t, b.CNY); !balance.Equal(amount(expected[struct{ Open string }](t, c).Open)) {
		t.Errorf("%s is owed", balance)
	}
}

// taxPerLine: tax is rounded a line (SPEC section 3); the peer's other rounding, over the whole, is not ours.
func taxPerLine(t *testing.T, b *ledgertest.Books, c arCase) {
	want := expected[struct {
		PerLine string `json:"tax_per_line"`
	}](t, c)
	d := document.New{Kind: document.Receivable, CustomerID: b.CNY.ID, Currency: "CNY", DocumentDate: day("2026-03-02")}
	for _, l := range c.Lines {
		tax := amount(l.Net).Mul(amount(l.TaxRates[0])).DivRound(decimal.NewFromInt(100), 2)
		d.Lines = append(d.Lines, line(l.Net, l.TaxRates[0], tax.String()))
	}
	one(t, b, d)
	if tax := accountBase(t, b, "tax").Neg(); !tax.Equal(amount(want.PerLine)) {
		t.Errorf("tax is %s, want %s", tax, want.PerLine)
	}
}

// rate turns the peer's units a company unit into ours, company units a unit.
func (c arCase) rate(on string) func(*document.New) {
	for _, r := range c.Rates {
		if r.Date == on {
			return func(d *document.New) {
				d.Currency, d.Rate = "USD", decimal.NewFromInt(1).DivRound(amount(r.PerCompanyUnit), 8)
			}
		}
	}
	return func(*document.New) {}
}

func foreignReceipt(t *testing.T, b *ledgertest.Books, c arCase) {
	want := expected[struct {
		Open string `json:"open_company"`
		Left string `json:"receipt_left"`
	}](t, c)
	invoice := c.Documents[0].invoice(t, b)
	money := b.Receipt(t, b.CNY, c.Receipts[0].Amount, c.Receipts[0].Date, c.rate(c.Receipts[0].Date))
	p := pair(t, b, invoice, money, "30.00")
	p.CreditAmount = amount(c.Receipts[0].Amount)
	if _, err := settle(t, b, b.CNY, c.Documents[0].Date, p); err != nil {
		t.Fatal(err)
	}
	wantOpen(t, b, "the invoice", invoice, want.Open)
	wantOpen(t, b, "the receipt", money, want.Left)
	if difference := accountBase(t, b, "exchange"); !difference.IsZero() {
		t.Errorf("the exchange difference is %s", difference)
	}
}

// foreignPart matches as much as possible; the difference is posted on the day of the settlement, not at the month's end.
func foreignPart(t *testing.T, b *ledgertest.Books, c arCase) {
	want := expected[struct{ Steps []json.RawMessage }](t, c)
	var difference, residual string
	for _, raw := range want.Steps {
		var step struct {
			Lines []struct{ Debit, Credit, Account string } `json:"expect_exchange_entry_lines"`
			Rest  []struct{ Line, Residual string }         `json:"expect_residuals"`
		}
		if err := json.Unmarshal(raw, &step); err != nil {
			t.Fatal(err)
		}
		for _, l := range step.Lines {
			if strings.HasPrefix(l.Account, "exchange_") {
				difference = amount(l.Debit).Sub(amount(l.Credit)).String()
			}
		}
		for _, r := range step.Rest {
			if r.Line == "line_2" {
				residual = amount(r.Residual).Neg().String()
			}
		}
	}
	owed, paid := c.Lines[0], c.Lines[1]
	invoice := b.Receivable(t, b.USD, owed.AmountCurrency, owed.Date, c.rate(owed.Date))
	money := b.Receipt(t, b.USD, amount(paid.AmountCurrency).Neg().String(), paid.Date, c.rate(paid.Date))
	if _, err := settle(t, b, b.USD, "2017-01-01", pair(t, b, invoice, money, owed.AmountCurrency)); err != nil {
		t.Fatal(err)
	}
	wantOpen(t, b, "line_1", invoice, "0")
	wantOpen(t, b, "line_2", money, "120")
	left := ledgertest.Ask[string](t, b, `SELECT open_base::text FROM hefu.open_items WHERE document_id = $1`, money.ID.String())
	if got := accountBase(t, b, "exchange"); !got.Equal(amount(difference)) || !amount(left).Equal(amount(residual)) {
		t.Errorf("exchange %s and %s left, want %s and %s", got, left, difference, residual)
	}
}

func redLetter(t *testing.T, b *ledgertest.Books, c arCase) {
	want := expected[struct {
		TaxLeft   string `json:"tax_left"`
		GrossLeft string `json:"gross_left"`
	}](t, c)
	blue := c.Documents[0].invoice(t, b)
	c.Documents[1].credit(t, b, blue)
	if tax := accountBase(t, b, "tax").Neg(); !tax.Equal(amount(want.TaxLeft)) {
		t.Errorf("tax left is %s, want %s", tax, want.TaxLeft)
	}
	view, err := document.Open(b.DB).Get(t.Context(), b.Staff(ledger.Auditor), blue.ID)
	if err != nil {
		t.Fatal(err)
	}
	if left := view.Lines[0].Gross.Sub(view.Lines[0].Credited); !left.Equal(amount(want.GrossLeft)) {
		t.Errorf("%s is left of the blue one, want %s", left, want.GrossLeft)
	}
}

func creditCode(t *testing.T, _ *ledgertest.Books, c arCase) {
	if want := expected[struct{ Valid bool }](t, c); party.ValidUSCC(c.Value) != want.Valid {
		t.Errorf("%s is said to be valid: %v", c.Value, !want.Valid)
	}
}
