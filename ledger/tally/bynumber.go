package tally

import (
	"cmp"
	"slices"
)

// Limits of the lines that are put together under one number.
const (
	maxUnderNumber = 16
	otherYear      = 180 // days: the same number half a year later is another document, unless the amount is the same
)

// byNumber matches lines that carry the same number, the surest kind of sameness first: one with one where the amount is the same, then sums.
func (b *board) byNumber() {
	for l := range levels {
		var with []link
		for _, link := range b.links {
			if link.level <= l && link.o.free() && link.t.free() {
				with = append(with, link)
			}
		}
		b.pairs(with, l)
		b.sums(with, l)
	}
}

// pairs matches lines of the same amount; of several with the same number the nearest date counts. A vague number serves only where one line each has it.
func (b *board) pairs(links []link, l level) {
	var fit []link
	partners := map[*entry]int{}
	for _, link := range links {
		if distance(link.o.units, link.t.units) <= b.tolerance {
			fit = append(fit, link)
			partners[link.o]++
			partners[link.t]++
		}
	}
	slices.SortStableFunc(fit, func(x, y link) int {
		return cmp.Or(cmp.Compare(x.level, y.level), cmp.Compare(distance(x.o.units, x.t.units), distance(y.o.units, y.t.units)),
			cmp.Compare(apart(x.o, x.t), apart(y.o, y.t)), x.o.at-y.o.at, x.t.at-y.t.at)
	})
	for _, link := range fit {
		if !link.o.free() || !link.t.free() {
			continue
		}
		if l == vague && (partners[link.o] > 1 || partners[link.t] > 1 || b.conflict(link.o, link.t)) {
			continue
		}
		certainty := certaintyOf(link.level)
		if link.level == vague && apart(link.o, link.t) <= b.options.DateTolerance && b.unique(link.o) {
			certainty = Certain
		}
		reasons := append([]Reason{numberReason(link), sameAmount(link.o)}, dates(link.o, link.t)...)
		b.join([]*entry{link.o}, []*entry{link.t}, ruleOf(link), certainty, reasons...)
	}
}

// unique tells that no other line of either side has the amount.
func (b *board) unique(e *entry) bool {
	count := b.amounts[e.units]
	return count[0] <= 1 && count[1] <= 1
}

// sums matches what is under one number and agrees only together.
func (b *board) sums(links []link, l level) {
	for _, part := range components(links, (*entry).free) {
		if len(part.ours) > maxUnderNumber || len(part.theirs) > maxUnderNumber || len(part.ours)+len(part.theirs) < 3 {
			continue
		}
		ours, theirs := part.ours, part.theirs
		if sum(ours) != sum(theirs) {
			switch {
			case len(ours) == 1:
				theirs = b.only(theirs, ours[0].units)
			case len(theirs) == 1:
				ours = b.only(ours, theirs[0].units)
			default:
				continue
			}
		}
		if len(ours) == 0 || len(theirs) == 0 || l == vague && len(ours) > 1 && len(theirs) > 1 {
			continue
		}
		b.join(ours, theirs, sumRule(ours, theirs), Certain, numberReason(part.link), sameSum(ours, theirs))
	}
}

// component are free lines that hang together by their numbers.
type component struct {
	ours, theirs []*entry
	link         link // the surest
}

// components divides lines by what links them, in the order of the links.
func components(links []link, which func(*entry) bool) []*component {
	of := map[*entry]*component{}
	var all []*component
	for _, l := range links {
		if !which(l.o) || !which(l.t) {
			continue
		}
		x, y := of[l.o], of[l.t]
		switch {
		case x == nil && y == nil:
			c := &component{[]*entry{l.o}, []*entry{l.t}, l}
			all = append(all, c)
			of[l.o], of[l.t] = c, c
		case x == nil:
			y.ours, of[l.o] = append(y.ours, l.o), y
		case y == nil:
			x.theirs, of[l.t] = append(x.theirs, l.t), x
		case x != y:
			for _, e := range slices.Concat(y.ours, y.theirs) {
				of[e] = x
			}
			x.ours, x.theirs = append(x.ours, y.ours...), append(x.theirs, y.theirs...)
			y.ours, y.theirs = nil, nil
		}
	}
	all = slices.DeleteFunc(all, func(c *component) bool { return len(c.ours) == 0 })
	for _, c := range all {
		byPlace(c.ours)
		byPlace(c.theirs)
	}
	return all
}

func byPlace(lines []*entry) {
	slices.SortFunc(lines, func(a, b *entry) int { return a.at - b.at })
}

// holdDifferences keeps together what has the same number and another amount, until every rule had its turn.
func (b *board) holdDifferences() {
	for l := range levels {
		var with []link
		for _, link := range b.links {
			if link.level <= l && link.o.free() && link.t.free() && b.mayDiffer(link) {
				with = append(with, link)
			}
		}
		for _, part := range components(with, (*entry).free) {
			switch {
			case len(part.ours) == 1 && len(part.theirs) == 1:
				b.hold(part.ours, part.theirs, part.link)
			case len(part.ours) == 1 && len(part.theirs) <= maxUnderNumber && l < vague && !alike(part.theirs):
				b.hold(part.ours, part.theirs, part.link)
			case len(part.theirs) == 1 && len(part.ours) <= maxUnderNumber && l < vague && !alike(part.ours):
				b.hold(part.ours, part.theirs, part.link)
			case len(part.ours) == 1 || len(part.theirs) == 1:
				b.hold(part.ours[:1], part.theirs[:1], part.link)
			}
		}
	}
}

// alike tells lines that all have the same amount: one of them is enough.
func alike(lines []*entry) bool {
	for _, e := range lines {
		if e.units != lines[0].units {
			return false
		}
	}
	return true
}

// mayDiffer tells whether a common number makes lines of different amounts the same document.
func (b *board) mayDiffer(l link) bool {
	if days := apart(l.o, l.t); days > otherYear && days < noDate || b.doubted[l.fo][l.ft][l.level] {
		return false
	}
	if l.level < vague {
		return true
	}
	return !l.otherKind && apart(l.o, l.t) <= 3*b.options.DateTolerance && near(l.o.units, l.t.units, 3) && !b.conflict(l.o, l.t)
}

// near tells that neither amount is more than so many times the other.
func near(a, b, times int64) bool {
	a, b = max(a, -a), max(b, -b)
	return a/times <= b && b/times <= a
}
