package truth

import (
	"hefu/ledger"
	"hefu/ledger/attribution"
)

// Bare is the baseline: a receipt pays the item that is open for exactly its amount. It posts where there is one, and suggests where there are several.
type Bare struct {
	open map[ledger.ID]attribution.Item
	of   map[string][]ledger.ID // by amount, in the order of booking
}

// NewBare makes a baseline.
func NewBare() *Bare {
	return &Bare{open: map[ledger.ID]attribution.Item{}, of: map[string][]ledger.ID{}}
}

// Add notes items; references mean nothing here.
func (b *Bare) Add(items []attribution.Item, _ []attribution.Claim) {
	for _, x := range items {
		b.open[x.ID] = x
		b.of[x.Open.String()] = append(b.of[x.Open.String()], x.ID)
	}
}

// Match finds the items of the amount.
func (b *Bare) Match(m attribution.Money) attribution.Answer {
	var a attribution.Answer
	for _, id := range b.of[m.Amount.String()] {
		if x, open := b.open[id]; open && x.Open.Equal(m.Amount) && len(a.Suggestions) < attribution.Most {
			a.Suggestions = append(a.Suggestions, attribution.Suggestion{Customer: x.Customer, Takes: []attribution.Take{{Item: id, Amount: m.Amount}}})
		}
	}
	if a.Certain = len(a.Suggestions) == 1; a.Certain {
		a.Customer = a.Suggestions[0].Customer
	}
	return a
}

// Settle takes amounts off items.
func (b *Bare) Settle(takes []attribution.Take) {
	for _, t := range takes {
		x := b.open[t.Item]
		if x.Open = x.Open.Sub(t.Amount); x.Open.IsPositive() {
			b.open[t.Item] = x
			b.of[x.Open.String()] = append(b.of[x.Open.String()], t.Item)
		} else {
			delete(b.open, t.Item)
		}
	}
}

// Learn learns nothing.
func (*Bare) Learn(string, string, ledger.ID) {}
