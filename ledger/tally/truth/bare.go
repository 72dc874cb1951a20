package truth

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"hefu/ledger/tally"
)

// Bare is the baseline: what a spreadsheet's lookup does. It joins lines whose number or invoice is the same, in half width, upper case and without separators,
// and whose amounts are equal; each line once, in the order of the lines. It knows no order, text, date, sum or difference.
func Bare(ours, theirs []tally.Line) tally.Result {
	type key struct{ number, amount string }
	keys := func(line tally.Line) []key {
		var found []key
		for _, number := range []string{line.Number, line.Invoice} {
			if number != "" {
				found = append(found, key{squeezed(number), line.Amount.String()})
			}
		}
		return found
	}
	waiting := map[key][]int{}
	for _, line := range ours {
		for _, k := range keys(line) {
			waiting[k] = append(waiting[k], line.No)
		}
	}
	taken := map[int]bool{}
	var r tally.Result
	for _, line := range theirs {
	search:
		for _, k := range keys(line) {
			for _, no := range waiting[k] {
				if !taken[no] {
					taken[no] = true
					r.Matches = append(r.Matches, tally.Match{Ours: []int{no}, Theirs: []int{line.No}, Rule: tally.NumberNormalized, Certainty: tally.Certain})
					break search
				}
			}
		}
	}
	return r
}

func squeezed(number string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, norm.NFKC.String(number))
}
