package payment_test

import (
	"strings"
	"testing"

	"hefu/ledger/payment"
)

// alike are pairs that people take for one another when they read a code or type it.
var alike = []string{"0O", "0D", "0Q", "OD", "OQ", "DQ", "1I", "1L", "IL", "1J", "IJ", "1T", "1 7", "17", "2Z", "27", "3B", "38", "3E", "4A", "49", "5S", "56", "6G", "6B", "8B", "89", "CG", "EF", "MN", "MW", "NH", "PR", "UV", "VW", "VY", "KX", "XY"}

// Over many codes: no single slip, no exchange of neighbours or of any two, and nothing that looks alike passes for another reference.
func TestNoSlipMakesAnotherReference(t *testing.T) {
	t.Parallel()
	for range 2000 {
		code := payment.NewReference()
		if strings.ContainsAny(code[2:], "01ILO") {
			t.Fatalf("%s holds what is taken for something else", code)
		}
		try := func(slip string) {
			if slip != code && len(payment.Codes(slip)) > 0 {
				t.Errorf("%s passes for %s", slip, code)
			}
		}
		for at := 2; at < len(code); at++ {
			for other := byte('0'); other <= 'Z'; other++ {
				try(code[:at] + string(other) + code[at+1:])
			}
			for _, pair := range alike {
				for _, turned := range [][2]byte{{pair[0], pair[1]}, {pair[1], pair[0]}} {
					if code[at] == turned[0] {
						try(code[:at] + string(turned[1]) + code[at+1:])
					}
				}
			}
			for with := at + 1; with < len(code); with++ {
				swapped := []byte(code)
				swapped[at], swapped[with] = swapped[with], swapped[at]
				try(string(swapped))
			}
			try(code[:at] + code[at+1:]) // one that was left out
		}
	}
}

// fullWidth is how a Chinese keyboard or a bank's old system writes it.
func fullWidth(code string) string {
	return strings.Map(func(r rune) rune {
		if r > ' ' && r < 0x7f {
			return r + 0xfee0
		}
		return r
	}, code)
}

func TestAReferenceOutlivesWhatBanksDoToIt(t *testing.T) {
	t.Parallel()
	const code, other = "HFHDJTR7YJCR", "HF8GNCZEZ342"
	spaced := payment.Spaced(code)
	symbol := strings.Split(code, "")
	for name, c := range map[string]struct {
		text string
		want string
	}{
		"as it is":                         {code, code},
		"in groups":                        {spaced, code},
		"small letters":                    {strings.ToLower(code), code},
		"full width":                       {fullWidth(code), code},
		"full width, small, in groups":     {fullWidth(strings.ToLower(spaced)), code},
		"a space between all":              {strings.Join(symbol, " "), code},
		"a wide space between all":         {strings.Join(symbol, "\u3000"), code},
		"no-break spaces":                  {strings.ReplaceAll(spaced, "-", "\u00a0"), code},
		"long dashes":                      {strings.ReplaceAll(spaced, "-", "—"), code},
		"minus signs":                      {strings.ReplaceAll(spaced, "-", "−"), code},
		"dots":                             {strings.ReplaceAll(spaced, "-", "."), code},
		"spaces around dashes":             {strings.ReplaceAll(spaced, "-", " - "), code},
		"over the end of a line":           {code[:7] + "\r\n" + code[7:], code},
		"with what nobody sees":            {code[:5] + "\u200b" + code[5:] + "\ufeff", code},
		"after a Chinese label":            {"附言:" + spaced, code},
		"after a wide colon":               {"附言码：" + code + "货款", code},
		"glued to a label":                 {"PAYREF" + code + "INV2024", code},
		"after letters that begin as it":   {"HF HF-" + code, code},
		"after a broken one":               {"HF" + code, code},
		"in a SWIFT line":                  {"/RFB/" + code + "//INV 2024-001", code},
		"in a field of 35":                 {("货款 " + spaced + " 合同 2026-001 及其他若干说明文字")[:35], code},
		"in a field of 20, as it is":       {("附言:" + code + "货款货款货款")[:20], code},
		"in a field of 16, in groups":      {(spaced + " 货款")[:16], code},
		"cut off at 16 behind a label":     {("REMITTANCE " + spaced)[:16], ""},
		"cut off by one symbol":            {code[:len(code)-1], ""},
		"cut off by one, then a number":    {code[:len(code)-1] + " 0001", ""},
		"the mark is missing":              {code[2:], ""},
		"a letter that is no symbol in it": {code[:6] + "O" + code[6:], ""},
		"two of them":                      {code + "、" + other, code + other},
		"nothing":                          {"", ""},
		"only marks":                       {strings.Repeat("HF", 300), ""},
	} {
		if got := strings.Join(payment.Codes(c.text), ""); got != c.want {
			t.Errorf("%s: %q holds %q, and not %q", name, c.text, got, c.want)
		}
	}
}
