package calendar

// Calendar tells working days from others. Saturdays and Sundays are closed,
// except those a notice makes working days; holidays are closed. For years
// without data only the weekend counts: ask Covers and say so to the reader.
type Calendar struct {
	name  string
	years map[int]bool
	off   map[Date]string // holiday → its name
	work  map[Date]string // weekend day worked instead → the holiday it pays for
}

// Names of the calendars at hand; a stored term names one of them.
const (
	ChinaName    = "CN"
	WeekendsName = "weekends"
)

var weekends = &Calendar{name: WeekendsName}

// Weekends is the calendar without any holiday; it covers every year.
func Weekends() *Calendar { return weekends }

// Named finds a calendar by the name stored in terms; "" is Weekends. Refused
// with UnknownCalendar.
func Named(name string) (*Calendar, error) {
	switch name {
	case ChinaName:
		return China(), nil
	case WeekendsName, "":
		return weekends, nil
	}
	return nil, refuse(UnknownCalendar, "calendar", 0, name)
}

// Name is what terms store.
func (c *Calendar) Name() string { return c.name }

// Covers reports whether the holidays of that year are known.
func (c *Calendar) Covers(year int) bool {
	return c.name == WeekendsName || c.years[year]
}

// IsWorkingDay reports whether banks and offices are open on d.
func (c *Calendar) IsWorkingDay(d Date) bool {
	if _, ok := c.off[d]; ok {
		return false
	}
	if _, ok := c.work[d]; ok {
		return true
	}
	day := d.Weekday()
	return day != 0 && day != 6
}

// Holiday is the name of the holiday on d, for people who ask why a date moved.
func (c *Calendar) Holiday(d Date) (string, bool) {
	name, ok := c.off[d]
	return name, ok
}

// Roll says what becomes of a due date that is not a working day.
type Roll string

// The rolls. ModifiedNext goes forward unless that leaves the month; then back.
const (
	RollNone         Roll = "none"
	RollNext         Roll = "next"
	RollPrevious     Roll = "previous"
	RollModifiedNext Roll = "modified_next"
)

// Valid reports whether r is known; "" stands for none.
func (r Roll) Valid() bool {
	switch r {
	case "", RollNone, RollNext, RollPrevious, RollModifiedNext:
		return true
	}
	return false
}

// Roll moves d to a working day as r says; a working day stays, and so does
// every date under none.
func (c *Calendar) Roll(d Date, r Roll) Date {
	switch r {
	case RollNext:
		return c.seek(d, 1)
	case RollPrevious:
		return c.seek(d, -1)
	case RollModifiedNext:
		if next := c.seek(d, 1); next.Month() == d.Month() {
			return next
		}
		return c.seek(d, -1)
	}
	return d
}

// seek walks at most a year: the data hold no longer run of closed days, and a
// date at the end of the calendar must not loop.
func (c *Calendar) seek(d Date, step int) Date {
	for range 366 {
		if d.IsZero() || c.IsWorkingDay(d) {
			return d
		}
		d = d.AddDays(step)
	}
	return d
}

// AddWorkingDays is the n-th working day after d, or before it for a negative
// n; with n = 0 it is d itself, working day or not.
func (c *Calendar) AddWorkingDays(d Date, n int) Date {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for range n {
		d = c.seek(d.AddDays(step), step)
	}
	return d
}

// WorkingDaysBetween counts the working days after from up to and including to: none
// on the same day, or where to lies before from.
func (c *Calendar) WorkingDaysBetween(from, to Date) int {
	n := 0
	for d := from.AddDays(1); !d.After(to) && !d.IsZero(); d = d.AddDays(1) {
		if c.IsWorkingDay(d) {
			n++
		}
	}
	return n
}
