package payment

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// MaxClearingDays bounds what is shown of the clearing account at once.
const MaxClearingDays = 92

// ClearingDay is what a provider's money did on one day, in one currency. What left is negative. Balance is what the provider holds after
// the day by the books; it is zero once everything was paid out. Waiting is what the provider told of that nobody has booked yet.
type ClearingDay struct {
	On          calendar.Date
	Provider    string
	Currency    string
	Received    decimal.Decimal
	Fees        decimal.Decimal
	Refunds     decimal.Decimal
	Chargebacks decimal.Decimal
	PaidOut     decimal.Decimal
	Balance     decimal.Decimal
	Waiting     decimal.Decimal
}

// Stray is an entry on the clearing account that no payment brought: it explains where account and providers differ.
type Stray struct {
	On         calendar.Date
	DocumentID ledger.ID
	DocumentNo string
	Customer   string
	Currency   string
	Amount     decimal.Decimal
}

// Account is the clearing account beside the providers: Difference = Balance − Held, named by the strays.
type Account struct {
	Currency   string
	Balance    decimal.Decimal // of the account, in the journal
	Held       decimal.Decimal // by the providers, by their payments
	Difference decimal.Decimal
	Waiting    decimal.Decimal // told by providers and not booked
}

// Clearing is the clearing account (1012) day by day.
type Clearing struct {
	From, To calendar.Date
	Days     []ClearingDay
	Accounts []Account
	Strays   []Stray
}

const readDays = `WITH ` + moved + `,
days AS (
  SELECT posting_date AS day, provider, currency, sum(amount) FILTER (WHERE what = 'received') AS received, sum(amount) FILTER (WHERE what = 'fee') AS fees,
    sum(amount) FILTER (WHERE what = 'refund') AS refunds, sum(amount) FILTER (WHERE what = 'chargeback') AS chargebacks, sum(amount) FILTER (WHERE what = 'payout') AS paid_out, sum(amount) AS net, 0::numeric AS waiting
  FROM moved WHERE posting_date <= $3 GROUP BY 1, 2, 3
  UNION ALL
  SELECT (e.first_at AT TIME ZONE o.time_zone)::date, e.provider, e.currency, 0, 0, 0, 0, 0, 0, sum(e.amount)
  FROM provider_events e JOIN organizations o ON o.id = e.organization_id
  WHERE e.organization_id = $1 AND e.verdict IN ('differs', 'unidentified') AND e.looked_at IS NULL AND e.amount IS NOT NULL GROUP BY 1, 2, 3),
summed AS (
  SELECT day, provider, currency, sum(received) AS received, sum(fees) AS fees, sum(refunds) AS refunds, sum(chargebacks) AS chargebacks, sum(paid_out) AS paid_out, sum(net) AS net, sum(waiting) AS waiting
  FROM days GROUP BY 1, 2, 3),
ran AS (SELECT s.*, sum(net) OVER (PARTITION BY provider, currency ORDER BY day) AS balance FROM summed s)
SELECT day, provider, currency, coalesce(received, 0)::numeric, coalesce(fees, 0)::numeric, coalesce(refunds, 0)::numeric, coalesce(chargebacks, 0)::numeric, coalesce(paid_out, 0)::numeric, balance::numeric, waiting::numeric
FROM ran WHERE day BETWEEN $2 AND $3 ORDER BY day DESC, provider, currency`

const readAccounts = `WITH ` + moved + `,
held AS (SELECT currency, sum(amount) AS amount FROM moved GROUP BY 1),
account AS (SELECT l.currency, sum(l.amount) AS amount FROM journal_lines l JOIN accounts a ON a.organization_id = l.organization_id AND a.code = l.account_code AND a.role = 'provider_clearing' WHERE l.organization_id = $1 GROUP BY 1),
waits AS (SELECT currency, sum(amount) AS amount FROM provider_events WHERE organization_id = $1 AND verdict IN ('differs', 'unidentified') AND looked_at IS NULL AND amount IS NOT NULL GROUP BY 1)
SELECT currency, coalesce(b.amount, 0)::numeric, coalesce(h.amount, 0)::numeric, (coalesce(b.amount, 0) - coalesce(h.amount, 0))::numeric, coalesce(w.amount, 0)::numeric
FROM account b FULL JOIN held h USING (currency) FULL JOIN waits w USING (currency) ORDER BY currency`

const readStrays = `WITH ` + moved + `
SELECT l.posting_date, l.document_id, coalesce(d.document_no, ''), coalesce(c.name, ''), l.currency, l.amount
FROM journal_lines l JOIN accounts a ON a.organization_id = l.organization_id AND a.code = l.account_code AND a.role = 'provider_clearing'
LEFT JOIN documents d ON d.id = l.document_id LEFT JOIN customers c ON c.id = l.customer_id
WHERE l.organization_id = $1 AND NOT EXISTS (SELECT FROM moved m WHERE m.entry_id = l.entry_id) ORDER BY l.posting_date DESC, l.entry_id DESC LIMIT 100`

// Clearing reads the clearing account from one day to another, both included; zero days mean the last thirty. Needs SeeBank. Refused: at from
// more than MaxClearingDays.
func (s *Service) Clearing(ctx context.Context, actor ledger.Actor, from, to calendar.Date) (Clearing, error) {
	if err := actor.Require(ledger.SeeBank); err != nil {
		return Clearing{}, err
	}
	out := Clearing{From: from, To: to}
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if out.To.IsZero() {
			today, _, err := store.Value[calendar.Date](ctx, tx, readToday, actor.OrganizationID, secondsAgo(ctx))
			if err != nil {
				return err
			}
			out.To = today
		}
		if out.From.IsZero() {
			out.From = out.To.AddDays(-29)
		}
		if out.From.After(out.To) || out.From.AddDays(MaxClearingDays).Before(out.To) {
			return ledger.E("validation_failed").At("from", "not_a_choice")
		}
		var b store.Batch
		store.Read(&b, &out.Days, readDays, actor.OrganizationID, out.From, out.To)
		store.Read(&b, &out.Accounts, readAccounts, actor.OrganizationID)
		store.Read(&b, &out.Strays, readStrays, actor.OrganizationID)
		return tx.Send(ctx, &b)
	})
	return out, err
}
