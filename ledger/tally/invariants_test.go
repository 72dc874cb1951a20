package tally_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"hefu/ledger/calendar"
	"hefu/ledger/tally"
)

// anyLines draws lines that meet often: few numbers, few amounts, few days.
func anyLines(t *rapid.T, name string) []tally.Line {
	count := rapid.IntRange(0, 14).Draw(t, name)
	lines := make([]tally.Line, count)
	numbers := []string{"", "", "INV-100001", "inv100001", "100001", "INV-100002", "100002-1", "100002-2", "INV-100012", "7", "记-0007", "INV-200000"}
	texts := []string{"", "货款 INV-100001", "INV-100001、INV-100002", "PO-31415"}
	for i := range lines {
		lines[i] = tally.Line{
			No: i + 1, Number: rapid.SampledFrom(numbers).Draw(t, "number"), Text: rapid.SampledFrom(texts).Draw(t, "text"),
			Order: rapid.SampledFrom([]string{"", "PO-31415", "PO-27182"}).Draw(t, "order"), Invoice: rapid.SampledFrom([]string{"", "", "12345678", "１２３４５６７８"}).Draw(t, "invoice"),
			Date:    calendar.MustParse("2026-03-25").AddDays(rapid.IntRange(0, 12).Draw(t, "day")),
			Amount:  decimal.New(int64(rapid.SampledFrom([]int{0, 1, 100, 100, 200, 250, 300, 350, 12345, -100, -200, -300}).Draw(t, "amount")), -2),
			Kind:    rapid.SampledFrom([]tally.Kind{"", "", tally.Charge, tally.Credit, tally.Receipt}).Draw(t, "kind"),
			Outside: rapid.Bool().Draw(t, "outside") && rapid.Bool().Draw(t, "far outside"),
		}
		if rapid.IntRange(0, 20).Draw(t, "dateless") == 0 {
			lines[i].Date = calendar.Date{}
		}
	}
	return lines
}

// Every line of the period is in exactly one finding, amounts agree as far as they say, and the differences add up to that of the ledgers.
func TestNothingIsLostOrCountedTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ours, theirs := anyLines(t, "ours"), anyLines(t, "theirs")
		tolerance := decimal.New(int64(rapid.IntRange(0, 1).Draw(t, "tolerance")), -2)
		r := tally.Compare(ours, theirs, tally.Options{AmountTolerance: tolerance})
		seen := map[string]int{}
		count := func(ourLines, theirLines []int) (difference decimal.Decimal) {
			for _, no := range ourLines {
				seen[fmt.Sprint("ours", no)]++
				difference = difference.Add(ours[no-1].Amount)
			}
			for _, no := range theirLines {
				seen[fmt.Sprint("theirs", no)]++
				difference = difference.Sub(theirs[no-1].Amount)
			}
			return difference
		}
		for _, m := range slices.Concat(r.Matches, r.Elsewhere) {
			if difference := count(m.Ours, m.Theirs); !difference.Equal(m.Difference) || difference.Abs().GreaterThan(tolerance) || len(m.Ours) == 0 || len(m.Theirs) == 0 {
				t.Fatalf("match %+v differs by %s", m, difference)
			}
		}
		for _, rest := range r.Remainders {
			if difference := count(rest.Ours, rest.Theirs); rest.Class != tally.DiffersPeriod && !difference.Equal(rest.Difference) {
				t.Fatalf("remainder %+v differs by %s", rest, difference)
			}
		}
		for side, lines := range map[string][]tally.Line{"ours": ours, "theirs": theirs} {
			for _, line := range lines {
				if n := seen[fmt.Sprint(side, line.No)]; n > 1 || n == 0 && !line.Outside {
					t.Fatalf("line %s %d is in %d findings", side, line.No, n)
				}
			}
		}
		all := r.Totals.Tolerated
		for _, d := range r.Totals.Differences {
			all = all.Add(d)
		}
		if !all.Equal(r.Totals.Ours.Sub(r.Totals.Theirs)) {
			t.Fatalf("differences of %s do not explain %s − %s", all, r.Totals.Ours, r.Totals.Theirs)
		}
	})
}

// The order of the lines tells nothing.
func TestTheOrderOfTheLinesDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ours, theirs := anyLines(t, "ours"), anyLines(t, "theirs")
		first := tally.Compare(ours, theirs, tally.Options{})
		again := tally.Compare(rapid.Permutation(ours).Draw(t, "our order"), rapid.Permutation(theirs).Draw(t, "their order"), tally.Options{})
		if !reflect.DeepEqual(first, again) {
			t.Fatalf("two orders, two answers:\n%+v\n%+v", first, again)
		}
	})
}

// Two copies of one ledger match line by line, whatever else the lines have in common.
func TestALedgerMatchesItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := anyLines(t, "lines")
		seen := map[string]bool{}
		lines = slices.DeleteFunc(lines, func(line tally.Line) bool {
			key := line.Amount.String()
			again := seen[key] || line.Amount.IsZero() || line.Date.IsZero() || line.Outside
			seen[key] = true
			return again
		})
		r := tally.Compare(lines, lines, tally.Options{})
		if len(r.Matches) != len(lines) {
			t.Fatalf("%d of %d lines match their own copies: %+v", len(r.Matches), len(lines), r.Remainders)
		}
	})
}
