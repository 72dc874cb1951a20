package statement

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// businessDay is today where the organization is, by the database's clock.
func businessDay(ctx context.Context, tx *store.Tx) (calendar.Date, error) {
	zone, found, err := store.Value[string](ctx, tx, `SELECT time_zone FROM organizations WHERE id = $1`, tx.Actor.OrganizationID)
	if err != nil || !found {
		return calendar.Date{}, err
	}
	location, err := time.LoadLocation(zone)
	if err != nil {
		return calendar.Date{}, ledger.E("internal").Because(err)
	}
	now, err := tx.Now(ctx)
	return calendar.In(now, location), err
}
