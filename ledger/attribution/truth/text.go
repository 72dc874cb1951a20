package truth

import (
	"strings"

	"hefu/ledger"
	"hefu/ledger/attribution"
)

// text is what the payer writes and the bank passes on.
func (m *maker) text(p *payer, manner Manner, items, chosen []*bill) []string {
	plain := pick(m, "货款", "付货款", "支付货款", "", "货款 "+m.today.Date.Time().Format("1月"), "采购款", "往来款")
	switch manner {
	case NoNumber, WholeMonth, AllDue, OldestItems, AnyItems, Stranger:
		if manner == WholeMonth && m.chance(.6) {
			return []string{chosen[0].Posted.Time().Format("2006年1月") + "货款"}
		}
		return []string{plain}
	case Reference:
		return []string{m.claim(p, items, chosen), plain}
	case TypedNumber:
		return []string{plain + " " + m.slip(m.written(chosen[0]))}
	case WrongNumber:
		return []string{plain + " " + m.wrong(p, chosen[0])}
	case Fee, Short:
		if len(chosen) > 1 && m.chance(.5) {
			return []string{m.list(chosen)}
		}
		if manner == Fee && m.chance(.3) {
			return []string{plain}
		}
	case Numbers:
		return []string{m.list(chosen)}
	case CutNumbers:
		whole := []rune(m.list(chosen))
		return []string{string(whole[:min(len(whole), m.between(22, 60))])}
	}
	return []string{strings.TrimSpace(plain + pick(m, " ", "", ":", "，") + m.list(chosen))}
}

// written is one of an item's numbers as a person writes it.
func (m *maker) written(b *bill) string {
	number := b.Numbers[0]
	if m.chance(.45) {
		number = b.Numbers[1]
		if len(number) == 20 && m.chance(.3) {
			return "发票" + number[12:]
		}
		return pick(m, "", "发票", "发票号", "INV ") + number
	}
	switch m.IntN(8) {
	case 0:
		return strings.ReplaceAll(number, "-", "")
	case 1:
		return strings.ToLower(number)
	case 2:
		return strings.ReplaceAll(number, "-", " ")
	case 3:
		return number[3:]
	case 4:
		return wide(number)
	case 5:
		return "单号" + number[8:]
	default:
		return number
	}
}

func (m *maker) list(chosen []*bill) string {
	if len(chosen) == 1 {
		return m.written(chosen[0])
	}
	at := 0
	if m.chance(.4) {
		at = 1
	}
	between := pick(m, "、", "/", ",", ";", " ", "，", "+")
	short := m.chance(.25)
	var parts []string
	for i, b := range chosen {
		number := b.Numbers[at]
		if first := chosen[0].Numbers[at]; i > 0 && short && len(number) == len(first) && number[:len(number)-4] == first[:len(first)-4] {
			number = number[len(number)-4:]
		}
		parts = append(parts, number)
	}
	return pick(m, "", "货款", "付 ") + strings.Join(parts, between)
}

func wide(text string) string {
	return strings.Map(func(r rune) rune { return r - '!' + '！' }, text)
}

// slip is a number with a digit changed, lost, doubled, or exchanged with its neighbour.
func (m *maker) slip(number string) string {
	text := []rune(number)
	var digits []int
	for i, r := range text {
		if r >= '0' && r <= '9' {
			digits = append(digits, i)
		}
	}
	if len(digits) < 3 {
		return number
	}
	at := digits[len(digits)-1-m.IntN(min(5, len(digits)-1))]
	switch m.IntN(4) {
	case 0:
		text[at] = '0' + (text[at]-'0'+rune(m.between(1, 9)))%10
	case 1:
		text = append(text[:at], text[at+1:]...)
	case 2:
		text = append(text[:at], append([]rune{text[at]}, text[at:]...)...)
	default:
		text[at], text[at-1] = text[at-1], text[at]
	}
	return string(text)
}

// wrong is the number of something else: of another open item of theirs, or of one that is paid.
func (m *maker) wrong(p *payer, not *bill) string {
	if others := only(p.items, func(b *bill) bool { return b != not }); len(others) > 0 && m.chance(.5) {
		return others[m.IntN(len(others))].Numbers[0]
	}
	for _, before := range m.paid {
		if before.who == p && len(before.Text) > 0 {
			return strings.TrimPrefix(before.Text[0], "货款 ")
		}
	}
	return m.slip(m.slip(not.Numbers[0]))
}

const symbols = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

// claim is asked for in the morning, and written with or without its marks. Some of what was asked for may be left out.
func (m *maker) claim(p *payer, items, chosen []*bill) string {
	code := "HF"
	for range 10 {
		code += string(symbols[m.IntN(len(symbols))])
	}
	asked := chosen
	if m.chance(.15) {
		asked = items
	}
	var ids []ledger.ID
	for _, b := range asked {
		ids = append(ids, b.ID)
	}
	m.today.Claims = append(m.today.Claims, attribution.Claim{Code: code, Customer: p.ID, Items: ids})
	switch m.IntN(5) {
	case 0:
		return strings.ToLower(code)
	case 1:
		return code[:4] + "-" + code[4:8] + "-" + code[8:]
	case 2:
		return "附言码" + code
	case 3:
		return code[:6] + " " + code[6:]
	}
	return code
}
