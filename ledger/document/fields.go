package document

import (
	"context"
	"strconv"

	"hefu/ledger"
	"hefu/ledger/field"
	"hefu/ledger/internal/store"
)

// saysFields tells whether the document or one of its lines says something in a custom field.
func (d New) saysFields() bool {
	if len(d.Fields) > 0 {
		return true
	}
	for _, l := range d.Lines {
		if len(l.Fields) > 0 {
			return true
		}
	}
	return false
}

// lineAt names a fault of a line: lines[2].fields.weight.
func lineAt(bad *ledger.Error, place int) func(name, code string) {
	return func(name, code string) { bad.At("lines["+strconv.Itoa(place)+"]."+name, code) }
}

// takeFields reads what the document says in its custom fields, as it is kept. A reversal mirrors amounts and says nothing of its own.
func (p *prepared) takeFields(set field.Set) error {
	if !p.saysFields() {
		return nil
	}
	bad := ledger.E("validation_failed")
	p.values = append(p.values, set.Of(field.OfDocument).Check(p.Fields, nil, func(name, code string) { bad.At(name, code) }))
	lines := set.Of(field.OfLine)
	for i, l := range p.Lines {
		p.values = append(p.values, lines.Check(l.Fields, nil, lineAt(bad, i)))
	}
	p.fields = set
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

// queueFields writes the custom fields of the documents and their lines, after both.
func queueFields(b *store.Batch, organization ledger.ID, docs []*prepared) {
	var keep field.Keeping
	for _, p := range docs {
		for i, values := range p.values { // the document's own come first
			owner := field.Owner{Subject: field.OfLine, Customer: p.CustomerID, Object: p.id, Line: i}
			if i == 0 {
				owner.Subject = field.OfDocument
			}
			keep.Add(p.fields, owner, values)
		}
	}
	keep.Queue(b, organization)
}

// checkRequired asks a draft for what the fields of its form require.
func (d New) checkRequired(ctx context.Context, tx *store.Tx) error {
	if d.Kind == Reversal {
		return nil
	}
	set, err := field.Read(ctx, tx, field.OfDocument, field.OfLine)
	if err != nil {
		return err
	}
	bad := ledger.E("validation_failed")
	set.Of(field.OfDocument).Complete(d.Fields, field.OnForm, func(name, code string) { bad.At(name, code) })
	lines := set.Of(field.OfLine)
	for i, l := range d.Lines {
		lines.Complete(l.Fields, field.OnForm, lineAt(bad, i))
	}
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

// readFields gives documents of a list what they say in their custom fields.
func readFields(ctx context.Context, tx *store.Tx, found []Summary) error {
	ids := make([]ledger.ID, len(found))
	for i, d := range found {
		ids[i] = d.ID
	}
	values, err := field.Of(ctx, tx, field.OfDocument, ids)
	for i, d := range found {
		found[i].Fields = values[d.ID]
	}
	return err
}
