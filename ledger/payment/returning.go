package payment

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
	"hefu/ledger/provider"
)

// SendRefund tells a worker which refund the provider is to be told.
type SendRefund struct {
	OrganizationID ledger.ID `json:"organization_id"`
	RefundID       ledger.ID `json:"refund_id"`
}

// Kind names the work.
func (SendRefund) Kind() string { return "payment.refund" }

// Return tells the provider of an approved refund, again under the same key until it has said how it ended: money goes back once.
func (s *Service) Return(ctx context.Context, organization, id ledger.ID) error {
	actor := ledger.SystemActor(organization, "payment")
	var r Refund
	var c provider.Charge
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		r, c, err = s.toReturn(ctx, tx, id)
		return err
	})
	if err != nil || r.State != RefundSending && r.State != RefundUnknown {
		return err
	}
	outcome := provider.Returned{State: provider.Waiting}
	by := s.provider(r.Provider)
	if by != nil {
		outcome, err = by.Refund(ctx, c, provider.Refund{ID: r.ID, Amount: r.Amount, Reason: r.Reason})
	}
	if by == nil || err != nil {
		return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
			_, err := store.Exec(ctx, tx, `UPDATE payment_refunds SET state = 'unknown', fault = 'provider_unavailable', row_version = row_version + 1 WHERE id = $1 AND state IN ('sending', 'unknown')`, id)
			return err
		})
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		_, err := concludeRefund(ctx, tx, id, outcome)
		return err
	})
}

// toReturn reads a refund with the charge that it is of; of an event there is no payment, and the provider's reference names the charge.
func (s *Service) toReturn(ctx context.Context, tx *store.Tx, id ledger.ID) (Refund, provider.Charge, error) {
	r, found, err := store.Row[Refund](ctx, tx, selectRefunds+` AND r.id = $2`, tx.Actor.OrganizationID, id)
	if err == nil && !found {
		err = ledger.E("not_found")
	}
	if err != nil {
		return r, provider.Charge{}, err
	}
	if !r.PaymentID.IsZero() {
		p, err := readWhole(ctx, tx, r.PaymentID)
		return r, s.charge(p), err
	}
	ref, _, err := store.Value[string](ctx, tx, `SELECT provider_ref FROM provider_events WHERE id = $1`, r.EventID)
	return r, provider.Charge{Organization: tx.Actor.OrganizationID, Ref: ref, Amount: r.Amount, Currency: money.Currency(r.Currency)}, err
}

// concludeRefund brings a refund to where the provider says it is, once; it answers with the entry that it posted.
func concludeRefund(ctx context.Context, tx *store.Tx, id ledger.ID, outcome provider.Returned) (ledger.ID, error) {
	r, err := lockRefund(ctx, tx, id)
	if err != nil || r.State.over() {
		return ledger.ID{}, err
	}
	switch outcome.State {
	case provider.Failed, provider.Gone:
		tx.Audit(r.CustomerID, "payment.refund_failed", map[string]any{"refund": id, "payment": r.PaymentID, "fault": outcome.Fault})
		if _, err := store.Exec(ctx, tx, `UPDATE payment_refunds SET state = 'failed', fault = $2, provider_ref = $3, ended_at = clock_timestamp(), row_version = row_version + 1 WHERE id = $1`, id, outcome.Fault, outcome.Ref); err != nil {
			return ledger.ID{}, err
		}
		data := r.data(id)
		data["fault"] = outcome.Fault
		return ledger.ID{}, event.Record(ctx, tx, event.Event{Kind: event.RefundFailed, CustomerID: r.CustomerID, Data: data})
	case provider.Paid:
	default:
		_, err := store.Exec(ctx, tx, `UPDATE payment_refunds SET provider_ref = CASE WHEN $2 = '' THEN provider_ref ELSE $2 END WHERE id = $1`, id, outcome.Ref)
		return ledger.ID{}, err
	}
	var posted document.Posted
	if r.PaymentID.IsZero() { // it was never in the books
		_, err = store.Exec(ctx, tx, `UPDATE provider_events SET looked_at = clock_timestamp(), looked_by_name = $2, looked_note = $3 WHERE id = $1`, r.EventID, r.Decider, r.Reason)
	} else {
		posted, err = giveBack(ctx, tx, r.PaymentID, r.Amount, r.Reason)
	}
	if err != nil {
		return ledger.ID{}, err
	}
	if _, err := store.Exec(ctx, tx, `UPDATE payment_refunds SET state = 'succeeded', fault = '', provider_ref = $2, document_id = $3, ended_at = clock_timestamp() - $4::int * interval '1 second', row_version = row_version + 1 WHERE id = $1`,
		id, outcome.Ref, posted.ID, secondsAgo(ctx)); err != nil {
		return ledger.ID{}, err
	}
	return r.tellDone(ctx, tx, posted)
}

// tellDone notes that money has gone back, and tells the customer; it answers with the entry.
func (r Refund) tellDone(ctx context.Context, tx *store.Tx, posted document.Posted) (ledger.ID, error) {
	tx.Audit(r.CustomerID, "payment.refunded", map[string]any{"refund": r.ID, "payment": r.PaymentID, "event": r.EventID, "amount": r.Amount.String(), "currency": r.Currency, "document": posted.DocumentNo})
	if r.PaymentID.IsZero() {
		return ledger.ID{}, nil
	}
	if err := event.Record(ctx, tx, event.Event{Kind: event.PaymentRefunded, CustomerID: r.CustomerID, DocumentID: posted.ID, Data: r.data(r.ID)}); err != nil {
		return ledger.ID{}, err
	}
	return entryOf(ctx, tx, posted.ID)
}

func entryOf(ctx context.Context, tx *store.Tx, source ledger.ID) (ledger.ID, error) {
	id, _, err := store.Value[ledger.ID](ctx, tx, `SELECT id FROM journal_entries WHERE source_id = $1`, source)
	return id, err
}

// Live settlements that a receipt's money takes part in, the last first.
const readUses = `
SELECT DISTINCT s.id, s.effective_date FROM settlements s JOIN allocations a ON a.settlement_id = s.id
WHERE a.credit_item = $1 AND s.reverses IS NULL AND NOT EXISTS (SELECT FROM settlements r WHERE r.reverses = s.id) ORDER BY s.id DESC`

// giveBack posts that a payment's money went back (Dr 1122 / Cr 1012): what its receipt settled is open again, as far as the money that is
// left does not pay it. The customer is held.
func giveBack(ctx context.Context, tx *store.Tx, payment ledger.ID, amount decimal.Decimal, reason string) (document.Posted, error) {
	p, err := lock(ctx, tx, payment)
	if err != nil {
		return document.Posted{}, err
	}
	type creditItem struct {
		ID   ledger.ID
		Open decimal.Decimal
	}
	const readOwn = `SELECT id, open_amount FROM open_items WHERE document_id = $1`
	own, _, err := store.Row[creditItem](ctx, tx, readOwn, p.ReceiptID)
	if err != nil {
		return document.Posted{}, err
	}
	undone := false
	if own.Open.LessThan(amount) {
		uses, err := store.Rows[struct {
			ID ledger.ID
			On calendar.Date
		}](ctx, tx, readUses, own.ID)
		for _, use := range uses {
			if err != nil || !own.Open.LessThan(amount) {
				break
			}
			if _, err = allocation.Undo(ctx, tx, use.ID, p.Today, reason); err == nil {
				own, _, err = store.Row[creditItem](ctx, tx, readOwn, p.ReceiptID)
			}
			undone = true
		}
		if err != nil {
			return document.Posted{}, err
		}
	}
	posted, err := allocation.Acts()[document.Refund](ctx, tx, document.New{Kind: document.Refund, SettlesItem: own.ID, Amount: amount, DocumentDate: p.Today, PostingDate: p.Today, Method: "provider", Reason: reason})
	if err != nil || !undone {
		return posted, err
	}
	left := own.Open.Sub(amount)
	return posted, settleItems(ctx, tx, closing{customer: p.CustomerID, items: earned(p.Items, left), amount: left, on: p.Today, reference: p.Reference}, p.ReceiptID)
}
