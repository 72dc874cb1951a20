package sheet

import (
	"maps"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Wanted is a column an importer looks for, under any of its names.
type Wanted struct {
	Key      string   // the importer's own name for it
	Names    []string // as headers say it, in Chinese and English
	Required bool
}

// Mapping tells where the wanted columns stand in a file.
type Mapping struct {
	sheet   string
	columns map[string]int
	headers map[string]string
}

// Strictness says what becomes of headers nobody wants.
type Strictness bool

// The two ways.
const (
	IgnoreUnknown Strictness = false
	RefuseUnknown Strictness = true
)

// Match recognizes a header row. Case, spaces, underscores, hyphens and
// full-width forms make no difference. A closing remark in brackets ("金额（元）")
// is passed over where no other header has the plain name. Refused with Errors,
// all of them at once: MissingColumn, DuplicateColumn and, when asked,
// UnknownColumn.
func Match(wanted []Wanted, header Row, unknown Strictness) (*Mapping, error) {
	m := &Mapping{header.Sheet, map[string]int{}, map[string]string{}}
	names, found := keys(wanted), Errors(nil)
	take := func(column int, key string) {
		text := header.Cells[column]
		if _, taken := m.columns[key]; taken {
			found = append(found, headerError(DuplicateColumn, header, column, text))
			return
		}
		m.columns[key], m.headers[key] = column, strings.TrimSpace(text)
	}
	rest := map[int]string{} // columns without an exact name
	for column, text := range header.Cells {
		name := plain(text)
		if key, ok := names[name]; ok {
			take(column, key)
		} else if name != "" {
			rest[column] = name
		}
	}
	exact := maps.Clone(m.columns)
	for column, text := range header.Cells {
		key, ok := names[withoutRemark(rest[column])]
		_, better := exact[key]
		switch {
		case rest[column] == "":
		case ok && !better:
			take(column, key)
		case unknown == RefuseUnknown:
			found = append(found, headerError(UnknownColumn, header, column, text))
		}
	}
	for _, w := range wanted {
		if _, ok := m.columns[w.Key]; !ok && w.Required {
			found = append(found, headerError(MissingColumn, header, -1, w.Names[0]))
		}
	}
	if len(found) > 0 {
		return nil, found
	}
	return m, nil
}

// Score counts the wanted columns a row names: importers find the header below
// title lines by the highest one.
func Score(wanted []Wanted, row Row) int {
	names, seen := keys(wanted), map[string]bool{}
	for _, text := range row.Cells {
		name := plain(text)
		key, ok := names[name]
		if !ok {
			key, ok = names[withoutRemark(name)]
		}
		if ok && name != "" {
			seen[key] = true
		}
	}
	return len(seen)
}

// Has tells whether the file has the column.
func (m *Mapping) Has(key string) bool {
	_, ok := m.columns[key]
	return ok
}

// Get is the row's text in the column, without spaces around it; "" where the
// file does not have the column.
func (m *Mapping) Get(row Row, key string) string {
	column, ok := m.columns[key]
	if !ok {
		return ""
	}
	return strings.TrimFunc(row.Cell(column), isSpace)
}

// Refuse places an importer's own refusal at the row's cell of that column.
func (m *Mapping) Refuse(row Row, key string, code Code, detail string) *Error {
	column, ok := m.columns[key]
	if !ok {
		column = -1
	}
	e := refuse(code, detail).at(row.Sheet, row.Number, column)
	e.Header = m.headers[key]
	return e
}

func headerError(code Code, header Row, column int, name string) *Error {
	e := refuse(code, name).at(header.Sheet, header.Number, column)
	e.Header = strings.TrimSpace(name)
	return e
}

func keys(wanted []Wanted) map[string]string {
	names := map[string]string{}
	for _, w := range wanted {
		for _, n := range w.Names {
			names[plain(n)] = w.Key
		}
	}
	return names
}

// plain brings a header to the form in which headers are compared.
func plain(header string) string {
	return strings.Map(func(r rune) rune {
		if isSpace(r) || r == '_' || r == '-' || r == '*' || r == ':' {
			return -1
		}
		return unicode.ToLower(r)
	}, norm.NFKC.String(header))
}

func withoutRemark(name string) string {
	if open := strings.IndexByte(name, '('); open > 0 && strings.HasSuffix(name, ")") {
		return name[:open]
	}
	return name
}

// isSpace covers spaces, control characters and the invisible ones that come
// with copied text.
func isSpace(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
}
