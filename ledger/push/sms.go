package push

import (
	"context"
	"strings"
)

// ShortMessage goes to one telephone. Providers send only texts they have approved, so it names an approved text and its parts.
type ShortMessage struct {
	ID       string // ours, kept by the provider
	To       string // E.164, such as +8613800000000
	Template string
	Params   []string
}

// ShortMessages is a provider of short messages. It says what the provider called the message.
type ShortMessages interface {
	SendShort(ctx context.Context, message ShortMessage) (string, error)
}

// E164 brings a telephone number into the international form, taking a number without a country for one of China; empty when it
// cannot be one.
func E164(phone string) string {
	international := strings.HasPrefix(strings.TrimSpace(phone), "+")
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		if strings.ContainsRune(" -()+", r) {
			return -1
		}
		return 'x'
	}, phone)
	switch {
	case strings.Contains(digits, "x"):
		return ""
	case international && len(digits) >= 8 && len(digits) <= 15:
		return "+" + digits
	case len(digits) == 11 && digits[0] == '1' && digits[1] >= '3': // a mobile number
		return "+86" + digits
	}
	return ""
}
