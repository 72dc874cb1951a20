package tally

import (
	"slices"

	"hefu/ledger/number"
)

const maxOfAmount = 300 // lines of one amount that are compared with each other

// resemblance are two numbers that may be one, with a slip or cut short.
type resemblance struct {
	ours, theirs string
	rule         Rule
}

// resemble looks for numbers of two lines that are one but for a slip, or of which one is the end of the other.
func resemble(o, t *entry) (resemblance, bool) {
	for _, rule := range []Rule{NumberTypo, NumberSuffix} {
		for i := range o.tokens {
			for j := range t.tokens {
				x, y := &o.tokens[i], &t.tokens[j]
				if x.field == inText && y.field == inText || number.Letters(x.Compact) != "" && number.Letters(y.Compact) != "" && number.OtherKind(number.Letters(x.Compact), number.Letters(y.Compact)) {
					continue
				}
				if rule == NumberTypo && number.Similar(x.Core, y.Core) || rule == NumberSuffix && number.Ends(x.Core, y.Core) {
					return resemblance{x.raw, y.raw, rule}, true
				}
			}
		}
	}
	return resemblance{}, false
}

// bySimilarNumber matches lines of the same amount and nearly the same date whose numbers are one slip apart, if nothing else of that amount resembles either.
// A line that is held for the same number with another amount may leave for such a match: the slip has made its number that of another document.
func (b *board) bySimilarNumber() {
	type pair struct {
		o, t *entry
		resemblance
	}
	var pairs []pair
	partners := map[*entry]int{}
	for _, of := range b.byAmount((*entry).matchable) {
		if len(of.ours) > maxOfAmount || len(of.theirs) > maxOfAmount || !b.spend(len(of.ours)*len(of.theirs)) {
			continue
		}
		for _, o := range of.ours {
			for _, t := range of.theirs {
				if apart(o, t) > 3*b.options.DateTolerance || o.held != nil && o.held == t.held {
					continue
				}
				if found, ok := resemble(o, t); ok && !b.conflict(o, t) {
					pairs = append(pairs, pair{o, t, found})
					partners[o]++
					partners[t]++
				}
			}
		}
	}
	for _, p := range pairs {
		if partners[p.o] > 1 || partners[p.t] > 1 || !p.o.open() || !p.t.open() {
			continue
		}
		certainty := Likely
		if b.unique(p.o) {
			certainty = Certain
		}
		reasons := append([]Reason{{SimilarNumber, []string{p.ours, p.theirs}}, sameAmount(p.o)}, dates(p.o, p.t)...)
		b.join([]*entry{p.o}, []*entry{p.t}, p.rule, certainty, append(reasons, Reason{OnlyCandidate, nil})...)
	}
}

func (e *entry) matchable() bool { return e.open() && !e.repeat }

// ofAmount are the lines of one amount.
type ofAmount struct{ ours, theirs []*entry }

// byAmount divides lines by their amount; amounts that only one side has are left out.
func (b *board) byAmount(which func(*entry) bool) []*ofAmount {
	of := map[int64]*ofAmount{}
	var all []*ofAmount
	for _, e := range b.lines {
		if !which(e) {
			continue
		}
		at := of[e.units]
		if at == nil {
			at = &ofAmount{}
			of[e.units] = at
			all = append(all, at)
		}
		if e.side == Ours {
			at.ours = append(at.ours, e)
		} else {
			at.theirs = append(at.theirs, e)
		}
	}
	return slices.DeleteFunc(all, func(a *ofAmount) bool { return len(a.ours) == 0 || len(a.theirs) == 0 })
}
