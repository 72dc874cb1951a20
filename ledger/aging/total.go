package aging

import (
	"github.com/shopspring/decimal"

	"hefu/ledger/money"
)

// sum adds amounts up exactly. Those of up to 17 digits and one scale are added as machine words; decimal.Add makes a new number
// for each, and a report of all customers adds a hundred thousand.
type sum struct {
	word  int64
	scale int32
	rest  decimal.Decimal
}

const (
	wordDigits = 17
	wordFull   = 9_000_000_000_000_000_000 // so that one more amount of wordDigits still fits
)

func (s *sum) add(amount decimal.Decimal) {
	if amount.NumDigits() > wordDigits {
		s.rest = s.rest.Add(amount)
		return
	}
	if amount.Exponent() != s.scale || s.word > wordFull || s.word < -wordFull {
		s.rest = s.value()
		s.word, s.scale = 0, amount.Exponent()
	}
	s.word += amount.CoefficientInt64()
}

func (s *sum) value() decimal.Decimal { return s.rest.Add(decimal.New(s.word, s.scale)) }

// total is one currency's sum over all rows.
type total struct {
	amounts []sum
	credits sum
}

func (t *total) add(place int, amount decimal.Decimal) {
	if place == credits {
		t.credits.add(amount)
		return
	}
	t.amounts[place].add(amount)
}

func (t *total) figures(currency money.Currency) Figures {
	f := Figures{Currency: currency, Amounts: make([]decimal.Decimal, len(t.amounts)), Credits: t.credits.value()}
	f.Total = f.Credits.Neg()
	for i := range t.amounts {
		f.Amounts[i] = t.amounts[i].value()
		f.Total = f.Total.Add(f.Amounts[i])
	}
	return f
}
