package layout

import (
	"github.com/shopspring/decimal"
)

// figures settles the columns of amounts: two sides, or one column, and which one is only the running balance.
func (g *guess) figures() {
	g.balanceByArithmetic()
	g.guessAmounts()
	switch {
	case g.has(Debit) && g.has(Credit):
		g.take(Amount)
		g.take(Direction) // it belongs to the balance
	case g.has(Amount) && (g.has(Debit) || g.has(Credit)):
		g.take(Amount) // one side stands for itself: only invoices, or only payments
	case !g.has(Amount):
		g.take(Direction)
	}
	g.guessNumbers()
}

// numeric are the columns of figures without a role, from the left.
func (g *guess) numeric() []int {
	var places []int
	for place, p := range g.profiles {
		if g.Columns[place].Role == "" && p.filled > 0 && p.speaks(Amount) > 0 && p.codes < .9 {
			if named, _ := roleOf(g.headings[place]); named == "" && (g.headings[place] == "" || p.fractions > .3) {
				places = append(places, place)
			}
		}
	}
	return places
}

// guessAmounts looks for amounts by content where no heading names them: two columns of which each row fills one are the sides.
func (g *guess) guessAmounts() {
	if g.has(Amount) || g.has(Debit) || g.has(Credit) {
		return
	}
	places := g.numeric()
	for i, a := range places {
		for _, b := range places[i+1:] {
			if g.complementary(a, b) {
				g.give(Debit, a, 40, Ground{"each_row_has_one", nil})
				g.give(Credit, b, 40, Ground{"each_row_has_one", nil})
				return
			}
		}
	}
	if len(places) > 0 {
		g.give(Amount, places[0], 35, Ground{"content", nil})
	}
}

func (g *guess) complementary(a, b int) bool {
	left, right := g.amounts(a), g.amounts(b)
	one, both, inA, inB := 0, 0, 0, 0
	for i := range left {
		switch {
		case !left[i].IsZero() && !right[i].IsZero():
			both++
		case !left[i].IsZero():
			one, inA = one+1, inA+1
		case !right[i].IsZero():
			one, inB = one+1, inB+1
		}
	}
	return inA > 0 && inB > 0 && both*20 <= one
}

// guessNumbers gives columns without a heading that hold numbers or words the roles that still have none.
func (g *guess) guessNumbers() {
	for place, p := range g.profiles {
		if g.Columns[place].Role != "" || p.filled == 0 || g.headings[place] != "" {
			continue
		}
		switch {
		case p.invoices > .6 && !g.has(Invoice):
			g.give(Invoice, place, 40, Ground{"content", nil})
		case p.codes > .6 && p.distinct > .5 && !g.has(Number):
			g.give(Number, place, 40, Ground{"content", nil})
		case p.wordy > .6 && !g.has(Text):
			g.give(Text, place, 40, Ground{"content", nil})
		}
	}
}

// balanceByArithmetic finds a column that grows by the others, whatever its heading says, and keeps it from being taken for an amount.
func (g *guess) balanceByArithmetic() {
	if g.has(Balance) {
		return
	}
	var candidates []int
	for place, p := range g.profiles {
		if p.filled >= 4 && p.speaks(Amount) > 0 && (p.fractions > 0 || g.Columns[place].Role == Amount) {
			candidates = append(candidates, place)
		}
	}
	if len(candidates) > 8 {
		return
	}
	for _, balance := range candidates {
		for _, a := range candidates {
			for _, b := range candidates {
				if a == balance || b == balance || b < a {
					continue
				}
				if steps, hits, _ := g.growth(balance, a, b); steps >= 3 && hits*10 >= steps*9 {
					g.release(balance)
					g.give(Balance, balance, 90, Ground{"runs_on", nil})
					return
				}
			}
		}
	}
}

func (g *guess) release(place int) {
	if role := g.Columns[place].Role; role != "" {
		g.take(role)
	}
}

// growth counts the rows in which a column moves by the difference of two others (of one, where both are the same), and says whether it
// grows with the first (1) or the second (-1).
func (g *guess) growth(balance, a, b int) (steps, hits, direction int) {
	balances, left, right := g.amounts(balance), g.amounts(a), g.amounts(b)
	if a == b {
		right = make([]decimal.Decimal, len(left))
	}
	for i := 1; i < len(balances); i++ {
		moved, by := balances[i].Sub(balances[i-1]), left[i].Sub(right[i])
		if moved.IsZero() && by.IsZero() {
			continue
		}
		steps++
		switch {
		case moved.Equal(by):
			hits++
			direction++
		case moved.Equal(by.Neg()):
			hits++
			direction--
		}
	}
	switch {
	case direction > 0:
		return steps, hits, 1
	case direction < 0:
		return steps, hits, -1
	}
	return steps, hits, 0
}

// amounts are a column's figures, unreadable ones as zero.
func (g *guess) amounts(place int) []decimal.Decimal {
	if g.read == nil {
		g.read = map[int][]decimal.Decimal{}
	}
	if known, ok := g.read[place]; ok {
		return known
	}
	out := make([]decimal.Decimal, len(g.body))
	for i, cell := range column(g.body, place) {
		if d, ok := parseAmount(cell, g.comma); ok {
			out[i] = d
		}
	}
	g.read[place] = out
	return out
}
