package aging

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Balance is what all customers owe in one currency by the kept balances: Receivables and Advances (negative: we hold money) make Total.
type Balance struct {
	Currency     string
	Receivables  decimal.Decimal
	Advances     decimal.Decimal
	Total        decimal.Decimal
	TotalInBase  decimal.Decimal
	CustomerOpen int // customers whose balance is not zero
}

// Everything posted counts, whatever its date; the items are not touched, so it costs the same however many there are.
const readPortfolio = `
SELECT currency, sum(ar), sum(advance), sum(ar + advance), sum(base), count(*) FILTER (WHERE ar + advance <> 0)::int FROM (
  SELECT b.currency, b.customer_id, coalesce(sum(b.debit - b.credit) FILTER (WHERE r.role = 'ar'), 0) AS ar,
    coalesce(sum(b.debit - b.credit) FILTER (WHERE r.role = 'advance'), 0) AS advance, sum(b.debit_base - b.credit_base) AS base
  FROM balances b JOIN accounts r ON r.organization_id = b.organization_id AND r.code = b.account_code AND r.role IN ('ar', 'advance')
  WHERE $1::uuid IS NULL OR b.customer_id IN (SELECT c.id FROM customers c WHERE c.salesperson_id IN (SELECT acts_as($1)))
  GROUP BY 1, 2
) customers GROUP BY 1 ORDER BY 1`

// Portfolio is what all customers owe, by currency. Needs SeeReports; sales staff see the sum of their own customers.
func (s *Service) Portfolio(ctx context.Context, actor ledger.Actor) ([]Balance, error) {
	if err := actor.Require(ledger.SeeReports); err != nil {
		return nil, err
	}
	var owner ledger.ID
	if actor.OwnCustomersOnly() {
		owner = actor.PersonID
	}
	var found []Balance
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		found, err = store.Rows[Balance](ctx, tx, readPortfolio, owner)
		return err
	})
	return found, err
}
