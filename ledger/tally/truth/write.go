package truth

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger/calendar"
	"hefu/ledger/tally"
)

// citation is what of our numbers gets into their ledger, and how it is written.
type citation struct {
	number, invoice, order, bank, text string
	marks                              []string
}

// our enters a dealing into our ledger.
func (m *maker) our(d dealing) int {
	no := len(m.Ours) + 1
	text := map[tally.Kind]string{tally.Charge: "销售 " + d.order, tally.Credit: "红字 " + d.of, tally.Receipt: "银行收款"}[d.kind]
	m.Ours = append(m.Ours, tally.Line{
		No: no, Kind: d.kind, Number: d.number, Invoice: d.invoice, Order: d.order, Reference: d.bank, Text: text, Date: d.date, Amount: decimal.New(d.cents, -2),
	})
	return no
}

// named is the number that this customer knows a dealing by.
func (m *maker) named(d dealing) string {
	if m.habit == InvoiceOnly || m.habit == OwnVouchers {
		if d.invoice != "" {
			return d.invoice
		}
	}
	return d.number
}

// cited is what they write down of a dealing's numbers.
func (m *maker) cited(d dealing) citation {
	c := citation{number: d.number, invoice: d.invoice, order: d.order}
	if d.kind == tally.Receipt {
		c.number = "" // a payer does not know the number of our receipt
		if m.happens(m.noise.Bank) {
			c.bank = d.bank
		}
		return c
	}
	if m.happens(m.noise.Missing) {
		c.marks = append(c.marks, "missing")
		c.number, c.invoice = "", ""
		if m.happens(.5) {
			c.order = ""
		}
		return c
	}
	if len(m.Ours) > 0 && m.happens(m.noise.OthersOwn) {
		if other := m.Ours[max(0, len(m.Ours)-1-m.random.IntN(20))]; other.Kind == d.kind {
			c.marks = append(c.marks, "another's number")
			c.number, c.invoice = other.Number, other.Invoice
		}
	}
	if m.happens(m.noise.Typo) {
		c.marks = append(c.marks, "typo")
		c.number, c.invoice = m.slip(c.number), m.slip(c.invoice)
		if m.happens(m.noise.TwoSlips) {
			c.number, c.invoice = m.slip(c.number), m.slip(c.invoice)
		}
		if m.habit == OurNumbers {
			c.invoice = "" // one of the two would give it away
		}
	}
	if m.happens(m.noise.Decorated) {
		c.marks = append(c.marks, "decorated")
		c.number, c.invoice = m.decorate(c.number), m.decorate(c.invoice)
	}
	return c
}

// their enters a booking into their ledger, in the columns that they have.
func (m *maker) their(d dealing, cents int64, date calendar.Date, c citation) int {
	m.vouchers += m.random.IntN(2)
	voucher := fmt.Sprintf("%s%04d", pick(m, "记-"), m.vouchers)
	line := tally.Line{No: len(m.Theirs) + 1, Date: date, Amount: decimal.New(cents, -2), Reference: c.bank}
	best := c.invoice
	if best == "" {
		best = c.number
	}
	switch m.habit {
	case OurNumbers:
		line.Number, line.Invoice, line.Order, line.Text = c.number, c.invoice, c.order, c.text
	case OwnVouchers:
		line.Number, line.Invoice, line.Text = voucher, best, strings.TrimSpace("采购 "+c.order+" "+c.text)
	case InTheText:
		line.Number, line.Text = voucher, strings.TrimSpace(pick(m, "购进材料 ", "入库 发票", "应付-")+best+" "+c.text)
	case Silent:
		line.Number, line.Text = voucher, pick(m, "采购", "材料", "入库")
	default:
		line.Number, line.Text = best, c.text
	}
	if d.kind == tally.Receipt {
		line.Text = pick(m, "付货款", "支付货款", "电汇", "付款 "+c.bank)
	}
	m.Theirs = append(m.Theirs, line)
	return line.No
}

// slip is a typing mistake: a digit changed, left out, doubled, or two exchanged.
func (m *maker) slip(text string) string {
	var places []int
	for i := range text {
		if text[i] >= '0' && text[i] <= '9' {
			places = append(places, i)
		}
	}
	if len(places) < 3 {
		return text
	}
	at := places[len(places)-1-m.random.IntN(min(5, len(places)-1))]
	switch m.random.IntN(4) {
	case 0:
		return text[:at] + string('0'+(text[at]-'0'+byte(m.between(1, 9)))%10) + text[at+1:]
	case 1:
		return text[:at] + text[at+1:]
	case 2:
		return text[:at] + text[at:at+1] + text[at:]
	}
	if at == 0 || text[at-1] == text[at] {
		return text[:at] + string('0'+(text[at]-'0'+1)%10) + text[at+1:]
	}
	return text[:at-1] + text[at:at+1] + text[at-1:at] + text[at+1:]
}

// decorate writes a number as somebody else would.
func (m *maker) decorate(text string) string {
	if text == "" {
		return ""
	}
	switch m.random.IntN(8) {
	case 0:
		return strings.Map(func(r rune) rune { // full width
			if r > ' ' && r <= '~' {
				return r + 0xFEE0
			}
			return r
		}, text)
	case 1:
		return strings.ToLower(text)
	case 2:
		return strings.NewReplacer("-", "", "/", "", " ", "").Replace(text)
	case 3:
		return pick(m, "FP", "发票号", "No.", "INV-", "发票:", "#") + text
	case 4:
		return "00" + text
	case 5:
		return strings.TrimLeft(strings.TrimLeft(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-/"), "0")
	case 6:
		return strings.NewReplacer("-", pick(m, " ", "_", "."), "/", "-").Replace(text)
	}
	return " " + text + " "
}

// repeat books some lines twice: at once or a few days later.
func (m *maker) repeat() {
	ours, theirs := len(m.Ours), len(m.Theirs)
	for _, g := range m.Groups { // only what is one line on each side, so that the repeated line has one meaning
		if g.Happening != Same || len(g.Ours) != 1 || len(g.Theirs) != 1 {
			continue
		}
		if m.happens(m.noise.Twice) {
			again := m.Theirs[g.Theirs[0]-1]
			theirs++
			again.No, again.Date = theirs, again.Date.AddDays(pick(m, 0, 0, m.between(1, 6)))
			m.Theirs, m.TwinTheirs[theirs] = append(m.Theirs, again), g.Theirs[0]
		} else if m.happens(m.noise.Twice / 3) {
			again := m.Ours[g.Ours[0]-1]
			ours++
			again.No = ours
			m.Ours, m.TwinOurs[ours] = append(m.Ours, again), g.Ours[0]
		}
	}
}

// shuffle gives the lines another order and numbers by that order, so that neither tells anything.
func (m *maker) shuffle() {
	for _, side := range []struct {
		lines []tally.Line
		twins *map[int]int
		of    func(*Group) []int
	}{
		{m.Ours, &m.TwinOurs, func(g *Group) []int { return g.Ours }}, {m.Theirs, &m.TwinTheirs, func(g *Group) []int { return g.Theirs }},
	} {
		m.random.Shuffle(len(side.lines), func(i, j int) { side.lines[i], side.lines[j] = side.lines[j], side.lines[i] })
		renamed := make(map[int]int, len(side.lines))
		for i := range side.lines {
			renamed[side.lines[i].No] = i + 1
			side.lines[i].No = i + 1
		}
		for i := range m.Groups {
			for j, no := range side.of(&m.Groups[i]) {
				side.of(&m.Groups[i])[j] = renamed[no]
			}
		}
		twins := map[int]int{}
		for again, first := range *side.twins {
			twins[renamed[again]] = renamed[first]
		}
		*side.twins = twins
	}
}
