package payment

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
)

const readToday = `SELECT ((clock_timestamp() - $2::int * interval '1 second') AT TIME ZONE time_zone)::date FROM organizations WHERE id = $1`

// holdTold takes one event that waits for a person; nobody else decides about it meanwhile.
func holdTold(ctx context.Context, tx *store.Tx, id ledger.ID) (Told, error) {
	if _, err := store.Exec(ctx, tx, `SELECT FROM provider_events WHERE id = $1 FOR UPDATE`, id); err != nil {
		return Told{}, err
	}
	t, found, err := store.Row[Told](ctx, tx, selectTold+` AND e.id = $2`, tx.Actor.OrganizationID, id)
	switch {
	case err != nil:
		return t, err
	case !found:
		return t, ledger.E("not_found")
	case !t.Waits():
		return t, ledger.E("state_forbids").With("state", t.Verdict)
	case !t.RefundID.IsZero():
		return t, ledger.E("refund_under_way")
	}
	return t, nil
}

// Attribute makes a receipt of money that fits no payment. What came for a payment in another amount than was asked for is that customer's:
// it settles the payment's items as far as it goes, and the payment ends. Needs PostDocuments. Refused, in this order: not_found;
// state_forbids when somebody has decided; refund_under_way; customer_unknown; what posting a receipt refuses.
func (s *Service) Attribute(ctx context.Context, actor ledger.Actor, event, customer ledger.ID) (document.Posted, error) {
	if err := actor.Require(ledger.PostDocuments); err != nil {
		return document.Posted{}, err
	}
	var out document.Posted
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		t, err := holdTold(ctx, tx, event)
		if err != nil {
			return err
		}
		if !t.PaymentID.IsZero() {
			customer = t.CustomerID
		}
		if customer.IsZero() {
			return ledger.E("validation_failed").At("customer_id", "required")
		}
		if _, err := store.Exec(ctx, tx, allocation.LockCustomer, customer); err != nil {
			return err
		}
		out, err = attribute(ctx, tx, t, customer)
		return err
	})
	return out, err
}

func attribute(ctx context.Context, tx *store.Tx, t Told, customer ledger.ID) (document.Posted, error) {
	today, _, err := store.Value[calendar.Date](ctx, tx, readToday, tx.Actor.OrganizationID, secondsAgo(ctx))
	if err != nil {
		return document.Posted{}, err
	}
	posted, err := document.Post(ctx, tx, []document.New{{Kind: document.Receipt, CustomerID: customer, Currency: money.Currency(t.Currency), DocumentDate: today,
		Description: t.Provider + " " + t.ProviderRef, Method: "provider", SourceKind: "manual", SourceSystem: "provider event", SourceID: t.ID.String(), Amount: t.Amount.Decimal}})
	if err != nil {
		return document.Posted{}, err
	}
	if !t.PaymentID.IsZero() {
		if err := settleOther(ctx, tx, t, posted[0].ID); err != nil {
			return document.Posted{}, err
		}
	}
	tx.Audit(customer, "payment.attributed", map[string]any{"event": t.ID, "provider": t.Provider, "ref": t.ProviderRef, "amount": t.Amount.Decimal.String(), "currency": t.Currency, "receipt": posted[0].DocumentNo})
	_, err = store.Exec(ctx, tx, `UPDATE provider_events SET customer_id = $2, receipt_document_id = $3, looked_at = clock_timestamp(), looked_by_name = $4,
		effect_entry_id = (SELECT id FROM journal_entries WHERE source_id = $3 AND source_kind = 'document') WHERE id = $1`, t.ID, customer, posted[0].ID, tx.Actor.Name)
	return posted[0], err
}

// settleOther uses money of another amount for what the payment was for, and ends the payment, whose own amount never came.
func settleOther(ctx context.Context, tx *store.Tx, t Told, receipt ledger.ID) error {
	p, err := lock(ctx, tx, t.PaymentID)
	if err != nil {
		return err
	}
	if t.Currency == p.Currency && !p.State.Ended() {
		c := closing{customer: p.CustomerID, items: earned(p.Items, t.Amount.Decimal), amount: t.Amount.Decimal, on: p.Today, reference: p.Reference}
		if err := settleItems(ctx, tx, c, receipt); err != nil {
			return err
		}
	}
	return end(ctx, tx, p.Payment, Failed, "other_amount")
}

// earned leaves an early-payment discount only to items that the money still pays whole, in their order.
func earned(items []Item, left decimal.Decimal) []Item {
	out := make([]Item, len(items))
	for _, it := range items {
		if it.Side == "credit" {
			left = left.Add(it.Amount)
		}
	}
	for i, it := range items {
		if out[i] = it; it.Side == "credit" {
			continue
		}
		if left.LessThan(it.Amount.Sub(it.Discount)) {
			out[i].Discount = decimal.Zero
		}
		left = decimal.Max(left.Sub(it.Amount.Sub(it.Discount)), decimal.Zero)
	}
	return out
}

// SetAside notes that money which fits no payment is none of the seller's: a provider's test, say. Needs PostDocuments. Refused: at note
// without one; as Attribute; state_forbids for money of a payment, which is the customer's.
func (s *Service) SetAside(ctx context.Context, actor ledger.Actor, event ledger.ID, note string) error {
	if err := actor.Require(ledger.PostDocuments); err != nil {
		return err
	}
	if note == "" {
		return ledger.E("validation_failed").At("note", "required")
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		t, err := holdTold(ctx, tx, event)
		if err != nil {
			return err
		}
		if t.Verdict != string(unidentified) {
			return ledger.E("state_forbids").With("state", t.Verdict)
		}
		tx.Audit(ledger.ID{}, "payment.set_aside", map[string]any{"event": t.ID, "provider": t.Provider, "ref": t.ProviderRef, "note": note})
		_, err = store.Exec(ctx, tx, `UPDATE provider_events SET looked_at = clock_timestamp(), looked_by_name = $2, looked_note = $3 WHERE id = $1`, t.ID, actor.Name, note)
		return err
	})
}
