package money_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"hefu/ledger/money"
)

func TestComputeLine(t *testing.T) {
	line := money.ComputeLine(d("3"), d("33.335"), d("13"), money.CNY)
	if money.Text(line.Net, money.CNY) != "100.01" || money.Text(line.Tax, money.CNY) != "13.00" ||
		money.Text(line.Gross, money.CNY) != "113.01" {
		t.Errorf("got %+v", line)
	}
	incl := money.ComputeGrossLine(d("1"), d("113"), d("13"), money.CNY)
	if !incl.Net.Equal(d("100")) || !incl.Tax.Equal(d("13")) || !incl.UnitPrice.Equal(d("100")) {
		t.Errorf("tax-inclusive price: got %+v", incl)
	}
}

func stated(quantity, price, net, rate, tax, gross string) money.Line {
	return money.Line{Quantity: d(quantity), UnitPrice: d(price), Net: d(net), TaxRate: d(rate), Tax: d(tax), Gross: d(gross)}
}

func TestCheckLine(t *testing.T) {
	for _, c := range []struct {
		name string
		line money.Line
		cur  money.Currency
		code money.Code // "" = the stated values stand
	}{
		{"exact", stated("2", "50", "100.00", "13", "13.00", "113.00"), money.CNY, ""},
		{"net a cent off wins", stated("3", "33.335", "100.00", "13", "13.00", "113.00"), money.CNY, ""},
		{"net two cents off", stated("3", "33.335", "99.99", "13", "13.00", "112.99"), money.CNY, money.NetOff},
		{"tax a cent off wins", stated("1", "100", "100.00", "13", "13.01", "113.01"), money.CNY, ""},
		{"tax two cents off", stated("1", "100", "100.00", "13", "13.02", "113.02"), money.CNY, money.TaxOff},
		{"gross is not the sum", stated("1", "100", "100.00", "13", "13.00", "113.01"), money.CNY, money.GrossNotSum},
		{"amounts only", stated("0", "0", "100.00", "6", "6.00", "106.00"), money.CNY, ""},
		{"return", stated("-2", "50", "-100.00", "13", "-13.00", "-113.00"), money.CNY, ""},
		{"yen may be one off", stated("1", "105", "105", "10", "10", "115"), money.JPY, ""}, // 10.5
		{"yen two off", stated("1", "105", "105", "10", "9", "114"), money.JPY, money.TaxOff},
		{"third place", stated("1", "100", "100.001", "13", "13.00", "113.001"), money.CNY, money.TooManyPlaces},
		{"rate below zero", stated("1", "100", "100", "-1", "-1", "99"), money.CNY, money.TaxRateRange},
		{"rate above 100", stated("1", "1", "1", "101", "1.01", "2.01"), money.CNY, money.TaxRateRange},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := money.CheckLine(c.line, c.cur)
			if c.code != "" {
				wantCode(t, c.name, err, c.code)
				return
			}
			if err != nil || !got.Gross.Equal(c.line.Gross) || !got.Net.Equal(c.line.Net) {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
}

func TestComputedLinesPassTheirOwnCheck(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cur := anyCurrency(t)
		quantity := decimal.New(rapid.Int64Range(-1e9, 1e9).Draw(t, "quantity"), -6)
		price := decimal.New(rapid.Int64Range(0, 1e12).Draw(t, "price"), -8)
		rate := decimal.New(rapid.Int64Range(0, 1000).Draw(t, "rate"), -1)
		line := money.ComputeLine(quantity, price, rate, cur)
		if _, err := money.CheckLine(line, cur); err != nil {
			t.Fatalf("%+v: %v", line, err)
		}
		gross := money.ComputeGrossLine(quantity, price, rate, cur)
		if !gross.Net.Add(gross.Tax).Equal(gross.Gross) {
			t.Fatalf("net + tax is not gross: %+v", gross)
		}
	})
}

// The tax of a document is the sum of its line taxes; the other way of rounding
// is computed too, so that the case shows both figures.
func TestDocumentTaxIsTheSumOfLineTaxes(t *testing.T) {
	var file struct {
		Cases []struct {
			ID    string `json:"id"`
			Lines []struct {
				Net      string   `json:"net"`
				TaxRates []string `json:"tax_rates"`
			} `json:"lines"`
			Expected struct {
				PerLine string `json:"tax_per_line"`
				Global  string `json:"tax_global"`
			} `json:"expected"`
		} `json:"cases"`
	}
	raw, err := os.ReadFile("testdata/rounding.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Cases) == 0 {
		t.Fatal("no case was read")
	}
	for _, c := range file.Cases {
		perLine, unrounded := decimal.Zero, decimal.Zero
		for _, l := range c.Lines {
			for _, rate := range l.TaxRates {
				perLine = perLine.Add(money.ComputeLine(d("1"), d(l.Net), d(rate), money.CNY).Tax)
				unrounded = unrounded.Add(d(l.Net).Mul(d(rate)).Shift(-2))
			}
		}
		if money.Text(perLine, money.CNY) != c.Expected.PerLine || money.Text(unrounded, money.CNY) != c.Expected.Global {
			t.Errorf("%s: per line %s, global %s", c.ID, perLine, unrounded)
		}
	}
	// A hundred receivables of 0.10 with 13 %: one cent of tax each.
	total := decimal.Zero
	for range 100 {
		total = total.Add(money.ComputeLine(d("1"), d("0.10"), d("13"), money.CNY).Tax)
	}
	if money.Text(total, money.CNY) != "1.00" {
		t.Errorf("worked example 8: tax is %s", total)
	}
}
