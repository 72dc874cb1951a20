package money

import "fmt"

// Code names why an amount, quantity, price, rate or line was refused. The
// values are stable: they travel to the API and into the error catalogue.
type Code string

// The closed set of reasons.
const (
	Empty           Code = "empty"            // no text at all
	NotANumber      Code = "not_a_number"     // anything but -?digits[.digits], ASCII only
	TooManyPlaces   Code = "too_many_places"  // more decimals than the currency or the kind allows
	TooLarge        Code = "too_large"        // more than fifteen integer digits
	NegativeZero    Code = "negative_zero"    // "-0", "-0.00"
	NotPositive     Code = "not_positive"     // zero or negative where only more than zero has a meaning
	UnknownCurrency Code = "unknown_currency" // not an ISO 4217 code of the table
	NetOff          Code = "net_off"          // stated net is not quantity times price
	TaxOff          Code = "tax_off"          // stated tax is not net times rate
	GrossNotSum     Code = "gross_not_sum"    // net + tax is not gross
	TaxRateRange    Code = "tax_rate_range"   // tax rate outside 0 to 100 percent
)

// Error is the only error type of this package.
type Error struct {
	Code  Code
	Field string // what was read: "amount", "quantity", "price", "rate", "net", "tax", "gross", "tax_rate", "currency"
	Text  string // the refused text, cut to 40 bytes; figures of a line: "stated 1.00, computed 2.00"
	Limit int32  // places allowed for TooManyPlaces, integer digits for TooLarge
}

func (e *Error) Error() string {
	switch e.Code {
	case TooManyPlaces:
		return fmt.Sprintf("%s %q: %s (at most %d)", e.Field, e.Text, e.Code, e.Limit)
	case TooLarge:
		return fmt.Sprintf("%s %q: %s (at most %d integer digits)", e.Field, e.Text, e.Code, e.Limit)
	}
	return fmt.Sprintf("%s %q: %s", e.Field, e.Text, e.Code)
}

// refuse cuts the text so that a hostile megabyte never reaches a log or a page.
func refuse(code Code, field, text string, limit int32) *Error {
	const keep = 40
	if len(text) > keep {
		text = text[:keep]
	}
	return &Error{Code: code, Field: field, Text: text, Limit: limit}
}
