package calendar

import (
	"github.com/shopspring/decimal"

	"hefu/ledger/money"
)

// Instalment is one due date with its amount.
type Instalment struct {
	Due       Date
	Nominal   Date            // before the roll to a working day
	Amount    decimal.Decimal // in the document's currency; zero where the total is too small to share
	Percent   decimal.Decimal // of the total, six places at most; all instalments sum to 100
	Retention bool
}

// Schedule lays out amount, exact in cur and of either sign, from t0. The
// amounts sum back exactly; the last part takes the rounding. cal nil means the
// calendar the terms name. Refused with *Error: unusable terms (see Validate),
// no t0 (MissingDate), AmountNotExact, FixedExceedsTotal.
func (t Terms) Schedule(t0 Date, amount decimal.Decimal, cur money.Currency, cal *Calendar) ([]Instalment, error) {
	if err := t.Validate(); err != nil {
		return nil, err
	}
	if t0.IsZero() {
		return nil, refuse(MissingDate, "t0", 0, "")
	}
	if !money.Exact(amount, cur) {
		return nil, refuse(AmountNotExact, "amount", 0, amount.String())
	}
	if cal == nil {
		cal, _ = Named(t.Calendar) // Validate has found it
	}
	amounts, err := t.shares(amount, cur)
	if err != nil {
		return nil, err
	}
	schedule := make([]Instalment, len(t.Parts))
	for i, p := range t.Parts {
		nominal := p.Offset.From(t0)
		schedule[i] = Instalment{Due: cal.Roll(nominal, t.Roll), Nominal: nominal, Amount: amounts[i], Retention: p.Retention}
	}
	t.percents(schedule, amount)
	return schedule, nil
}

// Due is the last due date, for places that show one date only. cal as in
// Schedule; refused like it.
func (t Terms) Due(t0 Date, cal *Calendar) (Date, error) {
	schedule, err := t.withoutAmounts().Schedule(t0, decimal.Zero, money.CNY, cal)
	var last Date
	for _, i := range schedule {
		if i.Due.After(last) {
			last = i.Due
		}
	}
	return last, err
}

// withoutAmounts keeps the dates of the parts. Fixed amounts would tie the
// question to a currency.
func (t Terms) withoutAmounts() Terms {
	parts := make([]Part, len(t.Parts))
	for i, p := range t.Parts {
		if p.Share == ShareFixed {
			p.Amount = hundred
		}
		parts[i] = p
	}
	t.Parts = parts
	return t
}

// shares takes each part from what the parts before it left.
func (t Terms) shares(total decimal.Decimal, cur money.Currency) ([]decimal.Decimal, error) {
	if t.percentsOnly() {
		weights := make([]decimal.Decimal, len(t.Parts))
		for i, p := range t.Parts {
			weights[i] = p.Percent
		}
		return money.Split(total, weights, cur), nil
	}
	amounts, left := make([]decimal.Decimal, len(t.Parts)), total
	for i, p := range t.Parts {
		part := left // ShareRemainder, and 100 % of what remains
		switch p.Share {
		case SharePercent:
			part = percentOf(total, p.Percent, cur)
		case SharePercentOfRemaining:
			part = percentOf(left, p.Percent, cur)
		case ShareFixed:
			if !money.Exact(p.Amount, cur) {
				return nil, refuse(AmountNotExact, "amount", i+1, p.Amount.String())
			}
			part = p.Amount.Mul(decimal.NewFromInt(int64(total.Sign())))
		}
		if part.Abs().GreaterThan(left.Abs()) {
			if p.Share == ShareFixed {
				return nil, refuse(FixedExceedsTotal, "amount", i+1, p.Amount.String())
			}
			part = left // a cent of rounding, or percents after a fixed part
		}
		amounts[i] = part
		left = left.Sub(part)
	}
	return amounts, nil
}

func percentOf(base, percent decimal.Decimal, cur money.Currency) decimal.Decimal {
	return base.Mul(percent).DivRound(hundred, cur.Exponent())
}

// percents states the agreed percent, or works it out for the other shares; the
// last one makes 100.
func (t Terms) percents(schedule []Instalment, total decimal.Decimal) {
	left, last := hundred, len(schedule)-1
	for i, p := range t.Parts {
		percent := p.Percent
		switch {
		case i == last:
			percent = left
		case p.Share != SharePercent && total.IsZero():
			percent = decimal.Zero
		case p.Share != SharePercent:
			percent = schedule[i].Amount.Mul(hundred).DivRound(total, 6)
		}
		schedule[i].Percent = percent
		left = left.Sub(percent)
	}
}
