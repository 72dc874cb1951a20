package pdf

import (
	"fmt"
	"time"

	"github.com/johnfercher/maroto/v2/pkg/consts/border"
	"github.com/johnfercher/maroto/v2/pkg/props"
)

// Listing is a table on paper: who it is about, what was asked for, the rows, and their sums.
type Listing struct {
	Locale   Locale
	Title    Term
	Date     time.Time // the creation date of the file
	Seller   Seller
	Customer Customer
	Notes    []string // what was asked for, each a line of its own
	Columns  []ListingColumn
	Rows     [][]string
	Sums     []string // one cell a column; nil for none

	Across bool         // on the longer side of the paper
	Strong map[int]bool // rows in bold, such as subtotals
	Exact  bool         // every column, if all its cells are empty too
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
		d.listing(l)
		return nil
	})
}

func (d *draft) listing(l Listing) {
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
	d.grid(Term{}, &grid{draft: d, columns: columns, rows: rows, sum: l.Sums != nil, strong: l.Strong})
}
