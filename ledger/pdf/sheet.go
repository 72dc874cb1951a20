package pdf

import (
	"github.com/johnfercher/maroto/v2/pkg/components/col"
	"github.com/johnfercher/maroto/v2/pkg/components/page"
	"github.com/johnfercher/maroto/v2/pkg/components/row"
	"github.com/johnfercher/maroto/v2/pkg/core"
	"github.com/johnfercher/maroto/v2/pkg/props"
)

// band is a row and its height in millimetres.
type band struct {
	height float64
	row    core.Row
}

// sheet collects rows before there is a maroto to take them: the fonts can only be cut when every word is known. It
// counts heights by maroto's own rule, so it knows on which page and where each row will stand.
type sheet struct {
	across bool // the longer side lies at the bottom
	steps  []func(core.Maroto) error
	page   int // from 0
	height float64
	head   float64
}

// wide and tall are the room between the margins, in millimetres.
func (s *sheet) wide() float64 {
	if s.across {
		return pageHeight - 2*marginSide
	}
	return bodyWidth
}

func (s *sheet) tall() float64 {
	if s.across {
		return pageWidth - marginTop - marginBottom
	}
	return bodyHeight
}

// add puts a row below the last one, or at the top of the next page.
func (s *sheet) add(bands ...band) {
	for _, b := range bands {
		if b.height+s.height+footerHeight > s.tall() {
			s.page++
			s.height = s.head
		}
		s.height += b.height
		s.steps = append(s.steps, func(m core.Maroto) error {
			m.AddRows(b.row)
			return nil
		})
	}
}

// repeat puts a head below the last row and on top of every further page, until it is called again. Without bands it
// ends the repetition.
func (s *sheet) repeat(bands ...band) {
	rows := make([]core.Row, 0, len(bands))
	s.head = total(bands)
	s.height += s.head
	for _, b := range bands {
		rows = append(rows, b.row)
	}
	s.steps = append(s.steps, func(m core.Maroto) error { return m.RegisterHeader(rows...) })
}

// room reports whether the page still has this much height.
func (s *sheet) room(height float64) bool {
	return height+s.height+footerHeight <= s.tall()
}

// keep puts bands on one page, starting a new one if that lets them stand together.
func (s *sheet) keep(bands ...band) {
	s.reserve(total(bands))
	s.add(bands...)
}

// reserve starts a new page if this much height is not left, unless no page has that much.
func (s *sheet) reserve(height float64) {
	if s.room(height) || s.height == s.head || s.head+height+footerHeight > s.tall() {
		return
	}
	s.page++
	s.height = s.head
	s.steps = append(s.steps, func(m core.Maroto) error {
		m.AddPages(page.New())
		return nil
	})
}

func total(bands []band) float64 {
	sum := 0.0
	for _, b := range bands {
		sum += b.height
	}
	return sum
}

// full is a row of one strip across the page, over an optional background.
func full(height float64, s *strip, background *props.Cell) band {
	return band{height, row.New(height).WithStyle(background).Add(col.New().Add(s))}
}

func gap(height float64) band { return full(height, &strip{}, nil) }

// part is one column of a row: its width in millimetres, its frame or none, and what stands in it.
type part struct {
	width float64
	frame *props.Cell
	strip *strip
}

// split is a row of several columns. Their edges are rounded to the grid, so the last one ends where it should.
func split(height float64, parts ...part) band {
	r := row.New(height)
	edge, used := 0.0, 0
	for _, p := range parts {
		edge += p.width
		size := int(edge*gridPerMillimetre+0.5) - used
		used += size
		r.Add(col.New(size).Add(p.strip).WithStyle(p.frame))
	}
	return band{height, r}
}
