package money

import "strings"

// Currency is an upper-case ISO 4217 code such as "CNY".
type Currency string

// The currencies that code names.
const (
	CNY Currency = "CNY"
	USD Currency = "USD"
	EUR Currency = "EUR"
	JPY Currency = "JPY"
	KWD Currency = "KWD"
	HKD Currency = "HKD"
	GBP Currency = "GBP"
)

// ParseCurrency accepts exactly a code of the table; "cny" and " CNY" are
// refused with UnknownCurrency.
func ParseCurrency(text string) (Currency, error) {
	if cur := Currency(text); cur.Valid() {
		return cur, nil
	}
	return "", refuse(UnknownCurrency, "currency", text, 0)
}

// Valid reports whether c is a currency one can owe. Codes without a minor unit
// (gold, drawing rights, test codes) are not.
func (c Currency) Valid() bool {
	_, ok := exponents[c]
	return ok
}

// Exponent is the number of decimal places of the minor unit (JPY 0, CNY 2,
// KWD 3, CLF 4). For a code that is not Valid it is 2, the place count of
// nearly all currencies; check Valid where the code comes from outside.
func (c Currency) Exponent() int32 {
	if e, ok := exponents[c]; ok {
		return e
	}
	return 2
}

// Name is the currency's name in "zh" or "en" (any other locale: en) for the
// common ones, and the code itself for the rest.
func (c Currency) Name(locale string) string {
	n, ok := names[c]
	switch {
	case !ok:
		return string(c)
	case locale == "zh" || strings.HasPrefix(locale, "zh-"):
		return n.zh
	}
	return n.en
}

// Currencies lists all codes of the table in alphabetical order.
func Currencies() []Currency {
	return append([]Currency(nil), ordered...)
}
