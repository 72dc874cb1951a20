package party

import "strings"

// The alphabet and the weights of the unified social credit code (统一社会信用代码, GB 32100-2015).
const (
	usccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	usccLength   = 18
)

var usccWeights = [usccLength - 1]int{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28}

// ValidUSCC tells whether text is a unified social credit code: 18 characters of its alphabet in capitals, the region in
// digits, and the check character right (GB 32100-2015).
func ValidUSCC(text string) bool {
	if len(text) != usccLength || strings.ContainsFunc(text[2:8], func(c rune) bool { return c < '0' || c > '9' }) {
		return false
	}
	sum := 0
	for i, weight := range usccWeights {
		value := strings.IndexByte(usccAlphabet, text[i])
		if value < 0 {
			return false
		}
		sum += value * weight
	}
	return text[usccLength-1] == usccAlphabet[(31-sum%31)%31]
}

var residentWeights = [usccLength - 1]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}

// validResident tells whether text is a resident identity number (GB 11643-1999): the tax id of an individual business
// (个体工商户) that was registered before it had a credit code.
func validResident(text string) bool {
	if len(text) != usccLength {
		return false
	}
	sum := 0
	for i, weight := range residentWeights {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
		sum += int(text[i]-'0') * weight
	}
	return text[usccLength-1] == "10X98765432"[sum%11]
}

// doubtfulTaxID tells whether a Chinese tax id of 18 characters fails its check. Tax ids of 15 or 20 characters are older forms
// without one. It is a doubt and no refusal: the reconciliation does not hang on it, only the invoice does.
func doubtfulTaxID(country, taxID string) bool {
	return (country == "" || country == "CN") && len(taxID) == usccLength && !ValidUSCC(taxID) && !validResident(taxID)
}
