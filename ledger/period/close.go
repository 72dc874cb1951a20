package period

import (
	"context"
	"strings"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

const readOpen = `
SELECT starts FROM periods WHERE organization_id = $1 AND closed_at IS NULL AND starts <= $2 ORDER BY starts`

// openUpTo lists the open periods up to the one of a day, the earliest first.
func openUpTo(ctx context.Context, tx *store.Tx, day calendar.Date) ([]calendar.Date, error) {
	return store.Values[calendar.Date](ctx, tx, readOpen, tx.Actor.OrganizationID, day.StartOfMonth())
}

// Postings share this lock until they commit, so holding it alone means that none is under way and none begins.
const holdAlone = `SELECT pg_advisory_xact_lock(period_lock_key($1, $2))`

const closePeriods = `
UPDATE periods SET closed_at = clock_timestamp(), closed_by = $3 WHERE organization_id = $1 AND closed_at IS NULL AND starts = ANY ($2)`

// Close closes the period of a day and every open one before it: after it, earlier dates are refused too. Postings under way
// finish first, later ones get period_closed. Needs ClosePeriods. Refused in this order: not_found for a month the books do not
// have, state_forbids when it is closed, period_not_closable naming the work that is unfinished in these periods.
func (s *Service) Close(ctx context.Context, actor ledger.Actor, day calendar.Date) error {
	if err := actor.Require(ledger.ClosePeriods); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		return Close(ctx, tx, day)
	})
}

// Close is Service.Close inside a transaction that is under way; permission has been asked.
func Close(ctx context.Context, tx *store.Tx, day calendar.Date) error {
	if err := holdPeriods(ctx, tx); err != nil {
		return err
	}
	if err := mustBe(ctx, tx, day, "open"); err != nil {
		return err
	}
	open, err := openUpTo(ctx, tx, day)
	if err != nil {
		return err
	}
	names := make([]string, len(open))
	var b store.Batch
	for i, starts := range open {
		names[i] = Name(starts)
		b.Do(holdAlone, tx.Actor.OrganizationID, starts)
	}
	var blockers []Blocker
	store.Read(&b, &blockers, readBlockers, tx.Actor.OrganizationID, open[0], day.EndOfMonth())
	if err := tx.Send(ctx, &b); err != nil {
		return err
	}
	if len(blockers) > 0 {
		return refusal(day, blockers)
	}
	if _, err := store.Exec(ctx, tx, closePeriods, tx.Actor.OrganizationID, open, tx.Actor.PersonID); err != nil {
		return err
	}
	tx.Audit(ledger.ID{}, "period.closed", map[string]any{"period": Name(day), "closed": names})
	return nil
}

// mustBe refuses a period that does not exist or is not in the state that an act needs.
func mustBe(ctx context.Context, tx *store.Tx, day calendar.Date, want string) error {
	state, found, err := store.Value[string](ctx, tx, `
		SELECT CASE WHEN closed_at IS NULL THEN 'open' ELSE 'closed' END FROM periods WHERE organization_id = $1 AND starts = $2`,
		tx.Actor.OrganizationID, day.StartOfMonth())
	switch {
	case err != nil:
		return err
	case !found:
		return ledger.E("not_found")
	case state != want:
		return ledger.E("state_forbids").With("state", state)
	}
	return nil
}

const reopenPeriod = `UPDATE periods SET closed_at = NULL, closed_by = NULL WHERE organization_id = $1 AND starts = $2`

// maxReason bounds the reason, in characters.
const maxReason = 500

// Reopen opens a closed period again (反关账), the one closed last only, so that one goes back in order. The reason stands in the
// audit log. Needs ClosePeriods. Refused in this order: a missing reason, not_found, state_forbids when it is open,
// period_not_latest naming the one that may be reopened.
func (s *Service) Reopen(ctx context.Context, actor ledger.Actor, day calendar.Date, reason string) error {
	if err := actor.Require(ledger.ClosePeriods); err != nil {
		return err
	}
	if reason = strings.TrimSpace(reason); reason == "" {
		return ledger.E("validation_failed").At("reason", "required")
	}
	if len([]rune(reason)) > maxReason {
		return ledger.E("validation_failed").At("reason", "too_long")
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if err := holdPeriods(ctx, tx); err != nil {
			return err
		}
		if err := mustBe(ctx, tx, day, "closed"); err != nil {
			return err
		}
		latest, _, err := store.Value[calendar.Date](ctx, tx,
			`SELECT max(starts) FROM periods WHERE organization_id = $1 AND closed_at IS NOT NULL`, actor.OrganizationID)
		if err != nil {
			return err
		}
		if latest != day.StartOfMonth() {
			return ledger.E("period_not_latest").With("period", Name(latest))
		}
		if _, err := store.Exec(ctx, tx, reopenPeriod, actor.OrganizationID, latest); err != nil {
			return err
		}
		tx.Audit(ledger.ID{}, "period.reopened", map[string]any{"period": Name(latest), "reason": reason})
		return nil
	})
}
