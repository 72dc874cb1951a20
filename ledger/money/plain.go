package money

import "github.com/shopspring/decimal"

// plainlySound tells, in integers, that CheckLine accepts the line. false only means that the exact decimals have to be asked:
// most lines are plain, and decimals of any size cost ten times as much.
func (l Line) plainlySound(cur Currency) bool {
	places := cur.Exponent()
	net, ok1 := minor(l.Net, places)
	tax, ok2 := minor(l.Tax, places)
	gross, ok3 := minor(l.Gross, places)
	if !ok1 || !ok2 || !ok3 || net+tax != gross {
		return false
	}
	rate, ok := minor(l.TaxRate, 2)
	if !ok || rate < 0 || rate > 100_00 || !near(net*rate, tax*100_00, 100_00) {
		return false
	}
	q, ok1 := small(l.Quantity)
	p, ok2 := small(l.UnitPrice)
	if !ok1 || !ok2 {
		return false
	}
	if q == 0 && p == 0 {
		return true
	}
	exponent := -l.Quantity.Exponent() - l.UnitPrice.Exponent()
	if l.Quantity.Exponent() < -QuantityPlaces || l.UnitPrice.Exponent() < -PricePlaces || exponent < places || exponent > places+8 {
		return false
	}
	unit := int64(1)
	for range exponent - places {
		unit *= 10
	}
	return net > -plainLimit && net < plainLimit && near(q*p, net*unit, unit)
}

// plainLimit keeps every product below 2^63.
const plainLimit = 1 << 31

// near tells whether two figures differ by at most half a minor unit: then they agree after rounding too, within one.
func near(a, b, unit int64) bool {
	d := a - b
	return -unit <= 2*d && 2*d <= unit
}

// minor is a small amount in units of 10^-places; false when it is none.
func minor(d decimal.Decimal, places int32) (int64, bool) {
	c, ok := small(d)
	scale := places + d.Exponent()
	if !ok || scale < 0 || scale > 4 {
		return 0, false
	}
	for range scale {
		c *= 10
	}
	return c, c > -plainLimit && c < plainLimit
}

func small(d decimal.Decimal) (int64, bool) {
	if d.NumDigits() > 9 {
		return 0, false
	}
	return d.CoefficientInt64(), true
}
