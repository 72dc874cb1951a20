package tally

// markRepeats finds lines that are left over because their document is booked twice: another line of the same side with the same amount is matched with, or held
// for, a line that has their number too. Without numbers a line repeats another one only if everything in both is the same.
func (b *board) markRepeats() {
	b.repeats = map[*entry]*entry{}
	for _, l := range b.links {
		b.repeat(l.o, l.t)
		b.repeat(l.t, l.o)
	}
	type content struct {
		side                                    Side
		number, invoice, order, reference, text string
		day                                     int32
		units                                   int64
	}
	of := func(e *entry) content {
		return content{e.side, e.Number, e.Invoice, e.Order, e.Reference, e.Text, e.Date.Days(), e.units}
	}
	taken := map[content]*entry{}
	for _, e := range b.lines {
		if e.group != nil {
			taken[of(e)] = e
		}
	}
	for _, e := range b.lines {
		if first := taken[of(e)]; first != nil && e.free() && len(e.tokens) > 0 {
			e.repeat, b.repeats[e] = true, first
		}
	}
}

// repeat marks a free line when the other side's line that has its number is taken by one of the same amount.
func (b *board) repeat(e, other *entry) {
	g := other.group
	if g == nil {
		g = other.held
	}
	if !e.free() || g == nil {
		return
	}
	own := g.ours
	if e.side == Theirs {
		own = g.theirs
	}
	for _, first := range own {
		if first.units == e.units {
			e.repeat, b.repeats[e] = true, first
			return
		}
	}
}
