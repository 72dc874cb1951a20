package pdf

import (
	"fmt"
	"slices"
	"strings"
)

// movements prints the lines of the period.
func (d *draft) movements(lines []Line, hidden []string, extra []Term) {
	rows := make([][]string, len(lines))
	for i, l := range lines {
		for _, column := range hidden { // an optional column without anything in it is left out
			switch column {
			case "kind":
				l.Kind = ""
			case "order_no":
				l.Order = ""
			case "due_date":
				l.Due = ""
			}
		}
		rows[i] = slices.Insert([]string{l.Date, l.Document, l.Kind, l.Description, l.Order, l.Due, l.Debit, l.Credit, l.Balance}, 5, further(l.Extra, len(extra))...)
	}
	d.table(Term{}, slices.Insert([]column{
		{label: labelDate, whole: true, most: 22},
		{label: labelDocument, least: 14, most: 26},
		{label: labelKind, least: 7, most: 19, optional: slices.Contains(hidden, "kind")},
		{label: labelDescription, least: 38, flex: true},
		{label: labelOrder, least: 11, most: 22, optional: true},
		{label: labelDue, whole: true, most: 22, optional: true},
		{label: labelDebit, amount: true, least: 16},
		{label: labelCredit, amount: true, least: 16},
		{label: labelBalance, amount: true, least: 18},
	}, 5, furtherColumns(extra, 22)...), rows, false)
}

// further are a row's cells of the further columns, as many as there are of them.
func further(cells []string, count int) []string {
	out := make([]string, count)
	copy(out, cells)
	return out
}

func furtherColumns(extra []Term, most float64) []column {
	out := make([]column, len(extra))
	for i, label := range extra {
		out[i] = column{label: label, least: 10, most: most, optional: true}
	}
	return out
}

// openItems prints what was already open before the period.
func (d *draft) openItems(items []OpenItem, extra []Term) {
	if len(items) == 0 {
		return
	}
	rows := make([][]string, len(items))
	for i, it := range items {
		rows[i] = slices.Insert([]string{it.Document, it.Date, it.Due, it.Original, it.Received, it.Open}, 1, further(it.Extra, len(extra))...)
	}
	d.table(labelOpenItems, slices.Insert([]column{
		{label: labelDocument, least: 30, flex: true},
		{label: labelDate, least: 24, most: 28},
		{label: labelDue, least: 24, most: 28},
		{label: labelOriginal, amount: true, least: 30},
		{label: labelReceived, amount: true, least: 30},
		{label: labelOpen, amount: true, least: 30},
	}, 1, furtherColumns(extra, 40)...), rows, false)
}

// provisional prints deliveries without invoice in a section of their own, with their total.
func (d *draft) provisional(p *Provisional) {
	if p == nil || len(p.Items) == 0 {
		return
	}
	rows := make([][]string, len(p.Items))
	for i, it := range p.Items {
		rows[i] = []string{it.Shipment, it.Date, it.Order, it.Description, it.Amount}
	}
	if p.Total != "" {
		rows = append(rows, []string{"", "", "", d.both(labelTotal), p.Total})
	}
	d.table(labelProvisional, []column{
		{label: labelShipment, least: 24, most: 34},
		{label: labelShipped, least: 18, most: 22},
		{label: labelOrder, least: 16, most: 28, optional: true},
		{label: labelDescription, least: 40, flex: true},
		{label: labelAmount, amount: true, least: 26},
	}, rows, p.Total != "")
	if p.Note != "" {
		d.add(gap(1.4))
		d.paragraph(p.Note, 0)
	}
}

// notes prints numbered remarks.
func (d *draft) notes(notes []string) {
	if len(notes) == 0 {
		return
	}
	d.reserve(16)
	d.add(d.heading(labelNotes)...)
	for i, note := range notes {
		d.paragraph(note, i+1)
	}
}

// paragraph prints text of any length, each line a row of its own so that it may run over pages. Number 0 prints none.
func (d *draft) paragraph(text string, number int) {
	const indent = 5.0
	st := styleCell
	for i, line := range d.wrap(st, d.ink(st, text), d.wide()-2*inset-indent) {
		out := &strip{}
		base := st.height() * 1.04
		if number > 0 && i == 0 {
			d.put(out, st, d.ink(st, fmt.Sprintf("%d.", number)), left, inset, 0, base)
		}
		d.put(out, st, line, left, inset+indent*b01(number > 0), 0, base)
		d.add(full(st.step(), out, nil))
	}
}

func b01(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// ending prints the places for the seals and the slip, together on one page if they fit on one.
func (d *draft) ending(s Statement) {
	const sealHeight = 38.0
	slip := d.slip(s.Slip)
	seals := []band{gap(2.4), d.agreed(s), d.sealRow(s, sealHeight)}
	d.reserve(total(seals) + total(slip))
	d.reserve(total(seals))
	d.add(seals...)
	top := d.height - sealHeight
	for i, party := range []Party{SellerParty, CustomerParty} {
		middle := bodyWidth * (float64(i)*0.5 + 0.25)
		d.seals = append(d.seals, SealPlace{
			Party: party, Page: d.page + 1,
			X:     (marginSide + middle - sealHeight/2) * millimetre,
			Y:     (pageHeight - marginTop - top - sealHeight) * millimetre,
			Width: sealHeight * millimetre, Height: sealHeight * millimetre,
		})
	}
	d.keep(slip...)
}

// agreed repeats the closing balance where the seals go, in words too where the currency has them: what is sealed must
// be on the page that bears the seals.
func (d *draft) agreed(s Statement) band {
	const height = 6.2
	out := &strip{}
	if len(s.Totals) > 0 {
		closing := s.Totals[len(s.Totals)-1]
		p := &pen{draft: d, strip: out, x: 2 * inset, y: 1.2, width: bodyWidth - 4*inset}
		p.pairs([]pair{{closing.Label, strings.TrimSpace(s.Currency.Code + " " + closing.Amount)}, {labelWords, s.words()}})
		return full(max(height, p.y+0.8), out, tinted)
	}
	return full(0.2, out, nil)
}

func (d *draft) sealRow(s Statement, height float64) band {
	half := bodyWidth / 2
	cell := func(label Term, name, nameEn string) *strip {
		out := &strip{}
		p := &pen{draft: d, strip: out, x: 2 * inset, y: 1.2, width: half - 4*inset}
		p.one(styleLabel, d.both(label))
		lead, _ := Term{name, nameEn}.in(d.locale)
		lines, st := d.fit(styleBody, d.ink(styleBody, lead), half-4*inset, 2, 7.5, 6.5, 5.5)
		p.lines(st, lines...)
		hint := styleLabel.in(pale)
		d.put(out, hint, d.ink(hint, d.both(labelSealHere)), center, 0, half, height/2+2)
		base := height - 2.2
		end := inset + d.put(out, styleLabel, d.ink(styleLabel, d.both(labelSignedOn)), left, 2*inset, 0, base)
		out.hairs = append(out.hairs, hair{x: end + 2, y: base + 0.6, length: 30, color: rule})
		return out
	}
	return split(height,
		part{half, box, cell(labelSellerSeal, s.Seller.Name, s.Seller.NameEn)},
		part{half, box, cell(labelCustomerSeal, s.Customer.Name, s.Customer.NameEn)})
}

// slip is the part to cut off, in two columns.
func (d *draft) slip(s *Slip) []band {
	if s == nil {
		return nil
	}
	bands := []band{d.cutLine(), d.slipHeading()}
	for _, line := range [][2]pair{
		{{labelPayee, s.Payee}, {labelAmountDue, s.Amount}},
		{{labelBank, s.Bank}, {labelReference, s.Reference}},
		{{labelAccount, s.Account}, {labelPayer, s.Payer}},
	} {
		bands = append(bands, d.slipRow(line))
	}
	return bands
}

func (d *draft) cutLine() band {
	const height = 4.6
	out := &strip{}
	text := d.ink(styleSmall, d.both(labelCutHere))
	width := d.width(styleSmall, text)
	d.put(out, styleSmall, text, center, 0, bodyWidth, height/2+styleSmall.height()*0.36)
	side := (bodyWidth - width - 4) / 2
	out.hairs = []hair{
		{x: 0, y: height / 2, length: side, dashed: true, color: mute},
		{x: bodyWidth - side, y: height / 2, length: side, dashed: true, color: mute},
	}
	return full(height, out, nil)
}

func (d *draft) slipHeading() band {
	return d.heading(labelSlip)[1]
}

func (d *draft) slipRow(line [2]pair) band {
	const labelWidth, half = 26.0, bodyWidth / 2
	out := &strip{}
	height := 0.0
	for i, pr := range line {
		x := float64(i) * half
		p := &pen{draft: d, strip: out, x: x + inset, y: 1.1, width: labelWidth}
		lead, under := pr.label.in(d.locale)
		base := p.y + styleStrong.height()*1.04
		w := d.put(out, styleLabel, d.ink(styleLabel, lead), left, p.x, 0, base)
		st, inked := d.shrink(styleSmall.at(6.3), d.ink(styleSmall, under), labelWidth-w-2)
		d.put(out, st, inked, left, p.x+w+1, 0, base)
		p.x, p.width = x+inset+labelWidth, half-labelWidth-2*inset
		p.name(styleStrong, pr.value, 3, 7.5, 6.5, 5.5)
		height = max(height, p.y+0.9)
	}
	out.hairs = []hair{{x: 0, y: height, length: bodyWidth, color: rule}}
	return full(max(height, 5.2), out, nil)
}

// footer is the foot of every page, and ends where the page number stands at the other edge.
func (d *draft) footer(s Statement) band {
	lead, _ := Term{s.Seller.Name, s.Seller.NameEn}.in(d.locale)
	tail := "   ·   " + s.Number
	if hash := s.ContentHash; hash != "" {
		tail += "   ·   SHA-256 " + hash[:min(16, len(hash))]
	}
	width := d.wide() - 58
	st, inked := d.shrink(styleFooter, d.ink(styleFooter, tail), width)
	name := d.ink(st, lead) // the first page has it in full
	if room := width - d.width(st, inked); d.width(st, name) > room {
		name = d.shorten(st, name, room)
	}
	inked = name + inked
	out := &strip{}
	out.hairs = []hair{{x: 0, y: footerHeight - 0.4, length: d.wide(), color: rule}}
	// The page number is set by maroto with its baseline one type size below the body; this stands on the same line.
	d.put(out, st, inked, left, inset, 0, footerHeight+styleFooter.height())
	return full(footerHeight, out, nil)
}
