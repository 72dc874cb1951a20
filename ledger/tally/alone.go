package tally

import (
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
	rest.Reasons, rest.Certainty = b.whyAlone(e, left)
	return rest
}

func (b *board) whyAlone(e *entry, left leftOver) ([]Reason, Certainty) {
	if !e.fits {
		return []Reason{{AmountTooLarge, nil}}, Certain
	}
	if reason, found := b.sameAmountLeft(e, left); found {
		return []Reason{reason}, Likely
	}
	if l, linked := left.links[e]; linked {
		return []Reason{{NumberTaken, []string{l.part}}}, Certain
	}
	if b.ended {
		return []Reason{{SearchEnded, nil}}, Likely
	}
	return []Reason{{NoCounterpart, nil}}, Certain
}

// sameAmountLeft looks for lines that have the amount and the date and are left too: they carry another number, or nobody can say which of them it is.
func (b *board) sameAmountLeft(e *entry, left leftOver) (Reason, bool) {
	of := left.amounts[e.units]
	if of == nil || e.units == 0 {
		return Reason{}, false
	}
	others := of.theirs
	if e.side == Theirs {
		others = of.ours
	}
	fit, otherNumber := 0, (*entry)(nil)
	for _, other := range others[:min(len(others), maxOfAmount)] {
		switch {
		case apart(e, other) > b.options.DateTolerance:
		case b.conflicts(e, []*entry{other}):
			otherNumber = other
		default:
			fit++
		}
	}
	switch {
	case fit > 0:
		return Reason{SeveralFit, []string{strconv.Itoa(fit)}}, true
	case otherNumber != nil && e.side == Ours:
		return Reason{NumberDiffers, []string{best(e), best(otherNumber)}}, true
	case otherNumber != nil:
		return Reason{NumberDiffers, []string{best(otherNumber), best(e)}}, true
	}
	return Reason{}, false
}

// best is the number by which people know a line.
func best(e *entry) string {
	if len(e.tokens) == 0 {
		return ""
	}
	return e.tokens[0].raw
}
