package tally

import "strings"

// field is where in a line a number stands.
type field uint8

const (
	inNumber field = iota
	inInvoice
	inReference
	inText
	fields
)

// token is a number of a line.
type token struct {
	field field
	raw   string
	Normal
}

// read finds the numbers of a line, and its orders.
func (e *entry) read() {
	for at, text := range [...]string{e.Number, e.Invoice, e.Reference} {
		raw := strings.TrimSpace(text)
		if raw == "" {
			continue
		}
		if whole := Normalize(raw); whole.Core != "" && len([]rune(raw)) <= maxNumber {
			e.tokens = append(e.tokens, token{field(at), raw, whole})
		}
		if strings.ContainsAny(raw, " ,;、，；:：") || len(raw) > 24 {
			e.inside(raw)
		}
	}
	e.inside(e.Text)
	if order := Normalize(e.Order); order.Core != "" {
		e.orders = append(e.orders, order.Compact)
	}
}

// inside adds the numbers within a text.
func (e *entry) inside(text string) {
	for _, word := range numbersIn(text) {
		if len(e.tokens) >= maxTokens {
			return
		}
		if n := normalized(word); n.Core != "" && !e.carries(n.Compact) {
			e.tokens = append(e.tokens, token{inText, word, n})
		}
	}
}

func (e *entry) carries(compact string) bool {
	for _, t := range e.tokens {
		if t.Compact == compact {
			return true
		}
	}
	return false
}

// similar tells that one number is the other with one slip: a digit changed, lost, added, or two neighbours exchanged. Short numbers are never similar,
// because a slip in them is another number.
func similar(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) < 4 || len(b)-len(a) > 1 || a == b {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	if a[i+1:] == b[i+1:] {
		return true
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

// ends tells that one number is the end of the other, at least four digits of it.
func ends(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return len(a) >= 4 && len(a) < len(b) && strings.HasSuffix(b, a)
}
