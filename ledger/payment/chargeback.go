package payment

import (
	"context"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/document"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
	"hefu/ledger/provider"
)

// Chargeback is what a payer disputes at the bank (拒付): open until the provider says who has won.
type Chargeback struct {
	ID          ledger.ID
	PaymentID   ledger.ID
	ProviderRef string
	Currency    string
	Amount      decimal.Decimal
	Fee         decimal.NullDecimal
	Reason      string
	State       string // open, won or lost
	DocumentID  ledger.ID
	DocumentNo  string
	ReceiptID   ledger.ID
	ReceiptNo   string
	OpenedAt    time.Time
	EndedAt     *time.Time
	AnsweredAt  *time.Time // somebody says that the provider was answered
	AnsweredBy  string
	Note        string
}

const selectChargebacks = `
SELECT x.id, x.payment_id, x.provider_ref, x.currency, x.amount, x.fee, x.reason, x.state, x.document_id, coalesce(d.document_no, ''), x.receipt_document_id, coalesce(b.document_no, ''),
  x.opened_at, x.ended_at, x.answered_at, x.answered_by_name, x.answered_note
FROM payment_chargebacks x LEFT JOIN documents d ON d.id = x.document_id LEFT JOIN documents b ON b.id = x.receipt_document_id WHERE x.organization_id = $1`

// returned takes what a provider says of money that went back, or came back: a chargeback, or a refund. Each has one effect, in any order.
func (s *Service) returned(ctx context.Context, tx *store.Tx, id ledger.ID, n provider.Notice) (verdict, ledger.ID, error) {
	p, err := lock(ctx, tx, id)
	if err != nil {
		return "", ledger.ID{}, err
	}
	if n.State == provider.Refunded {
		return refunded(ctx, tx, p, n)
	}
	x, found, err := store.Row[Chargeback](ctx, tx, selectChargebacks+` AND x.payment_id = $2 AND x.provider_ref = $3`, p.OrganizationID, p.ID, n.Return)
	switch {
	case err != nil:
		return "", ledger.ID{}, err
	case p.State != Succeeded: // told before the payment itself; the provider tells again
		return "", ledger.ID{}, ledger.E("unavailable")
	case !found:
		w, err := goneOf(ctx, tx, p)
		if err != nil || !w.kept().IsPositive() { // all of it has gone back already
			return ignored, ledger.ID{}, err
		}
		if n.Amount = takenOf(n.Amount, w.kept()); n.Amount.GreaterThan(w.kept().Sub(w.onItsWay())) {
			return "", ledger.ID{}, ledger.E("unavailable") // which of the two takes the money is known when the refund has ended; the provider tells again
		}
		x, entry, err := chargedBack(ctx, tx, p, n)
		if err == nil && n.State != provider.Disputed { // its end came before its beginning
			_, err = endChargeback(ctx, tx, p, x, n.State)
		}
		return applied, entry, err
	case n.State == provider.Disputed || x.State != "open":
		return known, ledger.ID{}, nil
	}
	entry, err := endChargeback(ctx, tx, p, x, n.State)
	return applied, entry, err
}

const insertChargeback = `
INSERT INTO payment_chargebacks (id, organization_id, customer_id, statement_id, payment_id, provider, provider_ref, currency, amount, fee, reason, document_id, opened_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, clock_timestamp() - $13::int * interval '1 second')`

// takenOf is what a chargeback takes: what the provider says, where it says it, and never more than is there.
func takenOf(told, left decimal.Decimal) decimal.Decimal {
	if !told.IsPositive() || told.GreaterThan(left) {
		return left
	}
	return told
}

func chargedBack(ctx context.Context, tx *store.Tx, p whole, n provider.Notice) (Chargeback, ledger.ID, error) {
	amount := n.Amount
	posted, err := giveBack(ctx, tx, p.ID, amount, "chargeback "+n.Return)
	if err != nil {
		return Chargeback{}, ledger.ID{}, err
	}
	x := Chargeback{ID: ledger.NewID(), PaymentID: p.ID, ProviderRef: n.Return, Currency: p.Currency, Amount: amount, State: "open", DocumentID: posted.ID, DocumentNo: posted.DocumentNo}
	if _, err := store.Exec(ctx, tx, insertChargeback, x.ID, p.OrganizationID, p.CustomerID, p.StatementID, p.ID, p.Provider, n.Return, p.Currency, amount, n.Fee, n.Reason, posted.ID, secondsAgo(ctx)); err != nil {
		return x, ledger.ID{}, err
	}
	if n.Fee.Valid && n.Fee.Decimal.IsPositive() {
		if err := postCharge(ctx, tx, p, "chargeback_fee", x.ID, p.ReceiptID, n.Fee.Decimal); err != nil {
			return x, ledger.ID{}, err
		}
	}
	tx.Audit(p.CustomerID, "payment.charged_back", map[string]any{"payment": p.ID, "reference": p.Reference, "amount": amount.String(), "currency": p.Currency, "ref": n.Return, "document": posted.DocumentNo})
	if err := event.Record(ctx, tx, event.Event{Kind: event.PaymentDisputed, CustomerID: p.CustomerID, DocumentID: posted.ID, Data: p.data(amount)}); err != nil {
		return x, ledger.ID{}, err
	}
	entry, err := entryOf(ctx, tx, posted.ID)
	return x, entry, err
}

// endChargeback posts the money that comes back when the seller has won; when the payer has, nothing more happens.
func endChargeback(ctx context.Context, tx *store.Tx, p whole, x Chargeback, state provider.State) (ledger.ID, error) {
	if state == provider.DisputeLost {
		tx.Audit(p.CustomerID, "payment.chargeback_lost", map[string]any{"payment": p.ID, "ref": x.ProviderRef})
		if _, err := store.Exec(ctx, tx, `UPDATE payment_chargebacks SET state = 'lost', ended_at = clock_timestamp() WHERE id = $1`, x.ID); err != nil {
			return ledger.ID{}, err
		}
		return ledger.ID{}, tellDisputeEnded(ctx, tx, p, x, "lost", ledger.ID{})
	}
	posted, err := document.Post(ctx, tx, []document.New{{Kind: document.Receipt, CustomerID: p.CustomerID, Currency: money.Currency(p.Currency), DocumentDate: p.Today, Description: p.Provider + " " + p.Reference + " " + x.ProviderRef,
		Method: "provider", SourceKind: "manual", SourceSystem: "chargeback:" + p.Provider, SourceID: x.ID.String(), Amount: x.Amount}})
	if err != nil {
		return ledger.ID{}, err
	}
	if err := settleItems(ctx, tx, closing{p.CustomerID, earned(p.Items, x.Amount), x.Amount, p.Today, p.Reference}, posted[0].ID); err != nil {
		return ledger.ID{}, err
	}
	tx.Audit(p.CustomerID, "payment.chargeback_won", map[string]any{"payment": p.ID, "ref": x.ProviderRef, "receipt": posted[0].DocumentNo})
	if _, err := store.Exec(ctx, tx, `UPDATE payment_chargebacks SET state = 'won', receipt_document_id = $2, ended_at = clock_timestamp() WHERE id = $1`, x.ID, posted[0].ID); err != nil {
		return ledger.ID{}, err
	}
	if err := tellDisputeEnded(ctx, tx, p, x, "won", posted[0].ID); err != nil {
		return ledger.ID{}, err
	}
	return entryOf(ctx, tx, posted[0].ID)
}

func tellDisputeEnded(ctx context.Context, tx *store.Tx, p whole, x Chargeback, outcome string, receipt ledger.ID) error {
	data := p.data(x.Amount)
	data["outcome"] = outcome
	return event.Record(ctx, tx, event.Event{Kind: event.PaymentDisputeEnded, CustomerID: p.CustomerID, DocumentID: receipt, Data: data})
}

// refunded takes a provider's word of a refund: of one that was asked for here, or of one that was made at the provider itself.
func refunded(ctx context.Context, tx *store.Tx, p whole, n provider.Notice) (verdict, ledger.ID, error) {
	outcome := provider.Returned{State: n.Ended, Ref: n.Return, Fault: n.Reason}
	id, found, err := store.Value[ledger.ID](ctx, tx, `SELECT id FROM payment_refunds WHERE payment_id = $1 AND (id = $2 OR $3 <> '' AND provider_ref = $3) AND state IN ('sending', 'unknown', 'succeeded', 'failed') LIMIT 1`, p.ID, n.Refund, n.Return)
	switch {
	case err != nil:
		return "", ledger.ID{}, err
	case found:
		entry, err := concludeRefund(ctx, tx, id, outcome)
		if err == nil && entry.IsZero() {
			return known, entry, nil
		}
		return applied, entry, err
	case p.State != Succeeded:
		return "", ledger.ID{}, ledger.E("unavailable")
	case n.Ended != provider.Paid:
		return ignored, ledger.ID{}, nil
	}
	return refundedThere(ctx, tx, p, n)
}

const insertDone = `
INSERT INTO payment_refunds (id, organization_id, customer_id, statement_id, payment_id, provider, provider_ref, currency, amount, reason, state, proposed_by_name, document_id, ended_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'succeeded', $6, $11, clock_timestamp())`

// refundedThere books a refund that was made at the provider itself. One that waits here for a second person stays as it is: whether there is
// still money for it is looked at when it is approved.
func refundedThere(ctx context.Context, tx *store.Tx, p whole, n provider.Notice) (verdict, ledger.ID, error) {
	w, err := goneOf(ctx, tx, p)
	if err != nil {
		return "", ledger.ID{}, err
	}
	amount := n.Amount
	if n.Sum {
		amount = amount.Sub(p.Amount.Sub(w.kept()))
	}
	if !amount.IsPositive() {
		return known, ledger.ID{}, nil
	}
	r := Refund{ID: ledger.NewID(), CustomerID: p.CustomerID, PaymentID: p.ID, Reference: p.Reference, Provider: p.Provider, Currency: p.Currency, Amount: amount, Reason: "made at " + p.Provider}
	posted, err := giveBack(ctx, tx, p.ID, amount, r.Reason)
	if err != nil {
		return "", ledger.ID{}, err
	}
	if _, err := store.Exec(ctx, tx, insertDone, r.ID, p.OrganizationID, p.CustomerID, p.StatementID, p.ID, p.Provider, n.Return, p.Currency, amount, r.Reason, posted.ID); err != nil {
		return "", ledger.ID{}, err
	}
	entry, err := r.tellDone(ctx, tx, posted)
	return applied, entry, err
}

// data is what an event about a payment says.
func (p Payment) data(amount decimal.Decimal) map[string]any {
	return map[string]any{"payment_id": p.ID, "amount": money.Text(amount, money.Currency(p.Currency)), "currency": p.Currency, "provider": p.Provider, "reference": p.Reference}
}

// AnswerChargeback notes that the provider was answered, and with what. Needs PostDocuments. Refused: at note without one; not_found;
// state_forbids when it has ended.
func (s *Service) AnswerChargeback(ctx context.Context, actor ledger.Actor, id ledger.ID, note string) error {
	if err := actor.Require(ledger.PostDocuments); err != nil {
		return err
	}
	if note == "" {
		return ledger.E("validation_failed").At("note", "required")
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		x, found, err := store.Row[Chargeback](ctx, tx, selectChargebacks+` AND x.id = $2`, actor.OrganizationID, id)
		switch {
		case err != nil:
			return err
		case !found:
			return ledger.E("not_found")
		case x.State != "open":
			return ledger.E("state_forbids").With("state", x.State)
		}
		tx.Audit(ledger.ID{}, "payment.chargeback_answered", map[string]any{"payment": x.PaymentID, "ref": x.ProviderRef, "note": note})
		_, err = store.Exec(ctx, tx, `UPDATE payment_chargebacks SET answered_at = clock_timestamp(), answered_by_name = $2, answered_note = $3 WHERE id = $1`, id, actor.Name, note)
		return err
	})
}
