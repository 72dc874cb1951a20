package bankfile

import (
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/width"

	"hefu/ledger/calendar"
)

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
	text = strings.TrimSpace(width.Fold.String(text))
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

func abs(n int) int { return max(n, -n) }

// ofxDay reads YYYYMMDD, with or without a time and a zone after it.
func ofxDay(text string) (calendar.Date, bool) {
	if len(text) < 8 {
		return calendar.Date{}, false
	}
	return day(text[:4], text[4:6], text[6:8])
}
