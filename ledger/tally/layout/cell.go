package layout

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"
	"golang.org/x/text/unicode/norm"

	"hefu/ledger/calendar"
	"hefu/ledger/money"
)

const maxCell = 64 // of a date or an amount; longer is text

var (
	yearFirst = regexp.MustCompile(`^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[t ]\d.*)?$`)
	yearLast  = regexp.MustCompile(`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?: \d.*)?$`)
	compact   = regexp.MustCompile(`^(19|20)(\d{2})(\d{2})(\d{2})$`)
	dayMonth  = regexp.MustCompile(`^(\d{1,2})[- ]([a-z]{3})[a-z]*\.?[-, ]+(\d{4})$`)
	monthDay  = regexp.MustCompile(`^([a-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})$`)
)

var months = map[string]int{"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12}

// parseDate reads the forms of dates that ledgers have. Of 03/04/2026 the caller knows which is the day.
func parseDate(text string, dayFirst bool) (calendar.Date, bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	if len(text) < 6 || len(text) > maxCell {
		return calendar.Date{}, false
	}
	text = norm.NFKC.String(text)
	switch {
	case yearFirst.MatchString(text):
		m := yearFirst.FindStringSubmatch(text)
		return date(m[1], m[2], m[3])
	case compact.MatchString(text):
		m := compact.FindStringSubmatch(text)
		return date(m[1]+m[2], m[3], m[4])
	case yearLast.MatchString(text):
		m := yearLast.FindStringSubmatch(text)
		if dayFirst {
			return date(m[3], m[2], m[1])
		}
		return date(m[3], m[1], m[2])
	case dayMonth.MatchString(text):
		m := dayMonth.FindStringSubmatch(text)
		return date(m[3], strconv.Itoa(months[m[2]]), m[1])
	case monthDay.MatchString(text):
		m := monthDay.FindStringSubmatch(text)
		return date(m[3], strconv.Itoa(months[m[1]]), m[2])
	}
	return calendar.Date{}, false
}

// parseSerial reads the day count that a spreadsheet has for a date without a format, of the years 2000 to 2099. Only a column whose heading says date is read so.
func parseSerial(text string) (calendar.Date, bool) {
	days, err := strconv.Atoi(text)
	if err != nil || days < 36526 || days > 73050 {
		return calendar.Date{}, false
	}
	return calendar.FromDays(int32(days - 25569)), true
}

func date(year, month, day string) (calendar.Date, bool) {
	y, _ := strconv.Atoi(year) // the patterns let only digits through
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	if y < 1990 || y > 2100 || m < 1 || m > 12 || d < 1 {
		return calendar.Date{}, false
	}
	made := calendar.Of(y, time.Month(m), d)
	return made, made.Day() == d
}

var (
	plainNumber = regexp.MustCompile(`^\d+(\.\d+)?$`)
	grouped     = regexp.MustCompile(`^\d{1,3}(,\d{3})+(\.\d+)?$`)
	commaNumber = regexp.MustCompile(`^\d{1,3}(\.\d{3})+(,\d+)?$|^\d+,\d+$`)
	currencies  = strings.NewReplacer("¥", "", "$", "", "€", "", "£", "", "cny", "", "rmb", "", "usd", "", "eur", "", "hkd", "", "元", "", " ", "", "\u00a0", "", "'", "", "−", "-", "–", "-", "—", "-")
)

// parseAmount reads an amount as ledgers write it: with a currency, thousands, brackets or a minus before or after it. "" and a dash are zero.
// comma says that the comma is the decimal sign.
func parseAmount(text string, comma bool) (decimal.Decimal, bool) {
	if len(text) > maxCell {
		return decimal.Decimal{}, false
	}
	text = currencies.Replace(strings.ToLower(norm.NFKC.String(strings.TrimSpace(text))))
	negative := false
	if inner, ok := strings.CutPrefix(text, "("); ok && strings.HasSuffix(inner, ")") {
		text, negative = strings.TrimSuffix(inner, ")"), true
	}
	if text == "" || text == "-" || text == "--" {
		return decimal.Decimal{}, true
	}
	for _, sign := range []string{"-", "+"} {
		trimmed := strings.TrimPrefix(text, sign)
		if trimmed == text {
			trimmed = strings.TrimSuffix(text, sign)
		}
		if trimmed != text {
			text, negative = trimmed, negative != (sign == "-")
			break
		}
	}
	switch {
	case comma && commaNumber.MatchString(text):
		text = strings.Replace(strings.ReplaceAll(text, ".", ""), ",", ".", 1)
	case plainNumber.MatchString(text):
	case grouped.MatchString(text):
		text = strings.ReplaceAll(text, ",", "")
	default:
		return decimal.Decimal{}, false
	}
	whole, places, _ := strings.Cut(text, ".")
	if len(strings.TrimLeft(whole, "0")) > money.IntegerDigits || len(places) > money.PricePlaces {
		return decimal.Decimal{}, false
	}
	d, err := decimal.NewFromString(text)
	if err != nil {
		return decimal.Decimal{}, false
	}
	if negative {
		d = d.Neg()
	}
	return d, true
}

// usesComma tells that figures are written with a decimal comma: more of them can only be read so than only otherwise.
func usesComma(cells []string) bool {
	for_, against := 0, 0
	for _, cell := range cells {
		_, point := parseAmount(cell, false)
		_, comma := parseAmount(cell, true)
		switch {
		case comma && !point:
			for_++
		case point && !comma || strings.Contains(cell, ".") && point && !grouped.MatchString(cell):
			against++
		}
	}
	return for_ > against
}

var directions = map[string]int{
	"借": 1, "借方": 1, "dr": 1, "d": 1, "debit": 1, "s": 1, "贷": -1, "贷方": -1, "cr": -1, "c": -1, "credit": -1, "h": -1, "平": 0,
}

// parseDirection is 1 for debit, -1 for credit, 0 for level.
func parseDirection(text string) (int, bool) {
	direction, ok := directions[plain(text)]
	return direction, ok
}
