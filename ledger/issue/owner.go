package issue

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Owner is somebody who may be given an issue about a customer.
type Owner struct {
	ID   ledger.ID
	Name string
}

const readOwners = `
SELECT s.id, s.name, array_agg(r.role), coalesce((SELECT c.salesperson_id FROM customers c WHERE c.id = $1), '00000000-0000-0000-0000-000000000000') = s.id
FROM staff s JOIN staff_roles r ON r.staff_id = s.id AND r.organization_id = $2 WHERE s.active AND ($3::uuid IS NULL OR s.id = $3) GROUP BY s.id, s.name ORDER BY s.name, s.id`

// owners are the colleagues who may own an issue about a customer: who answers disputes, and of sales the customer's own.
func owners(ctx context.Context, tx *store.Tx, customer, one ledger.ID) ([]Owner, error) {
	rows, err := store.Rows[struct {
		ID    ledger.ID
		Name  string
		Roles []ledger.Role
		Own   bool
	}](ctx, tx, readOwners, customer, tx.Actor.OrganizationID, one)
	var out []Owner
	for _, row := range rows {
		person := ledger.Actor{Audience: ledger.Backoffice, PersonID: row.ID, Roles: row.Roles}
		if person.May(ledger.AnswerDisputes) && (row.Own || !person.OwnCustomersOnly()) {
			out = append(out, Owner{row.ID, row.Name})
		}
	}
	return out, err
}

func ownerOf(ctx context.Context, tx *store.Tx, customer, person ledger.ID) (name string, err error) {
	found, err := owners(ctx, tx, customer, person)
	if err == nil && len(found) != 1 {
		err = ledger.E("validation_failed").At("owner_id", "not_a_choice")
	}
	if err != nil {
		return "", err
	}
	return found[0].Name, nil
}

// Owners lists who may be given an issue about a customer, by name. Needs AnswerDisputes; not_found for a customer that is not the
// actor's to see.
func (s *Service) Owners(ctx context.Context, actor ledger.Actor, customer ledger.ID) ([]Owner, error) {
	if err := requireStaff(actor, ledger.AnswerDisputes); err != nil {
		return nil, err
	}
	var out []Owner
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if _, err := (Subject{CustomerID: customer}).ground(ctx, tx); err != nil {
			return err
		}
		var err error
		out, err = owners(ctx, tx, customer, ledger.ID{})
		return err
	})
	return out, err
}
