package calendar_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hefu/ledger/calendar"
)

func day(text string) calendar.Date { return calendar.MustParse(text) }

func wantCode(t *testing.T, what string, err error, code calendar.Code) {
	t.Helper()
	var refused *calendar.Error
	if !errors.As(err, &refused) || refused.Code != code {
		t.Errorf("%.60q: want %s, got %v", what, code, err)
	}
}

func TestParseDate(t *testing.T) {
	for _, text := range []string{"1900-01-01", "1970-01-01", "2024-02-29", "2026-12-31", "9999-12-31"} {
		d, err := calendar.Parse(text)
		if err != nil || d.String() != text {
			t.Errorf("%s came back as %q (%v)", text, d, err)
		}
	}
	for text, code := range map[string]calendar.Code{
		"":                     calendar.NotADate,
		"2026-1-1":             calendar.NotADate,
		"2026/01/01":           calendar.NotADate,
		"20260101":             calendar.NotADate,
		" 2026-01-01":          calendar.NotADate,
		"2026-01-01T00:00:00Z": calendar.NotADate,
		"2026-01-0１":           calendar.NotADate,
		"+026-01-01":           calendar.NotADate,
		"2026-+1-01":           calendar.NotADate,
		"2025-02-29":           calendar.NoSuchDay,
		"2026-04-31":           calendar.NoSuchDay,
		"2026-13-01":           calendar.NoSuchDay,
		"2026-00-10":           calendar.NoSuchDay,
		"2026-01-00":           calendar.NoSuchDay,
		"0026-01-01":           calendar.YearRange,
	} {
		_, err := calendar.Parse(text)
		wantCode(t, text, err, code)
	}
}

func TestDateArithmetic(t *testing.T) {
	for _, c := range []struct{ what, got, want string }{
		{"the end of January plus a month", day("2026-01-31").AddMonths(1).String(), "2026-02-28"},
		{"in a leap year", day("2024-01-31").AddMonths(1).String(), "2024-02-29"},
		{"a leap day a year later", day("2024-02-29").AddMonths(12).String(), "2025-02-28"},
		{"back over the year", day("2026-01-15").AddMonths(-2).String(), "2025-11-15"},
		{"end of month", day("2026-02-10").EndOfMonth().String(), "2026-02-28"},
		{"start of month", day("2026-02-10").StartOfMonth().String(), "2026-02-01"},
		{"days over the leap day", day("2024-02-28").AddDays(2).String(), "2024-03-01"},
		{"before 1970", day("1970-01-01").AddDays(-1).String(), "1969-12-31"},
		{"a day past the month", calendar.Of(2026, time.February, 31).String(), "2026-02-28"},
		{"the calendar ends", day("9999-12-31").AddDays(1).String(), "9999-12-31"},
		{"weekday", day("2026-01-04").Weekday().String(), "Sunday"},
		{"weekday before 1970", day("1900-01-01").Weekday().String(), "Monday"},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %s, want %s", c.what, c.got, c.want)
		}
	}
	if n := day("2026-03-15").Sub(day("2026-02-15")); n != 28 {
		t.Errorf("28 days lie between, got %d", n)
	}
	if day("1970-01-01").Days() != 0 || calendar.FromDays(19723) != day("2024-01-01") {
		t.Error("days are counted from 1970-01-01")
	}
}

func TestDateAgreesWithTheStandardLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int32Range(-25567, 2932896).Draw(t, "days since 1970")
		d := calendar.FromDays(n)
		std := time.Unix(int64(n)*86400, 0).UTC()
		if d.String() != std.Format(time.DateOnly) || d.Weekday() != std.Weekday() || calendar.FromTime(std) != d {
			t.Fatalf("%d: %s, %s", n, d, std)
		}
		if back, err := calendar.Parse(d.String()); err != nil || back != d {
			t.Fatalf("%s came back as %s (%v)", d, back, err)
		}
		raw, _ := json.Marshal(d)
		var read calendar.Date
		if err := json.Unmarshal(raw, &read); err != nil || read != d {
			t.Fatalf("%s came back from JSON as %s (%v)", d, read, err)
		}
		shift := rapid.IntRange(-4000, 4000).Draw(t, "shift")
		if moved := d.AddDays(shift); n > -21000 && n < 2928000 && moved.Sub(d) != shift {
			t.Fatalf("%s + %d = %s", d, shift, moved)
		}
	})
}

// An instant belongs to different dates in Shanghai and in UTC; the
// organization's zone decides.
func TestDateOfAnInstant(t *testing.T) {
	instant := time.Date(2026, 3, 31, 17, 30, 0, 0, time.UTC)
	shanghai := time.FixedZone("CST", 8*3600)
	if got := calendar.In(instant, shanghai); got != day("2026-04-01") {
		t.Errorf("in Shanghai: %s", got)
	}
	if got := calendar.In(instant, time.UTC); got != day("2026-03-31") {
		t.Errorf("in UTC: %s", got)
	}
}

func TestDateInJSONAndSQL(t *testing.T) {
	var d calendar.Date
	if err := json.Unmarshal([]byte(`null`), &d); err != nil || !d.IsZero() {
		t.Errorf("null is no date: %v %v", d, err)
	}
	for _, raw := range []string{`""`, `20260101`, `"2026-1-1"`, `{}`} {
		wantCode(t, raw, json.Unmarshal([]byte(raw), &d), calendar.NotADate)
	}
	if raw, _ := json.Marshal(struct {
		A calendar.Date `json:"a"`
		B calendar.Date `json:"b,omitzero"`
	}{}); string(raw) != `{"a":null}` {
		t.Errorf("got %s", raw)
	}
	if v, err := (calendar.Date{}).Value(); v != nil || err != nil {
		t.Errorf("no date is NULL, got %v", v)
	}
	v, err := day("2026-02-28").Value()
	if err != nil {
		t.Fatal(err)
	}
	for _, source := range []any{v, "2026-02-28", []byte("2026-02-28")} {
		if err := d.Scan(source); err != nil || d != day("2026-02-28") {
			t.Errorf("%T: %s, %v", source, d, err)
		}
	}
	if err := d.Scan(nil); err != nil || !d.IsZero() {
		t.Errorf("NULL is no date: %v %v", d, err)
	}
	wantCode(t, "a number", d.Scan(int64(5)), calendar.NotADate)
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"2026-01-01", "2024-02-29", "2025-02-29", "0000-00-00", "9999-99-99"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if d, err := calendar.Parse(text); err == nil && d.String() != text {
			t.Fatalf("%q became %q", text, d)
		}
	})
}
