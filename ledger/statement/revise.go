package statement

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/calendar"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
	"hefu/ledger/review"
)

const readHead = `SELECT customer_id, currency, period_start, cut_off FROM statements WHERE id = $1`

type head struct {
	CustomerID ledger.ID
	Currency   string
	Start      calendar.Date
	CutOff     calendar.Date
}

const laterStatement = `
SELECT cut_off FROM statements WHERE customer_id = $1 AND currency = $2 AND cut_off > $3 AND state <> 'cancelled' LIMIT 1`

// lockLatest locks the customer and then the statement, and makes sure that no later one builds on it.
func lockLatest(ctx context.Context, tx *store.Tx, id ledger.ID) (head, locked, error) {
	of, found, err := store.Row[head](ctx, tx, readHead, id)
	if err == nil && !found {
		err = ledger.E("not_found")
	}
	if err != nil {
		return of, locked{}, err
	}
	if _, err := store.Exec(ctx, tx, allocation.LockCustomer, of.CustomerID); err != nil {
		return of, locked{}, err
	}
	at, err := lock(ctx, tx, id)
	if err != nil {
		return of, at, err
	}
	if at.State == Cancelled {
		return of, at, ledger.E("state_forbids").With("state", at.State)
	}
	_, later, err := store.Value[calendar.Date](ctx, tx, laterStatement, of.CustomerID, of.Currency, of.CutOff)
	if err == nil && later {
		err = ledger.E("statement_not_latest")
	}
	return of, at, err
}

// Revise makes a new version from what the books say now. Lines keep their numbers, new ones come after them; a line that says the
// same keeps its answer, a disputed line keeps its dispute, every other answer is asked for again. An issued statement is issued
// anew. Needs MakeStatements. Refused in this order: a missing reason, not_found, state_forbids when cancelled,
// statement_not_latest, nothing_to_do when nothing changed, statement_unproven.
func (s *Service) Revise(ctx context.Context, actor ledger.Actor, id ledger.ID, reason string) ([]Change, error) {
	if err := requireStaff(actor, ledger.MakeStatements); err != nil {
		return nil, err
	}
	if err := checkReason(reason); err != nil {
		return nil, err
	}
	var changes []Change
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		changes, err = revise(ctx, tx, id, reason)
		return err
	})
	return changes, err
}

func checkReason(reason string) error {
	switch {
	case reason == "":
		return ledger.E("validation_failed").At("reason", "required")
	case len([]rune(reason)) > maxRemark:
		return ledger.E("validation_failed").At("reason", "too_long")
	}
	return nil
}

const dropAnswers = `
DELETE FROM line_answers WHERE statement_id = $1 AND answer = 'confirmed' AND dispute_id IS NULL AND line_no = ANY ($2)`

const reissue = `
UPDATE statements SET state = 'issued', issued_at = now(), viewed_at = NULL, answered_at = NULL, agreed_at = NULL, answer_due = $2 WHERE id = $1 AND state <> 'draft'`

func revise(ctx context.Context, tx *store.Tx, id ledger.ID, reason string) ([]Change, error) {
	of, at, err := lockLatest(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	before, err := readContent(ctx, tx, id, at.Version)
	if err != nil {
		return nil, err
	}
	rev := &revision{currency: of.Currency, reason: reason}
	rev.documents, rev.numbers = before.numbers()
	outcomes, err := generate(ctx, tx, GenerateCommand{Period: Period{of.Start, of.CutOff}, Customers: []ledger.ID{of.CustomerID}, MadeBy: tx.Actor.PersonID}, rev)
	if err != nil {
		return nil, err
	}
	if len(outcomes) != 1 || outcomes[0].Act == Failed {
		return nil, ledger.E("statement_unproven").With("currency", of.Currency)
	}
	if outcomes[0].Act != Renewed {
		return nil, ledger.E("nothing_to_do")
	}
	after, err := readContent(ctx, tx, id, at.Version+1)
	if err != nil {
		return nil, err
	}
	changes := Compare(before, after)
	var lines []int
	for _, change := range changes {
		lines = append(lines, change.Line)
	}
	if _, err := store.Exec(ctx, tx, dropAnswers, id, lines); err != nil {
		return nil, err
	}
	if err := review.EndOfStatement(ctx, tx, id); err != nil {
		return nil, err
	}
	today, err := businessDay(ctx, tx)
	if err != nil {
		return nil, err
	}
	if _, err := store.Exec(ctx, tx, reissue, id, calendar.China().AddWorkingDays(today, AnswerDays)); err != nil {
		return nil, err
	}
	tx.Audit(of.CustomerID, "statement.revised", map[string]any{"statement": id, "version": at.Version + 1, "reason": reason, "lines": lines,
		"closing": map[string]string{"before": before.Closing.String(), "after": after.Closing.String()}})
	if at.State != Draft {
		err := event.Record(ctx, tx, event.Event{Kind: event.StatementRevised, CustomerID: of.CustomerID, StatementID: id,
			Data: map[string]any{"version": at.Version + 1, "reason": reason, "changed": len(changes)}})
		if err != nil {
			return nil, err
		}
	}
	return changes, Settle(ctx, tx, id)
}

// Cancel takes a statement out of force with a reason; its number stays taken. Needs MakeStatements. Refused in this order: a
// missing reason, not_found, state_forbids when cancelled, statement_not_latest, statement_disputed while a dispute is open.
func (s *Service) Cancel(ctx context.Context, actor ledger.Actor, id ledger.ID, reason string) error {
	if err := requireStaff(actor, ledger.MakeStatements); err != nil {
		return err
	}
	if err := checkReason(reason); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		of, at, err := lockLatest(ctx, tx, id)
		if err != nil {
			return err
		}
		open, _, err := store.Value[int](ctx, tx, `SELECT count(*)::int FROM disputes WHERE statement_id = $1 AND state NOT IN ('resolved', 'withdrawn')`, id)
		if err != nil {
			return err
		}
		if open > 0 {
			return ledger.E("statement_disputed")
		}
		if err := review.EndOfStatement(ctx, tx, id); err != nil {
			return err
		}
		tx.Audit(of.CustomerID, "statement.cancelled", map[string]any{"statement": id, "version": at.Version, "was": at.State, "reason": reason})
		_, err = store.Exec(ctx, tx, `UPDATE statements SET state = 'cancelled', cancelled_at = now(), cancel_reason = $2 WHERE id = $1`, id, reason)
		if err != nil || at.State == Draft {
			return err
		}
		return event.Record(ctx, tx, event.Event{Kind: event.StatementCancelled, CustomerID: of.CustomerID, StatementID: id, Data: map[string]any{"reason": reason}})
	})
}
