package calendar

import "fmt"

// Key is the stable name of bucket i in APIs and exports: "not_due", "1-30",
// ">360"; "overdue", "0-7", ">90".
func (b Buckets) Key(i int) string {
	first, last, ok := b.Bounds(i)
	switch {
	case !ok && b.reading == Forward:
		return "overdue"
	case !ok:
		return "not_due"
	case last < 0:
		return fmt.Sprintf(">%d", first-1)
	}
	return fmt.Sprintf("%d-%d", first, last)
}

// Keys are the keys of all buckets in order.
func (b Buckets) Keys() []string {
	keys := make([]string, b.Len())
	for i := range keys {
		keys[i] = b.Key(i)
	}
	return keys
}

// Label is what people read over bucket i, in "zh" or "en".
func (b Buckets) Label(i int, locale string) string {
	first, last, ok := b.Bounds(i)
	switch {
	case !ok && b.reading == Forward:
		return label{"已逾期", "Overdue"}.in(locale)
	case !ok:
		return label{"未到期", "Not due"}.in(locale)
	case last < 0 && b.reading == Forward:
		return fmt.Sprintf(label{"%d天以后", "After %d days"}.in(locale), first-1)
	case last < 0:
		return fmt.Sprintf(label{"%d天以上", "Over %d days"}.in(locale), first-1)
	case b.reading == Forward && first == 0:
		return fmt.Sprintf(label{"%d天内", "Within %d days"}.in(locale), last)
	}
	return fmt.Sprintf(label{"%d–%d天", "%d–%d days"}.in(locale), first, last)
}
