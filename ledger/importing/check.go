package importing

import (
	"context"
	"errors"
	"hash/maphash"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/document"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
	"hefu/ledger/sheet"
)

// examination is a file under check, and what the check found. Nothing of it grows with the rows but one bit a document.
type examination struct {
	kind     Kind
	options  Options
	file     *tableFile
	survey   *survey
	builder  builder
	report   report
	skip     bits                               // groups that are not posted: refused, or known
	sums     map[money.Currency]decimal.Decimal // of opening balances that can be posted or are
	controls map[money.Currency]decimal.Decimal // what they must sum to
	buyers   map[ledger.ID]bool                 // customers that something is posted for
	alone    bool                               // a credit note names its receivable, so its customer is held alone
	people   []person                           // of a file of customers or contacts
	progress Progress
	hold     func(context.Context, *store.Tx) error // taken before anything is posted; nil: nothing to hold
}

// open recognizes the file. What is wrong with the file as a whole stands in the report afterwards; an error is a failure.
func (e *examination) open(f File, limits sheet.Options) error {
	book, err := sheet.Open(f.Content, f.Size, f.Name, limits)
	if err != nil {
		return e.report.refuseFile(err)
	}
	l, err := arrange(book, e.kind, e.options)
	if err != nil {
		return e.report.refuseFile(err)
	}
	e.file = &tableFile{book: book, sheet: e.options.Sheet, layout: l, seed: maphash.MakeSeed()}
	e.survey = e.file.look()
	if e.survey.failed != nil {
		if err := e.report.refuseFile(e.survey.failed); err != nil {
			return err
		}
	}
	switch {
	case e.survey.rows == 0 && !e.report.whole:
		return e.report.refuseFile(&sheet.Error{Code: sheet.EmptyFile})
	case e.survey.held > maxScattered:
		return e.report.refuseFile(ledger.E("documents_scattered"))
	}
	return nil
}

// examine checks every row against the books and writes nothing.
func (e *examination) examine(ctx context.Context, tx *store.Tx) error {
	if e.file == nil || e.survey.held > maxScattered {
		return nil
	}
	parties, err := openDirectory(ctx, tx)
	if err != nil {
		return err
	}
	e.builder = builder{layout: e.file.layout, parties: parties}
	e.sums, e.buyers = map[money.Currency]decimal.Decimal{}, map[ledger.ID]bool{}
	if e.options.SkipBad != nil {
		if e.report.bad, err = newBadRows(e.options.SkipBad, e.file.header); err != nil {
			return err
		}
	}
	if err := e.each(func(set []made) error { return e.holdAgainstBooks(ctx, tx, set) }); err != nil {
		return err
	}
	if e.kind == OpeningBalances {
		e.checkControl()
	}
	if e.report.bad != nil {
		return e.report.bad.flush()
	}
	return nil
}

// each builds the documents and gives the sound ones on in sets; the others are refused.
func (e *examination) each(give func([]made) error) error {
	set, lines := make([]made, 0, setOf), 0
	flush := func() error {
		if len(set) == 0 {
			return nil
		}
		err := give(set)
		set, lines = set[:0], 0
		return err
	}
	err := e.file.groups(e.survey, func(g *group) error {
		d, err := e.sound(g)
		if err != nil || d == nil {
			return err
		}
		set, lines = append(set, *d), lines+len(d.Lines)
		if len(set) < setOf && lines < setOfLines {
			return nil
		}
		return flush()
	})
	if err != nil && !e.ended(err) {
		return err
	}
	return flush()
}

// ended tells whether err is the end of what can be read of the file, which the first look has reported.
func (e *examination) ended(err error) bool {
	var unreadable *sheet.Error
	return e.survey.failed != nil && errors.As(err, &unreadable)
}

// checkDocument is document.Check with its findings named by row and column.
func (e *examination) checkDocument(d *made) {
	probe := d.New
	if d.names != "" {
		probe.Reduces = d.CustomerID // the receivable is looked up later, with those of the whole set; here it only has to be there
	}
	err := document.Check(probe)
	if err == nil {
		return
	}
	for _, found := range ledger.AsError(err).Fields {
		if found.Name == "source_id" && d.DocumentNo != "" && len(e.builder.faults) > 0 {
			continue // it holds the number, which has its own fault
		}
		row, at, why := e.place(d, found)
		e.builder.at(row, at, why)
	}
}

// place finds the cell that a fault of the document is about.
func (e *examination) place(d *made, found ledger.Field) (sheet.Row, field, *ledger.Error) {
	row, key, code := d.group.rows[0], found.Name, found.Code
	if rest, ok := strings.CutPrefix(key, "lines["); ok {
		number, rest, _ := strings.Cut(rest, "]")
		line, err := strconv.Atoi(number)
		if err == nil && line < len(d.group.rows) {
			row = d.group.rows[line]
			if rest == "" {
				return e.arithmetic(row, d.Lines[line], d.Currency)
			}
		}
		key = strings.TrimPrefix(rest, ".")
	} else {
		switch key {
		case "description":
			key = columns[summary].key
		case "customer_id":
			key = columns[customerCode].key
		case "source_id":
			key = columns[documentNo].key
		}
	}
	for f := range fieldCount {
		if columns[f].key == key && f.has(d.group.kind) {
			return row, f, ledger.E(code)
		}
	}
	return row, e.builder.amountColumn(), ledger.E(code)
}

// arithmetic says which figure of a line is off, and what it would have to be.
func (e *examination) arithmetic(row sheet.Row, line document.Line, currency money.Currency) (sheet.Row, field, *ledger.Error) {
	_, err := money.CheckLine(money.Line{Quantity: line.Quantity.Decimal, UnitPrice: line.UnitPrice.Decimal, Net: line.Net, TaxRate: line.TaxRate,
		Tax: line.Tax, Gross: line.Gross}, currency)
	at := e.builder.amountColumn()
	var refused *money.Error
	if errors.As(err, &refused) {
		for f, name := range map[field]string{netField: "net", taxField: "tax", grossField: "gross", taxRate: "tax_rate"} {
			if refused.Field == name && e.file.has(f) {
				at = f
			}
		}
		return row, at, ledger.E(codeOf(err)).With("figures", refused.Text)
	}
	return row, at, ledger.E("does_not_add_up")
}
