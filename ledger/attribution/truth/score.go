package truth

import (
	"fmt"
	"slices"
	"strings"

	"hefu/ledger"
	"hefu/ledger/attribution"
)

// Attributor is what is judged. It is told in the morning what is new, then asked about each receipt, then told what a person or it itself
// has decided.
type Attributor interface {
	Add(items []attribution.Item, claims []attribution.Claim)
	Match(attribution.Money) attribution.Answer
	// Settle takes amounts off items. When the answer was not certain a person has decided, and learn tells for whom the payer pays.
	Settle(takes []attribution.Take)
	Learn(payer, account string, customer ledger.ID)
}

// Score counts receipts.
type Score struct {
	Receipts int
	Posted   int // by themselves
	Wrong    int // of those: other items, another customer, another amount of a single item
	InThree  int // the right answer posted, or within the first three suggestions
	Of       map[Manner]*Count
}

// Count is one manner's share of a score.
type Count struct{ Receipts, Posted, Wrong, InThree int }

// Precision is that of what posted by itself.
func (s Score) Precision() Share { return partOf(s.Posted-s.Wrong, s.Posted) }

// StraightThrough is the share of receipts that posted by themselves, rightly.
func (s Score) StraightThrough() Share { return partOf(s.Posted-s.Wrong, s.Receipts) }

// InFirstThree is the share of receipts with the right answer posted or among the first three suggestions.
func (s Score) InFirstThree() Share { return partOf(s.InThree, s.Receipts) }

func partOf(part, whole int) Share {
	if whole == 0 {
		return 1
	}
	return Share(part) / Share(whole)
}

// String is one line of figures.
func (s Score) String() string {
	return fmt.Sprintf("%d receipts: posted by itself %.4f, of it right %.5f (%d wrong), right within three %.4f",
		s.Receipts, partOf(s.Posted, s.Receipts), s.Precision(), s.Wrong, s.InFirstThree())
}

// Table is a line for each manner.
func (s Score) Table() string {
	var b strings.Builder
	for _, manner := range (Profile{Shares: sharesOf(s.Of)}).manners() {
		c := s.Of[manner]
		fmt.Fprintf(&b, "%-13s %6d receipts, posted %.3f, wrong %d, right within three %.3f\n", manner, c.Receipts, partOf(c.Posted, c.Receipts), c.Wrong, partOf(c.InThree, c.Receipts))
	}
	return b.String()
}

func sharesOf(counts map[Manner]*Count) map[Manner]Share {
	out := map[Manner]Share{}
	for manner := range counts {
		out[manner] = 0
	}
	return out
}

// Add puts several years together.
func (s Score) Add(o Score) Score {
	sum := Score{s.Receipts + o.Receipts, s.Posted + o.Posted, s.Wrong + o.Wrong, s.InThree + o.InThree, map[Manner]*Count{}}
	for _, of := range []map[Manner]*Count{s.Of, o.Of} {
		for manner, c := range of {
			if sum.Of[manner] == nil {
				sum.Of[manner] = &Count{}
			}
			sum.Of[manner].Receipts += c.Receipts
			sum.Of[manner].Posted += c.Posted
			sum.Of[manner].Wrong += c.Wrong
			sum.Of[manner].InThree += c.InThree
		}
	}
	return sum
}

// Miss is a receipt that was posted wrongly, or whose right answer was not among the first three suggestions.
type Miss struct {
	Payment Payment
	Answer  attribution.Answer
}

// Judge lives through the year: what is not posted by itself a person decides rightly, and it learns from that.
func (y Year) Judge(by Attributor) (Score, []Miss) {
	s := Score{Of: map[Manner]*Count{}}
	var misses []Miss
	for _, day := range y.Days {
		by.Add(day.Items, day.Claims)
		for _, p := range day.Payments {
			answer := by.Match(p.Money)
			c := s.Of[p.Manner]
			if c == nil {
				c = &Count{}
				s.Of[p.Manner] = c
			}
			s.Receipts, c.Receipts = s.Receipts+1, c.Receipts+1
			right := p.right(answer)
			if answer.Certain {
				s.Posted, c.Posted = s.Posted+1, c.Posted+1
				if right != 0 {
					s.Wrong, c.Wrong = s.Wrong+1, c.Wrong+1
				}
			}
			if right >= 0 && right < 3 && (!answer.Certain || right == 0) {
				s.InThree, c.InThree = s.InThree+1, c.InThree+1
			} else {
				misses = append(misses, Miss{p, answer})
			}
			by.Settle(p.Takes)
			if p.Customer != (ledger.ID{}) {
				by.Learn(p.Money.Payer, p.Account, p.Customer)
			}
		}
	}
	return s, misses
}

// right is the place of the right suggestion, or -1. Money for no item is right when nothing is posted and whose it is, or that it is nobody's, was said.
func (p Payment) right(a attribution.Answer) int {
	if len(p.Takes) == 0 {
		if a.Certain || a.Customer != p.Customer {
			return -1
		}
		return 0
	}
	return slices.IndexFunc(a.Suggestions, p.is)
}

// is tells whether a suggestion takes from exactly the items that were meant. Which of several items was paid short nobody can know, so amounts count for one item only.
func (p Payment) is(s attribution.Suggestion) bool {
	if len(s.Takes) != len(p.Takes) {
		return false
	}
	takes := slices.SortedFunc(slices.Values(s.Takes), byItem)
	for i, t := range takes {
		if t.Item != p.Takes[i].Item || len(takes) == 1 && !t.Amount.Equal(p.Takes[i].Amount) {
			return false
		}
	}
	return true
}
