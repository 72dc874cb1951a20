// Package attribution says whose money a receipt is and which open items it was meant for, and why (SPEC section 11). It is pure: it
// reads no database, posts nothing, and gives the same answer to the same question. What it calls certain may post by itself; whatever
// can be read in two ways is a suggestion for a person.
package attribution

import (
	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/money"
)

// Customer is one who may pay.
type Customer struct {
	ID          ledger.ID
	Names       []string  // the registered name first, then short and foreign ones
	Accounts    []string  // bank accounts that are known to be theirs
	Group       ledger.ID // of companies that pay for one another; zero: none
	OldestFirst bool      // the policy: money that names nothing settles what falls due first
}

// Item is an open debit item.
type Item struct {
	ID       ledger.ID
	Customer ledger.ID
	Numbers  []string // by which a payer may name it: document, invoice and contract number
	Currency money.Currency
	Posted   calendar.Date
	Due      calendar.Date
	Open     decimal.Decimal // more than zero, in Currency
}

// Claim is what a payment reference (附言码) stands for: what a customer was asked to pay in one sum.
type Claim struct {
	Code     string
	Customer ledger.ID
	Items    []ledger.ID
}

// Money is a receipt that waits for its items: a credit line of a bank statement.
type Money struct {
	ID       ledger.ID
	Currency money.Currency
	Amount   decimal.Decimal // more than zero, in Currency
	Date     calendar.Date
	Payer    string // the name the bank gives
	Account  string // the payer's account, "" where the bank does not say
	Text     []string
	Codes    []string // payment references that stand in Text, however they are written there
}

// Rule is the reason for which money is taken to be meant for certain items, in the order of SPEC section 11.
type Rule string

// The rules in their order.
const (
	ByReference Rule = "reference"    // the payment reference stands in the text
	ByNumber    Rule = "number"       // document, invoice or contract numbers stand in the text
	ExactOne    Rule = "exact_one"    // the payer is known, and one item of theirs has just this amount
	Total       Rule = "total"        // all that is open, all that is due, or a whole month comes to just this amount
	Run         Rule = "run"          // the oldest items, or neighbours in time, come to just this amount
	ExactSum    Rule = "exact_sum"    // a few items, in one way only, come to just this amount
	OldestFirst Rule = "oldest_first" // the customer's policy
	Resembles   Rule = "resembles"    // only a likeness: of a number, a name, or an amount that nobody else owes
)

// Take is an amount off an item, in its currency.
type Take struct {
	Item   ledger.ID
	Amount decimal.Decimal
}

// Suggestion is one way to read a receipt.
type Suggestion struct {
	Customer ledger.ID
	Rule     Rule
	Reasons  []Reason
	Takes    []Take
	Left     decimal.Decimal // of the money, afterwards: on account
	Short    decimal.Decimal // what the items named are still open by, afterwards: a fee or a deduction
}

// Reason is one observation that speaks for or against a suggestion.
type Reason struct {
	What  Observation
	Found string // the number, name or account that was seen; "" where there is none
}

// Observation names what was seen.
type Observation string

// The observations.
const (
	SeenReference   Observation = "reference"        // the payment reference
	SeenNumber      Observation = "number"           // a number of the item
	SeenLikeNumber  Observation = "like_number"      // a number one slip away from the item's, or its end
	SeenOtherNumber Observation = "other_number"     // against: a number of another item
	SeenPaidNumber  Observation = "paid_number"      // against: a number of an item that is settled
	SeenAccount     Observation = "account"          // the account is known
	SeenName        Observation = "name"             // the name is the registered or a learnt one
	SeenLikeName    Observation = "like_name"        // the name resembles the customer's
	SeenAmount      Observation = "amount"           // the amount is that of the items, to the cent
	SeenFee         Observation = "fee"              // less than the items by no more than a bank's fee
	SeenShort       Observation = "short"            // less than the items
	SeenOver        Observation = "over"             // more than the items
	SeenTwice       Observation = "several_ways"     // against: there is another way to make the amount
	SeenAdvance     Observation = "advance"          // against: the text says that it is for something to come
	SeenStranger    Observation = "another_customer" // against: the payer is another customer
	SeenTakenBack   Observation = "taken_back"       // against: the bank took the money back afterwards
)

// Answer is what is known of a receipt.
type Answer struct {
	Certain     bool         // the first suggestion may post by itself
	Suggestions []Suggestion // the likeliest first, at most Most
	Customer    ledger.ID    // of whom the money is, if that is sure though the items are not; zero: unidentified
}

// Most is how many suggestions are given at most.
const Most = 5
