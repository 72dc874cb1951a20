package tally

// byNumber matches lines that carry the same number.
func (b *board) byNumber() {
	known := map[string]*entry{}
	for _, e := range b.ours() {
		if e.Number != "" && e.free() {
			known[e.Number] = e
		}
	}
	for _, e := range b.theirs() {
		if o := known[e.Number]; e.free() && o != nil && o.free() && same(o.units, e.units) {
			b.join([]*entry{o}, []*entry{e}, NumberExact, Certain, Reason{SameNumber, []string{o.Number, e.Number}})
		}
	}
}
