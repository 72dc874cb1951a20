package receipt

import (
	"slices"
	"strings"

	"hefu/ledger"
	"hefu/ledger/attribution"
)

// documents are those of a suggestion's items, each once, in their order.
func (d *desk) documents(s attribution.Suggestion) []ledger.ID {
	var out []ledger.ID
	for _, t := range s.Takes {
		if id := d.items[t.Item].document; !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// word gives suggestions the names that people read.
func (d *desk) word(found []attribution.Suggestion) []Suggestion {
	out := make([]Suggestion, 0, len(found))
	for _, f := range found {
		who := d.customers[f.Customer]
		s := Suggestion{CustomerID: f.Customer, CustomerCode: who.code, CustomerName: who.name, Rule: f.Rule, Reasons: f.Reasons, Left: f.Left, Short: f.Short}
		for _, t := range f.Takes {
			item := d.items[t.Item]
			s.Takes = append(s.Takes, Take{Item: t.Item, Document: item.document, DocumentNo: item.documentNo, Amount: t.Amount})
		}
		out = append(out, s)
	}
	return out
}

// reasonText keeps what was seen with the receipt, for whoever asks later why it was posted: observations in the order in which they counted.
func reasonText(s attribution.Suggestion) string {
	var parts []string
	for _, r := range s.Reasons {
		text := string(r.What)
		if r.Found != "" {
			text += ": " + r.Found
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, "; ")
}
