package tally

import (
	"cmp"
	"slices"

	"hefu/ledger/calendar"
)

// byBundle matches lines of one side that share a reference or voucher and a date with the one line of the other side that is their sum.
func (b *board) byBundle() {
	type mark struct {
		side     Side
		field    field
		core     string
		negative bool
	}
	bundles := map[mark][]*entry{}
	var marks []mark
	single := map[int64][]*entry{}
	for _, e := range b.lines {
		if !e.free() {
			continue
		}
		single[e.units] = append(single[e.units], e)
		for _, token := range e.tokens {
			if token.field != inText {
				m := mark{e.side, token.field, token.Core, e.units < 0}
				if bundles[m] == nil {
					marks = append(marks, m)
				}
				bundles[m] = append(bundles[m], e)
			}
		}
	}
	for _, m := range marks {
		bundle := free(bundles[m])
		if len(bundle) < 2 || len(bundle) > maxUnderNumber || !bookedWithin(bundle, postedBy) {
			continue
		}
		var fit []*entry
		for _, e := range single[sum(bundle)] {
			if e.side != m.side && e.free() && apart(e, bundle[0]) <= b.options.DateTolerance && !b.conflicts(e, bundle) {
				fit = append(fit, e)
			}
		}
		if len(fit) == 1 {
			b.joinSum(fit[0], bundle, Likely, Reason{OneReference, []string{m.core}})
		}
	}
}

func bookedWithin(lines []*entry, days int) bool {
	for _, e := range lines {
		if apart(e, lines[0]) > days {
			return false
		}
	}
	return true
}

// conflicts tells that a number speaks against a line and any of several of the other side.
func (b *board) conflicts(e *entry, others []*entry) bool {
	return slices.ContainsFunc(others, func(other *entry) bool {
		if e.side == Ours {
			return b.conflict(e, other)
		}
		return b.conflict(other, e)
	})
}

func (b *board) joinSum(one *entry, several []*entry, certainty Certainty, reasons ...Reason) {
	ours, theirs := []*entry{one}, several
	if one.side == Theirs {
		ours, theirs = several, []*entry{one}
	}
	reasons = append(reasons, sameSum(ours, theirs))
	b.join(ours, theirs, sumRule(ours, theirs), certainty, append(reasons, Reason{OnlyCandidate, nil})...)
}

// sumsByDate matches a line with several of the other side that make its amount, booked within a few days of it and of each other, when there is one way only and the sum is hardly an accident.
// The least accidental sums are taken first.
func (b *board) sumsByDate() {
	type sumFound struct {
		one     *entry
		several []*entry
		chance  float64
	}
	var found []sumFound
	f := b.freeByDay()
	for _, one := range b.lines {
		if !one.free() || f.rival(one, b.options.DateTolerance) {
			continue
		}
		for _, days := range []int{0, 1, postedBy, b.options.DateTolerance / 2} {
			pool := b.around(f, one, days)
			if len(pool) < 2 {
				continue
			}
			several := b.only(pool, one.units)
			if len(several) > 1 && len(several) <= maxParts {
				if chance := chance(len(pool), several, one.units); chance <= mayBeChance {
					found = append(found, sumFound{one, several, chance})
					break
				}
			}
		}
	}
	slices.SortStableFunc(found, func(x, y sumFound) int { return cmp.Or(cmp.Compare(x.chance, y.chance), x.one.at-y.one.at) })
	for _, f := range found {
		if f.one.free() && len(free(f.several)) == len(f.several) {
			b.joinSum(f.one, f.several, Likely, dates(f.several[0], f.one)...)
		}
	}
}

// rival tells that another free line of the same side and nearly the same date has the same amount: a sum would fit both.
func (f freeLines) rival(one *entry, days int) bool {
	return slices.ContainsFunc(f.near(one.side, one, days), func(e *entry) bool { return e != one && e.units == one.units })
}

// around are the free lines of the other side within some days of a line, with nothing against them.
func (b *board) around(f freeLines, one *entry, days int) []*entry {
	var pool []*entry
	side := Theirs
	if one.side == Theirs {
		side = Ours
	}
	window := f.near(side, one, days)
	if !b.spend(len(window)) {
		return nil
	}
	for _, e := range window {
		if same(e.units, one.units) && max(e.units, -e.units) < max(one.units, -one.units) && !b.conflicts(one, []*entry{e}) {
			pool = append(pool, e)
		}
	}
	byPlace(pool)
	return pool
}

// freeLines are the free lines of each side that have a date, by date.
type freeLines [2][]*entry

func (b *board) freeByDay() freeLines {
	var f freeLines
	for _, e := range b.lines {
		if e.free() && !e.Date.IsZero() {
			f[sideAt(e.side)] = append(f[sideAt(e.side)], e)
		}
	}
	byDay(f[0])
	byDay(f[1])
	return f
}

// near are the lines of a side within some days of a line.
func (f freeLines) near(side Side, one *entry, days int) []*entry {
	if one.Date.IsZero() {
		return nil
	}
	lines := f[sideAt(side)]
	from, _ := slices.BinarySearchFunc(lines, one.Date.AddDays(-days), func(e *entry, day calendar.Date) int { return e.Date.Compare(day) })
	through := from
	for through < len(lines) && lines[through].Date.Sub(one.Date) <= days {
		through++
	}
	return lines[from:through]
}
