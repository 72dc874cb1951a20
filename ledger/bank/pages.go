package bank

import (
	"slices"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/bankfile"
)

// PageOf is one of the bank's own statements in a part.
type PageOf struct {
	Number   string `json:"number"`
	OpensOn  string `json:"opens_on,omitempty"`
	ClosesOn string `json:"closes_on,omitempty"`
	Opening  string `json:"opening,omitempty"`
	Closing  string `json:"closing,omitempty"`
	Lines    int    `json:"lines"`
}

// divide puts the statements of a file together, account by account, in the order of their balances.
func divide(file *bankfile.File, accounts []Account, chosen ledger.ID) []*Part {
	var out []*Part
	by := map[string]*Part{}
	var pages = map[*Part][]bankfile.Statement{}
	for _, s := range file.Statements {
		account, found := whose(file, s, accounts, chosen)
		key := account.ID.String() + "|" + s.Account + "|" + s.Currency
		p, ok := by[key]
		if !ok {
			p = &Part{Named: s.Account, Currency: s.Currency, Account: account}
			if found.Code != "" {
				p.problem(found)
			}
			by[key], out = p, append(out, p)
		}
		pages[p] = append(pages[p], s)
	}
	for _, p := range out {
		p.join(pages[p])
		p.check()
	}
	return out
}

// join makes one of several pages: each must open with what the one before closed with.
func (p *Part) join(pages []bankfile.Statement) {
	slices.SortStableFunc(pages, func(a, b bankfile.Statement) int {
		if a.Opening == nil || b.Opening == nil {
			return 0
		}
		return a.Opening.On.Compare(b.Opening.On)
	})
	proven := 0
	for i, s := range pages {
		for _, found := range s.Problems {
			p.problem(ofFile(found))
		}
		page := PageOf{Number: s.Number, Lines: len(s.Lines)}
		if s.Opening != nil && s.Closing != nil {
			proven++
			page.OpensOn, page.ClosesOn, page.Opening, page.Closing = s.Opening.On.String(), s.Closing.On.String(), s.Opening.Amount.String(), s.Closing.Amount.String()
			if i > 0 && p.Closing.Valid && !p.Closing.Decimal.Equal(s.Opening.Amount) {
				p.problem(said("gap_in_file", p.Closing.Decimal.String()+" → "+s.Opening.Amount.String()))
			}
			if !p.Opening.Valid {
				p.Opening, p.OpensOn = decimal.NewNullDecimal(s.Opening.Amount), s.Opening.On
			}
			p.Closing, p.ClosesOn = decimal.NewNullDecimal(s.Closing.Amount), s.Closing.On
		}
		p.Pages, p.lines = append(p.Pages, page), append(p.lines, s.Lines...)
	}
	if proven > 0 && proven < len(pages) {
		p.problem(said("balances_in_parts"))
	}
	if len(pages) > 0 {
		p.Number = pages[0].Number
		if last := pages[len(pages)-1].Number; last != p.Number {
			p.Number += " – " + last
		}
	}
	if proven == 0 {
		p.Opening, p.Closing = decimal.NullDecimal{}, decimal.NullDecimal{}
		for _, l := range p.lines {
			if p.OpensOn.IsZero() || l.BookedOn.Before(p.OpensOn) {
				p.OpensOn = l.BookedOn
			}
			if p.ClosesOn.IsZero() || l.BookedOn.After(p.ClosesOn) {
				p.ClosesOn = l.BookedOn
			}
		}
	}
}
