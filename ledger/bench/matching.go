package bench

import (
	"context"
	"fmt"
	"math"

	"hefu/ledger/tally"
	"hefu/ledger/tally/truth"
)

// What bilateral matching is to reach with 5,000 lines a side.
const (
	matchingLines     = 5000
	matchingSeconds   = 3.0
	matchingPrecision = 0.995
	matchingRecall    = 0.97
)

// measureMatching compares made-up ledgers whose truth is known, at each noise and in each of the customer's habits, beside a plain join by number and amount. It counts
// processor time: the comparison runs on one core, and what the collector takes on others is charged too.
func measureMatching(ctx context.Context, r *run) ([]Result, error) {
	var results []Result
	for _, noise := range truth.Levels {
		r.say("matching: %d lines a side, %s", matchingLines, noise.Name)
		var cases []truth.Case
		for habit := range truth.Habits {
			cases = append(cases, truth.Make(matchingLines, noise, habit, 100))
		}
		var found, bare truth.Score
		side := func(score *truth.Score, compare func(ours, theirs []tally.Line) tally.Result) round {
			return func(context.Context) (work, error) {
				*score = truth.Score{}
				for _, c := range cases {
					s, _ := c.Judge(compare(c.Ours, c.Theirs))
					*score = score.Add(s)
				}
				return work{operations: len(cases)}, nil
			}
		}
		taken, err := r.compare(ctx, r.at(1, 5), side(&found, func(ours, theirs []tally.Line) tally.Result {
			return tally.Compare(ours, theirs, tally.Options{})
		}), side(&bare, truth.Bare), nil)
		if err != nil {
			return results, err
		}
		name := fmt.Sprintf("%d × %d lines, %s", matchingLines, matchingLines, noise.Name)
		speed := r.result("matching", name, taken, 0)
		speed.Goal = fmt.Sprintf("CPU ≤ %s s", number(matchingSeconds))
		speed.judge(speed.Product.CPU <= matchingSeconds*1e6)
		speed.Note = "product: " + found.String() + "\nbare: " + bare.String()
		results = append(results, speed, share(name+", precision", found.Precision(), matchingPrecision), share(name+", recall", found.Recall(), matchingRecall),
			share(name+", precision of a bare join", bare.Precision(), 0), share(name+", recall of a bare join", bare.Recall(), 0))
	}
	memory, err := matchingMemory(ctx)
	return append(results, memory), err
}

// share is a figure of four places with what it has to reach; 0 sets no goal.
func share(name string, figure, least measured) Result {
	result := value("matching", name, math.Floor(figure*1000)/10, " %")
	if least > 0 {
		result.Goal = "≥ " + number(least*100) + " %"
		result.judge(figure >= least)
	}
	return result
}

func matchingMemory(ctx context.Context) (Result, error) {
	c := truth.Make(matchingLines, truth.Levels[len(truth.Levels)-1], truth.OwnVouchers, 100)
	peak, err := peakHeap(ctx, func(context.Context) error {
		tally.Compare(c.Ours, c.Theirs, tally.Options{})
		return nil
	})
	return value("matching", fmt.Sprintf("most memory in use for %d × %d lines", matchingLines, matchingLines), peak, " MiB"), err
}
