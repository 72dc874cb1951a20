package calendar_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"hefu/ledger/calendar"
)

func TestBucketOf(t *testing.T) {
	asOf := day("2026-06-30")
	for _, c := range []struct {
		buckets calendar.Buckets
		days    int // the date lies so many days before asOf
		key     string
	}{
		{calendar.DefaultOverdue(), -10, "not_due"},
		{calendar.DefaultOverdue(), 0, "not_due"},
		{calendar.DefaultOverdue(), 1, "1-30"},
		{calendar.DefaultOverdue(), 30, "1-30"},
		{calendar.DefaultOverdue(), 31, "31-60"},
		{calendar.DefaultOverdue(), 90, "61-90"},
		{calendar.DefaultOverdue(), 91, "91-180"},
		{calendar.DefaultOverdue(), 360, "181-360"},
		{calendar.DefaultOverdue(), 361, ">360"},
		{calendar.DefaultAge(), 0, "0-30"},
		{calendar.DefaultAge(), -3, "0-30"},
		{calendar.DefaultAge(), 31, "31-60"},
		{calendar.DefaultAge(), 400, ">360"},
		{calendar.DefaultForward(), 1, "overdue"},
		{calendar.DefaultForward(), 0, "0-7"},
		{calendar.DefaultForward(), -7, "0-7"},
		{calendar.DefaultForward(), -8, "8-30"},
		{calendar.DefaultForward(), -90, "61-90"},
		{calendar.DefaultForward(), -91, ">90"},
	} {
		i := c.buckets.BucketOf(asOf.AddDays(-c.days), asOf)
		if got := c.buckets.Key(i); got != c.key {
			t.Errorf("%s, %d days: got %s, want %s", c.buckets.Reading(), c.days, got, c.key)
		}
	}
}

func TestBucketNames(t *testing.T) {
	for _, c := range []struct {
		buckets calendar.Buckets
		keys    []string
		first   [2]string
		last    [2]string
	}{
		{calendar.DefaultOverdue(), []string{"not_due", "1-30", "31-60", "61-90", "91-180", "181-360", ">360"},
			[2]string{"未到期", "Not due"}, [2]string{"360天以上", "Over 360 days"}},
		{calendar.DefaultAge(), []string{"0-30", "31-60", "61-90", "91-180", "181-360", ">360"},
			[2]string{"0–30天", "0–30 days"}, [2]string{"360天以上", "Over 360 days"}},
		{calendar.DefaultForward(), []string{"overdue", "0-7", "8-30", "31-60", "61-90", ">90"},
			[2]string{"已逾期", "Overdue"}, [2]string{"90天以后", "After 90 days"}},
	} {
		last := c.buckets.Len() - 1
		if !slices.Equal(c.buckets.Keys(), c.keys) {
			t.Errorf("keys %v", c.buckets.Keys())
		}
		if c.buckets.Label(0, "zh") != c.first[0] || c.buckets.Label(0, "en") != c.first[1] ||
			c.buckets.Label(last, "zh") != c.last[0] || c.buckets.Label(last, "en") != c.last[1] {
			t.Errorf("%v: labels %s … %s", c.keys, c.buckets.Label(0, "zh"), c.buckets.Label(last, "en"))
		}
	}
	if got := calendar.DefaultForward().Label(1, "zh"); got != "7天内" {
		t.Errorf("got %s", got)
	}
}

func TestOwnEdges(t *testing.T) {
	b, err := calendar.ParseBuckets(calendar.Overdue, "30,60,90")
	if err != nil || b.String() != "30,60,90" || b.Len() != 5 || b.Key(4) != ">90" {
		t.Errorf("got %v %v", b.Keys(), err)
	}
	one, err := calendar.ParseBuckets(calendar.Age, "1")
	if err != nil || !slices.Equal(one.Keys(), []string{"0-1", ">1"}) {
		t.Errorf("got %v %v", one.Keys(), err)
	}
	for _, edges := range []string{"", "0", "30,30", "60,30", "30,", ",30", "a", "-5", "30, 60", "1e2", "99999",
		"1,2,3,4,5,6,7,8,9,10,11,12,13", "999999999999999999999"} {
		_, err := calendar.ParseBuckets(calendar.Overdue, edges)
		wantCode(t, edges, err, calendar.BadEdges)
	}
	_, err = calendar.ParseBuckets("guess", "30")
	wantCode(t, "reading", err, calendar.BadEdges)
}

// Every date falls into exactly one bucket, the one whose bounds hold its days.
func TestBucketsPartitionTheDates(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := []calendar.Buckets{calendar.DefaultOverdue(), calendar.DefaultAge(), calendar.DefaultForward()}
		b := rapid.SampledFrom(all).Draw(t, "buckets")
		asOf := day("2026-06-30")
		days := rapid.IntRange(-800, 800).Draw(t, "days")
		in := b.BucketOf(asOf.AddDays(-days), asOf)
		switch b.Reading() {
		case calendar.Forward:
			days = -days
		case calendar.Age:
			days = max(days, 0)
		}
		holding := 0
		for i := range b.Len() {
			first, last, bounded := b.Bounds(i)
			outside := !bounded && days < 0 || !bounded && days == 0 && b.Reading() == calendar.Overdue
			inside := bounded && days >= first && (last < 0 || days <= last)
			if outside || inside {
				holding++
				if i != in {
					t.Fatalf("%d days lie in %s, not %s", days, b.Key(i), b.Key(in))
				}
			}
		}
		if holding != 1 {
			t.Fatalf("%d buckets hold %d days", holding, days)
		}
	})
}
