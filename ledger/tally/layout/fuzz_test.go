package layout_test

import (
	"strings"
	"testing"

	"hefu/ledger/tally/layout"
)

// Whatever stands in a sheet, it is recognized or not, and every row is read, skipped or named as one that cannot be.
func FuzzRecognize(f *testing.F) {
	for _, ledger := range ledgers {
		f.Add(ledger.rows)
	}
	f.Add("日期|金额|余额\n2026-03-01|1e9|\xff\n03/04/2026|(1)|--")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 20_000 {
			return
		}
		rows := table(text)
		guess := layout.Recognize(rows)
		if guess.Score < 0 || guess.Score > 100 {
			t.Errorf("the score is %d", guess.Score)
		}
		for role, place := range guess.Mapping.Columns {
			if place < 0 || place >= len(guess.Columns) || guess.Columns[place].Role != role {
				t.Errorf("%s is column %d", role, place)
			}
		}
		reading := guess.Mapping.Read(rows)
		seen := map[int]bool{}
		count := func(row int) {
			if row <= guess.Mapping.Header || row >= len(rows) || seen[row] {
				t.Errorf("row %d is read twice or is none", row)
			}
			seen[row] = true
		}
		for _, line := range reading.Lines {
			count(line.No - 1)
			if line.Amount.IsZero() || line.Date.IsZero() || strings.TrimSpace(line.Number) != line.Number {
				t.Errorf("line %+v", line)
			}
		}
		for _, skip := range reading.Skipped {
			count(skip.Row)
		}
		for _, fault := range reading.Faults {
			count(fault.Row)
		}
	})
}
