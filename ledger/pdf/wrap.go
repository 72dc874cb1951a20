package pdf

import (
	"strings"
	"unicode"
)

// Chinese typesetting keeps these off the start of a line, and those off its end.
const (
	notFirst = "，。、；：！？）》」』】〕〉”’…—·％,.;:!?)]}%"
	notLast  = "（《「『【〔〈“‘([{¥￥$"
)

// wrap breaks one line of text where its width passes the limit. Chinese breaks between any two characters except
// before closing and after opening punctuation; other words stay whole unless one alone is too wide. Spaces at a break
// disappear. Every returned line is within the limit unless a single character is wider than it.
func wrap(text string, limit int, advance func(rune) int) []string {
	var lines []string
	line, width := "", 0
	flush := func() {
		if line = strings.TrimRight(line, " "); line != "" {
			lines = append(lines, line)
		}
		line, width = "", 0
	}
	for _, piece := range pieces(strings.Trim(text, " ")) {
		size := measure(piece, advance)
		bare := measure(strings.TrimRight(piece, " "), advance)
		if width+bare > limit && line != "" {
			flush()
		}
		if bare <= limit {
			line, width = line+piece, width+size
			continue
		}
		for _, r := range piece {
			if r == ' ' && line == "" {
				continue
			}
			if size = advance(r); width+size > limit && line != "" {
				flush()
			}
			line, width = line+string(r), width+size
		}
	}
	flush()
	return lines
}

// pieces splits text into what must stay together: a word with its trailing spaces, or one Chinese character with the
// punctuation that belongs to it.
func pieces(text string) []string {
	var out []string
	start := 0
	var before rune
	for at, r := range text {
		if at > start && breakable(before, r) {
			out = append(out, text[start:at])
			start = at
		}
		before = r
	}
	if start < len(text) {
		out = append(out, text[start:])
	}
	return out
}

// breakable reports whether a line may end between two characters.
func breakable(a, b rune) bool {
	switch {
	case b == ' ':
		return false
	case a == ' ':
		return true
	case strings.ContainsRune(notFirst, b) || strings.ContainsRune(notLast, a):
		return false
	}
	return wide(a) || wide(b)
}

// wide tells the scripts that break between characters, and the private codes, under which only rare ideographs stand.
func wide(r rune) bool {
	return r >= 0x2E80 && (unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) ||
		(r >= 0x3000 && r <= 0x303F) || (r >= 0xFF00 && r <= 0xFF60) || (r >= firstPrivate && r <= lastPrivate))
}

func measure(text string, advance func(rune) int) int {
	width := 0
	for _, r := range text {
		width += advance(r)
	}
	return width
}
