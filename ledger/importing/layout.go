package importing

import (
	"strconv"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"hefu/ledger/sheet"
)

// layout says where the fields of a file stand. It is found once; rows are then read by place, without a map.
type layout struct {
	kind     Kind
	header   sheet.Row
	column   [fieldCount]int // from 0; -1 when the file does not have it
	constant [fieldCount]string
	dates    dateOrder
	kindAt   int // column that chooses the kind of a row; -1 when all rows are of one kind
	kindOf   map[string]Kind
	heads    []field // fields with a column that a document says once
	perLine  bool    // rows are lines of documents
	custom   []customColumn
}

// headerWithin is how many rows may stand above the header: titles, dates, the name of the seller.
const headerWithin = 20

// findHeader is the row that names most of the wanted columns.
func findHeader(book *sheet.Book, name string, wanted []sheet.Wanted) (sheet.Row, error) {
	var best sheet.Row
	high, seen := 0, 0
	for row, err := range book.Rows(name) {
		if err != nil && best.Number == 0 {
			return best, err
		}
		if score := sheet.Score(wanted, row); err == nil && (score > high || best.Number == 0) {
			best, high = row, score
		}
		if seen++; err != nil || seen == headerWithin {
			break
		}
	}
	if best.Number == 0 {
		return best, &sheet.Error{Code: sheet.EmptyFile}
	}
	return best, nil
}

// arrange finds the header and places the fields, by the mapping or by the columns' names. Refused with sheet.Errors.
func arrange(book *sheet.Book, kind Kind, options Options) (*layout, error) {
	if options.Mapping != nil {
		return options.Mapping.arrange(book, kind, options.Sheet)
	}
	var wanted []sheet.Wanted
	for _, f := range fieldsOf(kind) {
		wanted = append(wanted, sheet.Wanted{Key: strconv.Itoa(int(f)), Names: columns[f].names})
	}
	header, err := findHeader(book, options.Sheet, wanted)
	if err != nil {
		return nil, err
	}
	matched, err := sheet.Match(wanted, header, sheet.IgnoreUnknown)
	if err != nil {
		return nil, err
	}
	l := newLayout(kind, header)
	places := placesOf(header)
	for _, f := range fieldsOf(kind) {
		if key := strconv.Itoa(int(f)); matched.Has(key) {
			l.column[f], _ = strconv.Atoi(matched.Get(places, key))
		}
	}
	return l, l.settle()
}

func newLayout(kind Kind, header sheet.Row) *layout {
	l := &layout{kind: kind, header: header, kindAt: -1}
	for f := range l.column {
		l.column[f] = -1
	}
	return l
}

// placesOf is a row whose cells say their own place: a Mapping asked about it tells where a column stands.
func placesOf(header sheet.Row) sheet.Row {
	places := sheet.Row{Cells: make([]string, len(header.Cells))}
	for i := range places.Cells {
		places.Cells[i] = strconv.Itoa(i)
	}
	return places
}

// settle decides what follows from the columns together, and refuses a file that lacks one it needs.
func (l *layout) settle() error {
	// 金额 beside a tax column is the net amount, as on an invoice; alone it is all of it.
	if l.kind != Receipts && l.kind != OpeningBalances && l.has(amountField) {
		target := grossField
		if l.column[taxField] >= 0 || l.has(grossField) {
			target = netField
		}
		if !l.has(target) {
			l.column[target], l.constant[target] = l.column[amountField], l.constant[amountField]
			l.column[amountField], l.constant[amountField] = -1, ""
		}
	}
	for f := range fieldCount {
		switch {
		case l.column[f] < 0:
		case !columns[f].line:
			l.heads = append(l.heads, f)
		case f != netField && f != grossField && f != amountField && f != taxField && f != taxRate:
			l.perLine = true
		}
	}
	var missing sheet.Errors
	for _, group := range needs(l.kind) {
		found := false
		for _, f := range group {
			found = found || l.has(f) || (f == amountField && (l.has(netField) || l.has(grossField)))
		}
		if !found {
			missing = append(missing, &sheet.Error{Code: sheet.MissingColumn, Sheet: l.header.Sheet, Row: l.header.Number,
				Header: columns[group[0]].names[0], Detail: columns[group[0]].names[0] + " / " + columns[group[0]].key})
		}
	}
	if len(missing) > 0 {
		return missing
	}
	return nil
}

func (l *layout) has(f field) bool { return l.column[f] >= 0 || l.constant[f] != "" }

// text is what a row says in a field, without spaces around it and in Unicode's composed form; else the constant.
func (l *layout) text(row sheet.Row, f field) string {
	at := l.column[f]
	if at < 0 || at >= len(row.Cells) {
		return l.constant[f]
	}
	if text := tidy(row.Cells[at]); text != "" {
		return text
	}
	return l.constant[f]
}

// rowKind is the kind of document a row belongs to; "" when the file says something unknown.
func (l *layout) rowKind(row sheet.Row) Kind {
	if l.kindAt < 0 {
		return l.kind
	}
	return l.kindOf[tidy(row.Cell(l.kindAt))]
}

// headerOf is the file's name of a column.
func (l *layout) headerOf(at int) string {
	return tidy(l.header.Cell(at))
}

func tidy(text string) string {
	if text == "" {
		return ""
	}
	plain := text[0] > ' ' && text[len(text)-1] > ' '
	for i := 0; i < len(text) && plain; i++ {
		plain = text[i] < 0x7f
	}
	if plain {
		return text
	}
	for text != "" {
		r, size := utf8.DecodeRuneInString(text)
		if !around(r) {
			break
		}
		text = text[size:]
	}
	for text != "" {
		r, size := utf8.DecodeLastRuneInString(text)
		if !around(r) {
			break
		}
		text = text[:len(text)-size]
	}
	return norm.NFC.String(text)
}

// around is what copying leaves beside a text: spaces, controls, invisible marks.
func around(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
}
