package tally

import (
	"cmp"
	"slices"

	"hefu/ledger/number"
)

// level is how surely two numbers are the same one, from sure to vague.
type level int

const (
	asWritten  level = iota
	normal           // but for case, width, separators
	withinText       // inside the other's text; or but for prefix and leading zeros, where six digits remain
	vague            // short numbers, parts of numbers: only together with the amount
	levels
)

// link says that a line of ours and one of theirs have a number in common.
type link struct {
	o, t         *entry
	level        level
	fo, ft       field
	ours, theirs string // as written
	part         string // what they have in common
	otherKind    bool   // what is before it differs
}

// Limits: a number that so many lines share says nothing about any of them.
const (
	maxSharers  = 40
	soundDigits = 6
)

type posting struct {
	e *entry
	t *token
}

// index finds our lines by number.
type index struct{ raw, compact, core, base map[string][]posting }

func (b *board) indexed() index {
	x := index{map[string][]posting{}, map[string][]posting{}, map[string][]posting{}, map[string][]posting{}}
	add := func(to map[string][]posting, key string, p posting) {
		if key != "" {
			to[key] = append(to[key], p)
		}
	}
	for _, e := range b.ours() {
		for i := range e.tokens {
			p := posting{e, &e.tokens[i]}
			if p.t.field != inText {
				add(x.raw, p.t.raw, p)
			}
			add(x.compact, p.t.Compact, p)
			add(x.core, p.t.Core, p)
			add(x.base, p.t.Base, p)
		}
	}
	return x
}

// link finds every pair of lines with a number in common; of several numbers the surest counts.
func (b *board) link() {
	x, best, learnt := b.indexed(), map[[2]int]int{}, experience{}
	for _, t := range b.theirs() {
		for i := range t.tokens {
			token := &t.tokens[i]
			look := func(in map[string][]posting, key string, l func(*pairing) level) {
				found := in[key]
				if key == "" || len(found) > maxSharers {
					return
				}
				for _, p := range found {
					pair := &pairing{ours: p.t, theirs: token}
					if !t.fits || !p.e.fits || p.t.field == inText && token.field == inText {
						continue
					}
					if !same(p.e.units, t.units) {
						b.names(p, t, token)
						continue
					}
					found := link{p.e, t, l(pair), p.t.field, token.field, p.t.raw, token.raw, key, number.OtherKind(p.t.Compact, token.Compact)}
					b.remember(best, found)
					learnt.note(found)
				}
			}
			if token.field != inText {
				look(x.raw, token.raw, func(p *pairing) level { return max(asWritten, p.least()) })
			}
			look(x.compact, token.Compact, func(p *pairing) level { return max(normal, p.least()) })
			look(x.core, token.Core, func(p *pairing) level { return max(withinText, p.least()) })
			look(x.core, token.Base, func(*pairing) level { return vague })
			look(x.base, token.Core, func(*pairing) level { return vague })
			look(x.base, token.Base, func(*pairing) level { return vague })
		}
	}
	slices.SortStableFunc(b.links, func(a, c link) int { return cmp.Or(cmp.Compare(a.level, c.level), a.o.at-c.o.at, a.t.at-c.t.at) })
	b.learn(learnt)
}

// pairing is a pair of tokens that may be one number.
type pairing struct{ ours, theirs *token }

// least is the least level that the pair can have, whatever agrees: short numbers are vague, numbers in texts are within texts.
func (p *pairing) least() level {
	switch size := min(number.Digits(p.ours.Core), number.Digits(p.theirs.Core)); {
	case size < 3, size < soundDigits && p.ours.Compact != p.theirs.Compact, p.ours.Core == p.theirs.Core && number.OtherKind(p.ours.Compact, p.theirs.Compact):
		return vague
	case p.ours.field == inText || p.theirs.field == inText:
		return withinText
	}
	return asWritten
}

// names keeps that a line of theirs names one of ours of the other sign, as a credit note that they took off an invoice.
func (b *board) names(p posting, t *entry, named *token) {
	if p.t.field == inNumber && p.t.Compact == named.Compact && number.Digits(p.t.Core) >= 3 {
		b.named[t] = append(b.named[t], p.e)
	}
}

func (b *board) remember(best map[[2]int]int, l link) {
	key := [2]int{l.o.at, l.t.at}
	if at, known := best[key]; !known {
		best[key] = len(b.links)
		b.links = append(b.links, l)
		l.o.linked++
		l.t.linked++
	} else if l.level < b.links[at].level {
		b.links[at] = l
	}
}

// experience counts, by the fields of a common number, whether the amounts agreed too.
type experience struct {
	met, agreed [fields][fields][levels]map[*entry]bool
}

func (x *experience) note(l link) {
	if x.met[l.fo][l.ft][l.level] == nil {
		x.met[l.fo][l.ft][l.level], x.agreed[l.fo][l.ft][l.level] = map[*entry]bool{}, map[*entry]bool{}
	}
	x.met[l.fo][l.ft][l.level][l.t] = true
	if l.o.units == l.t.units {
		x.agreed[l.fo][l.ft][l.level][l.t] = true
	}
}

// learn finds out which fields of theirs hold our numbers: those where at least four in ten lines share a number with a line of ours of the same amount. There
// another number is another document; anywhere else, as in a column of their own vouchers, it says nothing. And a common number that mostly comes with another
// amount is an accident of two ways of counting.
func (b *board) learn(x experience) {
	var filled [fields]int
	for _, t := range b.theirs() {
		var has [fields]bool
		for _, token := range t.tokens {
			has[token.field] = true
		}
		for f, yes := range has {
			if yes {
				filled[f]++
			}
		}
	}
	for fo := range fields {
		for ft := range fields {
			agreed := map[*entry]bool{}
			for l := range levels {
				for t := range x.agreed[fo][ft][l] {
					agreed[t] = true
				}
				met, agree := len(x.met[fo][ft][l]), len(x.agreed[fo][ft][l])
				b.doubted[fo][ft][l] = met >= 4 && agree*2 < met
			}
			b.speaks[fo][ft] = len(agreed) >= 3 && len(agreed)*10 >= filled[ft]*4
		}
	}
}

// otherKinds tells that one line is money and the other is known not to be.
func otherKinds(a, b *entry) bool {
	return a.Kind != "" && b.Kind != "" && (a.Kind == Receipt) != (b.Kind == Receipt)
}

// conflict tells that the lines carry different numbers where numbers are known to be ours, and none that is the same; or that one is money and the other is known not to be.
func (b *board) conflict(o, t *entry) bool {
	if otherKinds(o, t) {
		return true
	}
	conflict := false
	for fo := range fields {
		for ft := range fields {
			if !b.speaks[fo][ft] {
				continue
			}
			compared, alike := false, false
			for i := range o.tokens {
				for j := range t.tokens {
					if o.tokens[i].field != fo || t.tokens[j].field != ft {
						continue
					}
					x, y := o.tokens[i].Core, t.tokens[j].Core
					if x == y {
						return false
					}
					compared = true
					alike = alike || number.Similar(x, y) || number.Ends(x, y)
				}
			}
			conflict = conflict || compared && !alike
		}
	}
	return conflict
}
