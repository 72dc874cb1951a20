package payment

import (
	"context"
	"errors"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
	"hefu/ledger/provider"
)

// life is how long a payer has. Stripe allows no less than half an hour.
const life = 31 * time.Minute

// NewPayment is a payment to be begun. Total is what the payer was shown; a quote that comes to anything else by now is refused.
type NewPayment struct {
	Asked
	Provider string
	Total    decimal.Decimal
}

const insertPayment = `
INSERT INTO payments (id, organization_id, customer_id, statement_id, provider, reference, currency, amount, discount, credits, made_by, made_by_name, created_at, expires_at, ask_at, discount_until)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, clock_timestamp() - $14::int * interval '1 second', clock_timestamp() + ($13::int - $14::int) * interval '1 second', clock_timestamp() + interval '2 minutes', $15)`

const insertItems = `
INSERT INTO payment_items (payment_id, place, organization_id, customer_id, statement_id, item_id, document_id, side, amount, discount)
SELECT $1, t.place, $2, $3, $4, t.item, t.document, t.side, t.amount, t.discount
FROM unnest($5::uuid[], $6::uuid[], $7::text[], $8::numeric[], $9::numeric[]) WITH ORDINALITY AS t (item, document, side, amount, discount, place)`

// Start begins a payment: the items are held first, then the provider is asked for the place where the payer goes. Needs Pay. Refused, in
// this order: at provider one that does not take the currency; as Quote; nothing_to_pay; quote_changed when it comes to another total than
// was shown; payment_in_flight when one of the items is in another payment; provider_unavailable, after which nothing is held.
func (s *Service) Start(ctx context.Context, actor ledger.Actor, cmd NewPayment) (Payment, error) {
	if err := actor.Require(ledger.Pay); err != nil {
		return Payment{}, err
	}
	by := s.provider(cmd.Provider)
	if by == nil {
		return Payment{}, ledger.E("validation_failed").At("provider", "not_a_choice")
	}
	id := ledger.NewID()
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		q, err := quote(ctx, tx, cmd.Asked)
		switch {
		case err != nil:
			return err
		case !by.Takes(q.Currency):
			return ledger.E("validation_failed").At("provider", "not_a_choice")
		case !q.Total.IsPositive():
			return ledger.E("nothing_to_pay")
		case !q.Total.Equal(cmd.Total):
			return ledger.E("quote_changed").With("total", money.Text(q.Total, q.Currency)).With("currency", q.Currency)
		}
		return s.hold(ctx, tx, id, by.Name(), q)
	})
	if err != nil {
		return Payment{}, err
	}
	if err := s.open(ctx, actor.OrganizationID, id); err != nil {
		return Payment{}, err
	}
	return s.Get(ctx, actor, id)
}

func (s *Service) hold(ctx context.Context, tx *store.Tx, id ledger.ID, by string, q Quote) error {
	h := q.held()
	a := tx.Actor
	reference := NewReference()
	var b store.Batch
	b.Do(insertPayment, id, a.OrganizationID, a.CustomerID, q.StatementID, by, reference, string(q.Currency), q.Total, q.Discount, q.CreditsUsed, a.PersonID, a.Name, int(life/time.Second), secondsAgo(ctx), q.discountUntil())
	b.Do(insertItems, id, a.OrganizationID, a.CustomerID, q.StatementID, h.items, h.documents, h.sides, h.amounts, h.discounts)
	tx.Audit(a.CustomerID, "payment.started", map[string]any{"payment": id, "reference": reference, "provider": by, "amount": q.Total.String(), "currency": q.Currency,
		"discount": q.Discount.String(), "credits": q.CreditsUsed.String(), "statement": q.StatementID})
	return tx.Send(ctx, &b)
}

// held are the items of a quote, column by column: debits in their order, then the credits that are used up.
type held struct {
	items, documents   []ledger.ID
	sides              []string
	amounts, discounts []decimal.Decimal
}

func (q Quote) held() held {
	var h held
	for _, l := range q.Lines {
		if l.Chosen.IsPositive() {
			h.add(l.ItemID, l.DocumentID, "debit", l.Chosen, l.Discount)
		}
	}
	for _, c := range q.Credits {
		if c.Used.IsPositive() {
			h.add(c.ItemID, c.DocumentID, "credit", c.Used, decimal.Zero)
		}
	}
	return h
}

func (h *held) add(item, document ledger.ID, side string, amount, discount decimal.Decimal) {
	h.items, h.documents, h.sides = append(h.items, item), append(h.documents, document), append(h.sides, side)
	h.amounts, h.discounts = append(h.amounts, amount), append(h.discounts, discount)
}

// open asks the provider for the place where the payer goes. A provider that refuses or does not answer has charged nobody, because
// nobody knows that place: the payment has failed, and its items are free again.
func (s *Service) open(ctx context.Context, organization, id ledger.ID) error {
	actor := ledger.SystemActor(organization, "payment")
	p, err := s.read(ctx, actor, id)
	if err != nil {
		return err
	}
	opened, refused := s.provider(p.Provider).Open(ctx, s.charge(p))
	err = s.db.Write(context.WithoutCancel(ctx), actor, func(ctx context.Context, tx *store.Tx) error {
		if refused != nil {
			return end(ctx, tx, p.Payment, Failed, "provider_unavailable")
		}
		_, err := store.Exec(ctx, tx, `UPDATE payments SET state = 'pending', provider_ref = $2, address = $3, code = $4, row_version = row_version + 1 WHERE id = $1 AND state = 'created'`,
			id, opened.Ref, opened.Address, opened.Code)
		return err
	})
	if refused != nil {
		return errors.Join(ledger.E("provider_unavailable").Because(refused), err)
	}
	return err
}

// charge words a payment for its provider.
func (s *Service) charge(p whole) provider.Charge {
	page := s.base + "/p/pay/" + p.ID.String()
	return provider.Charge{ID: p.ID, Organization: p.OrganizationID, Reference: p.Reference, Ref: p.ProviderRef, Amount: p.Amount, Currency: money.Currency(p.Currency),
		About: p.OrganizationName + " " + p.Reference, Locale: p.Locale, ReturnTo: page, NotifyTo: s.base + provider.WebhookPath + "/" + p.Provider + "/" + p.OrganizationID.String(), Expires: p.ExpiresAt}
}

const endPayment = `
UPDATE payments SET state = $2, reason = $3, ended_at = clock_timestamp() - $4::int * interval '1 second', row_version = row_version + 1 WHERE id = $1 AND state IN ('created', 'pending', 'unknown')`

// end gives a payment up: nothing was paid, its items are free.
func end(ctx context.Context, tx *store.Tx, p Payment, state State, reason string) error {
	done, err := store.Exec(ctx, tx, endPayment, p.ID, string(state), reason, secondsAgo(ctx))
	if err != nil || done == 0 {
		return err
	}
	tx.Audit(p.CustomerID, "payment.ended", map[string]any{"payment": p.ID, "reference": p.Reference, "state": state, "reason": reason})
	if _, err = store.Exec(ctx, tx, `UPDATE payment_items SET in_flight = false WHERE payment_id = $1`, p.ID); err != nil {
		return err
	}
	if reason == "other_amount" { // money came, and is booked as it came
		return nil
	}
	data := p.data(p.Amount)
	data["state"], data["reason"] = string(state), reason
	return event.Record(ctx, tx, event.Event{Kind: event.PaymentFailed, CustomerID: p.CustomerID, Data: data})
}

// Cancel gives a payment up before it is paid. The provider is asked first, and its word counts: one that was paid meanwhile has
// succeeded. Needs Pay. Refused: not_found; state_forbids when it has ended, or another amount came;
// payment_not_known while the provider does not answer: it may have been paid.
func (s *Service) Cancel(ctx context.Context, actor ledger.Actor, id ledger.ID) (Payment, error) {
	if err := actor.Require(ledger.Pay); err != nil {
		return Payment{}, err
	}
	seen, err := s.Get(ctx, actor, id)
	if err != nil {
		return Payment{}, err
	}
	if seen.State.Ended() || seen.Reason == "amount_differs" { // of the latter money came, and the seller decides about it
		return Payment{}, ledger.E("state_forbids").With("state", string(seen.State))
	}
	system := ledger.SystemActor(actor.OrganizationID, actor.Name)
	p, err := s.read(ctx, system, id)
	if err != nil {
		return Payment{}, err
	}
	outcome := provider.Outcome{State: provider.Gone}
	if p.State != Created {
		by := s.provider(p.Provider)
		if by == nil { // it is no longer spoken to
			return Payment{}, ledger.E("payment_not_known")
		}
		if outcome, err = by.Close(ctx, s.charge(p)); err != nil {
			return Payment{}, ledger.E("payment_not_known").Because(err)
		}
	}
	if outcome.State == provider.Gone {
		err = s.db.Write(ctx, system, func(ctx context.Context, tx *store.Tx) error { return end(ctx, tx, p.Payment, Cancelled, "") })
	} else {
		err = s.settle(ctx, p, outcome)
	}
	if err != nil {
		return Payment{}, err
	}
	return s.Get(ctx, actor, id)
}
