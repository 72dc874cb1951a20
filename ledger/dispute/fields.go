package dispute

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/field"
	"hefu/ledger/internal/store"
)

// said is what a dispute says in its custom fields, as it is kept.
type said struct {
	set    field.Set
	values field.Values
}

// complete asks the customer for the fields that its form requires.
func (c OpenCommand) complete(ctx context.Context, tx *store.Tx) error {
	set, err := field.Read(ctx, tx, field.OfDispute)
	if err != nil {
		return err
	}
	bad := ledger.E("validation_failed")
	set.Complete(c.Fields, field.OnPortal, func(name, code string) { bad.At(name, code) })
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

func (c OpenCommand) takeFields(ctx context.Context, tx *store.Tx) (said, error) {
	if len(c.Fields) == 0 {
		return said{}, nil
	}
	set, err := field.Read(ctx, tx, field.OfDispute)
	if err != nil {
		return said{}, err
	}
	bad := ledger.E("validation_failed")
	out := said{set, set.Check(c.Fields, nil, func(name, code string) { bad.At(name, code) })}
	if len(bad.Fields) > 0 {
		return said{}, bad
	}
	return out, nil
}

func (s said) queue(b *store.Batch, organization, customer ledger.ID, disputes []ledger.ID) {
	var keep field.Keeping
	for _, id := range disputes {
		keep.Add(s.set, field.Owner{Subject: field.OfDispute, Customer: customer, Object: id}, s.values)
	}
	keep.Queue(b, organization)
}

// readFields gives disputes what they say in their custom fields.
func readFields(ctx context.Context, tx *store.Tx, found []Summary) error {
	ids := make([]ledger.ID, len(found))
	for i, d := range found {
		ids[i] = d.ID
	}
	values, err := field.Of(ctx, tx, field.OfDispute, ids)
	for i, d := range found {
		found[i].Fields = values[d.ID]
	}
	return err
}
