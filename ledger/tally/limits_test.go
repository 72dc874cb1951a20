package tally_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"

	"hefu/ledger/calendar"
	"hefu/ledger/tally"
)

// Ledgers that are made to be slow stay within the budget, and say so.
func TestNoLedgerTakesMoreThanTheBudget(t *testing.T) {
	day := calendar.MustParse("2026-03-15")
	const size = 3000
	for name, of := range map[string]func(side, i int) tally.Line{
		"all the same": func(_, i int) tally.Line { return tally.Line{No: i + 1, Date: day, Amount: amount("100")} },
		"one number": func(side, i int) tally.Line {
			return tally.Line{No: i + 1, Number: "INV-1000001", Date: day, Amount: decimal.New(int64(1000+i*7+side), -2)}
		},
		"one order": func(side, i int) tally.Line {
			return tally.Line{No: i + 1, Order: "PO-1000001", Date: day, Amount: decimal.New(int64(1000+i*7+side), -2)}
		},
		"sums everywhere": func(side, i int) tally.Line {
			return tally.Line{No: i + 1, Date: day.AddDays(i % 200), Amount: decimal.New(int64(1+i%97+side*31), -2)}
		},
		"odd sums": func(side, i int) tally.Line {
			return tally.Line{No: i + 1, Date: day.AddDays(i % 150), Amount: decimal.New(int64(1_000_003+i*i*7919%10_000_019+side), -2)}
		},
		"nearly one number": func(side, i int) tally.Line {
			return tally.Line{No: i + 1, Number: fmt.Sprintf("INV-%06d", i+side*size), Date: day, Amount: amount("100")}
		},
		"texts full of numbers": func(side, i int) tally.Line {
			text := ""
			for j := range 40 {
				text += fmt.Sprintf(" %06d", (i*j+side)%5000)
			}
			return tally.Line{No: i + 1, Number: fmt.Sprintf("%06d", i), Text: text, Date: day, Amount: decimal.New(int64(1000+i*7+side), -2)}
		},
	} {
		t.Run(name, func(t *testing.T) {
			var ours, theirs []tally.Line
			for i := range size {
				ours, theirs = append(ours, of(0, i)), append(theirs, of(1, i))
			}
			r := tally.Compare(ours, theirs, tally.Options{Budget: 5_000_000})
			t.Log(r.Steps, r.Complete, len(r.Matches), len(r.Remainders))
			if r.Steps > 5_000_000 {
				t.Errorf("%d steps", r.Steps)
			}
			if len(r.Matches)+len(r.Remainders) == 0 {
				t.Error("nothing came out")
			}
		})
	}
}
