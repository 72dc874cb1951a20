package bench

import (
	"context"
	"fmt"

	"github.com/shopspring/decimal"

	"hefu/ledger/attribution"
	"hefu/ledger/attribution/truth"
)

// What receipts are to reach by themselves, on made-up years whose truth is known.
const (
	receiptPrecision = 0.999
	receiptStraight  = 0.85
	receiptInThree   = 0.95
	receiptMicros    = 50.0
)

// measureReceipts attributes the receipts of made-up bank years, and of one day on which very much is open, beside a look-up by amount alone.
func measureReceipts(ctx context.Context, r *run) ([]Result, error) {
	var results []Result
	policy := attribution.Policy{Fee: decimal.New(50, 0)}
	for _, profile := range []truth.Profile{truth.Ordinary, truth.Rough} {
		r.say("receipts: a year, %s", profile.Name)
		var found, bare truth.Score
		for seed := range uint64(r.at(1, 5)) {
			year := truth.Make(profile, 400, 20_000, 7200+seed)
			score, _ := year.Judge(attribution.NewDesk(policy, year.Customers))
			plain, _ := year.Judge(truth.NewBare())
			found, bare = found.Add(score), bare.Add(plain)
		}
		goals := [3]measured{receiptPrecision, receiptStraight, receiptInThree}
		if profile.Name != truth.Ordinary.Name {
			goals = [3]measured{}
		}
		first := fine("a year, "+profile.Name+": right of what posts by itself", found.Precision(), goals[0])
		first.Note = "product: " + found.String() + "\nbare: " + bare.String()
		results = append(results, first, fine(profile.Name+": posts by itself and is right, of all", found.StraightThrough(), goals[1]),
			fine(profile.Name+": right answer posted or within the first three", found.InFirstThree(), goals[2]),
			fine(profile.Name+": right of what the amount alone posts", bare.Precision(), 0), fine(profile.Name+": posts by the amount alone and is right, of all", bare.StraightThrough(), 0))
	}
	speed, err := r.receiptSpeed(ctx, policy)
	if results = append(results, speed...); err != nil {
		return results, err
	}
	posted, err := r.receiptPosting(ctx)
	return append(results, posted...), err
}

// fine is a share in thousandths of a percent, cut off and not rounded.
func fine(name string, figure, least measured) Result {
	result := share(name, figure, least)
	result.Measure = "receipts"
	cut := measured(int64(figure*100_000)) / 1000
	result.Value = &cut
	return result
}

func (r *run) receiptSpeed(ctx context.Context, policy attribution.Policy) ([]Result, error) {
	items, receipts := r.at(100_000, 1_000_000), r.at(10_000, 100_000)
	r.say("receipts: %d receipts against %d open items", receipts, items)
	load := truth.MakeLoad(truth.Ordinary, items/100, items, receipts, 7300)
	var desk *attribution.Desk
	memory, err := peakHeap(ctx, func(context.Context) error {
		desk = attribution.NewDesk(policy, load.Customers)
		desk.Add(load.Items, load.Claims)
		return nil
	})
	if err != nil {
		return nil, err
	}
	bare := truth.NewBare()
	bare.Add(load.Items, nil)
	side := func(match func(attribution.Money) attribution.Answer) round {
		return func(context.Context) (work, error) {
			for i := range load.Payments {
				match(load.Payments[i].Money)
			}
			return work{operations: len(load.Payments)}, nil
		}
	}
	taken, err := r.compare(ctx, r.at(3, 5), side(desk.Match), side(bare.Match), nil)
	speed := r.result("receipts", fmt.Sprintf("%d receipts against %d open items, without posting", receipts, items), taken, 0)
	speed.Goal = fmt.Sprintf("CPU ≤ %s µs each", number(receiptMicros))
	speed.judge(speed.Product.CPU <= receiptMicros)
	return []Result{speed, value("receipts", fmt.Sprintf("memory of a desk with %d open items", items), memory, " MiB")}, err
}
