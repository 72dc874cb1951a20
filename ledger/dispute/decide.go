package dispute

import (
	"context"
	"strings"

	"hefu/ledger"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
	"hefu/ledger/review"
)

const readLive = `
SELECT id, decision, coalesce(instrument, ''), amount, root_cause, text, state, proposed_by, proposed_by_name, approved_by, together, settlement_id, created_at
FROM resolutions WHERE dispute_id = $1 AND state IN ('awaiting_approval', 'proposed')`

func live(ctx context.Context, tx *store.Tx, d current) (resolution, error) {
	r, found, err := store.Row[resolution](ctx, tx, readLive, d.ID)
	if err == nil && !found {
		return r, ledger.E("state_forbids").With("state", string(d.State))
	}
	return r, err
}

// Approve decides a resolution that waits for a second person; approved, it goes on as Resolve says. What was resolved together is
// decided together, by whichever of its disputes. Above the threshold ApproveDocuments is needed, otherwise PostDocuments. Refused: four_eyes for the person who proposed it.
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
		return decideAll(ctx, tx, d, r, approve, reason)
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

// Accept is the customer's yes to a proposal: its credit note is posted in the same transaction. Where the customer asks for maker
// and checker, the yes only waits for a second person. Needs DisputeLines. Refused: awaiting_review when it already waits.
func (s *Service) Accept(ctx context.Context, actor ledger.Actor, id ledger.ID, rowVersion int) error {
	return s.customerDecides(ctx, actor, id, rowVersion, func(ctx context.Context, tx *store.Tx, d current, r resolution) error {
		two, err := review.Needed(ctx, tx, d.CustomerID)
		if err != nil {
			return err
		}
		if two {
			return submit(ctx, tx, d, r)
		}
		return accept(ctx, tx, d, r, yes{By: actor.PersonID, Name: actor.Name})
	})
}

// yes is who accepted: one person, or a maker and a checker.
type yes struct {
	By, CheckedBy     ledger.ID
	Name, CheckedName string
}

const writeYes = `UPDATE resolutions SET accepted_by = $2, accepted_by_name = $3, accept_checked_by = $4, accept_checked_by_name = $5 WHERE id = $1`

func accept(ctx context.Context, tx *store.Tx, d current, r resolution, by yes) error {
	if _, err := store.Exec(ctx, tx, writeYes, r.ID, by.By, by.Name, by.CheckedBy, by.CheckedName); err != nil {
		return err
	}
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
}

const readShown = `
SELECT s.version, v.sha256 FROM statements s JOIN statement_versions v ON v.statement_id = s.id AND v.version = s.version WHERE s.id = $1`

// submit lets the customer's yes wait for a second person.
func submit(ctx context.Context, tx *store.Tx, d current, r resolution) error {
	shown, _, err := store.Row[struct {
		Version int
		SHA256  []byte
	}](ctx, tx, readShown, d.StatementID)
	if err != nil {
		return err
	}
	_, err = review.Submit(ctx, tx, review.New{CustomerID: d.CustomerID, Kind: review.Acceptance, StatementID: d.StatementID, Version: shown.Version, SHA256: shown.SHA256,
		Lines: []int{d.LineNo}, Amount: r.Amount, Currency: d.Currency, DisputeID: d.ID, ResolutionID: r.ID})
	return err
}

// ApproveReview makes a yes count that waited for a second person. Needs CheckAnswers. Refused in this order: not_found,
// already_resolved, state_forbids, review_void also when another resolution stands, review_decided, four_eyes.
func (s *Service) ApproveReview(ctx context.Context, actor ledger.Actor, id ledger.ID) error {
	if err := actor.Require(ledger.CheckAnswers); err != nil {
		return err
	}
	return s.db.Write(ctx, asSystem(actor), func(ctx context.Context, tx *store.Tx) error {
		about, err := review.Find(ctx, tx, id)
		if err != nil {
			return err
		}
		d, err := lock(ctx, tx, about.DisputeID, 0, true)
		if err != nil {
			return err
		}
		waiting, err := review.Take(ctx, tx, id, true)
		if err != nil {
			return err
		}
		if err := d.must(Proposed); err != nil {
			return err
		}
		r, err := live(ctx, tx, d)
		if err != nil {
			return err
		}
		if r.ID != waiting.ResolutionID {
			return ledger.E("review_void")
		}
		if err := review.Decide(ctx, tx, waiting, review.Approved, "", ledger.ID{}); err != nil {
			return err
		}
		return accept(ctx, tx, d, r, yes{By: waiting.MadeBy, Name: waiting.MadeByName, CheckedBy: actor.PersonID, CheckedName: actor.Name})
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
