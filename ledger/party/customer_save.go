package party

import (
	"context"
	"strings"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// SaveCustomers states a set of customers by code: new ones are made, known ones changed.
type SaveCustomers struct {
	Customers []Customer
	KeepBlank bool // an empty text keeps what stands, for files that lack columns; otherwise it clears
	filed     bool // from an import, not a form
}

// Saved is what became of one customer of a set.
type Saved struct {
	ID       ledger.ID
	Created  bool
	Changed  bool // false: everything stood like this before
	Warnings []ledger.Field
}

// SaveCustomers makes and changes customers, all or none, and answers in their order. Needs ManageCustomers. All faults are
// reported at once, each as customers[3].tax_id: what Customer.Check refuses, duplicate (a code or tax id twice in the set),
// staff_unknown, tax_id_taken.
func (s *Service) SaveCustomers(ctx context.Context, actor ledger.Actor, cmd SaveCustomers) ([]Saved, error) {
	if err := actor.Require(ledger.ManageCustomers); err != nil {
		return nil, err
	}
	var saved []Saved
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		saved, err = SaveSet(ctx, tx, cmd)
		return err
	})
	return saved, err
}

// CheckCustomers finds the faults and warnings that SaveCustomers would, and what it would make and change, and writes nothing:
// the preview of an import. Needs ManageCustomers.
func (s *Service) CheckCustomers(ctx context.Context, actor ledger.Actor, cmd SaveCustomers) ([]Saved, error) {
	if err := actor.Require(ledger.ManageCustomers); err != nil {
		return nil, err
	}
	var saved []Saved
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error { // it locks what it reads, so no read-only transaction
		cmd.filed = true
		plan, err := plan(ctx, tx, cmd)
		if err == nil {
			saved = plan.saved
		}
		return err
	})
	return saved, err
}

// CreateCustomer makes one customer. Needs ManageCustomers. Refused: what SaveCustomers refuses, with plain field names;
// code_taken.
func (s *Service) CreateCustomer(ctx context.Context, actor ledger.Actor, c Customer) (Saved, error) {
	return s.saveOne(ctx, actor, c, func(tx *store.Tx, p *customerPlan) error {
		if !p.saved[0].Created {
			return ledger.E("code_taken").At("code", "code_taken")
		}
		return nil
	})
}

func (s *Service) saveOne(ctx context.Context, actor ledger.Actor, c Customer, accept func(*store.Tx, *customerPlan) error) (Saved, error) {
	if err := actor.Require(ledger.ManageCustomers); err != nil {
		return Saved{}, err
	}
	if err := c.Check(); err != nil {
		return Saved{}, err
	}
	var saved Saved
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		p, err := plan(ctx, tx, SaveCustomers{Customers: []Customer{c}})
		if err != nil {
			return plain(err)
		}
		if err := accept(tx, p); err != nil {
			return err
		}
		saved = p.saved[0]
		return p.write(ctx, tx)
	})
	return saved, err
}

// UpdateCustomer replaces everything about a customer, its code too; an empty text clears. Needs ManageCustomers. Refused:
// not_found; what SaveCustomers refuses, with plain field names; code_taken.
func (s *Service) UpdateCustomer(ctx context.Context, actor ledger.Actor, id ledger.ID, c Customer) (Saved, error) {
	if err := actor.Require(ledger.ManageCustomers); err != nil {
		return Saved{}, err
	}
	if err := c.Check(); err != nil {
		return Saved{}, err
	}
	var saved Saved
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		stands, err := store.Rows[customerRow](ctx, tx, readCustomers+`c.id = $2`+holdCustomers, tx.Actor.OrganizationID, id)
		if err != nil {
			return err
		}
		if len(stands) == 0 {
			return ledger.E("not_found")
		}
		p, err := planOver(ctx, tx, SaveCustomers{Customers: []Customer{c}}, map[string]customerRow{c.Code: stands[0]})
		if err != nil {
			return plain(err)
		}
		saved = p.saved[0]
		return p.write(ctx, tx)
	})
	return saved, err
}

// SaveSet is Service.SaveCustomers inside a transaction that is under way; permission has been asked.
func SaveSet(ctx context.Context, tx *store.Tx, cmd SaveCustomers) ([]Saved, error) {
	cmd.filed = true
	p, err := plan(ctx, tx, cmd)
	if err != nil {
		return nil, err
	}
	return p.saved, p.write(ctx, tx)
}

// plain names the fields of a set of one as the caller named them.
func plain(err error) error { return plainOf(err, "customers[0].") }

func plainOf(err error, prefix string) error {
	found := ledger.AsError(err)
	for i, field := range found.Fields {
		found.Fields[i].Name = strings.TrimPrefix(field.Name, prefix)
	}
	return err
}
