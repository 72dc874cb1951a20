package payment

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/bank"
	"hefu/ledger/calendar"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
	"hefu/ledger/journal"
	"hefu/ledger/money"
	"hefu/ledger/provider"
)

// Payout is what a provider paid to the seller's bank. Reference is the provider's.
type Payout struct {
	Provider  string
	Reference string
	Currency  money.Currency
	Amount    decimal.Decimal
	On        calendar.Date // zero: today
}

// moved is everything that payments moved on the clearing account of $1, with the provider and what it was. An entry has its customer.
const moved = `
moved AS (
  SELECT s.provider, s.what, s.payment_id, e.id AS entry_id, e.posting_date, l.customer_id, l.currency, l.amount, l.amount_base
  FROM (
    SELECT p.provider, 'received' AS what, p.id AS payment_id, p.receipt_document_id AS source FROM payments p WHERE p.organization_id = $1 AND p.receipt_document_id IS NOT NULL
    UNION ALL SELECT t.provider, 'received', t.payment_id, t.receipt_document_id FROM provider_events t WHERE t.organization_id = $1 AND t.receipt_document_id IS NOT NULL
    UNION ALL SELECT p.provider, 'fee', p.id, f.id FROM payment_postings f JOIN payments p ON p.id = f.payment_id WHERE f.organization_id = $1
    UNION ALL SELECT r.provider, 'refund', r.payment_id, r.document_id FROM payment_refunds r WHERE r.organization_id = $1 AND r.document_id IS NOT NULL
    UNION ALL SELECT x.provider, 'chargeback', x.payment_id, x.document_id FROM payment_chargebacks x WHERE x.organization_id = $1
    UNION ALL SELECT x.provider, 'chargeback', x.payment_id, x.receipt_document_id FROM payment_chargebacks x WHERE x.organization_id = $1 AND x.receipt_document_id IS NOT NULL
    UNION ALL SELECT o.provider, 'payout', NULL, o.id FROM provider_payouts o WHERE o.organization_id = $1
  ) s JOIN journal_entries e ON e.source_id = s.source JOIN journal_lines l ON l.entry_id = e.id
  JOIN accounts a ON a.organization_id = l.organization_id AND a.code = l.account_code AND a.role = 'provider_clearing')`

// What of a provider's money stands on the clearing account for each customer, the earliest first.
const readStanding = `WITH ` + moved + `
SELECT customer_id, sum(amount)::numeric, sum(amount_base)::numeric FROM moved WHERE provider = $2 AND currency = $3 GROUP BY customer_id HAVING sum(amount) <> 0
ORDER BY sum(amount) > 0, min(posting_date), customer_id`

type standingOf struct {
	Customer     ledger.ID
	Amount, Base decimal.Decimal
}

// RecordPayout books what a provider paid out: Dr 1002 / Cr 1012, over the customers whose money it was, the earliest first. Needs
// PostDocuments. Refused, in this order: at provider, currency, amount, reference or paid_on what cannot be; payout_known for one
// that is booked; payout_too_large for more than the provider holds by the books; period_closed.
func (s *Service) RecordPayout(ctx context.Context, actor ledger.Actor, p Payout) (ledger.ID, error) {
	if err := actor.Require(ledger.PostDocuments); err != nil {
		return ledger.ID{}, err
	}
	bad := ledger.E("validation_failed")
	switch p.Provider {
	case provider.NameSandbox, provider.NameStripe, provider.NameAlipay, provider.NameWeChat:
	default:
		bad.At("provider", "not_a_choice")
	}
	if !p.Currency.Valid() {
		bad.At("currency", "not_a_currency")
	} else if !money.Exact(p.Amount, p.Currency) {
		bad.At("amount", "too_many_places")
	}
	if !p.Amount.IsPositive() {
		bad.At("amount", "must_be_positive")
	}
	if p.Reference == "" {
		bad.At("reference", "required")
	}
	if len(bad.Fields) > 0 {
		return ledger.ID{}, bad
	}
	var payout ledger.ID
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		if payout, _, err = payOut(ctx, tx, p, ledger.ID{}); err == nil {
			_, err = bank.MeetPayouts(ctx, tx)
		}
		return err
	})
	return payout, err
}

const (
	findKnownPayout = `
SELECT EXISTS (SELECT FROM provider_payouts WHERE organization_id = $1 AND provider = $2 AND reference = $3)
  OR EXISTS (SELECT FROM payout_lines p JOIN provider_payouts o ON o.id = p.payout_id WHERE p.organization_id = $1 AND o.provider = $2 AND p.told_as = $3)`
	// A payout that somebody booked from the bank's line is the one that the provider tells of later under its own name; each stands for one.
	tellBookedPayout = `
UPDATE payout_lines SET told_as = $3 WHERE id = (
  SELECT p.id FROM payout_lines p JOIN provider_payouts o ON o.id = p.payout_id
  WHERE o.organization_id = $1 AND o.provider = $2 AND o.currency = $4 AND o.amount = $5 AND o.paid_on BETWEEN $6::date - 31 AND $6::date + 10
    AND p.rule = 'from_line' AND p.told_as = '' AND p.undone_at IS NULL ORDER BY o.paid_on, p.id LIMIT 1)`
)

// payOut takes turns with other payouts of the provider, so that the same money leaves once. line is the bank's, where it is booked from one. A payout that was
// booked from its line is known.
func payOut(ctx context.Context, tx *store.Tx, p Payout, line ledger.ID) (payout, entry ledger.ID, err error) {
	organization := tx.Actor.OrganizationID
	if _, err := store.Exec(ctx, tx, `SELECT pg_advisory_xact_lock(hashtextextended('payout ' || $1::text || ' ' || $2, 0))`, organization.String(), p.Provider); err != nil {
		return ledger.ID{}, ledger.ID{}, err
	}
	today, _, err := store.Value[calendar.Date](ctx, tx, readToday, organization, secondsAgo(ctx))
	if err != nil {
		return ledger.ID{}, ledger.ID{}, err
	}
	known, _, err := store.Value[bool](ctx, tx, findKnownPayout, organization, p.Provider, p.Reference)
	switch {
	case err != nil:
		return ledger.ID{}, ledger.ID{}, err
	case known:
		return ledger.ID{}, ledger.ID{}, ledger.E("payout_known")
	case p.On.IsZero():
		p.On = today
	case p.On.After(today):
		return ledger.ID{}, ledger.ID{}, ledger.E("validation_failed").At("paid_on", "not_a_choice")
	}
	if line.IsZero() {
		told, err := store.Exec(ctx, tx, tellBookedPayout, organization, p.Provider, p.Reference, string(p.Currency), p.Amount, p.On)
		if err == nil && told > 0 {
			err = ledger.E("payout_known")
		}
		if err != nil {
			return ledger.ID{}, ledger.ID{}, err
		}
	}
	standing, err := store.Rows[standingOf](ctx, tx, readStanding, organization, p.Provider, string(p.Currency))
	if err != nil {
		return ledger.ID{}, ledger.ID{}, err
	}
	lines, err := payoutLines(ctx, tx, p, standing)
	if err != nil {
		return ledger.ID{}, ledger.ID{}, err
	}
	payout, entry = ledger.NewID(), ledger.NewID()
	var b store.Batch
	b.Do(`INSERT INTO provider_payouts (id, organization_id, provider, reference, currency, amount, paid_on, made_by, made_by_name, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, clock_timestamp() - $10::int * interval '1 second')`,
		payout, organization, p.Provider, p.Reference, string(p.Currency), p.Amount, p.On, tx.Actor.PersonID, tx.Actor.Name, secondsAgo(ctx))
	journal.Queue(&b, organization, []journal.Entry{{ID: entry, PostingDate: p.On, SourceKind: "payment", SourceID: payout, Lines: lines}})
	tx.Audit(ledger.ID{}, "payment.paid_out", map[string]any{"provider": p.Provider, "reference": p.Reference, "amount": p.Amount.String(), "currency": p.Currency, "on": p.On})
	if err := tx.Send(ctx, &b); err != nil {
		return ledger.ID{}, ledger.ID{}, err
	}
	if !line.IsZero() {
		if err := bank.JoinBookedPayout(ctx, tx, payout, line); err != nil {
			return ledger.ID{}, ledger.ID{}, err
		}
	}
	return payout, entry, event.Record(ctx, tx, event.Event{Kind: event.PayoutBooked, Data: map[string]any{"payout_id": payout, "provider": p.Provider, "reference": p.Reference, "amount": money.Text(p.Amount, p.Currency),
		"currency": p.Currency, "paid_on": p.On.String()}})
}

// payoutLines take what went back of one customer's money from it first, then the earliest money; each part leaves at its own worth.
func payoutLines(ctx context.Context, tx *store.Tx, p Payout, standing []standingOf) ([]journal.Line, error) {
	chart, base, err := allocation.Chart(ctx, tx)
	if err != nil {
		return nil, err
	}
	bank, err := chart.Code(journal.Bank)
	if err != nil {
		return nil, err
	}
	clearing, err := chart.Code(journal.Clearing)
	if err != nil {
		return nil, err
	}
	var out []journal.Line
	left := p.Amount
	for _, s := range standing {
		if left.IsZero() {
			break
		}
		part, worth := s.Amount, s.Base
		if part.GreaterThan(left) {
			part = left
			worth = money.Round(s.Base.Mul(part).DivRound(s.Amount, 12), base)
		}
		left = left.Sub(part)
		line := func(account string, amount, base decimal.Decimal) journal.Line {
			return journal.Line{Account: account, CustomerID: s.Customer, Due: calendar.Date{}, Currency: p.Currency, Amount: amount, Base: base}
		}
		out = append(out, line(bank, part, worth), line(clearing, part.Neg(), worth.Neg()))
	}
	if left.IsPositive() {
		return nil, ledger.E("payout_too_large").With("amount", money.Text(p.Amount.Sub(left), p.Currency)).With("currency", p.Currency)
	}
	return out, nil
}

// paidOut takes a provider's own word of a payout. What the books do not cover waits on the clearing page.
func (s *Service) paidOut(ctx context.Context, tx *store.Tx, name string, n provider.Notice) (verdict, ledger.ID, error) {
	_, entry, err := payOut(ctx, tx, Payout{Provider: name, Reference: n.Return, Currency: n.Currency, Amount: n.Amount}, ledger.ID{})
	switch {
	case ledger.IsCode(err, "payout_known"):
		return known, ledger.ID{}, nil
	case ledger.IsCode(err, "payout_too_large"):
		return ignored, ledger.ID{}, nil
	case err == nil:
		_, err = bank.MeetPayouts(ctx, tx)
	}
	return applied, entry, err
}
