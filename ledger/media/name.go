package media

import (
	"path"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

const longestName = 200

// Name makes the name of a file fit to be shown and to be saved under: its last step, in NFC, without what turns, hides or breaks
// text, at most 200 characters, and with an extension of its content's kind.
func (f File) Name(given string) string {
	if cut := strings.LastIndexAny(given, `/\`); cut >= 0 {
		given = given[cut+1:]
	}
	name := strings.Map(func(r rune) rune {
		switch {
		case r == unicode.ReplacementChar, unicode.Is(unicode.Cf, r), unicode.IsControl(r):
			return -1
		case unicode.IsSpace(r):
			return ' '
		case strings.ContainsRune(`<>:"|?*`, r):
			return '_'
		}
		return r
	}, norm.NFC.String(strings.ToValidUTF8(given, "")))
	name = strings.Trim(name, " .")
	extension := path.Ext(name)
	stem := strings.TrimRight(strings.TrimSuffix(name, extension), " .")
	extension = strings.ToLower(extension)
	if !slices.Contains(f.Extensions, extension) {
		stem, extension = name, f.Extensions[0]
	}
	if stem == "" {
		stem = "file"
	}
	if runes := []rune(stem); len(runes) > longestName-len(extension) {
		stem = strings.TrimRight(string(runes[:longestName-len(extension)]), " .")
	}
	return stem + extension
}
