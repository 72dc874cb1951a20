package truth

import (
	"cmp"
	"slices"

	"hefu/ledger"
	"hefu/ledger/attribution"
)

// manners are those of the profile in a fixed order, for maps have none.
func (p Profile) manners() []Manner {
	var all []Manner
	for manner := range p.Shares {
		all = append(all, manner)
	}
	slices.Sort(all)
	return all
}

// receive makes one payment, in a manner for which somebody has the items.
func (m *maker) receive() {
	at := 0.0
	for _, each := range m.profile.manners() {
		at += m.profile.Shares[each]
	}
	at *= m.Float64()
	manner := OneNumber
	for _, each := range m.profile.manners() {
		if at -= m.profile.Shares[each]; at < 0 {
			manner = each
			break
		}
	}
	for range 40 {
		p := m.payers[min(m.IntN(len(m.payers)), m.IntN(len(m.payers)))]
		if made, ok := m.pay(p, manner); ok {
			m.keep(p, made)
			return
		}
	}
}

func (m *maker) keep(p *payer, made Payment) {
	made.ID, made.Date, made.Currency = m.id(), m.today.Date, yuan
	for _, t := range made.Takes {
		b := m.open[t.Item]
		b.cents -= t.Amount.Shift(2).IntPart()
		if b.cents > 0 {
			continue
		}
		delete(m.open, t.Item)
		owner := m.payerAt[b.Customer]
		owner.items = slices.DeleteFunc(owner.items, func(x *bill) bool { return x == b })
	}
	slices.SortFunc(made.Takes, byItem)
	m.today.Payments = append(m.today.Payments, made)
	if made.Manner == OneNumber || made.Manner == NoNumber {
		m.paid = append(m.paid, paid{made, p})
	}
}

func byItem(a, b attribution.Take) int { return cmp.Compare(string(a.Item[:]), string(b.Item[:])) }

// ripe are the items that have been known for some days.
func (m *maker) ripe(p *payer) []*bill {
	var out []*bill
	for _, b := range p.items {
		if m.today.Date.Sub(b.Posted) >= 5 {
			out = append(out, b)
		}
	}
	return out
}

func (m *maker) pay(p *payer, manner Manner) (Payment, bool) {
	made := Payment{Manner: manner, Customer: p.ID, Payer: p.ID}
	made.Money.Payer = m.called(p)
	if m.chance(.9) {
		made.Account = pick(m, p.accounts...)
	}
	items := m.ripe(p)
	switch manner {
	case NotOurs:
		return m.notOurs(made), true
	case Twice:
		return m.again(made)
	case OnAccount:
		return m.onAccount(made, p, items)
	case Joint:
		return m.joint(made, p, items)
	}
	if len(items) == 0 {
		return made, false
	}
	chosen, ok := m.choose(p, manner, items)
	if !ok {
		return made, false
	}
	cents := sum(chosen)
	switch manner {
	case Fee:
		fee := pick(m, int64(500), 1000, 1500, 2000, 2500, 5000)
		if cents < 100*fee {
			return made, false
		}
		cents -= fee
	case Short:
		cents -= max(cents*int64(m.between(5, 150))/1000, 1)
	case Over:
		cents += max(cents*int64(m.between(1, 60))/1000, 1)
	case Instalment:
		cents = cents * int64(pick(m, 30, 50, 50, 40)) / 100
	}
	if cents <= 0 {
		return made, false
	}
	made.Amount, made.Takes = amountOf(cents), takesOf(chosen, cents)
	made.Text = m.text(p, manner, items, chosen)
	if manner == ThirdParty || manner == Stranger {
		made.Money.Payer, made.Account, made.Payer = m.person(), m.digits(19), ledger.ID{}
		if m.chance(.4) {
			made.Money.Payer = pick(m, cities...) + string(pick(m, signs...)) + string(pick(m, family...)) + pick(m, trades...) + "经营部"
		}
	}
	return made, true
}

// choose picks what is paid in a manner.
func (m *maker) choose(p *payer, manner Manner, items []*bill) ([]*bill, bool) {
	switch manner {
	case Numbers, CutNumbers:
		return m.some(items, 2, 12)
	case AnyItems:
		return m.some(items, 2, 12)
	case WholeMonth:
		month := items[m.IntN(len(items))].Posted.StartOfMonth()
		if !month.EndOfMonth().Before(m.today.Date) {
			return nil, false
		}
		all := only(p.items, func(b *bill) bool { return b.Posted.StartOfMonth() == month })
		return all, len(all) > 1
	case AllDue:
		due := only(p.items, func(b *bill) bool { return !b.Due.After(m.today.Date) })
		if m.chance(.2) {
			due = slices.Clone(p.items)
		}
		return due, len(due) > 1
	case OldestItems:
		if len(items) < 3 {
			return nil, false
		}
		return items[:m.between(2, min(8, len(items)-1))], true
	case Fee:
		if m.chance(.3) {
			return m.some(items, 2, 6)
		}
	case Short:
		if m.chance(.2) {
			return m.some(items, 2, 5)
		}
	case Reference:
		chosen, ok := m.some(items, 1, 15)
		return chosen, ok
	}
	// old ones are paid first, mostly
	return []*bill{items[min(m.IntN(len(items)), m.IntN(len(items)))]}, true
}

func (m *maker) some(items []*bill, least, most int) ([]*bill, bool) {
	if len(items) < least {
		return nil, false
	}
	count := least
	for count < min(most, len(items)) && m.chance(.65) {
		count++
	}
	chosen := slices.Clone(items)
	m.Shuffle(len(chosen), func(i, j int) { chosen[i], chosen[j] = chosen[j], chosen[i] })
	chosen = chosen[:count]
	slices.SortStableFunc(chosen, func(a, b *bill) int { return a.Posted.Compare(b.Posted) })
	return chosen, true
}

func only(items []*bill, keep func(*bill) bool) []*bill {
	var out []*bill
	for _, b := range items {
		if keep(b) {
			out = append(out, b)
		}
	}
	return out
}

func sum(items []*bill) int64 {
	var cents int64
	for _, b := range items {
		cents += b.cents
	}
	return cents
}

// takesOf lays the money on the items in their order; what is short stays open on the last ones.
func takesOf(items []*bill, cents int64) []attribution.Take {
	var takes []attribution.Take
	for _, b := range items {
		if cut := min(b.cents, cents); cut > 0 {
			takes = append(takes, attribution.Take{Item: b.ID, Amount: amountOf(cut)})
			cents -= cut
		}
	}
	return takes
}

func (m *maker) onAccount(made Payment, p *payer, items []*bill) (Payment, bool) {
	if len(items) == 0 {
		return made, false
	}
	cents := int64(m.between(1, 60)) * 5000_00
	made.Amount, made.Text = amountOf(cents), []string{pick(m, "货款", "往来款", "预付货款", "")}
	if p.OldestFirst {
		oldest := slices.Clone(p.items)
		slices.SortStableFunc(oldest, func(a, b *bill) int { return a.Due.Compare(b.Due) })
		made.Takes, made.ByPolicy = takesOf(oldest, cents), true
	}
	return made, true
}

func (m *maker) joint(made Payment, p *payer, items []*bill) (Payment, bool) {
	if p.group == nil || len(items) == 0 {
		return made, false
	}
	others := m.ripe(p.group)
	if len(others) == 0 {
		return made, false
	}
	chosen := []*bill{items[m.IntN(len(items))], others[m.IntN(len(others))]}
	made.Amount, made.Takes = amountOf(sum(chosen)), takesOf(chosen, sum(chosen))
	made.Text = m.text(p, Numbers, items, chosen)
	return made, true
}

// again pays what was paid within the last weeks, in the same words.
func (m *maker) again(made Payment) (Payment, bool) {
	if len(m.paid) == 0 {
		return made, false
	}
	before := m.paid[m.IntN(len(m.paid))]
	made.Money, made.Customer, made.Payer = before.Money, before.Customer, before.Payment.Payer
	return made, true
}

func (m *maker) notOurs(made Payment) Payment {
	made = Payment{Manner: NotOurs}
	made.Money.Payer = pick(m, "中国工商银行股份有限公司上海市分行", "国家金库上海市中心支库", "上海市社会保险事业管理中心", m.person(), m.person(),
		pick(m, cities...)+string(pick(m, signs...))+string(pick(m, signs...))+pick(m, trades...)+"有限公司")
	made.Account = m.digits(19)
	made.Text = []string{pick(m, "存款利息", "增值税留抵退税", "退款", "保证金退回", "投标保证金", "货款", "往来")}
	made.Amount = amountOf(int64(m.between(100, 20_000_000)))
	return made
}
