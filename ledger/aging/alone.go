package aging

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
)

// Of one customer, today or later, what is open now is the answer unless something of it was allocated with a date to come.
const readBooksOf = `
SELECT o.today, o.base_currency, coalesce($2::date, o.today) >= o.today AND NOT EXISTS (
  SELECT FROM allocations a WHERE a.organization_id = $1 AND a.effective_date > o.today AND (a.customer_id = $3 OR a.credit_customer_id = $3))
FROM (SELECT (now() AT TIME ZONE time_zone)::date AS today, base_currency FROM organizations WHERE id = $1) o`

// prepare is Prepare; a single customer, of whom staff ask, needs neither the room of a report nor a plan of its own.
func (q *Query) prepare(ctx context.Context, tx *store.Tx) (Books, error) {
	if q.CustomerID.IsZero() || q.fromStart || q.Group.part() != "" || tx.Actor.Audience == ledger.Portal {
		return Prepare(ctx, tx)
	}
	found, known, err := store.Row[struct {
		Today   calendar.Date
		Base    string
		Nothing bool
	}](ctx, tx, readBooksOf, tx.Actor.OrganizationID, q.AsOf, q.CustomerID)
	if err != nil {
		return Books{}, err
	}
	if !known {
		return Books{}, ledger.E("not_found")
	}
	if !found.Nothing {
		return Prepare(ctx, tx)
	}
	q.nothingSince = true
	return Books{found.Today, money.Currency(found.Base)}, nil
}
