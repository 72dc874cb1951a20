package esign

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// The kinds of PDF objects beside nil and bool. Numbers keep their spelling, so that writing gives what was read.
type (
	name   string
	number string
	text   []byte
	array  []any
	dict   map[name]any
	ref    struct{ num, gen int }
	stream struct {
		dict dict
		raw  []byte
	}
)

// int reads a number as a whole one.
func (n number) int() (int, bool) {
	v, err := strconv.Atoi(string(n))
	return v, err == nil
}

// float reads a coordinate; PDF has no other numbers with fractions.
func (n number) float() (float64, bool) {
	v, err := strconv.ParseFloat(string(n), 64)
	return v, err == nil
}

// numeral spells a coordinate, to a hundredth of a point.
func numeral(v float64) number { return number(strconv.FormatFloat(v, 'f', 2, 64)) }

func whole(v int) number { return number(strconv.Itoa(v)) }

// verbatim is bytes that stand in a file as they are: the places that signing fills in later.
type verbatim []byte

// write appends an object in the form of a file.
func write(out []byte, o any) []byte {
	switch v := o.(type) {
	case nil:
		return append(out, "null"...)
	case bool:
		return strconv.AppendBool(out, v)
	case number:
		return append(out, v...)
	case verbatim:
		return append(out, v...)
	case name:
		return writeName(out, v)
	case text:
		return fmt.Appendf(out, "<%X>", []byte(v))
	case ref:
		return fmt.Appendf(out, "%d %d R", v.num, v.gen)
	case array:
		out = append(out, '[')
		for i, item := range v {
			if i > 0 {
				out = append(out, ' ')
			}
			out = write(out, item)
		}
		return append(out, ']')
	case dict:
		out = append(out, "<<"...)
		for _, key := range slices.Sorted(maps.Keys(v)) {
			out = write(append(writeName(out, key), ' '), v[key])
		}
		return append(out, ">>"...)
	case stream:
		d := maps.Clone(v.dict)
		d["Length"] = whole(len(v.raw))
		out = append(write(out, d), "\nstream\n"...)
		return append(append(out, v.raw...), "\nendstream"...)
	}
	panic(fmt.Sprintf("esign: no PDF form for %T", o))
}

func writeName(out []byte, n name) []byte {
	out = append(out, '/')
	for _, c := range []byte(n) {
		if c <= ' ' || c > '~' || bytes.IndexByte([]byte("()<>[]{}/%#"), c) >= 0 {
			out = fmt.Appendf(out, "#%02X", c)
		} else {
			out = append(out, c)
		}
	}
	return out
}
