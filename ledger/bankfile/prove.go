package bankfile

import (
	"github.com/shopspring/decimal"
)

// Sum is what the lines come to.
func (s Statement) Sum() decimal.Decimal {
	sum := decimal.Zero
	for _, l := range s.Lines {
		sum = sum.Add(l.Amount)
	}
	return sum
}

// sides are what came in and what went out, both without a sign.
func (s Statement) sides() (in, out decimal.Decimal) {
	for _, l := range s.Lines {
		if l.Amount.IsPositive() {
			in = in.Add(l.Amount)
		} else {
			out = out.Sub(l.Amount)
		}
	}
	return in, out
}

// Proven tells whether the statement has both balances and nothing speaks against it.
func (s Statement) Proven() bool {
	return s.Opening != nil && s.Closing != nil && len(s.Problems) == 0
}

// prove finds what a statement says against itself: its balances, and the currency of its lines.
func (s *Statement) prove() {
	for _, l := range s.Lines {
		if l.Currency != "" && s.Currency != "" && l.Currency != s.Currency {
			s.problem(CurrencyDiffers, l.Place, l.Currency)
			return
		}
	}
	if s.Opening == nil || s.Closing == nil {
		return
	}
	for _, b := range []*Balance{s.Opening, s.Closing} {
		if b.Currency != "" && s.Currency != "" && b.Currency != s.Currency {
			s.problem(CurrencyDiffers, "", b.Currency)
			return
		}
	}
	if found := s.Opening.Amount.Add(s.Sum()); !found.Equal(s.Closing.Amount) {
		s.problem(NotProven, "", found.Sub(s.Closing.Amount).String())
	}
}

// farDays is how far from the days of its balances a line may be booked. Banks date the opening balance by the day before, and book late.
const farDays = 40

// checkDays finds lines that were booked far outside the days of both balances: a year or a month with a slip.
func (s *Statement) checkDays() {
	if s.Opening == nil || s.Closing == nil || s.Opening.On.IsZero() || s.Closing.On.IsZero() || s.Closing.On.Before(s.Opening.On) {
		return
	}
	for _, l := range s.Lines {
		if s.Opening.On.Sub(l.BookedOn) > farDays || l.BookedOn.Sub(s.Closing.On) > farDays {
			s.problem(DayOutside, l.Place, l.BookedOn.String())
			return
		}
	}
}

func (s *Statement) problem(code Code, place, detail string) {
	const most = 20
	if len(s.Problems) < most {
		s.Problems = append(s.Problems, Problem{code, place, detail})
	}
}
