package money

import (
	"strings"

	"github.com/shopspring/decimal"
)

// Format writes an amount for people, on pages and PDFs: thousands separators
// and all places of the currency, without a symbol ("1,234.56", JPY "1,235").
// The locales of the product, "zh" and "en", separate alike; any other is
// written the same way rather than guessed.
func Format(d decimal.Decimal, cur Currency, locale string) string {
	return group(Text(d, cur))
}

// FormatWithCode puts the ISO code in front ("CNY 1,234.56"): codes, unlike
// symbols, never confuse CNY with JPY.
func FormatWithCode(d decimal.Decimal, cur Currency, locale string) string {
	return string(cur) + " " + Format(d, cur, locale)
}

// FormatPlain writes a quantity, price or rate for people: separators, no
// trailing zeros, at least min places.
func FormatPlain(d decimal.Decimal, min int32) string {
	text := d.String()
	if _, fraction, _ := strings.Cut(text, "."); len(fraction) < int(min) {
		text = fixed(d, min)
	}
	return group(text)
}

func group(text string) string {
	sign := ""
	if strings.HasPrefix(text, "-") {
		sign, text = "-", text[1:]
	}
	integer, fraction, pointed := strings.Cut(text, ".")
	var b strings.Builder
	b.WriteString(sign)
	for i, r := range integer {
		if i > 0 && (len(integer)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(r)
	}
	if pointed {
		b.WriteByte('.')
		b.WriteString(fraction)
	}
	return b.String()
}
