// Package profile says how one customer stands and what happened with it: the head and the timeline of the customer's page. It reads what
// other rooms wrote and writes nothing.
package profile

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/party"
)

// Service reads profiles.
type Service struct{ db *store.DB }

// Open opens the service.
func Open(db *store.DB) *Service { return &Service{db: db} }

// salesDays is the span that days sales outstanding are measured over.
const salesDays = 90

// Standing is how a customer stands in one currency. What is zero is not known: a date nothing is due on, a DSO without sales.
type Standing struct {
	party.Balance
	Disputed      decimal.Decimal
	Disputes      int
	NextDue       calendar.Date // the nearest day, today included, on which something falls due
	NextDueAmount decimal.Decimal
	OldestDue     calendar.Date // of what is overdue
	DaysOverdue   int
	Sales         decimal.Decimal // receivables posted in the last 90 days
	DSO           decimal.NullDecimal
	LastPaid      calendar.Date
	LastAmount    decimal.Decimal
	LastDocument  ledger.ID
}

// Word is something to know before one speaks to the customer. Tone is bad or warn. Count and Days say how many and how long, where that
// means something.
type Word struct {
	Code  string // overdue, overdue_long, disputed, unanswered, mail_failed, no_contact, no_tax_id, inactive
	Tone  string
	Count int
	Days  int
}

// Profile is the head of a customer's page: a Standing a currency, never added across, and the words.
type Profile struct {
	AsOf       calendar.Date
	Currencies []Standing
	Words      []Word
}

// longOverdue is from how many days on an overdue debt is told by its own word.
const longOverdue = 90

const readFound = `
SELECT o.today, c.active, coalesce(c.tax_id, '') = '' AND c.country IN ('', 'CN'),
  EXISTS (SELECT FROM contact_roles r JOIN contacts p ON p.id = r.contact_id AND p.active AND p.email <> '' WHERE r.customer_id = c.id),
  (SELECT count(*)::int FROM statements s WHERE s.customer_id = c.id AND s.state IN ('issued', 'viewed') AND s.answer_due < o.today),
  (SELECT count(DISTINCT d.address)::int FROM deliveries d WHERE d.customer_id = c.id AND d.recipient = 'contact' AND d.channel = 'mail' AND d.state IN ('failed', 'bounced')
    AND EXISTS (SELECT FROM contact_roles r JOIN contacts p ON p.id = r.contact_id WHERE r.customer_id = c.id AND p.active AND p.email = d.address)
    AND NOT EXISTS (SELECT FROM deliveries n WHERE n.customer_id = c.id AND n.recipient = 'contact' AND n.address = d.address AND n.state = 'sent' AND n.id > d.id))
FROM customers c CROSS JOIN LATERAL (SELECT (now() AT TIME ZONE z.time_zone)::date AS today FROM organizations z WHERE z.id = c.organization_id) o
WHERE c.organization_id = $1 AND c.id = $2 AND ($3::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($3)))`

const readStanding = `
SELECT u.currency, n.due, coalesce(n.amount, 0), v.due, coalesce(s.sales, 0), p.posting_date, coalesce(p.original_amount, 0), p.document_id, q.count, q.amount
FROM (SELECT DISTINCT currency FROM open_items WHERE customer_id = $1) u
LEFT JOIN LATERAL (SELECT i.due_date AS due, sum(i.open_amount) AS amount FROM open_items i
  WHERE i.customer_id = $1 AND i.currency = u.currency AND i.side = 'debit' AND i.open_amount > 0 AND i.due_date >= $2 GROUP BY 1 ORDER BY 1 LIMIT 1) n ON true
LEFT JOIN LATERAL (SELECT min(i.due_date) AS due FROM open_items i
  WHERE i.customer_id = $1 AND i.currency = u.currency AND i.side = 'debit' AND i.open_amount > 0 AND i.due_date < $2) v ON true
LEFT JOIN LATERAL (SELECT sum(i.original_amount) AS sales FROM open_items i JOIN documents d ON d.id = i.document_id AND d.kind = 'receivable'
  WHERE i.customer_id = $1 AND i.currency = u.currency AND i.posting_date > $3 AND i.posting_date <= $2) s ON true
LEFT JOIN LATERAL (SELECT i.posting_date, i.original_amount, i.document_id FROM documents d JOIN open_items i ON i.document_id = d.id
  WHERE d.customer_id = $1 AND d.currency = u.currency AND d.kind IN ('receipt', 'advance') AND d.kind NOT IN ('receivable', 'opening_balance') ORDER BY d.id DESC LIMIT 1) p ON true
CROSS JOIN LATERAL (SELECT count(*)::int AS count, coalesce(sum(t.disputed_amount), 0) AS amount FROM disputes t
  WHERE t.customer_id = $1 AND t.currency = u.currency AND t.state NOT IN ('resolved', 'withdrawn')) q
ORDER BY 1`

type standingRow struct {
	Currency  string
	NextDue   calendar.Date
	Next      decimal.Decimal
	OldestDue calendar.Date
	Sales     decimal.Decimal
	Paid      calendar.Date
	Amount    decimal.Decimal
	Document  ledger.ID
	Disputes  int
	Disputed  decimal.Decimal
}

// Profile says how a customer stands today. Needs SeeCustomers. Refused: not_found, also for another salesperson's customer.
func (s *Service) Profile(ctx context.Context, actor ledger.Actor, customer ledger.ID) (Profile, error) {
	if err := actor.Require(ledger.SeeCustomers); err != nil {
		return Profile{}, err
	}
	var out Profile
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		found, known, err := store.Row[foundRow](ctx, tx, readFound, actor.OrganizationID, customer, party.OwnOnly(actor))
		if err != nil {
			return err
		}
		if !known {
			return ledger.E("not_found")
		}
		var rows []standingRow
		var b store.Batch
		store.Read(&b, &rows, readStanding, customer, found.Today, found.Today.AddDays(-salesDays))
		balances := party.BalancesBeside(&b, actor, []ledger.ID{customer}, found.Today)
		if err := tx.Send(ctx, &b); err != nil {
			return err
		}
		out = Profile{AsOf: found.Today}
		for _, r := range rows {
			out.Currencies = append(out.Currencies, r.standing(balances()[customer], found.Today))
		}
		out.Words = found.words(out.Currencies)
		return nil
	})
	return out, err
}
