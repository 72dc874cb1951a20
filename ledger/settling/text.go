package settling

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// shortest is the least length of a number that is looked for in a text: "12" stands in almost any.
const shortest = 4

// names finds the first of the numbers that stands by itself in one of the texts. Case, width and the marks that people put between
// or leave out ("AR-2026/0012", "ar 2026 0012") make no difference; INV-1001 does not stand in INV-10012.
func names(texts, numbers []string) (string, bool) {
	for _, text := range texts {
		plain, at := squeeze(text)
		if plain == "" {
			continue
		}
		runes := []rune(width.Narrow.String(text))
		for _, number := range numbers {
			wanted, _ := squeeze(number)
			if len(wanted) >= shortest && strings.ContainsFunc(wanted, unicode.IsDigit) && stands(plain, wanted, runes, at) {
				return number, true
			}
		}
	}
	return "", false
}

// squeeze keeps the letters and digits in upper case, and where in the text each byte of them came from.
func squeeze(text string) (string, []int) {
	var b strings.Builder
	var at []int
	for i, r := range []rune(width.Narrow.String(text)) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			before := b.Len()
			b.WriteRune(unicode.ToUpper(r))
			for range b.Len() - before {
				at = append(at, i)
			}
		}
	}
	return b.String(), at
}

// stands tells whether wanted is in plain and neither continues a word of the text nor is continued by one.
func stands(plain, wanted string, text []rune, at []int) bool {
	for from := 0; ; {
		i := strings.Index(plain[from:], wanted)
		if i < 0 {
			return false
		}
		i += from
		first, last := at[i], at[i+len(wanted)-1]
		if (first == 0 || !sticks(text[first-1])) && (last+1 == len(text) || !sticks(text[last+1])) {
			return true
		}
		from = i + 1
	}
}

// sticks is true of what a number could go on with.
func sticks(r rune) bool {
	return r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r))
}
