package tally_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"hefu/ledger/calendar"
	"hefu/ledger/tally"
)

func amount(text string) decimal.Decimal { return decimal.RequireFromString(text) }

func line(no int, number, date, value string) tally.Line {
	return tally.Line{No: no, Number: number, Date: calendar.MustParse(date), Amount: amount(value)}
}

func TestTheSameNumberAndAmountMatch(t *testing.T) {
	r := tally.Compare(
		[]tally.Line{line(1, "INV-1001", "2026-03-02", "100.00"), line(2, "INV-1002", "2026-03-03", "50")},
		[]tally.Line{line(7, "INV-1001", "2026-03-05", "100")}, tally.Options{})
	if len(r.Matches) != 1 || r.Matches[0].Ours[0] != 1 || r.Matches[0].Theirs[0] != 7 || r.Matches[0].Certainty != tally.Certain {
		t.Fatalf("matches are %+v", r.Matches)
	}
	if len(r.Remainders) != 1 || r.Remainders[0].Class != tally.OnlyOurs || !r.Remainders[0].Difference.Equal(amount("50")) {
		t.Fatalf("remainders are %+v", r.Remainders)
	}
}
