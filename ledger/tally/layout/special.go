package layout

import (
	"strings"

	"github.com/shopspring/decimal"
)

// special tells rows that are no movements: opening, closing, total. A word must be the whole cell, but for a year and month before or after it.
func special(row []string) string {
	for _, cell := range row {
		if len(cell) > 60 || cell == "" {
			continue
		}
		name := strings.Trim(plain(cell), "0123456789年月日期第页")
		for _, full := range []string{plain(cell), name} {
			switch {
			case openingWords[full]:
				return "opening"
			case closingWords[full]:
				return "closing"
			case totalWords[full]:
				return "total"
			}
		}
	}
	return ""
}

// note keeps what a row that is no movement tells: the first opening balance and the last closing one.
func (m Mapping) note(r *Reading, i int, row []string, why string) {
	r.Skipped = append(r.Skipped, Skip{i, why})
	balance, ok := m.balance(row)
	if !ok {
		return
	}
	switch {
	case why == "opening" && !r.Opening.Valid:
		r.Opening = decimal.NewNullDecimal(balance)
	case why == "closing":
		r.Closing = decimal.NewNullDecimal(balance)
	}
}

// balance is what a row says is owed, in our sign: the balance column is taken as positive where something is owed, unless a side stands beside it;
// without that column it is the row's amount.
func (m Mapping) balance(row []string) (decimal.Decimal, bool) {
	if text := m.cell(row, Balance); text != "" {
		value, ok := parseAmount(text, m.Comma)
		if !ok {
			return value, false
		}
		for _, cell := range row {
			side, known := parseDirection(cell)
			if known && side != 0 && (side > 0) == (m.Sign == CreditIncreases) {
				return value.Neg(), true
			}
		}
		return value, true
	}
	value, _, cause := m.amount(row)
	return value, cause == ""
}
