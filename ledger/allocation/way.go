package allocation

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// Way is how a settlement is undone (WO-11): Removed takes it out as of its own date, as though it had never been made; otherwise it
// is reversed on a date of its own and every earlier date keeps its picture. Both stay in the books.
type Way struct {
	Removed bool
	On      calendar.Date
	Why     string // not removed: automatic, closed, earlier_month, on_statement
}

const readWay = `
SELECT s.mode, s.effective_date, (now() AT TIME ZONE o.time_zone)::date,
  NOT EXISTS (SELECT FROM periods p WHERE p.organization_id = s.organization_id AND s.effective_date BETWEEN p.starts AND p.ends AND p.closed_at IS NOT NULL),
  EXISTS (SELECT FROM statements t WHERE t.customer_id IN (SELECT s.customer_id UNION SELECT unnest(ARRAY[a.customer_id, a.credit_customer_id]) FROM allocations a WHERE s.group_id IS NOT NULL AND a.settlement_id = s.id)
    AND t.state NOT IN ('draft', 'cancelled') AND t.cut_off >= s.effective_date)
FROM settlements s JOIN organizations o ON o.id = s.organization_id WHERE s.id = $1`

// WayOf decides it: what was settled by hand, this month, in an open period, and stands on no issued statement is removed.
func WayOf(ctx context.Context, tx *store.Tx, settlement ledger.ID) (Way, error) {
	found, ok, err := store.Row[struct {
		Mode      string
		Effective calendar.Date
		Today     calendar.Date
		Open      bool
		Shown     bool
	}](ctx, tx, readWay, settlement)
	if err != nil || !ok {
		return Way{}, firstError(err, ledger.E("not_found"))
	}
	way := Way{On: found.Today}
	if found.Today.Before(found.Effective) {
		way.On = found.Effective
	}
	switch {
	case found.Mode == string(Automatic):
		way.Why = "automatic"
	case !found.Open:
		way.Why = "closed"
	case found.Effective.StartOfMonth() != found.Today.StartOfMonth() && !found.Today.Before(found.Effective):
		way.Why = "earlier_month"
	case found.Shown:
		way.Why = "on_statement"
	default:
		way.Removed, way.On = true, found.Effective
	}
	return way, nil
}
