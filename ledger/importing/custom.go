package importing

import (
	"context"
	"strings"

	"hefu/ledger"
	custom "hefu/ledger/field"
	"hefu/ledger/internal/store"
	"hefu/ledger/sheet"
)

// customColumn is where a custom field stands in a file; at is -1 where the file does not have it.
type customColumn struct {
	custom.Definition
	at int
}

// subjectsOf are what the custom fields of a kind of file are about.
func subjectsOf(kind Kind) []custom.Subject {
	switch kind {
	case Customers:
		return []custom.Subject{custom.OfCustomer}
	case Receivables, CreditNotes:
		return []custom.Subject{custom.OfDocument, custom.OfLine}
	case Receipts, OpeningBalances:
		return []custom.Subject{custom.OfDocument}
	}
	return nil
}

// readCustom are the custom fields that files of a kind can say.
func readCustom(ctx context.Context, tx *store.Tx, kind Kind) (custom.Set, error) {
	subjects := subjectsOf(kind)
	if len(subjects) == 0 {
		return nil, nil
	}
	set, err := custom.Read(ctx, tx, subjects...)
	return set.At(custom.OnImport), err
}

// placeCustom finds the columns of custom fields: by name in either language, by code, or as the template writes them. A column that
// already says something else stays with that.
func (l *layout) placeCustom(set custom.Set) {
	taken := map[int]bool{l.kindAt: true}
	for _, at := range l.column {
		taken[at] = true
	}
	for _, d := range set {
		c := customColumn{d, -1}
		for at := range l.header.Cells {
			head := l.headerOf(at)
			plain, _, _ := strings.Cut(strings.ReplaceAll(head, "（", "("), "(")
			for _, name := range []string{d.ZH, d.EN, d.Code} {
				if c.at < 0 && !taken[at] && (strings.EqualFold(tidy(plain), name) || strings.EqualFold(head, name)) {
					c.at, taken[at] = at, true
				}
			}
		}
		l.perLine = l.perLine || c.at >= 0 && d.Subject == custom.OfLine
		l.custom = append(l.custom, c)
	}
}

// said is what a row says in the custom fields of a subject. What it leaves out has the default; faults stand at their columns.
func (b *builder) said(row sheet.Row, subject custom.Subject) custom.Values {
	var out custom.Values
	for _, c := range b.custom {
		if c.Subject != subject {
			continue
		}
		text := ""
		if c.at >= 0 && c.at < len(row.Cells) {
			text = tidy(row.Cells[c.at])
		}
		if text == "" {
			text = c.Default
		}
		value, fault := c.Parse(text, "")
		if fault == "" && value == "" && c.Required {
			fault = "required"
		}
		if fault != "" {
			b.faults = append(b.faults, b.customFault(row, c, fault))
			continue
		}
		if value != "" {
			if out == nil {
				out = custom.Values{}
			}
			out[c.Code] = value
		}
	}
	return out
}

func (l *layout) customFault(row sheet.Row, c customColumn, code string) Fault {
	fault := l.fault(row, fieldCount, ledger.E(code))
	if fault.Header = c.ZH; c.at >= 0 {
		l.atColumn(&fault, row, c.at)
	}
	return fault
}

// saidOf are the texts of a customer's custom fields as they stand in the row; package party reads them.
func (b *builder) saidOf(row sheet.Row) custom.Values {
	out := custom.Values{}
	for _, c := range b.custom {
		if c.at < 0 || c.at >= len(row.Cells) {
			continue
		}
		if text := tidy(row.Cells[c.at]); text != "" { // a blank keeps what stands
			out[c.Code] = text
		}
	}
	return out
}

// sameCustom refuses a row that says something else of its document in a custom field than the first row does.
func (b *builder) sameCustom(first, row sheet.Row) {
	for _, c := range b.custom {
		if c.Subject != custom.OfDocument || c.at < 0 {
			continue
		}
		if text := tidy(row.Cell(c.at)); text != "" && text != tidy(first.Cell(c.at)) {
			fault := b.customFault(row, c, "document_differs")
			why := ledger.E("document_differs").With("row", first.Number)
			fault.ZH, fault.EN = why.Message("zh-CN"), why.Message("en")
			b.faults = append(b.faults, fault)
		}
	}
}

// Template is the template of a kind with the organization's custom fields behind the columns that every organization has. Needs
// Import. Refused: not_found.
func (s *Service) Template(ctx context.Context, actor ledger.Actor, kind Kind) ([]byte, error) {
	if err := actor.Require(ledger.Import); err != nil {
		return nil, err
	}
	var set custom.Set
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		set, err = readCustom(ctx, tx, kind)
		return err
	})
	if err != nil {
		return nil, err
	}
	return templateWith(kind, set)
}

// example is what the template's rows say in a custom field.
func example(d custom.Definition) string {
	switch d.Kind {
	case custom.Number:
		return "1"
	case custom.Date:
		return "2026-03-09"
	case custom.YesNo:
		return "是"
	case custom.Choice:
		return d.Options[0].ZH
	}
	return ""
}
