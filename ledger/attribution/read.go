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
	claims  []Claim  // of payment references, each once
	code    string   // the first of them
	named   []int32  // open items, each once
	numbers []string // by which they are named, beside named
	paid    string   // a number of an item that is settled, "" if there is none
	ended   bool     // something is named by the end of its number alone
	unknown []string // pieces with digits that are no item's number
}

// piece is a run of ASCII letters and digits.
type piece struct {
	text string
	glue bool // nothing but one separator or space lies between it and the piece before
	mark byte // that separator
}

// read finds what texts name. sums are the receipt's own amount in digits: they name nothing.
func (d *Desk) read(texts []string, sums ...string) reading {
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
				if claim, found := d.claims[whole]; found {
					if r.claimed(claim); r.code == "" {
						r.code = whole
					}
					taken = count
					break
				}
				if slices.Contains(sums, whole) {
					taken = count
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
			if count := foreign(pieces, i); taken == 1 && count > 1 {
				whole, _, _ := joined(pieces, i, count)
				r.unknown, taken = append(r.unknown, whole), count
			} else if taken == 1 && !pieces[i].glue {
				r.strange(pieces[i:])
			}
			i += taken
		}
	}
	return r
}

func (r *reading) claimed(c Claim) {
	if !slices.ContainsFunc(r.claims, func(o Claim) bool { return o.Code == c.Code }) {
		r.claims = append(r.claims, c)
	}
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

// announce are words that may stand before any number.
var announce = map[string]bool{"NO": true, "NR": true, "NUM": true, "REF": true, "ID": true, "FP": true, "INV": true, "INVOICE": true, "BILL": true, "DOC": true, "HT": true, "CONTRACT": true}

const unmistakable = 12 // digits in a row that are believed whatever letters stand before them

// foreign tells how many pieces from one on are a number with letters of its own, as XS-2026-000104; 1 if they are none. Nobody has that number, and
// without its letters it would be somebody else's.
func foreign(pieces []piece, from int) int {
	p := pieces[from]
	if len(p.text) < 2 || announce[p.text] || strings.ContainsAny(p.text, "0123456789") || from+1 >= len(pieces) {
		return 1
	}
	next := pieces[from+1]
	if next.mark != '-' && next.mark != '/' && next.mark != '_' || strings.Trim(next.text, "0123456789") != "" || len(next.text) >= unmistakable {
		return 1
	}
	count := 2
	for count < mostPieces && from+count < len(pieces) && pieces[from+count].mark == next.mark && strings.Trim(pieces[from+count].text, "0123456789") == "" {
		count++
	}
	return count
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
	count, settled, named := 0, "", false
	d.numbers.each(maphash.String(d.seed, is.Core), mostShared+1, func(at int32) {
		x := &d.items[at]
		for _, its := range x.numbers {
			n := number.Normalize(its)
			if n.Core != is.Core || n.Compact != is.Compact && (len(is.Core) < sound || number.OtherKind(n.Compact, is.Compact)) {
				continue
			}
			found = n.Compact
			if count++; x.open <= 0 {
				settled = its
				break
			}
			if named = true; !slices.Contains(r.named, at) {
				r.named, r.numbers = append(r.named, at), append(r.numbers, its)
			}
			break
		}
	})
	// A contract's number stands for what is open under it, whatever was settled before.
	if named {
		return found
	}
	if settled == "" && d.wasPaid(is) {
		settled, found = text, is.Compact
	}
	if settled != "" {
		r.paid = settled
	}
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
			p := piece{text: text[start:i]}
			if start-end == 1 && strings.IndexByte("-/_. ", text[end]) >= 0 {
				p.glue, p.mark = true, text[end]
			}
			out = append(out, p)
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
