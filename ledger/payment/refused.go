package payment

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/provider"
)

// A day keeps so many sources of a provider's address apart; the others are one row without a name. What is older than ninety days goes.
const (
	keepRefused = `
INSERT INTO provider_refusals (organization_id, provider, day, source, count)
SELECT o.id, $2, (now() AT TIME ZONE o.time_zone)::date, CASE WHEN (SELECT count(*) FROM provider_refusals r WHERE r.organization_id = o.id AND r.provider = $2 AND r.day = (now() AT TIME ZONE o.time_zone)::date AND r.source <> $3) < 100
  THEN $3 ELSE '' END, $4
FROM organizations o WHERE o.id = $1
ON CONFLICT (organization_id, provider, day, source) DO UPDATE SET count = provider_refusals.count + excluded.count, last_at = clock_timestamp()`
	dropRefused = `DELETE FROM provider_refusals WHERE organization_id = $1 AND day < current_date - 90`
)

// countRefused keeps how many notices were refused; for an organization that is not there nothing is kept.
func (s *Service) countRefused(ctx context.Context, r provider.Refused) error {
	return s.db.Write(ctx, ledger.SystemActor(r.Organization, "payment "+r.Provider), func(ctx context.Context, tx *store.Tx) error {
		if _, err := store.Exec(ctx, tx, keepRefused, r.Organization, r.Provider, r.Source, r.Count); err != nil {
			return err
		}
		_, err := store.Exec(ctx, tx, dropRefused, r.Organization)
		return err
	})
}

// RefusedDay is how many notices that were not signed as they must be came to a provider's address on a day.
type RefusedDay struct {
	Day      calendar.Date
	Provider string
	Count    int64
	Sources  int
	LastAt   time.Time
}

// RefusedNotices are those of the last thirty days, the latest day first. Needs SeeBank.
func (s *Service) RefusedNotices(ctx context.Context, actor ledger.Actor) ([]RefusedDay, error) {
	if err := actor.Require(ledger.SeeBank); err != nil {
		return nil, err
	}
	var out []RefusedDay
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = store.Rows[RefusedDay](ctx, tx, `SELECT day, provider, sum(count)::bigint, count(*)::int, max(last_at) FROM provider_refusals
			WHERE organization_id = $1 AND day > current_date - 30 GROUP BY 1, 2 ORDER BY 1 DESC, 2 LIMIT 120`, actor.OrganizationID)
		return err
	})
	return out, err
}
