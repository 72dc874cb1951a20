package dispute

import (
	"context"
	"slices"
	"strings"

	"hefu/ledger"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
	"hefu/ledger/statement"
)

const readClosed = `
SELECT d.state, coalesce(d.outcome, ''), s.state FROM disputes d JOIN statements s ON s.id = d.statement_id WHERE d.id = $1`

type closed struct {
	State     State
	Outcome   string
	Statement string
}

// why a closed dispute cannot be taken up again; nil when it can.
func (c closed) why() *ledger.Error {
	switch {
	case c.State != Resolved:
		return ledger.E("state_forbids").With("state", string(c.State))
	case slices.Contains(statesSigned, c.Statement):
		return ledger.E("statement_signed")
	case c.Statement == "cancelled":
		return ledger.E("state_forbids").With("state", c.Statement)
	case strings.HasPrefix(c.Outcome, "accepted"):
		return ledger.E("dispute_credited")
	}
	return nil
}

const takeUp = `
UPDATE disputes SET state = 'in_review', outcome = NULL, root_cause = NULL, agreed_amount = NULL, resolved_at = NULL, due_at = $2, row_version = row_version + 1 WHERE id = $1`

// Reopen takes up again what was rejected, left as a disagreement or found paid, with a new due time; the record of how it ended stays
// in the thread, and the statement is not agreed any longer. Needs ProposeResolution. Refused in this order: a reason that is missing
// or too long, not_found, conflict, state_forbids, statement_signed, dispute_credited when a credit note was posted.
func (s *Service) Reopen(ctx context.Context, actor ledger.Actor, id ledger.ID, rowVersion int, reason string) error {
	if err := requireStaff(actor, ledger.ProposeResolution); err != nil {
		return err
	}
	reason = strings.TrimSpace(reason)
	if reason == "" {
		return ledger.E("validation_failed").At("reason", "required")
	}
	if len([]rune(reason)) > maxText {
		return ledger.E("validation_failed").At("reason", "too_long")
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if _, err := store.Exec(ctx, tx, `SELECT FROM disputes WHERE id = $1 FOR UPDATE`, id); err != nil {
			return err
		}
		d, found, err := store.Row[current](ctx, tx, readCurrent, id)
		if err != nil {
			return err
		}
		if !found || !actor.Sees(d.SalespersonID) {
			return ledger.E("not_found")
		}
		if d.RowVersion != rowVersion {
			return ledger.E("conflict")
		}
		is, _, err := store.Row[closed](ctx, tx, readClosed, id)
		if err != nil {
			return err
		}
		if why := is.why(); why != nil {
			return why
		}
		newest, err := policies(ctx, tx, 1)
		if err != nil {
			return err
		}
		day, location, err := today(ctx, tx, d.TimeZone)
		if err != nil {
			return err
		}
		if _, err := store.Exec(ctx, tx, takeUp, id, newest[0].due(Category(d.Category), day, location)); err != nil {
			return err
		}
		tx.Audit(d.CustomerID, "dispute.reopened", map[string]any{"dispute": id, "before": is.Outcome, "reason": reason})
		if err := say(ctx, tx, id, d.CustomerID, "staff", "reopened", reason, false, ""); err != nil {
			return err
		}
		if err := tell(ctx, tx, d, event.DisputeReopened, map[string]any{"before": is.Outcome}); err != nil {
			return err
		}
		return statement.Settle(ctx, tx, d.StatementID)
	})
}
