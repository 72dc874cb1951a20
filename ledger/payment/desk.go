package payment

import (
	"context"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// Told is one notice of a provider as it came, and what became of it. Amount is what it spoke of, if of an amount.
type Told struct {
	ID           ledger.ID
	Provider     string
	Event        string // the provider's own name for it
	Kind         string
	PaymentID    ledger.ID
	Reference    string // of that payment
	CustomerID   ledger.ID
	CustomerCode string
	CustomerName string
	ProviderRef  string
	Amount       decimal.NullDecimal
	Currency     string
	Verdict      string // applied, known, ignored, differs or unidentified
	Deliveries   int
	HappenedAt   *time.Time
	FirstAt      time.Time
	LastAt       time.Time
	LookedAt     *time.Time
	LookedBy     string
	Note         string
	ReceiptID    ledger.ID // the receipt that a person made of it
	ReceiptNo    string
	RefundID     ledger.ID // live, or done
	RefundState  string
}

// Waits tells whether it is money that nobody has decided about.
func (t Told) Waits() bool {
	return (t.Verdict == string(differs) || t.Verdict == string(unidentified)) && t.LookedAt == nil
}

const selectTold = `
SELECT e.id, e.provider, e.event_id, e.kind, e.payment_id, coalesce(p.reference, ''), coalesce(e.customer_id, p.customer_id), coalesce(c.code, ''), coalesce(c.name, ''), e.provider_ref, e.amount, e.currency,
  e.verdict, e.deliveries, e.happened_at, e.first_at, e.last_at, e.looked_at, e.looked_by_name, e.looked_note, e.receipt_document_id, coalesce(d.document_no, ''), r.id, coalesce(r.state, '')
FROM provider_events e LEFT JOIN payments p ON p.id = e.payment_id LEFT JOIN customers c ON c.id = coalesce(e.customer_id, p.customer_id) LEFT JOIN documents d ON d.id = e.receipt_document_id
LEFT JOIN payment_refunds r ON r.event_id = e.id AND r.state NOT IN ('declined', 'withdrawn', 'failed')
WHERE e.organization_id = $1`

const toldBefore = ` AND ($2 = '' OR $2 = 'waiting' AND e.verdict IN ('differs', 'unidentified') AND e.looked_at IS NULL OR $2 = 'money' AND e.verdict IN ('differs', 'unidentified'))
  AND ($3 = '' OR e.event_id ILIKE $3 OR e.provider_ref ILIKE $3 OR p.reference ILIKE $3) AND ($4::uuid IS NULL OR e.id < $4) ORDER BY e.id DESC LIMIT $5`

// Events pages through what providers told, the newest first: all of it, only money that fits no payment (money), or of that what nobody has
// decided about (waiting). Needs SeeBank.
func (s *Service) Events(ctx context.Context, actor ledger.Actor, view, query string, after ledger.ID, limit int) ([]Told, error) {
	if err := actor.Require(ledger.SeeBank); err != nil {
		return nil, err
	}
	if limit <= 0 || limit > 201 {
		limit = 50
	}
	var out []Told
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = store.Rows[Told](ctx, tx, selectTold+toldBefore, actor.OrganizationID, view, store.Like(query), after, limit)
		return err
	})
	return out, err
}

// Posting is one line in the journal that a payment brought. What says of which part: receipt, fee, refund, chargeback, chargeback_fee
// or chargeback_won.
type Posting struct {
	EntryID     ledger.ID
	What        string
	On          calendar.Date
	DocumentID  ledger.ID
	DocumentNo  string
	Account     string
	AccountName string
	AccountEN   string
	Currency    string
	Amount      decimal.Decimal // a debit is positive
	Base        decimal.Decimal
}

// Whole is a payment with everything about it, for staff.
type Whole struct {
	Payment
	Events      []Told
	Postings    []Posting
	Refunds     []Refund
	Chargebacks []Chargeback
	Left        decimal.Decimal // what of it may still be refunded
}

const readPostings = `
WITH sources (id, what, place) AS (
  SELECT p.receipt_document_id, 'receipt', 1 FROM payments p WHERE p.id = $1
  UNION ALL SELECT f.id, f.kind, 2 FROM payment_postings f WHERE f.payment_id = $1
  UNION ALL SELECT r.document_id, 'refund', 3 FROM payment_refunds r WHERE r.payment_id = $1
  UNION ALL SELECT x.document_id, 'chargeback', 4 FROM payment_chargebacks x WHERE x.payment_id = $1
  UNION ALL SELECT x.receipt_document_id, 'chargeback_won', 5 FROM payment_chargebacks x WHERE x.payment_id = $1
  UNION ALL SELECT e.receipt_document_id, 'receipt', 1 FROM provider_events e WHERE e.payment_id = $1)
SELECT e.id, s.what, e.posting_date, d.id, coalesce(d.document_no, ''), l.account_code, coalesce(a.name, ''), coalesce(a.name_en, ''), l.currency, l.amount, l.amount_base
FROM sources s JOIN journal_entries e ON e.source_id = s.id JOIN journal_lines l ON l.entry_id = e.id LEFT JOIN documents d ON d.id = s.id
LEFT JOIN accounts a ON a.organization_id = l.organization_id AND a.code = l.account_code
ORDER BY e.posted_at, e.id, l.line_no`

// Whole is one payment with the events as they came, the entries it posted, refunds and chargebacks. Needs SeeBank. Refused: not_found.
func (s *Service) Whole(ctx context.Context, actor ledger.Actor, id ledger.ID) (Whole, error) {
	if err := actor.Require(ledger.SeeBank); err != nil {
		return Whole{}, err
	}
	var out Whole
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		found, err := readPayments(ctx, tx, selectPayments+` WHERE p.organization_id = $1 AND p.id = $2`, actor.OrganizationID, id)
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return ledger.E("not_found")
		}
		out.Payment = found[0]
		var b store.Batch
		store.Read(&b, &out.Events, selectTold+` AND e.payment_id = $2 ORDER BY e.id LIMIT 200`, actor.OrganizationID, id)
		store.Read(&b, &out.Postings, readPostings, id)
		store.Read(&b, &out.Refunds, selectRefunds+` AND r.payment_id = $2 ORDER BY r.id`, actor.OrganizationID, id)
		store.Read(&b, &out.Chargebacks, selectChargebacks+` AND x.payment_id = $2 ORDER BY x.id`, actor.OrganizationID, id)
		return tx.Send(ctx, &b)
	})
	out.Left = out.refundable()
	return out, err
}

// refundable is what has neither gone back nor is about to.
func (w Whole) refundable() decimal.Decimal {
	left := w.kept()
	for _, r := range w.Refunds {
		if !r.State.over() {
			left = left.Sub(r.Amount)
		}
	}
	return decimal.Max(left, decimal.Zero)
}

// kept is what has not gone back. A refund that only waits, or that the provider has not done yet, has taken nothing.
func (w Whole) kept() decimal.Decimal {
	if w.State != Succeeded {
		return decimal.Zero
	}
	left := w.Amount
	for _, r := range w.Refunds {
		if r.State == RefundSucceeded {
			left = left.Sub(r.Amount)
		}
	}
	for _, c := range w.Chargebacks {
		if c.State != "won" {
			left = left.Sub(c.Amount)
		}
	}
	return decimal.Max(left, decimal.Zero)
}

// AskNow asks the provider at once how a payment stands. Needs PostDocuments. Refused: not_found; state_forbids when it has ended.
func (s *Service) AskNow(ctx context.Context, actor ledger.Actor, id ledger.ID) error {
	if err := actor.Require(ledger.PostDocuments); err != nil {
		return err
	}
	p, err := s.Get(ctx, actor, id)
	if err != nil {
		return err
	}
	if p.State.Ended() {
		return ledger.E("state_forbids").With("state", string(p.State))
	}
	return s.Settle(ctx, actor.OrganizationID, id)
}
