package attribution

import (
	"slices"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/subset"
)

const (
	mostWhole  = 20   // items of which every subset is looked at
	mostSteps  = 6000 // of one search
	mayChance  = 200  // a sum that is an accident in more than one of so many cases does not post by itself
	mayNatural = 50   // the same of sets that people pay at once
	mostInRuns = 60   // items among which neighbours are looked at
)

// sums finds several items of a customer that come to the amount: everything, what is due, a month, the oldest, neighbours, a few. It answers whether one is certain.
func (q *question) sums(who int32, may bool, reasons ...Reason) bool {
	open := q.open(who)
	if len(open) < 2 {
		return false
	}
	reasons = append([]Reason{{What: SeenAmount}}, reasons...)
	found := len(q.found)
	for _, set := range q.natural(open) {
		if q.sum(set) == q.amount {
			q.suggest(Total, set, reasons...)
		}
	}
	if len(q.found) == found {
		for _, run := range q.runs(open) {
			q.suggest(Run, run, reasons...)
		}
	}
	if len(q.found) == found+1 {
		q.certain = may && found == 0 && q.odd(open, len(open)) && !q.exchangeable(q.found[found], open)
		return q.certain
	}
	if len(q.found) > found {
		return false
	}
	few, safe := q.oneWay(open, q.amount)
	if len(few) > 1 && q.suggest(ExactSum, few, reasons...) {
		q.certain = may && safe && found == 0
	}
	return q.certain
}

// exchangeable tells that an item left out has the amount of one that is in.
func (q *question) exchangeable(s Suggestion, open []int32) bool {
	in, amounts := map[ledger.ID]bool{}, map[int64]bool{}
	for _, t := range s.Takes {
		in[t.Item], amounts[units(t.Amount, q.money.Currency)] = true, true
	}
	return slices.ContainsFunc(open, func(at int32) bool { return amounts[q.items[at].open] && !in[q.items[at].id] })
}

// natural are the sets that people pay at once: everything, what is due today, each month.
func (q *question) natural(open []int32) [][]int32 {
	sets := [][]int32{open}
	due := 0
	for due < len(open) && !q.items[open[due]].due.After(q.money.Date) {
		due++
	}
	if due > 1 && due < len(open) {
		sets = append(sets, open[:due])
	}
	months := map[calendar.Date][]int32{}
	for _, at := range open {
		month := q.items[at].posted.StartOfMonth()
		months[month] = append(months[month], at)
	}
	for _, set := range months {
		if len(set) > 1 && len(set) < len(open) {
			sets = append(sets, set)
		}
	}
	return sets
}

// runs are neighbours by due day or by posting day that come to the amount, the oldest first.
func (q *question) runs(open []int32) [][]int32 {
	var found [][]int32
	byPosting := slices.Clone(open)
	slices.SortFunc(byPosting, func(a, b int32) int { return q.items[a].posted.Compare(q.items[b].posted) })
	for _, order := range [][]int32{open[:min(len(open), mostInRuns)], byPosting[:min(len(open), mostInRuns)]} {
		sum := int64(0)
		for from, to := 0, 0; from < len(order); {
			switch {
			case sum == q.amount && to-from > 1:
				found = append(found, slices.Sorted(slices.Values(order[from:to])))
				fallthrough
			case sum > q.amount, sum == q.amount, to == len(order):
				sum -= q.items[order[from]].open
				from++
				to = max(to, from)
			default:
				sum += q.items[order[to]].open
				to++
			}
			if to < from {
				to = from
			}
		}
	}
	slices.SortFunc(found, slices.Compare)
	return slices.CompactFunc(found, slices.Equal)
}

// odd tells that the amounts are not all so round that a natural set may come to the amount by accident.
func (q *question) odd(open []int32, ways int) bool {
	return rare(int64(ways), q.step(open), q.amount, mayNatural)
}

// step is the greatest power of ten that divides the amount and all items.
func (q *question) step(items []int32) int64 {
	step := int64(1)
	for step <= q.amount/10 && q.amount%(step*10) == 0 && !slices.ContainsFunc(items, func(at int32) bool { return q.items[at].open%(step*10) != 0 }) {
		step *= 10
	}
	return step
}

// oneWay finds the one set of items that comes to an amount; safe tells that there is no other, and that it is hardly an accident.
func (q *question) oneWay(items []int32, amount int64) (found []int32, safe bool) {
	if q.sum(items) == amount {
		return items, true
	}
	var pool []int32
	var amounts []int64
	for _, at := range items {
		if open := q.items[at].open; open <= amount {
			pool, amounts = append(pool, at), append(amounts, open)
		}
	}
	if len(pool) == 0 || sumOf(amounts) < amount {
		return nil, false
	}
	steps := mostSteps
	spend := func(count int) bool { steps -= count; return steps >= 0 }
	cut := min(len(pool), subset.Threes)
	if len(pool) > mostWhole && cut < subset.Whole {
		cut = mostWhole
	}
	for _, place := range subset.Only(amounts[:cut], amount, spend) {
		found = append(found, pool[place])
	}
	return found, len(found) > 0 && rare(subsets(len(pool), len(found)), q.step(found), amount, mayChance)
}

// rare tells that so many sets, whose sums fall on multiples of step up to the amount, meet it by accident in at most one of so many cases.
func rare(sets, step, amount, cases int64) bool {
	return sets <= amount/step/cases
}

const countless = 1 << 40 // more subsets than any amount makes rare

// subsets is how many subsets of at most that size, or of three, a pool has; countless beyond what matters.
func subsets(pool, size int) int64 {
	all, term := int64(0), int64(1)
	for count := 1; count <= max(size, 3) && count <= pool; count++ {
		term = term * int64(pool-count+1) / int64(count)
		if all += term; all > countless {
			return countless
		}
	}
	return all
}

func sumOf(amounts []int64) int64 {
	var sum int64
	for _, amount := range amounts {
		sum += amount
	}
	return sum
}
