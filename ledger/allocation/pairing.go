package allocation

import (
	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/money"
	"hefu/ledger/settling"
)

// Pick is an item that somebody chose, with what of it at most; zero means all that is open.
type Pick struct {
	Item   ledger.ID
	Amount decimal.Decimal
}

// Selection is what somebody chose on both sides, in the order in which it is to be used.
type Selection struct {
	CustomerID ledger.ID
	On         calendar.Date
	Debits     []Pick
	Credits    []Pick
	Discount   bool // take the early-payment discounts that were earned
	Difference bool // close what is short or over within the tolerance
}

// part is a chosen item while pairs are made.
type part struct {
	*item
	left     decimal.Decimal // still to be settled
	given    bool            // a person wrote the amount
	chosen   decimal.Decimal // which then is this
	paid     decimal.Decimal
	discount decimal.Decimal
	percent  decimal.Decimal
}

// near is how far apart two currencies' values may lie for two items to be settled whole against one another, in hundredths: the rate
// that the parties agreed on is seldom that of the day.
var near = decimal.New(2, -2)

var hundred = decimal.NewFromInt(100)

// pairing makes pairs of a selection: one currency first, what is left then across currencies.
type pairing struct {
	debits, credits []*part
	rates           map[string]decimal.Decimal
	pairs           []Pair
	extras          []Extra
	offers          []Extra
}

func (p *pairing) run(policy settling.Policy, sel Selection) {
	p.discounts(policy, sel)
	p.alike()
	p.across()
	p.close(policy, sel)
}

// discounts finds what was earned: by the last day on which money of the currency came in. The terms are the customer's; an item of
// another company of the group has its discount taken in that company's own settlement.
func (p *pairing) discounts(policy settling.Policy, sel Selection) {
	paid := map[string]calendar.Date{}
	for _, c := range p.credits {
		if c.money() && paid[c.Currency].Before(c.Posted) {
			paid[c.Currency] = c.Posted
		}
	}
	for _, d := range p.debits {
		on, ok := paid[d.Currency]
		if !ok || d.Customer != sel.CustomerID {
			continue
		}
		tier, earned := policy.Terms.DiscountOn(d.T0, on)
		if !earned {
			continue
		}
		d.percent = tier.Percent
		d.discount = d.left.Mul(tier.Percent).DivRound(hundred, money.Currency(d.Currency).Exponent())
		if sel.Discount {
			d.left = d.left.Sub(d.discount)
		}
	}
}

func (i *item) money() bool { return i.Kind == "receipt" || i.Kind == "advance" }

// alike goes through both sides once a currency, however many items they have.
func (p *pairing) alike() {
	credits, next := map[string][]*part{}, map[string]int{}
	for _, c := range p.credits {
		credits[c.Currency] = append(credits[c.Currency], c)
	}
	for _, d := range p.debits {
		for side := credits[d.Currency]; d.left.IsPositive() && next[d.Currency] < len(side); {
			c := side[next[d.Currency]]
			if !c.left.IsPositive() {
				next[d.Currency]++
				continue
			}
			p.take(d, c, decimal.Min(d.left, c.left), decimal.Zero)
		}
	}
}

func (p *pairing) take(d, c *part, debit, credit decimal.Decimal) {
	p.pairs = append(p.pairs, Pair{DebitItem: d.ID, CreditItem: c.ID, DebitAmount: debit, CreditAmount: credit})
	if credit.IsZero() {
		credit = debit
	}
	d.left, d.paid = d.left.Sub(debit), d.paid.Add(debit)
	c.left, c.paid = c.left.Sub(credit), c.paid.Add(credit)
}

// across settles what is left of one currency with another, at the rates of the day. Two items of nearly one value, or of which a
// person wrote both amounts, are taken whole.
func (p *pairing) across() {
	debits, credits := open(p.debits), open(p.credits)
	for _, d := range debits {
		for _, c := range credits {
			if d.Currency == c.Currency || !d.left.IsPositive() || !c.left.IsPositive() {
				continue
			}
			rd, rc := p.rates[d.Currency], p.rates[c.Currency]
			if rd.IsZero() || rc.IsZero() {
				continue
			}
			worthD, worthC := d.left.Mul(rd), c.left.Mul(rc)
			apart := worthD.Sub(worthC).Abs()
			switch {
			case d.given && c.given, !apart.GreaterThan(decimal.Max(worthD, worthC).Mul(near)):
				p.take(d, c, d.left, c.left)
			case worthD.LessThan(worthC):
				if amount := worthD.DivRound(rc, money.Currency(c.Currency).Exponent()); amount.IsPositive() {
					p.take(d, c, d.left, decimal.Min(amount, c.left))
				}
			default:
				if amount := worthC.DivRound(rd, money.Currency(d.Currency).Exponent()); amount.IsPositive() {
					p.take(d, c, decimal.Min(amount, d.left), c.left)
				}
			}
		}
	}
}

func open(parts []*part) (out []*part) {
	for _, p := range parts {
		if p.left.IsPositive() {
			out = append(out, p)
		}
	}
	return out
}

// close takes or offers the discounts, and what is short or over within the tolerance.
func (p *pairing) close(policy settling.Policy, sel Selection) {
	for _, d := range p.debits {
		if d.percent.IsPositive() && d.paid.IsPositive() && (sel.Discount || d.left.IsPositive()) {
			off := d.discount
			if d.left.IsPositive() && sel.Discount { // paid in part: the discount goes with the part
				off = d.paid.Mul(d.percent).DivRound(hundred.Sub(d.percent), money.Currency(d.Currency).Exponent())
			}
			p.extra(sel.Discount, Extra{Discount, d.ID, off})
		}
	}
	for _, d := range p.debits {
		short := d.left
		if d.percent.IsPositive() && sel.Discount && !d.left.IsZero() {
			continue
		}
		if d.Customer == sel.CustomerID && d.paid.IsPositive() && short.IsPositive() && !short.GreaterThan(policy.Tolerance) {
			p.extra(sel.Difference, Extra{WriteOff, d.ID, short})
		}
	}
	for _, c := range p.credits {
		if c.Customer == sel.CustomerID && c.paid.IsPositive() && c.left.IsPositive() && !c.left.GreaterThan(policy.Tolerance) {
			p.extra(sel.Difference, Extra{Surplus, c.ID, c.left})
		}
	}
}

func (p *pairing) extra(wanted bool, x Extra) {
	if !x.Amount.IsPositive() {
		return
	}
	p.offers = append(p.offers, x)
	if wanted {
		p.extras = append(p.extras, x)
	}
}
