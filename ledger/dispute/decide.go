package dispute

import (
	"context"
	"strings"

	"hefu/ledger"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
)

const readLive = `
SELECT id, decision, coalesce(instrument, ''), amount, root_cause, text, state, proposed_by, proposed_by_name, approved_by
FROM resolutions WHERE dispute_id = $1 AND state IN ('awaiting_approval', 'proposed')`

func live(ctx context.Context, tx *store.Tx, d current) (resolution, error) {
	r, found, err := store.Row[resolution](ctx, tx, readLive, d.ID)
	if err == nil && !found {
		return r, ledger.E("state_forbids").With("state", string(d.State))
	}
	return r, err
}

// Approve decides a resolution that waits for a second person; approved, it goes on as Resolve says. Above the threshold
// ApproveDocuments is needed, otherwise PostDocuments. Refused: four_eyes for the person who proposed it.
func (s *Service) Approve(ctx context.Context, actor ledger.Actor, id ledger.ID, rowVersion int, approve bool, reason string) error {
	if err := actor.Require(ledger.PostDocuments); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		d, err := lock(ctx, tx, id, rowVersion, true)
		if err != nil {
			return err
		}
		if err := d.must(AwaitingApproval); err != nil {
			return err
		}
		r, err := live(ctx, tx, d)
		if err != nil {
			return err
		}
		if r.ProposedBy == actor.PersonID {
			return ledger.E("four_eyes")
		}
		_, rate, err := chooseInstrument(ctx, tx, d, ResolveCommand{Decision: r.Decision, Amount: r.Amount, Instrument: r.Instrument})
		if err != nil {
			return err
		}
		if money.Base(r.Amount, rate, money.Currency(d.BaseCurrency)).GreaterThan(d.Threshold) {
			if err := actor.Require(ledger.ApproveDocuments); err != nil {
				return err
			}
		}
		if !approve {
			return decline(ctx, tx, d, r, reason)
		}
		r.ApprovedBy = actor.PersonID
		if _, err := store.Exec(ctx, tx, `UPDATE resolutions SET approved_by = $2, state = 'proposed' WHERE id = $1`, r.ID, actor.PersonID); err != nil {
			return err
		}
		tx.Audit(d.CustomerID, "dispute.approved", map[string]any{"dispute": d.ID, "resolution": r.ID})
		if err := say(ctx, tx, d.ID, d.CustomerID, "staff", "approved", r.Text, false, r.data(d)); err != nil {
			return err
		}
		return proceed(ctx, tx, d, r)
	})
}

// decline sends the resolution back to whoever works on the dispute.
func decline(ctx context.Context, tx *store.Tx, d current, r resolution, reason string) error {
	if strings.TrimSpace(reason) == "" {
		return ledger.E("validation_failed").At("reason", "required")
	}
	if _, err := store.Exec(ctx, tx, `UPDATE resolutions SET state = 'declined', approved_by = $2, decided_at = now() WHERE id = $1`, r.ID, tx.Actor.PersonID); err != nil {
		return err
	}
	if err := say(ctx, tx, d.ID, d.CustomerID, "staff", "declined", reason, true, r.data(d)); err != nil {
		return err
	}
	if err := tell(ctx, tx, d, event.DisputeDeclined, map[string]any{"staff_id": r.ProposedBy}); err != nil {
		return err
	}
	return move(ctx, tx, d, InReview)
}

// Accept is the customer's yes to a proposal: its credit note is posted in the same transaction. Needs DisputeLines.
func (s *Service) Accept(ctx context.Context, actor ledger.Actor, id ledger.ID, rowVersion int) error {
	return s.customerDecides(ctx, actor, id, rowVersion, func(ctx context.Context, tx *store.Tx, d current, r resolution) error {
		if err := say(ctx, tx, d.ID, d.CustomerID, "customer", "accepted", "", false, r.data(d)); err != nil {
			return err
		}
		if err := tell(ctx, tx, d, event.DisputeAccepted, r.facts(d)); err != nil {
			return err
		}
		if r.Amount.IsPositive() {
			return finish(ctx, tx, d, r)
		}
		if _, err := store.Exec(ctx, tx, `UPDATE resolutions SET state = 'settled', decided_at = now() WHERE id = $1`, r.ID); err != nil {
			return err
		}
		return close(ctx, tx, d, r, "rejected", ledger.ID{})
	})
}

// Return is the customer's no, with why; the dispute goes back to review. Needs DisputeLines.
func (s *Service) Return(ctx context.Context, actor ledger.Actor, id ledger.ID, rowVersion int, text string) error {
	if strings.TrimSpace(text) == "" {
		return ledger.E("validation_failed").At("text", "required")
	}
	if len([]rune(text)) > maxText {
		return ledger.E("validation_failed").At("text", "too_long")
	}
	return s.customerDecides(ctx, actor, id, rowVersion, func(ctx context.Context, tx *store.Tx, d current, r resolution) error {
		if _, err := store.Exec(ctx, tx, `UPDATE resolutions SET state = 'returned', decided_at = now() WHERE id = $1`, r.ID); err != nil {
			return err
		}
		if err := say(ctx, tx, d.ID, d.CustomerID, "customer", "returned", text, false, r.data(d)); err != nil {
			return err
		}
		if err := tell(ctx, tx, d, event.DisputeReturned, r.facts(d)); err != nil {
			return err
		}
		return move(ctx, tx, d, InReview)
	})
}

func (s *Service) customerDecides(ctx context.Context, actor ledger.Actor, id ledger.ID, rowVersion int, act func(context.Context, *store.Tx, current, resolution) error) error {
	if err := actor.Require(ledger.DisputeLines); err != nil {
		return err
	}
	return s.db.Write(ctx, asSystem(actor), func(ctx context.Context, tx *store.Tx) error {
		d, err := lock(ctx, tx, id, 0, true)
		if err != nil {
			return err
		}
		if d.CustomerID != actor.CustomerID {
			return ledger.E("not_found")
		}
		if rowVersion != d.RowVersion {
			return ledger.E("conflict")
		}
		if err := d.must(Proposed); err != nil {
			return err
		}
		r, err := live(ctx, tx, d)
		if err != nil {
			return err
		}
		return act(ctx, tx, d, r)
	})
}
