package tally

// How likely a sum may be an accident and still be shown: with nothing but dates for it, and within one order.
const (
	mayBeChance  = 0.005
	mayBeInOrder = 0.2
)

const maxParts = 6 // of a sum that only amounts and dates speak for

// chance estimates how many subsets of a pool of that size would make a sum by accident: subsets that were possible, over the sums they spread over. Round amounts meet more often,
// so sums are counted in units of the greatest power of ten that divides all parts.
func chance(pool int, parts []*entry, units int64) float64 {
	size := max(units, -units)
	step := int64(1)
	for step <= size/10 && units%(step*10) == 0 && dividesAll(parts, step*10) {
		step *= 10
	}
	subsets, term := 0.0, 1.0
	for count := 1; count <= max(len(parts), 3) && count <= pool; count++ {
		term = term * float64(pool-count+1) / float64(count)
		subsets += term
	}
	return subsets * float64(step) / float64(size)
}

func dividesAll(parts []*entry, step int64) bool {
	for _, e := range parts {
		if e.units%step != 0 {
			return false
		}
	}
	return true
}
