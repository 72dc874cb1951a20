package tally

import (
	"cmp"
	"slices"
)

// Limits of the search for sums: up to wholeSearch lines every subset is looked at, half against half (2^12 of each); beyond that only pairs and threes.
const (
	wholeSearch = 24
	pairSearch  = 400
	threeSearch = 80
)

// only finds the lines whose amounts make the sum, if there is exactly one way. It answers nil when there is none, when there are several, and when the budget is used up.
func (b *board) only(pool []*entry, units int64) []*entry {
	fit := pool[:0:0]
	for _, e := range pool {
		if e.units != 0 && same(e.units, units) && max(e.units, -e.units) <= max(units, -units) {
			fit = append(fit, e)
		}
	}
	switch {
	case len(fit) == 0 || b.ended:
		return nil
	case len(fit) <= wholeSearch:
		return b.halves(fit, units)
	}
	return b.few(fit, units)
}

// spend takes steps from the budget; false when so many are not left, and then the search has ended.
func (b *board) spend(steps int) bool {
	if b.ended || b.steps+steps > b.options.Budget {
		b.ended = true
		return false
	}
	b.steps += steps
	return true
}

type half struct {
	sum int64
	set uint32
}

// halves looks at every subset: the sums of the first half against what is then missing from the second.
func (b *board) halves(pool []*entry, units int64) []*entry {
	middle := len(pool) / 2
	if !b.spend(1<<middle + 1<<(len(pool)-middle)) {
		return nil
	}
	left, right := sumsOf(pool[:middle]), sumsOf(pool[middle:])
	byHalf := func(a, b half) int { return cmp.Compare(a.sum, b.sum) }
	slices.SortFunc(right, byHalf)
	var found uint32
	ways := 0
	for _, l := range left {
		at, _ := slices.BinarySearchFunc(right, half{sum: units - l.sum}, byHalf)
		for ; at < len(right) && right[at].sum == units-l.sum; at++ {
			if ways++; ways > 1 {
				return nil
			}
			found = l.set | right[at].set<<middle
		}
	}
	var lines []*entry
	for i, e := range pool {
		if found&(1<<i) != 0 {
			lines = append(lines, e)
		}
	}
	return lines
}

// sumsOf are the sums of all subsets, the empty one too.
func sumsOf(lines []*entry) []half {
	sums := make([]half, 1, 1<<len(lines))
	for i, e := range lines {
		for _, s := range sums[:len(sums):len(sums)] {
			sums = append(sums, half{s.sum + e.units, s.set | 1<<i})
		}
	}
	return sums
}

// few looks at single lines, pairs and threes of a large pool.
func (b *board) few(pool []*entry, units int64) []*entry {
	if len(pool) > pairSearch || !b.spend(len(pool)) {
		return nil
	}
	at := map[int64][]int{}
	for i, e := range pool {
		at[e.units] = append(at[e.units], i)
	}
	var found []*entry
	ways := 0
	for _, i := range at[units] {
		found, ways = []*entry{pool[i]}, ways+1
	}
	pairs := func(first int, rest int64, with ...*entry) {
		for i := first; i < len(pool) && ways < 2; i++ {
			for _, j := range at[rest-pool[i].units] {
				if j > i {
					found, ways = append(slices.Clone(with), pool[i], pool[j]), ways+1
				}
			}
		}
	}
	pairs(0, units)
	if len(pool) <= threeSearch && b.spend(len(pool)*len(pool)/2) {
		for i := 0; i < len(pool) && ways < 2; i++ {
			pairs(i+1, units-pool[i].units, pool[i])
		}
	}
	if ways != 1 {
		return nil
	}
	return found
}
