// Package money holds the words for amounts: currencies, strict parsing,
// rounding, splitting and the arithmetic of a document line. Everything is an
// exact decimal; nothing here touches floating point, a clock or a database.
package money

import "github.com/shopspring/decimal"

// Round brings d to the minor unit of cur, half away from zero (四舍五入):
// 0.005 CNY becomes 0.01, -0.005 becomes -0.01. Apply it once, at the moment a
// posted amount is made.
func Round(d decimal.Decimal, cur Currency) decimal.Decimal {
	return d.Round(cur.Exponent())
}

// Exact reports whether d already fits the minor unit of cur, so that posting
// it loses nothing.
func Exact(d decimal.Decimal, cur Currency) bool {
	return d.Equal(Round(d, cur))
}

// Text is the wire and storage form of an amount: all places of the currency,
// no separators, never "-0.00". Parse(Text(d, cur), cur) gives d back when d is
// Exact and within fifteen integer digits.
func Text(d decimal.Decimal, cur Currency) string {
	return fixed(d, cur.Exponent())
}

// Base values d, an amount in a document currency, in the base currency (本位币)
// at rate (base units for one document unit) and rounds once.
func Base(d, rate decimal.Decimal, base Currency) decimal.Decimal {
	return Round(d.Mul(rate), base)
}

// MinorUnit is the smallest amount of cur: 0.01 for CNY, 1 for JPY, 0.001 for KWD.
func MinorUnit(cur Currency) decimal.Decimal {
	return decimal.New(1, -cur.Exponent())
}

// fixed rounds first, because a negative sliver such as -0.001 would otherwise
// print as "-0.00", which Parse rightly refuses.
func fixed(d decimal.Decimal, places int32) string {
	d = d.Round(places)
	if d.IsZero() {
		d = decimal.Zero
	}
	return d.StringFixed(places)
}
