package importing

import (
	"testing"

	"pgregory.net/rapid"

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
