package settling

import (
	"slices"

	"github.com/shopspring/decimal"

	"hefu/ledger"
)

// ask has one rule speak about one credit. The first answer is the rule's own; others are further ways it sees, never certain.
func (d *desk) ask(rule Rule, credit Credit) []Suggestion {
	items := d.of(credit.Currency)
	if len(items) == 0 {
		return nil
	}
	switch rule {
	case Reduces:
		return d.reduces(credit, items)
	case Reference:
		return d.reference(credit, items)
	case Order:
		return d.order(credit, items)
	case ExactOne:
		return d.exactOne(credit, items)
	case Total:
		return d.total(credit, items)
	case ExactSum:
		return d.exactSum(credit, items)
	case OldestFirst:
		s := pour(OldestFirst, credit, items)
		s.Certain = d.policy.OldestFirst && credit.Money
		return []Suggestion{s}
	}
	return nil
}

func (d *desk) reduces(credit Credit, items []Debit) []Suggestion {
	var zero ledger.ID
	if credit.Reduces == zero {
		return nil
	}
	named := only(items, func(x Debit) bool { return x.Document == credit.Reduces })
	if len(named) == 0 {
		return nil
	}
	s := pour(Reduces, credit, named)
	s.Certain = true
	return []Suggestion{s}
}

// reference believes a number that stands in the text. Several numbers and too little money for all of them leave open which was
// meant, so that is no more than a suggestion.
func (d *desk) reference(credit Credit, items []Debit) []Suggestion {
	found := ""
	named := only(items, func(x Debit) bool {
		number, ok := names(credit.Text, x.Numbers)
		if ok && found == "" {
			found = number
		}
		return ok
	})
	if len(named) == 0 {
		return nil
	}
	s, fits := d.fit(Reference, credit, named)
	if !fits {
		s = pour(Reference, credit, named)
		s.Certain = len(distinct(named)) == 1 || !credit.Open.LessThan(sumOf(named))
	}
	s.Found = found
	return []Suggestion{s}
}

func (d *desk) order(credit Credit, items []Debit) []Suggestion {
	if credit.OrderNo == "" {
		return nil
	}
	named := only(items, func(x Debit) bool { return x.OrderNo == credit.OrderNo })
	if len(named) == 0 {
		return nil
	}
	s, fits := d.fit(Order, credit, named)
	if !fits {
		s = pour(Order, credit, named)
		s.Certain = true
	}
	s.Found = credit.OrderNo
	return []Suggestion{s}
}

// exactOne is certain when one item fits and no other does; an exact one is preferred to those that fit by discount or tolerance.
func (d *desk) exactOne(credit Credit, items []Debit) []Suggestion {
	var exact, near []Suggestion
	for _, x := range items {
		s, ok := d.fit(ExactOne, credit, []Debit{x})
		switch {
		case !ok:
		case s.WriteOff == nil && s.Surplus.IsZero():
			exact = append(exact, s)
		default:
			near = append(near, s)
		}
	}
	all := slices.Concat(exact, near)
	if len(exact) != 1 && len(all) > 1 {
		for i := range all {
			all[i].Certain = false
		}
	}
	for i := 1; i < len(all); i++ {
		all[i].Certain = false
	}
	return all[:min(len(all), 9)]
}

// total is for a customer who pays the whole account, or all of it that is due.
func (d *desk) total(credit Credit, items []Debit) []Suggestion {
	due := only(items, func(x Debit) bool { return !credit.Posted.Before(x.Due) })
	for _, set := range [][]Debit{items, due} {
		if len(set) < 2 {
			continue
		}
		if s, ok := d.fit(Total, credit, set); ok {
			return []Suggestion{s}
		}
	}
	return nil
}

// Bounds of the search for sums: more items than these could give almost any sum by chance.
const (
	mostInSum  = 5
	mostToSum  = 60
	mostVisits = 200000
)

// exactSum is certain when exactly one set of two to five items comes to the amount.
func (d *desk) exactSum(credit Credit, items []Debit) []Suggestion {
	fitting := only(items, func(x Debit) bool { return x.Open.LessThan(credit.Open) })
	if len(fitting) < 2 || len(fitting) > mostToSum {
		return nil
	}
	sets, complete := sums(fitting, credit.Open)
	out := make([]Suggestion, 0, len(sets))
	for _, set := range sets {
		out = append(out, Suggestion{Credit: credit.ID, Rule: ExactSum, Certain: complete && len(sets) == 1, Takes: whole(set, nil)})
	}
	return out
}

// sums finds up to three sets of two to five items that sum to want; complete tells that the search ended by itself.
func sums(items []Debit, want decimal.Decimal) (sets [][]Debit, complete bool) {
	sorted := slices.Clone(items)
	slices.SortStableFunc(sorted, func(a, b Debit) int { return b.Open.Cmp(a.Open) })
	visits := 0
	var chosen []Debit
	var walk func(from int, left decimal.Decimal) bool
	walk = func(from int, left decimal.Decimal) bool {
		if left.IsZero() && len(chosen) > 1 {
			sets = append(sets, slices.Clone(chosen))
			return len(sets) < 3
		}
		if len(chosen) == mostInSum {
			return true
		}
		for i := from; i < len(sorted); i++ {
			if visits++; visits > mostVisits {
				return false
			}
			if sorted[i].Open.GreaterThan(left) {
				continue
			}
			if sorted[i].Open.Mul(decimal.NewFromInt(int64(mostInSum - len(chosen)))).LessThan(left) {
				break // sorted: what follows is smaller still
			}
			chosen = append(chosen, sorted[i])
			on := walk(i+1, left.Sub(sorted[i].Open))
			chosen = chosen[:len(chosen)-1]
			if !on {
				return false
			}
		}
		return true
	}
	ended := walk(0, want)
	return sets, ended
}

func only(items []Debit, keep func(Debit) bool) []Debit {
	var out []Debit
	for _, x := range items {
		if keep(x) {
			out = append(out, x)
		}
	}
	return out
}

func sumOf(items []Debit) decimal.Decimal {
	sum := decimal.Zero
	for _, x := range items {
		sum = sum.Add(x.Open)
	}
	return sum
}

func distinct(items []Debit) map[ledger.ID]bool {
	out := map[ledger.ID]bool{}
	for _, x := range items {
		out[x.Document] = true
	}
	return out
}
