package party

import (
	"testing"

	"hefu/ledger/calendar"
)

func TestTheNextRunOfACycle(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		cycle         Cycle
		after         string
		start, cutOff string
	}{
		{Monthly, "2026-03-31", "2026-04-01", "2026-04-30"},
		{Monthly, "2026-03-30", "2026-03-01", "2026-03-31"},
		{Monthly, "2024-01-31", "2024-02-01", "2024-02-29"},
		{Monthly, "2026-12-31", "2027-01-01", "2027-01-31"},
		{Quarterly, "2026-03-31", "2026-04-01", "2026-06-30"},
		{Quarterly, "2026-03-30", "2026-01-01", "2026-03-31"},
		{Quarterly, "2026-12-31", "2027-01-01", "2027-03-31"},
		{"day:25", "2026-03-24", "2026-02-26", "2026-03-25"},
		{"day:25", "2026-03-25", "2026-03-26", "2026-04-25"},
		{"day:28", "2026-02-28", "2026-03-01", "2026-03-28"},
		{"day:1", "2026-12-31", "2026-12-02", "2027-01-01"},
		{NoCycle, "2026-03-31", "", ""},
		{"day:29", "2026-03-31", "", ""},
		{"weekly", "2026-03-31", "", ""},
		{"day:10,25", "2026-03-10", "2026-03-11", "2026-03-25"},
		{"day:10,25", "2026-03-25", "2026-03-26", "2026-04-10"},
		{"day:25,10", "2026-03-25", "", ""},
		{"day:10,10", "2026-03-25", "", ""},
		{"weeks:2:2026-01-04", "2026-01-04", "2026-01-05", "2026-01-18"},
		{"weeks:2:2026-01-04", "2026-01-03", "2025-12-22", "2026-01-04"},
		{"weeks:2:2026-01-04", "2025-06-01", "2025-05-26", "2025-06-08"},
		{"weeks:13:2026-01-04", "2026-01-04", "", ""},
		{"weeks:2:2026-02-30", "2026-01-04", "", ""},
		{"dates:06-30,12-20", "2026-06-30", "2026-07-01", "2026-12-20"},
		{"dates:06-30,12-20", "2026-12-20", "2026-12-21", "2027-06-30"},
		{"dates:02-29", "2026-01-31", "2025-03-01", "2026-02-28"},
		{"dates:02-30", "2026-01-31", "", ""},
	} {
		start, cutOff := c.cycle.Next(calendar.MustParse(c.after))
		if start.String() != c.start || cutOff.String() != c.cutOff {
			t.Errorf("%s after %s: %s to %s, want %s to %s", c.cycle, c.after, start, cutOff, c.start, c.cutOff)
		}
	}
}

// A run follows a run without a gap or an overlap, whatever the cycle and wherever one starts.
func TestRunsFollowEachOtherWithoutAGap(t *testing.T) {
	t.Parallel()
	for _, cycle := range []Cycle{Monthly, Quarterly, "day:1", "day:15", "day:28", "day:5,20", "weeks:1:2026-01-04", "weeks:3:2023-12-17", "dates:02-29,06-30", "dates:12-31"} {
		_, last := cycle.Next(calendar.MustParse("2023-12-17"))
		for range 40 {
			start, cutOff := cycle.Next(last)
			if start != last.AddDays(1) || !cutOff.After(start) {
				t.Fatalf("%s: %s to %s follows %s", cycle, start, cutOff, last)
			}
			last = cutOff
		}
	}
}

func TestAQuarterlyCustomerIsLeftOutOfAMonthlyRun(t *testing.T) {
	t.Parallel()
	for cutOff, want := range map[string]map[Cycle]bool{
		"2026-02-28": {Monthly: true, Quarterly: false, "day:28": true, NoCycle: false},
		"2026-03-31": {Monthly: true, Quarterly: true, "day:28": false, NoCycle: false},
		"2026-03-15": {Monthly: false, Quarterly: false, "day:15": true, NoCycle: false},
	} {
		for cycle, takesPart := range want {
			if _, got := cycle.EndsOn(calendar.MustParse(cutOff)); got != takesPart {
				t.Errorf("%s on %s: %t", cycle, cutOff, got)
			}
		}
	}
}

func TestTheNextStatementFollowsTheLastOne(t *testing.T) {
	t.Parallel()
	today := calendar.MustParse("2026-03-10")
	for _, c := range []struct {
		about, last        string
		cycle              Cycle
		start, cutOff, day string
	}{
		{"never had one", "", Monthly, "2026-03-01", "2026-03-31", "2026-04-01"},
		{"up to date", "2026-02-28", Monthly, "2026-03-01", "2026-03-31", "2026-04-01"},
		{"a run was left out", "2025-12-31", Monthly, "2026-01-01", "2026-01-31", "2026-02-01"},
		{"one in between by hand", "2026-02-10", Monthly, "2026-02-11", "2026-02-28", "2026-03-01"},
	} {
		var last calendar.Date
		if c.last != "" {
			last = calendar.MustParse(c.last)
		}
		got := nextStatement(c.cycle, last, today)
		if got == nil || got.Start.String() != c.start || got.CutOff.String() != c.cutOff || got.On.String() != c.day {
			t.Errorf("%s: %+v", c.about, got)
		}
	}
	if got := nextStatement(NoCycle, today, today); got != nil {
		t.Errorf("no cycle: %+v", got)
	}
}
