package statement_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
	"hefu/ledger/statement"
)

// unproven says what of a content does not hold by itself; empty when all does.
func unproven(c statement.Content) string {
	running, open, aging := c.Opening, decimal.Zero, decimal.Zero
	for _, l := range c.Lines {
		running = running.Add(l.Amount)
		open = open.Add(l.Open)
		if !l.Balance.Equal(running) || !l.Received.Add(l.Open).Equal(l.Amount) || !l.Net.Add(l.Tax).Add(l.Freight).Equal(l.Amount) {
			return fmt.Sprintf("line %d does not add up: %+v", l.No, l)
		}
	}
	for _, i := range c.OpenItems {
		open = open.Add(i.Open)
	}
	for _, b := range c.Aging {
		aging = aging.Add(b.Open)
	}
	parts := c.Totals.Charges.Add(c.Totals.Credits).Add(c.Totals.Receipts).Add(c.Totals.Adjustments)
	if !running.Equal(c.Closing) || !c.Opening.Add(c.Movement).Equal(c.Closing) || !parts.Equal(c.Movement) || !open.Equal(c.Closing) || !aging.Equal(c.Closing) {
		return fmt.Sprintf("%s does not prove out: opening %s, movement %s, closing %s, running %s, groups %s, open %s, aging %s",
			c.StatementNo, c.Opening, c.Movement, c.Closing, running, parts, open, aging)
	}
	return ""
}

func wantProof(t testing.TB, c statement.Content) {
	t.Helper()
	if fault := unproven(c); fault != "" {
		t.Error(fault)
	}
}

func equal(t testing.TB, name string, got decimal.Decimal, want string) {
	t.Helper()
	if !got.Equal(ledgertest.Amount(want)) {
		t.Errorf("%s is %s, want %s", name, got, want)
	}
}

func TestStatementsFormAChain(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	old := d.Receivable(t, d.CNY, "1000.00", "2026-01-05")
	d.Receivable(t, d.CNY, "1130.00", "2026-02-10")
	first := d.content(t, d.issued(t, month("2026-02"), d.CNY), 1)
	equal(t, "the first opening", first.Opening, "1000")
	equal(t, "the first closing", first.Closing, "2130")
	if len(first.OpenItems) != 1 || first.OpenItems[0].DaysOverdue != 24 || first.OpenItems[0].No != 2 {
		t.Errorf("brought forward: %+v", first.OpenItems)
	}

	// Posted after the statement was made, dated inside it: a movement of the next one (STM-28).
	d.Receivable(t, d.CNY, "50.00", "2026-02-20")
	money := d.Receipt(t, d.CNY, "600.00", "2026-03-03")
	d.Allocate(t, d.CNY, old, money, "600.00", "2026-03-03")
	second := d.content(t, d.issued(t, month("2026-03"), d.CNY), 1)
	equal(t, "the second opening", second.Opening, "2130")
	equal(t, "the second movement", second.Movement, "-550")
	equal(t, "overdue", second.Overdue, "1580")
	if len(second.Lines) != 2 || second.Lines[0].DocumentDate.String() != "2026-02-20" || len(second.OpenItems) != 2 || second.OpenItems[0].DocumentID != old.ID {
		t.Errorf("lines %+v, brought forward %+v", second.Lines, second.OpenItems)
	}
	equal(t, "still open of the oldest", second.OpenItems[0].Open, "400")
	wantProof(t, first)
	wantProof(t, second)
	again := d.content(t, d.firstID(t), 1)
	if again.Closing != first.Closing && !again.Closing.Equal(first.Closing) {
		t.Error("the first statement changed")
	}
}

// firstID is the statement with the lowest number.
func (d desk) firstID(t testing.TB) ledger.ID {
	t.Helper()
	id, err := ledger.ParseID(ledgertest.Ask[string](t, d.Books, `SELECT id::text FROM hefu.statements ORDER BY number LIMIT 1`))
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestWhatALineShows(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	goods := d.Receivable(t, d.CNY, "1130.00", "2026-03-10", func(n *document.New) {
		n.OrderNo, n.ContractNo, n.InvoiceNo, n.ShipmentNo = "SO-7", "HT-7", "INV-7", "SH-7"
		n.Dates.Shipment = calendar.MustParse("2026-03-08")
		n.Description, n.SourceKind = "三月发货", "shipment"
		n.Lines[0].Quantity, n.Lines[0].UnitPrice = decimal.NewNullDecimal(ledgertest.Amount("2.50")), decimal.NewNullDecimal(ledgertest.Amount("400.00"))
	})
	d.CreditNote(t, d.CNY, goods, "113.00", "2026-03-12")
	d.Post(t, d.CNY, document.New{Kind: document.Adjustment, Reason: string(document.Rebate), DocumentDate: calendar.MustParse("2026-03-13"), SourceKind: "manual",
		Lines: []document.Line{{Net: ledgertest.Amount("-10"), Gross: ledgertest.Amount("-10")}}})
	d.Advance(t, d.CNY, "200.00", "2026-03-14")
	wrong := d.Receivable(t, d.CNY, "77.00", "2026-03-15")
	if _, err := allocation.Open(d.DB).Reverse(t.Context(), d.accountant(), wrong.ID, calendar.MustParse("2026-03-16"), "重复"); err != nil {
		t.Fatal(err)
	}
	c := d.content(t, d.make(t, month("2026-03"), d.CNY), 1)
	wantProof(t, c)
	equal(t, "charges", c.Totals.Charges, "1130")
	equal(t, "credits", c.Totals.Credits, "-113")
	equal(t, "receipts", c.Totals.Receipts, "-200")
	equal(t, "adjustments", c.Totals.Adjustments, "-10")
	l := c.Lines[0]
	if l.Kind != "receivable" || l.OrderNo != "SO-7" || l.ContractNo != "HT-7" || l.InvoiceNo != "INV-7" || l.ShipmentDate.String() != "2026-03-08" ||
		l.Source != "shipment" || l.Description != "三月发货" || l.DueDate.String() != "2026-04-09" || l.Quantity.Decimal.String() != "2.5" || l.UnitPrice.Decimal.String() != "400" {
		t.Errorf("the line shows %+v", l)
	}
	equal(t, "tax", l.Tax, "130")
	kinds := []string{"receivable", "credit_note", "adjustment", "advance", "receivable", "reversal"}
	for i, kind := range kinds {
		if c.Lines[i].Kind != kind {
			t.Errorf("line %d is a %s, want %s", i+1, c.Lines[i].Kind, kind)
		}
	}
	equal(t, "the reversed receivable's open amount", c.Lines[4].Open, "0")
}

func TestADocumentInInstalmentsIsOneLine(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	terms := calendar.Net(calendar.FromGiven, 10)
	terms.Parts = []calendar.Part{
		{Share: calendar.SharePercent, Percent: decimal.NewFromInt(30), Offset: calendar.Offset{Rule: calendar.RuleNetDays, Days: 10}},
		{Share: calendar.ShareRemainder, Offset: calendar.Offset{Rule: calendar.RuleNetDays, Days: 60}},
	}
	big := d.Receivable(t, d.CNY, "1000.00", "2026-03-01", func(n *document.New) { n.Terms = &terms })
	c := d.content(t, d.make(t, month("2026-03"), d.CNY), 1)
	wantProof(t, c)
	if len(c.Lines) != 1 {
		t.Fatalf("lines: %+v", c.Lines)
	}
	equal(t, "amount", c.Lines[0].Amount, "1000")
	equal(t, "overdue", c.Overdue, "300")
	d.Allocate(t, d.CNY, big, d.Receipt(t, d.CNY, "300.00", "2026-04-02"), "300.00", "2026-04-02")
	next := d.content(t, d.make(t, month("2026-04"), d.CNY), 1)
	wantProof(t, next)
	if len(next.OpenItems) != 1 || next.OpenItems[0].DueDate.String() != "2026-04-30" {
		t.Errorf("brought forward: %+v", next.OpenItems)
	}
	equal(t, "original", next.OpenItems[0].Original, "1000")
	equal(t, "open", next.OpenItems[0].Open, "700")
}

func TestTheOpeningBalanceIsBroughtForward(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.Post(t, d.CNY, document.New{Kind: document.OpeningBalance, DocumentDate: calendar.MustParse("2026-03-01"), SourceKind: "import", Amount: ledgertest.Amount("250000.93")})
	d.Receivable(t, d.CNY, "1130.00", "2026-03-01")
	c := d.content(t, d.issued(t, month("2026-03"), d.CNY), 1)
	wantProof(t, c)
	equal(t, "opening", c.Opening, "250000.93")
	equal(t, "charges", c.Totals.Charges, "1130")
	if len(c.Lines) != 1 || len(c.OpenItems) != 1 {
		t.Errorf("%d lines, %d brought forward", len(c.Lines), len(c.OpenItems))
	}
	wantProof(t, d.content(t, d.make(t, month("2026-04"), d.CNY), 1))
}

// EUR 1,000,000 settled by USD 1,100,000 (SPEC 18.3): both statements move, each in its own currency, and both end at zero.
func TestASettlementBetweenCurrenciesMovesBothStatements(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	eur, usd := d.USD, d.USD
	eur.Currency = "EUR"
	goods := d.Receivable(t, eur, "1000000.00", "2026-03-02")
	money := d.Receipt(t, usd, "1100000.00", "2026-03-20")
	settle := allocation.Command{CustomerID: d.USD.ID, EffectiveDate: calendar.MustParse("2026-04-05"), Mode: allocation.Manual,
		Pairs: []allocation.Pair{{DebitItem: d.Item(t, goods), CreditItem: d.Item(t, money), DebitAmount: ledgertest.Amount("1000000"), CreditAmount: ledgertest.Amount("1100000")}}}
	settlement, err := allocation.Open(d.DB).Allocate(t.Context(), d.accountant(), settle)
	if err != nil {
		t.Fatal(err)
	}
	march := d.generate(t, month("2026-03"), d.USD)
	april := d.generate(t, month("2026-04"), d.USD)
	if len(march) != 2 || len(april) != 2 {
		t.Fatalf("made %+v and %+v", march, april)
	}
	for i, currency := range []string{"EUR", "USD"} {
		first, second := d.content(t, march[i].StatementID, 1), d.content(t, april[i].StatementID, 1)
		if first.Currency != currency || len(second.Lines) != 1 || second.Lines[0].Kind != "settlement" || second.Lines[0].Description == "" {
			t.Errorf("%s: %+v", currency, second.Lines)
		}
		wantProof(t, first)
		wantProof(t, second)
		equal(t, currency+" closing", second.Closing, "0")
	}
	equal(t, "March in EUR", march[0].Closing, "1000000")
	if _, err := allocation.Open(d.DB).Undo(t.Context(), d.accountant(), settlement, calendar.MustParse("2026-05-02"), "误核"); err != nil {
		t.Fatal(err)
	}
	for i, closing := range []string{"1000000", "-1100000"} {
		may := d.generate(t, month("2026-05"), d.USD)
		c := d.content(t, may[i].StatementID, 1)
		wantProof(t, c)
		equal(t, "undone in May", c.Closing, closing)
	}
}

func TestRunningAgainMakesNothing(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.Receivable(t, d.CNY, "100.00", "2026-03-10")
	want := func(name string, act statement.Act) {
		t.Helper()
		out := d.generate(t, month("2026-03"), d.CNY)
		if len(out) != 1 || out[0].Act != act {
			t.Errorf("%s: %+v, want %s", name, out, act)
		}
	}
	want("at first", statement.Made)
	want("again", statement.Unchanged)
	d.Receivable(t, d.CNY, "1.00", "2026-03-11")
	want("after a change of the draft's books", statement.Renewed)
	want("and again", statement.Unchanged)
	d.Receivable(t, d.CNY, "1.00", "2026-04-11")
	want("after a change beyond the cut-off", statement.Unchanged)
	id := d.firstID(t)
	wantCode(t, d.Issue(t.Context(), d.accountant(), id, 1), "stale_version")
	if err := d.Issue(t.Context(), d.accountant(), id, 2); err != nil {
		t.Fatal(err)
	}
	d.Receivable(t, d.CNY, "1.00", "2026-03-12")
	want("after a change since the issue", statement.Outdated)
	if out := d.generate(t, month("2026-03"), d.GBP); len(out) != 0 {
		t.Errorf("a customer without items: %+v", out)
	}
	if count := ledgertest.Ask[int](t, d.Books, `SELECT count(*) FROM hefu.statement_versions`); count != 2 {
		t.Errorf("there are %d versions, want 2", count)
	}
}

func TestPeriodsThatDoNotFit(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.Receivable(t, d.CNY, "100.00", "2026-03-10")
	d.Receivable(t, d.CNY, "10.00", "2026-04-10")
	d.Receivable(t, d.CNY, "1.00", "2026-02-10")
	d.make(t, month("2026-03"), d.CNY)
	within := func(start, cutOff string) statement.Period {
		return statement.Period{Start: calendar.MustParse(start), CutOff: calendar.MustParse(cutOff)}
	}
	for _, period := range []statement.Period{within("2026-03-31", "2026-04-30"), within("2026-02-01", "2026-02-28"), within("2026-03-02", "2026-03-31")} {
		if out := d.generate(t, period, d.CNY); out[0].Act != statement.Failed || out[0].Fault != "statement_overlaps" || out[0].Overlap.String() != "2026-03-31" {
			t.Errorf("%v: %+v", period, out)
		}
	}
	// A gap belongs to the later statement; a cut-off in the middle of a month is proved against the ledger too.
	c := d.content(t, d.make(t, within("2026-04-15", "2026-04-20"), d.CNY), 1)
	equal(t, "movement with the gap's", c.Movement, "10")
	wantProof(t, c)
}

func TestAStatementThatDoesNotProveOutIsNotMade(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.PlantsFaults()
	d.Receivable(t, d.CNY, "100.00", "2026-03-10")
	d.Receivable(t, d.USD, "100.00", "2026-03-10")
	d.Exec(t, `UPDATE hefu.balances SET debit = debit + 1 WHERE customer_id = $1 AND account_code = '1122'`, d.CNY.ID.String())
	out := d.generate(t, month("2026-03"), d.CNY, d.USD)
	acts := map[string]string{}
	for _, o := range out {
		acts[o.Currency] = string(o.Act) + o.Fault
	}
	if acts["CNY"] != "failedstatement_unproven" || acts["USD"] != "new" {
		t.Errorf("outcomes %v", acts)
	}
}

// A single customer among many documents: its rows are looked up one by one, and come out the same.
func TestAFewItemsAmongManyDocuments(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.crowd(t, 120)
	old := d.Receivable(t, d.CNY, "1130.00", "2026-02-10", func(n *document.New) {
		n.Lines[0].Quantity = decimal.NewNullDecimal(ledgertest.Amount("1"))
		n.Lines[0].UnitPrice = decimal.NewNullDecimal(ledgertest.Amount("1000"))
	})
	february := d.content(t, d.make(t, month("2026-02"), d.CNY), 1)
	equal(t, "unit price", february.Lines[0].UnitPrice.Decimal, "1000")
	d.Receipt(t, d.CNY, "130.00", "2026-03-10")
	march := d.content(t, d.make(t, month("2026-03"), d.CNY), 1)
	wantProof(t, march)
	if len(march.Lines) != 1 || len(march.OpenItems) != 1 || march.OpenItems[0].DocumentID != old.ID {
		t.Errorf("lines %+v, brought forward %+v", march.Lines, march.OpenItems)
	}
}
