package payment

import (
	"crypto/rand"
	"math/big"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// symbols leave out what is taken for something else when it is read or typed: 0 O, 1 I L. Their number is a prime, so that the last
// one finds every single slip and every exchange of two.
const symbols = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

const (
	referenceMark   = "HF"
	referenceLength = 10 // behind the mark, the check symbol included
)

// NewReference draws a payment reference (附言码): the mark, nine symbols, and one that checks them.
func NewReference() string {
	code := make([]byte, referenceLength-1)
	for i := range code {
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(symbols))))
		if err != nil {
			panic(err)
		}
		code[i] = symbols[n.Int64()]
	}
	return referenceMark + string(code) + string(checkSymbol(string(code)))
}

func checkSymbol(code string) byte {
	sum := 0
	for i, c := range []byte(code) {
		sum += (i + 2) * strings.IndexByte(symbols, c)
	}
	return symbols[sum%len(symbols)]
}

// told makes of a text what was typed into it: full width becomes half, small letters become capitals, and what nobody sees goes.
func told(text string) string {
	return strings.ToUpper(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, norm.NFKC.String(text)))
}

// divides tells whether people and banks set a rune between the symbols of a reference: spaces and ends of lines, dashes and dots.
func divides(r rune) bool {
	return unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || strings.ContainsRune("\u2212._·/", r)
}

// IsReference tells whether a text can be a payment reference, however it is spaced and whatever its case and width.
func IsReference(text string) bool {
	code := strings.Map(func(r rune) rune {
		if divides(r) {
			return -1
		}
		return r
	}, told(text))
	return len(code) == len(referenceMark)+referenceLength && checked(code)
}

func checked(code string) bool {
	code, marked := strings.CutPrefix(code, referenceMark)
	return marked && len(code) == referenceLength && strings.Trim(code, symbols) == "" && checkSymbol(code[:referenceLength-1]) == code[referenceLength-1]
}

const (
	mostDivided = 3    // dividers between two symbols
	longestText = 4096 // of a bank line that is searched
)

// references finds those in a text from left to right, whatever stands before and after them.
func references(text string) []string {
	if len(text) > longestText {
		text = text[:longestText]
	}
	if !strings.ContainsAny(text, "HhＨｈ") { // most lines name none
		return nil
	}
	var out []string
	for said := []rune(told(text)); len(said) > 0; {
		taken := 1
		if said[0] == rune(referenceMark[0]) {
			if code, length := leading(said); length > 0 {
				out, taken = append(out, code), length
			}
		}
		said = said[taken:]
	}
	return out
}

// leading is the reference with which a text begins, and how many runes of it that took; none: 0.
func leading(said []rune) (code string, length int) {
	symbol, divided := make([]byte, 0, len(referenceMark)+referenceLength), 0
	for i, r := range said {
		switch {
		case r < unicode.MaxASCII && !divides(r):
			symbol, divided = append(symbol, byte(r)), 0
		case !divides(r) || divided == mostDivided:
			return "", 0
		default:
			divided++
		}
		if len(symbol) == cap(symbol) {
			if !checked(string(symbol)) {
				return "", 0
			}
			return string(symbol), i + 1
		}
	}
	return "", 0
}

// Spaced writes a reference in groups, as people read it out: HF23-4567-89AB.
func Spaced(reference string) string {
	if len(reference) != len(referenceMark)+referenceLength {
		return reference
	}
	return reference[:4] + "-" + reference[4:8] + "-" + reference[8:]
}
