package importing

import (
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"hefu/ledger/document"
	"hefu/ledger/money"
)

func TestAPlainFigureIsWhatMoneyReads(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`-?[0-9]{0,17}(\.[0-9]{0,9})?[ e,]?`).Draw(t, "text")
		if text == "" {
			return
		}
		currency := rapid.SampledFrom([]money.Currency{"CNY", "JPY", "KWD", "CLF"}).Draw(t, "currency")
		got, plain := plainFigure(text, currency.Exponent())
		want, err := money.Parse(text, currency)
		if plain && (err != nil || !got.Equal(want) || got.String() != want.String()) {
			t.Fatalf("%q in %s: read as %s, money says %s, %v", text, currency, got, want, err)
		}
		if !plain && err == nil && len(text) <= money.IntegerDigits {
			t.Fatalf("%q is plain and was not taken", text)
		}
	})
}

func TestASurelySoundLineIsSound(t *testing.T) {
	taken := 0
	rapid.Check(t, func(t *rapid.T) {
		currency := rapid.SampledFrom([]money.Currency{"CNY", "JPY", "KWD", "CLF"}).Draw(t, "currency")
		quantity := decimal.New(rapid.Int64Range(-5_000_000, 5_000_000).Draw(t, "quantity"), -rapid.Int32Range(0, 7).Draw(t, "quantity places"))
		price := decimal.New(rapid.Int64Range(0, 500_000).Draw(t, "price"), -rapid.Int32Range(0, 5).Draw(t, "price places"))
		rate := decimal.New(rapid.SampledFrom([]int64{0, 6, 13, 100, 101, -1}).Draw(t, "rate"), 0)
		computed := money.ComputeLine(quantity, price, rate, currency)
		off := func(name string) decimal.Decimal {
			return decimal.New(rapid.SampledFrom([]int64{0, 0, 0, 1, -1, 2, 11}).Draw(t, name), -currency.Exponent())
		}
		line := document.Line{Quantity: decimal.NewNullDecimal(quantity), UnitPrice: decimal.NewNullDecimal(price),
			Net: computed.Net.Add(off("net")), TaxRate: rate, Tax: computed.Tax.Add(off("tax"))}
		line.Gross = line.Net.Add(line.Tax).Add(off("gross"))
		if !surelySound(&line, currency) {
			return
		}
		taken++
		if _, err := money.CheckLine(money.Line{Quantity: quantity, UnitPrice: price, Net: line.Net, TaxRate: rate, Tax: line.Tax, Gross: line.Gross}, currency); err != nil {
			t.Fatalf("%+v is called sound: %v", line, err)
		}
	})
	if taken == 0 {
		t.Error("no line was plain enough to be told")
	}
}
