package sheet

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// dateKind tells how a number with a style is to be read.
type dateKind byte

const (
	plainNumber dateKind = iota
	dateOnly
	dateAndTime
	timeOnly
)

// maxStyles bounds the cell styles; spreadsheet programs stop at 65,490.
const maxStyles = 1 << 16

// readStyles lists, per cell style, whether its number format shows a date.
func readStyles(parts archive, name string) ([]dateKind, error) {
	formats, styles := map[string]dateKind{}, []dateKind(nil)
	err := parts.each(name, func(el xml.StartElement, parent string) error {
		switch {
		case el.Name.Local == "numFmt" && parent == "numFmts":
			if len(formats) == maxItems {
				return refuse(TooLarge, name)
			}
			formats[attr(el, "numFmtId")] = kindOf(attr(el, "formatCode"))
		case el.Name.Local == "xf" && parent == "cellXfs":
			if len(styles) == maxStyles {
				return refuse(Damaged, name)
			}
			id := attr(el, "numFmtId")
			kind, own := formats[id]
			if !own {
				kind = builtIn(id)
			}
			styles = append(styles, kind)
		}
		return nil
	})
	return styles, err
}

// builtIn are the formats every spreadsheet program knows by number, with the
// East Asian ones.
func builtIn(id string) dateKind {
	n, err := strconv.Atoi(id)
	switch {
	case err != nil:
		return plainNumber
	case n == 22:
		return dateAndTime
	case n >= 14 && n <= 17, n >= 27 && n <= 31, n == 36, n >= 50 && n <= 54, n >= 57 && n <= 58:
		return dateOnly
	case n >= 18 && n <= 21, n >= 32 && n <= 35, n >= 55 && n <= 56, n == 45, n == 47:
		return timeOnly
	}
	return plainNumber
}

// kindOf reads a format code such as yyyy"年"m"月"d"日": its first section,
// without quoted text, escapes and brackets. Elapsed time ([h]:mm) is a number.
func kindOf(code string) dateKind {
	section, _, _ := strings.Cut(bare(code), ";")
	section = strings.ToLower(section)
	if strings.Contains(section, "general") {
		return plainNumber
	}
	date := strings.ContainsAny(section, "yd")
	hours := strings.ContainsAny(section, "hs")
	switch {
	case date && hours:
		return dateAndTime
	case date, strings.Contains(section, "m") && !hours:
		return dateOnly
	case hours:
		return timeOnly
	}
	return plainNumber
}

func bare(code string) string {
	var b strings.Builder
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case '"':
			if end := strings.IndexByte(code[i+1:], '"'); end >= 0 {
				i += end + 1
			}
		case '\\', '_', '*':
			i++
		case '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return b.String()
			}
			if strings.Trim(strings.ToLower(code[i+1:i+end]), "hms") == "" {
				return "" // elapsed time
			}
			i += end
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
