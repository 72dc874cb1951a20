package payment

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
	"hefu/ledger/provider"
)

// paidOtherwise is why a payment was called off whose items were paid by another.
const paidOtherwise = "paid_otherwise"

// Reissuable tells whether a payment ended unpaid, so that the same may be paid anew. Money that came in another amount, or by another
// payment, is no reason to pay again.
func (p Payment) Reissuable() bool {
	return p.State.Ended() && p.State != Succeeded && p.Reason != "other_amount" && p.Reason != paidOtherwise
}

// Renew begins a payment of the same items and the same way as one that ended unpaid: a code that ran out is given out anew. The old one was
// closed with its provider first; one that was paid all the same comes back as succeeded. Needs Pay. Refused: not_found; state_forbids for
// one that is not Reissuable; provider_unavailable; payment_outdated when its items are not open as they were; as Start.
func (s *Service) Renew(ctx context.Context, actor ledger.Actor, id ledger.ID) (Payment, error) {
	if err := actor.Require(ledger.Pay); err != nil {
		return Payment{}, err
	}
	old, err := s.Get(ctx, actor, id)
	if err != nil {
		return Payment{}, err
	}
	if old.State == Failed && old.Reissuable() { // it failed by the provider's word, which may keep it open
		if old, err = s.surelyOver(ctx, actor, old); err != nil || old.State == Succeeded {
			return old, err
		}
	}
	if !old.Reissuable() {
		return Payment{}, ledger.E("state_forbids").With("state", string(old.State))
	}
	asked := Asked{StatementID: old.StatementID, Currency: money.Currency(old.Currency), UseCredits: old.Credits.IsPositive()}
	for _, it := range old.Items {
		if it.Side == "debit" {
			asked.Lines = append(asked.Lines, Wanted{ItemID: it.ItemID, Amount: it.Amount})
		}
	}
	made, err := s.Start(ctx, actor, NewPayment{Asked: asked, Provider: old.Provider, Total: old.Amount})
	if ledger.IsCode(err, "not_found") || ledger.IsCode(err, "amount_exceeds_open") {
		err = ledger.E("payment_outdated").Because(err)
	}
	return made, err
}

// surelyOver closes a failed payment with its provider, so that nobody can pay it any more.
func (s *Service) surelyOver(ctx context.Context, actor ledger.Actor, old Payment) (Payment, error) {
	by := s.provider(old.Provider)
	if by == nil || old.ProviderRef == "" { // nobody was told where to pay it
		return old, nil
	}
	p, err := s.read(ctx, ledger.SystemActor(actor.OrganizationID, actor.Name), old.ID)
	if err != nil {
		return old, err
	}
	outcome, err := by.Close(ctx, s.charge(p))
	if err != nil {
		return old, ledger.E("provider_unavailable").Because(err)
	}
	if outcome.State != provider.Paid {
		return old, nil
	}
	if err := s.settle(ctx, p, outcome); err != nil {
		return old, err
	}
	return s.Get(ctx, actor, old.ID)
}

const takeFirst = `
UPDATE payments SET asked = 1, ask_at = clock_timestamp() + interval '30 seconds'
WHERE id = $1 AND organization_id = $2 AND state IN ('pending', 'unknown') AND asked = 0`

// CameBack has the provider asked at once, because the payer says to have been there; once a payment, afterwards its notice and the
// ordinary questions bring the answer. Needs Pay. Refused: not_found.
func (s *Service) CameBack(ctx context.Context, actor ledger.Actor, id ledger.ID) (Payment, error) {
	if err := actor.Require(ledger.Pay); err != nil {
		return Payment{}, err
	}
	seen, err := s.Get(ctx, actor, id)
	if err != nil || seen.State.Ended() {
		return seen, err
	}
	err = s.db.Write(ctx, ledger.SystemActor(actor.OrganizationID, "payment"), func(ctx context.Context, tx *store.Tx) error {
		taken, err := store.Exec(ctx, tx, takeFirst, id, actor.OrganizationID)
		if err == nil && taken > 0 {
			err = s.jobs.Insert(ctx, tx, Ask{actor.OrganizationID, id})
		}
		return err
	})
	return seen, err
}

// GiveUp tells a worker which payment to call off.
type GiveUp struct {
	OrganizationID ledger.ID `json:"organization_id"`
	PaymentID      ledger.ID `json:"payment_id"`
}

// Kind names the work.
func (GiveUp) Kind() string { return "payment.give_up" }

const othersOf = `
SELECT DISTINCT o.payment_id FROM payment_items i JOIN payment_items o ON o.item_id = i.item_id AND o.in_flight AND o.payment_id <> i.payment_id WHERE i.payment_id = $1`

// callOffOthers gives up the payments under way that hold what has just been paid late by one that had ended: whoever paid the old code is not
// to pay the new one too.
func (s *Service) callOffOthers(ctx context.Context, tx *store.Tx, p whole) error {
	if !p.State.Ended() {
		return nil
	}
	found, err := store.Values[ledger.ID](ctx, tx, othersOf, p.ID)
	for _, id := range found {
		if err == nil {
			err = s.jobs.Insert(ctx, tx, GiveUp{p.OrganizationID, id})
		}
	}
	return err
}

// CallOff closes a payment whose items were paid by another with its provider, whose word counts: one that was paid meanwhile has succeeded. A provider that does not
// answer is asked again.
func (s *Service) CallOff(ctx context.Context, organization, id ledger.ID) error {
	actor := ledger.SystemActor(organization, "payment")
	p, err := s.read(ctx, actor, id)
	by := s.provider(p.Provider)
	if err != nil || p.State.Ended() || p.Reason == "amount_differs" || by == nil { // of another amount the seller decides
		return err
	}
	outcome, err := by.Close(ctx, s.charge(p))
	if err != nil {
		return err
	}
	if outcome.State != provider.Gone {
		return s.settle(ctx, p, outcome)
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		return end(ctx, tx, p.Payment, Cancelled, paidOtherwise)
	})
}
