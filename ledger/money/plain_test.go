package money

import (
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// The lines of ordinary invoices are told by the integers alone.
func TestAnOrdinaryLineIsPlain(t *testing.T) {
	for _, c := range []struct {
		quantity, price, rate string
		currency              Currency
	}{
		{"3", "19.99", "13", "CNY"},
		{"-2.5", "1200.00", "6", "CNY"},
		{"0.125", "80.4", "0", "CNY"},
		{"12", "1980", "10", "JPY"},
		{"1.5", "2.345", "100", "KWD"},
	} {
		line := ComputeLine(decimal.RequireFromString(c.quantity), decimal.RequireFromString(c.price), decimal.RequireFromString(c.rate), c.currency)
		if !line.plainlySound(c.currency) {
			t.Errorf("%+v in %s is not plain", line, c.currency)
		}
	}
}

// What the integers call sound, the exact decimals accept too. Few of the lines drawn are plain, so many are drawn.
func TestAPlainlySoundLineIsSound(t *testing.T) {
	taken := 0
	check := func(t *rapid.T) {
		currency := rapid.SampledFrom([]Currency{"CNY", "JPY", "KWD", "CLF"}).Draw(t, "currency")
		quantity := decimal.New(rapid.Int64Range(-5_000_000, 5_000_000).Draw(t, "quantity"), -rapid.Int32Range(0, 7).Draw(t, "quantity places"))
		price := decimal.New(rapid.Int64Range(0, 500_000).Draw(t, "price"), -rapid.Int32Range(0, 5).Draw(t, "price places"))
		rate := decimal.New(rapid.SampledFrom([]int64{0, 6, 13, 100, 101, -1}).Draw(t, "rate"), 0)
		line := ComputeLine(quantity, price, rate, currency)
		off := func(name string) decimal.Decimal {
			return decimal.New(rapid.SampledFrom([]int64{0, 0, 0, 1, -1, 2, 11}).Draw(t, name), -currency.Exponent())
		}
		line.Net, line.Tax = line.Net.Add(off("net")), line.Tax.Add(off("tax"))
		line.Gross = line.Net.Add(line.Tax).Add(off("gross"))
		if !line.plainlySound(currency) {
			return
		}
		taken++
		if err := line.checkExactly(currency); err != nil {
			t.Fatalf("%+v is called sound: %v", line, err)
		}
	}
	for range 50 {
		rapid.Check(t, check)
	}
	if taken == 0 {
		t.Error("no line was plain enough to be told")
	}
}
