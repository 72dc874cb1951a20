package matching

import (
	"github.com/shopspring/decimal"

	"hefu/ledger/calendar"
	"hefu/ledger/tally"
)

// compare has the engine compare both sides and turns its findings into groups, each with the decision that is proposed.
func compare(at ground, s sides) []Group {
	theirs := make([]tally.Line, len(s.theirs))
	for i, l := range tally.Within(s.theirs, at.PeriodStart, at.CutOff) {
		theirs[i] = l
		theirs[i].Outside = l.Outside || s.theirs[i].Outside
	}
	found := tally.Compare(s.compared(), theirs, tally.Options{})
	book := bookOf(s, at.CutOff)
	groups := make([]Group, 0, len(found.Matches)+len(found.Remainders))
	add := func(g Group) {
		g.No = len(groups) + 1
		groups = append(groups, book.settle(g))
	}
	for _, c := range s.credited {
		add(Group{Class: Agrees, Certainty: tally.Certain, Reasons: []tally.Reason{{Cause: settlesDispute, Values: []string{c.disputeNo}}}, Ours: sorted([]int{c.item, c.credit})})
		if g := &groups[len(groups)-1]; !g.Effect().IsZero() { // credited in part: the customer's books keep the rest to be put right
			g.Class, g.Decision, g.ItemKind = AmountDiffers, Reconcile, OwnCorrection
		}
	}
	for _, m := range found.Matches {
		add(Group{Class: Agrees, Certainty: m.Certainty, Rule: m.Rule, Reasons: m.Reasons, Ours: m.Ours, Theirs: m.Theirs})
	}
	for _, r := range found.Remainders {
		add(Group{Class: Class(r.Class), Certainty: r.Certainty, Rule: r.Rule, Reasons: r.Reasons, Ours: r.Ours, Theirs: r.Theirs})
	}
	for _, m := range found.Elsewhere { // a carried item that clears by a line of yet another period
		g := Group{Class: Agrees, Certainty: m.Certainty, Rule: m.Rule, Reasons: m.Reasons, Ours: m.Ours, Theirs: m.Theirs}
		if book.clears(g) {
			add(g)
		}
	}
	return groups
}

// book finds lines by side and number.
type book struct {
	ours, theirs map[int]Line
	cutOff       calendar.Date
}

func bookOf(s sides, cutOff calendar.Date) book {
	return newBook(append(s.keptOurs[:len(s.keptOurs):len(s.keptOurs)], s.kept...), cutOff)
}

func newBook(lines []Line, cutOff calendar.Date) book {
	b := book{ours: map[int]Line{}, theirs: map[int]Line{}, cutOff: cutOff}
	for _, l := range lines {
		if l.Side == tally.Ours {
			b.ours[l.No] = l
		} else {
			b.theirs[l.No] = l
		}
	}
	return b
}

// of are the lines of a group, ours first.
func (b book) of(g Group) (ours, theirs []Line) {
	for _, no := range g.Ours {
		ours = append(ours, b.ours[no])
	}
	for _, no := range g.Theirs {
		theirs = append(theirs, b.theirs[no])
	}
	return ours, theirs
}

func (b book) sum(lines []Line) decimal.Decimal {
	total := decimal.Zero
	for _, l := range lines {
		if !l.after(b.cutOff) {
			total = total.Add(l.Amount)
		}
	}
	return total
}

// clears tells whether a group holds a carried item and nothing that was booked after the cut-off only.
func (b book) clears(g Group) bool {
	ours, theirs := b.of(g)
	held := false
	for _, l := range append(ours, theirs...) {
		if l.after(b.cutOff) {
			return false
		}
		held = held || l.Origin == fromCarried
	}
	return held
}

// settle sums a group up and proposes what to do about it.
func (b book) settle(g Group) Group {
	ours, theirs := b.of(g)
	g.OursAmount, g.TheirsAmount = b.sum(ours), b.sum(theirs)
	if g.Ours == nil {
		g.Ours = []int{}
	}
	if g.Theirs == nil {
		g.Theirs = []int{}
	}
	g.Decision, g.ItemKind, g.Category = propose(g, ours, theirs)
	return g
}

// propose is what an accountant would most likely do: confirm what agrees, dispute what differs, and put down to timing what only one side has.
func propose(g Group, ours, theirs []Line) (Decision, ItemKind, string) {
	onStatement := false
	for _, l := range ours {
		onStatement = onStatement || l.Place > 0
	}
	switch g.Class {
	case AmountDiffers:
		if !onStatement {
			return Reconcile, OtherItem, ""
		}
		return Dispute, "", disagreement(g, ours)
	case OnlyOurs:
		return Reconcile, kindOfOurs(ours), ""
	case OnlyTheirs:
		return Reconcile, kindOfTheirs(theirs), ""
	case Duplicated:
		if len(theirs) > 0 || !onStatement {
			return Reconcile, OwnCorrection, ""
		}
		return Dispute, "", "duplicate"
	case PeriodDiffers:
		switch {
		case g.Effect().IsZero():
			return Confirm, "", ""
		case len(ours) > 0 && onStatement && !g.TheirsAmount.IsZero(): // booked by both, and not alike
			return Dispute, "", disagreement(g, ours)
		case len(ours) > 0:
			return Reconcile, kindOfOurs(ours), ""
		}
		return Reconcile, kindOfTheirs(theirs), ""
	}
	return Confirm, "", ""
}

// disagreement is the category of a dispute about an amount.
func disagreement(g Group, ours []Line) string {
	switch kindOf(ours[0].Kind) {
	case tally.Receipt:
		if g.TheirsAmount.LessThan(g.OursAmount) { // they paid more than we booked
			return "already_paid"
		}
	case tally.Credit, tally.Adjustment:
		return "discount"
	}
	return "document_mismatch"
}

func kindOfOurs(lines []Line) ItemKind {
	switch kindOf(lines[0].Kind) {
	case tally.Charge, tally.Credit:
		return InTransitInvoice
	case tally.Receipt:
		return InTransitReceipt
	}
	if lines[0].Amount.IsPositive() {
		return InTransitInvoice
	}
	return InTransitReceipt
}

// kindOfTheirs: what lowers the debt in the customer's books alone is a payment under way.
func kindOfTheirs(lines []Line) ItemKind {
	if lines[0].Amount.IsNegative() && lines[0].Kind != string(tally.Credit) {
		return InTransitPayment
	}
	return OtherItem
}
