package bank

import (
	"github.com/shopspring/decimal"

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

// freshLine is a line that the account does not have yet.
type freshLine struct {
	line       bankfile.Line
	identity   []byte
	occurrence int
}

func (p *Part) problem(found Problem) { p.Problems = append(p.Problems, found) }

// Proven tells whether the part has balances that it can be held to.
func (p *Part) Proven() bool { return p.Opening.Valid && p.Closing.Valid }

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
