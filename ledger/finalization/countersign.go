package finalization

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/esign"
	"hefu/ledger/internal/store"
)

// Countersign signs for the customer with the key that is held for the signer, once the code from the mail has shown who it is. Needs
// Countersign. Refused in this order: not ticked, not_found, state_forbids, content_changed, link_code_wrong, unavailable.
func (s *Service) Countersign(ctx context.Context, actor ledger.Actor, cmd SignCommand, code string) error {
	if err := requireSigner(actor); err != nil {
		return err
	}
	if err := cmd.check(); err != nil {
		return err
	}
	right := false
	err := s.db.Write(ctx, asSystem(actor), func(ctx context.Context, tx *store.Tx) error {
		f, err := due(ctx, tx, cmd, ToCountersign)
		if err != nil {
			return err
		}
		m := made{party: Customer, means: "held_key"}
		if m.code, right, err = s.useCode(ctx, tx, cmd.ID, code); err != nil || !right {
			return err
		}
		return s.signForCustomer(ctx, tx, f, m)
	})
	if err == nil && !right {
		err = ledger.E("link_code_wrong")
	}
	return err
}

func (s *Service) signForCustomer(ctx context.Context, tx *store.Tx, f Finalization, m made) error {
	c, err := Parse(f.Content)
	if err != nil {
		return err
	}
	if m.at, err = tx.Now(ctx); err != nil {
		return err
	}
	email, _, err := store.Value[string](ctx, tx, `SELECT email FROM contacts WHERE id = $1`, tx.Actor.PersonID)
	if err != nil {
		return err
	}
	key, err := s.key(ctx, tx, holder{use: ContactKey, contact: tx.Actor.PersonID, customer: f.CustomerID,
		subject: esign.Subject{Organization: c.Customer.Name, Name: tx.Actor.Name, Email: email}}, m.at)
	if err != nil {
		return err
	}
	m.key, m.company, m.text = key.ID, c.Customer.Name, c.Text.In(orElse(tx.Actor.Locale, f.Locale))
	if m.file, m.before, err = s.put(ctx, tx, f, m, key.Key); err != nil {
		return err
	}
	return s.conclude(ctx, tx, f, m)
}
