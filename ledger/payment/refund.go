package payment

import (
	"context"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
)

// RefundState is how a refund stands.
type RefundState string

// The states. Sending and Unknown are asked about until the provider has said how it ended.
const (
	RefundProposed  RefundState = "proposed"
	RefundDeclined  RefundState = "declined"
	RefundWithdrawn RefundState = "withdrawn"
	RefundSending   RefundState = "sending"
	RefundUnknown   RefundState = "unknown"
	RefundSucceeded RefundState = "succeeded"
	RefundFailed    RefundState = "failed"
)

// Waits tells whether a refund has not ended.
func (r Refund) Waits() bool { return !r.State.over() }

func (s RefundState) over() bool {
	return s != RefundProposed && s != RefundSending && s != RefundUnknown
}

// Refund is money that goes back to who paid it: of a payment, or of an event that fits none (EventID).
type Refund struct {
	ID           ledger.ID
	CustomerID   ledger.ID
	CustomerCode string
	CustomerName string
	PaymentID    ledger.ID
	Reference    string // of the payment
	EventID      ledger.ID
	Provider     string
	Currency     string
	Amount       decimal.Decimal
	Reason       string
	State        RefundState
	Fault        string
	ProviderRef  string
	DocumentID   ledger.ID
	DocumentNo   string
	ProposedBy   ledger.ID // zero: it was made at the provider itself
	Proposer     string
	CreatedAt    time.Time
	Decider      string
	DecidedAt    *time.Time
	Note         string
	EndedAt      *time.Time
	RowVersion   int
}

const selectRefunds = `
SELECT r.id, r.customer_id, coalesce(c.code, ''), coalesce(c.name, ''), r.payment_id, coalesce(p.reference, ''), r.event_id, r.provider, r.currency, r.amount, r.reason, r.state, r.fault, r.provider_ref,
  r.document_id, coalesce(d.document_no, ''), r.proposed_by, r.proposed_by_name, r.created_at, r.decided_by_name, r.decided_at, r.decided_note, r.ended_at, r.row_version
FROM payment_refunds r LEFT JOIN customers c ON c.id = r.customer_id LEFT JOIN payments p ON p.id = r.payment_id LEFT JOIN documents d ON d.id = r.document_id
WHERE r.organization_id = $1`

// Decides is the condition on payment_refunds r that a person, $person, may decide on it.
func Decides(person string) string {
	return "r.state = 'proposed' AND NOT one_person(" + person + ", r.proposed_by, r.created_at)"
}

// Refunds pages through refunds, the newest first: all, those that wait for a second person (waiting), or of those the ones that the actor may
// decide on (to_decide). Needs SeeBank.
func (s *Service) Refunds(ctx context.Context, actor ledger.Actor, view string, after ledger.ID, limit int) ([]Refund, error) {
	if err := actor.Require(ledger.SeeBank); err != nil {
		return nil, err
	}
	if limit <= 0 || limit > 201 {
		limit = 50
	}
	const page = ` AND ($2 = '' OR $2 = 'waiting' AND r.state = 'proposed' OR $2 = 'to_decide' AND `
	var out []Refund
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = store.Rows[Refund](ctx, tx, selectRefunds+page+Decides("$5")+`) AND ($3::uuid IS NULL OR r.id < $3) ORDER BY r.id DESC LIMIT $4`,
			actor.OrganizationID, view, after, limit, actor.PersonID)
		return err
	})
	return out, err
}

// NewRefund asks for a refund of a payment, or of an event's money, which goes back whole.
type NewRefund struct {
	PaymentID ledger.ID
	EventID   ledger.ID
	Amount    decimal.Decimal // of a payment; zero: all that is left of it
	Reason    string
}

const insertRefund = `
INSERT INTO payment_refunds (id, organization_id, customer_id, statement_id, payment_id, event_id, provider, currency, amount, reason, proposed_by, proposed_by_name, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, clock_timestamp() - $13::int * interval '1 second')`

// ProposeRefund asks a second person to let money go back. Nothing leaves before. Needs PostDocuments. Refused, in this order: at reason
// without one; not_found; state_forbids for a payment that has not succeeded, or money that somebody has decided about; at amount one that
// cannot be; nothing_to_refund; amount_exceeds_open above what is left; refund_under_way while another waits.
func (s *Service) ProposeRefund(ctx context.Context, actor ledger.Actor, cmd NewRefund) (ledger.ID, error) {
	if err := actor.Require(ledger.PostDocuments); err != nil {
		return ledger.ID{}, err
	}
	switch {
	case cmd.Reason == "":
		return ledger.ID{}, ledger.E("validation_failed").At("reason", "required")
	case len([]rune(cmd.Reason)) > 400:
		return ledger.ID{}, ledger.E("validation_failed").At("reason", "too_long")
	case cmd.Amount.IsNegative():
		return ledger.ID{}, ledger.E("validation_failed").At("amount", "must_be_positive")
	}
	id := ledger.NewID()
	return id, s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		r, err := refundOf(ctx, tx, cmd)
		if err != nil {
			return err
		}
		var statement ledger.ID
		if !r.PaymentID.IsZero() {
			if statement, _, err = store.Value[ledger.ID](ctx, tx, `SELECT statement_id FROM payments WHERE id = $1`, r.PaymentID); err != nil {
				return err
			}
		}
		if _, err := store.Exec(ctx, tx, insertRefund, id, actor.OrganizationID, r.CustomerID, statement, r.PaymentID, r.EventID, r.Provider, r.Currency, r.Amount, cmd.Reason, actor.PersonID, actor.Name, secondsAgo(ctx)); err != nil {
			return err
		}
		tx.Audit(r.CustomerID, "payment.refund_proposed", map[string]any{"refund": id, "payment": r.PaymentID, "event": r.EventID, "amount": r.Amount.String(), "currency": r.Currency, "reason": cmd.Reason})
		return event.Record(ctx, tx, event.Event{Kind: event.RefundAsked, CustomerID: r.CustomerID, Data: r.data(id)})
	})
}

func (r Refund) data(id ledger.ID) map[string]any {
	out := map[string]any{"refund_id": id, "amount": money.Text(r.Amount, money.Currency(r.Currency)), "currency": r.Currency, "provider": r.Provider, "reference": r.Reference, "reason": r.Reason}
	if !r.PaymentID.IsZero() {
		out["payment_id"] = r.PaymentID
	}
	return out
}

// refundOf is what would be refunded.
func refundOf(ctx context.Context, tx *store.Tx, cmd NewRefund) (Refund, error) {
	if !cmd.EventID.IsZero() {
		t, err := holdTold(ctx, tx, cmd.EventID)
		if err == nil && t.Verdict != string(unidentified) {
			err = ledger.E("state_forbids").With("state", t.Verdict)
		}
		return Refund{EventID: t.ID, Provider: t.Provider, Currency: t.Currency, Amount: t.Amount.Decimal, Reference: t.ProviderRef, Reason: cmd.Reason}, err
	}
	p, err := lock(ctx, tx, cmd.PaymentID)
	if err != nil {
		return Refund{}, err
	}
	if p.State != Succeeded {
		return Refund{}, ledger.E("state_forbids").With("state", string(p.State))
	}
	w, err := goneOf(ctx, tx, p)
	if err != nil {
		return Refund{}, err
	}
	for _, r := range w.Refunds {
		if !r.State.over() {
			return Refund{}, ledger.E("refund_under_way")
		}
	}
	left, amount := w.refundable(), cmd.Amount
	if amount.IsZero() {
		amount = left
	}
	switch {
	case !left.IsPositive():
		return Refund{}, ledger.E("nothing_to_refund")
	case !money.Exact(amount, money.Currency(p.Currency)):
		return Refund{}, ledger.E("validation_failed").At("amount", "too_many_places")
	case amount.GreaterThan(left):
		return Refund{}, ledger.E("amount_exceeds_open").With("open", left)
	}
	return Refund{PaymentID: p.ID, CustomerID: p.CustomerID, Provider: p.Provider, Currency: p.Currency, Amount: amount, Reference: p.Reference, Reason: cmd.Reason}, nil
}

// goneOf is a payment with what went back of it.
func goneOf(ctx context.Context, tx *store.Tx, p whole) (Whole, error) {
	w := Whole{Payment: p.Payment}
	var b store.Batch
	store.Read(&b, &w.Refunds, selectRefunds+` AND r.payment_id = $2`, p.OrganizationID, p.ID)
	store.Read(&b, &w.Chargebacks, selectChargebacks+` AND x.payment_id = $2`, p.OrganizationID, p.ID)
	return w, tx.Send(ctx, &b)
}

// onItsWay is the refund of a payment that the provider was told of and has not ended; zero: none.
func (w Whole) onItsWay() decimal.Decimal {
	for _, r := range w.Refunds {
		if r.State == RefundSending || r.State == RefundUnknown {
			return r.Amount
		}
	}
	return decimal.Zero
}

// stillThere refuses a refund for which the money is not there any more: since it was asked for, the payer's bank has taken it back, or it was
// given back at the provider itself.
func stillThere(ctx context.Context, tx *store.Tx, r Refund) error {
	if r.PaymentID.IsZero() {
		return nil
	}
	p, err := lock(ctx, tx, r.PaymentID)
	if err != nil {
		return err
	}
	w, err := goneOf(ctx, tx, p)
	switch left := w.kept(); {
	case err != nil:
		return err
	case !left.IsPositive():
		return ledger.E("nothing_to_refund")
	case r.Amount.GreaterThan(left):
		return ledger.E("amount_exceeds_open").With("open", left)
	}
	return nil
}

// holdRefund takes a refund that waits for a second person.
func holdRefund(ctx context.Context, tx *store.Tx, id ledger.ID, rowVersion int) (Refund, error) {
	r, err := lockRefund(ctx, tx, id)
	switch {
	case err != nil:
		return r, err
	case r.State != RefundProposed:
		return r, ledger.E("state_forbids").With("state", string(r.State))
	case r.RowVersion != rowVersion:
		return r, ledger.E("conflict")
	}
	return r, nil
}

// lockRefund holds the customer, if there is one, then the refund.
func lockRefund(ctx context.Context, tx *store.Tx, id ledger.ID) (Refund, error) {
	r, found, err := store.Row[Refund](ctx, tx, selectRefunds+` AND r.id = $2`, tx.Actor.OrganizationID, id)
	if err == nil && !found {
		err = ledger.E("not_found")
	}
	if err == nil && !r.CustomerID.IsZero() {
		_, err = store.Exec(ctx, tx, allocation.LockCustomer, r.CustomerID)
	}
	if err == nil {
		_, err = store.Exec(ctx, tx, `SELECT FROM payment_refunds WHERE id = $1 FOR UPDATE`, id)
	}
	if err != nil {
		return r, err
	}
	r, _, err = store.Row[Refund](ctx, tx, selectRefunds+` AND r.id = $2`, tx.Actor.OrganizationID, id)
	return r, err
}

const decideRefund = `
UPDATE payment_refunds SET state = $2, decided_by = $3, decided_by_name = $4, decided_at = clock_timestamp() - $6::int * interval '1 second', decided_note = $5, ended_at = CASE WHEN $2 = 'declined' THEN clock_timestamp() END,
  ask_at = clock_timestamp() + interval '2 minutes', row_version = row_version + 1 WHERE id = $1`

// DecideRefund lets the money go back, or declines with a reason. Needs ApproveDocuments, and to approve a fresh sign-in. Refused, in this
// order: step_up_required; not_found; state_forbids unless it waits; conflict; four_eyes for who asked and who stands in for who asked;
// nothing_to_refund and amount_exceeds_open where the money has gone back otherwise since; at note to decline without a reason.
func (s *Service) DecideRefund(ctx context.Context, actor ledger.Actor, id ledger.ID, rowVersion int, approve bool, note string) error {
	if err := actor.Require(ledger.ApproveDocuments); err != nil {
		return err
	}
	if approve {
		if err := actor.RequireFresh(); err != nil {
			return err
		}
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		r, err := holdRefund(ctx, tx, id, rowVersion)
		if err != nil {
			return err
		}
		if actor.SamePerson(r.ProposedBy, r.CreatedAt) {
			return ledger.E("four_eyes")
		}
		if approve {
			if err := stillThere(ctx, tx, r); err != nil {
				return err
			}
		}
		state, what := RefundSending, "payment.refund_approved"
		if !approve {
			if note == "" {
				return ledger.E("validation_failed").At("note", "required")
			}
			state, what = RefundDeclined, "payment.refund_declined"
		}
		if _, err := store.Exec(ctx, tx, decideRefund, id, string(state), actor.PersonID, actor.Name, note, secondsAgo(ctx)); err != nil {
			return err
		}
		tx.Audit(r.CustomerID, what, map[string]any{"refund": id, "payment": r.PaymentID, "event": r.EventID, "amount": r.Amount.String(), "currency": r.Currency, "note": note})
		data := r.data(id)
		data["staff_id"], data["approved"], data["note"] = r.ProposedBy, approve, note
		if err := event.Record(ctx, tx, event.Event{Kind: event.RefundDecided, CustomerID: r.CustomerID, Data: data}); err != nil || !approve {
			return err
		}
		return s.jobs.Insert(ctx, tx, SendRefund{actor.OrganizationID, id})
	})
}

// WithdrawRefund takes one's own request back. Needs PostDocuments. Refused: not_found; state_forbids; conflict; not_permitted for another's.
func (s *Service) WithdrawRefund(ctx context.Context, actor ledger.Actor, id ledger.ID, rowVersion int) error {
	if err := actor.Require(ledger.PostDocuments); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		r, err := holdRefund(ctx, tx, id, rowVersion)
		if err == nil && r.ProposedBy != actor.PersonID {
			err = ledger.E("not_permitted").With("permission", string(ledger.PostDocuments))
		}
		if err != nil {
			return err
		}
		tx.Audit(r.CustomerID, "payment.refund_withdrawn", map[string]any{"refund": id})
		_, err = store.Exec(ctx, tx, `UPDATE payment_refunds SET state = 'withdrawn', ended_at = clock_timestamp(), row_version = row_version + 1 WHERE id = $1`, id)
		return err
	})
}
