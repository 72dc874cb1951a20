package layout

import (
	"strings"
)

// chooseSign decides what increases the debt. Each ground has a weight; the heavier side wins, and without any ground a ledger of two sides is
// a payables ledger, whose credit is our charge, and a single column increases the debt with positive figures.
func (g *guess) chooseSign() {
	byCredit := 0
	say := func(weight int, cause string) {
		if weight != 0 {
			byCredit += weight
			g.Grounds = append(g.Grounds, Ground{cause, nil})
		}
	}
	sided := g.has(Debit) || g.has(Credit) || g.has(Direction)
	if weight := g.byHeading(); weight != 0 {
		say(weight, "heading_says_side")
	}
	if weight := g.byBalance(); weight > 0 {
		say(weight, "balance_grows_with_credit")
	} else if weight < 0 {
		say(weight, "balance_grows_with_debit")
	}
	if weight := g.byPayments(); weight > 0 {
		say(weight, "payments_in_debit")
	} else if weight < 0 {
		say(weight, "payments_in_credit")
	}
	if sided { // the title of a file with one signed column says nothing about its sign
		say(g.byTitle(), "title")
	}
	say(g.byCount(sided), "more_rows_on_one_side")
	g.Mapping.Sign = DebitIncreases
	if byCredit > 0 || byCredit == 0 && sided {
		g.Mapping.Sign = CreditIncreases
	}
	if byCredit == 0 {
		g.Grounds = append(g.Grounds, Ground{"sign_assumed", nil})
	}
}

// byHeading listens to headings that say what they do to the debt.
func (g *guess) byHeading() int {
	if place, ok := g.Mapping.Columns[Debit]; ok && decreases[plain(g.headings[place])] {
		return 20
	}
	if place, ok := g.Mapping.Columns[Credit]; ok && increases[plain(g.headings[place])] {
		return 20
	}
	return 0
}

// byBalance follows the running balance. What is owed is mostly written as a positive balance.
func (g *guess) byBalance() int {
	balance, ok := g.Mapping.Columns[Balance]
	if !ok {
		return 0
	}
	debit, hasDebit := g.Mapping.Columns[Debit]
	credit, hasCredit := g.Mapping.Columns[Credit]
	amount, hasAmount := g.Mapping.Columns[Amount]
	var steps, hits, direction int
	switch {
	case hasDebit && hasCredit:
		steps, hits, direction = g.growth(balance, debit, credit)
	case hasAmount && !g.has(Direction):
		steps, hits, direction = g.growth(balance, amount, amount)
	}
	if steps < 2 || hits*10 < steps*8 {
		return 0
	}
	positive := 0
	for _, d := range g.amounts(balance) {
		positive += d.Sign()
	}
	if positive < 0 { // a debt written as a negative balance, or more paid than owed: other grounds know better
		return 3 * direction
	}
	return -6 * direction
}

// side is 1 where a row stands in debit or is positive, -1 where in credit or negative.
func (g *guess) side(row []string) int {
	m := g.Mapping
	m.Sign = DebitIncreases
	amount, _, _ := m.amount(row)
	return amount.Sign()
}

// byPayments looks on which side the rows stand that speak of payments.
func (g *guess) byPayments() int {
	debit, all := 0, 0
	for _, row := range g.body {
		said := strings.ToLower(g.Mapping.cell(row, Text) + " " + g.Mapping.cell(row, Kind))
		for _, word := range paymentWords {
			if strings.Contains(said, word) {
				debit, all = debit+g.side(row), all+1
				break
			}
		}
	}
	switch {
	case all > 0 && debit*2 >= all:
		return 5
	case all > 0 && -debit*2 >= all:
		return -5
	}
	return 0
}

func (g *guess) byTitle() int {
	for _, row := range g.title {
		for _, cell := range row {
			cell = strings.ToLower(cell)
			for _, word := range payables {
				if strings.Contains(cell, word) {
					return 3
				}
			}
			for _, word := range receivables {
				if strings.Contains(cell, word) {
					return -3
				}
			}
		}
	}
	return 0
}

// byCount trusts that there are more charges than payments, where they are three times as many.
func (g *guess) byCount(sided bool) int {
	debit, credit := 0, 0
	for _, row := range g.body {
		switch g.side(row) {
		case 1:
			debit++
		case -1:
			credit++
		}
	}
	weight := 1
	if !sided {
		weight = 2
	}
	switch {
	case credit >= 3*debit && credit > 3:
		return weight
	case debit >= 3*credit && debit > 3:
		return -weight
	}
	return 0
}
