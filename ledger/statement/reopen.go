package statement

import (
	"context"
	"slices"

	"hefu/ledger"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
)

// Reopened is what a reopening came to.
type Reopened struct {
	Count   int
	Refused []Refused
}

// A disputed line is not reopened: its dispute is withdrawn instead.
const reopenLines = `
WITH gone AS (
  DELETE FROM line_answers WHERE statement_id = $1 AND answer = 'confirmed' AND dispute_id IS NULL AND line_no = ANY ($2) RETURNING line_no
),
kept AS (
  INSERT INTO reopenings (id, organization_id, customer_id, statement_id, version, lines, actor_id, actor_name)
  SELECT $3, $4, $5, $1, $6, array_agg(line_no ORDER BY line_no), $7, $8 FROM gone HAVING count(*) > 0
)
SELECT line_no FROM gone`

// Reopen takes confirmations of single lines back, by the side that gave them, on the record. Needs ConfirmStatements. Refused as a
// whole, in this order: not_found, state_forbids, stale_version, no lines named; single lines with line_unknown,
// line_disputed or line_not_confirmed.
func (s *Service) Reopen(ctx context.Context, actor ledger.Actor, id ledger.ID, version int, lines []int) (Reopened, error) {
	if err := actor.Require(ledger.ConfirmStatements); err != nil {
		return Reopened{}, err
	}
	if len(lines) == 0 {
		return Reopened{}, ledger.E("validation_failed").At("lines", "required")
	}
	if slices.ContainsFunc(lines, NoLine) {
		return Reopened{}, ledger.E("validation_failed").At("lines", "not_a_choice")
	}
	var out Reopened
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = reopen(ctx, tx, id, version, lines)
		return err
	})
	return out, err
}

func reopen(ctx context.Context, tx *store.Tx, id ledger.ID, version int, lines []int) (Reopened, error) {
	at, err := lock(ctx, tx, id)
	switch {
	case err != nil:
		return Reopened{}, err
	case at.State == Draft || at.State == Cancelled:
		return Reopened{}, ledger.E("state_forbids").With("state", at.State)
	case at.Version != version:
		return Reopened{}, ledger.E("stale_version")
	}
	wanted := slices.Clone(lines)
	slices.Sort(wanted)
	wanted = slices.Compact(wanted)
	gone, err := store.Values[int](ctx, tx, reopenLines, id, wanted, ledger.NewID(), tx.Actor.OrganizationID, at.CustomerID, version, tx.Actor.PersonID, tx.Actor.Name)
	if err != nil {
		return Reopened{}, err
	}
	got := make(map[int]bool, len(gone))
	for _, no := range gone {
		got[no] = true
	}
	out := Reopened{Count: len(gone)}
	if out.Refused, err = refusals(ctx, tx, id, at.LineCount, wanted, got); err != nil || len(gone) == 0 {
		return out.notConfirmed(), err
	}
	tx.Audit(at.CustomerID, "statement.reopened", map[string]any{"statement": id, "version": version, "lines": gone, "by": tx.Actor.Name})
	return out.notConfirmed(), Settle(ctx, tx, id)
}

// notConfirmed turns "already answered", which says nothing to one who reopens, into "not confirmed".
func (r Reopened) notConfirmed() Reopened {
	for i, refused := range r.Refused {
		if refused.Err.Code == "line_answered" {
			r.Refused[i].Err = ledger.E("line_not_confirmed").With("line", refused.Line)
		}
	}
	return r
}

// MarkViewed records the first time the customer opens an issued statement. Staff looking at it changes nothing. Refused:
// not_found.
func (s *Service) MarkViewed(ctx context.Context, actor ledger.Actor, id ledger.ID) error {
	if err := actor.Require(ledger.SeeStatements); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		at, err := lock(ctx, tx, id)
		if err != nil || actor.Audience != ledger.Portal || at.State != Issued {
			return err
		}
		tx.Audit(at.CustomerID, "statement.viewed", map[string]any{"statement": id, "version": at.Version, "by": actor.Name})
		if _, err = store.Exec(ctx, tx, `UPDATE statements SET state = 'viewed', viewed_at = coalesce(viewed_at, now()) WHERE id = $1`, id); err != nil {
			return err
		}
		return event.Record(ctx, tx, event.Event{Kind: event.StatementViewed, CustomerID: at.CustomerID, StatementID: id})
	})
}
