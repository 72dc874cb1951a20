package calendar

import (
	"slices"
	"strconv"
	"strings"
)

// Reading is the question a set of buckets answers.
type Reading string

// The three readings.
const (
	Overdue Reading = "overdue" // by due date: days past due, and "not due"
	Age     Reading = "age"     // by T0: days since it (商务账龄)
	Forward Reading = "forward" // by due date, looking ahead: due within so many days (收款计划)
)

// Buckets part every date into exactly one bucket, so that the buckets of a set
// of items always sum to the whole. The zero value has no bucket; use a
// constructor.
type Buckets struct {
	reading Reading
	edges   []int // last day of each bounded bucket, rising, from 1
}

// DefaultOverdue is not due, 1–30, 31–60, 61–90, 91–180, 181–360, >360.
func DefaultOverdue() Buckets { return Buckets{Overdue, []int{30, 60, 90, 180, 360}} }

// DefaultAge is 0–30, 31–60, 61–90, 91–180, 181–360, >360.
func DefaultAge() Buckets { return Buckets{Age, []int{30, 60, 90, 180, 360}} }

// DefaultForward is overdue, within 7, 8–30, 31–60, 61–90 days, later.
func DefaultForward() Buckets { return Buckets{Forward, []int{7, 30, 60, 90}} }

const (
	maxEdges = 12
	maxEdge  = 36600
)

// ParseBuckets reads edges such as "30,60,90": rising whole days from 1, at most
// twelve. Refused with BadEdges.
func ParseBuckets(reading Reading, edges string) (Buckets, error) {
	if reading != Overdue && reading != Age && reading != Forward {
		return Buckets{}, refuse(BadEdges, "reading", 0, string(reading))
	}
	b := Buckets{reading: reading}
	words := strings.SplitN(edges, ",", maxEdges+1)
	previous := 0
	for _, word := range words {
		n, ok := number(word)
		if !ok || word == "" || len(word) > 5 || n <= previous || n > maxEdge || len(b.edges) == maxEdges {
			return Buckets{}, refuse(BadEdges, "edges", 0, edges)
		}
		b.edges = append(b.edges, n)
		previous = n
	}
	return b, nil
}

// String gives the edges back as ParseBuckets reads them.
func (b Buckets) String() string {
	words := make([]string, len(b.edges))
	for i, e := range b.edges {
		words[i] = strconv.Itoa(e)
	}
	return strings.Join(words, ",")
}

// Reading tells what the buckets count.
func (b Buckets) Reading() Reading { return b.reading }

// Edges are the last days of the bounded buckets, for a query that counts in SQL.
func (b Buckets) Edges() []int { return slices.Clone(b.edges) }

// Len is the number of buckets.
func (b Buckets) Len() int {
	if b.reading == Age {
		return len(b.edges) + 1
	}
	return len(b.edges) + 2 // and "not due", or "overdue" when looking ahead
}

// BucketOf finds the bucket, 0 to Len-1, of an item with the given date (due
// date, or T0 for Age) as of a date. Due on asOf itself is not overdue; looking
// ahead it is due within the first group. An age cannot be negative: a later T0
// counts as day 0.
func (b Buckets) BucketOf(date, asOf Date) int {
	days := asOf.Sub(date)
	switch b.reading {
	case Overdue:
		if days <= 0 {
			return 0
		}
		return 1 + b.place(days)
	case Forward:
		if days > 0 {
			return 0
		}
		return 1 + b.place(-days)
	}
	return b.place(days)
}

func (b Buckets) place(days int) int {
	i, _ := slices.BinarySearch(b.edges, days)
	return i
}

// Bounds are the first and last day counted by bucket i; last is -1 where it is
// open. The bucket before the first edge of Overdue (not due) and of Forward
// (overdue) has none: ok is false.
func (b Buckets) Bounds(i int) (first, last int, ok bool) {
	if b.reading != Age {
		i--
	}
	if i < 0 || i > len(b.edges) {
		return 0, 0, false
	}
	if i > 0 {
		first = b.edges[i-1] + 1
	} else if b.reading == Overdue {
		first = 1
	}
	last = -1
	if i < len(b.edges) {
		last = b.edges[i]
	}
	return first, last, true
}
