package web

import (
	"strconv"
	"unicode/utf8"

	"hefu/ledger"
)

// maxDepth is how deep a request's JSON may nest.
const maxDepth = 32

// checkJSON reads a body once by RFC 8259 and refuses what lenient readers take in different ways: duplicate names, NUL, lone
// surrogates, text that is not UTF-8, more than one value, nesting beyond maxDepth. Names, types and unknown fields are the
// schema's matter.
func checkJSON(body []byte) error {
	s := scanner{text: body}
	s.space()
	if err := s.value(0); err != nil {
		return err
	}
	s.space()
	if s.at < len(s.text) {
		return malformed("there is more after the JSON value")
	}
	return nil
}

type scanner struct {
	text []byte
	at   int
}

func (s *scanner) space() {
	for s.at < len(s.text) && (s.text[s.at] == ' ' || s.text[s.at] == '\t' || s.text[s.at] == '\n' || s.text[s.at] == '\r') {
		s.at++
	}
}

func (s *scanner) peek() byte {
	if s.at < len(s.text) {
		return s.text[s.at]
	}
	return 0
}

func (s *scanner) broken() error { return malformed("not JSON at byte " + strconv.Itoa(s.at)) }

func (s *scanner) value(depth int) error {
	if depth > maxDepth {
		return malformed("nested too deep")
	}
	switch c := s.peek(); {
	case c == '{':
		return s.object(depth)
	case c == '[':
		return s.array(depth)
	case c == '"':
		_, err := s.str()
		return err
	case c == '-' || (c >= '0' && c <= '9'):
		return s.number()
	}
	for _, word := range []string{"true", "false", "null"} {
		if s.at+len(word) <= len(s.text) && string(s.text[s.at:s.at+len(word)]) == word {
			s.at += len(word)
			return nil
		}
	}
	return s.broken()
}

func (s *scanner) object(depth int) error {
	s.at++
	names := map[string]bool{}
	for first := true; ; first = false {
		s.space()
		if s.peek() == '}' && first {
			s.at++
			return nil
		}
		if s.peek() != '"' {
			return s.broken()
		}
		name, err := s.str()
		if err != nil {
			return err
		}
		if names[name] {
			return malformed("a field is given twice").At(printable(name), "not_expected")
		}
		names[name] = true
		s.space()
		if s.peek() != ':' {
			return s.broken()
		}
		s.at++
		s.space()
		if err := s.value(depth + 1); err != nil {
			return err
		}
		s.space()
		switch s.peek() {
		case ',':
			s.at++
		case '}':
			s.at++
			return nil
		default:
			return s.broken()
		}
	}
}

func (s *scanner) array(depth int) error {
	s.at++
	for first := true; ; first = false {
		s.space()
		if s.peek() == ']' && first {
			s.at++
			return nil
		}
		if err := s.value(depth + 1); err != nil {
			return err
		}
		s.space()
		switch s.peek() {
		case ',':
			s.at++
		case ']':
			s.at++
			return nil
		default:
			return s.broken()
		}
	}
}

func (s *scanner) digits() int {
	began := s.at
	for s.at < len(s.text) && s.text[s.at] >= '0' && s.text[s.at] <= '9' {
		s.at++
	}
	return s.at - began
}

func (s *scanner) number() error {
	if s.peek() == '-' {
		s.at++
	}
	if s.peek() == '0' {
		s.at++
	} else if s.digits() == 0 {
		return s.broken()
	}
	if s.peek() == '.' {
		s.at++
		if s.digits() == 0 {
			return s.broken()
		}
	}
	if c := s.peek(); c == 'e' || c == 'E' {
		s.at++
		if c := s.peek(); c == '+' || c == '-' {
			s.at++
		}
		if s.digits() == 0 {
			return s.broken()
		}
	}
	return nil
}

// str reads a string and returns it with its escapes resolved, because "a" and "\u0061" are one name.
func (s *scanner) str() (string, error) {
	s.at++
	var out []byte
	for s.at < len(s.text) {
		c := s.text[s.at]
		switch {
		case c == '"':
			s.at++
			return string(out), nil
		case c == '\\':
			read, err := s.escape()
			if err != nil {
				return "", err
			}
			out = utf8.AppendRune(out, read)
		case c < 0x20:
			return "", s.broken()
		case c < utf8.RuneSelf:
			out = append(out, c)
			s.at++
		default:
			r, size := utf8.DecodeRune(s.text[s.at:])
			if r == utf8.RuneError && size == 1 {
				return "", malformed("not UTF-8")
			}
			out = append(out, s.text[s.at:s.at+size]...)
			s.at += size
		}
	}
	return "", s.broken()
}

var escapes = map[byte]rune{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

func (s *scanner) escape() (rune, error) {
	s.at++
	c := s.peek()
	if plain, ok := escapes[c]; ok {
		s.at++
		return plain, nil
	}
	if c != 'u' {
		return 0, s.broken()
	}
	unit, err := s.hex()
	switch {
	case err != nil:
		return 0, err
	case unit == 0:
		return 0, ledger.E("malformed_request").With("reason", "a NUL character")
	case unit < 0xd800 || unit > 0xdfff:
		return unit, nil
	case unit > 0xdbff || s.at+1 >= len(s.text) || s.text[s.at] != '\\' || s.text[s.at+1] != 'u':
		return 0, malformed("half of a surrogate pair")
	}
	s.at++
	low, err := s.hex()
	if err != nil {
		return 0, err
	}
	if low < 0xdc00 || low > 0xdfff {
		return 0, malformed("half of a surrogate pair")
	}
	return 0x10000 + (unit-0xd800)<<10 + (low - 0xdc00), nil
}

// hex reads u and four digits.
func (s *scanner) hex() (rune, error) {
	if s.at+5 > len(s.text) {
		return 0, s.broken()
	}
	unit, err := strconv.ParseUint(string(s.text[s.at+1:s.at+5]), 16, 16)
	if err != nil {
		return 0, s.broken()
	}
	s.at += 5
	return rune(unit), nil
}
