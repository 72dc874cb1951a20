package sheet

import (
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"
)

// text turns the stored value of a cell into its text, by cell type and style.
func (p *pageReader) text(kind, style, value string) (string, error) {
	switch kind {
	case "s":
		if value == "" {
			return "", nil
		}
		text, ok := p.shared.get(value)
		if !ok {
			return "", p.refuse(Damaged, "shared string "+value)
		}
		return text, nil
	case "inlineStr":
		return value, nil
	case "str":
		return string(unescape([]byte(value))), nil
	case "b":
		if value == "1" {
			return "TRUE", nil
		}
		return "FALSE", nil
	case "e":
		return "", p.refuse(ErrorValue, value)
	case "d":
		return strings.TrimSuffix(value, "T00:00:00"), nil
	}
	if value == "" {
		return "", nil
	}
	number, code := exact(value)
	if code != "" {
		return "", p.refuse(code, value)
	}
	if shows := p.book.shows(style); shows != plainNumber {
		text, ok := serial(number, shows, p.book.since)
		if !ok {
			return "", p.refuse(BadDate, value)
		}
		return text, nil
	}
	return number, nil
}

func (w *workbook) shows(style string) dateKind {
	i, err := strconv.Atoi(style)
	if err != nil || i < 0 || i >= len(w.dates) {
		return plainNumber
	}
	return w.dates[i]
}

// significant is what spreadsheet programs keep of a number.
const significant = 15

// exact gives a stored number as plain decimal text. Spreadsheet programs store
// binary fractions with seventeen digits (0.1 may stand as 0.10000000000000001);
// what lies beyond the fifteenth is no information and is rounded away. Whole
// numbers written out in full are kept. A larger one in exponent form has lost
// digits, mostly of an account number, and is refused rather than guessed.
func exact(value string) (string, Code) {
	mantissa, exponent, scientific := strings.Cut(strings.ToUpper(value), "E")
	integer, fraction, pointed := strings.Cut(strings.TrimPrefix(mantissa, "-"), ".")
	if !allDigits(integer+fraction) || len(value) > 400 {
		return "", BadNumber
	}
	if n, err := strconv.Atoi(exponent); scientific && (err != nil || n > 308 || n < -400) {
		return "", BadNumber
	}
	plain := !scientific && integer != "" && (!pointed || fraction != "")
	negativeZero := value[0] == '-' && strings.Trim(integer+fraction, "0") == ""
	if plain && (!pointed || len(integer)+len(fraction) <= significant) && !negativeZero {
		return value, ""
	}
	d, err := decimal.NewFromString(value)
	if err != nil {
		return "", BadNumber
	}
	if digits := d.NumDigits(); digits > significant {
		d = d.Round(-(d.Exponent() + int32(digits-significant)))
	}
	if scientific && d.Abs().Cmp(decimal.New(1, significant)) >= 0 {
		return "", NumberNotExact
	}
	return d.String(), ""
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

const daySeconds = 24 * 60 * 60

// serial turns a day number into ISO text. Day 60 is 1900-02-29, which never
// was; earlier days count from one day later.
func serial(number string, shows dateKind, since int) (string, bool) {
	d, err := decimal.NewFromString(number)
	if err != nil || d.IsNegative() || d.Cmp(decimal.New(3_000_000, 0)) > 0 {
		return "", false
	}
	seconds := d.Mul(decimal.New(daySeconds, 0)).Round(0).BigInt()
	days, rest := new(big.Int).DivMod(seconds, big.NewInt(daySeconds), new(big.Int))
	day, second := int(days.Int64())+since, int(rest.Int64())
	if shows == timeOnly && days.Sign() == 0 {
		return time.Unix(int64(second), 0).UTC().Format(time.TimeOnly), true
	}
	if day < 61 && since == 0 {
		if day == 60 || day < 1 {
			return "", false
		}
		day++
	}
	moment := time.Date(1899, 12, 30+day, 0, 0, second, 0, time.UTC)
	switch {
	case moment.Year() > 9999:
		return "", false
	case second == 0 && shows != timeOnly, shows == dateOnly:
		return moment.Format(time.DateOnly), true
	}
	return moment.Format("2006-01-02T15:04:05"), true
}
