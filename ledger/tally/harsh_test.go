package tally_test

import (
	"os"
	"testing"

	"hefu/ledger/tally"
	"hefu/ledger/tally/truth"
)

// What no goal is set for must still not be called certain when it is wrong.
func TestNothingWrongIsCertainEvenInHarshNoise(t *testing.T) {
	for _, test := range []struct {
		noise  truth.Noise
		habits []truth.Habit
	}{{truth.Harsh, []truth.Habit{truth.OurNumbers, truth.OwnVouchers, truth.InTheText, truth.InvoiceOnly, truth.Silent}}, {truth.Levels[1], []truth.Habit{truth.Silent}}} {
		for _, habit := range test.habits {
			var all truth.Score
			for seed := range uint64(2) {
				c := truth.Make(1000, test.noise, habit, seed)
				s, wrong := c.Judge(tally.Compare(c.Ours, c.Theirs, tally.Options{}))
				all = all.Add(s)
				if testing.Verbose() && os.Getenv("WRONG") != "" {
					show(t, c, wrong)
				}
			}
			t.Log(test.noise.Name, habit, all)
			if all.CertainPrecision() < 0.995 {
				t.Errorf("%s, habit %d: %s", test.noise.Name, habit, all)
			}
		}
	}
}
