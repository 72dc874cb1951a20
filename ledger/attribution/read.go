package attribution

import (
	"hash/maphash"
	"slices"
	"strings"

	"hefu/ledger/number"
)

const (
	shortest   = 4  // digits of a number that is looked for in a text
	sound      = 6  // digits of a number that is believed without the letters before it
	mostShared = 40 // items with one number; more tell nothing
	mostRead   = 64 // pieces that are read of one text
	mostPieces = 4  // pieces of a text that make one number
)

// reading is what a receipt's text names.
type reading struct {
	claim   *Claim
	code    string
	named   []int32  // open items, each once
	numbers []string // by which they are named, beside named
	paid    string   // a number of an item that is settled, "" if there is none
	unknown []string // pieces with digits that are no item's number
}

// piece is a run of ASCII letters and digits.
type piece struct {
	text string
	glue bool // nothing but one separator or space lies between it and the piece before
}

func (d *Desk) read(texts []string) reading {
	var r reading
	for _, text := range texts {
		pieces := piecesOf(number.Fold(cut(text)))
		last := ""
		for i := 0; i < len(pieces); {
			taken := 1
			for count := mostPieces; count >= 1; count-- {
				whole, digits, ok := joined(pieces, i, count)
				if !ok {
					continue
				}
				if claim, found := d.claims[whole]; found && r.claim == nil {
					r.claim, r.code, taken = &claim, whole, count
					break
				}
				if digits >= shortest {
					if found := d.note(&r, whole, ""); found != "" {
						last, taken = found, count
						break
					}
				}
				if count == 1 && digits >= 2 {
					last = d.single(&r, whole, last)
				}
			}
			if taken == 1 && !pieces[i].glue {
				r.strange(pieces[i:])
			}
			i += taken
		}
	}
	return r
}

// single is a piece that is no number by itself: the end of one whose beginning stood before it (000101/102), or unknown.
func (d *Desk) single(r *reading, text, last string) string {
	if len(text) < len(last) && strings.Trim(text, "0123456789") == "" {
		if found := d.note(r, last[:len(last)-len(text)]+text, ""); found != "" {
			return found
		}
	}
	r.unknown = append(r.unknown, text)
	return last
}

// strange keeps pieces in a row as one word: a number with a slip is not found, and yet may be like one.
func (r *reading) strange(pieces []piece) {
	count := 1
	for count < min(len(pieces), mostPieces) && pieces[count].glue {
		count++
	}
	if whole, digits, ok := joined(pieces, 0, count); ok && count > 1 && digits >= sound {
		r.unknown = append(r.unknown, whole)
	}
}

// note looks a number up and notes what it names. It answers with the number in compact form, "" when nobody has it.
func (d *Desk) note(r *reading, text, found string) string {
	is := number.Normalize(text)
	if len(is.Core) < shortest {
		return ""
	}
	count := 0
	d.numbers.each(maphash.String(d.seed, is.Core), mostShared+1, func(at int32) {
		x := &d.items[at]
		for _, its := range x.numbers {
			n := number.Normalize(its)
			if n.Core != is.Core || n.Compact != is.Compact && (len(is.Core) < sound || number.OtherKind(n.Compact, is.Compact)) {
				continue
			}
			found = n.Compact
			if count++; x.open <= 0 {
				r.paid = its
			} else if !slices.Contains(r.named, at) {
				r.named, r.numbers = append(r.named, at), append(r.numbers, its)
			}
			break
		}
	})
	return found
}

// cut ends a text that is longer than a bank's field can be.
func cut(text string) string {
	if len(text) <= number.MaxText {
		return text
	}
	return string([]rune(text)[:min(len([]rune(text)), number.MaxText)])
}

func piecesOf(text string) []piece {
	var out []piece
	start, end := -1, -2
	for i := 0; i <= len(text); i++ {
		code := i < len(text) && (text[i] >= '0' && text[i] <= '9' || text[i] >= 'A' && text[i] <= 'Z')
		switch {
		case code && start < 0:
			start = i
		case !code && start >= 0:
			out = append(out, piece{text[start:i], start-end == 1 && strings.IndexByte("-/_. ", text[end]) >= 0})
			start, end = -1, i
		}
	}
	return out[:min(len(out), mostRead)]
}

// joined is a number made of some pieces in a row.
func joined(pieces []piece, from, count int) (string, int, bool) {
	if from+count > len(pieces) {
		return "", 0, false
	}
	whole := pieces[from].text
	for _, p := range pieces[from+1 : from+count] {
		if !p.glue {
			return "", 0, false
		}
		whole += p.text
	}
	return whole, number.Digits(whole), true
}
