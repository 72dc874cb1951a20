// Package truth makes pairs of ledgers of which it is known what belongs together, and scores a comparison against that. It was written from what goes wrong
// in bookkeeping, before the rules of the comparison and without them: it shares no code with package tally but the shape of a line and of a result.
// README.md describes what is made, how often, and what the scores mean.
package truth

import (
	"math/rand/v2"

	"hefu/ledger/calendar"
	"hefu/ledger/tally"
)

// Noise is how often something happens to a dealing on its way into the customer's ledger; shares of one.
type Noise struct {
	Name        string
	OnlyOurs    float64 // they have not booked it
	OnlyTheirs  float64 // we have not booked it
	Split       float64 // one of our charges is booked as two to four
	Merged      float64 // of receipts: neighbours are one booking on one side
	MergedBills float64 // several charges of an order are booked as one
	Rearranged  float64 // several charges of an order are booked as as many others of the same sum
	Typo        float64 // a slip in the number
	Missing     float64 // no number of ours at all
	Decorated   float64 // the number is written in another way
	Late        float64 // booked one to five days later (else on the day)
	VeryLate    float64 // booked up to twenty days later
	NextPeriod  float64 // booked after the period's end, of what is dated in its last eight days
	OtherAmount float64 // price, tax rounding, deduction, a slip
	Twice       float64 // booked twice by them; a third as often by us
	Bank        float64 // of receipts: they kept the bank's reference
	Standing    float64 // our charges have one of five amounts
	MonthEnd    float64 // booked on the last day of the month
	TwoSlips    float64 // of typos: a second one
	OthersOwn   float64 // they wrote the number of another dealing, a neighbour in our books
	Fee         float64 // of receipts: the bank kept a fee
	Netted      float64 // of credit notes: booked with a charge of theirs as one line, the difference
}

// Levels are the noises that are measured, from calm to rough.
var Levels = []Noise{
	{
		Name: "calm", OnlyOurs: .01, OnlyTheirs: .005, Split: .005, Merged: .03, MergedBills: .004, Rearranged: .001, Typo: .004, Missing: .01,
		Decorated: .2, Late: .5, VeryLate: .01, NextPeriod: .1, OtherAmount: .005, Twice: .002, Bank: .8, Standing: .06,
	},
	{
		Name: "ordinary", OnlyOurs: .03, OnlyTheirs: .015, Split: .02, Merged: .1, MergedBills: .01, Rearranged: .003, Typo: .015, Missing: .04,
		Decorated: .5, Late: .6, VeryLate: .03, NextPeriod: .3, OtherAmount: .02, Twice: .006, Bank: .6, Standing: .06,
	},
	{
		Name: "rough", OnlyOurs: .06, OnlyTheirs: .03, Split: .04, Merged: .2, MergedBills: .02, Rearranged: .006, Typo: .04, Missing: .1,
		Decorated: .8, Late: .7, VeryLate: .06, NextPeriod: .5, OtherAmount: .04, Twice: .015, Bank: .4, Standing: .06,
	},
}

// Harsh is beyond what goals are set for: a fifth of the amounts repeat, a fifth of the lines have no number, and bookkeepers write numbers of other documents.
var Harsh = Noise{
	Name: "harsh", OnlyOurs: .08, OnlyTheirs: .05, Split: .05, Merged: .3, MergedBills: .03, Rearranged: .01, Typo: .08, Missing: .2, Decorated: .8, Late: .7,
	VeryLate: .1, NextPeriod: .5, OtherAmount: .06, Twice: .02, Bank: .3, Standing: .2, MonthEnd: .1, TwoSlips: .2, OthersOwn: .02, Fee: .03, Netted: .1,
}

// Habit is how the customer's bookkeeper writes; the columns of the file follow from it.
type Habit int

// The habits.
const (
	OurNumbers  Habit = iota // our document no as the number, the invoice and the order in columns of their own
	OwnVouchers              // an own voucher no as the number, the invoice in its column, the order in the text
	InTheText                // an own voucher no as the number, ours somewhere in the text
	InvoiceOnly              // the invoice no as the number and nothing else
	Habits                   // how many there are that goals are set for
	Silent                   // dates, amounts and own vouchers; not one number of ours
	_                        // how many there are
)

// Happening says what was done to a dealing.
type Happening string

// The happenings.
const (
	Same        Happening = "same" // perhaps written in another way, on another day
	Split       Happening = "split"
	Merged      Happening = "merged"
	Rearranged  Happening = "rearranged"
	OtherAmount Happening = "other_amount"
	OtherPeriod Happening = "other_period"
	OnlyOurs    Happening = "only_ours"
	OnlyTheirs  Happening = "only_theirs"
)

// Group is one dealing, or several booked together: the lines of both sides that are the same.
type Group struct {
	Ours, Theirs []int
	Happening    Happening
	Marks        []string // what else was done: typo, missing, decorated, late, very late
}

// Case is a pair of ledgers with its truth.
type Case struct {
	From, Through calendar.Date
	Ours, Theirs  []tally.Line // shuffled; lines beyond the period are marked
	Groups        []Group
	TwinOurs      map[int]int // a line booked twice: its number to that of the line it repeats
	TwinTheirs    map[int]int
}

// Make makes about size lines a side within the period. The same arguments make the same case on every machine.
func Make(size int, noise Noise, habit Habit, seed uint64) Case {
	m := &maker{
		noise: noise, habit: habit, random: rand.New(rand.NewPCG(seed, uint64(habit)+1)),
		Case: Case{
			From: calendar.MustParse("2026-01-01"), Through: calendar.MustParse("2026-03-31"), TwinOurs: map[int]int{}, TwinTheirs: map[int]int{},
		},
	}
	m.style = m.seller()
	dealings := m.dealings(size)
	for len(dealings) > 0 {
		dealings = dealings[m.book(dealings):]
	}
	m.repeat()
	m.shuffle()
	m.Ours, m.Theirs = tally.Within(m.Ours, m.From, m.Through), tally.Within(m.Theirs, m.From, m.Through)
	m.periods()
	return m.Case
}

// periods names the groups that the end of a period divides, and drops those outside it: nobody asks for them.
func (m *maker) periods() {
	outside := map[bool]map[int]bool{true: {}, false: {}}
	for _, line := range m.Ours {
		outside[true][line.No] = line.Outside
	}
	for _, line := range m.Theirs {
		outside[false][line.No] = line.Outside
	}
	var kept []Group
	for _, g := range m.Groups {
		in, out := 0, 0
		for side, lines := range map[bool][]int{true: g.Ours, false: g.Theirs} {
			for _, no := range lines {
				if outside[side][no] {
					out++
				} else {
					in++
				}
			}
		}
		if in == 0 {
			continue
		}
		if out > 0 && len(g.Ours) > 0 && len(g.Theirs) > 0 {
			g.Happening = OtherPeriod
		}
		kept = append(kept, g)
	}
	m.Groups = kept
}

// maker makes one case.
type maker struct {
	Case
	noise    Noise
	habit    Habit
	random   *rand.Rand
	style    style
	vouchers int
}

func (m *maker) happens(share float64) bool { return m.random.Float64() < share }

// between is a whole number from low to high, both included.
func (m *maker) between(low, high int) int { return low + m.random.IntN(high-low+1) }

func pick[T any](m *maker, from ...T) T { return from[m.random.IntN(len(from))] }
