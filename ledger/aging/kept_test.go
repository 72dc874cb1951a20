package aging_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/aging"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
)

// What is kept by month answers today, days to come and days past since which little was posted, as a pass over every item does: whatever was posted, allocated, undone or
// given another due date, on days past and to come, for any edges, currency and rows of customers.
func TestWhatIsKeptByMonthEqualsThePassOverItems(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	random := rand.New(rand.NewPCG(29, 90))
	today := calendar.MustParse(ledgertest.Ask[string](t, b, `SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date::text`))
	day := func() string { return calendar.MustParse("2026-01-01").AddDays(random.IntN(700)).String() }
	due := func(d *document.New) {
		d.DueDate, d.Reason = d.DocumentDate.AddDays(random.IntN(200)), "agreed on the phone"
	}
	customers := []ledgertest.Customer{b.CNY, b.USD, b.GBP}
	for range 60 {
		customer := customers[random.IntN(len(customers))]
		owed, paid := day(), day()
		debit, credit := b.Receivable(t, customer, "100.00", owed, due), b.Receipt(t, customer, "80.00", paid)
		if random.IntN(3) == 0 {
			b.Advance(t, customer, "7.00", day())
		}
		if random.IntN(2) == 0 {
			settlement := b.Allocate(t, customer, debit, credit, "33.00", max(owed, paid))
			if random.IntN(3) == 0 {
				undo(t, b, settlement, "2027-12-31")
			}
		}
	}
	b.Exec(t, `UPDATE hefu.open_items SET due_date = due_date + 45 WHERE side = 'debit' AND extract(day FROM due_date) < 6`)
	accountant := b.Staff(ledger.ARAccountant)
	for range 40 {
		query := aging.Query{AsOf: today.AddDays(random.IntN(600) - 300), Base: random.IntN(2) == 0,
			Group: []aging.Group{aging.ByCustomer, aging.BySalesperson, aging.ByRegion}[random.IntN(3)]}
		if random.IntN(3) == 0 {
			query.Currency = "USD"
		}
		var err error
		edges := []string{"", "30,60,90", "7,14,21,28", "1,400", "365"}[random.IntN(5)]
		if query.Buckets, err = aging.Edges([]string{"due", "forward", "t0"}[random.IntN(3)], edges); err != nil {
			t.Fatal(err)
		}
		want := lay(report(t, b, accountant, aging.FromItems(query)))
		if !strings.Contains(want, "credits=") && !query.AsOf.Before(today) {
			t.Fatalf("nothing is owed: %q", want)
		}
		same(t, query.AsOf.String()+" "+edges, lay(report(t, b, accountant, query)), want)
	}
}

// A fault planted in the kept rows shows in today's report, so it is they that were read, and in the checks of the books.
func TestTodayIsReadFromWhatIsKept(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	owed(t, b)
	b.PlantsFaults()
	accountant := b.Staff(ledger.ARAccountant)
	b.Exec(t, `UPDATE hefu.open_by_month SET amount = amount + 1 WHERE currency = 'CNY' AND side = 'credit'`)
	kept, items := report(t, b, accountant, aging.Query{}), report(t, b, accountant, aging.FromItems(aging.Query{}))
	equal(t, "credits as kept", kept.Totals[0].Credits, items.Totals[0].Credits.Add(ledgertest.Amount("1")).String())
	if named := ledgertest.Ask[string](t, b, `SELECT string_agg(subject, '; ') FROM audit.v_violations WHERE invariant = 'X07'`); !strings.Contains(named, "CNY credit is kept as 451") {
		t.Errorf("the checks name %q", named)
	}
}
