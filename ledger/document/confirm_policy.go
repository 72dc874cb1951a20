package document

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// AsksFirst tells whether a customer's receivables are booked only after it has confirmed them. Needs SeeCustomers; not_found.
func (s *Service) AsksFirst(ctx context.Context, actor ledger.Actor, customer ledger.ID) (bool, error) {
	if err := actor.Require(ledger.SeeCustomers); err != nil {
		return false, err
	}
	var asks bool
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		asks, err = policy(ctx, tx, customer, "")
		return err
	})
	return asks, err
}

// AskFirst sets that policy. What is being asked already stays asked. Needs ManageCustomers; not_found.
func (s *Service) AskFirst(ctx context.Context, actor ledger.Actor, customer ledger.ID, asks bool) error {
	if err := actor.Require(ledger.ManageCustomers); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		before, err := policy(ctx, tx, customer, " FOR UPDATE")
		if err != nil || before == asks {
			return err
		}
		tx.Audit(customer, "customer.confirms_receivables", map[string]any{"before": before, "after": asks})
		_, err = store.Exec(ctx, tx, `UPDATE customers SET confirm_receivables = $2 WHERE id = $1`, customer, asks)
		return err
	})
}

func policy(ctx context.Context, tx *store.Tx, customer ledger.ID, hold string) (bool, error) {
	found, err := store.Rows[struct {
		Asks          bool
		SalespersonID ledger.ID
	}](ctx, tx, `SELECT confirm_receivables, salesperson_id FROM customers WHERE id = $1`+hold, customer)
	if err != nil {
		return false, err
	}
	if len(found) == 0 || !tx.Actor.Sees(found[0].SalespersonID) {
		return false, ledger.E("not_found")
	}
	return found[0].Asks, nil
}
