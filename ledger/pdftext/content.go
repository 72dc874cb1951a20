package pdftext

import (
	"bytes"
	"slices"
)

// matrix is a b c d e f of PDF.
type matrix [6]float64

var unit = matrix{1, 0, 0, 1, 0, 0}

// times is what m does first and n after it.
func (m matrix) times(n matrix) matrix {
	return matrix{m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3], m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5]}
}

type budget struct{ runs, steps, forms int }

type state struct {
	at            matrix
	font          *font
	size, leading float64
	spacing       float64
}

type interpreter struct {
	file   *file
	budget *budget
	fonts  map[string]*font
	runs   []run

	state
	saved     []state
	line, pen matrix
	resources dict
}

// run does what a content says, as far as it places text.
func (i *interpreter) run(content []byte, resources dict, at matrix) {
	before, saved, own := i.state, i.saved, i.resources
	i.state, i.saved, i.resources, i.fonts = state{at: at}, nil, resources, map[string]*font{}
	var args []any
	s := &scanner{src: content}
	for i.budget.steps > 0 {
		v, ok := s.next()
		if !ok {
			break
		}
		op, isWord := v.(word)
		if !isWord {
			if args = append(args, v); len(args) > 64 {
				args = nil
			}
			continue
		}
		i.budget.steps--
		if op == "ID" { // a picture in between
			end := bytes.Index(s.src[s.at:], []byte("EI"))
			if end < 0 {
				break
			}
			s.at += end + 2
		}
		i.do(string(op), args)
		args = nil
	}
	i.state, i.saved, i.resources = before, saved, own
}

func number(args []any, at int) float64 {
	if at < len(args) {
		n, _ := args[at].(float64)
		return n
	}
	return 0
}

func matrixOf(args []any) (m matrix, ok bool) {
	if len(args) != 6 {
		return unit, false
	}
	for k := range m {
		m[k] = number(args, k)
	}
	return m, true
}

func (i *interpreter) do(op string, args []any) {
	switch op {
	case "q":
		if len(i.saved) < maxForms {
			i.saved = append(i.saved, i.state)
		}
	case "Q":
		if n := len(i.saved); n > 0 {
			i.state, i.saved = i.saved[n-1], i.saved[:n-1]
		}
	case "cm":
		if m, ok := matrixOf(args); ok {
			i.at = m.times(i.at)
		}
	case "BT":
		i.line, i.pen = unit, unit
	case "Tm":
		if m, ok := matrixOf(args); ok {
			i.line, i.pen = m, m
		}
	case "Td":
		i.move(number(args, 0), number(args, 1))
	case "TD":
		i.leading = -number(args, 1)
		i.move(number(args, 0), number(args, 1))
	case "TL":
		i.leading = number(args, 0)
	case "Tc":
		i.spacing = number(args, 0)
	case "T*":
		i.move(0, -i.leading)
	case "Tf":
		i.choose(args)
	case "Tj":
		i.show(args, 0)
	case "'":
		i.move(0, -i.leading)
		i.show(args, 0)
	case "\"":
		i.move(0, -i.leading)
		i.show(args, 2)
	case "TJ":
		i.showAll(args)
	case "Do":
		i.form(args)
	}
}

func (i *interpreter) move(x, y float64) {
	i.line = matrix{1, 0, 0, 1, x, y}.times(i.line)
	i.pen = i.line
}

func (i *interpreter) choose(args []any) {
	if len(args) != 2 {
		return
	}
	named, _ := args[0].(name)
	i.size = number(args, 1)
	f, known := i.fonts[string(named)]
	if !known {
		if d := i.file.dict(i.file.dict(i.resources["Font"])[string(named)]); d != nil {
			f = i.file.font(d)
		}
		i.fonts[string(named)] = f
	}
	i.font = f
}

func (i *interpreter) show(args []any, at int) {
	if at >= len(args) {
		return
	}
	raw, ok := args[at].(text)
	if !ok || i.budget.runs <= 0 {
		return
	}
	said := i.font.read(raw)
	place := i.pen.times(i.at)
	width := 0.0
	for _, c := range said {
		width += i.size*advance(c) + i.spacing
	}
	i.budget.runs--
	i.runs = append(i.runs, run{x: place[4], y: place[5], size: abs(i.size * place[3]), width: abs(width * place[0]), text: said})
	i.pen = matrix{1, 0, 0, 1, width, 0}.times(i.pen)
}

func (i *interpreter) showAll(args []any) {
	if len(args) != 1 {
		return
	}
	list, _ := args[0].(pieces)
	for _, part := range list {
		if back, ok := part.(float64); ok {
			i.pen = matrix{1, 0, 0, 1, -back / 1000 * i.size, 0}.times(i.pen)
			continue
		}
		i.show([]any{part}, 0)
	}
}

// form draws a drawing that the resources name, within the one that is being drawn.
func (i *interpreter) form(args []any) {
	if len(args) != 1 || i.budget.forms <= 0 {
		return
	}
	named, _ := args[0].(name)
	to := i.file.dict(i.resources["XObject"])[string(named)]
	d := i.file.dict(to)
	if d["Subtype"] != name("Form") {
		return
	}
	i.budget.forms--
	at := i.at
	if list, ok := i.file.get(d["Matrix"]).(pieces); ok {
		if m, ok := matrixOf(list); ok {
			at = m.times(at)
		}
	}
	resources := i.file.dict(d["Resources"])
	if resources == nil {
		resources = i.resources
	}
	fonts, line, pen := i.fonts, i.line, i.pen
	i.run(slices.Clone(i.file.content(to)), resources, at)
	i.fonts, i.line, i.pen = fonts, line, pen
}
