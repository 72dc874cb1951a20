package money

import (
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"
)

// What the integers call sound, the exact decimals accept too.
func TestAPlainlySoundLineIsSound(t *testing.T) {
	taken := 0
	rapid.Check(t, func(t *rapid.T) {
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
	})
	if taken == 0 {
		t.Error("no line was plain enough to be told")
	}
}
