package pdf

import "slices"

// mostBoxes is how many boxes stand side by side before they need a second row.
const mostBoxes = 7

// totals prints the equation from the opening to the closing balance.
func (d *draft) totals(figures []Figure) {
	const signWidth, height = 3.6, 12.6
	n := 0
	for group := range slices.Chunk(figures, mostBoxes) {
		boxWidth := (bodyWidth - signWidth*float64(len(group)-1)) / float64(len(group))
		var parts []part
		for i, f := range group {
			n++
			if i > 0 {
				parts = append(parts, part{signWidth, nil, d.sign(n == len(figures), signWidth, height)})
			}
			frame := box
			if n == 1 || n == len(figures) {
				frame = tinted
			}
			parts = append(parts, part{boxWidth, frame, d.figure(f, boxWidth, styleFigure, 1)})
		}
		d.add(split(height, parts...), gap(1.8))
	}
}

// sign is what stands between two boxes. Amounts carry their own sign, so everything before the result is added.
func (d *draft) sign(result bool, width, height float64) *strip {
	out := &strip{}
	text := "+"
	if result {
		text = "="
	}
	st := styleStrong.in(mute)
	d.put(out, st, d.ink(st, text), center, 0, width, height/2+st.height()*0.36)
	return out
}

// figure is the inside of a box: the label in both languages and the amount.
func (d *draft) figure(f Figure, width float64, amount style, top float64) *strip {
	out := &strip{}
	p := &pen{draft: d, strip: out, align: center, x: inset, y: top, width: width - 2*inset}
	lead, under := f.Label.in(d.locale)
	p.one(styleLabel.at(7.2), lead)
	p.one(styleSmall.at(5.8), under)
	p.y += 0.2
	p.one(amount, f.Amount)
	return out
}

// aging prints the overdue classes.
func (d *draft) aging(figures []Figure) {
	const headWidth, height = 16.0, 11.2
	for group := range slices.Chunk(figures, mostBoxes) {
		head := &strip{}
		p := &pen{draft: d, strip: head, align: center, x: inset, y: 2.8, width: headWidth - 2*inset}
		lead, under := labelAging.in(d.locale)
		p.one(styleStrong.at(8), lead)
		p.one(styleSmall, under)
		parts := []part{{headWidth, tinted, head}}
		boxWidth := (bodyWidth - headWidth) / float64(len(group))
		for _, f := range group {
			parts = append(parts, part{boxWidth, box, d.figure(f, boxWidth, styleBody, 0.7)})
		}
		d.add(split(height, parts...), gap(1.4))
	}
}

// standing prints what is due, overdue and disputed.
func (d *draft) standing(figures []Figure) {
	if len(figures) == 0 {
		return
	}
	out := &strip{}
	p := &pen{draft: d, strip: out, x: inset, y: 0.4, width: bodyWidth - 2*inset}
	var pairs []pair
	for _, f := range figures {
		pairs = append(pairs, pair{f.Label, f.Amount})
	}
	p.pairs(pairs)
	d.add(full(p.y+1.6, out, nil))
}

// words spells the closing balance in capitals as Chinese law and custom have it, for renminbi only.
func (s Statement) words() string {
	if s.Currency.Code != "CNY" || len(s.Totals) == 0 {
		return ""
	}
	return ChineseWords(s.Totals[len(s.Totals)-1].Amount)
}
