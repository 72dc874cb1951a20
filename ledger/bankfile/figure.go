package bankfile

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger/calendar"
)

var (
	plainNumber = regexp.MustCompile(`^-?[0-9]{1,15}(\.[0-9]{1,6})?$`)
	withCommas  = regexp.MustCompile(`^[0-9]{1,3}(,[0-9]{3})+(\.[0-9]{1,6})?$`)
	isoDate     = regexp.MustCompile(`^(\d{4})-(\d{2})-(\d{2})`)
	anyDate     = regexp.MustCompile(`^(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?(?:[T ].*)?$`)
	bareDate    = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})(?:\d{6}|[ T].*)?$`)
)

// figure reads digits with a point, nothing else, of at most four places (what the books keep).
func figure(text string) (decimal.Decimal, bool) {
	if !plainNumber.MatchString(text) {
		return decimal.Zero, false
	}
	out, err := decimal.NewFromString(text)
	return out, err == nil && out.Equal(out.Round(4))
}

// commaFigure reads SWIFT's amounts: a comma before the decimals, always there.
func commaFigure(text string) (decimal.Decimal, bool) {
	whole, rest, ok := strings.Cut(strings.TrimSpace(text), ",")
	if !ok {
		return decimal.Zero, false
	}
	if whole = strings.TrimLeft(whole, "0"); whole == "" {
		whole = "0"
	}
	if rest == "" {
		return figure(whole)
	}
	return figure(whole + "." + rest)
}

// minor reads an amount in the smallest unit of a currency.
func minor(text string, exponent int32) (decimal.Decimal, bool) {
	text, negative := strings.CutPrefix(strings.TrimPrefix(text, "+"), "-")
	if len(text) > 18 || strings.Trim(text, "0123456789") != "" || text == "" {
		return decimal.Zero, false
	}
	units, err := strconv.ParseInt(text, 10, 64)
	if negative {
		units = -units
	}
	return decimal.New(units, -exponent), err == nil
}

// cellFigure reads an amount as spreadsheets show it: a currency sign, commas between thousands, a sign. What says nothing is blank.
func cellFigure(text string) (out decimal.Decimal, blank, ok bool) {
	text = strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\t', '\u00a0', '\u3000', '¥', '￥', '元':
			return -1
		case '，':
			return ','
		case '−', '－':
			return '-'
		}
		return r
	}, text)
	if text == "" || strings.Trim(text, "-") == "" || text == "/" {
		return decimal.Zero, true, true
	}
	text, negative := strings.CutPrefix(strings.TrimPrefix(text, "+"), "-")
	if withCommas.MatchString(text) {
		text = strings.ReplaceAll(text, ",", "")
	}
	out, ok = figure(text)
	if negative {
		out = out.Neg()
	}
	return out, false, ok && !strings.HasPrefix(text, "-")
}

// day makes a date of its parts, refusing those that are none.
func day(year, month, dayOfMonth string) (calendar.Date, bool) {
	y, err1 := strconv.Atoi(year)
	m, err2 := strconv.Atoi(month)
	d, err3 := strconv.Atoi(dayOfMonth)
	if err1 != nil || err2 != nil || err3 != nil || y < 1970 || y > 2199 || m < 1 || m > 12 || d < 1 || d > 31 {
		return calendar.Date{}, false
	}
	out := calendar.Of(y, time.Month(m), d)
	return out, out.Day() == d
}

// shortDay reads YYMMDD: from 70 on it is the last century.
func shortDay(text string) (calendar.Date, bool) {
	if len(text) != 6 {
		return calendar.Date{}, false
	}
	century := "20"
	if text[0] >= '7' {
		century = "19"
	}
	return day(century+text[:2], text[2:4], text[4:])
}

// isoDay reads a date, or the date of a moment as it is written.
func isoDay(text string) (calendar.Date, bool) {
	if m := isoDate.FindStringSubmatch(text); m != nil {
		return day(m[1], m[2], m[3])
	}
	return calendar.Date{}, false
}

// cellDay reads a date as tables of Chinese banks write it. Orders that can be read in two ways are refused.
func cellDay(text string) (calendar.Date, bool) {
	text = strings.TrimSpace(text)
	if m := anyDate.FindStringSubmatch(text); m != nil {
		return day(m[1], m[2], m[3])
	}
	if m := bareDate.FindStringSubmatch(text); m != nil {
		return day(m[1], m[2], m[3])
	}
	return calendar.Date{}, false
}

// near puts a day of a month into the year that brings it closest to another date: the year wrap between booking and value date.
func near(mmdd string, to calendar.Date) (calendar.Date, bool) {
	if len(mmdd) != 4 {
		return calendar.Date{}, false
	}
	var best calendar.Date
	for _, year := range []int{to.Year() - 1, to.Year(), to.Year() + 1} {
		d, ok := day(strconv.Itoa(year), mmdd[:2], mmdd[2:])
		if ok && (best.IsZero() || abs(d.Sub(to)) < abs(best.Sub(to))) {
			best = d
		}
	}
	return best, !best.IsZero()
}

func ofxAmount(text string) (decimal.Decimal, bool) {
	text = strings.TrimPrefix(text, "+")
	if !strings.Contains(text, ".") {
		text = strings.Replace(text, ",", ".", 1)
	}
	if strings.HasPrefix(text, "-.") || strings.HasPrefix(text, ".") {
		text = strings.Replace(text, ".", "0.", 1)
	}
	return figure(text)
}

func abs(n int) int { return max(n, -n) }

// ofxDay reads YYYYMMDD, with or without a time and a zone after it.
func ofxDay(text string) (calendar.Date, bool) {
	if len(text) < 8 {
		return calendar.Date{}, false
	}
	return day(text[:4], text[4:6], text[6:8])
}
