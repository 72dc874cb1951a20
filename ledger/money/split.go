package money

import "github.com/shopspring/decimal"

// Split divides total among weights so that the parts sum back to total
// exactly. Each part is rounded to the minor unit of cur; the last part with a
// weight takes the rounding (100.00 in three is 33.33, 33.33, 33.34). With
// weights that are not negative, no part exceeds what is left, so a small total
// over many weights never leaves the last part with the opposite sign.
//
// Weights of zero get zero. When the weights sum to zero there is no ratio and
// the last part takes everything. No weights give no parts.
func Split(total decimal.Decimal, weights []decimal.Decimal, cur Currency) []decimal.Decimal {
	parts := make([]decimal.Decimal, len(weights))
	if len(weights) == 0 {
		return nil
	}
	sum, last, capped := decimal.Zero, len(weights)-1, true
	for i, w := range weights {
		sum = sum.Add(w)
		capped = capped && !w.IsNegative()
		if !w.IsZero() {
			last = i
		}
	}
	left := total
	if !sum.IsZero() {
		for i, w := range weights[:last] {
			// One rounding only: DivRound on the product, never a rounded ratio.
			part := total.Mul(w).DivRound(sum, cur.Exponent())
			if capped && part.Abs().GreaterThan(left.Abs()) {
				part = left
			}
			parts[i] = part
			left = left.Sub(part)
		}
	}
	parts[last] = left
	return parts
}

// Sum adds amounts of one currency; without any it is zero.
func Sum(amounts ...decimal.Decimal) decimal.Decimal {
	total := decimal.Zero
	for _, a := range amounts {
		total = total.Add(a)
	}
	return total
}
