package truth

import (
	"fmt"
	"slices"

	"hefu/ledger/tally"
)

// Score compares a result with the truth. A group is what joins lines of both sides: a match, or a remainder of both sides. It is right when exactly the same
// lines are one group in the truth; a line booked twice may stand for the line that it repeats.
type Score struct {
	Found      int // groups in the result
	True       int // groups in the truth
	Right      int // groups in both
	Certain    int // of the found matches, those called certain
	CertainBad int // of those, the wrong ones
	Classified int // lines of the period whose class is the true one: matched, amount_differs, period_differs, duplicated, only_ours, only_theirs
	Lines      int // lines of the period
}

// Precision is right groups over found ones.
func (s Score) Precision() float64 { return share(s.Right, s.Found) }

// Recall is right groups over true ones.
func (s Score) Recall() float64 { return share(s.Right, s.True) }

// CertainPrecision is that of the matches called certain.
func (s Score) CertainPrecision() float64 { return share(s.Certain-s.CertainBad, s.Certain) }

// Classes is the share of lines with the right class.
func (s Score) Classes() float64 { return share(s.Classified, s.Lines) }

// Add puts several cases together.
func (s Score) Add(other Score) Score {
	return Score{
		s.Found + other.Found, s.True + other.True, s.Right + other.Right, s.Certain + other.Certain, s.CertainBad + other.CertainBad,
		s.Classified + other.Classified, s.Lines + other.Lines,
	}
}

// String is one line of figures.
func (s Score) String() string {
	return fmt.Sprintf("precision %.4f (%d of %d), recall %.4f (of %d), certain %.4f (of %d), classes %.4f (of %d lines)",
		s.Precision(), s.Right, s.Found, s.Recall(), s.True, s.CertainPrecision(), s.Certain, s.Classes(), s.Lines)
}

func share(part, whole int) float64 {
	if whole == 0 {
		return 1
	}
	return float64(part) / float64(whole)
}

// Wrong is a group found that is not in the truth, or one of the truth that was not found.
type Wrong struct {
	Found        bool
	Ours, Theirs []int
	Rule         tally.Rule
	Certainty    tally.Certainty
	Group        Group // of the truth, where it was not found
}

// Judge scores a result and lists what is wrong with it.
func (c Case) Judge(r tally.Result) (Score, []Wrong) {
	var s Score
	var wrong []Wrong
	waiting := map[string]Group{}
	for _, g := range c.Groups {
		if len(g.Ours) > 0 && len(g.Theirs) > 0 {
			waiting[c.key(g.Ours, g.Theirs)] = g
		}
	}
	s.True = len(waiting)
	check := func(ours, theirs []int, rule tally.Rule, certainty tally.Certainty, match bool) {
		if len(ours) == 0 || len(theirs) == 0 {
			return
		}
		if c.elsewhere(ours, theirs) {
			return
		}
		s.Found++
		key := c.key(ours, theirs)
		_, right := waiting[key]
		delete(waiting, key)
		if right {
			s.Right++
		} else {
			wrong = append(wrong, Wrong{Found: true, Ours: ours, Theirs: theirs, Rule: rule, Certainty: certainty})
		}
		if match && certainty == tally.Certain {
			s.Certain++
			if !right {
				s.CertainBad++
			}
		}
	}
	for _, m := range r.Matches {
		check(m.Ours, m.Theirs, m.Rule, m.Certainty, true)
	}
	for _, rest := range r.Remainders {
		check(rest.Ours, rest.Theirs, rest.Rule, rest.Certainty, false)
	}
	for _, g := range c.Groups {
		if _, missed := waiting[c.key(g.Ours, g.Theirs)]; missed && len(g.Ours) > 0 && len(g.Theirs) > 0 {
			wrong = append(wrong, Wrong{Ours: g.Ours, Theirs: g.Theirs, Group: g})
		}
	}
	s.Classified, s.Lines = c.classes(r)
	return s, wrong
}

// elsewhere tells a group wholly outside the period: the truth has none, so it is neither right nor wrong.
func (c Case) elsewhere(ours, theirs []int) bool {
	inside := func(lines []tally.Line) func(int) bool { // lines are numbered by their places
		return func(no int) bool { return !lines[no-1].Outside }
	}
	return !slices.ContainsFunc(ours, inside(c.Ours)) && !slices.ContainsFunc(theirs, inside(c.Theirs))
}

// key names the lines of a group; repeated lines count as what they repeat.
func (c Case) key(ours, theirs []int) string {
	first := func(lines []int, twins map[int]int) []int {
		out := slices.Clone(lines)
		for i, no := range out {
			if twin, again := twins[no]; again {
				out[i] = twin
			}
		}
		slices.Sort(out)
		return out
	}
	return fmt.Sprint(first(ours, c.TwinOurs), first(theirs, c.TwinTheirs))
}
