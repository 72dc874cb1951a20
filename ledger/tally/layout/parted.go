package layout

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"hefu/ledger/calendar"
)

// Many Chinese programs write the year once, above a column of months and one of days. The mapping then has the day's column as its date, and its headings
// tell the rest: "2026年月" (the year above, the month below) or "月" beside a column "年".
var (
	yearAbove = regexp.MustCompile(`^((?:19|20)\d{2})年?度?$`)
	monthHead = regexp.MustCompile(`^(?:((?:19|20)\d{2})年?度?)?月份?$`)
)

const dayHead = "日"

// parted says where the parts of a date stand.
type parted struct {
	year               int // as the heading says; 0 where a column says it
	yearAt, month, day int
}

// dateParts finds the columns of year, month and day by their headings.
func dateParts(headings []string) (parted, bool) {
	p := parted{yearAt: -1, month: -1, day: -1}
	for place, heading := range headings {
		heading = norm.NFKC.String(strings.Join(strings.Fields(heading), ""))
		if found := monthHead.FindStringSubmatch(heading); found != nil && p.month < 0 {
			p.month = place
			p.year, _ = strconv.Atoi(found[1]) // "" is no year
		}
		switch {
		case heading == dayHead && p.day < 0:
			p.day = place
		case (heading == "年" || heading == "年度") && p.yearAt < 0:
			p.yearAt = place
		}
	}
	return p, p.month >= 0 && p.day >= 0 && (p.year > 0 || p.yearAt >= 0)
}

// read puts a date together; a year or month that is left out is that of the row before.
func (p parted) read(row []string, last calendar.Date) (calendar.Date, bool) {
	part := func(place, otherwise int) int {
		if place < 0 || place >= len(row) || strings.TrimSpace(row[place]) == "" {
			return otherwise
		}
		n, err := strconv.Atoi(strings.TrimSpace(row[place]))
		if err != nil {
			return 0
		}
		return n
	}
	year := p.year
	if year == 0 {
		year = part(p.yearAt, last.Year())
	}
	return date(strconv.Itoa(year), strconv.Itoa(part(p.month, int(last.Month()))), strconv.Itoa(part(p.day, 0)))
}

// under joins a heading with the one below it where they are a year and its month.
func under(above, below string) (string, bool) {
	above, below = strings.TrimSpace(above), strings.TrimSpace(below)
	if yearAbove.MatchString(above) && monthHead.MatchString(below) {
		return above + below, true
	}
	return below, below == dayHead || below == "月"
}

// assignParted gives the date to the column of days, where there are parts.
func (g *guess) assignParted() {
	parts, ok := dateParts(g.headings)
	if !ok {
		return
	}
	readable, filled := 0, 0
	last := calendar.Date{}
	for _, row := range g.body {
		if parts.day >= len(row) || strings.TrimSpace(row[parts.day]) == "" {
			continue
		}
		filled++
		if d, ok := parts.read(row, last); ok {
			readable++
			last = d
		}
	}
	if filled == 0 || readable*10 < filled*7 {
		return
	}
	g.take(Date)
	g.release(parts.day)
	g.give(Date, parts.day, 90, Ground{"heading", []string{g.headings[parts.month], g.headings[parts.day]}})
}
