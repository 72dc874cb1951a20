package statement

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
)

// The statements go out and the facts are recorded in one statement, however many there are.
const issueStatements = `
WITH issued AS (
  UPDATE statements SET state = 'issued', issued_at = now(), issued_version = version, answer_due = $2 WHERE id = ANY ($1) AND state = 'draft'
  RETURNING id, organization_id, customer_id, version
)
INSERT INTO events (organization_id, customer_id, kind, statement_id, data, side, actor_id, actor_name)
SELECT organization_id, customer_id, $3, id, jsonb_build_object('version', version), $4, $5, $6 FROM issued`

// issueAll issues the drafts among the statements: the answer is due after seven working days of the organization's calendar.
func issueAll(ctx context.Context, tx *store.Tx, ids []ledger.ID) (int64, error) {
	if len(ids) == 0 {
		return 0, nil
	}
	today, err := businessDay(ctx, tx)
	if err != nil {
		return 0, err
	}
	return store.Exec(ctx, tx, issueStatements, ids, calendar.China().AddWorkingDays(today, AnswerDays),
		event.StatementIssued, event.Side(tx.Actor), tx.Actor.PersonID, tx.Actor.Name)
}

func issueOutcomes(ctx context.Context, tx *store.Tx, outcomes []Outcome) error {
	var ids []ledger.ID
	for _, o := range outcomes {
		if o.Act == Made || o.Act == Renewed || o.Act == Unchanged {
			ids = append(ids, o.StatementID)
		}
	}
	_, err := issueAll(ctx, tx, ids)
	return err
}

// Issue sends a draft out: from now on the customer sees it. Needs MakeStatements. Refused in this order: not_found,
// state_forbids, stale_version when the draft was renewed meanwhile.
func (s *Service) Issue(ctx context.Context, actor ledger.Actor, id ledger.ID, version int) error {
	if err := requireStaff(actor, ledger.MakeStatements); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		at, err := lock(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case at.State != Draft:
			return ledger.E("state_forbids").With("state", at.State)
		case at.Version != version:
			return ledger.E("stale_version")
		}
		if _, err := issueAll(ctx, tx, []ledger.ID{id}); err != nil {
			return err
		}
		tx.Audit(at.CustomerID, "statement.issued", map[string]any{"statement": id, "version": version})
		return nil
	})
}

// IssueRun issues every draft of a run's customers for its period and returns how many. Needs MakeStatements. Refused: not_found,
// state_forbids while the run is under way.
func (s *Service) IssueRun(ctx context.Context, actor ledger.Actor, run ledger.ID) (int, error) {
	if err := requireStaff(actor, ledger.MakeStatements); err != nil {
		return 0, err
	}
	var issued int64
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		head, err := lockRun(ctx, tx, run)
		if err != nil {
			return err
		}
		if head.State == "queued" || head.State == "running" {
			return ledger.E("state_forbids").With("state", head.State)
		}
		ids, err := store.Values[ledger.ID](ctx, tx, `SELECT s.id `+draftsOfRun+` ORDER BY s.id FOR UPDATE OF s`, run)
		if err != nil {
			return err
		}
		issued, err = issueAll(ctx, tx, ids)
		tx.Audit(ledger.ID{}, "statement_run.issued", map[string]any{"run": run, "statements": issued})
		return err
	})
	return int(issued), err
}

func lockRun(ctx context.Context, tx *store.Tx, id ledger.ID) (runHead, error) {
	head, found, err := store.Row[runHead](ctx, tx, readRunHead+` FOR UPDATE`, id)
	if err == nil && !found {
		err = ledger.E("not_found")
	}
	return head, err
}

// RetryRun puts a run's failed customers, and those that a check held back, to work again. Needs MakeStatements. Refused: not_found, state_forbids for a cancelled
// run, nothing_to_do when there are none.
func (s *Service) RetryRun(ctx context.Context, actor ledger.Actor, run ledger.ID) error {
	if err := requireStaff(actor, ledger.MakeStatements); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		head, err := lockRun(ctx, tx, run)
		if err != nil {
			return err
		}
		if head.State == "cancelled" {
			return ledger.E("state_forbids").With("state", head.State)
		}
		count, err := store.Exec(ctx, tx, `UPDATE statement_run_customers SET state = 'pending', code = '', reason = '' WHERE run_id = $1 AND state IN ('failed', 'blocked')`, run)
		if err != nil {
			return err
		}
		if count == 0 {
			return ledger.E("nothing_to_do")
		}
		if _, err := store.Exec(ctx, tx, `UPDATE statement_runs SET state = 'queued', finished_at = NULL WHERE id = $1 AND state = 'done'`, run); err != nil {
			return err
		}
		tx.Audit(ledger.ID{}, "statement_run.retried", map[string]any{"run": run, "customers": count})
		return s.jobs.Insert(ctx, tx, RunArgs{actor.OrganizationID, run})
	})
}

// CancelRun stops a run that is under way; what it has made stays. Needs MakeStatements. Refused: not_found, state_forbids.
func (s *Service) CancelRun(ctx context.Context, actor ledger.Actor, run ledger.ID) error {
	if err := requireStaff(actor, ledger.MakeStatements); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		head, err := lockRun(ctx, tx, run)
		if err != nil {
			return err
		}
		if head.State != "queued" && head.State != "running" {
			return ledger.E("state_forbids").With("state", head.State)
		}
		tx.Audit(ledger.ID{}, "statement_run.cancelled", map[string]any{"run": run})
		_, err = store.Exec(ctx, tx, `UPDATE statement_runs SET state = 'cancelled', finished_at = now() WHERE id = $1`, run)
		return err
	})
}
