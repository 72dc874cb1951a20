package pdf

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// weight chooses between the two faces of a document.
type weight int

const (
	regular weight = iota
	bold
)

// geta is drawn for a character that no font has: the mark by which Chinese and Japanese printers show a missing sort.
const geta = '〓'

// Characters above U+FFFF are drawn under private codes from here on, because the PDF writer knows no higher code.
// The finished file maps them back, so that they are found and copied as what they are.
const (
	firstPrivate = 0xE000
	lastPrivate  = 0xF8FF
)

// scribe prepares the text of one document: it notes which characters are used in which weight, so that the fonts can
// be cut to them, and which no font has. It serves one document and one goroutine.
type scribe struct {
	faces   [2]*font
	spare   func() (*font, error) // for what the faces lack; loaded when first needed
	spared  *font
	used    [2]map[rune]pick // by code
	ascii   [2][utf8.RuneSelf]bool
	private []rune // the character behind each private code
	codes   map[rune]rune
	missing map[rune]struct{}
	clipped int
	err     error
}

func newScribe() (*scribe, error) {
	r, err := notoRegular()
	if err != nil {
		return nil, err
	}
	b, err := notoBold()
	if err != nil {
		return nil, err
	}
	return scribeFor(r, b, wenKai), nil
}

func scribeFor(r, b *font, spare func() (*font, error)) *scribe {
	return &scribe{
		faces:   [2]*font{r, b},
		spare:   spare,
		used:    [2]map[rune]pick{{}, {}},
		codes:   map[rune]rune{},
		missing: map[rune]struct{}{},
	}
}

// ink returns text in the codes in which it is drawn, and remembers its characters. White space becomes a space,
// marks without a shape of their own are left out, and what no font has becomes 〓 and is reported as missing.
func (s *scribe) ink(w weight, text string) string {
	if s.plain(w, text) {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	for _, r := range text {
		switch {
		case unicode.IsSpace(r):
			r = ' '
		case invisible(r):
			continue
		}
		b.WriteRune(s.code(w, r))
	}
	return b.String()
}

// plain is the short way for printable ASCII, which is most of a statement.
func (s *scribe) plain(w weight, text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return false
		}
	}
	for i := range len(text) {
		if c := text[i]; !s.ascii[w][c] {
			s.ascii[w][c] = true
			s.code(w, rune(c))
		}
	}
	return true
}

func (s *scribe) code(w weight, r rune) rune {
	if r > 0xFFFF {
		if code, ok := s.codes[r]; ok {
			r = code
		}
	}
	if _, ok := s.used[w][r]; ok {
		return r
	}
	character := s.character(r)
	f, glyph := s.find(w, character)
	code := r
	if glyph != 0 && r > 0xFFFF {
		if code = firstPrivate + rune(len(s.private)); code > lastPrivate {
			glyph = 0
		} else {
			s.private = append(s.private, r)
			s.codes[r] = code
		}
	}
	if glyph == 0 {
		s.missing[character] = struct{}{}
		if r == geta {
			return '='
		}
		return s.code(w, geta)
	}
	s.used[w][code] = pick{uint16(code), f, glyph}
	return code
}

// character is what a code stands for.
func (s *scribe) character(code rune) rune {
	if i := int(code) - firstPrivate; i >= 0 && i < len(s.private) {
		return s.private[i]
	}
	return code
}

// find looks for r in the face, then in the spare font. Private characters mean nothing outside their maker's machine
// and would clash with our own codes, so no font is asked for them; U+FFFD stands for bytes that were not text.
func (s *scribe) find(w weight, r rune) (*font, uint16) {
	if r == utf8.RuneError || unicode.Is(unicode.Co, r) {
		return nil, 0
	}
	if glyph := s.faces[w].glyph(r); glyph != 0 {
		return s.faces[w], glyph
	}
	if s.spared == nil && s.err == nil && s.spare != nil {
		s.spared, s.err = s.spare()
	}
	if s.spared != nil {
		if glyph := s.spared.glyph(r); glyph != 0 {
			return s.spared, glyph
		}
	}
	return nil, 0
}

// advance is the width of a code that ink returned, in thousandths of the type size, rounded as the PDF writer rounds it.
func (s *scribe) advance(w weight, code rune) int {
	p, ok := s.used[w][code]
	if !ok {
		return 0
	}
	width, _ := p.font.advance(int(p.glyph))
	width = ratio{s.faces[w].upem, p.font.upem}.of(width)
	return ratio{1000, s.faces[w].upem}.of(width)
}

// missed lists the characters that no font has, in order.
func (s *scribe) missed() []rune {
	runes := make([]rune, 0, len(s.missing))
	for r := range s.missing {
		runes = append(runes, r)
	}
	slices.Sort(runes)
	return runes
}

// picks lists what one weight uses, in order of code.
func (s *scribe) picks(w weight) []pick {
	picks := make([]pick, 0, len(s.used[w]))
	for _, p := range s.used[w] {
		picks = append(picks, p)
	}
	slices.SortFunc(picks, func(a, b pick) int { return int(a.code) - int(b.code) })
	return picks
}

// allCodes lists the codes of both weights, ascending.
func (s *scribe) allCodes() []uint16 {
	var codes []uint16
	for _, w := range []weight{regular, bold} {
		for code := range s.used[w] {
			codes = append(codes, uint16(code))
		}
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// invisible tells control and format characters and variation selectors: they have no shape, so nothing is lost in print.
func invisible(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r)
}
