package tally

import "slices"

const (
	defaultDateTolerance = 10
	defaultBudget        = 20_000_000
)

func (o Options) withDefaults() Options {
	if o.DateTolerance <= 0 {
		o.DateTolerance = defaultDateTolerance
	}
	if o.Budget <= 0 {
		o.Budget = defaultBudget
	}
	o.AmountTolerance = o.AmountTolerance.Abs()
	return o
}

// Compare matches the lines of both sides and sorts out what is left. It changes neither slice. Numbers of lines must be unique within a side;
// of equal numbers nothing is promised but that no line is lost.
func Compare(ours, theirs []Line, options Options) Result {
	b := open(ours, theirs, options.withDefaults())
	b.link()
	b.byNumber()
	b.holdDifferences()
	b.net()
	b.byOrder()
	b.bySimilarNumber()
	b.markRepeats()
	b.complete()
	b.byBundle()
	b.byOrder() // again: what was held or doubled may be gone by now
	b.sumsOfOrders()
	b.byDate()
	b.sumsByDate()
	b.differencesLeft()
	return b.result()
}

// open sets up the comparison in an order that the input's order does not change.
func open(ours, theirs []Line, o Options) *board {
	b := &board{options: o, named: map[*entry][]*entry{}}
	places := commonPlaces(ours, theirs)
	for _, side := range []Side{Ours, Theirs} {
		lines := slices.Clone(ours)
		if side == Theirs {
			lines = slices.Clone(theirs)
		}
		slices.SortStableFunc(lines, func(a, b Line) int { return a.No - b.No })
		for _, line := range lines {
			b.lines = append(b.lines, newEntry(len(b.lines), side, line, places))
		}
		if side == Ours {
			b.first = len(b.lines)
		}
	}
	b.amounts = map[int64][2]int{}
	for _, e := range b.lines {
		e.read()
		count := b.amounts[e.units]
		count[sideAt(e.side)]++
		b.amounts[e.units] = count
	}
	tolerance, fits := inUnits(o.AmountTolerance, places)
	if fits {
		b.tolerance = tolerance
	}
	return b
}

func sideAt(side Side) int {
	if side == Theirs {
		return 1
	}
	return 0
}
