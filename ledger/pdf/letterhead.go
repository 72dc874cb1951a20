package pdf

import (
	"strings"

	"github.com/johnfercher/maroto/v2/pkg/consts/border"
	"github.com/johnfercher/maroto/v2/pkg/core/entity"
	"github.com/johnfercher/maroto/v2/pkg/props"
)

// letterhead names the seller and the document. It stands on the first page only.
func (d *draft) letterhead(s Statement) {
	const titleWidth, between = 58.0, 5.0
	out := &strip{}
	lead, under := Term{s.Seller.Name, s.Seller.NameEn}.in(d.locale)
	seller := &pen{draft: d, strip: out, x: inset, width: bodyWidth - titleWidth - 2*inset - between}
	seller.name(styleName, lead, 2, 13, 11, 9, 7)
	seller.name(styleBody.in(mute), under, 2, 7, 6)
	seller.y += 0.3
	seller.name(styleLabel, d.contact(s.Seller), 3, 6)

	title, subtitle := s.heading().in(d.locale)
	head := &pen{draft: d, strip: out, align: right, x: bodyWidth - titleWidth - inset, width: titleWidth}
	head.one(styleTitle.at(titleSize(d.locale)), title)
	head.one(styleBody.in(mute), strings.ToUpper(subtitle))
	head.one(styleStrong, "No. "+s.Number)
	height := max(seller.y, head.y) + 1.6
	d.add(full(height, out, &props.Cell{BorderType: border.Bottom, BorderColor: navy, BorderThickness: 0.6}))
}

// heading is the document's title in both languages.
func (s Statement) heading() Term {
	switch {
	case s.report != nil:
		return labelReconciliation
	case s.Title == (Term{}):
		return labelStatement
	}
	return s.Title
}

// titleSize lets the longer English title stand on one line beside a long company name.
func titleSize(l Locale) float64 {
	if l == En {
		return 15
	}
	return styleTitle.size
}

func (d *draft) contact(s Seller) string {
	var parts []string
	if s.Address != "" {
		parts = append(parts, s.Address)
	}
	for _, p := range []struct {
		label Term
		value string
	}{{labelPhone, s.Phone}, {labelTaxID, s.TaxID}} {
		if lead, _ := p.label.in(d.locale); p.value != "" {
			parts = append(parts, lead+" "+p.value)
		}
	}
	return strings.Join(parts, "   ")
}

// addressee names the customer and the terms of the statement, beside the code by which it can be verified.
func (d *draft) addressee(s Statement) error {
	const qrSide, scanWidth = 24.0, 44.0
	out := &strip{}
	width := bodyWidth - 2*inset
	if s.VerifyURL != "" {
		width -= qrSide + scanWidth + 5
	}
	who := &pen{draft: d, strip: out, x: inset, y: 1.6, width: width}
	who.one(styleLabel, d.both(labelCustomer))
	lead, under := Term{s.Customer.Name, s.Customer.NameEn}.in(d.locale)
	who.name(styleParty, lead, 2, 10.5, 9, 7.5, 6)
	who.name(styleBody, under, 2, 7.5, 6.5, 5.5)
	who.y += 0.5
	who.pairs([]pair{
		{labelCode, s.Customer.Code}, {labelCurrency, strings.TrimSpace(s.Currency.Code + " " + s.Currency.Name)},
		{labelPeriod, s.Period}, {labelTerms, s.Terms}, {labelIssued, s.IssuedOn},
		{labelVersion, s.Version},
	})
	height := who.y
	if s.VerifyURL != "" {
		qr, err := qrPNG(s.VerifyURL)
		if err != nil {
			return err
		}
		out.picture = qr
		out.square = entity.Cell{X: bodyWidth - qrSide - inset, Y: 2.2, Width: qrSide, Height: qrSide}
		scan := &pen{draft: d, strip: out, align: right, x: bodyWidth - qrSide - scanWidth - 3 - inset, y: 4, width: scanWidth}
		scan.scanHint(s.VerifyURL)
		height = max(height, scan.y, qrSide+2.4)
		d.links = append(d.links, link{marginSide + scan.x, marginTop + d.height + 2, scan.width + qrSide + 3, height - 2, s.VerifyURL})
	}
	d.add(full(height+2, out, nil))
	return nil
}

func (p *pen) scanHint(url string) {
	lead, under := labelScan.in(p.locale)
	visit, _ := labelVisit.in(p.locale)
	p.one(styleStrong, lead)
	p.one(styleLabel, under)
	p.y += 0.6
	p.one(styleSmall, visit)
	bare := strings.TrimPrefix(strings.TrimPrefix(url, "https://"), "http://")
	p.name(styleLabel.in(navy), bare, 3, 6, 5)
}

// pair is a label and its value, written side by side.
type pair struct {
	label Term
	value string
}

// pairs writes label and value after label and value, on as many lines as they take.
func (p *pen) pairs(pairs []pair) {
	const between = 5.0
	x := 0.0
	step := styleBody.step()
	for _, pr := range pairs {
		if pr.value == "" {
			continue
		}
		label := p.ink(styleLabel, p.both(pr.label)+" ")
		labelWidth := p.draft.width(styleLabel, label) + 0.6
		value := p.ink(styleBody, pr.value)
		if x > 0 && x+labelWidth+p.draft.width(styleBody, value) > p.width {
			p.y += step
			x = 0
		}
		base := p.y + styleBody.height()*1.04
		p.put(p.strip, styleLabel, label, left, p.x+x, 0, base)
		lines, st := p.fit(styleBody, value, p.width-x-labelWidth, 3, 7, 6)
		written := 0.0
		for i, line := range lines {
			at := float64(i) * st.step()
			written = max(written, p.put(p.strip, st, line, left, p.x+x+labelWidth, 0, base+at))
		}
		if len(lines) > 1 {
			p.y += float64(len(lines)-1) * st.step()
		}
		x += labelWidth + written + between
	}
	p.y += step
}
