package money_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"hefu/ledger/money"
)

func TestParseAcceptsPlainAmounts(t *testing.T) {
	for _, c := range []struct {
		text string
		cur  money.Currency
		want string
	}{
		{"0", money.CNY, "0.00"},
		{"0.00", money.CNY, "0.00"},
		{"150000.00", money.CNY, "150000.00"},
		{"-0.01", money.CNY, "-0.01"},
		{"5", money.CNY, "5.00"},
		{"5.1", money.CNY, "5.10"},
		{"1235", money.JPY, "1235"},
		{"1.005", money.KWD, "1.005"},
		{"999999999999999.99", money.CNY, "999999999999999.99"},
	} {
		got, err := money.Parse(c.text, c.cur)
		if err != nil {
			t.Errorf("%s %s refused: %v", c.cur, c.text, err)
			continue
		}
		if money.Text(got, c.cur) != c.want {
			t.Errorf("%s %s: got %s, want %s", c.cur, c.text, money.Text(got, c.cur), c.want)
		}
	}
}

func TestParseRefusesEverythingElse(t *testing.T) {
	for _, c := range []struct {
		text string
		cur  money.Currency
		code money.Code
	}{
		{"", money.CNY, money.Empty},
		{"NaN", money.CNY, money.NotANumber},
		{"Infinity", money.CNY, money.NotANumber},
		{"-Inf", money.CNY, money.NotANumber},
		{"-", money.CNY, money.NotANumber},
		{"--1", money.CNY, money.NotANumber},
		{"+1", money.CNY, money.NotANumber},
		{"1e3", money.CNY, money.NotANumber},
		{"1E999999999", money.CNY, money.NotANumber},
		{".5", money.CNY, money.NotANumber},
		{"5.", money.CNY, money.NotANumber},
		{"1.2.3", money.CNY, money.NotANumber},
		{" 1", money.CNY, money.NotANumber},
		{"1 ", money.CNY, money.NotANumber},
		{"1\n", money.CNY, money.NotANumber},
		{"1,000", money.CNY, money.NotANumber},
		{"1_000", money.CNY, money.NotANumber},
		{"1.234,56", money.CNY, money.NotANumber},
		{"０1", money.CNY, money.NotANumber},
		{"１２３", money.CNY, money.NotANumber},
		{"−1", money.CNY, money.NotANumber}, // U+2212
		{"¥1", money.CNY, money.NotANumber},
		{"0x10", money.CNY, money.NotANumber},
		{"007", money.CNY, money.NotANumber},
		{"00.5", money.CNY, money.NotANumber},
		{"-0", money.CNY, money.NegativeZero},
		{"-0.00", money.CNY, money.NegativeZero},
		{"1.005", money.CNY, money.TooManyPlaces},
		{"1.000", money.CNY, money.TooManyPlaces},
		{"1.0", money.JPY, money.TooManyPlaces},
		{"1.0005", money.KWD, money.TooManyPlaces},
		{"1000000000000000", money.CNY, money.TooLarge},
		{strings.Repeat("9", 40), money.CNY, money.TooLarge},
		{strings.Repeat("9", 1<<20), money.CNY, money.TooLarge},
		{"1", "cny", money.UnknownCurrency},
		{"1", "XAU", money.UnknownCurrency},
		{"1", "", money.UnknownCurrency},
	} {
		_, err := money.Parse(c.text, c.cur)
		wantCode(t, c.text, err, c.code)
	}
}

func wantCode(t *testing.T, what string, err error, code money.Code) {
	t.Helper()
	var refused *money.Error
	if !errors.As(err, &refused) {
		t.Errorf("%.40q: want %s, got %v", what, code, err)
		return
	}
	if refused.Code != code {
		t.Errorf("%.40q: want %s, got %s", what, code, refused.Code)
	}
	if len(refused.Error()) > 160 {
		t.Errorf("%.40q: the message repeats the whole input", what)
	}
}

func TestPlacesOfQuantityPriceRate(t *testing.T) {
	quantity := func(s string) error { _, err := money.ParseQuantity(s); return err }
	price := func(s string) error { _, err := money.ParsePrice(s); return err }
	rate := func(s string) error { _, err := money.ParseRate(s); return err }
	receipt := func(s string) error { _, err := money.ParsePositive(s, money.CNY); return err }
	for _, c := range []struct {
		name string
		read func(string) error
		text string
		code money.Code // "" = accepted
	}{
		{"quantity", quantity, "-1.000001", ""},
		{"quantity", quantity, "1.0000001", money.TooManyPlaces},
		{"price", price, "0.00000001", ""},
		{"price", price, "0.000000001", money.TooManyPlaces},
		{"rate", rate, "6.40000001", ""},
		{"rate", rate, "6.400000001", money.TooManyPlaces},
		{"rate", rate, "0", money.NotPositive},
		{"rate", rate, "-6.4", money.NotPositive},
		{"rate", rate, "-0.0", money.NegativeZero},
		{"receipt", receipt, "0.01", ""},
		{"receipt", receipt, "0.00", money.NotPositive},
		{"receipt", receipt, "-5", money.NotPositive},
	} {
		err := c.read(c.text)
		if c.code == "" {
			if err != nil {
				t.Errorf("%s %s refused: %v", c.name, c.text, err)
			}
			continue
		}
		wantCode(t, c.name+" "+c.text, err, c.code)
	}
}

// minor draws an amount that fits the column: up to fifteen integer digits.
func minor(t *rapid.T, cur money.Currency) decimal.Decimal {
	units := rapid.Int64Range(-99_999_999_999_999_999, 99_999_999_999_999_999).Draw(t, "minor units")
	return decimal.New(units, -cur.Exponent())
}

func anyCurrency(t *rapid.T) money.Currency {
	return rapid.SampledFrom(money.Currencies()).Draw(t, "currency")
}

func TestParseOfTextIsIdentity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cur := rapid.SampledFrom([]money.Currency{money.CNY, money.KWD, "CLF"}).Draw(t, "currency")
		amount := minor(t, cur)
		back, err := money.Parse(money.Text(amount, cur), cur)
		if err != nil || !back.Equal(amount) {
			t.Fatalf("%s %s came back as %s (%v)", cur, amount, back, err)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"0", "-0", "1.23", "1e3", ".5", "5.", "+1", "1,000", "１", "999999999999999.99", "NaN", "\x00", "-1.10"} {
		f.Add(s, "CNY")
	}
	f.Add("12", "JPY")
	f.Fuzz(func(t *testing.T, text, code string) {
		cur := money.Currency(code)
		amount, err := money.Parse(text, cur)
		if err != nil {
			var refused *money.Error
			if !errors.As(err, &refused) {
				t.Fatalf("untyped error %T", err)
			}
			return
		}
		canonical := money.Text(amount, cur)
		again, err := money.Parse(canonical, cur)
		if err != nil || !again.Equal(amount) || money.Text(again, cur) != canonical {
			t.Fatalf("%q -> %q -> %v (%v)", text, canonical, again, err)
		}
		if !strings.HasPrefix(canonical, text) {
			t.Fatalf("%q was changed to %q, not only padded", text, canonical)
		}
	})
}
