package party

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
)

// PeriodEnd are the rates of a month's last day (期末汇率), one for each foreign currency that customers owe in on it.
type PeriodEnd struct {
	On    calendar.Date
	Base  money.Currency
	Rates []EndRate
}

// EndRate is one of them; Rate is not valid where nobody has stated it for that very day.
type EndRate struct {
	Currency money.Currency
	Rate     decimal.NullDecimal
}

// Missing is the error by which revaluing on a day is refused: period_end_rate_missing, naming currency and day. Nil where it is there.
func (r EndRate) Missing(on calendar.Date) error {
	if r.Rate.Valid {
		return nil
	}
	return ledger.E("period_end_rate_missing").With("currency", r.Currency).With("date", on)
}

const readLastMonth = `SELECT (date_trunc('month', now() AT TIME ZONE time_zone) - interval '1 day')::date FROM organizations WHERE id = $1`

// A rate of an earlier day will not do: a month's end is valued at its own.
const readEndRates = `
SELECT c.currency, (SELECT r.rate FROM exchange_rates r WHERE r.organization_id = $1 AND r.currency = c.currency AND r.on_date = $2)
FROM (SELECT DISTINCT i.currency FROM open_items i WHERE i.organization_id = $1 AND i.posting_date <= $2 AND i.open_amount > 0 AND i.currency <> $3) c ORDER BY 1`

// PeriodEndRates reads the month-end rates of the month of a day; zero: the last month that ended. Needs SeeReports.
func (s *Service) PeriodEndRates(ctx context.Context, actor ledger.Actor, day calendar.Date) (PeriodEnd, error) {
	if err := actor.Require(ledger.SeeReports); err != nil {
		return PeriodEnd{}, err
	}
	var out PeriodEnd
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		organization, err := ReadOrganization(ctx, tx)
		if err != nil {
			return err
		}
		if day.IsZero() {
			if day, _, err = store.Value[calendar.Date](ctx, tx, readLastMonth, actor.OrganizationID); err != nil {
				return err
			}
		}
		out.On, out.Base = day.EndOfMonth(), organization.BaseCurrency
		out.Rates, err = store.Rows[EndRate](ctx, tx, readEndRates, actor.OrganizationID, out.On, string(out.Base))
		return err
	})
	return out, err
}
