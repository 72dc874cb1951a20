package attribution

import (
	"cmp"
	"hash/maphash"
	"slices"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/money"
	"hefu/ledger/number"
)

// Policy is what the organization allows.
type Policy struct {
	Fee decimal.Decimal // the most that a bank keeps of a transfer, in its currency; zero: not a cent
}

// Desk holds what is open and what is known of payers, in memory: about 300 bytes an item. It is not safe for concurrent use.
type Desk struct {
	policy     Policy
	seed       maphash.Seed
	customers  []customer
	customerAt map[ledger.ID]int32
	items      []item
	itemAt     map[ledger.ID]int32
	numbers    chains              // items by a number's core
	amounts    chains              // items by currency and amount
	claims     map[string]Claim    // by code
	paid       map[uint64]struct{} // numbers of what was settled lately, by hash
	byAccount  map[string]int32    // customers; shared: of several
	byName     map[string]int32
	byLikeness map[string]int32
}

const shared = -1

type customer struct {
	Customer
	items []int32 // open, by due day
}

type item struct {
	id          ledger.ID
	customer    int32
	open        int64 // in the currency's least units
	currency    money.Currency
	posted, due calendar.Date
	numbers     []string
}

// NewDesk makes a desk for these customers. Nobody else can be found.
func NewDesk(policy Policy, customers []Customer) *Desk {
	d := &Desk{
		policy: policy, seed: maphash.MakeSeed(), customerAt: map[ledger.ID]int32{}, itemAt: map[ledger.ID]int32{}, numbers: newChains(), amounts: newChains(),
		claims: map[string]Claim{}, paid: map[uint64]struct{}{}, byAccount: map[string]int32{}, byName: map[string]int32{}, byLikeness: map[string]int32{},
	}
	for _, c := range customers {
		at := int32(len(d.customers))
		d.customers, d.customerAt[c.ID] = append(d.customers, customer{Customer: c}), at
		for _, account := range c.Accounts {
			know(d.byAccount, accountOf(account), at)
		}
		for _, name := range c.Names {
			know(d.byName, plain(name), at)
			know(d.byLikeness, likeness(name), at)
		}
	}
	return d
}

// know notes what belongs to a customer; what belongs to two belongs to nobody.
func know(where map[string]int32, key string, at int32) {
	if key == "" {
		return
	}
	if before, taken := where[key]; taken && before != at {
		at = shared
	}
	where[key] = at
}

// Add tells what is open, and what was asked for under a payment reference. Items of customers who are not known, and items told
// before, are passed over.
func (d *Desk) Add(items []Item, claims []Claim) {
	for _, x := range items {
		who, known := d.customerAt[x.Customer]
		if _, twice := d.itemAt[x.ID]; twice || !known {
			continue
		}
		at := int32(len(d.items))
		d.items = append(d.items, item{x.ID, who, units(x.Open, x.Currency), x.Currency, x.Posted, x.Due, x.Numbers})
		d.itemAt[x.ID] = at
		for i, text := range x.Numbers {
			core := number.Normalize(text).Core
			if len(core) >= shortest && !slices.ContainsFunc(x.Numbers[:i], func(o string) bool { return number.Normalize(o).Core == core }) {
				d.numbers.add(maphash.String(d.seed, core), at)
			}
		}
		d.priced(at)
		c := &d.customers[who]
		place, _ := slices.BinarySearchFunc(c.items, at, d.byDue)
		c.items = slices.Insert(c.items, place, at)
	}
	for _, c := range claims {
		d.claims[number.Normalize(c.Code).Compact] = c
	}
}

// Paid tells numbers of documents that were settled lately and are not told as items: money that names one was perhaps paid twice. It keeps 16
// bytes a number.
func (d *Desk) Paid(numbers ...string) {
	for _, text := range numbers {
		n := number.Normalize(text)
		if len(n.Core) < sound {
			continue
		}
		d.paid[maphash.String(d.seed, n.Compact)] = struct{}{}
		d.paid[maphash.String(d.seed, bareCore+n.Core)] = struct{}{}
	}
}

// bareCore marks the hash of a number that is written without its letters.
const bareCore = "\x00"

// wasPaid tells whether a number is one that Paid told, with its letters or without any.
func (d *Desk) wasPaid(is number.Normal) bool {
	if len(is.Core) < sound {
		return false
	}
	key := is.Compact
	if number.Letters(is.Compact) == "" {
		key = bareCore + is.Core
	}
	_, found := d.paid[maphash.String(d.seed, key)]
	return found
}

func (d *Desk) byDue(a, b int32) int {
	x, y := &d.items[a], &d.items[b]
	return cmp.Or(x.due.Compare(y.due), x.posted.Compare(y.posted), cmp.Compare(a, b))
}

func (d *Desk) priced(at int32) {
	x := &d.items[at]
	d.amounts.add(d.price(x.open, x.currency), at)
}

func (d *Desk) price(amount int64, currency money.Currency) uint64 {
	return maphash.String(d.seed, string(currency)) ^ uint64(amount)*0x9e3779b97f4a7c15
}

// Settle takes amounts off items; an item of which nothing is left is open no more, but its numbers are still known.
func (d *Desk) Settle(takes []Take) {
	for _, t := range takes {
		at, known := d.itemAt[t.Item]
		if !known {
			continue
		}
		x := &d.items[at]
		if x.open -= units(t.Amount, x.currency); x.open > 0 {
			d.priced(at)
			continue
		}
		c := &d.customers[x.customer]
		if place, found := slices.BinarySearchFunc(c.items, at, d.byDue); found {
			c.items = slices.Delete(c.items, place, place+1)
		}
	}
}

// Reopen takes back the latest Settle that is not taken back yet: what was meant to be posted and was not is open as before.
func (d *Desk) Reopen(takes []Take) {
	for _, t := range slices.Backward(takes) {
		at, known := d.itemAt[t.Item]
		if !known {
			continue
		}
		x := &d.items[at]
		closed := x.open <= 0
		x.open += units(t.Amount, x.currency)
		if !closed {
			continue
		}
		c := &d.customers[x.customer]
		place, _ := slices.BinarySearchFunc(c.items, at, d.byDue)
		c.items = slices.Insert(c.items, place, at)
	}
}

// Knows tells whether Learn would say nothing new.
func (d *Desk) Knows(payer, account string, customer ledger.ID) bool {
	at, known := d.customerAt[customer]
	name, account := Payer(payer, account)
	for _, k := range []struct {
		where map[string]int32
		key   string
	}{{d.byAccount, account}, {d.byName, name}} {
		if who, said := k.where[k.key]; known && k.key != "" && (!said || who != at) {
			return false
		}
	}
	return true
}

// Learn remembers for whom somebody pays: the account, and the name where it is a company's. What was learnt of another customer is
// doubtful from then on, and decides nothing any more.
func (d *Desk) Learn(payer, account string, customer ledger.ID) {
	at, known := d.customerAt[customer]
	if !known {
		return
	}
	name, account := Payer(payer, account)
	know(d.byAccount, account, at)
	know(d.byName, name, at)
}

// Payer is the name and the account under which somebody is remembered; a name is "" when it is so short that many may have it.
func Payer(name, account string) (string, string) {
	name = plain(name)
	if len([]rune(name)) < companyName {
		name = ""
	}
	return name, accountOf(account)
}

func units(amount decimal.Decimal, currency money.Currency) int64 {
	return amount.Shift(currency.Exponent()).IntPart()
}

func amountOf(units int64, currency money.Currency) decimal.Decimal {
	return decimal.New(units, -currency.Exponent())
}

// chains are lists of items by a hash, in three slices instead of a slice each.
type chains struct {
	last map[uint64]int32
	item []int32
	prev []int32
}

func newChains() chains { return chains{last: map[uint64]int32{}} }

func (c *chains) add(hash uint64, at int32) {
	before, found := c.last[hash]
	if !found {
		before = -1
	}
	c.last[hash] = int32(len(c.item))
	c.item, c.prev = append(c.item, at), append(c.prev, before)
}

// each calls for the items of a hash, the latest first, at most so many.
func (c *chains) each(hash uint64, most int, call func(at int32)) {
	link, found := c.last[hash]
	for ; found && link >= 0 && most > 0; most-- {
		call(c.item[link])
		link = c.prev[link]
	}
}
