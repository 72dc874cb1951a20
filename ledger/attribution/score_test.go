package attribution_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"hefu/ledger/attribution"
	"hefu/ledger/attribution/truth"
)

var fees = attribution.Policy{Fee: decimal.New(50, 0)}

// The goals of receipts, on a year that was not looked at while the rules were made; and that a rough year posts less by itself, not worse.
func TestWhatPostsByItselfIsRight(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		profile                         truth.Profile
		precision, straight, firstThree truth.Share
	}{
		{truth.Ordinary, .999, .85, .95},
		{truth.Rough, .997, .75, .95},
	} {
		year := truth.Make(c.profile, 400, 12000, 7100)
		score, misses := year.Judge(attribution.NewDesk(fees, year.Customers))
		t.Logf("%s: %s\n%s", c.profile.Name, score, score.Table())
		if score.Precision() < c.precision || score.StraightThrough() < c.straight || score.InFirstThree() < c.firstThree {
			t.Errorf("%s: precision %.5f, straight through %.4f, right within three %.4f", c.profile.Name, score.Precision(), score.StraightThrough(), score.InFirstThree())
		}
		for _, m := range misses {
			if m.Answer.Certain {
				t.Logf("%s %s %q %q: %+v, meant %+v", m.Payment.Manner, m.Payment.Amount, m.Payment.Money.Payer, m.Payment.Text, m.Answer.Suggestions[0], m.Payment.Takes)
			}
		}
		bare, _ := year.Judge(truth.NewBare())
		if t.Logf("bare: %s", bare); bare.Precision() >= score.Precision() || bare.StraightThrough() >= score.StraightThrough() {
			t.Errorf("%s: the amount alone does as well: %s", c.profile.Name, bare)
		}
	}
}

func BenchmarkMatch(b *testing.B) {
	load := truth.MakeLoad(truth.Ordinary, 2000, 100_000, 5000, 1)
	desk := attribution.NewDesk(fees, load.Customers)
	desk.Add(load.Items, load.Claims)
	b.ResetTimer()
	for i := 0; b.Loop(); i++ {
		desk.Match(load.Payments[i%len(load.Payments)].Money)
	}
}
