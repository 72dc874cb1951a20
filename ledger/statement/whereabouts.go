package statement

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Owner is the customer whose statement it is.
type Owner struct {
	CustomerID   ledger.ID
	Code         string
	Name, NameEN string
}

// A statement that was never sent, and one of a customer for whom the person holds no role, is not found alike.
const readOwner = `
SELECT c.id, c.code, c.name, c.name_en FROM statements s JOIN customers c ON c.id = s.customer_id AND c.active
WHERE s.id = $1 AND s.issued_at IS NOT NULL AND EXISTS (SELECT FROM contact_roles r WHERE r.contact_id = $2 AND r.customer_id = c.id)`

// Whereabouts tells a contact for which of their customers a statement is, so that they may switch to it by their own choice; it
// reads nothing else of it. Refused: not_found for one that belongs to nobody they act for, and for staff and tokens.
func (s *Service) Whereabouts(ctx context.Context, actor ledger.Actor, id ledger.ID) (Owner, error) {
	if actor.Audience != ledger.Portal || actor.Token != "" {
		return Owner{}, ledger.E("not_found")
	}
	places, err := s.placesOf(ctx, actor.PersonID)
	if err != nil {
		return Owner{}, err
	}
	for _, organization := range places {
		reader := ledger.SystemActor(organization, "whereabouts")
		owner, found, err := store.ReadOne[Owner](ctx, s.db, reader, readOwner, id, actor.PersonID)
		if err != nil || found {
			return owner, err
		}
	}
	return Owner{}, ledger.E("not_found")
}

// placesOf are the organizations in which a contact acts for somebody.
func (s *Service) placesOf(ctx context.Context, person ledger.ID) ([]ledger.ID, error) {
	var out []ledger.ID
	err := s.db.Read(ctx, ledger.SystemActor(ledger.ID{}, "whereabouts"), func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = store.Values[ledger.ID](ctx, tx, `SELECT DISTINCT organization_id FROM contact_roles WHERE contact_id = $1 LIMIT 50`, person)
		return err
	})
	return out, err
}
