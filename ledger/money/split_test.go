package money_test

import (
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"hefu/ledger/money"
)

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		name    string
		total   string
		weights []string
		cur     money.Currency
		want    []string
	}{
		{"the last takes the rounding", "100.00", []string{"1", "1", "1"}, money.CNY, []string{"33.33", "33.33", "33.34"}},
		{"30/60/10", "1000.01", []string{"30", "60", "10"}, money.CNY, []string{"300.00", "600.01", "100.00"}},
		{"negative total", "-100.00", []string{"1", "1", "1"}, money.CNY, []string{"-33.33", "-33.33", "-33.34"}},
		{"too small for all", "0.05", []string{"1", "1", "1", "1", "1", "1", "1", "1", "1", "1"}, money.CNY,
			[]string{"0.01", "0.01", "0.01", "0.01", "0.01", "0.00", "0.00", "0.00", "0.00", "0.00"}},
		{"yen", "100", []string{"1", "2"}, money.JPY, []string{"33", "67"}},
		{"zero weight at the end gets nothing", "10.00", []string{"1", "2", "0"}, money.CNY, []string{"3.33", "6.67", "0.00"}},
		{"no ratio", "10.00", []string{"0", "0"}, money.CNY, []string{"0.00", "10.00"}},
		{"a red line among blue ones", "13.00", []string{"150", "-50"}, money.CNY, []string{"19.50", "-6.50"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			weights := make([]decimal.Decimal, len(c.weights))
			for i, w := range c.weights {
				weights[i] = d(w)
			}
			parts := money.Split(d(c.total), weights, c.cur)
			if len(parts) != len(c.want) {
				t.Fatalf("%d parts", len(parts))
			}
			for i, want := range c.want {
				if got := money.Text(parts[i], c.cur); got != want {
					t.Errorf("part %d: got %s, want %s", i+1, got, want)
				}
			}
			if !money.Sum(parts...).Equal(d(c.total)) {
				t.Errorf("parts sum to %s", money.Sum(parts...))
			}
		})
	}
	if money.Split(d("1"), nil, money.CNY) != nil {
		t.Error("no weights, no parts")
	}
}

func TestSplitSumsBackAndKeepsTheSign(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cur := anyCurrency(t)
		total := minor(t, cur)
		raw := rapid.SliceOfN(rapid.Int64Range(0, 1_000_000), 1, 40).Draw(t, "weights")
		weights := make([]decimal.Decimal, len(raw))
		for i, w := range raw {
			weights[i] = decimal.New(w, -3)
		}
		parts := money.Split(total, weights, cur)
		if !money.Sum(parts...).Equal(total) {
			t.Fatalf("%s split into %v", total, parts)
		}
		for _, p := range parts {
			if p.Sign()*total.Sign() < 0 || !money.Exact(p, cur) {
				t.Fatalf("%s split into %v", total, parts)
			}
		}
	})
}
