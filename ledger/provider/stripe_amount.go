package provider

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger/money"
)

// Stripe counts in the smallest unit of a currency by a table of its own, which is not ISO 4217's everywhere.
var (
	stripeWhole = strings.Fields("BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF")
	// These have no smaller unit, and are counted in hundredths all the same.
	stripeHundredths = strings.Fields("ISK UGX")
	// Of these the last digit has to be zero.
	stripeThousandths = strings.Fields("BHD JOD KWD OMR TND")
)

// stripePlaces is how many places Stripe counts; false: it does not take the currency.
func stripePlaces(c money.Currency) (places int32, taken bool) {
	switch name := string(c); {
	case slices.Contains(stripeWhole, name):
		return 0, true
	case slices.Contains(stripeHundredths, name):
		return 2, true
	case slices.Contains(stripeThousandths, name):
		return 3, true
	}
	return 2, c.Valid() && c.Exponent() == 2
}

// stripeUnits is an amount as Stripe counts it. Refused: one that has no whole number of its units.
func stripeUnits(amount decimal.Decimal, c money.Currency) (int64, error) {
	places, taken := stripePlaces(c)
	units := amount.Shift(places)
	if !taken || !units.IsInteger() || places == 3 && !units.Mod(decimal.NewFromInt(10)).IsZero() {
		return 0, fmt.Errorf("provider: Stripe takes no %s %s", c, amount)
	}
	return units.IntPart(), nil
}

// ofStripe reads what Stripe counted, in the currency that it writes in small letters.
func ofStripe[C ~string](units int64, currency C) (decimal.Decimal, money.Currency) {
	c := money.Currency(strings.ToUpper(string(currency)))
	places, _ := stripePlaces(c)
	return decimal.New(units, -places), c
}
