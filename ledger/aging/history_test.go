package aging_test

import (
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/aging"
	"hefu/ledger/allocation"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
)

const balanceAt = `
SELECT coalesce(sum(l.amount), 0)::text, coalesce(sum(l.amount_base), 0)::text FROM hefu.journal_lines l
JOIN hefu.accounts a ON a.organization_id = l.organization_id AND a.code = l.account_code AND a.role IN ('ar', 'advance')
WHERE l.customer_id = $1 AND l.posting_date <= $2`

// A hundred acts of every kind, day after day: each evening's aging is the same when it is asked for at the end, and its total is
// what the journal says for that day, in document and in base currency.
func TestEachEveningIsReproducedLater(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	random := rand.New(rand.NewPCG(7, 16))
	day := calendar.MustParse("2026-01-05")
	type evening struct {
		on          calendar.Date
		text, based string
	}
	var evenings []evening
	var settlements []ledger.ID
	var debits, credits []document.Posted
	rate := func(d *document.New) { d.Rate = decimal.NewFromInt(7).Add(decimal.New(int64(random.IntN(100)), -2)) }
	ask := func(on calendar.Date, base bool) string {
		return lay(report(t, b, b.Staff(ledger.ARAccountant), aging.Query{AsOf: on, Base: base}))
	}
	for range 100 {
		amount := decimal.New(int64(1000+random.IntN(90000)), -2)
		switch act := random.IntN(10); {
		case act < 3:
			debits = append(debits, b.Receivable(t, b.USD, amount.String(), day.String(), rate))
		case act < 5:
			credits = append(credits, b.Receipt(t, b.USD, amount.String(), day.String(), rate))
		case act == 5:
			credits = append(credits, b.Advance(t, b.USD, amount.String(), day.String(), rate))
		case act < 8 && len(debits) > 0 && len(credits) > 0:
			debit, credit := debits[random.IntN(len(debits))], credits[random.IntN(len(credits))]
			if most := decimal.Min(b.Open(t, debit), b.Open(t, credit)); most.IsPositive() {
				part := decimal.Max(most.DivRound(decimal.NewFromInt(int64(1+random.IntN(3))), 2), decimal.New(1, -2))
				settlements = append(settlements, b.Allocate(t, b.USD, debit, credit, part.String(), day.String()))
			}
		case act == 8 && len(settlements) > 0:
			i := random.IntN(len(settlements))
			undo(t, b, settlements[i], day.String())
			settlements = append(settlements[:i], settlements[i+1:]...)
		case act == 9:
			slip := b.Receivable(t, b.USD, amount.String(), day.AddDays(-1).String(), rate)
			if _, err := allocation.Open(b.DB).Reverse(t.Context(), b.Staff(ledger.ARAccountant), slip.ID, day, "entered twice"); err != nil {
				t.Fatal(err)
			}
			if len(evenings) > 0 { // the slip is dated the day before: that evening is seen anew
				last := &evenings[len(evenings)-1]
				if last.on == day.AddDays(-1) {
					last.text, last.based = ask(last.on, false), ask(last.on, true)
				}
			}
		}
		if random.IntN(2) == 0 {
			evenings = append(evenings, evening{day, ask(day, false), ask(day, true)})
			day = day.AddDays(1 + random.IntN(3))
		}
	}
	for _, e := range evenings {
		same(t, e.on.String(), ask(e.on, false), e.text)
		same(t, e.on.String()+" from the start", lay(report(t, b, b.Staff(ledger.Auditor), aging.FromStart(aging.Query{AsOf: e.on}))), e.text)
		same(t, e.on.String()+" in base", ask(e.on, true), e.based)
		crossFoot(t, b, e.on)
	}
	if len(evenings) < 30 || len(settlements) == 0 {
		t.Fatalf("%d evenings, %d settlements: the test has lost its point", len(evenings), len(settlements))
	}
}

func undo(t *testing.T, b *ledgertest.Books, settlement ledger.ID, on string) {
	t.Helper()
	if _, err := allocation.Open(b.DB).Undo(t.Context(), b.Staff(ledger.ARAccountant), settlement, calendar.MustParse(on), "wrong"); err != nil {
		t.Fatal(err)
	}
}

func crossFoot(t *testing.T, b *ledgertest.Books, on calendar.Date) {
	t.Helper()
	own, base, credits := decimal.Zero, decimal.Zero, decimal.Zero
	for _, total := range report(t, b, b.Staff(ledger.Auditor), aging.Query{AsOf: on}).Totals {
		own, credits = own.Add(total.Total), credits.Add(total.Credits)
	}
	for _, total := range report(t, b, b.Staff(ledger.Auditor), aging.Query{AsOf: on, Base: true}).Totals {
		base = base.Add(total.Total)
	}
	items, err := aging.Open(b.DB).Items(t.Context(), b.Staff(ledger.Auditor), aging.ItemQuery{Query: aging.Query{AsOf: on, CustomerID: b.USD.ID}, Limit: 200})
	if err != nil {
		t.Fatal(err)
	}
	drilled := map[string]decimal.Decimal{"debit": decimal.Zero, "credit": decimal.Zero}
	for _, item := range items {
		drilled[item.Side] = drilled[item.Side].Add(item.Open)
	}
	equal(t, on.String()+" credits, item by item", drilled["credit"], credits.String())
	equal(t, on.String()+" debits, item by item", drilled["debit"], own.Add(credits).String())
	ask := func(column string) string {
		return ledgertest.Ask[string](t, b, `SELECT x.`+column+` FROM (`+balanceAt+`) x (own, base)`, b.USD.ID.String(), on.String())
	}
	equal(t, on.String()+" against the journal", own, ask("own"))
	equal(t, on.String()+" against the journal in base", base, ask("base"))
}
