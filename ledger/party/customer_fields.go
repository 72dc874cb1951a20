package party

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/field"
	"hefu/ledger/internal/store"
)

// saidFields are a customer's custom fields before a change, and what the change says of them.
type saidFields struct {
	stand, given field.Values
}

func (s saidFields) before(set field.Set) []column {
	out := make([]column, len(set))
	for i, d := range set {
		out[i] = column{"fields." + d.Code, s.stand[d.Code]}
	}
	return out
}

func (s saidFields) after(set field.Set) []column {
	out := s.before(set)
	for i, d := range set {
		if value, said := s.given[d.Code]; said {
			out[i].value = value
		}
	}
	return out
}

// readFields reads the organization's fields of customers, and what the customers of the plan say in them now.
func (p *customerPlan) readFields(ctx context.Context, tx *store.Tx, cmd SaveCustomers, known map[string]customerRow) (err error) {
	if p.fields, err = field.Read(ctx, tx, field.OfCustomer); err != nil {
		return err
	}
	p.values = make([]saidFields, len(cmd.Customers))
	if len(p.fields) == 0 {
		return nil
	}
	ids := make([]ledger.ID, 0, len(known))
	for _, row := range known {
		ids = append(ids, row.ID)
	}
	stand, err := field.Of(ctx, tx, field.OfCustomer, ids)
	for i, c := range cmd.Customers {
		p.values[i].stand = stand[known[c.Code].ID]
	}
	return err
}

// takeFields reads what a customer says in its custom fields. A form asks for what is required; an import asks it of new customers.
func (p *customerPlan) takeFields(f *faults, place int, c Customer, stands, filed bool) {
	said, on := c.Fields, field.OnForm
	if filed {
		on = field.OnImport
	}
	if !stands {
		said = p.fields.Defaulted(said, on)
	}
	v := &p.values[place]
	v.given = p.fields.Check(said, v.stand, f.at)
	if filed && stands {
		return
	}
	whole := field.Values{}
	for _, values := range []field.Values{v.stand, said} {
		for code, value := range values {
			whole[code] = value
		}
	}
	p.fields.Complete(whole, on, f.at)
}

func (p *customerPlan) queueFields(b *store.Batch, organization ledger.ID) {
	var keep field.Keeping
	for i, v := range p.values {
		id := p.saved[i].ID
		keep.Add(p.fields, field.Owner{Subject: field.OfCustomer, Customer: id, Object: id}, v.given)
	}
	keep.Replace(b, organization)
}
