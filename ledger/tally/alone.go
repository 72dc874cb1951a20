package tally

import (
	"cmp"
	"slices"
	"strconv"
)

// leftOver are what is left of each link and of each amount, to say of a line why it is alone.
type leftOver struct {
	amounts map[int64]*ofAmount
	links   map[*entry]link // the surest of a line's links
}

func (b *board) leftOver() leftOver {
	left := leftOver{map[int64]*ofAmount{}, map[*entry]link{}}
	for _, of := range b.byAmount((*entry).free) {
		left.amounts[of.ours[0].units] = of
	}
	for _, l := range b.links {
		for _, e := range []*entry{l.o, l.t} {
			if _, known := left.links[e]; !known {
				left.links[e] = l
			}
		}
	}
	return left
}

// alone words a line without a group: what it repeats, or why nothing was matched with it.
func (b *board) alone(e *entry, left leftOver) Remainder {
	rest := Remainder{Class: OnlyOurs, Ours: []int{e.No}, Certainty: Certain, Difference: e.Amount}
	if e.side == Theirs {
		rest = Remainder{Class: OnlyTheirs, Theirs: []int{e.No}, Certainty: Certain, Difference: e.Amount.Neg()}
	}
	if twin := b.repeats[e]; twin != nil {
		rest.Class, rest.Twin = DuplicatedLine, twin.No
		rest.Reasons = []Reason{{RepeatsLine, []string{best(twin), twin.Date.String()}}}
		if e.linked == 0 {
			rest.Certainty = Likely
		}
		return rest
	}
	b.whyAlone(&rest, e, left)
	return rest
}

// whyAlone gives a line without a counterpart its reason and, where there are some, what a person might choose from.
func (b *board) whyAlone(rest *Remainder, e *entry, left leftOver) {
	l, linked := left.links[e]
	switch candidates := b.candidates(e, left); {
	case !e.fits:
		rest.Reasons = []Reason{{AmountTooLarge, nil}}
	case len(candidates) > 0:
		rest.Reasons, rest.Certainty = []Reason{b.whyNone(e, candidates)}, Likely
		rest.Candidates = numbersInOrder(candidates[:min(len(candidates), maxCandidates)])
	case linked:
		rest.Reasons = []Reason{{NumberTaken, []string{l.part}}}
	case b.ended:
		rest.Reasons, rest.Certainty = []Reason{{SearchEnded, nil}}, Likely
	default:
		rest.Reasons = []Reason{{NoCounterpart, nil}}
	}
}

const maxCandidates = 5

// candidates are the lines of the other side that have the amount and nearly the date and are left too: first those that nothing speaks against, each kind by date.
func (b *board) candidates(e *entry, left leftOver) []*entry {
	of := left.amounts[e.units]
	if of == nil || !e.free() {
		return nil
	}
	others := of.theirs
	if e.side == Theirs {
		others = of.ours
	}
	var found []*entry
	for _, other := range others[:min(len(others), maxOfAmount)] {
		if apart(e, other) <= b.options.DateTolerance {
			found = append(found, other)
		}
	}
	slices.SortStableFunc(found, func(x, y *entry) int {
		return cmp.Or(against(b, e, x)-against(b, e, y), apart(e, x)-apart(e, y), x.at-y.at)
	})
	return found
}

func against(b *board, e, other *entry) int {
	if b.conflicts(e, []*entry{other}) {
		return 1
	}
	return 0
}

// whyNone says why none of the candidates was taken: several would fit, or each has a number that speaks against it.
func (b *board) whyNone(e *entry, candidates []*entry) Reason {
	fit := 0
	for _, other := range candidates {
		fit += 1 - against(b, e, other)
	}
	switch {
	case fit > 0:
		return Reason{SeveralFit, []string{strconv.Itoa(fit)}}
	case otherKinds(e, candidates[0]):
		return Reason{KindDiffers, nil}
	case e.side == Ours:
		return Reason{NumberDiffers, []string{best(e), best(candidates[0])}}
	}
	return Reason{NumberDiffers, []string{best(candidates[0]), best(e)}}
}

func numbersInOrder(lines []*entry) []int {
	var out []int
	for _, e := range lines {
		out = append(out, e.No)
	}
	return out
}

// best is the number by which people know a line.
func best(e *entry) string {
	if len(e.tokens) == 0 {
		return ""
	}
	return e.tokens[0].raw
}
