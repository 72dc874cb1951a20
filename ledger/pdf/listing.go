package pdf

import (
	"fmt"
	"time"

	"github.com/johnfercher/maroto/v2/pkg/consts/border"
	"github.com/johnfercher/maroto/v2/pkg/core/entity"
	"github.com/johnfercher/maroto/v2/pkg/props"
)

// Listing is a table on paper: who it is about, what was asked for, the rows, and their sums.
type Listing struct {
	Locale   Locale
	Title    Term
	Date     time.Time // the creation date of the file
	Seller   Seller
	Customer Customer
	Facts    []Fact   // what has to be read before the table, such as where to pay
	Scan     string   // printed beside the facts as a QR code
	Notes    []string // what was asked for, each a line of its own
	Columns  []ListingColumn
	Rows     [][]string
	Sums     []string // one cell a column; nil for none

	Across bool         // on the longer side of the paper
	Strong map[int]bool // rows in bold, such as subtotals
	Exact  bool         // every column, if all its cells are empty too
}

// Fact is a label with what it stands for; the one that must not be mistaken is large.
type Fact struct {
	Label Term
	Value string
	Large bool
}

// ListingColumn is one column. Amounts stand right and whole; one column should be wide.
type ListingColumn struct {
	Label  Term
	Amount bool
	Whole  bool // on one line, such as a date
	Wide   bool // takes what the others leave
}

// RenderListing prints a listing. The same listing always gives the same bytes; it reads no file, no clock and no network.
func RenderListing(l Listing) (Result, error) {
	scribe, err := newScribe()
	if err != nil {
		return Result{}, err
	}
	s := Statement{Locale: l.Locale, Number: l.Title.title(l.Locale), Date: l.Date, Seller: l.Seller, across: l.Across}
	return renderWith(s, scribe, cutFaces, s.Number, func(d *draft) error {
		return d.listing(l)
	})
}

func (d *draft) listing(l Listing) error {
	out := &strip{}
	lead, under := l.Title.in(d.locale)
	party, _ := Term{l.Customer.Name, l.Customer.NameEn}.in(d.locale)
	seller, _ := Term{l.Seller.Name, l.Seller.NameEn}.in(d.locale)
	head := &pen{draft: d, strip: out, x: inset, width: d.wide() - 2*inset}
	head.name(styleParty, lead+"  "+under, 1, 9)
	about := seller
	if l.Customer.Code != "" {
		about = fmt.Sprintf("%s  (%s)  ·  %s", party, l.Customer.Code, seller)
	}
	head.name(styleBody, about, 2, 7, 6)
	d.add(full(head.y+1.6, out, &props.Cell{BorderType: border.Bottom, BorderColor: navy, BorderThickness: 0.6}))
	d.add(gap(1.4))
	if err := d.facts(l.Facts, l.Scan); err != nil {
		return err
	}
	for _, note := range l.Notes {
		d.paragraph(note, 0)
	}
	d.add(gap(1.4))
	columns := make([]column, len(l.Columns))
	for i, c := range l.Columns {
		columns[i] = column{label: c.Label, amount: c.Amount, flex: c.Wide, whole: c.Whole, least: 10, optional: !c.Amount && !l.Exact}
		switch {
		case c.Whole:
			columns[i].most = 22
		case !c.Amount && !c.Wide:
			columns[i].most = 34
		}
		if c.Wide {
			columns[i].least, columns[i].optional = 22, false
		}
	}
	rows := make([][]string, 0, len(l.Rows)+1)
	for _, row := range l.Rows {
		rows = append(rows, append([]string(nil), row...))
	}
	if l.Sums != nil {
		rows = append(rows, append([]string(nil), l.Sums...))
	}
	d.grid(Term{}, &grid{draft: d, columns: columns, rows: rows, sum: l.Sums != nil, strong: l.Strong, none: labelNoRecords})
	return nil
}

// facts stand one below the other, with the code that says the same to a phone beside them.
func (d *draft) facts(facts []Fact, scan string) error {
	const labelWidth, side = 34.0, 30.0
	if len(facts) == 0 {
		return nil
	}
	out := &strip{}
	p := &pen{draft: d, strip: out, y: 1.6}
	for _, f := range facts {
		value, drop := styleStrong, 0.0
		if f.Large {
			value, drop = styleStrong.at(14), 1.4
		}
		top := p.y
		p.x, p.width, p.y = inset, labelWidth, top+drop
		lead, under := f.Label.in(d.locale)
		p.one(styleLabel, lead)
		p.one(styleSmall, under)
		bottom := p.y
		p.x, p.width, p.y = inset+labelWidth, d.wide()-labelWidth-side-4*inset, top+0.5
		p.name(value, f.Value, 2, 8.5, 7, 6)
		p.y = max(p.y, bottom) + 1.2
	}
	height := p.y
	if scan != "" {
		picture, err := qrPNG(scan)
		if err != nil {
			return err
		}
		out.picture = picture
		out.square = entity.Cell{X: d.wide() - side - inset, Y: 1.6, Width: side, Height: side}
		height = max(height, side+3.2)
	}
	d.add(full(height, out, tinted), gap(2.4))
	return nil
}
