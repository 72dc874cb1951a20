// Package truth makes years of bank receipts of which it is known what each was meant for, and scores an attribution against that. It was written from what payers
// do, before the rules and without them: it shares no code with package attribution but the shapes. README.md describes what is made and how often.
package truth

import (
	"math/rand/v2"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/attribution"
	"hefu/ledger/calendar"
	"hefu/ledger/money"
)

// Manner is how a payer pays and what stands in the text.
type Manner string

// The manners.
const (
	Reference   Manner = "reference"    // our payment reference, all or some of what it stands for
	OneNumber   Manner = "one number"   // one item and its number
	Numbers     Manner = "numbers"      // two to twelve items and their numbers
	TypedNumber Manner = "typed number" // one item, its number with a slip
	CutNumbers  Manner = "cut numbers"  // several items; the bank's field ends before their numbers do
	NoNumber    Manner = "no number"    // one item and "货款"
	WholeMonth  Manner = "whole month"  // all of a month, no numbers
	AllDue      Manner = "all due"      // all that is due, or all that is open
	OldestItems Manner = "oldest items" // the oldest few, no numbers
	AnyItems    Manner = "any items"    // two to twelve items without an order, no numbers
	Fee         Manner = "fee"          // the bank has kept a fee
	Short       Manner = "short"        // a deduction, with the number
	Over        Manner = "over"         // too much, with the number
	WrongNumber Manner = "wrong number" // the number of another item, open or paid
	Joint       Manner = "joint"        // items of two customers of one group in one payment
	ThirdParty  Manner = "third party"  // a name and account that nobody knows, with the number
	Stranger    Manner = "stranger"     // the same without a number
	OnAccount   Manner = "on account"   // a round sum
	Twice       Manner = "twice"        // what was paid already
	NotOurs     Manner = "not ours"     // interest, tax refunds, misdirected money
	Instalment  Manner = "instalment"   // a part of one item, with the number
)

// Share is a part of one, a chance, a count on average or a score: inexact by nature. Money is never one.
type Share = float64

// Profile is how often the manners occur, beside one another, and shares of one for the rest.
type Profile struct {
	Name    string
	Shares  map[Manner]Share
	Known   Share // customers' accounts that are known at the beginning
	Variant Share // names written in another way
	Even    Share // customers all of whose items have one of three amounts
	Round   Share // items with a round amount
}

// Ordinary is the year for which the goals are stated.
var Ordinary = Profile{
	Name: "ordinary", Known: .8, Variant: .2, Even: .04, Round: .06,
	Shares: map[Manner]Share{
		Reference: .13, OneNumber: .26, Numbers: .12, TypedNumber: .04, CutNumbers: .02, NoNumber: .13, WholeMonth: .05, AllDue: .04, OldestItems: .04, AnyItems: .03,
		Fee: .03, Short: .025, Over: .01, WrongNumber: .015, Joint: .01, ThirdParty: .015, Stranger: .005, OnAccount: .015, Twice: .003, NotOurs: .01, Instalment: .012,
	},
}

// Rough is a year in which payers write little; no goal is set for it.
var Rough = Profile{
	Name: "rough", Known: .5, Variant: .4, Even: .1, Round: .2,
	Shares: map[Manner]Share{
		Reference: .02, OneNumber: .16, Numbers: .08, TypedNumber: .06, CutNumbers: .04, NoNumber: .2, WholeMonth: .06, AllDue: .05, OldestItems: .06, AnyItems: .06,
		Fee: .04, Short: .04, Over: .02, WrongNumber: .03, Joint: .02, ThirdParty: .02, Stranger: .02, OnAccount: .03, Twice: .005, NotOurs: .015, Instalment: .02,
	},
}

// Payment is a receipt and what it was meant for.
type Payment struct {
	attribution.Money
	Manner   Manner
	Customer ledger.ID          // whose debt it pays; zero: nobody's
	Takes    []attribution.Take // of items, by item; a receipt that is nobody's or on account has none
	Payer    ledger.ID          // the customer whose account and name it has; zero: nobody whom we know
	ByPolicy bool               // on account, and the customer's policy settles the oldest
}

// Day is what happens on one day: items are booked and asked for in the morning, money comes in after that.
type Day struct {
	Date     calendar.Date
	Items    []attribution.Item
	Claims   []attribution.Claim
	Payments []Payment
}

// Year is a made-up year.
type Year struct {
	Customers []attribution.Customer
	Days      []Day
}

// Make makes a year with so many customers and about so many receipts, from its seed alone.
func Make(profile Profile, customers, receipts int, seed uint64) Year {
	m := &maker{Rand: rand.New(rand.NewPCG(seed, 20250101)), profile: profile, open: map[ledger.ID]*bill{}}
	m.people(customers)
	first := calendar.Of(2025, 1, 1)
	perDay := Share(receipts) / 250
	owed := 0.0
	for at := range 365 {
		date := first.AddDays(at)
		if weekday := int(date.Weekday()); weekday == 0 || weekday == 6 {
			continue
		}
		m.today = Day{Date: date}
		m.bill(perDay * billsAReceipt)
		if at >= 45 { // items come first
			for owed += perDay * 365 / 320; owed >= 1; owed-- {
				m.receive()
			}
		}
		m.year.Days = append(m.year.Days, m.today)
	}
	return m.year
}

// billsAReceipt is how many items are booked for each receipt, so that what is paid at once is there.
const billsAReceipt = 2.6

type maker struct {
	*rand.Rand
	profile Profile
	year    Year
	today   Day
	payers  []*payer
	payerAt map[ledger.ID]*payer
	open    map[ledger.ID]*bill
	count   uint64
	numbers int
	paid    []paid // of the last weeks, for those who pay twice or name what is paid
}

type paid struct {
	Payment
	who *payer
}

// bill is an item with what is still open of it.
type bill struct {
	attribution.Item
	cents int64
}

func (m *maker) id() ledger.ID {
	m.count++
	var id ledger.ID
	id[6], id[8] = 0x70, 0x80
	for i := range 6 {
		id[15-i] = byte(m.count >> (8 * i))
	}
	return id
}

func (m *maker) chance(share Share) bool { return m.Float64() < share }

func (m *maker) between(least, most int) int { return least + m.IntN(most-least+1) }

func pick[T any](m *maker, from ...T) T { return from[m.IntN(len(from))] }

func amountOf(cents int64) decimal.Decimal { return decimal.New(cents, -2) }

const yuan = money.Currency("CNY")
