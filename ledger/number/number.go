// Package number reads document, invoice and order numbers as people write them: in full width, with other separators, without the letters or zeros
// at their beginning, inside a text, or with a slip. It is pure and knows nothing of what a number stands for.
package number

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Limits of what is read out of one text: what is longer, and more numbers, are not looked at.
const (
	MaxText   = 400 // runes
	MaxFound  = 24
	MaxLength = 40 // runes of a number
)

// Normal is a number in the forms in which it is compared. README.md says what each step takes away.
type Normal struct {
	Compact string // half width, upper case, letters and digits only, without Chinese words around it
	Core    string // Compact without the letters and zeros it begins with; "" when no digit is left
	Base    string // Core of the number without a last part of one or two digits, as in 4711-2; "" when there is none
}

// Normalize brings a number to its forms. It never fails; what holds no digit has no Core and is nothing to match by.
func Normalize(number string) Normal {
	return normalized(Fold(number))
}

// Fold makes one of full and half width, of upper and lower case.
func Fold(text string) string {
	plain := true
	for i := 0; i < len(text) && plain; i++ {
		plain = text[i] < 0x80
	}
	if !plain {
		text = norm.NFKC.String(text)
	}
	return strings.ToUpper(text)
}

func normalized(folded string) Normal {
	n := Normal{Compact: compacted(folded)}
	n.Core = core(n.Compact)
	if base, ok := withoutPart(folded); ok {
		n.Base = core(compacted(base))
		if Digits(n.Base) < 4 {
			n.Base = ""
		}
	}
	return n
}

func compacted(folded string) string {
	clean := true
	for i := 0; i < len(folded) && clean; i++ {
		clean = isASCIICode(folded[i])
	}
	if clean {
		return folded
	}
	return strings.Map(func(r rune) rune {
		if (unicode.IsLetter(r) || unicode.IsDigit(r)) && !unicode.Is(unicode.Han, r) {
			return r
		}
		return -1
	}, folded)
}

func isASCIICode(c byte) bool { return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' }

// core takes the letters and zeros away that a number begins with.
func core(compact string) string {
	rest := strings.TrimLeftFunc(compact, func(r rune) bool { return r == '0' || !unicode.IsDigit(r) })
	return rest
}

// withoutPart cuts off a last part such as -2, /01 or (3).
func withoutPart(folded string) (string, bool) {
	text := strings.TrimRight(folded, " )")
	end := len(text)
	for end > 0 && text[end-1] >= '0' && text[end-1] <= '9' {
		end--
	}
	if size := len(text) - end; size < 1 || size > 2 || end < 2 || !strings.ContainsRune("-/_.( #", rune(text[end-1])) {
		return "", false
	}
	return text[:end-1], true
}

func Digits(text string) int {
	count := 0
	for _, r := range text {
		if unicode.IsDigit(r) {
			count++
		}
	}
	return count
}

// In finds what may be numbers inside a text: words of letters and digits, joined by separators, with at least four digits; and two or three such words
// in a row, because people write spaces for separators.
func In(text string) []string {
	if runes := []rune(text); len(runes) > MaxText {
		text = string(runes[:MaxText])
	}
	text = Fold(text)
	words := strings.FieldsFunc(text, func(r rune) bool { return !isCode(r) && !strings.ContainsRune("-/_.", r) })
	var found []string
	for i, word := range words {
		if word = strings.Trim(word, "-/_."); len(found) < MaxFound && Digits(word) >= 4 && len(word) <= MaxLength {
			found = append(found, word)
		}
		for more := 1; more <= 2 && i+more < len(words) && len(found) < MaxFound; more++ {
			joined := strings.Join(words[i:i+more+1], " ")
			if strings.Contains(text, joined) && Digits(joined) >= 6 && Digits(words[i+more]) > 0 && len(joined) <= MaxLength {
				found = append(found, joined)
			}
		}
	}
	return found
}

func isCode(r rune) bool { return r < 0x80 && isASCIICode(byte(r)) }
