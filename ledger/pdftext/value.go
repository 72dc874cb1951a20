package pdftext

import (
	"bytes"
	"strconv"
)

// The values of PDF beside float64, bool and nil.
type (
	name    string
	text    string // bytes
	word    string // an operator or a bracket that closes
	ref     int
	dict    map[string]any
	pieces  []any
	scanner struct {
		src   []byte
		at    int
		depth int
		refs  bool // "1 0 R" is a reference
	}
)

func blank(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func mark(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

func (s *scanner) skip() {
	for s.at < len(s.src) {
		switch c := s.src[s.at]; {
		case blank(c):
			s.at++
		case c == '%':
			for s.at < len(s.src) && s.src[s.at] != '\n' && s.src[s.at] != '\r' {
				s.at++
			}
		default:
			return
		}
	}
}

// next reads one value; ok is false at the end, or where values are nested too deep to be honest.
func (s *scanner) next() (value any, ok bool) {
	s.skip()
	if s.at >= len(s.src) || s.depth > maxDepth {
		return nil, false
	}
	two := s.src[s.at:min(s.at+2, len(s.src))]
	switch c := s.src[s.at]; {
	case c == '/':
		return s.name(), true
	case c == '(':
		return s.literal(), true
	case string(two) == "<<":
		s.at += 2
		return s.dict()
	case string(two) == ">>":
		s.at += 2
		return word(">>"), true
	case c == '<':
		return s.hex(), true
	case c == '[':
		s.at++
		return s.list()
	case mark(c):
		s.at++
		return word(c), true
	}
	return s.plain(), true
}

func (s *scanner) name() name {
	s.at++
	start := s.at
	for s.at < len(s.src) && !blank(s.src[s.at]) && !mark(s.src[s.at]) {
		s.at++
	}
	return name(s.src[start:s.at])
}

// plain is a number, a reference or a word.
func (s *scanner) plain() any {
	start := s.at
	for s.at < len(s.src) && !blank(s.src[s.at]) && !mark(s.src[s.at]) {
		s.at++
	}
	said := string(s.src[start:s.at])
	number, err := strconv.ParseFloat(said, 64)
	if err != nil {
		switch said {
		case "true", "false":
			return said == "true"
		case "null":
			return nil
		}
		return word(said)
	}
	if s.refs {
		if m := reference.FindSubmatch(s.src[s.at:min(s.at+24, len(s.src))]); m != nil {
			s.at += len(m[0]) - len(m[1])
			return ref(number)
		}
	}
	return number
}

func (s *scanner) list() (any, bool) {
	s.depth++
	defer func() { s.depth-- }()
	var out pieces
	for {
		v, ok := s.next()
		if !ok {
			return out, s.depth <= maxDepth
		}
		if v == word("]") {
			return out, true
		}
		out = append(out, v)
	}
}

func (s *scanner) dict() (any, bool) {
	s.depth++
	defer func() { s.depth-- }()
	out := dict{}
	for {
		key, ok := s.next()
		if !ok {
			return out, s.depth <= maxDepth
		}
		if key == word(">>") {
			return out, true
		}
		named, isName := key.(name)
		if !isName {
			continue
		}
		value, ok := s.next()
		if !ok || value == word(">>") {
			return out, ok
		}
		out[string(named)] = value
	}
}

func (s *scanner) hex() text {
	s.at++
	var out []byte
	high, half := byte(0), false
	for s.at < len(s.src) && s.src[s.at] != '>' {
		if digit, ok := hexDigit(s.src[s.at]); ok {
			if half {
				out = append(out, high<<4|digit)
			}
			high, half = digit, !half
		}
		s.at++
	}
	s.at++
	if half {
		out = append(out, high<<4)
	}
	return text(out)
}

func hexDigit(c byte) (byte, bool) {
	switch {
	case c >= '0' && c <= '9':
		return c - '0', true
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10, true
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10, true
	}
	return 0, false
}

var escapes = map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'f': '\f'}

func (s *scanner) literal() text {
	s.at++
	var out []byte
	for open := 1; s.at < len(s.src); s.at++ {
		c := s.src[s.at]
		switch {
		case c == '\\' && s.at+1 < len(s.src):
			s.at++
			out = s.escaped(out)
			continue
		case c == '(':
			open++
		case c == ')':
			if open--; open == 0 {
				s.at++
				return text(out)
			}
		}
		out = append(out, c)
	}
	return text(out)
}

func (s *scanner) escaped(out []byte) []byte {
	c := s.src[s.at]
	switch plain, known := escapes[c]; {
	case known:
		return append(out, plain)
	case c == '\r' || c == '\n':
		if c == '\r' && s.at+1 < len(s.src) && s.src[s.at+1] == '\n' {
			s.at++
		}
		return out
	case c >= '0' && c <= '7':
		end := s.at + 1
		for end < len(s.src) && end < s.at+3 && s.src[end] >= '0' && s.src[end] <= '7' {
			end++
		}
		code, _ := strconv.ParseUint(string(s.src[s.at:end]), 8, 16)
		s.at = end - 1
		return append(out, byte(code))
	}
	return append(out, c)
}
