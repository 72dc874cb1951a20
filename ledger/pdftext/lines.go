package pdftext

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// run is a text as it stands on a page, in points.
type run struct {
	x, y, size, width float64
	text              string
}

func abs(x float64) float64 { return max(x, -x) }

// advance is about how wide a character is, in ems.
func advance(c rune) float64 {
	if c < 0x2e80 {
		return 0.5
	}
	return 1
}

const (
	apart = 0.9  // ems between two pieces
	space = 0.22 // ems between two words
)

// lay puts runs into lines, from top to bottom, and joins what stands close.
func lay(runs []run) []Line {
	runs = slices.DeleteFunc(runs, func(r run) bool { return strings.TrimSpace(r.text) == "" || r.size <= 0 })
	slices.SortStableFunc(runs, func(a, b run) int { return cmp.Compare(b.y, a.y) })
	var out []Line
	for len(runs) > 0 {
		count := 1
		for count < len(runs) && runs[0].y-runs[count].y < 0.5*min(runs[0].size, runs[count].size) {
			count++
		}
		out = append(out, join(runs[:count]))
		runs = runs[count:]
	}
	return out
}

func join(row []run) Line {
	slices.SortStableFunc(row, func(a, b run) int { return cmp.Compare(a.x, b.x) })
	var out Line
	var b strings.Builder
	for i, r := range row {
		if i > 0 {
			before := row[i-1]
			switch gap := (r.x - before.x - before.width) / r.size; {
			case gap > apart:
				out = append(out, clean(b.String()))
				b.Reset()
			case gap > space:
				b.WriteByte(' ')
			}
		}
		b.WriteString(r.text)
	}
	return append(out, clean(b.String()))
}

// clean keeps what can be printed.
func clean(said string) string {
	return strings.TrimSpace(strings.Map(func(c rune) rune {
		switch {
		case unicode.IsSpace(c):
			return ' '
		case !unicode.IsPrint(c):
			return -1
		}
		return c
	}, said))
}
