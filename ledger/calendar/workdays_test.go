package calendar_test

import (
	"testing"

	"pgregory.net/rapid"

	"hefu/ledger/calendar"
)

func TestHolidaysOfThreeYears(t *testing.T) {
	china := calendar.China()
	for _, c := range []struct {
		date    string
		working bool
		holiday string
	}{
		{"2024-02-10", false, "春节"},
		{"2024-02-18", true, ""}, // a Sunday worked
		{"2024-10-07", false, "国庆节"},
		{"2025-01-28", false, "春节"},
		{"2025-10-08", false, "国庆节、中秋节"},
		{"2025-10-11", true, ""}, // a Saturday worked
		{"2026-02-28", true, ""},
		{"2026-07-04", false, ""}, // a plain Saturday
		{"2026-07-06", true, ""},
	} {
		name, _ := china.Holiday(day(c.date))
		if china.IsWorkingDay(day(c.date)) != c.working || name != c.holiday {
			t.Errorf("%s: working %v, holiday %q", c.date, china.IsWorkingDay(day(c.date)), name)
		}
	}
}

// The working days of a year follow from its notice; a slip in the data file
// changes the sum.
func TestWorkingDaysPerYear(t *testing.T) {
	for year, want := range map[string]int{"2024": 251, "2025": 248, "2026": 248} {
		n := 0
		for d := day(year + "-01-01"); d.String() <= year+"-12-31"; d = d.AddDays(1) {
			if calendar.China().IsWorkingDay(d) {
				n++
			}
		}
		if n != want {
			t.Errorf("%s: %d working days, want %d", year, n, want)
		}
	}
}

func TestYearsWithoutDataKnowWeekendsOnly(t *testing.T) {
	china := calendar.China()
	for year, want := range map[int]bool{2023: false, 2024: true, 2026: true, 2027: false} {
		if china.Covers(year) != want {
			t.Errorf("%d: covered %v", year, china.Covers(year))
		}
	}
	if !china.IsWorkingDay(day("2027-10-01")) || china.IsWorkingDay(day("2027-10-02")) {
		t.Error("without data a Friday is worked and a Saturday is not")
	}
	if !calendar.Weekends().Covers(2040) {
		t.Error("the calendar without holidays is never incomplete")
	}
	if _, err := calendar.Named("MARS"); err == nil {
		t.Error("an unknown calendar must be refused")
	}
}

func TestRollStaysInTheMonthWhenModified(t *testing.T) {
	// 31 January 2026 is a Saturday.
	for roll, want := range map[calendar.Roll]string{
		calendar.RollNext: "2026-02-02", calendar.RollPrevious: "2026-01-30",
		calendar.RollModifiedNext: "2026-01-30", calendar.RollNone: "2026-01-31",
	} {
		if got := calendar.China().Roll(day("2026-01-31"), roll); got.String() != want {
			t.Errorf("%s: got %s, want %s", roll, got, want)
		}
	}
}

func TestAddWorkingDays(t *testing.T) {
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-09-30", 1, "2026-10-08"},
		{"2026-10-08", -1, "2026-09-30"},
		{"2026-10-03", 0, "2026-10-03"},
		{"2026-02-13", 2, "2026-02-24"}, // Saturday the 14th is worked, then the festival
		{"2026-07-03", 5, "2026-07-10"},
	} {
		if got := calendar.China().AddWorkingDays(day(c.from), c.n); got.String() != c.want {
			t.Errorf("%s %+d: got %s, want %s", c.from, c.n, got, c.want)
		}
	}
}

func TestRolledDaysAreWorked(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := calendar.FromDays(rapid.Int32Range(19000, 21500).Draw(t, "day"))
		china := calendar.China()
		next, previous := china.Roll(d, calendar.RollNext), china.Roll(d, calendar.RollPrevious)
		if !china.IsWorkingDay(next) || !china.IsWorkingDay(previous) || next.Before(d) || previous.After(d) {
			t.Fatalf("%s rolled to %s and %s", d, next, previous)
		}
		n := rapid.IntRange(1, 300).Draw(t, "n")
		if back := china.AddWorkingDays(china.AddWorkingDays(next, n), -n); back != next {
			t.Fatalf("%s and back by %d is %s", next, n, back)
		}
	})
}
