package subset_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"hefu/ledger/subset"
)

func unbounded(int) bool { return true }

// Every answer is compared with a search that tries each subset.
func TestOnlyFindsTheOneWay(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	ones, severals := 0, 0
	for range 3000 {
		amounts := make([]int64, 1+random.IntN(11))
		for i := range amounts {
			amounts[i] = random.Int64N(60) - 15
		}
		sum := random.Int64N(150) - 20
		var ways [][]int
		for set := range 1 << len(amounts) {
			var total int64
			var places []int
			for i, amount := range amounts {
				if set&(1<<i) != 0 {
					total, places = total+amount, append(places, i)
				}
			}
			if total == sum {
				ways = append(ways, places)
			}
		}
		var want []int
		switch {
		case len(ways) == 1:
			want = ways[0]
			ones++
		case len(ways) > 1:
			severals++
		}
		if got := subset.Only(amounts, sum, unbounded); !slices.Equal(got, want) {
			t.Fatalf("%d of %v: %v instead of %v", sum, amounts, got, ways)
		}
	}
	if ones < 100 || severals < 100 {
		t.Fatalf("only %d with one way and %d with several were tried", ones, severals)
	}
}

func TestManyAmountsAreSearchedForPairsAndThrees(t *testing.T) {
	t.Parallel()
	amounts := make([]int64, 60)
	for i := range amounts {
		amounts[i] = 1 << (i % 50) * 3
	}
	amounts[7], amounts[30], amounts[41] = 1_000_001, 20_000_003, 300_000_005
	for _, c := range []struct {
		name string
		sum  int64
		want []int
	}{
		{"one", 20_000_003, []int{30}},
		{"a pair", 21_000_004, []int{7, 30}},
		{"three", 321_000_009, []int{7, 30, 41}},
		{"none", 321_000_010, nil},
		{"two ways: the amount stands twice", 3, nil},
	} {
		if got := subset.Only(amounts, c.sum, unbounded); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v instead of %v", c.name, got, c.want)
		}
	}
	if got := subset.Only(amounts, 21_000_004, func(int) bool { return false }); got != nil {
		t.Errorf("without steps: %v", got)
	}
}

func BenchmarkOnly(b *testing.B) {
	random := rand.New(rand.NewPCG(3, 4))
	amounts := make([]int64, subset.Whole)
	for i := range amounts {
		amounts[i] = random.Int64N(10_000_000)
	}
	for b.Loop() {
		subset.Only(amounts, 31_234_567, unbounded)
	}
}
