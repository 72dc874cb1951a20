// Package settling says which debit items a credit is likely meant for, and why (SPEC sections 6 and 11). It is pure: it reads no
// database, posts nothing, and gives the same answer to the same question. What it calls certain may be settled without a person;
// anything that could be read in two ways is only a suggestion.
package settling

import (
	"slices"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/money"
)

// Rule is one reason for which a credit is taken to be meant for certain debits.
type Rule string

// The rules, in the order in which they are asked unless an organization orders them otherwise.
const (
	Reduces     Rule = "reduces"      // the credit note names the receivable (红蓝对冲)
	Reference   Rule = "reference"    // a document or invoice number stands in the credit's text
	Order       Rule = "order"        // both carry the same order number (业务驱动)
	ExactOne    Rule = "exact_one"    // one item, and only one, is open for just this amount
	Total       Rule = "total"        // all that is open, or all that is due, comes to just this amount
	ExactSum    Rule = "exact_sum"    // a few items, in one way only, sum to just this amount
	OldestFirst Rule = "oldest_first" // the customer's policy: whatever falls due first
)

// Rules are all of them in their usual order.
var Rules = []Rule{Reduces, Reference, Order, ExactOne, Total, ExactSum, OldestFirst}

// Debit is an open item of the customer's debt.
type Debit struct {
	ID       ledger.ID
	Document ledger.ID
	Numbers  []string // by which a payer may name it: document, invoice and contract number
	OrderNo  string
	Currency money.Currency
	T0       calendar.Date
	Due      calendar.Date
	Open     decimal.Decimal
}

// Credit is an open item of money or of an allowance.
type Credit struct {
	ID       ledger.ID
	Text     []string // what the payer or the source wrote
	OrderNo  string
	Reduces  ledger.ID // the document a credit note names
	Money    bool      // a receipt or an advance: only money earns a discount
	Currency money.Currency
	Posted   calendar.Date
	Open     decimal.Decimal
}

// Policy is what the organization and the customer allow.
type Policy struct {
	Rules       []Rule          // asked in this order; what is not in it is not asked
	Tolerance   decimal.Decimal // how much short or over counts as settled; zero: not a cent
	Discount    bool            // early-payment discounts of Terms are taken when they are earned
	Terms       calendar.Terms
	OldestFirst bool // money that names nothing settles what falls due first
}

// Take is an amount off a debit, in its currency.
type Take struct {
	Debit  ledger.ID
	Amount decimal.Decimal
}

// Suggestion is what a credit may be meant for. Takes are paid by the credit; Discounts and WriteOff close what the credit leaves of
// the debits; Surplus is what is left of the credit and lies within the tolerance.
type Suggestion struct {
	Credit    ledger.ID
	Currency  money.Currency
	Rule      Rule
	Certain   bool
	Found     string // the number that was found, of Reference and Order
	Takes     []Take
	Discounts []Take
	WriteOff  *Take
	Surplus   decimal.Decimal
	Left      decimal.Decimal // of the credit, afterwards, without Surplus
}

// Exception is a credit for which nothing is certain.
type Exception struct {
	Credit ledger.ID
	Why    Why
}

// Why says why a credit was left to a person.
type Why string

// The reasons for an exception.
const (
	NoDebit   Why = "no_debit"  // nothing is open in its currency
	NoMatch   Why = "no_match"  // no rule found anything
	Ambiguous Why = "ambiguous" // a rule found more than one way
)

// Candidates are the ways in which one credit could be settled, the likeliest first, at most nine, each with another set of debits.
func Candidates(policy Policy, debits []Debit, credit Credit) []Suggestion {
	desk := newDesk(policy, debits)
	var out []Suggestion
	for _, rule := range policy.Rules {
		for _, s := range desk.ask(rule, credit) {
			if len(out) < 9 && !slices.ContainsFunc(out, s.same) {
				s.Currency, s.Certain = credit.Currency, s.Certain && len(out) == 0
				out = append(out, s)
			}
		}
	}
	return out
}

// Plan settles what is certain: rule by rule over all credits, so that a later rule sees only what earlier ones left. In one round two
// credits never take from the same debit: where they would, both are ambiguous. What is left over is listed with the reason.
func Plan(policy Policy, debits []Debit, credits []Credit) ([]Suggestion, []Exception) {
	desk := newDesk(policy, debits)
	var taken []Suggestion
	why := map[ledger.ID]Why{}
	left := slices.Clone(credits)
	owed := map[money.Currency]bool{}
	for _, d := range debits {
		owed[d.Currency] = owed[d.Currency] || d.Open.IsPositive()
	}
	for _, rule := range policy.Rules {
		if rule == OldestFirst && !policy.OldestFirst {
			continue
		}
		round := desk.round(rule, left, why)
		for _, s := range round {
			s.Currency = currencyOf(s.Credit, credits)
			desk.apply(s)
			taken = append(taken, s)
		}
		left = slices.DeleteFunc(left, func(c Credit) bool {
			return slices.ContainsFunc(round, func(s Suggestion) bool { return s.Credit == c.ID })
		})
	}
	exceptions := make([]Exception, 0, len(left))
	for _, c := range left {
		reason := why[c.ID]
		switch {
		case !owed[c.Currency]:
			reason = NoDebit
		case reason == "":
			reason = NoMatch
		}
		exceptions = append(exceptions, Exception{c.ID, reason})
	}
	return taken, exceptions
}

// round asks one rule of every credit that is left. Business rules name their debits, so credits that name the same one take turns;
// rules that go by figures alone must not meet.
func (d *desk) round(rule Rule, credits []Credit, why map[ledger.ID]Why) []Suggestion {
	if rule == Reduces || rule == Reference || rule == Order || rule == OldestFirst {
		return d.inTurn(rule, credits, why)
	}
	var found []Suggestion
	users := map[ledger.ID]int{}
	for _, c := range credits {
		if why[c.ID] == Ambiguous { // another figure that fits makes it no clearer
			continue
		}
		for i, s := range d.ask(rule, c) {
			if !s.Certain {
				why[c.ID] = Ambiguous
				continue
			}
			if i == 0 {
				found = append(found, s)
				for _, t := range s.Takes {
					users[t.Debit]++
				}
			}
		}
	}
	return slices.DeleteFunc(found, func(s Suggestion) bool {
		meets := slices.ContainsFunc(s.Takes, func(t Take) bool { return users[t.Debit] > 1 })
		if meets {
			why[s.Credit] = Ambiguous
		}
		return meets
	})
}

func (d *desk) inTurn(rule Rule, credits []Credit, why map[ledger.ID]Why) []Suggestion {
	var found []Suggestion
	trial := d.clone()
	for _, c := range credits {
		asked := trial.ask(rule, c)
		if len(asked) == 0 {
			continue
		}
		if !asked[0].Certain {
			why[c.ID] = Ambiguous
			continue
		}
		trial.apply(asked[0])
		found = append(found, asked[0])
	}
	return found
}

func currencyOf(credit ledger.ID, credits []Credit) money.Currency {
	for _, c := range credits {
		if c.ID == credit {
			return c.Currency
		}
	}
	return ""
}

// same tells whether another suggestion takes the same amounts off the same debits.
func (s Suggestion) same(o Suggestion) bool {
	return slices.EqualFunc(s.Takes, o.Takes, func(a, b Take) bool { return a.Debit == b.Debit && a.Amount.Equal(b.Amount) }) &&
		len(s.Discounts) == len(o.Discounts) && (s.WriteOff == nil) == (o.WriteOff == nil)
}
