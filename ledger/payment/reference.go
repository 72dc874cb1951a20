package payment

import (
	"crypto/rand"
	"math/big"
	"strings"
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

// IsReference tells whether a text can be a payment reference, however it is spaced and whatever its case.
func IsReference(text string) bool {
	text = strings.Map(func(r rune) rune {
		if r == ' ' || r == '-' {
			return -1
		}
		return r
	}, strings.ToUpper(text))
	code, marked := strings.CutPrefix(text, referenceMark)
	if !marked || len(code) != referenceLength || strings.Trim(code, symbols) != "" {
		return false
	}
	return checkSymbol(code[:referenceLength-1]) == code[referenceLength-1]
}

// Spaced writes a reference in groups, as people read it out: HF23-4567-89AB.
func Spaced(reference string) string {
	if len(reference) != len(referenceMark)+referenceLength {
		return reference
	}
	return reference[:4] + "-" + reference[4:8] + "-" + reference[8:]
}
