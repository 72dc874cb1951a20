package pdf

import (
	"fmt"
	"math"
)

// affine places a glyph: x' = a·x + c·y + e, y' = b·x + d·y + f, as PDF has it.
type affine struct{ a, b, c, d, e, f float64 }

func (m affine) at(x, y float64) (float64, float64) {
	return m.a*x + m.c*y + m.e, m.b*x + m.d*y + m.f
}

// then places by m what n has placed.
func (m affine) then(n affine) affine {
	return affine{
		m.a*n.a + m.c*n.b, m.b*n.a + m.d*n.b, m.a*n.c + m.c*n.d, m.b*n.c + m.d*n.d,
		m.a*n.e + m.c*n.f + m.e, m.b*n.e + m.d*n.f + m.f,
	}
}

// path appends the operators that trace a glyph's outline, to be filled by the non-zero rule. A malformed record draws nothing.
func (f *font) path(out []byte, glyph int, m affine, depth int) []byte {
	raw := f.outline(glyph)
	if len(raw) < 10 || depth > 4 {
		return out
	}
	if contours := int(int16(u16(raw, 0))); contours >= 0 {
		return simplePath(out, raw, contours, m)
	}
	for at := 10; ; {
		flags, component := u16(raw, at), int(u16(raw, at+2))
		at += 4
		var placed affine
		placed, at = componentPlace(raw, at, flags)
		out = f.path(out, component, m.then(placed), depth+1)
		if flags&moreComponents == 0 || at >= len(raw) {
			return out
		}
	}
}

// componentPlace reads where a component stands within its glyph, and returns where the next one begins.
func componentPlace(raw []byte, at int, flags uint16) (affine, int) {
	m := affine{a: 1, d: 1}
	if flags&argsAreWords != 0 {
		m.e, m.f = float64(int16(u16(raw, at))), float64(int16(u16(raw, at+2)))
		at += 4
	} else {
		both := u16(raw, at)
		m.e, m.f = float64(int8(both>>8)), float64(int8(both))
		at += 2
	}
	if flags&argsAreXY == 0 { // matched points: not drawn apart, which the fonts here have none of
		m.e, m.f = 0, 0
	}
	part := func(i int) float64 { return float64(int16(u16(raw, at+2*i))) / (1 << 14) }
	switch {
	case flags&hasScale != 0:
		m.a, m.d = part(0), part(0)
		at += 2
	case flags&hasXYScale != 0:
		m.a, m.d = part(0), part(1)
		at += 4
	case flags&hasTwoByTwo != 0:
		m.a, m.b, m.c, m.d = part(0), part(1), part(2), part(3)
		at += 8
	}
	return m, at
}

func simplePath(out, raw []byte, contours int, m affine) []byte {
	ends := 10 + 2*contours
	body := ends + 2 + int(u16(raw, ends))
	if contours == 0 || body > len(raw) {
		return out
	}
	flags, xs, ys, ok := readPoints(raw[body:], int(u16(raw, ends-2))+1)
	if !ok {
		return out
	}
	from := 0
	for i := range contours {
		to := int(u16(raw, 10+2*i)) + 1
		if to > len(flags) || to <= from {
			return out
		}
		points := make([]spot, 0, to-from)
		for j := from; j < to; j++ {
			x, y := m.at(float64(xs[j]), float64(ys[j]))
			points = append(points, spot{x, y, flags[j]&onCurve != 0})
		}
		out = contour(out, points)
		from = to
	}
	return out
}

// spot is a point of an outline: on the curve, or pulling it.
type spot struct {
	x, y float64
	on   bool
}

func between(a, b spot) spot { return spot{(a.x + b.x) / 2, (a.y + b.y) / 2, true} }

// contour traces one closed line of quadratic curves, which PDF draws as cubic ones.
func contour(out []byte, points []spot) []byte {
	start := points[0]
	rest := points[1:]
	if !start.on {
		if last := points[len(points)-1]; last.on {
			start, rest = last, points[:len(points)-1]
		} else {
			start, rest = between(start, last), points
		}
	}
	out = fmt.Appendf(out, "%s %s m\n", short(start.x), short(start.y))
	at := start
	curve := func(pull, to spot) {
		out = fmt.Appendf(out, "%s %s %s %s %s %s c\n",
			short(at.x+(pull.x-at.x)*2/3), short(at.y+(pull.y-at.y)*2/3), short(to.x+(pull.x-to.x)*2/3), short(to.y+(pull.y-to.y)*2/3), short(to.x), short(to.y))
		at = to
	}
	var pull *spot
	for _, p := range rest {
		switch {
		case p.on && pull == nil:
			out = fmt.Appendf(out, "%s %s l\n", short(p.x), short(p.y))
			at = p
		case p.on:
			curve(*pull, p)
			pull = nil
		case pull == nil:
			pull = &p
		default:
			curve(*pull, between(*pull, p))
			pull = &p
		}
	}
	if pull != nil {
		curve(*pull, start)
	}
	return append(out, "h\n"...)
}

// short spells a coordinate to a hundredth of a point.
func short(v float64) string {
	v = math.Round(v*100) / 100
	if v == math.Trunc(v) {
		return fmt.Sprintf("%d", int64(v))
	}
	return fmt.Sprintf("%g", v)
}
