package report

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/field"
	"hefu/ledger/internal/store"
)

// custom are the custom fields of documents that files show, and what documents say in them.
type custom struct {
	set    field.Set
	values map[ledger.ID]field.Values
}

func customColumns(ctx context.Context, tx *store.Tx) (custom, []Column, error) {
	set, err := field.Read(ctx, tx, field.OfDocument)
	set = set.At(field.OnExport)
	columns := make([]Column, len(set))
	for i, d := range set {
		columns[i] = Column{Key: "fields." + d.Code, ZH: d.ZH, EN: d.EN, Type: Text}
	}
	return custom{set: set}, columns, err
}

func (c *custom) read(ctx context.Context, tx *store.Tx, found []document) (err error) {
	if len(c.set) == 0 {
		return nil
	}
	ids := make([]ledger.ID, len(found))
	for i, d := range found {
		ids[i] = d.ID
	}
	c.values, err = field.Of(ctx, tx, field.OfDocument, ids)
	return err
}

// cells are what a document says, in the reader's words.
func (c *custom) cells(document ledger.ID, locale string) []any {
	out := make([]any, len(c.set))
	for i, d := range c.set {
		out[i] = d.Shows(c.values[document][d.Code], locale)
	}
	return out
}
