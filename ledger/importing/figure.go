package importing

import (
	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/money"
	"hefu/ledger/sheet"
)

// figures remembers the last text of each field and its value: rates, taxes and prices repeat from line to line.
type figures [fieldCount]struct {
	text  string
	value decimal.Decimal
}

// number reads an optional figure of at most so many places. A plain one is read here; whatever else stands in the cell is for
// strict to judge, which is package money's reading or one that refuses the same.
func (b *builder) number(row sheet.Row, f field, places int32, strict func(string) (decimal.Decimal, error)) decimal.NullDecimal {
	text := b.text(row, f)
	if text == "" {
		return decimal.NullDecimal{}
	}
	last := &b.last[f]
	// The currency decides the places of an amount and may change between rows, so what was read is asked for its places again.
	if text == last.text && -last.value.Exponent() <= places {
		return decimal.NewNullDecimal(last.value)
	}
	value, plain := plainFigure(text, places)
	if !plain || f == taxRate {
		var err error
		if value, err = strict(text); err != nil {
			b.at(row, f, ledger.E(codeOf(err)))
			return decimal.NullDecimal{}
		}
	}
	last.text, last.value = text, value
	return decimal.NewNullDecimal(value)
}

// amountIn is number for an amount of a currency.
func (b *builder) amountIn(row sheet.Row, f field, currency money.Currency) decimal.NullDecimal {
	return b.number(row, f, currency.Exponent(), func(text string) (decimal.Decimal, error) { return money.Parse(text, currency) })
}

// plainFigure reads what money.Parse would accept, as far as it is at most 15 characters long; anything else is not plain.
func plainFigure(text string, places int32) (decimal.Decimal, bool) {
	at, negative := 0, text[0] == '-'
	if negative {
		at = 1
	}
	if len(text)-at > money.IntegerDigits || at == len(text) || text[at] == '0' && at+1 < len(text) && text[at+1] != '.' {
		return decimal.Decimal{}, false
	}
	units, point := int64(0), -1
	for i := at; i < len(text); i++ {
		switch c := text[i]; {
		case c >= '0' && c <= '9':
			units = units*10 + int64(c-'0')
		case c == '.' && point < 0 && i > at && i+1 < len(text):
			point = i
		default:
			return decimal.Decimal{}, false
		}
	}
	scale := int32(0)
	if point >= 0 {
		scale = int32(len(text) - point - 1)
	}
	switch {
	case scale > places, negative && units == 0:
		return decimal.Decimal{}, false
	case negative:
		units = -units
	}
	return decimal.New(units, -scale), true
}
