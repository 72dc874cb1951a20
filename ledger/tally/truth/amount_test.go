package truth_test

import (
	"github.com/shopspring/decimal"

	"hefu/ledger/tally"
)

func amount(lines map[int]tally.Line, numbers []int) decimal.Decimal {
	total := decimal.Zero
	for _, no := range numbers {
		total = total.Add(lines[no].Amount)
	}
	return total
}
