package ledger_test

import (
	"strings"
	"sync"
	"testing"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
)

// Whole, in part, one to many, many to many (SPEC section 6); what shares account and rate posts nothing.
func TestAllocationsTakeWhatTheySay(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	first, second := b.Receivable(t, b.CNY, "1000.00", "2026-03-01"), b.Receivable(t, b.CNY, "500.00", "2026-03-02")
	money, more := b.Receipt(t, b.CNY, "1200.00", "2026-03-10"), b.Receipt(t, b.CNY, "400.00", "2026-03-11")

	part := b.Allocate(t, b.CNY, first, money, "300.00", "2026-03-12")
	wantOpen(t, b, "in part: the receivable", first, "700")
	wantOpen(t, b, "in part: the receipt", money, "900")
	if posted := voucher(t, b, part); posted != "" {
		t.Errorf("two items of one account and rate posted\n%s", posted)
	}
	if _, err := settle(t, b, b.CNY, "2026-03-13", pair(t, b, first, money, "700.00"), pair(t, b, second, money, "200.00"), pair(t, b, second, more, "300.00")); err != nil {
		t.Fatal(err)
	}
	wantOpen(t, b, "many to many: the first", first, "0")
	wantOpen(t, b, "many to many: the second", second, "0")
	wantOpen(t, b, "many to many: the money", money, "0")
	wantOpen(t, b, "many to many: more money", more, "100")

	view, err := document.Open(b.DB).Get(t.Context(), b.Staff(ledger.ARAccountant), second.ID)
	if err != nil || view.Settlement() != "settled" || len(view.Allocations) != 2 {
		t.Errorf("the second reads %s with %d allocations, %v", view.Settlement(), len(view.Allocations), err)
	}
}

func TestAllocationsAreRefusedInOrder(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	goods, money := b.Receivable(t, b.CNY, "1000.00", "2026-03-01"), b.Receipt(t, b.CNY, "1200.00", "2026-03-10")
	foreign := b.Receipt(t, b.OtherCustomer, "10.00", "2026-03-10")
	dollars := b.Receipt(t, b.CNY, "10.00", "2026-03-10", func(d *document.New) { d.Currency = "USD" })
	others := b.Receipt(t, b.GBP, "10.00", "2026-03-10")
	p := func(debit, credit document.Posted, sum string) allocation.Pair { return pair(t, b, debit, credit, sum) }
	both := p(goods, money, "10.00")
	both.CreditAmount = amount("10.01")
	for _, test := range []struct {
		name, on, code string
		pairs          []allocation.Pair
	}{
		{"nothing", "2026-03-12", "validation_failed", nil},
		{"nothing of something", "2026-03-12", "validation_failed", []allocation.Pair{p(goods, money, "0")}},
		{"less than nothing", "2026-03-12", "validation_failed", []allocation.Pair{p(goods, money, "-1.00")}},
		{"half a cent", "2026-03-12", "validation_failed", []allocation.Pair{p(goods, money, "0.005")}},
		{"another organization's", "2026-03-12", "not_found", []allocation.Pair{p(goods, foreign, "1.00")}},
		{"another customer's", "2026-03-12", "group_not_declared", []allocation.Pair{p(goods, others, "1.00")}},
		{"turned round", "2026-03-12", "sides_wrong", []allocation.Pair{p(money, goods, "1.00")}},
		{"debit with debit", "2026-03-12", "sides_wrong", []allocation.Pair{p(goods, goods, "1.00")}},
		{"one currency, two amounts", "2026-03-12", "sides_wrong", []allocation.Pair{both}},
		{"two currencies, one amount", "2026-03-12", "currencies_differ", []allocation.Pair{p(goods, dollars, "1.00")}},
		{"before the money came", "2026-03-09", "validation_failed", []allocation.Pair{p(goods, money, "1.00")}},
		{"more than is owed", "2026-03-12", "amount_exceeds_open", []allocation.Pair{p(goods, money, "1000.01")}},
		{"more than is owed, in two steps", "2026-03-12", "amount_exceeds_open", []allocation.Pair{p(goods, money, "600.00"), p(goods, money, "400.01")}},
	} {
		if _, err := settle(t, b, b.CNY, test.on, test.pairs...); !ledger.IsCode(err, test.code) {
			t.Errorf("%s: got %v, want %s", test.name, err, test.code)
		}
	}
	if kept := ledgertest.Ask[int](t, b, `SELECT count(*)::int FROM hefu.settlements`); kept != 0 {
		t.Errorf("%d settlements were kept", kept)
	}
}

// An advance that meets a receivable moves it from the advances account: Dr 2203 / Cr 1122.
func TestAnAdvanceMeetsAReceivable(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	advance, goods := b.Advance(t, b.CNY, "1000.00", "2026-03-01"), b.Receivable(t, b.CNY, "600.00", "2026-03-10")
	settlement := b.Allocate(t, b.CNY, goods, advance, "600.00", "2026-03-11")
	if got, want := voucher(t, b, settlement), "advance 600.00 CNY 600.00\nar -600.00 CNY -600.00"; got != want {
		t.Errorf("posted\n%s\nwant\n%s", got, want)
	}
	wantOpen(t, b, "the rest of the advance", advance, "400")
}

// Two currencies, or one at two rates: each side closes at its own base value, the difference is exchange gain or loss, and
// the clearing account ends at zero.
func TestExchangeDifferences(t *testing.T) {
	t.Parallel()
	at := func(currency, rate string) func(*document.New) {
		return func(d *document.New) {
			d.Rate = amount(rate)
			d.Currency = ledgertest.Currencies[map[string]int{"USD": 0, "EUR": 1}[currency]]
		}
	}
	for _, test := range []struct {
		name                   string
		owed, owedIn, owedAt   string
		paid, paidIn, paidAt   string
		takes, with            string
		exchange, voucher      string
		owedOpen, paidOpen     string
		owedBaseOpen, paidBase string
	}{
		{"one currency at two rates, a loss", "100.00", "USD", "7.10", "100.00", "USD", "7.00", "100.00", "", "10.00",
			"ar -100.00 USD -710.00|currency_clearing 100.00 USD 710.00|ar 100.00 USD 700.00|currency_clearing -100.00 USD -700.00|exchange 10.00 CNY 10.00|currency_clearing -10.00 CNY -10.00", "0", "0", "0", "0"},
		{"one currency at two rates, in part, a gain", "100.00", "USD", "7.00", "250.00", "USD", "7.10", "40.00", "", "-4.00", "", "60", "210", "420", "1491"},
		{"two currencies of equal value", "100.00", "EUR", "7.10", "71.00", "USD", "10.00", "100.00", "71.00", "0", "", "0", "0", "0", "0"},
		{"two currencies, a third each", "100.00", "EUR", "7.80", "109.86", "USD", "7.10", "33.33", "36.62", "-0.03", "", "66.67", "73.24", "520.03", "520.01"},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := ledgertest.Open(t)
			goods := b.Receivable(t, b.USD, test.owed, "2026-03-01", at(test.owedIn, test.owedAt))
			money := b.Receipt(t, b.USD, test.paid, "2026-03-10", at(test.paidIn, test.paidAt))
			p := pair(t, b, goods, money, test.takes)
			if test.with != "" {
				p.CreditAmount = amount(test.with)
			}
			settlement, err := settle(t, b, b.USD, "2026-03-12", p)
			if err != nil {
				t.Fatal(err)
			}
			if got := accountBase(t, b, "exchange"); !got.Equal(amount(test.exchange)) {
				t.Errorf("exchange is %s, want %s", got, test.exchange)
			}
			if got := voucher(t, b, settlement); test.voucher != "" && got != strings.ReplaceAll(test.voucher, "|", "\n") {
				t.Errorf("posted\n%s", got)
			}
			if left := accountBase(t, b, "currency_clearing"); !left.IsZero() {
				t.Errorf("the clearing account keeps %s", left)
			}
			wantOpen(t, b, "what was owed", goods, test.owedOpen)
			wantOpen(t, b, "what was paid", money, test.paidOpen)
			for d, want := range map[document.Posted]string{goods: test.owedBaseOpen, money: test.paidBase} {
				if got := ledgertest.Ask[string](t, b, `SELECT sum(open_base)::text FROM hefu.open_items WHERE document_id = $1`, d.ID.String()); !amount(got).Equal(amount(want)) {
					t.Errorf("%s keeps %s in base, want %s", d.DocumentNo, got, want)
				}
			}
		})
	}
}

// Settled in shares that do not divide, no cent stays in base currency either.
func TestNoCentStaysOpenInBase(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	goods := b.Receivable(t, b.USD, "100.00", "2026-03-01", func(d *document.New) { d.Rate = amount("7.123457") })
	for range 3 {
		money := b.Receipt(t, b.USD, "33.33", "2026-03-10", func(d *document.New) { d.Rate = amount("7.098765") })
		b.Allocate(t, b.USD, goods, money, "33.33", "2026-03-11")
	}
	last := b.Receipt(t, b.USD, "0.01", "2026-03-10", func(d *document.New) { d.Rate = amount("7.000001") })
	b.Allocate(t, b.USD, goods, last, "0.01", "2026-03-11")
	if left := ledgertest.Ask[string](t, b, `SELECT sum(open_amount + open_base)::text FROM hefu.open_items`); !amount(left).IsZero() {
		t.Errorf("%s stays open", left)
	}
	if left := accountBase(t, b, "ar"); !left.IsZero() {
		t.Errorf("the control account keeps %s in base", left)
	}
}

// Undoing returns what was open exactly, is dated when it happens, and can happen once.
func TestUndoRestoresWhatWasOpenAndKeepsEarlierDates(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	goods := b.Receivable(t, b.USD, "100.00", "2026-03-01", func(d *document.New) { d.Rate = amount("7.123457") })
	advance := b.Advance(t, b.USD, "77.77", "2026-03-02", func(d *document.New) { d.Rate = amount("6.99") })
	before := items(t, b, goods) + items(t, b, advance)
	first := b.Allocate(t, b.USD, goods, advance, "33.33", "2026-03-10")
	second := b.Allocate(t, b.USD, goods, advance, "11.11", "2026-03-20")
	allocations, accountant := allocation.Open(b.DB), b.Staff(ledger.ARAccountant)
	undo := func(settlement ledger.ID, on string) (ledger.ID, error) {
		return allocations.Undo(t.Context(), accountant, settlement, day(on), "客户要求")
	}
	_, err := undo(ledger.NewID(), "2026-04-01")
	wantCode(t, err, "not_found")
	_, err = undo(first, "2026-03-09")
	wantField(t, err, "effective_date", "not_a_choice")
	_, err = undo(first, "2031-01-01")
	wantCode(t, err, "period_closed")
	var wg sync.WaitGroup
	errs := make(chan error, 5)
	for range 5 {
		wg.Go(func() { _, err := undo(first, "2026-04-01"); errs <- err })
	}
	wg.Wait()
	close(errs)
	done := 0
	for err := range errs {
		if err == nil {
			done++
		} else if !ledger.IsCode(err, "settlement_reversed") {
			t.Errorf("one was told %v", err)
		}
	}
	if done != 1 {
		t.Fatalf("%d undid it", done)
	}
	red, err := undo(second, "2026-04-02")
	if err != nil {
		t.Fatal(err)
	}
	if after := items(t, b, goods) + items(t, b, advance); after != before {
		t.Errorf("open is\n%s\nwas\n%s", after, before)
	}
	if got, want := voucher(t, b, red), turned(voucher(t, b, second)); got != want {
		t.Errorf("undone by\n%s\nwant\n%s", got, want)
	}
	_, err = undo(red, "2026-04-03")
	wantCode(t, err, "state_forbids")
	// As of 31 March both settlements still stand.
	taken := ledgertest.Ask[string](t, b, `SELECT sum(CASE WHEN reverses IS NULL THEN debit_amount ELSE -debit_amount END)::text FROM hefu.allocations WHERE effective_date <= '2026-03-31'`)
	if !amount(taken).Equal(amount("44.44")) {
		t.Errorf("as of 31 March %s was taken, want 44.44", taken)
	}
	balance := ledgertest.Ask[string](t, b, `SELECT sum(l.amount)::text FROM hefu.journal_lines l JOIN hefu.accounts a ON a.organization_id = l.organization_id AND a.code = l.account_code
		WHERE a.role = 'advance' AND l.posting_date <= '2026-03-31'`)
	if !amount(balance).Equal(amount("-33.33")) {
		t.Errorf("as of 31 March the advance is %s, want -33.33", balance)
	}
}

// Twenty people allocate one pair by 10.00; its 100.00 lets ten of them.
func TestParallelAllocationsNeverTakeMoreThanIsOpen(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	goods, money := b.Receivable(t, b.CNY, "100.00", "2026-03-01"), b.Receipt(t, b.CNY, "150.00", "2026-03-02")
	p := pair(t, b, goods, money, "10.00")
	var wg sync.WaitGroup
	errs := make(chan error, 20)
	for range 20 {
		wg.Go(func() { _, err := settle(t, b, b.CNY, "2026-03-03", p); errs <- err })
	}
	wg.Wait()
	close(errs)
	done := 0
	for err := range errs {
		if err == nil {
			done++
		} else if !ledger.IsCode(err, "amount_exceeds_open") {
			t.Errorf("one was told %v", err)
		}
	}
	wantOpen(t, b, "the receivable", goods, "0")
	wantOpen(t, b, "the money", money, "50")
	if done != 10 {
		t.Errorf("%d allocated", done)
	}
}
