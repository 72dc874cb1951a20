package truth

import "hefu/ledger/tally"

// Matched is the class of lines that agree.
const matched tally.Class = "matched"

type place struct {
	side tally.Side
	no   int
}

// classes counts the lines of the period that have their true class. Of a line and its repetition either may be the one that is booked twice.
func (c Case) classes(r tally.Result) (right, all int) {
	want, got := c.trueClasses(), classesOf(r)
	count := func(side tally.Side, lines []tally.Line, twins map[int]int) {
		again := map[int]int{}
		for second, first := range twins {
			again[first], again[second] = second, first
		}
		for _, line := range lines {
			if line.Outside {
				continue
			}
			all++
			here := place{side, line.No}
			twin, has := again[line.No]
			if got[here] == want[here] || has && got[here] == want[place{side, twin}] {
				right++
			}
		}
	}
	count(tally.Ours, c.Ours, c.TwinOurs)
	count(tally.Theirs, c.Theirs, c.TwinTheirs)
	return right, all
}

func (c Case) trueClasses() map[place]tally.Class {
	want := map[place]tally.Class{}
	classOf := map[Happening]tally.Class{
		OtherAmount: tally.DiffersAmount, OtherPeriod: tally.DiffersPeriod, OnlyOurs: tally.OnlyOurs, OnlyTheirs: tally.OnlyTheirs,
	}
	for _, g := range c.Groups {
		class := classOf[g.Happening]
		if class == "" {
			class = matched
		}
		put(want, class, g.Ours, g.Theirs)
	}
	for again := range c.TwinOurs {
		want[place{tally.Ours, again}] = tally.DuplicatedLine
	}
	for again := range c.TwinTheirs {
		want[place{tally.Theirs, again}] = tally.DuplicatedLine
	}
	return want
}

func classesOf(r tally.Result) map[place]tally.Class {
	got := map[place]tally.Class{}
	for _, m := range r.Matches {
		put(got, matched, m.Ours, m.Theirs)
	}
	for _, rest := range r.Remainders {
		put(got, rest.Class, rest.Ours, rest.Theirs)
	}
	return got
}

func put(classes map[place]tally.Class, class tally.Class, ours, theirs []int) {
	for _, no := range ours {
		classes[place{tally.Ours, no}] = class
	}
	for _, no := range theirs {
		classes[place{tally.Theirs, no}] = class
	}
}
