package tally

import (
	"cmp"
	"slices"
	"strconv"
)

// block are the free lines of one order, all of one sign.
type block struct {
	order        string
	ours, theirs []*entry
}

// orders divides lines by order; their texts may name it. A line that names several orders is in none.
func (b *board) orders(which func(*entry) bool) []*block {
	known, blocks := map[string]bool{}, map[string]*block{}
	var all []*block
	for _, e := range b.ours() {
		for _, order := range e.orders {
			known[order] = true
		}
	}
	for _, e := range b.lines {
		if !which(e) {
			continue
		}
		order, named := "", 0
		for _, candidate := range e.orderNames() {
			if known[candidate] && candidate != order {
				order, named = candidate, named+1
			}
		}
		if named != 1 {
			continue
		}
		key := order + strconv.FormatBool(e.units < 0)
		if blocks[key] == nil {
			blocks[key] = &block{order: order}
			all = append(all, blocks[key])
		}
		if e.side == Ours {
			blocks[key].ours = append(blocks[key].ours, e)
		} else {
			blocks[key].theirs = append(blocks[key].theirs, e)
		}
	}
	return all
}

// orderNames are the order of the line, or, where its field is empty, what stands in its text.
func (e *entry) orderNames() []string {
	if len(e.orders) > 0 || e.side == Ours {
		return e.orders
	}
	var names []string
	for _, token := range e.tokens {
		if token.field == inText {
			names = append(names, token.Compact)
		}
	}
	return names
}

// byOrder matches lines of one order with the same amount, even if one of them is held for a number that it shares with a line of another amount: a slip makes a number another's. Where several have it, they go by date, and a person should look.
func (b *board) byOrder() {
	for _, block := range b.orders((*entry).matchable) {
		amounts := map[int64][2][]*entry{}
		var order []int64
		for _, e := range slices.Concat(block.ours, block.theirs) {
			of := amounts[e.units]
			if len(of[0])+len(of[1]) == 0 {
				order = append(order, e.units)
			}
			of[sideAt(e.side)] = append(of[sideAt(e.side)], e)
			amounts[e.units] = of
		}
		for _, units := range order {
			ours, theirs := amounts[units][0], amounts[units][1]
			if len(ours) != len(theirs) || len(ours) == 0 {
				continue
			}
			byDay(ours)
			byDay(theirs)
			for i, o := range ours {
				t := theirs[i]
				if b.conflict(o, t) || (o.held != nil || t.held != nil) && len(ours) > 1 || !o.open() || !t.open() {
					continue
				}
				certainty, reasons := Certain, []Reason{{SameOrder, []string{block.order}}, sameAmount(o)}
				if len(ours) > 1 {
					certainty, reasons = Likely, append(reasons, Reason{ByDateOrder, []string{strconv.Itoa(len(ours)), strconv.Itoa(len(theirs))}})
				} else if apart(o, t) > 3*b.options.DateTolerance {
					certainty = Likely
				}
				b.join([]*entry{o}, []*entry{t}, OrderAmount, certainty, append(reasons, dates(o, t)...)...)
			}
		}
	}
}

func byDay(lines []*entry) {
	slices.SortFunc(lines, func(a, b *entry) int { return cmp.Or(a.Date.Compare(b.Date), a.at-b.at) })
}

// sumsOfOrders matches what is left of an order: all of it together, or one line with several.
func (b *board) sumsOfOrders() {
	for _, block := range b.orders((*entry).free) {
		if len(block.ours) == 0 || len(block.theirs) == 0 || len(block.ours) > maxUnderNumber || len(block.theirs) > maxUnderNumber {
			continue
		}
		block.theirs = slices.DeleteFunc(block.theirs, func(t *entry) bool { // with the number of a document that is not of this order
			return !slices.ContainsFunc(block.ours, func(o *entry) bool { return !b.conflict(o, t) })
		})
		if len(block.ours)+len(block.theirs) < 3 || len(block.theirs) == 0 {
			continue
		}
		reason := Reason{SameOrder, []string{block.order}}
		if sum(block.ours) == sum(block.theirs) {
			certainty := Likely
			if len(block.ours) == 1 || len(block.theirs) == 1 {
				certainty = Certain
			}
			b.join(block.ours, block.theirs, sumRule(block.ours, block.theirs), certainty, reason, sameSum(block.ours, block.theirs))
			continue
		}
		for _, t := range block.theirs {
			if part := b.only(free(block.ours), t.units); t.free() && len(part) > 1 {
				b.join(part, []*entry{t}, SumManyToOne, Likely, reason, sameSum(part, []*entry{t}), Reason{OnlyCandidate, nil})
			}
		}
		for _, o := range block.ours {
			if part := b.only(free(block.theirs), o.units); o.free() && len(part) > 1 {
				b.join([]*entry{o}, part, SumOneToMany, Likely, reason, sameSum([]*entry{o}, part), Reason{OnlyCandidate, nil})
			}
		}
	}
}

func free(lines []*entry) []*entry {
	var out []*entry
	for _, e := range lines {
		if e.free() {
			out = append(out, e)
		}
	}
	return out
}
