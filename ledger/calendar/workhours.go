package calendar

import "time"

// The hours of a working day, by the clock of the place: 9 to 12 and 13 to 18, eight in all.
var workHours = [2][2]time.Duration{{9 * time.Hour, 12 * time.Hour}, {13 * time.Hour, 18 * time.Hour}}

// WorkingTime is the working time from one moment up to another, both as the clock of the place shows them: none outside the hours of
// working days, or where to lies before from.
func (c *Calendar) WorkingTime(from, to time.Time) time.Duration {
	var sum time.Duration
	first, last := FromTime(from), FromTime(to)
	for day := first; !day.After(last) && !day.IsZero(); day = day.AddDays(1) {
		if !c.IsWorkingDay(day) {
			continue
		}
		begin, end := time.Duration(0), 24*time.Hour
		if day == first {
			begin = clock(from)
		}
		if day == last {
			end = clock(to)
		}
		for _, hours := range workHours {
			sum += max(0, min(end, hours[1])-max(begin, hours[0]))
		}
	}
	return sum
}

// clock is the time of the day.
func clock(t time.Time) time.Duration {
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute + time.Duration(t.Second())*time.Second
}
