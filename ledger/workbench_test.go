package ledger_test

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
)

// choose selects whole documents of the customer in CNY, dated today.
func choose(t *testing.T, b *ledgertest.Books, debits, credits []document.Posted) allocation.Selection {
	t.Helper()
	sel := allocation.Selection{CustomerID: b.CNY.ID, On: thisMonth(t, b)}
	for _, d := range debits {
		sel.Debits = append(sel.Debits, allocation.Pick{Item: b.Item(t, d)})
	}
	for _, c := range credits {
		sel.Credits = append(sel.Credits, allocation.Pick{Item: b.Item(t, c)})
	}
	return sel
}

func looked(t *testing.T, b *ledgertest.Books, sel allocation.Selection) allocation.Preview {
	t.Helper()
	shown, err := allocation.Open(b.DB).Preview(t.Context(), b.Staff(ledger.ARAccountant), sel)
	if err != nil {
		t.Fatal(err)
	}
	return shown
}

func commit(t *testing.T, b *ledgertest.Books, sel allocation.Selection, digest string) (allocation.Done, error) {
	t.Helper()
	return allocation.Open(b.DB).SettleSelection(t.Context(), b.Staff(ledger.ARAccountant), sel, digest, "")
}

func entryOf(shown allocation.Preview) string {
	var out []string
	for _, l := range shown.Entry {
		out = append(out, l.Account+" "+l.Amount.StringFixed(2)+" "+l.Currency+" "+l.Base.StringFixed(2))
	}
	return strings.Join(out, "|")
}

// Worked example 1, at the workbench: 150,000.00 settled by 100,000.00 of money and 50,000.00 of quality allowance (WO-01).
func TestMoneyAndAnAllowanceSettleAReceivableTogether(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	goods, money := b.Receivable(t, b.CNY, "150000.00", "2026-03-01"), b.Receipt(t, b.CNY, "100000.00", "2026-03-20")
	allowance := b.Post(t, b.CNY, document.New{Kind: document.Adjustment, DocumentDate: day("2026-03-21"), Reason: string(document.AllowanceGiven), SourceKind: "manual",
		Lines: []document.Line{line("-50000.00", "0", "0")}})
	sel := choose(t, b, []document.Posted{goods}, []document.Posted{money, allowance})
	shown := looked(t, b, sel)
	if len(shown.Pairs) != 2 || !shown.Sums[0].Settled.Equal(amount("150000")) || !shown.Sums[0].DebitsLeft.IsZero() || len(shown.Entry) != 0 || len(shown.Cases) != 0 {
		t.Fatalf("the preview is %+v", shown)
	}
	done, err := commit(t, b, sel, shown.Digest)
	if err != nil || done.Settlement.IsZero() {
		t.Fatal(done, err)
	}
	for _, d := range []document.Posted{goods, money, allowance} {
		wantOpen(t, b, d.DocumentNo, d, "0")
	}
	made, err := allocation.Open(b.DB).Settlement(t.Context(), b.Staff(ledger.ARAccountant), done.Settlement)
	if err != nil || len(made.Lines) != 2 || made.Pairs != 2 || !made.Way.Removed || made.Undoable != nil {
		t.Errorf("the settlement reads %+v, %v", made, err)
	}
}

// What is short or over within the tolerance, and the discount that was earned, are closed with the settlement by documents of their
// own, and come back with its undoing.
func TestDifferencesAndDiscountsComeAndGoWithTheSettlement(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, owed, paid   string
		terms              string
		discount, close    bool
		entry              string
		owedOpen, paidOpen string
		documents          string
		cases              int
	}{
		{name: "short, left open", owed: "100.00", paid: "99.40", owedOpen: "0.60", paidOpen: "0"},
		{name: "short, closed", owed: "100.00", paid: "99.40", close: true, entry: "6711 0.60 CNY 0.60|1122 -0.60 CNY -0.60", owedOpen: "0", paidOpen: "0", documents: "write_off"},
		{name: "short beyond the tolerance", owed: "100.00", paid: "98.99", close: true, owedOpen: "1.01", paidOpen: "0"},
		{name: "over, closed", owed: "100.00", paid: "100.80", close: true, entry: "6301 -0.80 CNY -0.80|1122 0.80 CNY 0.80", owedOpen: "0", paidOpen: "0", documents: "adjustment"},
		{name: "discount", owed: "1000.00", paid: "980.00", terms: "2/10 n/30", discount: true, entry: "660302 20.00 CNY 20.00|1122 -20.00 CNY -20.00", owedOpen: "0", paidOpen: "0", documents: "adjustment"},
		{name: "discount of a part", owed: "1000.00", paid: "490.00", terms: "2/10 n/30", discount: true, entry: "660302 10.00 CNY 10.00|1122 -10.00 CNY -10.00", owedOpen: "500.00", paidOpen: "0", documents: "adjustment"},
		{name: "discount not asked for", owed: "1000.00", paid: "980.00", terms: "2/10 n/30", owedOpen: "20.00", paidOpen: "0"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b := ledgertest.Open(t)
			if test.terms != "" {
				terms, err := calendar.ParseDiscount(test.terms, calendar.FromGiven)
				if err != nil {
					t.Fatal(err)
				}
				text, err := json.Marshal(terms)
				if err != nil {
					t.Fatal(err)
				}
				b.Exec(t, `UPDATE hefu.customers SET terms = $2::text::jsonb WHERE id = $1`, b.CNY.ID.String(), string(text))
			}
			today := thisMonth(t, b)
			goods, money := b.Receivable(t, b.CNY, test.owed, today.AddDays(-8).String()), b.Receipt(t, b.CNY, test.paid, today.String())
			sel := choose(t, b, []document.Posted{goods}, []document.Posted{money})
			sel.Discount, sel.Difference = test.discount, test.close
			shown := looked(t, b, sel)
			if got := entryOf(shown); got != test.entry {
				t.Errorf("would post %s, want %s", got, test.entry)
			}
			done, err := commit(t, b, sel, shown.Digest)
			if err != nil || done.Settlement.IsZero() {
				t.Fatal(done, err)
			}
			wantOpen(t, b, "owed", goods, test.owedOpen)
			wantOpen(t, b, "paid", money, test.paidOpen)
			const born = `SELECT coalesce(string_agg(kind, ' '), '') FROM hefu.documents WHERE source_kind = 'settlement'`
			if got := ledgertest.Ask[string](t, b, born); got != test.documents {
				t.Errorf("posted with it: %q, want %q", got, test.documents)
			}
			if _, err := allocation.Open(b.DB).UndoByHand(t.Context(), b.Staff(ledger.ARAccountant), done.Settlement, today, "对错了"); err != nil {
				t.Fatal(err)
			}
			wantOpen(t, b, "owed, undone", goods, test.owed)
			wantOpen(t, b, "paid, undone", money, test.paid)
			if left := b.Balance(t, b.CNY); !left.Equal(amount(test.owed).Sub(amount(test.paid))) {
				t.Errorf("undone, the balance is %s", left)
			}
		})
	}
}

// A discount that the terms do not give is for the finance supervisor to grant.
func TestALateDiscountWaitsForASecondPerson(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	today := thisMonth(t, b)
	goods, money := b.Receivable(t, b.CNY, "1000.00", today.AddDays(-20).String()), b.Receipt(t, b.CNY, "980.00", today.String())
	done, err := allocation.Open(b.DB).SettleByHand(t.Context(), b.Staff(ledger.ARAccountant), allocation.Command{CustomerID: b.CNY.ID, EffectiveDate: today, Reason: "客户要求按期折扣",
		Pairs: []allocation.Pair{pair(t, b, goods, money, "980.00")}, Extras: []allocation.Extra{{Kind: allocation.Discount, Item: b.Item(t, goods), Amount: amount("20.00")}}})
	if err != nil || done.Proposal.IsZero() || done.Cases[0] != allocation.Ungranted {
		t.Fatal(done, err)
	}
	wantOpen(t, b, "while it waits", goods, "1000")
	if _, err := allocation.Open(b.DB).Decide(t.Context(), b.Staff(ledger.FinanceSupervisor), done.Proposal, 1, true, ""); err != nil {
		t.Fatal(err)
	}
	wantOpen(t, b, "granted", goods, "0")
}

// Worked example 3: EUR 1,000,000 settled by USD 1,100,000 of nearly the same value; both end at nothing, the rest is exchange.
func TestTwoCurrenciesAreSettledWholeWhenTheyAreWorthTheSame(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	in := func(currency string) func(*document.New) {
		return func(d *document.New) {
			d.Currency = ledgertest.Currencies[map[string]int{"USD": 0, "EUR": 1}[currency]]
		}
	}
	goods, money := b.Receivable(t, b.CNY, "1000000.00", "2026-03-01", in("EUR")), b.Receipt(t, b.CNY, "1100000.00", "2026-03-20", in("USD"))
	sel := choose(t, b, []document.Posted{goods}, []document.Posted{money})
	shown := looked(t, b, sel)
	if p := shown.Pairs[0]; len(shown.Pairs) != 1 || !p.Rate.Equal(amount("1.1")) || !p.DayRate.Equal(amount("1.09859155")) || !shown.Exchange.Equal(amount("-10000")) {
		t.Fatalf("the preview is %+v", shown)
	}
	if _, err := commit(t, b, sel, shown.Digest); err != nil {
		t.Fatal(err)
	}
	wantOpen(t, b, "EUR", goods, "0")
	wantOpen(t, b, "USD", money, "0")
	// A smaller payment settles its worth at the rate of the day.
	more, part := b.Receivable(t, b.CNY, "1000.00", "2026-03-01", in("EUR")), b.Receipt(t, b.CNY, "550.00", "2026-03-20", in("USD"))
	sel = choose(t, b, []document.Posted{more}, []document.Posted{part})
	if p := looked(t, b, sel).Pairs[0]; !p.DebitAmount.Equal(amount("500.64")) || !p.CreditAmount.Equal(amount("550")) {
		t.Errorf("a part takes %s for %s", p.DebitAmount, p.CreditAmount)
	}
}

// Fifty tabs settle one and the same selection: one wins, the others are told who did it and what is open now.
func TestOfFiftyWhoSettleOneSelectionOneWins(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	goods, money := b.Receivable(t, b.CNY, "113.00", "2026-03-01"), b.Receipt(t, b.CNY, "113.00", "2026-03-02")
	sel := choose(t, b, []document.Posted{goods}, []document.Posted{money})
	digest := looked(t, b, sel).Digest
	var wg sync.WaitGroup
	errs := make(chan error, 50)
	for range 50 {
		wg.Go(func() { _, err := commit(t, b, sel, digest); errs <- err })
	}
	wg.Wait()
	close(errs)
	won := 0
	for err := range errs {
		if err == nil {
			won++
		} else if !ledger.IsCode(err, "open_changed") || !strings.Contains(err.Error(), b.Staff(ledger.ARAccountant).Name) {
			t.Errorf("one was told %v", err)
		}
	}
	if won != 1 {
		t.Errorf("%d won", won)
	}
	wantOpen(t, b, "the receivable", goods, "0")
}

func TestASelectionIsRefusedInOrder(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	goods, money := b.Receivable(t, b.CNY, "100.00", "2026-03-01"), b.Receipt(t, b.CNY, "40.00", "2026-03-02")
	others := b.Receipt(t, b.GBP, "10.00", "2026-03-10")
	foreign := b.Receipt(t, b.OtherCustomer, "10.00", "2026-03-10")
	allocations, accountant := allocation.Open(b.DB), b.Staff(ledger.ARAccountant)
	ask := func(change func(*allocation.Selection)) error {
		sel := choose(t, b, []document.Posted{goods}, []document.Posted{money})
		change(&sel)
		_, err := allocations.Preview(t.Context(), accountant, sel)
		return err
	}
	for _, test := range []struct {
		name, code string
		change     func(*allocation.Selection)
	}{
		{"nothing owed", "validation_failed", func(s *allocation.Selection) { s.Debits = nil }},
		{"nothing paid", "validation_failed", func(s *allocation.Selection) { s.Credits = nil }},
		{"another organization's", "not_found", func(s *allocation.Selection) { s.Credits[0].Item = b.Item(t, foreign) }},
		{"another customer's", "group_not_declared", func(s *allocation.Selection) { s.Credits[0].Item = b.Item(t, others) }},
		{"turned round", "sides_wrong", func(s *allocation.Selection) { s.Debits, s.Credits = s.Credits, s.Debits }},
		{"chosen twice", "sides_wrong", func(s *allocation.Selection) { s.Debits = append(s.Debits, s.Debits[0]) }},
		{"more than is open", "amount_exceeds_open", func(s *allocation.Selection) { s.Debits[0].Amount = amount("100.01") }},
		{"half a cent", "validation_failed", func(s *allocation.Selection) { s.Debits[0].Amount = amount("0.005") }},
		{"before the money came", "validation_failed", func(s *allocation.Selection) { s.On = day("2026-03-01") }},
	} {
		if err := ask(test.change); !ledger.IsCode(err, test.code) {
			t.Errorf("%s: got %v, want %s", test.name, err, test.code)
		}
	}
	for _, role := range []ledger.Role{ledger.Sales, ledger.CreditManager, ledger.Management, ledger.Auditor, ledger.Administrator} {
		_, err := allocations.Preview(t.Context(), b.Staff(role), choose(t, b, []document.Posted{goods}, []document.Posted{money}))
		wantCode(t, err, "not_permitted")
	}
	_, err := commit(t, b, choose(t, b, []document.Posted{goods}, []document.Posted{money}), "something else")
	wantCode(t, err, "conflict")
}

// A settlement by hand of this month is removed as of its own date while no statement shows it; after that, and when it was
// automatic, it is reversed today and every earlier date keeps its picture (WO-11).
func TestHowASettlementIsUndone(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	today := thisMonth(t, b)
	goods, money := b.Receivable(t, b.CNY, "113.00", "2026-01-10"), b.Receipt(t, b.CNY, "113.00", "2026-01-11")
	allocations, accountant := allocation.Open(b.DB), b.Staff(ledger.ARAccountant)
	made := func(mode allocation.Mode, on string) ledger.ID {
		id, err := allocations.Allocate(t.Context(), accountant, allocation.Command{CustomerID: b.CNY.ID, EffectiveDate: day(on), Mode: mode, Pairs: []allocation.Pair{pair(t, b, goods, money, "10.00")}})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	fresh, automatic, old := made(allocation.Manual, today.String()), made(allocation.Automatic, today.String()), made(allocation.Manual, "2026-01-20")
	for _, test := range []struct {
		name, why string
		id        ledger.ID
	}{{"by hand, this month", "", fresh}, {"automatic", "automatic", automatic}, {"of an earlier month", "earlier_month", old}} {
		found, err := allocations.Settlement(t.Context(), accountant, test.id)
		if err != nil || found.Way.Why != test.why || found.Way.Removed != (test.why == "") || found.Way.On != today {
			t.Errorf("%s: %+v, %v", test.name, found.Way, err)
		}
	}
	done, err := allocations.UndoByHand(t.Context(), accountant, fresh, calendar.Date{}, "对错了")
	if err != nil || done.Settlement.IsZero() {
		t.Fatal(done, err)
	}
	found, err := allocations.Settlement(t.Context(), accountant, fresh)
	if err != nil || !found.Removed() || !ledger.IsCode(found.Undoable, "settlement_reversed") {
		t.Errorf("removed, it reads %+v, %v", found.Made, err)
	}
}
