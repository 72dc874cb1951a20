package bank

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"hefu/ledger/calendar"
)

// compare takes pairs off in the order of how much they have in common; each row is in one finding.
func compare(lines []*Line, booked []Booked, from, to calendar.Date) []Finding {
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

func distance(a, b calendar.Date) int { return max(a.Sub(b), b.Sub(a)) }

// sameName compares a payer with a customer: spaces, marks, widths and case make no difference, and what a bank cut off is no other name.
func sameName(payer string, b Booked) bool {
	const enough = 4
	said := []rune(plainName(payer))
	return slices.ContainsFunc([]string{b.CustomerName, b.NameEN}, func(name string) bool {
		kept := plainName(name)
		if kept == "" || len(said) == 0 {
			return false
		}
		return kept == string(said) || len(said) >= enough && strings.HasPrefix(kept, string(said)) || len([]rune(kept)) >= enough && strings.HasPrefix(string(said), kept)
	})
}

func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(name))
}
