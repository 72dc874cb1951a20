package tally

// differencesLeft settles what is the same document with another amount: what was held for its number, and then what else is hardly another document: the only lines of an
// order, or a number one slip away, with nearly the same date and amount.
func (b *board) differencesLeft() {
	for _, g := range b.held {
		if g.ours[0].held == g {
			b.join(g.ours, g.theirs, g.rule, g.certainty, g.reasons...)
		}
	}
	for _, block := range b.orders((*entry).free) {
		if len(block.ours) == 1 && len(block.theirs) == 1 {
			o, t := block.ours[0], block.theirs[0]
			if apart(o, t) <= b.options.DateTolerance && close(o.units, t.units) && !b.conflict(o, t) {
				b.join(block.ours, block.theirs, OrderAmount, Likely, append([]Reason{{SameOrder, []string{block.order}}}, dates(o, t)...)...)
			}
		}
	}
	b.slipsInBoth()
	b.otherSigns()
}

// otherSigns joins a credit note of ours with the line of theirs that has its number and amount and the other sign: they booked it as an invoice. Of other
// kinds of lines a common number says nothing across signs: payments carry the numbers of invoices.
func (b *board) otherSigns() {
	for _, t := range b.theirs() {
		for _, o := range b.named[t] {
			if t.free() && o.free() && o.Kind == Credit && o.units == -t.units {
				reason := Reason{OppositeSign, []string{o.Amount.String(), t.Amount.String()}}
				b.join([]*entry{o}, []*entry{t}, NumberNormalized, Likely, append([]Reason{{SameNumber, []string{o.Number, best(t)}}, reason}, dates(o, t)...)...)
			}
		}
	}
}

// close tells that two amounts are within three percent of each other.
func close(a, b int64) bool { return distance(a, b) <= max(a, -a)/30 }

// slipsInBoth joins lines whose number has a slip and whose amount differs a little, if each is the only one for the other.
func (b *board) slipsInBoth() {
	type pair struct {
		o, t *entry
		resemblance
	}
	var pairs []pair
	partners := map[*entry]int{}
	f := b.freeByDay()
	for _, o := range f[0] {
		window := f.near(Theirs, o, b.options.DateTolerance)
		if !b.spend(len(window)) {
			return
		}
		for _, t := range window {
			if !same(o.units, t.units) || !close(o.units, t.units) || !b.spend(len(o.tokens)*len(t.tokens)) {
				continue
			}
			if found, ok := resemble(o, t); ok && found.rule == NumberTypo && !b.conflict(o, t) {
				pairs = append(pairs, pair{o, t, found})
				partners[o]++
				partners[t]++
			}
		}
	}
	for _, p := range pairs {
		if partners[p.o] == 1 && partners[p.t] == 1 {
			b.join([]*entry{p.o}, []*entry{p.t}, NumberTypo, Likely, append([]Reason{{SimilarNumber, []string{p.ours, p.theirs}}}, dates(p.o, p.t)...)...)
		}
	}
}
