package tally_test

import (
	"fmt"
	"os"
	"testing"

	"hefu/ledger/tally"
	"hefu/ledger/tally/truth"
)

// The goals of the comparison, at every noise and habit together and of each pair of ledgers nearly.
const (
	precisionGoal = 0.995
	recallGoal    = 0.97
	slack         = 0.005 // of one pair: four wrong groups in eight hundred
)

// TestPrecisionAndRecall compares made-up ledgers whose truth is known; truth/README.md says what the figures mean.
func TestPrecisionAndRecall(t *testing.T) {
	for _, noise := range truth.Levels {
		t.Run(noise.Name, func(t *testing.T) {
			t.Parallel()
			var all truth.Score
			for habit := range truth.Habits {
				for seed := range uint64(3) {
					c := truth.Make(1000, noise, habit, seed)
					r := tally.Compare(c.Ours, c.Theirs, tally.Options{})
					s, wrong := c.Judge(r)
					all = all.Add(s)
					if s.Precision() < precisionGoal-slack || s.Recall() < recallGoal-slack {
						t.Errorf("habit %d, seed %d: %s", habit, seed, s)
					}
					if testing.Verbose() && os.Getenv("WRONG") != "" {
						t.Log(habit, seed, s)
						show(t, c, wrong)
					}
				}
			}
			if all.Precision() < precisionGoal || all.Recall() < recallGoal || all.CertainPrecision() < 0.999 {
				t.Error(all)
			}
			t.Log(all)
		})
	}
}

// show prints the groups that are wrong, with their lines.
func show(t *testing.T, c truth.Case, wrong []truth.Wrong) {
	ours, theirs := map[int]tally.Line{}, map[int]tally.Line{}
	for _, line := range c.Ours {
		ours[line.No] = line
	}
	for _, line := range c.Theirs {
		theirs[line.No] = line
	}
	for _, w := range wrong {
		text := fmt.Sprintf("found by %s (%s)", w.Rule, w.Certainty)
		if !w.Found {
			text = fmt.Sprintf("missed: %s %v", w.Group.Happening, w.Group.Marks)
		}
		for _, no := range w.Ours {
			text += fmt.Sprintf("\n  ours   %+v", ours[no])
		}
		for _, no := range w.Theirs {
			text += fmt.Sprintf("\n  theirs %+v", theirs[no])
		}
		t.Log(text)
	}
}
