package bank

import (
	"crypto/sha256"
	"encoding/json"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/bankfile"
	"hefu/ledger/calendar"
	"hefu/ledger/money"
)

// Part is what a file says about one account, and what importing it would do.
type Part struct {
	Named     string // the account as the file has it
	Currency  string
	Account   Account // without an id while nobody knows which
	Number    string
	OpensOn   calendar.Date
	ClosesOn  calendar.Date
	Opening   decimal.NullDecimal
	Closing   decimal.NullDecimal
	Pages     []PageOf
	Lines     int
	New       int
	Known     int
	In, Out   decimal.Decimal
	Problems  []Problem
	Fresh     []bankfile.Line // the new ones
	lines     []bankfile.Line
	fresh     []freshLine
	keptFrom  decimal.Decimal
	keptUntil decimal.Decimal
}

// PageOf is one of the bank's own statements in a part.
type PageOf struct {
	Number   string `json:"number"`
	OpensOn  string `json:"opens_on,omitempty"`
	ClosesOn string `json:"closes_on,omitempty"`
	Opening  string `json:"opening,omitempty"`
	Closing  string `json:"closing,omitempty"`
	Lines    int    `json:"lines"`
}

// freshLine is a line that the account does not have yet.
type freshLine struct {
	line       bankfile.Line
	identity   []byte
	occurrence int
}

func (p *Part) problem(found Problem) { p.Problems = append(p.Problems, found) }

// Proven tells whether the part has balances that it can be held to.
func (p *Part) Proven() bool { return p.Opening.Valid && p.Closing.Valid }

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

// check holds the part to its account.
func (p *Part) check() {
	p.Lines = len(p.lines)
	for _, l := range p.lines {
		if l.Amount.IsPositive() {
			p.In = p.In.Add(l.Amount)
		} else {
			p.Out = p.Out.Add(l.Amount)
		}
	}
	if p.ClosesOn.Before(p.OpensOn) {
		p.problem(said("dates_reversed", p.OpensOn.String()+" – "+p.ClosesOn.String()))
	}
	if p.Account.ID.IsZero() {
		return
	}
	if p.Account.ClosedAt != nil {
		p.problem(said("account_closed"))
	}
	if p.Currency != "" && p.Currency != string(p.Account.Currency) {
		p.problem(said("currency_differs", p.Currency))
		return
	}
	p.Currency = string(p.Account.Currency)
	for _, l := range p.lines {
		if !money.Exact(l.Amount, p.Account.Currency) {
			p.problem(said("amount_not_exact", l.Amount.String()))
			return
		}
	}
}

// whose finds the account that a statement is of: by the number in the file, else the one that was chosen.
func whose(file *bankfile.File, s bankfile.Statement, accounts []Account, chosen ledger.ID) (Account, Problem) {
	named := s.Account
	if file.Preset == "wechat" {
		named = "" // a nickname is no number
	}
	var picked Account
	for _, a := range accounts {
		if a.ID == chosen {
			picked = a
		}
	}
	if named != "" {
		for _, a := range accounts {
			if fits(named, a.Number) && (s.Currency == "" || s.Currency == string(a.Currency)) && (picked.ID.IsZero() || picked.ID == a.ID) {
				return a, Problem{}
			}
		}
	}
	switch {
	case named == "" && picked.ID.IsZero():
		return picked, said("account_missing")
	case named == "":
		return picked, Problem{}
	case picked.ID.IsZero():
		return picked, said("account_unknown", named)
	case !fits(named, picked.Number):
		return picked, said("account_differs", named)
	}
	return picked, Problem{}
}

// fits compares a number in a file with one that is kept: the same, or a bank's code before it, or with its middle hidden by stars.
func fits(named, kept string) bool {
	named, kept = PlainNumber(named), PlainNumber(kept)
	if named == kept {
		return true
	}
	if _, after, ok := strings.Cut(named, "/"); ok && after == kept {
		return true
	}
	if head, _, hidden := strings.Cut(named, "*"); hidden {
		tail := named[strings.LastIndex(named, "*")+1:]
		return len(head)+len(tail) >= 4 && strings.HasPrefix(kept, head) && strings.HasSuffix(kept, tail)
	}
	const enough = 8
	return len(kept) >= enough && len(named) > len(kept) && strings.HasSuffix(named, kept)
}

// identify says which line of the account a line is: what the bank calls it, else everything it says. Balances tell equal lines apart
// where the file has them.
func identify(l bankfile.Line) []byte {
	said := []string{l.BookedOn.String(), plainAmount(l.Amount)}
	if l.BankReference != "" {
		said = append(said, "ref", l.BankReference, l.EndToEnd)
	} else {
		said = append(said, "all", l.ValuedOn.String(), l.Counterparty, l.CounterpartyAccount, l.EndToEnd, l.Remittance, l.BankText)
	}
	if l.Balance.Valid {
		said = append(said, "balance", plainAmount(l.Balance.Decimal))
	}
	text, _ := json.Marshal(said) // strings alone cannot fail
	sum := sha256.Sum256(text)
	return sum[:]
}

// plainAmount writes equal amounts alike: 1.50 and 1.5.
func plainAmount(d decimal.Decimal) string {
	const places = 4
	return d.StringFixed(places)
}
