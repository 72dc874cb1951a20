package attribution

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger/number"
)

// likelihood is how much is known of whose the money is.
type likelihood int

const (
	unknown likelihood = iota
	alike              // a name that could be theirs
	sure               // an account, a registered or a learnt name, or a number
)

// question is one receipt while it is looked at.
type question struct {
	*Desk
	money   Money
	amount  int64
	fee     int64 // the most that a bank may have kept of it
	read    reading
	payer   int32 // by account and name; -1: nobody we know
	how     likelihood
	seen    []Reason // of the payer
	found   []Suggestion
	certain bool
}

// Match says what a receipt was meant for. It changes nothing: Settle does.
func (d *Desk) Match(m Money) Answer {
	q := &question{Desk: d, money: m, amount: units(m.Amount, m.Currency)}
	q.fee = min(units(d.policy.Fee, m.Currency), q.amount/50)
	q.read = d.read(m.Text, figuresOf(m.Amount)...)
	for _, code := range m.Codes {
		if claim, found := d.claims[code]; found {
			if q.read.claimed(claim); q.read.code == "" {
				q.read.code = code
			}
		}
	}
	q.read.named = q.sameMoney(q.read.named)
	q.whose()
	q.ends()
	for _, rule := range []func() bool{q.byReference, q.byNumber, q.byAmount, q.byAmountAlone} {
		if rule() {
			break
		}
	}
	answer := Answer{Certain: q.certain, Suggestions: q.found[:min(len(q.found), Most)]}
	switch owner := q.owner(); {
	case owner >= 0:
		answer.Customer = d.customers[owner].ID
	case q.certain:
		answer.Customer = q.found[0].Customer
	}
	return answer
}

// figuresOf are the digits of an amount as people write it behind the purpose: 120000 and 120000.00.
func figuresOf(amount decimal.Decimal) []string {
	return []string{amount.Truncate(0).String(), strings.ReplaceAll(amount.StringFixed(2), ".", "")}
}

// sameMoney keeps items in the receipt's currency.
func (q *question) sameMoney(items []int32) []int32 {
	return slices.DeleteFunc(items, func(at int32) bool { return q.items[at].currency != q.money.Currency })
}

// whose looks the payer up by account, then by name. An account and a name that speak for two customers speak for neither.
func (q *question) whose() {
	q.payer = -1
	byAccount, ok := q.byAccount[accountOf(q.money.Account)]
	if ok && byAccount != shared {
		q.payer, q.how, q.seen = byAccount, sure, []Reason{{SeenAccount, q.money.Account}}
	}
	name := plain(q.money.Payer)
	byName, ok := q.byName[name]
	how, seen := sure, SeenName
	if !ok {
		byName, ok = q.byLikeness[likeness(q.money.Payer)]
		ok = ok && (byName == shared || slices.ContainsFunc(q.customers[byName].Names, func(its string) bool { return reordered(its, q.money.Payer) }))
		how, seen = alike, SeenLikeName
	}
	switch {
	case !ok || byName == shared:
	case q.payer < 0:
		q.payer, q.how = byName, how
		fallthrough
	case q.payer == byName:
		q.seen = append(q.seen, Reason{seen, q.money.Payer})
	case how == sure:
		q.how = unknown
	}
}

// ends takes the end of a number for the number where only one item of the payer has it: people write the last eight digits of an invoice.
func (q *question) ends() {
	if q.payer < 0 || q.how != sure {
		return
	}
	q.read.unknown = slices.DeleteFunc(q.read.unknown, func(word string) bool {
		if number.Digits(word) < sound {
			return false
		}
		one, its, count := int32(-1), "", 0
		for _, at := range q.open(q.payer) {
			if i := slices.IndexFunc(q.items[at].numbers, func(n string) bool { return mayEnd(n, word) && endsIn(number.Normalize(n).Compact, word) }); i >= 0 {
				one, its, count = at, q.items[at].numbers[i], count+1
			}
		}
		if count != 1 || slices.Contains(q.read.named, one) {
			return false
		}
		q.read.named, q.read.numbers, q.read.ended = append(q.read.named, one), append(q.read.numbers, its), true
		return true
	})
}

// endsIn tells that a number ends in a word that is shorter. A word that is longer, and ends in the number, is another number: of an account, or a telephone.
func endsIn(its, word string) bool { return len(word) < len(its) && number.Ends(its, word) }

// mayEnd is a quick look: a number whose last four characters are others does not end in the word.
func mayEnd(its, word string) bool {
	tail, end := its[max(len(its)-shortest, 0):], word[max(len(word)-shortest, 0):]
	for i := range len(tail) {
		if tail[i] < '0' || tail[i] > '9' {
			return true // a mark or a letter: to be read properly
		}
	}
	return tail == end
}

// owner is the customer whose money it is as far as that is sure; -1 if it is not.
func (q *question) owner() int32 {
	if who, one := q.claimant(); one {
		if at, known := q.customerAt[who]; known {
			return at
		}
	}
	if q.how != unknown {
		return q.payer
	}
	if owners := q.owners(q.read.named); len(owners) == 1 {
		return owners[0]
	}
	return -1
}

// owners are the customers of items, each once.
func (q *question) owners(items []int32) []int32 {
	var out []int32
	for _, at := range items {
		if who := q.items[at].customer; !slices.Contains(out, who) {
			out = append(out, who)
		}
	}
	return out
}

// friendly tells whether the payer may pay for a customer: it is the customer, or nobody knows better.
func (q *question) friendly(customer int32) bool {
	return q.payer < 0 || q.how == unknown || q.payer == customer
}

// open are a customer's open items in the receipt's currency, what is due first before the rest.
func (q *question) open(customer int32) []int32 {
	if customer < 0 {
		return nil
	}
	all := q.customers[customer].items
	for i, at := range all {
		if q.items[at].currency != q.money.Currency {
			return q.sameMoney(append(slices.Clone(all[:i]), all[i:]...))
		}
	}
	return all
}

func (q *question) sum(items []int32) int64 {
	var sum int64
	for _, at := range items {
		sum += q.items[at].open
	}
	return sum
}

// suggest adds a way to read the receipt: the money settles these items in their order. The same items are suggested once.
func (q *question) suggest(rule Rule, items []int32, reasons ...Reason) bool {
	left := q.amount
	s := Suggestion{Rule: rule}
	for _, at := range items {
		x := &q.items[at]
		if cut := min(x.open, left); cut > 0 {
			s.Takes = append(s.Takes, Take{x.id, amountOf(cut, x.currency)})
			left -= cut
		}
	}
	if slices.ContainsFunc(q.found, s.same) {
		return false
	}
	s.Customer, s.Left = q.customers[q.items[items[0]].customer].ID, amountOf(left, q.money.Currency)
	if rule != OldestFirst {
		s.Short = amountOf(max(q.sum(items)-q.amount, 0), q.money.Currency)
	}
	s.Reasons = slices.Concat(reasons, q.seen)
	q.found = append(q.found, s)
	return true
}

// post is suggest for what is certain, unless something else was suggested before.
func (q *question) post(rule Rule, items []int32, reasons ...Reason) bool {
	first := len(q.found) == 0
	q.certain = q.suggest(rule, items, reasons...) && first
	return q.certain
}

// same tells whether another suggestion takes the same amounts off the same items.
func (s Suggestion) same(o Suggestion) bool {
	return slices.EqualFunc(s.Takes, o.Takes, func(a, b Take) bool { return a.Item == b.Item && a.Amount.Equal(b.Amount) })
}
