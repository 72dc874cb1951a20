package truth

import (
	"fmt"
	"strings"

	"hefu/ledger"
	"hefu/ledger/attribution"
	"hefu/ledger/calendar"
)

// payer is a customer with habits.
type payer struct {
	attribution.Customer
	accounts []string // all of them, known to us or not
	items    []*bill  // open, oldest first
	even     []int64  // the amounts all its items have, if it is such a customer
	days     int      // of credit
	group    *payer   // another of the same group
	city     string
	brand    string
	trade    string
	form     string
}

var (
	cities = []string{"上海", "北京", "深圳", "广州", "杭州", "苏州", "宁波", "无锡", "成都", "武汉", "青岛", "天津", "厦门", "东莞", "佛山", "合肥", "南京", "长沙", "郑州", "沈阳"}
	signs  = []rune("宏达盛华鑫源恒泰瑞丰永兴安顺嘉禾明远博雅中联东方正信德润天成金海龙腾飞宇星光立新科创广利通和美佳康健百川千里万众")
	trades = []string{"贸易", "机械", "电子", "科技", "实业", "五金", "建材", "电器", "化工", "纺织", "包装", "自动化设备", "供应链管理", "精密制造", "医疗器械", "汽车零部件"}
	forms  = []string{"有限公司", "有限公司", "有限公司", "有限责任公司", "股份有限公司"}
	sounds = []string{"Hong", "Da", "Sheng", "Hua", "Xin", "Yuan", "Heng", "Tai", "Rui", "Feng", "Yong", "Xing", "Jia", "He", "Ming", "Bo", "Ya", "Run", "Tian", "Long", "Yu", "Ke", "Li", "Tong"}
	family = []rune("王李张刘陈杨黄赵吴周徐孙马朱胡郭何林")
	given  = []rune("伟芳娜敏静丽强磊军洋勇艳杰涛明超霞平刚桂英华")
)

func (m *maker) people(count int) {
	taken := map[string]bool{}
	for len(m.payers) < count {
		p := &payer{city: pick(m, cities...), trade: pick(m, trades...), form: pick(m, forms...), days: pick(m, 30, 30, 45, 60, 15)}
		p.brand = string(pick(m, signs...)) + string(pick(m, signs...))
		if len(m.payers) > 0 && m.chance(.05) { // a sister company: the same brand in another city, or another trade
			other := m.payers[m.IntN(len(m.payers))]
			p.brand, p.group = other.brand, other
			if m.chance(.5) {
				p.trade = other.trade
			}
		}
		name := p.name()
		if taken[name] {
			continue
		}
		taken[name] = true
		p.ID, p.Names = m.id(), []string{name}
		if m.chance(.2) {
			p.Names = append(p.Names, fmt.Sprintf("%s%s %s Co., Ltd.", pick(m, sounds...), strings.ToLower(pick(m, sounds...)), pick(m, "Trading", "Machinery", "Electronic", "Industrial")))
		}
		for range m.between(1, 3) {
			account := m.digits(pick(m, 16, 17, 19))
			p.accounts = append(p.accounts, account)
			if m.chance(m.profile.Known) {
				p.Accounts = append(p.Accounts, account)
			}
		}
		p.OldestFirst = m.chance(.15)
		if m.chance(m.profile.Even) {
			for range 3 {
				p.even = append(p.even, int64(m.between(10, 400))*100_00)
			}
		}
		if p.group != nil {
			if p.group.Group == (ledger.ID{}) {
				p.group.Group = m.id()
			}
			p.Group = p.group.Group
		}
		m.payers = append(m.payers, p)
	}
	m.payerAt = map[ledger.ID]*payer{}
	for _, p := range m.payers {
		m.payerAt[p.ID] = p
		m.year.Customers = append(m.year.Customers, p.Customer)
	}
}

func (p *payer) name() string {
	return p.city + p.brand + p.trade + p.form
}

// called is the name that the bank gives for a payer.
func (m *maker) called(p *payer) string {
	if !m.chance(m.profile.Variant) {
		return p.Names[0]
	}
	switch m.IntN(7) {
	case 0:
		return p.brand + p.trade + "（" + p.city + "）" + p.form
	case 1:
		return p.brand + p.trade + "(" + p.city + ")" + p.form
	case 2:
		return p.city + "市" + p.brand + p.trade + p.form
	case 3:
		return p.Names[0] + pick(m, "财务部", "  ", "　", " 基本户")
	case 4:
		return p.city + p.brand + p.trade // cut off
	case 5:
		return p.Names[len(p.Names)-1]
	default:
		return p.city + " " + p.brand + p.trade + p.form
	}
}

func (m *maker) person() string {
	name := string(pick(m, family...)) + string(pick(m, given...))
	if m.chance(.6) {
		name += string(pick(m, given...))
	}
	return name
}

func (m *maker) digits(count int) string {
	var b strings.Builder
	b.WriteByte(byte('1' + m.IntN(9)))
	for range count - 1 {
		b.WriteByte(byte('0' + m.IntN(10)))
	}
	return b.String()
}

// bill books the day's items.
func (m *maker) bill(about Share) {
	count := int(about)
	if m.chance(about - Share(count)) {
		count++
	}
	for range count {
		// some buy much and some little
		at := min(m.IntN(len(m.payers)), m.IntN(len(m.payers)))
		p := m.payers[at]
		m.numbers++
		b := &bill{cents: m.price(p)}
		b.Item = attribution.Item{
			ID: m.id(), Customer: p.ID, Currency: yuan, Posted: m.today.Date, Due: m.today.Date.AddDays(p.days), Open: amountOf(b.cents),
			Numbers: []string{fmt.Sprintf("AR-%d-%06d", m.today.Date.Year(), m.numbers), m.invoice()},
		}
		if m.chance(.3) {
			b.Numbers = append(b.Numbers, fmt.Sprintf("HT%d%05d", m.today.Date.Year()%100, m.between(1, 99999)))
		}
		p.items = append(p.items, b)
		m.open[b.ID] = b
		m.today.Items = append(m.today.Items, b.Item)
	}
	if m.today.Date.Day() <= 3 {
		m.forget(m.today.Date.AddDays(-60))
	}
}

// invoice is the number of a fully digital e-invoice (20 digits), or of a paper one (8).
func (m *maker) invoice() string {
	if m.chance(.8) {
		return fmt.Sprintf("2531200000%010d", 1_000_000+m.numbers*7+m.IntN(7))
	}
	return fmt.Sprintf("%08d", 10_000_000+m.numbers*3+m.IntN(3))
}

func (m *maker) price(p *payer) int64 {
	switch {
	case p.even != nil:
		return pick(m, p.even...)
	case m.chance(m.profile.Round):
		return int64(m.between(2, 300)) * 1000_00
	}
	net := int64(m.between(90, 250_000)) * int64(pick(m, 1, 2, 5, 10, 12, 20, 24, 50, 100))
	return net + (net*13+50)/100
}

func (m *maker) forget(before calendar.Date) {
	kept := m.paid[:0]
	for _, p := range m.paid {
		if !p.Date.Before(before) {
			kept = append(kept, p)
		}
	}
	m.paid = kept
}
