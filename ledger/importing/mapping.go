package importing

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"hefu/ledger"
	"hefu/ledger/sheet"
)

// Mapping says how a seller's own export is to be read, so that it need not be changed: which of its columns is what, and what
// it does not say at all. It is written as JSON, see mappings/online-retail.json; README.md says what it may hold.
type Mapping struct {
	Name  string
	kinds map[Kind]mappedKind
	raw   []byte
}

// mappedKind is the mapping of one kind of file.
type mappedKind struct {
	Columns   map[string]string `json:"columns"`   // field → header
	Constants map[string]string `json:"constants"` // field → what stands in every row that does not say it
	DateOrder dateOrder         `json:"date_order"`
	KindBy    *struct {
		Column string          `json:"column"`
		Values map[string]Kind `json:"values"`
	} `json:"kind_by"`
}

//go:embed mappings/*.json
var shipped embed.FS

// MappingNames lists the mappings that come with the program.
func MappingNames() []string {
	entries, err := shipped.ReadDir("mappings")
	if err != nil {
		panic("importing: the shipped mappings are gone: " + err.Error())
	}
	var names []string
	for _, entry := range entries {
		names = append(names, strings.TrimSuffix(entry.Name(), ".json"))
	}
	return names
}

// NamedMapping is a mapping that comes with the program. Refused with not_found.
func NamedMapping(name string) (*Mapping, error) {
	if !slices.Contains(MappingNames(), name) {
		return nil, ledger.E("not_found")
	}
	raw, err := shipped.ReadFile("mappings/" + name + ".json")
	if err != nil {
		return nil, err
	}
	return ParseMapping(raw)
}

// ParseMapping reads a mapping. Unknown names, fields that the kind does not have and unknown kinds are refused with
// malformed_request, whose reason names the fault.
func ParseMapping(raw []byte) (*Mapping, error) {
	var read struct {
		Name  string              `json:"name"`
		Notes string              `json:"notes"`
		Kinds map[Kind]mappedKind `json:"kinds"`
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&read); err != nil {
		return nil, ledger.E("malformed_request").With("reason", err.Error())
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, ledger.E("malformed_request").With("reason", "text after the mapping")
	}
	if len(read.Kinds) == 0 {
		return nil, ledger.E("malformed_request").With("reason", "kinds: at least one is needed")
	}
	for kind, mapped := range read.Kinds {
		if err := mapped.check(kind); err != nil {
			return nil, ledger.E("malformed_request").With("reason", fmt.Sprintf("kinds.%s.%v", kind, err))
		}
	}
	return &Mapping{Name: read.Name, kinds: read.Kinds, raw: bytes.Clone(raw)}, nil
}

func (m mappedKind) check(kind Kind) error {
	if !slices.Contains(Kinds, kind) {
		return fmt.Errorf("kind: %q is none", kind)
	}
	for _, key := range slices.Concat(slices.Collect(maps.Keys(m.Columns)), slices.Collect(maps.Keys(m.Constants))) {
		if _, ok := fieldNamed(key, kind); !ok && (m.KindBy == nil || !m.knows(key)) {
			return fmt.Errorf("columns: %q is no column of %s", key, kind)
		}
	}
	if !m.DateOrder.valid() {
		return fmt.Errorf("date_order: %q is none of ymd, dmy, mdy", m.DateOrder)
	}
	if m.KindBy != nil {
		for value, target := range m.KindBy.Values {
			if !slices.Contains(documents, target) || !slices.Contains(documents, kind) {
				return fmt.Errorf("kind_by.values.%s: %q is no kind of document", value, target)
			}
		}
	}
	return nil
}

// knows tells whether one of the kinds that rows are sent to has the field.
func (m mappedKind) knows(key string) bool {
	for _, target := range m.KindBy.Values {
		if _, ok := fieldNamed(key, target); ok {
			return true
		}
	}
	return false
}

func fieldNamed(key string, kind Kind) (field, bool) {
	for f := range fieldCount {
		if columns[f].key == key && f.has(kind) {
			return f, true
		}
	}
	return 0, false
}

// arrange places the fields by the mapping alone: a column it does not name is not read.
func (m *Mapping) arrange(book *sheet.Book, kind Kind, name string) (*layout, error) {
	mapped, ok := m.kinds[kind]
	if !ok {
		return nil, ledger.E("malformed_request").With("reason", fmt.Sprintf("the mapping %s does not say how to read %s", m.Name, kind))
	}
	headers := slices.Sorted(maps.Values(mapped.Columns))
	if mapped.KindBy != nil {
		headers = append(headers, mapped.KindBy.Column)
	}
	headers = slices.Compact(slices.Sorted(slices.Values(headers)))
	wanted := make([]sheet.Wanted, len(headers))
	for i, header := range headers {
		wanted[i] = sheet.Wanted{Key: header, Names: []string{header}, Required: true}
	}
	header, err := findHeader(book, name, wanted)
	if err != nil {
		return nil, err
	}
	matched, err := sheet.Match(wanted, header, sheet.IgnoreUnknown)
	if err != nil {
		return nil, err
	}
	places := placesOf(header)
	at := func(header string) int {
		place, err := strconv.Atoi(matched.Get(places, header))
		if err != nil {
			return -1
		}
		return place
	}
	l := newLayout(kind, header)
	l.dates = mapped.DateOrder
	for key, header := range mapped.Columns {
		l.column[mapped.field(key, kind)] = at(header)
	}
	for key, value := range mapped.Constants {
		l.constant[mapped.field(key, kind)] = value
	}
	if mapped.KindBy != nil {
		l.kindAt, l.kindOf = at(mapped.KindBy.Column), mapped.KindBy.Values
	}
	return l, l.settle()
}

func (m mappedKind) field(key string, kind Kind) field {
	f, ok := fieldNamed(key, kind)
	if !ok && m.KindBy != nil {
		for _, target := range m.KindBy.Values {
			if f, ok = fieldNamed(key, target); ok {
				break
			}
		}
	}
	return f
}
