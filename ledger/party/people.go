package party

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// StaffMember is a person on the seller's side with the roles held in the reader's organization.
type StaffMember struct {
	ID      ledger.ID
	Name    string
	Email   string
	Locale  string
	Active  bool
	Roles   []ledger.Role
	Issuer  string
	Subject string
}

const readStaff = `
SELECT s.id, s.name, s.email, s.locale, s.active, array_agg(r.role ORDER BY r.role), s.issuer, s.subject
FROM staff s JOIN staff_roles r ON r.staff_id = s.id WHERE r.organization_id = $1 GROUP BY s.id ORDER BY s.name, s.id`

// StaffList reads everybody who holds a role in the organization, by name. Needs SeeCustomers.
func (s *Service) StaffList(ctx context.Context, actor ledger.Actor) ([]StaffMember, error) {
	if err := actor.Require(ledger.SeeCustomers); err != nil {
		return nil, err
	}
	var members []StaffMember
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		members, err = store.Rows[StaffMember](ctx, tx, readStaff, actor.OrganizationID)
		return err
	})
	return members, err
}

const readNames = `SELECT id, name FROM staff WHERE id = ANY ($1) UNION ALL SELECT id, name FROM contacts WHERE id = ANY ($1)`

// Names finds the names of staff and contacts by id, as far as the actor may see them: the portal sees its customer's contacts
// and no staff. Whom it does not find is missing from the map.
func Names(ctx context.Context, tx *store.Tx, ids []ledger.ID) (map[ledger.ID]string, error) {
	query := readNames
	if tx.Actor.Audience == ledger.Portal {
		query = `SELECT id, name FROM contacts WHERE id = ANY ($1)`
	}
	rows, err := store.Rows[struct {
		ID   ledger.ID
		Name string
	}](ctx, tx, query, ids)
	if err != nil {
		return nil, err
	}
	names := make(map[ledger.ID]string, len(rows))
	for _, row := range rows {
		names[row.ID] = row.Name
	}
	return names, nil
}
