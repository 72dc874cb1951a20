package allocation

import (
	"bytes"
	"context"
	"slices"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// The customers of the items and the one whose settlement it is, held in one order, so that two settlements of a group wait for one another.
const holdCustomers = `
SELECT c.id FROM customers c WHERE c.id = $1 OR c.id IN (SELECT i.customer_id FROM open_items i WHERE i.id = ANY ($2)) ORDER BY c.id FOR UPDATE`

// holdAll locks the customer and, where items of a group's other companies are touched, theirs.
func holdAll(ctx context.Context, tx *store.Tx, customer ledger.ID, items []ledger.ID) error {
	_, err := store.Values[ledger.ID](ctx, tx, holdCustomers, customer, items)
	return err
}

const readDeclared = `
SELECT m.group_id, o.customer_id FROM customer_group_members m JOIN customer_group_members o ON o.group_id = m.group_id
WHERE m.customer_id = $1 AND daterange(m.starts, m.ends, '[]') @> $2::date AND o.customer_id = ANY ($3) AND daterange(o.starts, o.ends, '[]') @> $2::date`

// within finds the group where items of other customers are touched. Refused: group_not_declared unless all of them and the customer are
// declared members of one group on the day.
func (d *desk) within(ctx context.Context, tx *store.Tx, customer ledger.ID, on calendar.Date) error {
	others := d.customers(customer)[1:]
	if len(others) == 0 {
		return nil
	}
	rows, err := store.Rows[struct{ Group, Customer ledger.ID }](ctx, tx, readDeclared, customer, on, others)
	if err != nil {
		return err
	}
	if len(rows) != len(others) {
		return ledger.E("group_not_declared").With("date", on)
	}
	d.group = rows[0].Group
	return nil
}

// customers are the one given and then, in the order of their ids, the others whose items are touched.
func (d *desk) customers(first ledger.ID) []ledger.ID {
	var others []ledger.ID
	for _, i := range d.items {
		if i.Customer != first {
			others = append(others, i.Customer)
		}
	}
	slices.SortFunc(others, func(a, b ledger.ID) int { return bytes.Compare(a[:], b[:]) })
	return append([]ledger.ID{first}, slices.Compact(others)...)
}
