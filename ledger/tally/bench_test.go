package tally_test

import (
	"fmt"
	"slices"
	"testing"

	"hefu/ledger/tally"
	"hefu/ledger/tally/truth"
)

// BenchmarkCompare compares ledgers of 5,000 lines each, all habits by turns, and prints precision and recall beside the time and the memory allocated.
func BenchmarkCompare(b *testing.B) { measured(b, 5000, options(tally.Compare)) }

// BenchmarkBare does the same with the baseline.
func BenchmarkBare(b *testing.B) { measured(b, 5000, truth.Bare) }

// BenchmarkGrowth shows how time grows with the lines.
func BenchmarkGrowth(b *testing.B) {
	for _, size := range []int{1000, 2000, 4000, 8000, 16000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) { measuredAt(b, size, truth.Levels[1], options(tally.Compare)) })
	}
}

func options(compare func(ours, theirs []tally.Line, o tally.Options) tally.Result) func(ours, theirs []tally.Line) tally.Result {
	return func(ours, theirs []tally.Line) tally.Result { return compare(ours, theirs, tally.Options{}) }
}

func measured(b *testing.B, size int, compare func(ours, theirs []tally.Line) tally.Result) {
	for _, noise := range append(slices.Clone(truth.Levels), truth.Harsh) {
		b.Run(noise.Name, func(b *testing.B) { measuredAt(b, size, noise, compare) })
	}
}

func measuredAt(b *testing.B, size int, noise truth.Noise, compare func(ours, theirs []tally.Line) tally.Result) {
	var cases []truth.Case
	for habit := range truth.Habits {
		cases = append(cases, truth.Make(size, noise, habit, 100))
	}
	var results [truth.Habits]tally.Result
	done := 0
	b.ReportAllocs()
	for b.Loop() {
		at := done % len(cases)
		results[at] = compare(cases[at].Ours, cases[at].Theirs)
		done++
	}
	var all truth.Score
	for i, c := range cases {
		if done <= i { // too few rounds to have seen every habit
			results[i] = compare(c.Ours, c.Theirs)
		}
		s, _ := c.Judge(results[i])
		all = all.Add(s)
	}
	b.ReportMetric(all.Precision(), "precision")
	b.ReportMetric(all.Recall(), "recall")
	b.ReportMetric(all.CertainPrecision(), "certain")
	b.ReportMetric(all.Classes(), "classes")
}
