package importing

import (
	"github.com/shopspring/decimal"

	"hefu/ledger/document"
	"hefu/ledger/money"
)

// surelySound tells, in integers, that money.CheckLine accepts the line. false only means that it has to be asked: most lines of
// a large file are plain, and exact decimals of any size cost them ten times as much.
func surelySound(line *document.Line, currency money.Currency) bool {
	places := currency.Exponent()
	net, ok1 := minor(line.Net, places)
	tax, ok2 := minor(line.Tax, places)
	gross, ok3 := minor(line.Gross, places)
	if !ok1 || !ok2 || !ok3 || net+tax != gross {
		return false
	}
	rate, ok := minor(line.TaxRate, 2)
	if !ok || rate < 0 || rate > 100_00 || !near(net*rate, tax*100_00, 100_00) {
		return false
	}
	if !line.Quantity.Valid && !line.UnitPrice.Valid {
		return true
	}
	quantity, price := line.Quantity.Decimal, line.UnitPrice.Decimal
	exponent := -quantity.Exponent() - price.Exponent()
	if quantity.Exponent() < -money.QuantityPlaces || price.Exponent() < -money.PricePlaces || exponent < places || exponent > places+8 {
		return false
	}
	q, ok1 := small(quantity)
	p, ok2 := small(price)
	if !ok1 || !ok2 {
		return false
	}
	unit := int64(1)
	for range exponent - places {
		unit *= 10
	}
	return net > -limit && net < limit && near(q*p, net*unit, unit)
}

// limit keeps every product below 2^63.
const limit = 1 << 31

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
	return c, c > -limit && c < limit
}

func small(d decimal.Decimal) (int64, bool) {
	if d.NumDigits() > 9 {
		return 0, false
	}
	c := d.CoefficientInt64()
	return c, true
}

// checkable is the document as document.Check has to see it. Where every line is surely sound one line of their sum stands for
// all of them, so that the check of the rest is still document.Check's; the posting checks each line again.
func (d *made) checkable() document.New {
	probe := d.New
	if d.names != "" {
		probe.Reduces = d.CustomerID // the receivable is looked up later, with those of the whole set; here it only has to be there
	}
	for i := range d.Lines {
		line := &d.Lines[i]
		if line.Kind == document.FreightLine || line.ReducesLine != 0 || !plainText(line.ItemCode) || !plainText(line.Description) || !plainText(line.Unit) ||
			!surelySound(line, d.Currency) {
			return probe
		}
	}
	if len(d.Lines) > 1 {
		probe.Lines = []document.Line{{Net: d.total, Gross: d.total}}
	}
	return probe
}

// plainText tells that no check of texts can refuse it.
func plainText(text string) bool {
	if len(text) > 120 {
		return false
	}
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return false
		}
	}
	return true
}
