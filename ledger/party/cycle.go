package party

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"hefu/ledger/calendar"
)

// Cycle is how often a customer gets a statement (对账周期): monthly, quarterly, day:N (N of 1 to 28: a fixed day of each month),
// or none, which takes part in no run.
type Cycle string

// The cycles that have no parameter.
const (
	Monthly   Cycle = "monthly"
	Quarterly Cycle = "quarterly"
	NoCycle   Cycle = "none"
)

var cyclePattern = regexp.MustCompile(`^(monthly|quarterly|none|day:([1-9]|1[0-9]|2[0-8]))$`)

// Valid tells whether the cycle is one of these.
func (c Cycle) Valid() bool { return cyclePattern.MatchString(string(c)) }

// NextRun is the first statement period of a cycle whose cut-off lies after a date: its first day and its cut-off, both
// included. Zero dates for none and for an unknown cycle. Quarters are those of the calendar year.
func NextRun(cycle Cycle, after calendar.Date) (start, cutOff calendar.Date) {
	switch {
	case !cycle.Valid() || cycle == NoCycle || after.IsZero():
		return calendar.Date{}, calendar.Date{}
	case cycle == Monthly:
		cutOff = after.AddDays(1).EndOfMonth()
		return cutOff.StartOfMonth(), cutOff
	case cycle == Quarterly:
		first := after.AddDays(1).StartOfMonth()
		back := (int(first.Month()) - int(time.January)) % 3
		start = first.AddMonths(-back)
		return start, start.AddMonths(2).EndOfMonth()
	}
	day, err := strconv.Atoi(strings.TrimPrefix(string(cycle), "day:"))
	if err != nil {
		return calendar.Date{}, calendar.Date{}
	}
	cutOff = after.StartOfMonth().AddDays(day - 1)
	if !cutOff.After(after) {
		cutOff = after.StartOfMonth().AddMonths(1).AddDays(day - 1)
	}
	return cutOff.AddMonths(-1).AddDays(1), cutOff
}

// EndsOn tells whether a statement period of the cycle has its cut-off on that date, and when that period started.
func (c Cycle) EndsOn(cutOff calendar.Date) (start calendar.Date, ok bool) {
	start, next := NextRun(c, cutOff.AddDays(-1))
	return start, !next.IsZero() && next == cutOff
}
