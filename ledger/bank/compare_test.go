package bank

import (
	"reflect"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"hefu/ledger/calendar"
)

// plainly holds every line against every receipt: what compare must come to.
func plainly(lines []*Line, booked []Booked, from, to calendar.Date) []Finding {
	var out []Finding
	taken := make([]bool, len(booked))
	for _, rule := range []struct {
		verdict      Verdict
		amount, name bool
		days         int
	}{{Agrees, true, true, NearDays}, {DateOff, true, true, FarDays}, {NameOff, true, false, NearDays}, {AmountOff, false, true, NearDays}} {
		var left []*Line
		for _, l := range lines {
			best := -1
			for i, b := range booked {
				days := distance(l.BookedOn, b.On)
				if taken[i] || days > rule.days || rule.amount && !b.Amount.Equal(l.Amount) || rule.name && !sameName(l.Counterparty, b) {
					continue
				}
				if best < 0 || days < distance(l.BookedOn, booked[best].On) {
					best = i
				}
			}
			if best < 0 {
				left = append(left, l)
				continue
			}
			taken[best] = true
			b := &booked[best]
			out = append(out, Finding{rule.verdict, l, b, l.Amount.Sub(b.Amount), l.BookedOn.Sub(b.On)})
		}
		lines = left
	}
	for _, l := range lines {
		out = append(out, Finding{Verdict: OnlyBank, Line: l})
	}
	for i := range booked {
		if b := &booked[i]; !taken[i] && !b.On.Before(from) && !b.On.After(to) {
			out = append(out, Finding{Verdict: OnlySystem, Booked: b})
		}
	}
	return out
}

// Lines that look at their neighbours only find what lines find that look at everything.
func TestCompareFindsWhatAPlainComparisonFinds(t *testing.T) {
	t.Parallel()
	first := calendar.MustParse("2026-03-01")
	names := rapid.SampledFrom([]string{"", "甲", "甲乙", "苏州远方机电有限公司", "苏州远方机电", "苏州远方", "苏州远大商贸", "ACME Ltd", "acme ltd.", "ACME Limited", "AC"})
	amounts := rapid.SampledFrom([]string{"1", "1.00", "2", "2.5"})
	day := func(t *rapid.T) calendar.Date { return first.AddDays(rapid.IntRange(0, 45).Draw(t, "day")) }
	rapid.Check(t, func(t *rapid.T) {
		var lines []*Line
		for range rapid.IntRange(0, 12).Draw(t, "lines") {
			lines = append(lines, &Line{BookedOn: day(t), Amount: decimal.RequireFromString(amounts.Draw(t, "amount")), Counterparty: names.Draw(t, "payer")})
		}
		var booked []Booked
		for range rapid.IntRange(0, 12).Draw(t, "booked") {
			booked = append(booked, Booked{On: day(t), Amount: decimal.RequireFromString(amounts.Draw(t, "amount")), CustomerName: names.Draw(t, "name"), NameEN: names.Draw(t, "English")})
		}
		got, want := compare(lines, booked, first, first.AddDays(30)), plainly(lines, booked, first, first.AddDays(30))
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%+v\nwant\n%+v", got, want)
		}
	})
}
