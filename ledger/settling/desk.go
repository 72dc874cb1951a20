package settling

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/money"
)

// desk holds the debits while credits are asked about: by currency, what falls due first in front.
type desk struct {
	policy Policy
	items  map[money.Currency][]Debit
}

func newDesk(policy Policy, debits []Debit) *desk {
	d := &desk{policy: policy, items: map[money.Currency][]Debit{}}
	for _, debit := range debits {
		if debit.Open.IsPositive() {
			d.items[debit.Currency] = append(d.items[debit.Currency], debit)
		}
	}
	for _, items := range d.items {
		slices.SortStableFunc(items, func(a, b Debit) int {
			return cmp.Or(a.Due.Compare(b.Due), slices.Compare(a.ID[:], b.ID[:]))
		})
	}
	return d
}

func (d *desk) clone() *desk {
	out := &desk{policy: d.policy, items: map[money.Currency][]Debit{}}
	for currency, items := range d.items {
		out.items[currency] = slices.Clone(items)
	}
	return out
}

func (d *desk) of(currency money.Currency) []Debit { return d.items[currency] }

// apply takes what a suggestion settles off the debits.
func (d *desk) apply(s Suggestion) {
	off := map[ledger.ID]decimal.Decimal{}
	for _, t := range s.Takes {
		off[t.Debit] = off[t.Debit].Add(t.Amount)
	}
	for _, t := range s.Discounts {
		off[t.Debit] = off[t.Debit].Add(t.Amount)
	}
	if s.WriteOff != nil {
		off[s.WriteOff.Debit] = off[s.WriteOff.Debit].Add(s.WriteOff.Amount)
	}
	for currency, items := range d.items {
		for i := range items {
			if amount, ok := off[items[i].ID]; ok {
				items[i].Open = items[i].Open.Sub(amount)
			}
		}
		d.items[currency] = slices.DeleteFunc(items, func(x Debit) bool { return !x.Open.IsPositive() })
	}
}

// Discount is what a payment made on paid takes off an item by the terms, if all of it is paid; zero when it is too late.
func Discount(terms calendar.Terms, item Debit, paid calendar.Date) decimal.Decimal {
	tier, ok := terms.DiscountOn(item.T0, paid)
	if !ok {
		return decimal.Zero
	}
	return item.Open.Mul(tier.Percent).DivRound(decimal.NewFromInt(100), item.Currency.Exponent())
}

// fit tells whether the credit settles just these debits: to the cent, to the cent after the discount that was earned, or within the
// tolerance.
func (d *desk) fit(rule Rule, credit Credit, debits []Debit) (Suggestion, bool) {
	s := Suggestion{Credit: credit.ID, Rule: rule, Certain: true}
	sum := decimal.Zero
	for _, x := range debits {
		sum = sum.Add(x.Open)
	}
	short := sum.Sub(credit.Open)
	switch {
	case short.IsZero():
		s.Takes = whole(debits, nil)
		return s, true
	case short.IsPositive() && d.policy.Discount && credit.Money:
		discounts, off := d.discounts(credit, debits)
		if off.Equal(short) {
			s.Takes, s.Discounts = whole(debits, discounts), discounts
			return s, true
		}
	}
	last := debits[len(debits)-1]
	switch {
	case short.IsPositive() && !short.GreaterThan(d.policy.Tolerance) && short.LessThan(last.Open):
		s.WriteOff = &Take{last.ID, short}
		s.Takes = whole(debits, []Take{*s.WriteOff})
		return s, true
	case short.IsNegative() && !short.Neg().GreaterThan(d.policy.Tolerance):
		s.Takes, s.Surplus = whole(debits, nil), short.Neg()
		return s, true
	}
	return s, false
}

func (d *desk) discounts(credit Credit, debits []Debit) (out []Take, sum decimal.Decimal) {
	for _, x := range debits {
		if off := Discount(d.policy.Terms, x, credit.Posted); off.IsPositive() {
			out, sum = append(out, Take{x.ID, off}), sum.Add(off)
		}
	}
	return out, sum
}

// whole takes all that is open of each, but for what something else closes.
func whole(debits []Debit, but []Take) []Take {
	out := make([]Take, 0, len(debits))
	for _, x := range debits {
		amount := x.Open
		for _, t := range but {
			if t.Debit == x.ID {
				amount = amount.Sub(t.Amount)
			}
		}
		out = append(out, Take{x.ID, amount})
	}
	return out
}

// pour takes from the debits in their order until the credit is used up.
func pour(rule Rule, credit Credit, debits []Debit) Suggestion {
	s := Suggestion{Credit: credit.ID, Rule: rule, Left: credit.Open}
	for _, x := range debits {
		amount := decimal.Min(s.Left, x.Open)
		if amount.IsPositive() {
			s.Takes = append(s.Takes, Take{x.ID, amount})
			s.Left = s.Left.Sub(amount)
		}
	}
	return s
}
