package money_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"hefu/ledger/money"
)

func d(text string) decimal.Decimal { return decimal.RequireFromString(text) }

func TestRoundingIsHalfAwayFromZero(t *testing.T) {
	for _, c := range []struct {
		in   string
		cur  money.Currency
		want string
	}{
		{"0.005", money.CNY, "0.01"},
		{"-0.005", money.CNY, "-0.01"},
		{"0.004999999999999999999999", money.CNY, "0.00"},
		{"-0.004", money.CNY, "0.00"}, // never "-0.00"
		{"2.345", money.CNY, "2.35"},
		{"2.5", money.JPY, "3"},
		{"-2.5", money.JPY, "-3"},
		{"1.0005", money.KWD, "1.001"},
	} {
		if got := money.Text(money.Round(d(c.in), c.cur), c.cur); got != c.want {
			t.Errorf("%s %s: got %s, want %s", c.cur, c.in, got, c.want)
		}
		if got := money.Text(d(c.in), c.cur); got != c.want {
			t.Errorf("Text of %s %s: got %s, want %s", c.cur, c.in, got, c.want)
		}
	}
}

func TestMinorUnits(t *testing.T) {
	for code, want := range map[money.Currency]int32{
		"JPY": 0, "KRW": 0, "VND": 0, "XAF": 0, "CNY": 2, "USD": 2, "HUF": 2, "KWD": 3, "TND": 3, "CLF": 4,
	} {
		if !code.Valid() || code.Exponent() != want {
			t.Errorf("%s: valid %v, exponent %d, want %d", code, code.Valid(), code.Exponent(), want)
		}
	}
	for _, code := range []money.Currency{"", "XXX", "XTS", "XAU", "RMB", "cny", "CNY "} {
		if code.Valid() {
			t.Errorf("%q must not be a currency", code)
		}
		if _, err := money.ParseCurrency(string(code)); err == nil {
			t.Errorf("%q must be refused", code)
		}
	}
	all := money.Currencies()
	if len(all) < 165 {
		t.Errorf("the table holds only %d currencies", len(all))
	}
	for i, code := range all {
		if len(code) != 3 || (i > 0 && all[i-1] >= code) {
			t.Errorf("%q is out of order or listed twice", code)
		}
	}
}

func TestNamesOfCurrencies(t *testing.T) {
	if money.CNY.Name("zh") != "人民币" || money.CNY.Name("zh-CN") != "人民币" || money.CNY.Name("en") != "Chinese yuan" {
		t.Error("CNY is misnamed")
	}
	if money.Currency("MRU").Name("zh") != "MRU" {
		t.Error("a currency without a name is called by its code")
	}
}

func TestFormatForPeople(t *testing.T) {
	for _, c := range []struct {
		in   string
		cur  money.Currency
		want string
	}{
		{"0", money.CNY, "0.00"},
		{"999.9", money.CNY, "999.90"},
		{"1234.56", money.CNY, "1,234.56"},
		{"-1234567.8", money.CNY, "-1,234,567.80"},
		{"100000", money.JPY, "100,000"},
		{"-0.001", money.CNY, "0.00"},
		{"1000", money.KWD, "1,000.000"},
	} {
		if got := money.Format(d(c.in), c.cur, "zh"); got != c.want {
			t.Errorf("%s %s: got %s, want %s", c.cur, c.in, got, c.want)
		}
	}
	if got := money.FormatWithCode(d("1234.5"), money.CNY, "en"); got != "CNY 1,234.50" {
		t.Errorf("got %s", got)
	}
	for in, want := range map[string]string{"1234.5": "1,234.50", "0.12345678": "0.12345678", "6": "6.00"} {
		if got := money.FormatPlain(d(in), 2); got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
}

func TestFormatOnlyAddsCommas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cur := anyCurrency(t)
		amount := minor(t, cur)
		if got := strings.ReplaceAll(money.Format(amount, cur, "en"), ",", ""); got != money.Text(amount, cur) {
			t.Fatalf("%s became %s", amount, got)
		}
	})
}

func TestBaseCurrency(t *testing.T) {
	if got := money.Base(d("10000"), d("6.4"), money.CNY); !got.Equal(d("64000")) {
		t.Errorf("USD 10,000 at 6.4 is %s", got)
	}
	if got := money.Base(d("0.07"), d("6.5"), money.CNY); !got.Equal(d("0.46")) { // 0.455
		t.Errorf("got %s", got)
	}
	if got := money.Base(d("1"), d("149.5"), money.JPY); !got.Equal(d("150")) {
		t.Errorf("got %s", got)
	}
}
