package pdf

import (
	"fmt"
	"slices"
	"strings"

	"github.com/johnfercher/maroto/v2/pkg/props"
)

// draft is a statement being laid out: the text in ink, the rows so far, and where the seals go.
type draft struct {
	sheet
	scribe *scribe
	locale Locale
	props  map[style]*props.Text
	seals  []SealPlace
	links  []link
}

// link is a place on the first page that opens a web address, in millimetres from its upper left corner.
type link struct {
	x, y, width, height float64
	url                 string
}

func newDraft(s *scribe, locale Locale) *draft {
	return &draft{scribe: s, locale: locale, props: map[style]*props.Text{}}
}

func (d *draft) prop(st style) *props.Text {
	p, ok := d.props[st]
	if !ok {
		p = st.text()
		d.props[st] = p
	}
	return p
}

func (d *draft) ink(st style, text string) string { return d.scribe.ink(st.weight, text) }

// width measures inked text in millimetres.
func (d *draft) width(st style, inked string) float64 {
	units := measure(inked, func(r rune) int { return d.scribe.advance(st.weight, r) })
	return float64(units) * st.height() / 1000
}

// wrap breaks inked text to a width in millimetres.
func (d *draft) wrap(st style, inked string, width float64) []string {
	limit := int(width*1000/st.height() + 1e-6)
	return wrap(inked, limit, func(r rune) int { return d.scribe.advance(st.weight, r) })
}

// fit sets inked text on one line if a slightly smaller type makes that possible, and otherwise on at most so many
// lines, in the largest of the sizes that allows it. What the smallest size cannot hold is cut off with "…" and counted.
func (d *draft) fit(st style, inked string, width float64, most int, sizes ...float64) ([]string, style) {
	const slightly = 0.82
	if w := d.width(st, inked); w > width && w*slightly <= width {
		st, inked = d.shrink(st, inked, width)
		return []string{inked}, st
	}
	var lines []string
	for _, size := range append([]float64{st.size}, sizes...) {
		st = st.at(size)
		if lines = d.wrap(st, inked, width); len(lines) <= most {
			return lines, st
		}
	}
	lines = lines[:most]
	lines[most-1] = d.clip(st, lines[most-1], width)
	return lines, st
}

// clip shortens inked text until it and "…" stand within the width.
func (d *draft) clip(st style, inked string, width float64) string {
	d.scribe.clipped++
	return d.shorten(st, inked, width)
}

func (d *draft) shorten(st style, inked string, width float64) string {
	dots := d.ink(st, "…")
	runes := []rune(inked)
	for len(runes) > 0 && d.width(st, string(runes)+dots) > width {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + dots
}

// smallest is the type size below which print is not legible.
const smallest = 4.5

// shrink makes one line of inked text fit a width by a smaller type, and by clipping when even that is not enough.
func (d *draft) shrink(st style, inked string, width float64) (style, string) {
	w := d.width(st, inked)
	if w <= width {
		return st, inked
	}
	st = st.at(max(smallest, float64(int(st.size*width/w*20))/20))
	if d.width(st, inked) > width {
		inked = d.clip(st, inked, width)
	}
	return st, inked
}

// align is where a line stands between the edges of its box.
type side int

const (
	left side = iota
	center
	right
)

// put writes one inked line into a box that starts at x, with its baseline at base.
func (d *draft) put(s *strip, st style, inked string, a side, x, width, base float64) float64 {
	w := d.width(st, inked)
	switch a {
	case center:
		x += (width - w) / 2
	case right:
		x += width - w
	}
	if inked != "" {
		s.words = append(s.words, word{x: x, base: base, width: w, style: st, prop: d.prop(st), text: inked})
	}
	return w
}

// pen writes lines one below the other into a box of a strip.
type pen struct {
	*draft
	strip    *strip
	align    side
	x, width float64
	y        float64
}

// lines writes inked lines in one style.
func (p *pen) lines(st style, lines ...string) {
	for _, line := range lines {
		p.put(p.strip, st, line, p.align, p.x, p.width, p.y+st.height()*1.04)
		p.y += st.step()
	}
}

// name writes raw text over a few lines, smaller if it must be.
func (p *pen) name(st style, raw string, most int, sizes ...float64) {
	lines, st := p.fit(st, p.ink(st, raw), p.width, most, sizes...)
	p.lines(st, lines...)
}

// one writes raw text on one line, smaller if it must be.
func (p *pen) one(st style, raw string) {
	st, inked := p.shrink(st, p.ink(st, raw), p.width)
	p.lines(st, inked)
}

// both writes a label in the two languages on one line.
func (d *draft) both(t Term) string {
	lead, under := t.in(d.locale)
	return strings.TrimSpace(lead + " " + under)
}

// check makes sure that a statement can be laid out at all.
func (s Statement) check() error {
	switch {
	case !slices.Contains([]Locale{ZhCN, En}, s.Locale):
		return fmt.Errorf("pdf: locale %q is neither zh-CN nor en", s.Locale)
	case s.Date.IsZero():
		return fmt.Errorf("pdf: statement %q has no date", s.Number)
	}
	return nil
}
