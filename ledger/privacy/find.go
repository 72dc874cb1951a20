package privacy

import (
	"context"
	"strings"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Found is somebody whom an address belongs to.
type Found struct {
	Kind     Kind
	PersonID ledger.ID
	Name     string
}

const findPeople = `
SELECT 'contact', p.id, p.name FROM contacts p WHERE lower(p.email) = $2 AND EXISTS (SELECT FROM contact_roles r WHERE r.contact_id = p.id AND r.organization_id = $1)
UNION ALL SELECT 'staff', s.id, s.name FROM staff s WHERE lower(s.email) = $2 AND EXISTS (SELECT FROM staff_roles r WHERE r.staff_id = s.id AND r.organization_id = $1) ORDER BY 1, 2`

// Find finds the organization's people by mail address. Needs Pseudonymise. Nobody is no error.
func (s *Service) Find(ctx context.Context, actor ledger.Actor, email string) ([]Found, error) {
	if err := s.allowed(actor); err != nil {
		return nil, err
	}
	var found []Found
	err := s.db.Read(ctx, asWorker(actor), func(ctx context.Context, tx *store.Tx) (err error) {
		found, err = store.Rows[Found](ctx, tx, findPeople, actor.OrganizationID, strings.ToLower(strings.TrimSpace(email)))
		return err
	})
	return found, err
}
