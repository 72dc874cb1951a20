package tally

import (
	"slices"
	"strings"
)

const (
	maxPool  = 40
	postedBy = 3 // days: parts of one document are booked at nearly the same time
)

// complete looks for the rest of a document of which one side has only a part under its number: free lines of the same order, or booked with it,
// that make exactly the difference.
func (b *board) complete() {
	rest := map[Side][]*entry{Ours: free(b.ours()), Theirs: free(b.theirs())}
	for _, g := range b.held {
		if g.ours[0].held != g {
			continue
		}
		missing := sum(g.ours) - sum(g.theirs)
		side, own := Theirs, g.theirs
		if !same(missing, g.ours[0].units) {
			missing, side, own = -missing, Ours, g.ours
		}
		for _, with := range []struct {
			near  func(*entry) bool
			limit float64
		}{
			{func(e *entry) bool { return sharesOrder(e, g) }, mayBeInOrder},
			{func(e *entry) bool { return e.linked == 0 && bookedWith(e, own) }, mayBeChance},
		} {
			var pool []*entry
			for _, e := range rest[side] {
				if e.free() && same(e.units, missing) && with.near(e) && !b.againstAny(e, g) && len(pool) <= maxPool {
					pool = append(pool, e)
				}
			}
			found := b.only(pool, missing)
			if len(found) == 0 || len(found) > 4 || chance(len(pool), found, missing) > with.limit {
				continue
			}
			ours, theirs := slices.Clone(g.ours), slices.Clone(g.theirs)
			if side == Ours {
				ours = append(ours, found...)
			} else {
				theirs = append(theirs, found...)
			}
			reasons := append(slices.Clone(g.reasons), sameSum(ours, theirs), Reason{OnlyCandidate, nil})
			b.join(ours, theirs, sumRule(ours, theirs), Likely, reasons...)
			break
		}
	}
}

func sharesOrder(e *entry, g *group) bool {
	for _, other := range slices.Concat(g.ours, g.theirs) {
		for _, name := range other.orderNames() {
			if slices.Contains(e.orderNames(), name) {
				return true
			}
		}
	}
	return false
}

func bookedWith(e *entry, lines []*entry) bool {
	for _, other := range lines {
		if apart(e, other) <= postedBy {
			return true
		}
	}
	return false
}

// againstAny tells that a line of theirs has a number that speaks against the group. Ours always have their own numbers; a line of theirs that stands
// for several names the first only.
func (b *board) againstAny(e *entry, g *group) bool {
	if e.side == Ours {
		return false
	}
	return slices.ContainsFunc(g.ours, func(o *entry) bool { return b.conflict(o, e) })
}

// net matches a line of theirs that is an invoice less the credit notes that it names. Only what is named is taken off: signs are never mixed by amount alone.
func (b *board) net() {
	for _, g := range b.held {
		if g.ours[0].held != g || len(g.theirs) != 1 {
			continue
		}
		var off []*entry
		for _, e := range b.named[g.theirs[0]] {
			if e.free() && !slices.Contains(off, e) {
				off = append(off, e)
			}
		}
		byPlace(off)
		ours := append(slices.Clone(g.ours), off...)
		if len(off) > 0 && sum(ours) == g.theirs[0].units {
			reasons := append(slices.Clone(g.reasons), Reason{NamedToo, []string{strings.Join(numbersOf(off), ", ")}}, sameSum(ours, g.theirs))
			b.join(ours, g.theirs, SumManyToOne, Certain, reasons...)
		}
	}
}

func numbersOf(lines []*entry) []string {
	var out []string
	for _, e := range lines {
		out = append(out, e.Number)
	}
	return out
}
