package tally

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"
)

// result turns groups into findings and says of every other line why it is alone.
func (b *board) result() Result {
	r := Result{Complete: !b.ended, Steps: b.steps, Totals: Totals{
		Differences: map[Class]decimal.Decimal{}, Lines: map[Side]int{}, MatchedLines: map[Side]int{},
	}}
	for _, g := range b.groups {
		b.place(&r, g)
	}
	left := b.leftOver()
	for _, e := range b.lines {
		if e.group == nil && !e.Outside {
			r.Remainders = append(r.Remainders, b.alone(e, left))
		}
	}
	b.order(&r)
	b.total(&r)
	return r
}

// place makes a match of a group, or a remainder when its sides do not agree in amount or period.
func (b *board) place(r *Result, g *group) {
	all := slices.Concat(g.ours, g.theirs)
	difference := amountOf(g.ours, anything).Sub(amountOf(g.theirs, anything))
	effect := amountOf(g.ours, inPeriod).Sub(amountOf(g.theirs, inPeriod))
	match := Match{Ours: numbers(g.ours), Theirs: numbers(g.theirs), Rule: g.rule, Reasons: g.reasons, Certainty: g.certainty, Difference: difference}
	rest := Remainder{
		Ours: match.Ours, Theirs: match.Theirs, Rule: g.rule, Reasons: slices.Clone(g.reasons), Certainty: g.certainty, Difference: effect,
	}
	agrees := difference.Abs().LessThanOrEqual(b.options.AmountTolerance)
	if !agrees {
		rest.Reasons = append(rest.Reasons, Reason{AmountDiffers, []string{
			amountOf(g.ours, anything).String(), amountOf(g.theirs, anything).String(), difference.String(),
		}})
	}
	switch everywhere, somewhere := !slices.ContainsFunc(all, inPeriod), slices.ContainsFunc(all, outside); {
	case everywhere && agrees:
		r.Elsewhere = append(r.Elsewhere, match)
	case everywhere: // a difference of another period is not of this one
	case somewhere:
		rest.Class = DiffersPeriod
		for _, e := range all {
			if e.Outside {
				rest.Reasons = append(rest.Reasons, Reason{OtherPeriod, []string{string(e.side), e.Date.String()}})
			}
		}
		r.Remainders = append(r.Remainders, rest)
	case agrees:
		r.Matches = append(r.Matches, match)
	default:
		rest.Class = DiffersAmount
		r.Remainders = append(r.Remainders, rest)
	}
}

var classOrder = []Class{DiffersAmount, DiffersPeriod, DuplicatedLine, OnlyOurs, OnlyTheirs}

func (b *board) order(r *Result) {
	byLine := func(ours, theirs []int) (int, int) {
		first := func(numbers []int) int {
			if len(numbers) == 0 {
				return -1
			}
			return numbers[0]
		}
		return first(ours), first(theirs)
	}
	matches := func(a, b Match) int {
		ao, at := byLine(a.Ours, a.Theirs)
		bo, bt := byLine(b.Ours, b.Theirs)
		return cmp.Or(ao-bo, at-bt)
	}
	slices.SortStableFunc(r.Matches, matches)
	slices.SortStableFunc(r.Elsewhere, matches)
	slices.SortStableFunc(r.Remainders, func(a, b Remainder) int {
		ao, at := byLine(a.Ours, a.Theirs)
		bo, bt := byLine(b.Ours, b.Theirs)
		return cmp.Or(slices.Index(classOrder, a.Class)-slices.Index(classOrder, b.Class), ao-bo, at-bt)
	})
}

func (b *board) total(r *Result) {
	t := &r.Totals
	t.Ours, t.Theirs = amountOf(b.ours(), inPeriod), amountOf(b.theirs(), inPeriod)
	for _, e := range b.lines {
		if !e.Outside {
			t.Lines[e.side]++
		}
	}
	amounts := map[int]decimal.Decimal{}
	for _, e := range b.ours() {
		amounts[e.No] = e.Amount
	}
	for _, m := range r.Matches {
		t.MatchedLines[Ours] += len(m.Ours)
		t.MatchedLines[Theirs] += len(m.Theirs)
		t.Tolerated = t.Tolerated.Add(m.Difference)
		for _, no := range m.Ours {
			t.Matched = t.Matched.Add(amounts[no])
		}
	}
	for _, rest := range r.Remainders {
		t.Differences[rest.Class] = t.Differences[rest.Class].Add(rest.Difference)
	}
}

func numbers(lines []*entry) []int {
	var out []int
	for _, e := range lines {
		out = append(out, e.No)
	}
	slices.Sort(out)
	return out
}
