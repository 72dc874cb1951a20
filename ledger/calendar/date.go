// Package calendar holds the words for time in the books: plain dates, working
// days, payment terms, due dates and aging buckets. It knows no clock and no
// time zone of its own, and touches neither floating point nor a database.
package calendar

import "time"

// Date is a plain calendar date (a document, posting, due or cut-off date). It
// is comparable with ==, and a day number inside, so arithmetic is one addition.
// The zero Date means "no date": it is NULL in SQL and null in JSON.
// Arithmetic stays within 0001-01-01 and 9999-12-31.
type Date struct {
	n int32 // days since 1970-01-01, plus offset; 0 is no date
}

// offset makes 0001-01-01 the day 1 and leaves 0 for "no date".
const offset = 719163

const lastDay = offset + 2932896 // 9999-12-31

// Of makes a date; a day past the month's end becomes the month's last day, and
// months beyond December run into the next years.
func Of(year int, month time.Month, day int) Date {
	first := fromUnixDays(time.Date(year, month, 1, 0, 0, 0, 0, time.UTC).Unix() / 86400)
	return first.AddDays(min(max(day, 1), first.DaysInMonth()) - 1)
}

// FromTime takes the calendar date that t shows in its own location.
func FromTime(t time.Time) Date {
	year, month, day := t.Date()
	return fromUnixDays(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// In is the date of an instant for people in the given zone, the organization's.
func In(instant time.Time, zone *time.Location) Date { return FromTime(instant.In(zone)) }

// FromDays makes a date from days since 1970-01-01.
func FromDays(days int32) Date { return fromUnixDays(int64(days)) }

func fromUnixDays(days int64) Date {
	return Date{int32(min(max(days+offset, 1), lastDay))}
}

// IsZero reports that there is no date.
func (d Date) IsZero() bool { return d.n == 0 }

// Days is the number of days since 1970-01-01.
func (d Date) Days() int32 { return d.n - offset }

// Time is midnight UTC of the date, for libraries that want a time.Time. No
// date gives the zero time.
func (d Date) Time() time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	return time.Unix(int64(d.Days())*86400, 0).UTC()
}

// Civil splits the date; no date gives zeros.
func (d Date) Civil() (year int, month time.Month, day int) {
	if d.IsZero() {
		return 0, 0, 0
	}
	return d.Time().Date()
}

// Year, Month and Day are the parts of the date.
func (d Date) Year() int         { y, _, _ := d.Civil(); return y }
func (d Date) Month() time.Month { _, m, _ := d.Civil(); return m }
func (d Date) Day() int          { _, _, day := d.Civil(); return day }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday {
	return time.Weekday((int(d.n) + 7) % 7) // 0001-01-01, day 1, was a Monday
}

// AddDays moves by days; no date stays no date.
func (d Date) AddDays(days int) Date {
	if d.IsZero() {
		return d
	}
	return fromUnixDays(int64(d.Days()) + int64(days))
}

// AddMonths moves by months and keeps the day where the month has it, else takes
// the month's last day: 31 January plus one month is 28 or 29 February.
func (d Date) AddMonths(months int) Date {
	if d.IsZero() {
		return d
	}
	year, month, day := d.Civil()
	return Of(year, month+time.Month(months), day)
}

// Sub is the number of days from other to d; negative when d is earlier.
func (d Date) Sub(other Date) int { return int(d.n) - int(other.n) }

// Before, After and Compare order dates; no date comes before every date.
func (d Date) Before(other Date) bool { return d.n < other.n }
func (d Date) After(other Date) bool  { return d.n > other.n }
func (d Date) Compare(other Date) int { return int(min(max(int64(d.n)-int64(other.n), -1), 1)) }

// StartOfMonth and EndOfMonth are the first and last day of the date's month.
func (d Date) StartOfMonth() Date {
	return d.AddDays(1 - d.Day())
}

func (d Date) EndOfMonth() Date {
	return d.AddDays(d.DaysInMonth() - d.Day())
}

// DaysInMonth is 28 to 31.
func (d Date) DaysInMonth() int {
	year, month, _ := d.Civil()
	return time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
}
