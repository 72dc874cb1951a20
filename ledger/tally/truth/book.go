package truth

import (
	"fmt"
	"strings"

	"hefu/ledger/calendar"
	"hefu/ledger/tally"
)

// book enters the first dealing, or the first few together, into both ledgers, and answers how many it took.
func (m *maker) book(dealings []dealing) int {
	d, n := dealings[0], m.noise
	switch {
	case m.happens(n.OnlyOurs):
		m.note(OnlyOurs, []int{m.our(d)}, nil)
	case m.happens(n.OnlyTheirs):
		date, _ := m.booked(d)
		m.note(OnlyTheirs, nil, []int{m.their(d, d.cents, date, m.cited(d))})
	case d.kind == tally.Receipt && m.happens(n.Merged):
		if several := m.neighbours(dealings); len(several) > 1 {
			return m.merge(several)
		}
		m.one(d)
	case d.kind == tally.Charge && m.happens(n.MergedBills+n.Rearranged):
		if several := sameOrder(dealings); len(several) > 1 {
			if m.happens(n.Rearranged / (n.MergedBills + n.Rearranged)) {
				return m.rearrange(several)
			}
			return m.bill(several)
		}
		m.one(d)
	case d.kind == tally.Charge && m.happens(n.Split):
		m.split(d)
	case d.kind == tally.Charge && len(dealings) > 1 && dealings[1].kind == tally.Credit && abs(dealings[1].cents) < d.cents && m.happens(n.Netted):
		return m.net(d, dealings[1])
	default:
		m.one(d)
	}
	return 1
}

func (m *maker) note(what Happening, ours, theirs []int, marks ...string) {
	m.Groups = append(m.Groups, Group{Ours: ours, Theirs: theirs, Happening: what, Marks: marks})
}

// one enters a dealing as one line each.
func (m *maker) one(d dealing) {
	what, cents := Same, d.cents
	if m.happens(m.noise.OtherAmount) && d.kind != tally.Receipt {
		what, cents = OtherAmount, m.otherwise(d.cents)
	}
	if d.kind == tally.Receipt && m.happens(m.noise.Fee) { // they book what they sent
		what, cents = OtherAmount, d.cents-int64(m.between(5, 60))*100
	}
	date, marks := m.booked(d)
	cited := m.cited(d)
	m.note(what, []int{m.our(d)}, []int{m.their(d, cents, date, cited)}, append(marks, cited.marks...)...)
}

// booked is the day on which they book it. Who pays books before who is paid.
func (m *maker) booked(d dealing) (calendar.Date, []string) {
	late := m.between(1, 5)
	switch {
	case d.kind == tally.Receipt && m.happens(m.noise.Late):
		return d.date.AddDays(-min(late, 4)), []string{"early"}
	case d.kind == tally.Receipt:
		return d.date, nil
	case d.date.After(m.Through.AddDays(-8)) && !d.date.After(m.Through) && m.happens(m.noise.NextPeriod):
		return m.Through.AddDays(m.between(1, 12)), []string{"next period"}
	case m.happens(m.noise.MonthEnd):
		return d.date.EndOfMonth(), []string{"month end"}
	case m.happens(m.noise.VeryLate):
		return d.date.AddDays(m.between(6, 20)), []string{"very late"}
	case m.happens(m.noise.Late):
		return d.date.AddDays(late), []string{"late"}
	}
	return d.date, nil
}

// otherwise is the amount as it is wrongly booked.
func (m *maker) otherwise(cents int64) int64 {
	sign := int64(1)
	if cents < 0 {
		sign = -1
	}
	size, other := abs(cents), int64(0)
	switch m.random.IntN(5) {
	case 0: // tax rounded otherwise
		other = size + int64(pick(m, -3, -2, -1, 1, 2, 3))
	case 1: // another price
		other = size * int64(pick(m, 90, 95, 97, 98, 102, 105, 110)) / 100
	case 2: // net for gross
		other = size * 100 / 113
	case 3: // a deduction
		other = size - int64(m.between(1, 40))*1_000
	default: // two digits changed places
		digits := []byte(fmt.Sprint(size))
		at := m.random.IntN(max(1, len(digits)-1))
		if len(digits) > 1 {
			digits[at], digits[at+1] = digits[at+1], digits[at]
		}
		fmt.Sscan(string(digits), &other) //nolint:errcheck // digits are a number
	}
	if other <= 0 || other == size {
		other = size + 100
	}
	return sign * other
}

// split books one charge as several.
func (m *maker) split(d dealing) {
	date, marks := m.booked(d)
	cited, form := m.cited(d), m.random.IntN(4)
	var lines []int
	for i, part := range m.parts(d.cents, m.between(2, 4)) {
		of := cited
		switch {
		case form == 0 && of.number != "": // the number with the part's
			of.number = fmt.Sprintf("%s%s%d", of.number, pick(m, "-", "/"), i+1)
		case form == 1 && i > 0: // only the first has it; the order stays
			of.number, of.invoice, of.text = "", "", "同上"
		}
		lines = append(lines, m.their(d, part, date, of))
	}
	m.note(Split, []int{m.our(d)}, lines, append(marks, cited.marks...)...)
}

func (m *maker) parts(cents int64, count int) []int64 {
	var parts []int64
	rest := cents
	for i := range count - 1 {
		part := rest * int64(m.between(15, 70)) / 100
		if m.happens(.3) { // goods and freight, or round
			part = part / 10_000 * 10_000
		}
		if part <= 0 || part >= rest {
			part = max(1, rest/int64(count-i))
		}
		if part >= rest {
			break
		}
		parts, rest = append(parts, part), rest-part
	}
	return append(parts, rest)
}

// neighbours are receipts that may be one transfer: of the next few dealings, on nearly the same day. They come first in the answer's order.
func (m *maker) neighbours(dealings []dealing) []dealing {
	want, found := m.between(2, 4), []dealing{dealings[0]}
	for _, d := range dealings[1:] {
		if len(found) == want || d.kind != tally.Receipt || d.date.Sub(dealings[0].date) > 1 {
			break
		}
		found = append(found, d)
	}
	if len(found) < want && len(found) < 2 { // one transfer that we enter in parts
		whole := found[0]
		found = nil
		for i, part := range m.parts(-whole.cents, want) {
			piece := whole
			piece.cents, piece.number = -part, fmt.Sprintf("%s-%d", whole.number, i+1)
			found = append(found, piece)
		}
	}
	return found
}

// merge books receipts as one, on their side or, one time in four, on ours.
func (m *maker) merge(several []dealing) int {
	took := 1
	for i := 1; i < len(several); i++ {
		if several[i].bank != several[0].bank {
			took++
		}
	}
	whole, cited := several[0], m.cited(several[0])
	whole.cents = 0
	var ours []int
	for _, d := range several {
		whole.cents += d.cents
	}
	if m.happens(.75) {
		for _, d := range several {
			d.bank = several[0].bank
			ours = append(ours, m.our(d))
		}
		m.note(Merged, ours, []int{m.their(whole, whole.cents, whole.date.AddDays(-m.between(0, 3)), cited)}, cited.marks...)
		return took
	}
	var theirs []int
	for _, d := range several {
		of := m.cited(d)
		of.bank = cited.bank
		theirs = append(theirs, m.their(d, d.cents, whole.date.AddDays(-m.between(0, 3)), of))
	}
	m.note(Merged, []int{m.our(whole)}, theirs, cited.marks...)
	return took
}

// net books a charge and a credit note as one line of theirs.
func (m *maker) net(charge, credit dealing) int {
	cited := m.cited(charge)
	cited.text = strings.TrimSpace(cited.text + " 扣 " + credit.number)
	ours := []int{m.our(charge), m.our(credit)}
	m.note(Merged, ours, []int{m.their(charge, charge.cents+credit.cents, credit.date, cited)}, append(cited.marks, "netted")...)
	return 2
}

// sameOrder are the next charges of one order, at most five.
func sameOrder(dealings []dealing) []dealing {
	var found []dealing
	for _, d := range dealings {
		if d.kind != tally.Charge || d.order != dealings[0].order || len(found) == 5 {
			break
		}
		found = append(found, d)
	}
	return found
}

// bill books several charges of an order as one line of theirs, which names all of them, or the first and how many.
func (m *maker) bill(several []dealing) int {
	whole, cited := several[len(several)-1], m.cited(several[0])
	whole.cents = 0
	var ours []int
	var names []string
	for _, d := range several {
		whole.cents += d.cents
		ours = append(ours, m.our(d))
		names = append(names, pick(m, m.named(d)))
	}
	cited.number = ""
	cited.invoice = ""
	if m.happens(.6) {
		cited.text = "合并入账 " + strings.Join(names, pick(m, ",", "、", ";", " "))
	} else {
		cited.text = fmt.Sprintf("%s等%d张", names[0], len(names))
	}
	cited.order = whole.order
	m.note(Merged, ours, []int{m.their(whole, whole.cents, whole.date.AddDays(m.between(0, 3)), cited)}, "bills")
	return len(several)
}

// rearrange books the charges of an order in other portions.
func (m *maker) rearrange(several []dealing) int {
	total := int64(0)
	var ours, theirs []int
	for _, d := range several {
		total += d.cents
		ours = append(ours, m.our(d))
	}
	last := several[len(several)-1]
	date := last.date.AddDays(m.between(0, 3))
	for _, part := range m.parts(total, m.between(2, len(several)+1)) {
		of := m.cited(last)
		of.number, of.invoice, of.order, of.text = "", "", last.order, "订单 "+last.order
		theirs = append(theirs, m.their(last, part, date, of))
	}
	m.note(Rearranged, ours, theirs)
	return len(several)
}
