package attribution

import (
	"slices"
	"strings"

	"hefu/ledger"
	"hefu/ledger/number"
)

// byReference believes a payment reference: it stands for items of one customer, and nobody types it by accident. What was asked for may be paid whole, in
// part (when only one part makes the amount), or with too much; a part that could be several is only suggested.
func (q *question) byReference() bool {
	if len(q.read.claims) == 0 {
		return false
	}
	if _, one := q.claimant(); !one {
		for i := range q.read.claims {
			if asked, _ := q.asked(q.read.claims[i : i+1]); len(asked) > 0 {
				q.suggest(ByReference, asked, Reason{SeenReference, q.read.claims[i].Code}, Reason{What: SeenTwice})
			}
		}
		return false
	}
	asked, whole := q.asked(q.read.claims)
	if len(asked) == 0 {
		return false
	}
	seen := Reason{SeenReference, q.read.code}
	if missing := q.sum(asked) - q.amount; missing != 0 && !whole { // some of it was paid already, or is in dispute: who knows what this is for
		q.suggest(ByReference, asked, seen, Reason{SeenPaidNumber, q.read.code})
		return false
	}
	if missing := q.sum(asked) - q.amount; missing != 0 && len(q.read.claims) > 1 {
		q.suggest(ByReference, asked, seen, Reason{What: SeenTwice})
		return false
	}
	switch missing := q.sum(asked) - q.amount; {
	case missing == 0:
		return q.post(ByReference, asked, seen, Reason{What: SeenAmount})
	case missing < 0:
		return q.post(ByReference, asked, seen, Reason{What: SeenOver})
	}
	if part, safe := q.oneWay(asked, q.amount); safe {
		return q.post(ByReference, part, seen, Reason{What: SeenAmount})
	}
	what := SeenShort
	if q.sum(asked)-q.amount <= q.fee {
		what = SeenFee
	}
	if len(asked) == 1 || what == SeenFee {
		return q.post(ByReference, asked, seen, Reason{What: what})
	}
	q.suggest(ByReference, asked, seen, Reason{What: SeenShort})
	return false
}

// claimant is the customer of the payment references that were read; false if there are none, or of several customers.
func (q *question) claimant() (who ledger.ID, one bool) {
	for i, c := range q.read.claims {
		if i > 0 && c.Customer != who {
			return ledger.ID{}, false
		}
		who = c.Customer
	}
	return who, len(q.read.claims) > 0
}

// asked are the items of payment references that are open, what is due first before the rest; whole tells that none is missing.
func (q *question) asked(claims []Claim) (items []int32, whole bool) {
	whole = true
	for _, c := range claims {
		for _, id := range c.Items {
			at, known := q.itemAt[id]
			if known && q.items[at].open > 0 {
				if !slices.Contains(items, at) {
					items = append(items, at)
				}
				continue
			}
			whole = false
		}
	}
	items = q.sameMoney(items)
	slices.SortFunc(items, q.byDue)
	return items, whole
}

// byNumber believes numbers in the text as far as the amount agrees with them, and nothing speaks against them.
func (q *question) byNumber() bool {
	owners := q.owners(q.read.named)
	if len(owners) == 0 {
		return false
	}
	seen := Reason{SeenNumber, q.read.numbers[0]}
	if len(owners) > 1 { // one pays for two, or a number means two things
		q.several(owners, seen)
		return false
	}
	who, named := owners[0], q.read.named
	if !q.friendly(who) {
		q.suggest(ByNumber, named, seen, Reason{What: SeenStranger})
		return false
	}
	doubts := q.doubts()
	if part, safe := q.oneWay(named, q.amount); safe {
		return q.postUnless(doubts, ByNumber, part, seen, Reason{What: SeenAmount})
	}
	missing := q.sum(named) - q.amount
	if missing > 0 && missing <= q.fee {
		return q.postUnless(doubts, ByNumber, named, seen, Reason{What: SeenFee})
	}
	if missing < 0 && len(doubts) == 0 && q.completed(who, named, -missing, seen) {
		return q.certain
	}
	return q.uneven(who, named, missing, seen)
}

// doubts are what a text says against any reading of it: that it names what is settled, or is for something to come.
func (q *question) doubts() (out []Reason) {
	if q.read.paid != "" {
		out = append(out, Reason{SeenPaidNumber, q.read.paid})
	}
	if word := q.advance(); word != "" {
		out = append(out, Reason{SeenAdvance, word})
	}
	return out
}

// postUnless is post where there are no doubts, and suggest with them where there are.
func (q *question) postUnless(doubts []Reason, rule Rule, items []int32, reasons ...Reason) bool {
	if len(doubts) == 0 {
		return q.post(rule, items, reasons...)
	}
	q.suggest(rule, items, append(reasons, doubts...)...)
	return false
}

// several is for numbers of two customers.
func (q *question) several(owners []int32, seen Reason) {
	if q.sum(q.read.named) == q.amount {
		q.suggest(ByNumber, q.read.named, seen, Reason{What: SeenAmount}, Reason{What: SeenStranger})
	}
	for _, who := range owners {
		part := slices.DeleteFunc(slices.Clone(q.read.named), func(at int32) bool { return q.items[at].customer != who })
		if q.sum(part) == q.amount && q.payer == who && q.how == sure {
			q.suggest(ByNumber, part, seen, Reason{What: SeenAmount})
		}
	}
}

// completed finds what the text had no room for: other items of the customer that make up the rest, in one way only.
func (q *question) completed(who int32, named []int32, rest int64, seen Reason) bool {
	others := slices.DeleteFunc(slices.Clone(q.open(who)), func(at int32) bool { return slices.Contains(named, at) })
	more, safe := q.oneWay(others, rest)
	if len(more) == 0 {
		return false
	}
	items := slices.Concat(named, more)
	if safe && q.payer == who && len(q.read.unknown) > 0 {
		q.post(ByNumber, items, seen, Reason{What: SeenAmount})
		return true
	}
	q.suggest(ByNumber, items, seen, Reason{What: SeenAmount})
	return false
}

// uneven is for numbers whose items are open for another amount. If something else of the customer's has just this amount, the number was likely a slip; else the
// item is paid in part, or with too much.
func (q *question) uneven(who int32, named []int32, missing int64, seen Reason) bool {
	found := len(q.found)
	q.exact(who, Reason{SeenOtherNumber, seen.Found})
	q.sums(who, false, Reason{SeenOtherNumber, seen.Found})
	other := len(q.found) > found
	what := SeenShort
	if missing < 0 {
		what = SeenOver
	}
	plainly := q.payer == who && q.how == sure && len(q.read.unknown) == 0 && len(q.doubts()) == 0 && !q.read.ended
	if !other && plainly && (missing > 0 && len(named) == 1 || missing < 0 && -missing <= q.amount/10) {
		return q.post(ByNumber, named, seen, Reason{What: what})
	}
	q.suggest(ByNumber, named, seen, Reason{What: what})
	return false
}

// byAmount is for a payer who is known and names nothing that is open.
func (q *question) byAmount() bool {
	if q.payer < 0 || q.how == unknown {
		return false
	}
	against := q.doubts()
	if len(q.read.named) > 0 {
		against = append(against, Reason{SeenOtherNumber, q.read.numbers[0]})
	}
	if q.exact(q.payer, against...) || q.certain {
		return true
	}
	if q.sums(q.payer, len(against) == 0, against...) {
		return true
	}
	q.short(q.payer)
	return q.oldest()
}

// advance is a word by which the payer says that the money is for something to come.
func (q *question) advance() string {
	for _, text := range q.money.Text {
		for _, word := range []string{"预付", "定金", "订金", "押金", "保证金", "ADVANCE", "DEPOSIT", "PREPAYMENT"} {
			if strings.Contains(number.Fold(text), word) {
				return word
			}
		}
	}
	return ""
}

// exact finds single items of just this amount. One is certain if nothing speaks against it; of several, the one whose number the text resembles.
func (q *question) exact(who int32, against ...Reason) bool {
	var fit, like []int32
	word := ""
	for _, at := range q.open(who) {
		if q.items[at].open != q.amount {
			continue
		}
		fit = append(fit, at)
		if w := q.resembled(at); w != "" {
			like, word = append(like, at), w
		}
	}
	same := Reason{What: SeenAmount}
	switch {
	case len(fit) == 0:
		return false
	case len(like) == 1 && len(against) == 0:
		return q.post(ExactOne, like, same, Reason{SeenLikeNumber, word})
	case len(fit) == 1 && len(against) == 0:
		return q.post(ExactOne, fit, same)
	}
	for _, at := range slices.Concat(like, fit) {
		reasons := append([]Reason{same}, against...)
		if len(fit) > 1 {
			reasons = append(reasons, Reason{What: SeenTwice})
		}
		q.suggest(ExactOne, []int32{at}, reasons...)
		if len(q.found) >= Most {
			break
		}
	}
	return false
}

// resembled is a piece of the text that is one slip away from a number of the item, or its end.
func (q *question) resembled(at int32) string {
	for _, word := range q.read.unknown {
		is := number.Normalize(word).Core
		if len(is) < shortest {
			continue
		}
		for _, its := range q.items[at].numbers {
			n := number.Normalize(its)
			if said, own := number.Letters(number.Normalize(word).Compact), number.Letters(n.Compact); said != "" && own != "" && said != own {
				continue // a slip is in the digits; other letters are another kind of number
			}
			if number.Similar(n.Core, is) || endsIn(n.Compact, word) || endsIn(n.Core, is) {
				return word
			}
		}
	}
	return ""
}

// short finds an item of which a bank may have kept a fee.
func (q *question) short(who int32) {
	if q.fee == 0 {
		return
	}
	for _, at := range q.open(who) {
		if missing := q.items[at].open - q.amount; missing > 0 && missing <= q.fee && len(q.found) < Most {
			q.suggest(ExactOne, []int32{at}, Reason{What: SeenFee})
		}
	}
}

// oldest follows the customer's policy when nothing else was found. An amount to the cent was added up from particular items, even if it cannot be seen from
// which: only a round sum settles what is oldest by itself.
func (q *question) oldest() bool {
	open := q.open(q.payer)
	if len(open) == 0 || len(q.found) >= Most {
		return false
	}
	if q.customers[q.payer].OldestFirst && q.how == sure && q.amount%round == 0 && len(q.found) == 0 && q.advance() == "" && len(q.read.unknown) == 0 && q.read.paid == "" && len(q.read.named) == 0 {
		return q.post(OldestFirst, open)
	}
	q.suggest(OldestFirst, open)
	return false
}

const round = 1000_00 // in least units

// byAmountAlone is for a payer who is not known: items of just this amount, those first whose number the text resembles.
func (q *question) byAmountAlone() bool {
	if q.payer >= 0 && q.how != unknown {
		return false
	}
	var fit []int32
	q.amounts.each(q.price(q.amount, q.money.Currency), mostShared, func(at int32) {
		if x := &q.items[at]; x.open == q.amount && x.currency == q.money.Currency && !slices.Contains(fit, at) {
			fit = append(fit, at)
		}
	})
	slices.SortFunc(fit, q.byDue)
	for _, like := range []bool{true, false} {
		for _, at := range fit {
			word := q.resembled(at)
			if like != (word != "") || len(q.found) >= Most {
				continue
			}
			reasons := []Reason{{What: SeenAmount}}
			if like {
				reasons = append(reasons, Reason{SeenLikeNumber, word})
			}
			q.suggest(Resembles, []int32{at}, reasons...)
		}
	}
	return false
}
