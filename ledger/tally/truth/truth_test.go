package truth_test

import (
	"fmt"
	"testing"

	"hefu/ledger/tally"
	"hefu/ledger/tally/truth"
)

func TestTheSameSeedMakesTheSameCase(t *testing.T) {
	a, b := truth.Make(300, truth.Levels[2], truth.OurNumbers, 7), truth.Make(300, truth.Levels[2], truth.OurNumbers, 7)
	if fmt.Sprint(a) != fmt.Sprint(b) {
		t.Fatal("two cases of one seed differ")
	}
	if other := truth.Make(300, truth.Levels[2], truth.OurNumbers, 8); fmt.Sprint(a) == fmt.Sprint(other) {
		t.Fatal("another seed makes the same case")
	}
}

// The truth must be sound itself: each line in one group or twice, sums equal where nothing else is said.
func TestTheTruthIsSound(t *testing.T) {
	for _, noise := range truth.Levels {
		for habit := range truth.Habits {
			c := truth.Make(500, noise, habit, 3)
			ours, theirs := map[int]tally.Line{}, map[int]tally.Line{}
			for _, line := range c.Ours {
				ours[line.No] = line
			}
			for _, line := range c.Theirs {
				theirs[line.No] = line
			}
			seen := map[string]bool{}
			for _, g := range c.Groups {
				difference := amount(ours, g.Ours).Sub(amount(theirs, g.Theirs))
				both := len(g.Ours) > 0 && len(g.Theirs) > 0
				if both && g.Happening != truth.OtherAmount && g.Happening != truth.OtherPeriod && !difference.IsZero() {
					t.Errorf("%s: %v and %v differ by %s", g.Happening, g.Ours, g.Theirs, difference)
				}
				for side, lines := range map[string][]int{"ours": g.Ours, "theirs": g.Theirs} {
					for _, no := range lines {
						if key := fmt.Sprint(side, no); seen[key] {
							t.Errorf("line %s is in two groups", key)
						} else {
							seen[key] = true
						}
					}
				}
			}
			for _, line := range c.Ours {
				_, again := c.TwinOurs[line.No]
				if !line.Outside && seen[fmt.Sprint("ours", line.No)] == again {
					t.Errorf("our line %d: in a group and twice, or neither", line.No)
				}
			}
			if len(c.Groups) < 400 {
				t.Errorf("%s, habit %d: only %d groups", noise.Name, habit, len(c.Groups))
			}
		}
	}
}
