package esign

import (
	"bytes"
	"encoding/hex"
	"fmt"
)

// maxDepth bounds how deep a file may nest arrays and dictionaries.
const maxDepth = 64

// scanner reads PDF objects from bytes. It never reads outside them, whatever they are.
type scanner struct {
	data []byte
	at   int
}

func (s *scanner) fail(what string) error {
	return fmt.Errorf("%w: %s at byte %d", ErrForm, what, s.at)
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isDelimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

// space passes white space and comments.
func (s *scanner) space() {
	for s.at < len(s.data) {
		switch c := s.data[s.at]; {
		case isSpace(c):
			s.at++
		case c == '%':
			for s.at < len(s.data) && s.data[s.at] != '\n' && s.data[s.at] != '\r' {
				s.at++
			}
		default:
			return
		}
	}
}

func (s *scanner) has(token string) bool { return bytes.HasPrefix(s.data[s.at:], []byte(token)) }

// take passes a token if it stands here.
func (s *scanner) take(token string) bool {
	s.space()
	if !s.has(token) {
		return false
	}
	s.at += len(token)
	return true
}

// word reads up to the next white space or delimiter.
func (s *scanner) word() string {
	from := s.at
	for s.at < len(s.data) && !isSpace(s.data[s.at]) && !isDelimiter(s.data[s.at]) {
		s.at++
	}
	return string(s.data[from:s.at])
}

// object reads one direct object or reference.
func (s *scanner) object(depth int) (any, error) {
	s.space()
	if s.at >= len(s.data) || depth > maxDepth {
		return nil, s.fail("no object")
	}
	switch c := s.data[s.at]; {
	case c == '/':
		return s.name()
	case c == '(':
		return s.literal()
	case s.has("<<"):
		return s.dict(depth)
	case c == '<':
		return s.hexadecimal()
	case c == '[':
		return s.array(depth)
	case c == '+' || c == '-' || c == '.' || (c >= '0' && c <= '9'):
		return s.number()
	}
	switch word := s.word(); word {
	case "true", "false":
		return word == "true", nil
	case "null":
		return nil, nil
	}
	return nil, s.fail("an unknown word")
}

func (s *scanner) name() (any, error) {
	s.at++
	word := s.word()
	if !bytes.Contains([]byte(word), []byte("#")) {
		return name(word), nil
	}
	out := make([]byte, 0, len(word))
	for i := 0; i < len(word); i++ {
		if word[i] == '#' && i+2 < len(word) {
			if c, err := hex.DecodeString(word[i+1 : i+3]); err == nil {
				out = append(out, c[0])
				i += 2
				continue
			}
		}
		out = append(out, word[i])
	}
	return name(out), nil
}

// number reads a number, or a reference if two whole ones and R follow one another.
func (s *scanner) number() (any, error) {
	first := number(s.word())
	if _, ok := first.float(); !ok {
		return nil, s.fail("a malformed number")
	}
	num, ok := first.int()
	if !ok || num < 0 {
		return first, nil
	}
	back := s.at
	s.space()
	if gen, ok := number(s.word()).int(); ok && gen >= 0 {
		s.space()
		if s.has("R") && (s.at+1 >= len(s.data) || isSpace(s.data[s.at+1]) || isDelimiter(s.data[s.at+1])) {
			s.at++
			return ref{num, gen}, nil
		}
	}
	s.at = back
	return first, nil
}

func (s *scanner) array(depth int) (any, error) {
	s.at++
	out := array{}
	for !s.take("]") {
		item, err := s.object(depth + 1)
		if err != nil {
			return nil, err
		}
		out = append(out, item)
	}
	return out, nil
}

func (s *scanner) dict(depth int) (any, error) {
	s.at += 2
	out := dict{}
	for !s.take(">>") {
		if s.at >= len(s.data) || s.data[s.at] != '/' {
			return nil, s.fail("a malformed dictionary")
		}
		key, err := s.name()
		if err != nil {
			return nil, err
		}
		value, err := s.object(depth + 1)
		if err != nil {
			return nil, err
		}
		if _, twice := out[key.(name)]; twice { // readers differ in which of the two they take
			return nil, s.fail("a dictionary key that stands twice")
		}
		out[key.(name)] = value
	}
	return out, nil
}

func (s *scanner) hexadecimal() (any, error) {
	end := bytes.IndexByte(s.data[s.at:], '>')
	if end < 0 {
		return nil, s.fail("an open string")
	}
	digits := make([]byte, 0, end)
	for _, c := range s.data[s.at+1 : s.at+end] {
		if !isSpace(c) {
			digits = append(digits, c)
		}
	}
	if len(digits)%2 == 1 {
		digits = append(digits, '0')
	}
	out := make([]byte, len(digits)/2)
	if _, err := hex.Decode(out, digits); err != nil {
		return nil, s.fail("a malformed string")
	}
	s.at += end + 1
	return text(out), nil
}

var escapes = map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'f': '\f'}

func (s *scanner) literal() (any, error) {
	s.at++
	out := text{}
	for open := 1; s.at < len(s.data); s.at++ {
		switch c := s.data[s.at]; c {
		case '(':
			open++
			out = append(out, c)
		case ')':
			if open--; open == 0 {
				s.at++
				return out, nil
			}
			out = append(out, c)
		case '\\':
			out = s.escape(out)
		default:
			out = append(out, c)
		}
	}
	return nil, s.fail("an open string")
}

// escape reads what follows a backslash and leaves the scanner on its last byte.
func (s *scanner) escape(out text) text {
	s.at++
	if s.at >= len(s.data) {
		return out
	}
	c := s.data[s.at]
	if plain, ok := escapes[c]; ok {
		return append(out, plain)
	}
	switch {
	case c == '\r' && s.at+1 < len(s.data) && s.data[s.at+1] == '\n':
		s.at++
		return out
	case c == '\n' || c == '\r':
		return out
	case c < '0' || c > '7':
		return append(out, c)
	}
	value := 0
	for i := 0; i < 3 && s.at < len(s.data) && s.data[s.at] >= '0' && s.data[s.at] <= '7'; i++ {
		value = value*8 + int(s.data[s.at]-'0')
		s.at++
	}
	s.at--
	return append(out, byte(value))
}
