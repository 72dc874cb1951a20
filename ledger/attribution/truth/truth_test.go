package truth_test

import (
	"reflect"
	"testing"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/attribution/truth"
)

// What is said to be meant must be possible: items exist, and nobody takes more off one than is open.
func TestAYearIsSound(t *testing.T) {
	t.Parallel()
	for _, profile := range []truth.Profile{truth.Ordinary, truth.Rough} {
		year := truth.Make(profile, 300, 3000, 1)
		open := map[ledger.ID]decimal.Decimal{}
		seen := map[truth.Manner]int{}
		receipts := 0
		for _, day := range year.Days {
			for _, item := range day.Items {
				open[item.ID] = item.Open
			}
			for _, p := range day.Payments {
				receipts++
				seen[p.Manner]++
				sum := decimal.Zero
				for _, take := range p.Takes {
					left, known := open[take.Item]
					if left = left.Sub(take.Amount); !known || left.IsNegative() || !take.Amount.IsPositive() {
						t.Fatalf("%s on %s takes %s, which leaves %s", p.Manner, day.Date, take.Amount, left)
					}
					open[take.Item], sum = left, sum.Add(take.Amount)
				}
				if !p.Amount.IsPositive() || sum.GreaterThan(p.Amount) {
					t.Fatalf("%s of %s takes %s", p.Manner, p.Amount, sum)
				}
			}
		}
		if receipts < 2700 || receipts > 3300 {
			t.Errorf("%s: %d receipts", profile.Name, receipts)
		}
		for manner, share := range profile.Shares {
			if got := truth.Share(seen[manner]) / truth.Share(receipts); got < share/2 || got > share*1.6 {
				t.Errorf("%s: %q occurs in %.3f of the receipts instead of %.3f", profile.Name, manner, got, share)
			}
		}
	}
}

func TestAYearIsMadeFromItsSeedAlone(t *testing.T) {
	t.Parallel()
	if !reflect.DeepEqual(truth.Make(truth.Ordinary, 40, 300, 7), truth.Make(truth.Ordinary, 40, 300, 7)) {
		t.Error("the same seed gave two years")
	}
}
