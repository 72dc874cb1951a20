package calendar

import (
	"bytes"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"time"
)

// Parse reads exactly YYYY-MM-DD in ASCII digits, years 1900 to 9999. Refused
// with an *Error: another form (NotADate), a day the calendar does not have
// (NoSuchDay), an earlier year, mostly a slip such as 0026 (YearRange).
func Parse(text string) (Date, error) {
	if len(text) != 10 || text[4] != '-' || text[7] != '-' {
		return Date{}, refuse(NotADate, "date", 0, text)
	}
	year, ok1 := number(text[0:4])
	month, ok2 := number(text[5:7])
	day, ok3 := number(text[8:10])
	switch {
	case !ok1 || !ok2 || !ok3:
		return Date{}, refuse(NotADate, "date", 0, text)
	case year < 1900:
		return Date{}, refuse(YearRange, "date", 0, text)
	case month < 1 || month > 12 || day < 1:
		return Date{}, refuse(NoSuchDay, "date", 0, text)
	}
	d := Of(year, time.Month(month), day)
	if d.Day() != day {
		return Date{}, refuse(NoSuchDay, "date", 0, text)
	}
	return d, nil
}

// MustParse is Parse for dates written in the source; it panics on a bad one.
func MustParse(text string) Date {
	d, err := Parse(text)
	if err != nil {
		panic(err)
	}
	return d
}

func number(s string) (int, bool) {
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}

// String is YYYY-MM-DD, and "" for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	year, month, day := d.Civil()
	return fmt.Sprintf("%04d-%02d-%02d", year, int(month), day)
}

// MarshalText gives the date to URLs, map keys and forms.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText is Parse; an empty text is refused, use JSON null for no date.
func (d *Date) UnmarshalText(text []byte) error {
	parsed, err := Parse(string(text))
	if err == nil {
		*d = parsed
	}
	return err
}

// MarshalJSON is "YYYY-MM-DD" or null.
func (d Date) MarshalJSON() ([]byte, error) {
	if d.IsZero() {
		return []byte("null"), nil
	}
	return []byte(`"` + d.String() + `"`), nil
}

// UnmarshalJSON takes a string as Parse does, or null for no date.
func (d *Date) UnmarshalJSON(raw []byte) error {
	if bytes.Equal(raw, []byte("null")) {
		*d = Date{}
		return nil
	}
	var text string
	if err := json.Unmarshal(raw, &text); err != nil {
		return refuse(NotADate, "date", 0, string(raw))
	}
	return d.UnmarshalText([]byte(text))
}

// Value stores the date as midnight UTC for a column of type date, no date as NULL.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.Time(), nil
}

// Scan reads a date column as time.Time or as text; NULL is no date.
func (d *Date) Scan(source any) error {
	switch v := source.(type) {
	case nil:
		*d = Date{}
	case time.Time:
		*d = FromTime(v)
	case string:
		return d.UnmarshalText([]byte(v))
	case []byte:
		return d.UnmarshalText(v)
	default:
		return refuse(NotADate, "date", 0, fmt.Sprintf("%T", source))
	}
	return nil
}
