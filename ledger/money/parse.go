package money

import (
	"strings"

	"github.com/shopspring/decimal"
)

// Places and digits that text may carry (SPEC section 3).
const (
	IntegerDigits  = 15 // amounts stay below 10^15
	QuantityPlaces = 6
	PricePlaces    = 8
	RatePlaces     = 8
)

// Parse reads an amount in cur from untrusted text. The pattern is strict and
// ASCII: an optional minus, digits without a leading zero, and optionally a
// point with at least one digit. Refused with an *Error: anything else
// (NotANumber), more places than the currency has even if they are zeros
// (TooManyPlaces), more than fifteen integer digits (TooLarge), "-0"
// (NegativeZero), a code outside ISO 4217 (UnknownCurrency), "" (Empty).
func Parse(text string, cur Currency) (decimal.Decimal, error) {
	if !cur.Valid() {
		return decimal.Decimal{}, refuse(UnknownCurrency, "currency", string(cur), 0)
	}
	return parse(text, "amount", cur.Exponent())
}

// ParsePositive is Parse for amounts where zero and negatives have no meaning
// (a receipt, an allocation, a payment): they are NotPositive.
func ParsePositive(text string, cur Currency) (decimal.Decimal, error) {
	d, err := Parse(text, cur)
	if err != nil {
		return d, err
	}
	return positive(d, text, "amount")
}

// ParseQuantity reads a quantity with up to six places; it may be negative (a return).
func ParseQuantity(text string) (decimal.Decimal, error) {
	return parse(text, "quantity", QuantityPlaces)
}

// ParsePrice reads a unit price with up to eight places.
func ParsePrice(text string) (decimal.Decimal, error) {
	return parse(text, "price", PricePlaces)
}

// ParseRate reads an exchange rate with up to eight places; it must exceed zero.
func ParseRate(text string) (decimal.Decimal, error) {
	d, err := parse(text, "rate", RatePlaces)
	if err != nil {
		return d, err
	}
	return positive(d, text, "rate")
}

func positive(d decimal.Decimal, text, field string) (decimal.Decimal, error) {
	if !d.IsPositive() {
		return decimal.Decimal{}, refuse(NotPositive, field, text, 0)
	}
	return d, nil
}

// parse checks the form before the library sees the text: the library also
// accepts 1e3, +1, .5 and 5., and builds a million-digit number for 1e999999.
func parse(text, field string, places int32) (decimal.Decimal, error) {
	if text == "" {
		return decimal.Decimal{}, refuse(Empty, field, text, 0)
	}
	integer, fraction, pointed := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	switch {
	case !digits(integer), pointed && !digits(fraction), len(integer) > 1 && integer[0] == '0':
		return decimal.Decimal{}, refuse(NotANumber, field, text, 0)
	case len(integer) > IntegerDigits:
		return decimal.Decimal{}, refuse(TooLarge, field, text, IntegerDigits)
	case len(fraction) > int(places):
		return decimal.Decimal{}, refuse(TooManyPlaces, field, text, places)
	case text[0] == '-' && strings.Trim(integer+fraction, "0") == "":
		return decimal.Decimal{}, refuse(NegativeZero, field, text, 0)
	}
	d, err := decimal.NewFromString(text)
	if err != nil {
		return decimal.Decimal{}, refuse(NotANumber, field, text, 0)
	}
	return d, nil
}

// digits reports a non-empty run of ASCII digits; full-width digits are not it.
func digits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
