package party

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
)

// Rate is what one unit of a currency is worth in the organization's base currency from a date on, until the next one.
type Rate struct {
	Currency money.Currency
	On       calendar.Date
	Rate     decimal.Decimal // positive, at most 8 places
}

var largestRate = decimal.New(1, 9)

func (r Rate) check(f *faults, base money.Currency) {
	switch {
	case !r.Currency.Valid():
		f.at("currency", "not_a_currency")
	case r.Currency == base:
		f.at("currency", "not_expected")
	}
	if r.On.IsZero() {
		f.at("on", "required")
	}
	switch {
	case !r.Rate.IsPositive():
		f.at("rate", "must_be_positive")
	case r.Rate.GreaterThan(largestRate):
		f.at("rate", "too_large")
	case !r.Rate.Equal(r.Rate.Round(8)):
		f.at("rate", "too_many_places")
	}
}

const readStandingRates = `
SELECT r.currency, r.on_date, r.rate FROM exchange_rates r JOIN unnest($2::text[], $3::date[]) AS w (currency, on_date)
  ON w.currency = r.currency AND w.on_date = r.on_date WHERE r.organization_id = $1`

const upsertRates = `
INSERT INTO exchange_rates (organization_id, currency, on_date, rate)
SELECT $1, w.* FROM unnest($2::text[], $3::date[], $4::numeric[]) AS w (currency, on_date, rate) ORDER BY w.currency, w.on_date
ON CONFLICT (organization_id, currency, on_date) DO UPDATE SET rate = excluded.rate WHERE exchange_rates.rate <> excluded.rate`

// SaveRates states exchange rates, all or none. What is posted keeps the rate it was posted with. Needs PostDocuments. All
// faults are reported at once, each as rates[3].rate; a currency twice on one date is duplicate.
func (s *Service) SaveRates(ctx context.Context, actor ledger.Actor, rates []Rate) error {
	if err := actor.Require(ledger.PostDocuments); err != nil {
		return err
	}
	if len(rates) > MaxSet {
		return ledger.E("validation_failed").At("rates", "too_long")
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if err := holdOrganization(ctx, tx); err != nil {
			return err
		}
		organization, err := ReadOrganization(ctx, tx)
		if err != nil {
			return err
		}
		return saveRates(ctx, tx, organization.BaseCurrency, rates)
	})
}

type rateKey struct {
	currency money.Currency
	on       calendar.Date
}

func saveRates(ctx context.Context, tx *store.Tx, base money.Currency, rates []Rate) error {
	f := newFaults()
	seen := map[rateKey]bool{}
	var currencies []string
	var days []calendar.Date
	var values []decimal.Decimal
	for i, r := range rates {
		f.row("rates", i)
		r.check(f, base)
		if seen[rateKey{r.Currency, r.On}] {
			f.at("on", "duplicate")
		}
		seen[rateKey{r.Currency, r.On}] = true
		currencies, days, values = append(currencies, string(r.Currency)), append(days, r.On), append(values, r.Rate)
	}
	if err := f.result(); err != nil {
		return err
	}
	stands, err := store.Rows[Rate](ctx, tx, readStandingRates, tx.Actor.OrganizationID, currencies, days)
	if err != nil {
		return err
	}
	before := map[rateKey]string{}
	for _, r := range stands {
		before[rateKey{r.Currency, r.On}] = r.Rate.String()
	}
	var detail []map[string]string
	for _, r := range rates {
		if stood := before[rateKey{r.Currency, r.On}]; stood != r.Rate.String() {
			detail = append(detail, map[string]string{"currency": string(r.Currency), "on": r.On.String(), "before": stood, "after": r.Rate.String()})
		}
	}
	if len(detail) == 0 {
		return nil
	}
	tx.Audit(ledger.ID{}, "rates.changed", detail)
	_, err = store.Exec(ctx, tx, upsertRates, tx.Actor.OrganizationID, currencies, days, values)
	return err
}

// RateQuery asks for a page of rates, the latest dates first. Before is the On of the last rate seen; zero starts anew.
type RateQuery struct {
	Currency money.Currency // empty: all
	Before   calendar.Date
	Limit    int // dates; 1 to 500, default 100
}

const readRates = `
SELECT currency, on_date, rate FROM exchange_rates WHERE organization_id = $1 AND ($2 = '' OR currency = $2) AND on_date IN (
  SELECT DISTINCT on_date FROM exchange_rates WHERE organization_id = $1 AND ($2 = '' OR currency = $2) AND ($3::date IS NULL OR on_date < $3)
  ORDER BY on_date DESC LIMIT $4)
ORDER BY on_date DESC, currency`

// Rates reads exchange rates. Needs SeeReports.
func (s *Service) Rates(ctx context.Context, actor ledger.Actor, query RateQuery) ([]Rate, error) {
	if err := actor.Require(ledger.SeeReports); err != nil {
		return nil, err
	}
	if query.Currency != "" && !query.Currency.Valid() {
		return nil, ledger.E("validation_failed").At("currency", "not_a_currency")
	}
	var rates []Rate
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		rates, err = store.Rows[Rate](ctx, tx, readRates, actor.OrganizationID, string(query.Currency), query.Before, limitOf(query.Limit, 100, 500))
		return err
	})
	return rates, err
}

// limitOf is how many rows a page has.
func limitOf(asked, usual, most int) int {
	if asked <= 0 {
		return usual
	}
	return min(asked, most)
}
