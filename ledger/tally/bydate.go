package tally

import (
	"cmp"
	"slices"
	"strconv"
)

// byDate matches what has the same amount at nearly the same date and no number that says otherwise. Where several lines of the amount lie within reach of each
// other they are matched only when both sides have as many, in the order of their dates, and then a person should look.
func (b *board) byDate() {
	for _, reach := range []int{b.options.DateTolerance, 3 * b.options.DateTolerance} {
		for _, of := range b.byAmount(b.looseOrFree) {
			if len(of.ours) > maxOfAmount || len(of.theirs) > maxOfAmount || !b.spend(len(of.ours)*len(of.theirs)) {
				continue
			}
			for _, near := range b.within(of, reach) {
				if reach == b.options.DateTolerance {
					b.inOrderOfDates(near)
				} else if len(of.ours) == 1 && len(of.theirs) == 1 && (b.unique(near.ours[0]) || telling(near.ours[0])) {
					b.joinByDate(near.ours[0], near.theirs[0], Likely, Reason{OnlyCandidate, nil})
				}
			}
		}
	}
}

// looseOrFree tells lines that may be matched by amount and date: free ones, and of those held for a number with another amount the ones whose amount nobody else has.
func (b *board) looseOrFree(e *entry) bool { return e.free() || e.matchable() && b.unique(e) }

// within divides lines of one amount into those that lie within reach of each other.
func (b *board) within(of *ofAmount, reach int) []*ofAmount {
	var links []link
	for _, o := range of.ours {
		for _, t := range of.theirs {
			if apart(o, t) <= reach && !b.conflict(o, t) {
				links = append(links, link{o: o, t: t})
			}
		}
	}
	var out []*ofAmount
	for _, part := range components(links, (*entry).matchable) {
		out = append(out, &ofAmount{part.ours, part.theirs})
	}
	return out
}

func (b *board) inOrderOfDates(of *ofAmount) {
	if len(of.ours) == 1 && len(of.theirs) == 1 {
		certainty := Likely
		if b.unique(of.ours[0]) {
			certainty = Certain
		}
		b.joinByDate(of.ours[0], of.theirs[0], certainty, Reason{OnlyCandidate, nil})
		return
	}
	if len(of.ours) != len(of.theirs) {
		if !b.bookedAgain(of) {
			b.nearest(of)
		}
		return
	}
	byDay(of.ours)
	byDay(of.theirs)
	for i, o := range of.ours {
		if t := of.theirs[i]; apart(o, t) <= b.options.DateTolerance && !b.conflict(o, t) {
			b.joinByDate(o, t, Likely, Reason{ByDateOrder, []string{strconv.Itoa(len(of.ours)), strconv.Itoa(len(of.theirs))}})
		}
	}
}

// telling says that an amount is odd enough for nobody to have it by chance: 5,000.00 is not, 4,987.13 is.
func telling(e *entry) bool { return e.units%1000 != 0 }

// bookedAgain finds the one line that the other side has twice, with a telling amount and the same words: it is matched with the nearer of the two, and the other is a repetition.
func (b *board) bookedAgain(of *ofAmount) bool {
	one, twice := of.ours, of.theirs
	if len(one) == 2 {
		one, twice = twice, one
	}
	if len(one) != 1 || len(twice) != 2 || !telling(one[0]) || !sameWords(twice[0], twice[1]) || !one[0].free() || b.conflicts(one[0], twice) {
		return false
	}
	first, again := twice[0], twice[1]
	if apart(one[0], again) < apart(one[0], first) {
		first, again = again, first
	}
	o, t := one[0], first
	if o.side == Theirs {
		o, t = t, o
	}
	again.repeat, b.repeats[again] = true, first
	b.joinByDate(o, t, Likely, Reason{SeveralFit, []string{strconv.Itoa(max(len(of.ours), len(of.theirs)))}})
	return true
}

// sameWords tells lines that differ at most in their date.
func sameWords(a, b *entry) bool {
	return a.Number == b.Number && a.Invoice == b.Invoice && a.Order == b.Order && a.Reference == b.Reference && a.Text == b.Text
}

// nearest matches, of unequal numbers of lines, those that lie on the same day or the next and have no rival as near.
func (b *board) nearest(of *ofAmount) {
	type pair struct {
		o, t *entry
		days int
	}
	var pairs []pair
	for _, o := range of.ours {
		for _, t := range of.theirs {
			pairs = append(pairs, pair{o, t, apart(o, t)})
		}
	}
	slices.SortStableFunc(pairs, func(x, y pair) int { return cmp.Or(x.days-y.days, x.o.at-y.o.at, x.t.at-y.t.at) })
	for _, p := range pairs {
		rivals := 0
		for _, q := range pairs {
			if (q.o == p.o) != (q.t == p.t) && q.o.free() && q.t.free() && q.days <= p.days+2 {
				rivals++
			}
		}
		if p.days <= 1 && rivals == 0 && p.o.free() && p.t.free() && !b.conflict(p.o, p.t) {
			b.joinByDate(p.o, p.t, Likely, Reason{SeveralFit, []string{strconv.Itoa(max(len(of.ours), len(of.theirs)))}})
		}
	}
}

func (b *board) joinByDate(o, t *entry, certainty Certainty, why Reason) {
	reasons := append([]Reason{sameAmount(o)}, dates(o, t)...)
	b.join([]*entry{o}, []*entry{t}, AmountDate, certainty, append(reasons, why)...)
}
