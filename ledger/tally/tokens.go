package tally

import (
	"strings"

	"hefu/ledger/number"
)

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
	number.Normal
}

// read finds the numbers of a line, and its orders.
func (e *entry) read() {
	for at, text := range [...]string{e.Number, e.Invoice, e.Reference} {
		raw := strings.TrimSpace(text)
		if raw == "" {
			continue
		}
		if whole := number.Normalize(raw); whole.Core != "" && len([]rune(raw)) <= number.MaxLength {
			e.tokens = append(e.tokens, token{field(at), raw, whole})
		}
		if strings.ContainsAny(raw, " ,;、，；:：") || len(raw) > 24 {
			e.inside(raw)
		}
	}
	e.inside(e.Text)
	if order := number.Normalize(e.Order); order.Core != "" {
		e.orders = append(e.orders, order.Compact)
	}
}

// inside adds the numbers within a text.
func (e *entry) inside(text string) {
	for _, word := range number.In(text) {
		if len(e.tokens) >= number.MaxFound {
			return
		}
		if n := number.Normalize(word); n.Core != "" && !e.carries(n.Compact) {
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
