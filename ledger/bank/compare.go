package bank

import (
	"slices"
	"strings"
	"unicode"

	"github.com/shopspring/decimal"
	"golang.org/x/text/unicode/norm"

	"hefu/ledger/calendar"
)

// rule is one way in which a line and a receipt may be the same payment.
type rule struct {
	verdict      Verdict
	amount, name bool
	days         int
}

// rules are in the order of how much the two have in common.
var rules = []rule{{Agrees, true, true, NearDays}, {DateOff, true, true, FarDays}, {NameOff, true, false, NearDays}, {AmountOff, false, true, NearDays}}

// compare takes pairs off in the order of how much they have in common; each row is in one finding. Receipts are laid out by what a rule
// compares, in the order of their days, so that a line looks at its neighbours only.
func compare(lines []*Line, booked []Booked, from, to calendar.Date) []Finding {
	var out []Finding
	taken := make([]bool, len(booked))
	for _, r := range rules {
		shelf := r.layOut(booked, taken)
		var left []*Line
		for _, l := range lines {
			best := shelf.nearest(r, l, booked, taken)
			if best < 0 {
				left = append(left, l)
				continue
			}
			taken[best] = true
			b := &booked[best]
			out = append(out, Finding{r.verdict, l, b, l.Amount.Sub(b.Amount), l.BookedOn.Sub(b.On)})
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

// shelf holds places of receipts that are free, by what a rule compares; each list by day, then place.
type shelf map[string][]int

// enough is how much of a name the bank must give before the rest may be cut off.
const enough = 4

// keys are what a payment can be found under: two with the same name have the first letters in common.
func (r rule) keys(amount decimal.Decimal, names ...string) []string {
	start := ""
	if r.amount {
		start = amount.String()
	}
	if !r.name {
		return []string{start}
	}
	var out []string
	for _, name := range names {
		if kept := []rune(plainName(name)); len(kept) > 0 {
			out = append(out, start+"/"+string(kept[:min(len(kept), enough)]))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (r rule) layOut(booked []Booked, taken []bool) shelf {
	order := make([]int, 0, len(booked))
	for i := range booked {
		if !taken[i] {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return booked[a].On.Compare(booked[b].On) })
	out := shelf{}
	for _, i := range order {
		for _, key := range r.keys(booked[i].Amount, booked[i].CustomerName, booked[i].NameEN) {
			out[key] = append(out[key], i)
		}
	}
	return out
}

// nearest is the place of the free receipt that a line agrees with and whose day is the nearest, the first of several; -1 if there is none.
func (s shelf) nearest(r rule, l *Line, booked []Booked, taken []bool) int {
	best, far := -1, r.days+1
	for _, key := range r.keys(l.Amount, l.Counterparty) {
		free := s[key]
		if slices.ContainsFunc(free, func(i int) bool { return taken[i] }) {
			free = slices.DeleteFunc(free, func(i int) bool { return taken[i] })
			s[key] = free
		}
		at, _ := slices.BinarySearchFunc(free, l.BookedOn, func(i int, day calendar.Date) int { return booked[i].On.Compare(day) })
		look := func(i int) (goOn bool) {
			days := distance(l.BookedOn, booked[i].On)
			if days > far || days > r.days {
				return false
			}
			if (days < far || i < best) && (!r.name || sameName(l.Counterparty, booked[i])) {
				best, far = i, days
			}
			return true
		}
		for i := at; i < len(free); i++ {
			if !look(free[i]) {
				break
			}
		}
		for i := at - 1; i >= 0; i-- {
			if !look(free[i]) {
				break
			}
		}
	}
	return best
}

func distance(a, b calendar.Date) int { return max(a.Sub(b), b.Sub(a)) }

// sameName compares a payer with a customer: spaces, marks, widths and case make no difference, and what a bank cut off is no other name.
func sameName(payer string, b Booked) bool {
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
