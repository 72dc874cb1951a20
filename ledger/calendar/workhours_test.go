package calendar_test

import (
	"testing"
	"time"

	"hefu/ledger/calendar"
)

// 2 April 2026 is a Thursday; the 4th to the 6th are Qingming.
func TestWorkingTime(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ from, to, want string }{
		{"2026-04-02 10:00", "2026-04-02 11:30", "1h30m0s"}, {"2026-04-02 11:00", "2026-04-02 14:00", "2h0m0s"}, {"2026-04-02 08:00", "2026-04-02 20:00", "8h0m0s"},
		{"2026-04-02 17:00", "2026-04-03 10:00", "2h0m0s"}, {"2026-04-03 17:30", "2026-04-07 09:30", "1h0m0s"}, {"2026-04-04 10:00", "2026-04-06 18:00", "0s"},
		{"2026-04-02 12:10", "2026-04-02 12:50", "0s"}, {"2026-04-03 10:00", "2026-04-02 10:00", "0s"}, {"2026-04-02 10:00", "2026-04-02 09:00", "0s"},
	} {
		from, to := at(t, c.from), at(t, c.to)
		if got := calendar.China().WorkingTime(from, to); got.String() != c.want {
			t.Errorf("%s to %s: %s, want %s", c.from, c.to, got, c.want)
		}
	}
}

func at(t *testing.T, text string) time.Time {
	t.Helper()
	out, err := time.Parse("2006-01-02 15:04", text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}
