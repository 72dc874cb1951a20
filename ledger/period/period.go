// Package period owns the accounting periods: calendar months that are open or closed (SPEC section 13). The database lets
// nothing post into a closed one; this package decides when one may be closed and opened again.
package period

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// Period is one month of the books.
type Period struct {
	Starts   calendar.Date
	Ends     calendar.Date
	ClosedAt *time.Time // nil while it is open
	ClosedBy string     // name; empty while open, and when the closer has left
	Latest   bool       // closed last: the one that Reopen takes
	Blockers int        // of an open period: how much unfinished work keeps it from being closed
}

// Name is the period of a day as people write it, 2026-03.
func Name(day calendar.Date) string { return day.String()[:7] }

// Service lists, closes and reopens periods.
type Service struct{ db *store.DB }

// Open opens the service.
func Open(db *store.DB) *Service { return &Service{db: db} }

const readPeriods = `
WITH blockers AS (
  SELECT date_trunc('month', u.on_date)::date AS period, count(*)::int AS n FROM (` + unfinished + `) u GROUP BY 1
), latest AS (
  SELECT max(starts) AS starts FROM periods WHERE organization_id = $1 AND closed_at IS NOT NULL
)
SELECT p.starts, p.ends, p.closed_at, coalesce(s.name, ''), coalesce(p.starts = l.starts, false), coalesce(b.n, 0)
FROM periods p CROSS JOIN latest l
LEFT JOIN staff s ON s.id = p.closed_by
LEFT JOIN blockers b ON b.period = p.starts AND p.closed_at IS NULL
WHERE p.organization_id = $1 ORDER BY p.starts DESC`

// List reads the organization's periods, the latest month first. Needs SeeReports.
func (s *Service) List(ctx context.Context, actor ledger.Actor) ([]Period, error) {
	if err := actor.Require(ledger.SeeReports); err != nil {
		return nil, err
	}
	var periods []Period
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		periods, err = store.Rows[Period](ctx, tx, readPeriods, actor.OrganizationID)
		return err
	})
	return periods, err
}

const insertPeriods = `
INSERT INTO periods (organization_id, starts, ends)
SELECT $1, m::date, (m + interval '1 month' - interval '1 day')::date
FROM generate_series($2::date::timestamp, $2::date::timestamp + ($3::int - 1) * interval '1 month', interval '1 month') AS m
ON CONFLICT DO NOTHING`

// Make opens months from the one that holds first; those that exist stay as they are. Permission has been asked.
func Make(ctx context.Context, tx *store.Tx, first calendar.Date, months int) error {
	_, err := store.Exec(ctx, tx, insertPeriods, tx.Actor.OrganizationID, first.StartOfMonth(), months)
	return err
}

// MaxExtension bounds how many months Extend adds at once.
const MaxExtension = 120

// Extend opens further months after the last one. Needs ClosePeriods. Refused: months below 1 or above MaxExtension.
func (s *Service) Extend(ctx context.Context, actor ledger.Actor, months int) error {
	if err := actor.Require(ledger.ClosePeriods); err != nil {
		return err
	}
	if months < 1 || months > MaxExtension {
		return ledger.E("validation_failed").At("months", "not_a_choice")
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if err := holdPeriods(ctx, tx); err != nil {
			return err
		}
		last, _, err := store.Value[calendar.Date](ctx, tx, `SELECT max(starts) FROM periods WHERE organization_id = $1`, actor.OrganizationID)
		if err != nil {
			return err
		}
		if last.IsZero() {
			return ledger.E("not_found")
		}
		tx.Audit(ledger.ID{}, "periods.extended", map[string]any{"after": Name(last), "months": months})
		return Make(ctx, tx, last.AddMonths(1), months)
	})
}

// holdPeriods makes acts on one organization's periods take turns. Postings are not held up by it.
func holdPeriods(ctx context.Context, tx *store.Tx) error {
	_, found, err := store.Value[ledger.ID](ctx, tx, `SELECT id FROM organizations WHERE id = $1 FOR NO KEY UPDATE`, tx.Actor.OrganizationID)
	if err == nil && !found {
		return ledger.E("not_found")
	}
	return err
}
