package pdftext

import (
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// font turns the codes of a text into characters.
type font struct {
	lengths []int // of a code, in bytes
	codes   map[string]string
	wide    func(string) string // of fonts that say their encoding by name
}

const mostCodes = 1 << 17

func (f *file) font(d dict) *font {
	out := &font{lengths: []int{1}}
	composite := d["Subtype"] == name("Type0")
	if composite {
		out.lengths = []int{2}
	}
	if table := f.content(d["ToUnicode"]); table != nil {
		out.table(table)
		return out
	}
	encoding, _ := f.get(d["Encoding"]).(name)
	switch {
	case strings.HasPrefix(string(encoding), "UniGB-U"), strings.HasPrefix(string(encoding), "UniCNS-U"):
		out.wide = wideText
	case strings.HasPrefix(string(encoding), "GB"):
		out.wide = func(raw string) string {
			said, _ := simplifiedchinese.GBK.NewDecoder().String(raw)
			return said
		}
	case !composite:
		out.wide = func(raw string) string {
			said, _ := charmap.Windows1252.NewDecoder().String(raw)
			return said
		}
	}
	return out
}

func wideText(raw string) string {
	units := make([]uint16, 0, len(raw)/2)
	for i := 0; i+1 < len(raw); i += 2 {
		units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
	}
	return string(utf16.Decode(units))
}

// table reads a table of characters (ToUnicode).
func (f *font) table(content []byte) {
	f.codes = map[string]string{}
	var stack []any
	s := &scanner{src: content}
	for {
		v, ok := s.next()
		if !ok {
			return
		}
		op, isWord := v.(word)
		if !isWord {
			stack = append(stack, v)
			continue
		}
		switch op {
		case "endcodespacerange":
			f.lengths = nil
			for i := 0; i < len(stack); i += 2 {
				if low, ok := stack[i].(text); ok && len(low) > 0 && len(low) <= 4 {
					f.lengths = append(f.lengths, len(low))
				}
			}
		case "endbfchar":
			for i := 0; i+1 < len(stack); i += 2 {
				f.add(stack[i], stack[i+1], 0)
			}
		case "endbfrange":
			for i := 0; i+2 < len(stack); i += 3 {
				f.span(stack[i], stack[i+1], stack[i+2])
			}
		}
		stack = nil
	}
}

func (f *font) add(code, means any, plus int) {
	from, ok1 := code.(text)
	to, ok2 := means.(text)
	if !ok1 || !ok2 || len(f.codes) >= mostCodes {
		return
	}
	if plus > 0 && len(to) >= 2 {
		low := int(to[len(to)-2])<<8 + int(to[len(to)-1]) + plus
		to = to[:len(to)-2] + text([]byte{byte(low >> 8), byte(low)})
	}
	f.codes[string(from)] = wideText(string(to))
}

func (f *font) span(low, high, means any) {
	from, ok1 := low.(text)
	to, ok2 := high.(text)
	if !ok1 || !ok2 || len(from) == 0 || len(from) != len(to) || len(from) > 4 {
		return
	}
	first, last := codeOf(from), codeOf(to)
	list, isList := means.(pieces)
	for code := first; code <= last && len(f.codes) < mostCodes; code++ {
		at := int(code - first)
		key := make([]byte, len(from))
		for i := range key {
			key[len(key)-1-i] = byte(code >> (8 * i))
		}
		switch {
		case !isList:
			f.add(text(key), means, at)
		case at < len(list):
			f.add(text(key), list[at], 0)
		default:
			return
		}
	}
}

func codeOf(t text) (code uint64) {
	for i := range len(t) {
		code = code<<8 | uint64(t[i])
	}
	return code
}

// read turns codes into characters; what the font does not tell is left out.
func (f *font) read(raw text) string {
	if f == nil {
		return ""
	}
	if f.codes == nil {
		if f.wide == nil {
			return ""
		}
		return f.wide(string(raw))
	}
	var out strings.Builder
	for at := 0; at < len(raw); {
		step := f.lengths0()
		for _, length := range f.lengths {
			if at+length <= len(raw) {
				if means, ok := f.codes[string(raw[at:at+length])]; ok {
					out.WriteString(means)
					step = length
					break
				}
			}
		}
		at += step
	}
	return out.String()
}

func (f *font) lengths0() int {
	if len(f.lengths) == 0 {
		return 1
	}
	return f.lengths[0]
}
