// Package subset finds which of a few amounts make a sum, and whether there is only one way. It is pure; amounts are whole units of the least coin.
package subset

import "slices"

// Limits of the search: up to Whole amounts every subset is looked at, half against half (2^12 of each); beyond that only single ones, pairs, and threes.
const (
	Whole  = 24
	Pairs  = 400
	Threes = 80
)

// Only gives the places of the amounts that make the sum, if there is exactly one way. Two ways are none. spend is asked before each part of the
// search for its steps, and ends the search when it says no.
func Only(amounts []int64, sum int64, spend func(steps int) bool) []int {
	switch {
	case len(amounts) == 0:
		return nil
	case len(amounts) <= Whole:
		return halves(amounts, sum, spend)
	}
	return few(amounts, sum, spend)
}

type half struct {
	sum int64
	set uint32
}

// halves looks at every subset: the sums of the first half, rising, against those of the second, falling.
func halves(amounts []int64, sum int64, spend func(int) bool) []int {
	middle := len(amounts) / 2
	if !spend(1<<middle + 1<<(len(amounts)-middle)) {
		return nil
	}
	left, right := sums(amounts[:middle]), sums(amounts[middle:])
	var found uint32
	ways := 0
	for l, r := 0, len(right)-1; l < len(left) && r >= 0; {
		switch both := left[l].sum + right[r].sum; {
		case both < sum:
			l++
		case both > sum:
			r--
		case ways > 0, l+1 < len(left) && left[l+1].sum == left[l].sum, r > 0 && right[r-1].sum == right[r].sum:
			return nil
		default:
			ways, found = 1, left[l].set|right[r].set<<middle
			l++
			r--
		}
	}
	var places []int
	for i := range amounts {
		if found&(1<<i) != 0 {
			places = append(places, i)
		}
	}
	return places
}

// sums are those of all subsets, the empty one too, in rising order: each amount merges the sums without it and those with it.
func sums(amounts []int64) []half {
	all, next := make([]half, 1, 1<<len(amounts)), make([]half, 0, 1<<len(amounts))
	for i, amount := range amounts {
		next = next[:0]
		without, with := all, all
		for len(without) > 0 || len(with) > 0 {
			if len(with) == 0 || len(without) > 0 && without[0].sum <= with[0].sum+amount {
				next, without = append(next, without[0]), without[1:]
				continue
			}
			next, with = append(next, half{with[0].sum + amount, with[0].set | 1<<i}), with[1:]
		}
		all, next = next, all
	}
	return all
}

// few looks at single amounts, pairs and threes of many.
func few(amounts []int64, sum int64, spend func(int) bool) []int {
	if len(amounts) > Pairs || !spend(len(amounts)) {
		return nil
	}
	at := map[int64][]int{}
	for i, amount := range amounts {
		at[amount] = append(at[amount], i)
	}
	var found []int
	ways := 0
	for _, i := range at[sum] {
		found, ways = []int{i}, ways+1
	}
	pairs := func(first int, rest int64, with ...int) {
		for i := first; i < len(amounts) && ways < 2; i++ {
			for _, j := range at[rest-amounts[i]] {
				if j > i {
					found, ways = append(slices.Clone(with), i, j), ways+1
				}
			}
		}
	}
	pairs(0, sum)
	if len(amounts) <= Threes && spend(len(amounts)*len(amounts)/2) {
		for i := 0; i < len(amounts) && ways < 2; i++ {
			pairs(i+1, sum-amounts[i], i)
		}
	}
	if ways != 1 {
		return nil
	}
	return found
}
