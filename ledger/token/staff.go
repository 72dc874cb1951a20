package token

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/party"
)

// OfCustomer is every token of a customer, as its own administrators see them, for staff. Needs SeeCustomers. Refused: not_found for a customer
// that the actor may not see.
func (s *Service) OfCustomer(ctx context.Context, actor ledger.Actor, customer ledger.ID) ([]Summary, error) {
	if err := staff(actor, ledger.SeeCustomers); err != nil {
		return nil, err
	}
	var found []Summary
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if err := reach(ctx, tx, customer); err != nil {
			return err
		}
		var err error
		found, err = store.Rows[Summary](ctx, tx, readSummaries+" WHERE t.customer_id = $1 ORDER BY t.id DESC LIMIT 200", customer)
		return err
	})
	return found, err
}

// RevokeFor ends a customer's token; its next request is refused, and the customer's list says who ended it. Needs ManageCustomers. Refused:
// not_found, token_ended.
func (s *Service) RevokeFor(ctx context.Context, actor ledger.Actor, customer, id ledger.ID) error {
	if err := staff(actor, ledger.ManageCustomers); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if err := reach(ctx, tx, customer); err != nil {
			return err
		}
		found, ok, err := store.Row[Summary](ctx, tx, readSummaries+" WHERE t.id = $1 AND t.customer_id = $2", id, customer)
		if err == nil && !ok {
			err = ledger.E("not_found")
		}
		if err != nil {
			return err
		}
		return end(ctx, tx, customer, found)
	})
}

func staff(actor ledger.Actor, need ledger.Permission) error {
	if actor.Audience == ledger.Portal {
		return ledger.E("not_permitted").With("permission", string(need))
	}
	return actor.Require(need)
}

// reach refuses with not_found a customer of another organization, and another salesperson's for one whose only role is sales.
func reach(ctx context.Context, tx *store.Tx, customer ledger.ID) error {
	_, found, err := store.Value[ledger.ID](ctx, tx, `SELECT id FROM customers c WHERE c.organization_id = $1 AND c.id = $2 AND ($3::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($3)))`,
		tx.Actor.OrganizationID, customer, party.OwnOnly(tx.Actor))
	if err == nil && !found {
		err = ledger.E("not_found")
	}
	return err
}
