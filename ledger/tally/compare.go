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
	b.byNumber()
	return b.result()
}

// open sets up the comparison in an order that the input's order does not change.
func open(ours, theirs []Line, o Options) *board {
	b := &board{options: o}
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
	tolerance, fits := inUnits(o.AmountTolerance, places)
	if fits {
		b.tolerance = tolerance
	}
	return b
}
