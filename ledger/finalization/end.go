package finalization

import (
	"context"
	"strings"

	"hefu/ledger"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
)

const maxReason = 500

const insertEnd = `
INSERT INTO finalization_ends (finalization_id, organization_id, customer_id, statement_id, kind, reason, ended_by, ended_by_name, ended_from) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`

// Withdraw takes back what nobody has signed yet. Needs Finalize. Refused in this order: a missing reason, not_found, state_forbids.
func (s *Service) Withdraw(ctx context.Context, actor ledger.Actor, id ledger.ID, reason string) error {
	if err := requireStaff(actor, ledger.Finalize); err != nil {
		return err
	}
	return s.end(ctx, actor, id, reason, ToSign, Withdrawn)
}

// Decline is the customer's refusal to sign what the seller has signed; the statement is free again, to be put right. Needs Countersign.
// Refused in this order: a missing reason, not_found, state_forbids.
func (s *Service) Decline(ctx context.Context, actor ledger.Actor, id ledger.ID, reason string) error {
	if err := requireSigner(actor); err != nil {
		return err
	}
	return s.end(ctx, actor, id, reason, ToCountersign, Declined)
}

func (s *Service) end(ctx context.Context, actor ledger.Actor, id ledger.ID, reason string, from, to State) error {
	reason = strings.TrimSpace(reason)
	switch {
	case reason == "":
		return ledger.E("validation_failed").At("reason", "required")
	case len([]rune(reason)) > maxReason:
		return ledger.E("validation_failed").At("reason", "too_long")
	}
	if _, err := s.Get(ctx, actor, id); err != nil {
		return err
	}
	return s.db.Write(ctx, asSystem(actor), func(ctx context.Context, tx *store.Tx) error {
		f, err := find(ctx, tx, id)
		if err != nil {
			return err
		}
		if _, err := store.Exec(ctx, tx, `SELECT FROM statements WHERE id = $1 FOR UPDATE`, f.StatementID); err != nil {
			return err
		}
		if f, err = find(ctx, tx, id); err != nil {
			return err
		}
		if f.State != from {
			return ledger.E("state_forbids").With("state", string(f.State))
		}
		if _, err := store.Exec(ctx, tx, insertEnd, id, actor.OrganizationID, f.CustomerID, f.StatementID, to, reason, actor.PersonID, actor.Name, actor.Address); err != nil {
			return err
		}
		if err := endRequests(ctx, tx, id, "declined"); err != nil {
			return err
		}
		tx.Audit(f.CustomerID, "finalization."+string(to), map[string]any{"finalization": id, "statement": f.StatementID, "reason": reason, "by": actor.Name})
		if to != Declined {
			return nil
		}
		return event.Record(ctx, tx, event.Event{Kind: event.FinalizationDeclined, CustomerID: f.CustomerID, StatementID: f.StatementID,
			Data: map[string]any{"finalization": id, "reason": reason}})
	})
}
