package money

import (
	"fmt"

	"github.com/shopspring/decimal"
)

// Line is the arithmetic of one document line in the document's currency.
// Net + Tax = Gross exactly.
type Line struct {
	Quantity  decimal.Decimal // up to 6 places, negative on a return
	UnitPrice decimal.Decimal // up to 8 places, without tax
	Net       decimal.Decimal // amount without tax (不含税金额)
	TaxRate   decimal.Decimal // percent: 13 means 13 %
	Tax       decimal.Decimal // tax amount (税额)
	Gross     decimal.Decimal // amount with tax (价税合计)
}

var hundred = decimal.New(1, 2)

// ComputeLine makes the posted amounts of a line from quantity, unit price
// without tax and tax rate in percent. Net is rounded once, tax is rounded once
// from the rounded net, gross is their sum.
func ComputeLine(quantity, unitPrice, taxRate decimal.Decimal, cur Currency) Line {
	net := Round(quantity.Mul(unitPrice), cur)
	tax := taxOn(net, taxRate, cur)
	return Line{quantity, unitPrice, net, taxRate, tax, net.Add(tax)}
}

// ComputeGrossLine is ComputeLine for a price that contains the tax
// (含税单价): gross is quantity times price, net is taken out of it, and tax is
// the difference, so that the customer's figure is kept. UnitPrice of the
// result is without tax, to eight places.
func ComputeGrossLine(quantity, grossPrice, taxRate decimal.Decimal, cur Currency) Line {
	gross := Round(quantity.Mul(grossPrice), cur)
	factor := hundred.Add(taxRate)
	net := gross.Mul(hundred).DivRound(factor, cur.Exponent())
	price := grossPrice.Mul(hundred).DivRound(factor, PricePlaces)
	return Line{quantity, price, net, taxRate, gross.Sub(net), gross}
}

// Tolerance is how far a stated value of one line may lie from the computed
// one: 0.01, or one minor unit where that is larger (JPY: 1).
func Tolerance(cur Currency) decimal.Decimal {
	return decimal.Max(decimal.New(1, -2), MinorUnit(cur))
}

// CheckLine accepts what an imported line states: the stated values win over
// computed ones when within Tolerance, and are returned unchanged. A line with
// neither quantity nor price states amounts only; its net is then not compared.
// Precedence of refusals (*Error): TaxRateRange, TooManyPlaces, NetOff, TaxOff,
// GrossNotSum.
func CheckLine(stated Line, cur Currency) (Line, error) {
	if stated.plainlySound(cur) {
		return stated, nil
	}
	if err := stated.checkExactly(cur); err != nil {
		return Line{}, err
	}
	return stated, nil
}

func (l Line) checkExactly(cur Currency) error {
	if l.TaxRate.IsNegative() || l.TaxRate.GreaterThan(hundred) {
		return refuse(TaxRateRange, "tax_rate", l.TaxRate.String(), 0)
	}
	if err := l.places(cur); err != nil {
		return err
	}
	if !l.Quantity.IsZero() || !l.UnitPrice.IsZero() {
		computed := Round(l.Quantity.Mul(l.UnitPrice), cur)
		if off(l.Net, computed, cur) {
			return differ(NetOff, "net", l.Net, computed, cur)
		}
	}
	if computed := taxOn(l.Net, l.TaxRate, cur); off(l.Tax, computed, cur) {
		return differ(TaxOff, "tax", l.Tax, computed, cur)
	}
	if sum := l.Net.Add(l.Tax); !sum.Equal(l.Gross) {
		return differ(GrossNotSum, "gross", l.Gross, sum, cur)
	}
	return nil
}

func (l Line) places(cur Currency) error {
	for _, v := range []struct {
		field  string
		value  decimal.Decimal
		places int32
	}{
		{"quantity", l.Quantity, QuantityPlaces},
		{"price", l.UnitPrice, PricePlaces},
		{"net", l.Net, cur.Exponent()},
		{"tax", l.Tax, cur.Exponent()},
		{"gross", l.Gross, cur.Exponent()},
	} {
		if v.value.Exponent() < -v.places && !v.value.Equal(v.value.Round(v.places)) {
			return refuse(TooManyPlaces, v.field, v.value.String(), v.places)
		}
	}
	return nil
}

func taxOn(net, percent decimal.Decimal, cur Currency) decimal.Decimal {
	if percent.IsZero() {
		return decimal.Zero
	}
	return net.Mul(percent).DivRound(hundred, cur.Exponent())
}

func off(stated, computed decimal.Decimal, cur Currency) bool {
	return !stated.Equal(computed) && stated.Sub(computed).Abs().GreaterThan(Tolerance(cur))
}

func differ(code Code, field string, stated, computed decimal.Decimal, cur Currency) *Error {
	return &Error{Code: code, Field: field,
		Text: fmt.Sprintf("stated %s, computed %s", Text(stated, cur), Text(computed, cur))}
}
