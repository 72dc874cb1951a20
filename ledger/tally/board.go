package tally

import (
	"slices"

	"github.com/shopspring/decimal"
)

// Amounts are compared as whole numbers of the smallest unit that any line has. Sixty-four of the largest still fit into an int64.
const (
	maxPlaces = 8
	maxUnits  = int64(1) << 56
)

// entry is a line on the board.
type entry struct {
	Line
	side   Side
	at     int   // its place on the board
	units  int64 // the amount
	fits   bool  // false when the amount is beyond what is compared
	tokens []token
	orders []string
	linked int    // lines of the other side that have a number in common
	group  *group // what it belongs to
	held   *group // what it belongs to unless something better is found
	repeat bool   // booked twice: not to be matched with anything else
}

// group are lines that were found to belong together.
type group struct {
	ours, theirs []*entry
	rule         Rule
	reasons      []Reason
	certainty    Certainty
}

// board is a comparison under way: our lines first, then theirs, each side by number.
type board struct {
	options   Options
	lines     []*entry
	first     int // of their lines
	tolerance int64
	groups    []*group
	held      []*group // the same document with another amount, as far as is known
	links     []link
	named     map[*entry][]*entry          // lines of ours of the other sign that a line of theirs names
	speaks    [fields][fields]bool         // fields where numbers of ours stand
	doubted   [fields][fields][levels]bool // fields where a common number mostly is an accident
	amounts   map[int64][2]int             // how many lines of each side have an amount
	repeats   map[*entry]*entry            // lines that are booked twice, with what they repeat
	steps     int
	ended     bool
}

func newEntry(at int, side Side, line Line, places int32) *entry {
	e := &entry{Line: line, side: side, at: at}
	e.units, e.fits = inUnits(line.Amount, places)
	return e
}

// commonPlaces is the number of decimal places that the most exact amount needs, at most maxPlaces.
func commonPlaces(sides ...[]Line) int32 {
	places := int32(0)
	for _, lines := range sides {
		for _, line := range lines {
			exponent := line.Amount.Exponent()
			for exponent < -places && exponent >= -maxPlaces && !line.Amount.Equal(line.Amount.Truncate(places)) {
				places++
			}
		}
	}
	return places
}

// inUnits is the amount in units of 10^-places, if it is a whole number of them and not too large.
func inUnits(amount decimal.Decimal, places int32) (int64, bool) {
	if exponent := amount.Exponent(); exponent > 18 || exponent < -40 {
		return 0, amount.IsZero()
	}
	shifted := amount.Shift(places)
	if !shifted.IsInteger() || shifted.Abs().GreaterThanOrEqual(decimal.NewFromInt(maxUnits)) {
		return 0, false
	}
	return shifted.IntPart(), true
}

func (b *board) ours() []*entry   { return b.lines[:b.first] }
func (b *board) theirs() []*entry { return b.lines[b.first:] }

// free tells that a line has no group yet and can have one.
func (e *entry) free() bool { return e.open() && e.held == nil && !e.repeat }

// open tells that a line may still be matched, although it may be held.
func (e *entry) open() bool { return e.group == nil && e.fits && e.units != 0 }

// join makes a group of free lines.
func (b *board) join(ours, theirs []*entry, rule Rule, certainty Certainty, reasons ...Reason) {
	g := &group{ours: slices.Clone(ours), theirs: slices.Clone(theirs), rule: rule, certainty: certainty, reasons: reasons}
	for _, e := range slices.Concat(ours, theirs) {
		if e.group != nil {
			panic("tally: a line was to be matched twice")
		}
		e.group = g
		b.release(e)
	}
	b.groups = append(b.groups, g)
}

// release gives up what a line is held for, and so frees the other lines of it.
func (b *board) release(e *entry) {
	if e.held == nil {
		return
	}
	for _, other := range slices.Concat(e.held.ours, e.held.theirs) {
		other.held = nil
	}
}

// certainAnyway tells whether a common number is enough for lines that differ in amount: not where their orders differ too, or one amount is more than twice the other.
func certainAnyway(ours, theirs []*entry, l link) bool {
	sameOrder := len(l.o.orders) == 0 || len(l.t.orders) == 0 || l.o.orders[0] == l.t.orders[0]
	return sameOrder && near(sum(ours), sum(theirs), 2)
}

// hold keeps lines together that have a number in common and differ in amount.
func (b *board) hold(ours, theirs []*entry, l link) {
	g := &group{ours: slices.Clone(ours), theirs: slices.Clone(theirs), rule: ruleOf(l), certainty: certaintyOf(l.level), reasons: []Reason{numberReason(l)}}
	if !certainAnyway(ours, theirs, l) {
		g.certainty = Likely
	}
	for _, e := range slices.Concat(ours, theirs) {
		e.held = g
	}
	b.held = append(b.held, g)
}

func sum(lines []*entry) int64 {
	total := int64(0)
	for _, e := range lines {
		total += e.units
	}
	return total
}

func amountOf(lines []*entry, counts func(*entry) bool) decimal.Decimal {
	total := decimal.Zero
	for _, e := range lines {
		if counts(e) {
			total = total.Add(e.Amount)
		}
	}
	return total
}

func anything(*entry) bool      { return true }
func inPeriod(e *entry) bool    { return !e.Outside }
func outside(e *entry) bool     { return e.Outside }
func same(a, b int64) bool      { return (a < 0) == (b < 0) }
func distance(a, b int64) int64 { return max(a-b, b-a) }
