package tally

import "hefu/ledger/subset"

// only finds the lines whose amounts make the sum, if there is exactly one way. It answers nil when there is none, when there are several, and when the budget is used up.
func (b *board) only(pool []*entry, units int64) []*entry {
	var fit []*entry
	var amounts []int64
	for _, e := range pool {
		if e.units != 0 && same(e.units, units) && max(e.units, -e.units) <= max(units, -units) {
			fit, amounts = append(fit, e), append(amounts, e.units)
		}
	}
	if b.ended {
		return nil
	}
	var lines []*entry
	for _, place := range subset.Only(amounts, units, b.spend) {
		lines = append(lines, fit[place])
	}
	return lines
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
