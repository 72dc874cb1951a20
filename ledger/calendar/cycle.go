package calendar

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Cycle is how often a customer gets a statement (对账周期), as text: monthly; quarterly, by the calendar's quarters; day:10 or
// day:10,25, fixed days of each month (1 to 28); weeks:2:2026-01-04, every two weeks (1 to 12) counted from a cut-off; dates:06-30,12-31,
// the customer's own days of the year; or none, which takes part in no run.
type Cycle string

// The cycles that have no parameter.
const (
	Monthly   Cycle = "monthly"
	Quarterly Cycle = "quarterly"
	NoCycle   Cycle = "none"
)

const (
	maxWeeks    = 12
	maxOwnDates = 24
)

var cyclePattern = regexp.MustCompile(`^(monthly|quarterly|none|day:([1-9]|1[0-9]|2[0-8])(,([1-9]|1[0-9]|2[0-8]))*|weeks:([1-9]|1[0-2]):\d{4}-\d\d-\d\d|dates:\d\d-\d\d(,\d\d-\d\d)*)$`)

// Family is what kind of cycle it is: monthly, quarterly, day, weeks, dates or none.
func (c Cycle) Family() string {
	family, _, _ := strings.Cut(string(c), ":")
	return family
}

// Valid tells whether the text is one of these, its days ascending and without repetition.
func (c Cycle) Valid() bool {
	if !cyclePattern.MatchString(string(c)) {
		return false
	}
	_, rest, _ := strings.Cut(string(c), ":")
	switch c.Family() {
	case "day":
		days := numbers(rest)
		return slices.IsSorted(days) && len(slices.Compact(slices.Clone(days))) == len(days)
	case "weeks":
		_, anchor, err := c.weeks()
		return err == nil && !anchor.IsZero()
	case "dates":
		dates := strings.Split(rest, ",")
		for _, date := range dates {
			if _, err := Parse("2024-" + date); err != nil { // a leap year: 02-29 is the last of February in others
				return false
			}
		}
		return len(dates) <= maxOwnDates && slices.IsSorted(dates) && len(slices.Compact(slices.Clone(dates))) == len(dates)
	}
	return true
}

// Next is the first statement period of the cycle whose cut-off lies after a date: its first day and its cut-off, both included. Zero
// dates for none, for a text that is no cycle, and for no date.
func (c Cycle) Next(after Date) (start, cutOff Date) {
	if !c.Valid() || c == NoCycle || after.IsZero() {
		return Date{}, Date{}
	}
	if c.Family() == "weeks" {
		weeks, anchor, _ := c.weeks()
		length := 7 * weeks
		steps := after.Sub(anchor) / length
		for cutOff = anchor.AddDays(steps * length); !cutOff.After(after); cutOff = cutOff.AddDays(length) {
		}
		for !cutOff.AddDays(-length).Before(after.AddDays(1)) {
			cutOff = cutOff.AddDays(-length)
		}
		return cutOff.AddDays(1 - length), cutOff
	}
	cutOffs := c.around(after)
	at := slices.IndexFunc(cutOffs, func(d Date) bool { return d.After(after) })
	return cutOffs[at-1].AddDays(1), cutOffs[at]
}

// EndsOn tells whether a statement period of the cycle has its cut-off on that date, and when that period started.
func (c Cycle) EndsOn(cutOff Date) (start Date, ok bool) {
	start, next := c.Next(cutOff.AddDays(-1))
	return start, !next.IsZero() && next == cutOff
}

func (c Cycle) weeks() (weeks int, anchor Date, err error) {
	parts := strings.Split(string(c), ":")
	if len(parts) != 3 {
		return 0, Date{}, fmt.Errorf("%q is no cycle of weeks", string(c))
	}
	if weeks, err = strconv.Atoi(parts[1]); err != nil || weeks < 1 || weeks > maxWeeks {
		return 0, Date{}, fmt.Errorf("%q counts no weeks", string(c))
	}
	anchor, err = Parse(parts[2])
	return weeks, anchor, err
}

// around are the cut-offs of the years about a date, ascending.
func (c Cycle) around(day Date) []Date {
	var out []Date
	_, rest, _ := strings.Cut(string(c), ":")
	for year := day.Year() - 2; year <= day.Year()+2; year++ {
		if c.Family() == "dates" {
			for _, date := range strings.Split(rest, ",") {
				out = append(out, ownDate(year, date))
			}
			continue
		}
		for month := time.January; month <= time.December; month++ {
			first := Of(year, month, 1)
			switch {
			case c == Monthly, c == Quarterly && month%3 == 0:
				out = append(out, first.EndOfMonth())
			case c.Family() == "day":
				for _, n := range numbers(rest) {
					out = append(out, first.AddDays(n-1))
				}
			}
		}
	}
	return out
}

// ownDate is MM-DD in a year; 29 February falls on the 28th where there is none.
func ownDate(year int, date string) Date {
	parsed, err := Parse(strconv.Itoa(year) + "-" + date)
	if err != nil {
		return Of(year, time.February, 28)
	}
	return parsed
}

func numbers(list string) []int {
	var out []int
	for _, text := range strings.Split(list, ",") {
		n, _ := strconv.Atoi(text)
		out = append(out, n)
	}
	return out
}
