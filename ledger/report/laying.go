package report

import (
	"github.com/shopspring/decimal"

	"hefu/ledger"
)

// laying lays out a detailed ledger line by line: each customer or account with its opening, its lines with the balance after each, and
// its closing. Lines come in the order of the keys, so however many there are, one customer or account at a time is in memory.
//
// With a cause there are only lines, without balances, which they would not lead from one to the other.
type laying struct {
	r         *request
	b         *builder
	names     names
	keys      []account // in order; of those before next everything is laid out
	sums      map[account]move
	byAccount bool
	says      bool
	next      int

	under   account
	open    bool // whether under waits for its closing
	balance decimal.Decimal
}

// line adds the next line.
func (p *laying) line(l line) {
	key := account{currency: string(p.r.currency(l.Currency))}
	if p.byAccount {
		key.account = named{l.Account, p.names.accounts[l.Account].Name}
	} else {
		key.id, key.customer = l.CustomerID, p.names.customers[l.CustomerID]
	}
	if !p.open || key != p.under {
		p.turn(key)
	}
	customer, debit, credit := p.names.customers[l.CustomerID], any(""), any("")
	if l.Amount.IsNegative() {
		credit = l.Amount.Neg()
	} else {
		debit = l.Amount
	}
	p.balance = p.balance.Add(l.Amount)
	last := any(shown(p.balance))
	if p.r.Cause != "" {
		last = l.Amount
	}
	currency := p.r.currency(key.currency)
	cells := []any{l.CustomerID, customer.Code, customer.Name, l.Account, currency, l.Posting, l.Kind, l.DocumentID, l.DocumentNo, debit, credit, last}
	if p.says && p.r.Cause == "" {
		cells = append(cells, inWords(l.Dimensions, p.r.dimensions, p.r.actor.Locale))
	}
	p.b.row(currency, cells...)
}

// turn goes on to the customer or account of the next line. One that has no sum has moves of zero in base currency alone.
func (p *laying) turn(key account) {
	p.close()
	for ; p.next < len(p.keys) && p.keys[p.next].compare(key) <= 0; p.next++ {
		if p.keys[p.next] != key {
			p.begin(p.keys[p.next])
			p.close()
		}
	}
	p.begin(key)
}

// end lays out those that had no line.
func (p *laying) end() {
	p.close()
	for ; p.next < len(p.keys); p.next++ {
		p.begin(p.keys[p.next])
		p.close()
	}
}

func (p *laying) begin(key account) {
	p.under, p.open, p.balance = key, true, p.sums[key].Opening
	p.edge(p.r.From, "opening", shown(p.balance))
}

func (p *laying) close() {
	if p.open {
		p.edge(p.r.To, "closing", p.balance)
	}
	p.open = false
}

// edge is the row of an opening or a closing.
func (p *laying) edge(on any, kind string, balance any) {
	if p.r.Cause != "" {
		return
	}
	currency := p.r.currency(p.under.currency)
	p.b.row(currency, p.under.id, p.under.customer.Code, p.under.customer.Name, p.under.account.Code, currency, on, kind, ledger.ID{}, "", "", "", balance)
}
