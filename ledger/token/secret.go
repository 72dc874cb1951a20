package token

import (
	"crypto/rand"
	"crypto/sha256"
	"hash/crc32"
	"math/big"
	"strings"

	"hefu/ledger"
)

// A token is hefu_c_ of a customer or hefu_s_ of the organization, 34 random letters and digits (202 bits), and six that check the rest: a scanner of files recognizes it, and one
// that was cut or mistyped never reaches the database.
const (
	mark        = "hefu_c_"
	ownMark     = "hefu_s_"
	randomSize  = 34
	checkSize   = 6
	prefixSize  = len(mark) + 6
	alphabet    = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	wholeLength = len(mark) + randomSize + checkSize
)

// Within tells whether the text may hold a token.
func Within(text string) bool { return strings.Contains(text, mark) || strings.Contains(text, ownMark) }

// Audience is whose interface a token is for, by its beginning; empty for what is none.
func Audience(secret string) ledger.Audience {
	switch {
	case strings.HasPrefix(secret, mark):
		return ledger.Portal
	case strings.HasPrefix(secret, ownMark):
		return ledger.Backoffice
	}
	return ""
}

func newSecret(mark string) (string, error) {
	var text strings.Builder
	text.WriteString(mark)
	for range randomSize {
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(alphabet))))
		if err != nil {
			return "", err
		}
		text.WriteByte(alphabet[n.Int64()])
	}
	return text.String() + checksum(text.String()), nil
}

// checksum is the CRC-32 (IEEE) of the text in base 62, six digits.
func checksum(text string) string {
	sum := crc32.ChecksumIEEE([]byte(text))
	var digits [checkSize]byte
	for i := checkSize - 1; i >= 0; i-- {
		digits[i] = alphabet[sum%uint32(len(alphabet))]
		sum /= uint32(len(alphabet))
	}
	return string(digits[:])
}

// isWhole tells whether text has the form of a token and its checksum.
func isWhole(text string) bool {
	if len(text) != wholeLength || Audience(text) == "" {
		return false
	}
	body := text[:wholeLength-checkSize]
	return strings.Trim(body[len(mark):], alphabet) == "" && checksum(body) == text[wholeLength-checkSize:]
}

func fingerprint(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}
