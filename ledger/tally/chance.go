package tally

// mayBeChance is how likely a sum may be an accident and still be shown.
const mayBeChance = 0.005

const maxParts = 6 // of a sum that only amounts and dates speak for

// chance estimates how many subsets of a pool of that size would make a sum by accident: subsets that were possible, over the sums they spread over. Round amounts meet more often,
// so sums are counted in units of the greatest amount that divides all parts.
func (b *board) chance(pool int, parts []*entry, units int64) float64 {
	step := max(units, -units)
	for _, e := range parts {
		step = greatestDivisor(step, max(e.units, -e.units))
	}
	subsets, term := 0.0, 1.0
	for size := 1; size <= max(len(parts), 3) && size <= pool; size++ {
		term = term * float64(pool-size+1) / float64(size)
		subsets += term
	}
	return subsets * float64(step) / float64(max(units, -units))
}

func greatestDivisor(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return max(a, 1)
}
