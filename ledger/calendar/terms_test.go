package calendar_test

import (
	"encoding/json"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"hefu/ledger/calendar"
	"hefu/ledger/money"
)

func TestDueDateFollowsTheRule(t *testing.T) {
	for _, c := range []struct {
		offset   calendar.Offset
		t0, want string
	}{
		{calendar.Offset{Rule: calendar.RuleNetDays, Days: 30}, "2026-01-31", "2026-03-02"},
		{calendar.Offset{Rule: calendar.RuleNetDays}, "2026-01-31", "2026-01-31"},
		{calendar.Offset{Rule: calendar.RuleEndOfMonth, Days: 30}, "2026-01-05", "2026-03-02"},
		{calendar.Offset{Rule: calendar.RuleEndOfMonth}, "2026-02-28", "2026-02-28"},
		{calendar.Offset{Rule: calendar.RuleEndOfMonth, Months: 1}, "2026-01-31", "2026-02-28"},
		{calendar.Offset{Rule: calendar.RuleMonths, Months: 3}, "2025-11-30", "2026-02-28"},
		{calendar.Offset{Rule: calendar.RuleDayOfMonth, Months: 1, Day: 25}, "2026-01-31", "2026-02-25"},
		{calendar.Offset{Rule: calendar.RuleDayOfMonth, Months: 2, Day: 31}, "2025-12-15", "2026-02-28"},
		{calendar.Offset{Rule: calendar.RuleDaysEndOfMonth, Days: 30}, "2023-12-12", "2024-01-31"},
		{calendar.Offset{Rule: calendar.RuleFixedDate, Date: day("2027-06-30")}, "2026-01-01", "2027-06-30"},
	} {
		terms := calendar.Single(calendar.FromShipment, c.offset)
		got, err := terms.Due(day(c.t0), nil)
		if err != nil || got.String() != c.want {
			t.Errorf("%s from %s: got %s, want %s (%v)", terms.Describe("en"), c.t0, got, c.want, err)
		}
	}
}

// Worked example 7: uninvoiced revenue on 15 March, T0 + 30 days.
func TestUninvoicedRevenueIsDueThirtyDaysLater(t *testing.T) {
	terms := calendar.Net(calendar.FromUninvoicedRevenue, 30)
	t0, used, err := terms.Basis.T0(calendar.Dates{UninvoicedRevenue: day("2026-03-15")})
	if err != nil || used != calendar.FromUninvoicedRevenue {
		t.Fatal(used, err)
	}
	due, err := terms.Due(t0, nil)
	if err != nil || due != day("2026-04-14") || due.AddDays(-2) != day("2026-04-12") {
		t.Errorf("due %s, reminder %s (%v)", due, due.AddDays(-2), err)
	}
}

func TestStartDate(t *testing.T) {
	all := calendar.Dates{
		Order: day("2026-01-01"), Shipment: day("2026-01-02"), Revenue: day("2026-01-03"),
		UninvoicedRevenue: day("2026-01-04"), Invoice: day("2026-01-05"), Given: day("2026-01-06"),
	}
	for i, basis := range calendar.Bases() {
		got, used, err := basis.T0(all)
		if err != nil || used != basis || got != day("2026-01-01").AddDays(i) {
			t.Errorf("%s: got %s from %s (%v)", basis, got, used, err)
		}
		_, _, err = basis.T0(calendar.Dates{})
		wantCode(t, string(basis), err, calendar.MissingDate)
	}
	// No invoice yet: the shipment stands in, and the invoice takes over (DUE-05).
	open := calendar.Dates{Shipment: day("2026-01-02")}
	if got, used, err := calendar.FromInvoice.T0(open); err != nil || used != calendar.FromShipment || got != open.Shipment {
		t.Errorf("got %s from %s (%v)", got, used, err)
	}
	_, _, err := calendar.Basis("delivery").T0(all)
	wantCode(t, "delivery", err, calendar.UnknownBasis)
}

func percents(offsets []int, shares ...string) calendar.Terms {
	terms := calendar.Terms{Basis: calendar.FromShipment}
	for i, s := range shares {
		terms.Parts = append(terms.Parts, calendar.Part{
			Offset: calendar.Offset{Rule: calendar.RuleNetDays, Days: offsets[i]},
			Share:  calendar.SharePercent, Percent: dec(s),
		})
	}
	return terms
}

// DUE-08: 30/60/10 gives three dues that make the whole, the last one held back.
func TestContractWithRetention(t *testing.T) {
	terms := percents([]int{0, 30, 0}, "30", "60", "10")
	terms.Parts[2].Offset = calendar.Offset{Rule: calendar.RuleMonths, Months: 12}
	terms.Parts[2].Retention = true
	terms.Roll, terms.Calendar = calendar.RollNext, calendar.ChinaName
	schedule, err := terms.Schedule(day("2025-09-01"), dec("1000.01"), money.CNY, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []struct {
		due, nominal, amount string
		retention            bool
	}{
		{"2025-09-01", "2025-09-01", "300.00", false},
		{"2025-10-09", "2025-10-01", "600.01", false}, // after the National Day week
		{"2026-09-01", "2026-09-01", "100.00", true},
	} {
		got := schedule[i]
		if got.Due.String() != want.due || got.Nominal.String() != want.nominal ||
			money.Text(got.Amount, money.CNY) != want.amount || got.Retention != want.retention {
			t.Errorf("part %d: got %+v", i+1, got)
		}
	}
	if got := terms.Describe("zh"); got != "30% 即期，60% 30天，10% 质保金 12个月" {
		t.Errorf("got %s", got)
	}
}

func TestScheduleRefusals(t *testing.T) {
	fixed := calendar.Terms{Basis: calendar.FromOrder, Parts: []calendar.Part{
		{Offset: calendar.Offset{Rule: calendar.RuleNetDays}, Share: calendar.ShareFixed, Amount: dec("500.00")},
		{Offset: calendar.Offset{Rule: calendar.RuleNetDays, Days: 30}, Share: calendar.ShareRemainder},
	}}
	_, err := fixed.Schedule(day("2026-01-01"), dec("499.99"), money.CNY, nil)
	wantCode(t, "fixed above the total", err, calendar.FixedExceedsTotal)
	_, err = fixed.Schedule(calendar.Date{}, dec("1000"), money.CNY, nil)
	wantCode(t, "no start date", err, calendar.MissingDate)
	_, err = fixed.Schedule(day("2026-01-01"), dec("1000.001"), money.CNY, nil)
	wantCode(t, "a third place", err, calendar.AmountNotExact)
	// A red document has the mirrored schedule.
	red, err := fixed.Schedule(day("2026-01-01"), dec("-1200"), money.CNY, nil)
	if err != nil || !red[0].Amount.Equal(dec("-500")) || !red[1].Amount.Equal(dec("-700")) {
		t.Errorf("got %v (%v)", red, err)
	}
}

func TestScheduleMakesTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cur := rapid.SampledFrom([]money.Currency{money.CNY, money.JPY, money.KWD}).Draw(t, "currency")
		total := decimal.New(rapid.Int64Range(-1e12, 1e12).Draw(t, "total"), -cur.Exponent())
		n := rapid.IntRange(1, calendar.MaxParts).Draw(t, "parts")
		terms := calendar.Terms{Basis: calendar.FromInvoice}
		rest := 10000
		for i := range n {
			share := rest
			if i < n-1 {
				share = rapid.IntRange(1, rest-(n-1-i)).Draw(t, "share")
			}
			rest -= share
			terms.Parts = append(terms.Parts, calendar.Part{
				Offset: calendar.Offset{Rule: calendar.RuleEndOfMonth, Months: i},
				Share:  calendar.SharePercent, Percent: decimal.New(int64(share), -2),
			})
		}
		if last := len(terms.Parts) - 1; rapid.Bool().Draw(t, "remainder") {
			terms.Parts[last].Share, terms.Parts[last].Percent = calendar.ShareRemainder, decimal.Zero
		}
		schedule, err := terms.Schedule(day("2026-01-31"), total, cur, nil)
		if err != nil {
			t.Fatal(err)
		}
		sum, percent := decimal.Zero, decimal.Zero
		for _, i := range schedule {
			sum, percent = sum.Add(i.Amount), percent.Add(i.Percent)
		}
		if !sum.Equal(total) || !percent.Equal(dec("100")) {
			t.Fatalf("%s became %s, %s %%", total, sum, percent)
		}
	})
}

func TestTermsComeBackFromJSON(t *testing.T) {
	terms := percents([]int{15, 45}, "30.5", "69.5")
	terms.Roll, terms.Calendar = calendar.RollPrevious, calendar.ChinaName
	terms.Discounts = []calendar.Discount{{Percent: dec("2"), Days: 10}}
	stored, err := terms.Value()
	if err != nil {
		t.Fatal(err)
	}
	var back calendar.Terms
	if err := back.Scan(stored); err != nil {
		t.Fatal(err)
	}
	again, _ := json.Marshal(back)
	if string(again) != stored {
		t.Errorf("%s\n%s", stored, again)
	}
	want := `{"basis":"shipment","parts":[{"rule":"net_days","days":15,"share":"percent","percent":"30.5"},` +
		`{"rule":"net_days","days":45,"share":"percent","percent":"69.5"}],"roll":"previous","calendar":"CN",` +
		`"discounts":[{"percent":"2","days":10}]}`
	if stored != want {
		t.Errorf("the stored form changed:\n%s", stored)
	}
}
