// Package wording owns texts with named places: what a person writes once and the program fills in many times. It knows neither mails nor
// statements: whoever uses it says which places there are. Values are put in as they are; what shows them makes them harmless.
package wording

import (
	"strings"
	"unicode"
)

// Place is something that a text may name in braces, such as {statement_no} or {对账单号}. A block stands alone on its line and is more
// than a word: a table, a button.
type Place struct {
	Name  string
	ZH    string // its Chinese name, which means the same in a text of either language
	Block bool
}

// Fault is what is wrong with a text, with its line from 1. Codes: place_unknown, place_open (a brace without its other one), block_inside
// (a block among words), block_twice, block_missing (of the whole text, line 0).
type Fault struct {
	Line  int
	Code  string
	Place string
}

// Text is a text whose places are known.
type Text struct{ parts []part }

type part struct {
	block  string
	pieces []piece
}

// piece is text as it stands, or the name of a place.
type piece struct{ text, place string }

// Filled is one line of a text with its values, or the name of the block that stands there.
type Filled struct {
	Text  string
	Block string
}

// wide are the braces of a Chinese keyboard.
var wide = strings.NewReplacer("｛", "{", "｝", "}", "\r\n", "\n", "\r", "\n")

// Parse reads a text. Each line is a paragraph, empty lines count for nothing, {{ and }} are braces. A text with faults may not be used.
func Parse(text string, places []Place) (Text, []Fault) {
	var out Text
	var faults []Fault
	seen := map[string]bool{}
	for i, line := range strings.Split(wide.Replace(text), "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		pieces, wrong := parseLine(line, places)
		for _, code := range wrong {
			faults = append(faults, Fault{i + 1, code.Code, code.Place})
		}
		p := part{pieces: pieces}
		for _, it := range pieces {
			if !isBlock(places, it.place) {
				continue
			}
			switch {
			case len(pieces) > 1:
				faults = append(faults, Fault{i + 1, "block_inside", it.place})
			case seen[it.place]:
				faults = append(faults, Fault{i + 1, "block_twice", it.place})
			default:
				p = part{block: it.place}
			}
			seen[it.place] = true
		}
		out.parts = append(out.parts, p)
	}
	return out, faults
}

// Require tells which of the blocks the text lacks, in their order.
func (t Text) Require(blocks []string) []Fault {
	var faults []Fault
	for _, block := range blocks {
		if !t.has(block) {
			faults = append(faults, Fault{0, "block_missing", block})
		}
	}
	return faults
}

// Blocks are those that the text has, in its order.
func (t Text) Blocks() []string {
	var out []string
	for _, p := range t.parts {
		if p.block != "" {
			out = append(out, p.block)
		}
	}
	return out
}

func (t Text) has(block string) bool {
	for _, p := range t.parts {
		if p.block == block {
			return true
		}
	}
	return false
}

// Fill puts the values in. A line of which nothing is left, because its values are empty, is left out.
func (t Text) Fill(value func(place string) string) []Filled {
	var out []Filled
	for _, p := range t.parts {
		if p.block != "" {
			out = append(out, Filled{Block: p.block})
			continue
		}
		var line strings.Builder
		for _, it := range p.pieces {
			if it.place != "" {
				line.WriteString(value(it.place))
			} else {
				line.WriteString(it.text)
			}
		}
		if text := strings.TrimSpace(line.String()); text != "" {
			out = append(out, Filled{Text: text})
		}
	}
	return out
}

func parseLine(line string, places []Place) (pieces []piece, faults []Fault) {
	var plain strings.Builder
	flush := func() {
		if plain.Len() > 0 {
			pieces = append(pieces, piece{text: plain.String()})
			plain.Reset()
		}
	}
	for rest := line; rest != ""; {
		at := strings.IndexAny(rest, "{}")
		if at < 0 {
			plain.WriteString(rest)
			break
		}
		plain.WriteString(rest[:at])
		rest = rest[at:]
		if len(rest) > 1 && rest[1] == rest[0] {
			plain.WriteByte(rest[0])
			rest = rest[2:]
			continue
		}
		end := strings.IndexAny(rest[1:], "{}")
		if rest[0] == '}' || end < 0 || rest[1+end] != '}' {
			return pieces, append(faults, Fault{Code: "place_open"})
		}
		name := strings.TrimSpace(rest[1 : 1+end])
		rest = rest[end+2:]
		place, known := find(places, name)
		if !known {
			faults = append(faults, Fault{Code: "place_unknown", Place: shorten(name)})
			continue
		}
		flush()
		pieces = append(pieces, piece{place: place})
	}
	flush()
	return pieces, faults
}

func find(places []Place, name string) (string, bool) {
	for _, p := range places {
		if name == p.Name || name == p.ZH && name != "" {
			return p.Name, true
		}
	}
	return "", false
}

func isBlock(places []Place, name string) bool {
	for _, p := range places {
		if p.Name == name {
			return p.Block
		}
	}
	return false
}

const longestName = 40

// shorten makes a name that nobody knows fit for a sentence.
func shorten(name string) string {
	runes := []rune(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, name))
	if len(runes) > longestName {
		return string(runes[:longestName]) + "…"
	}
	return string(runes)
}
