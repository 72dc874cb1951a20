package pdf

import "github.com/johnfercher/maroto/v2/pkg/props"

// column is one column of a table. Text wraps within it; amounts stay on one line, in smaller type if they must.
type column struct {
	label    Term
	amount   bool
	optional bool    // left out when no row has anything in it
	least    float64 // millimetres
	most     float64 // 0: as wide as the widest cell
	flex     bool    // takes what the others leave
	whole    bool    // never narrower than its widest cell, up to most
}

const (
	cellPad     = 1.1 // on either side of a cell
	rowPad      = 0.9 // above and below it
	mostLines   = 36  // of one cell in one row; longer text goes on in further rows
	leastAmount = 5.0 // points
	shortText   = 22  // millimetres: text up to this length is not broken for the sake of a longer neighbour
)

// grid is a table whose widths are settled.
type grid struct {
	*draft
	columns []column
	widths  []float64
	rows    [][]string // in ink
	sum     bool
	strong  map[int]bool // rows set in bold like the sum
	none    Term         // what stands there without rows
}

func (g *grid) style(row int) style {
	if g.strong[row] || g.sum && row == len(g.rows)-1 {
		return style{bold, styleCell.size, styleCell.color}
	}
	return styleCell
}

// table prints a heading or none, a head that repeats on each page, and the rows, striped. With sum the last row is the
// total of the others and set in bold.
func (d *draft) table(heading Term, columns []column, rows [][]string, sum bool) {
	d.grid(heading, &grid{draft: d, columns: columns, rows: rows, sum: sum, none: labelNoLines})
}

func (d *draft) grid(heading Term, g *grid) {
	g.settle()
	head := g.head()
	var above []band
	if heading != (Term{}) {
		above = d.heading(heading)
	}
	first := 0.0
	if len(g.rows) > 0 {
		first = total(g.row(0))
	}
	d.reserve(total(above) + head.height + min(first, d.tall()/2))
	d.add(above...)
	d.repeat(head)
	for i := range g.rows {
		bands := g.row(i)
		if i == len(g.rows)-2 { // the last row does not go to a new page alone
			d.reserve(total(bands) + total(g.row(i+1)))
		}
		d.add(bands...)
	}
	d.repeat()
	if len(g.rows) == 0 {
		out := &strip{}
		d.put(out, styleLabel, d.ink(styleLabel, d.both(g.none)), center, 0, d.wide(), 4.6)
		d.add(full(7, out, nil))
	}
}

// heading is the title of a section.
func (d *draft) heading(t Term) []band {
	out := &strip{}
	lead, under := t.in(d.locale)
	x := inset + d.put(out, styleHeading, d.ink(styleHeading, lead), left, inset, 0, 4.6)
	d.put(out, styleLabel, d.ink(styleLabel, under), left, x+1.6, 0, 4.6)
	return []band{gap(3.2), full(6.4, out, nil)}
}

// settle puts the cells into ink, drops empty optional columns and shares out the width.
func (g *grid) settle() {
	natural := make([]float64, len(g.columns))
	filled := make([]bool, len(g.columns))
	for r, row := range g.rows {
		st := g.style(r)
		for i := range row {
			row[i] = g.ink(st, row[i])
			if row[i] != "" {
				filled[i] = true
				natural[i] = max(natural[i], g.width(st, row[i])+2*cellPad)
			}
		}
	}
	g.drop(&natural, filled)
	g.widths = make([]float64, len(g.columns))
	floors := make([]float64, len(g.columns))
	rest := g.wide()
	flex := 0
	for i, c := range g.columns {
		lead, under := c.label.in(g.locale)
		heading := max(g.width(styleHead, g.ink(styleHead, lead)), g.width(styleHeadSub, g.ink(styleHeadSub, under))) + 2*cellPad
		floors[i] = max(c.least, min(natural[i], max(heading, shortText)))
		if c.amount {
			floors[i] = max(heading, natural[i]*leastAmount/styleCell.size)
		}
		g.widths[i] = max(natural[i], heading, c.least)
		if c.most > 0 {
			g.widths[i] = max(heading, min(g.widths[i], c.most))
		}
		if c.whole {
			floors[i] = g.widths[i]
		}
		if c.flex {
			flex = i
			continue
		}
		rest -= g.widths[i]
	}
	g.squeeze(flex, rest, floors)
}

// squeeze gives the flexible column the rest, and takes from the others what it lacks of its least width.
func (g *grid) squeeze(flex int, rest float64, floors []float64) {
	if lack := g.columns[flex].least - rest; lack > 0 {
		slack := 0.0
		for i := range g.widths {
			if i != flex {
				slack += max(0, g.widths[i]-floors[i])
			}
		}
		share := min(1, lack/max(slack, 0.001))
		for i := range g.widths {
			if i != flex {
				taken := max(0, g.widths[i]-floors[i]) * share
				g.widths[i] -= taken
				rest += taken
			}
		}
	}
	g.widths[flex] = max(rest, 8)
	// Columns that cannot shrink enough, such as amounts of forty digits, are scaled to stay on the paper.
	sum := 0.0
	for _, w := range g.widths {
		sum += w
	}
	for i := range g.widths {
		g.widths[i] *= g.wide() / sum
	}
}

func (g *grid) drop(natural *[]float64, filled []bool) {
	var columns []column
	var widths []float64
	for i, c := range g.columns {
		if !c.optional || filled[i] {
			columns = append(columns, c)
			widths = append(widths, (*natural)[i])
		}
	}
	for r, row := range g.rows {
		kept := make([]string, 0, len(columns))
		for i, c := range g.columns {
			if !c.optional || filled[i] {
				kept = append(kept, row[i])
			}
		}
		g.rows[r] = kept
	}
	g.columns, *natural = columns, widths
}

func (c column) align() side {
	if c.amount {
		return right
	}
	return left
}

func (g *grid) head() band {
	out := &strip{}
	x := 0.0
	for i, c := range g.columns {
		p := &pen{draft: g.draft, strip: out, align: c.align(), x: x + cellPad, y: 0.8, width: g.widths[i] - 2*cellPad}
		lead, under := c.label.in(g.locale)
		p.one(styleHead, lead)
		p.one(styleHeadSub, under)
		x += g.widths[i]
	}
	return full(7.8, out, headCell)
}

// row lays out one row; very long text makes it several, so that none is taller than a page.
func (g *grid) row(index int) []band {
	var background *props.Cell
	if index%2 == 1 {
		background = zebra
	}
	most := 1
	styles := make([]style, len(g.columns))
	cells := make([][]string, len(g.columns))
	for i, c := range g.columns {
		width := g.widths[i] - 2*cellPad
		styles[i] = g.style(index)
		if text := g.rows[index][i]; c.amount {
			styles[i], text = g.shrink(styles[i], text, width)
			cells[i] = []string{text}
		} else if g.width(styles[i], text) <= width {
			cells[i] = []string{text}
		} else {
			cells[i] = g.wrap(styles[i], text, width)
		}
		most = max(most, len(cells[i]))
	}
	step := styleCell.step()
	var bands []band
	for from := 0; from < most; from += mostLines {
		lines := min(mostLines, most-from)
		out := &strip{}
		x := 0.0
		for i, c := range g.columns {
			for n := from; n < min(from+lines, len(cells[i])); n++ {
				base := rowPad + float64(n-from)*step + styleCell.height()*1.02
				g.put(out, styles[i], cells[i][n], c.align(), x+cellPad, g.widths[i]-2*cellPad, base)
			}
			x += g.widths[i]
		}
		bands = append(bands, full(2*rowPad+float64(lines)*step-0.3, out, background))
	}
	return bands
}
