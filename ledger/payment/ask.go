package payment

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/job"
	"hefu/ledger/provider"
)

// Due begins the asking about whatever has not ended.
type Due struct{}

// Kind names the work.
func (Due) Kind() string { return "payment.due" }

// Ask tells a worker which payment to ask about.
type Ask struct {
	OrganizationID ledger.ID `json:"organization_id"`
	PaymentID      ledger.ID `json:"payment_id"`
}

// Kind names the work.
func (Ask) Kind() string { return "payment.ask" }

const dueEvery = 30 * time.Second

// Register lets a worker ask the providers about payments that have not ended.
func (s *Service) Register(r *job.Registry) {
	job.Every(r, dueEvery, Due{})
	job.Register(r, func(ctx context.Context, _ Due) error { return s.AskDue(ctx) })
	job.Register(r, func(ctx context.Context, args SendRefund) error {
		return s.Return(ctx, args.OrganizationID, args.RefundID)
	})
	job.Register(r, func(ctx context.Context, args GiveUp) error {
		return s.CallOff(ctx, args.OrganizationID, args.PaymentID)
	})
	job.Register(r, func(ctx context.Context, args Ask) error { return s.Settle(ctx, args.OrganizationID, args.PaymentID) })
}

// The pauses between questions grow with their number, up to an hour; but once a payment's time is over it is asked about at once, and then closed.
const takeDue = `
UPDATE payments SET asked = asked + 1, ask_at = least(clock_timestamp() + least(3600, 30 * power(2, least(asked, 7))) * interval '1 second',
  CASE WHEN expires_at > clock_timestamp() THEN expires_at + interval '2 seconds' END)
WHERE id = $1 AND organization_id = $2 AND state IN ('created', 'pending', 'unknown') AND ask_at <= clock_timestamp()`

// AskDue enqueues a question for each payment whose time has come, at most a hundred an organization; the rest come with the next turn.
func (s *Service) AskDue(ctx context.Context) error {
	return job.Everywhere(ctx, s.db, "payment", func(ctx context.Context, organization ledger.ID) error {
		return s.askDueOf(ctx, ledger.SystemActor(organization, "payment"))
	})
}

func (s *Service) askDueOf(ctx context.Context, actor ledger.Actor) error {
	const due = `SELECT id FROM payments WHERE organization_id = $1 AND state IN ('created', 'pending', 'unknown') AND ask_at <= clock_timestamp() ORDER BY ask_at LIMIT 100`
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		found, err := store.Values[ledger.ID](ctx, tx, due, actor.OrganizationID)
		for _, id := range found {
			if err != nil {
				return err
			}
			var taken int64
			if taken, err = store.Exec(ctx, tx, takeDue, id, actor.OrganizationID); err == nil && taken > 0 {
				err = s.jobs.Insert(ctx, tx, Ask{actor.OrganizationID, id})
			}
		}
		if err == nil {
			err = s.returnDue(ctx, tx)
		}
		return err
	})
}

const takeDueRefunds = `
UPDATE payment_refunds SET asked = asked + 1, ask_at = clock_timestamp() + least(3600, 30 * power(2, least(asked, 7))) * interval '1 second'
WHERE id IN (SELECT id FROM payment_refunds WHERE organization_id = $1 AND state IN ('sending', 'unknown') AND ask_at <= clock_timestamp() ORDER BY ask_at LIMIT 100 FOR UPDATE SKIP LOCKED)
RETURNING id`

func (s *Service) returnDue(ctx context.Context, tx *store.Tx) error {
	found, err := store.Values[ledger.ID](ctx, tx, takeDueRefunds, tx.Actor.OrganizationID)
	for _, id := range found {
		if err == nil {
			err = s.jobs.Insert(ctx, tx, SendRefund{tx.Actor.OrganizationID, id})
		}
	}
	return err
}

// Settle asks the provider how a payment stands and brings it there. While the provider does not answer the payment is unknown: its items
// stay held and it is asked again, so that nobody pays twice. Past its time a payment that nobody paid is closed.
func (s *Service) Settle(ctx context.Context, organization, id ledger.ID) error {
	actor := ledger.SystemActor(organization, "payment")
	p, err := s.read(ctx, actor, id)
	if err != nil || p.State.Ended() {
		return err
	}
	by := s.provider(p.Provider)
	if by == nil { // it is no longer spoken to; what it tells is still taken
		return s.mark(ctx, p, "provider_unavailable")
	}
	if p.State == Created { // the server ended before the provider answered: nobody knows where to pay
		opened, err := by.Open(ctx, s.charge(p))
		if err != nil {
			return s.mark(ctx, p, "provider_unavailable")
		}
		p.ProviderRef = opened.Ref
	}
	ask := by.Ask
	if p.State == Created || !s.clock().Before(p.ExpiresAt) {
		ask = by.Close
	}
	outcome, err := ask(ctx, s.charge(p))
	if err != nil {
		return s.mark(ctx, p, "provider_unavailable")
	}
	return s.settle(ctx, p, outcome)
}

// mark notes that it is not known how a payment stands. Where money came in another amount that stays the reason: a person decides about it.
func (s *Service) mark(ctx context.Context, p whole, reason string) error {
	return s.db.Write(ctx, ledger.SystemActor(p.OrganizationID, "payment"), func(ctx context.Context, tx *store.Tx) error {
		_, err := store.Exec(ctx, tx, `UPDATE payments SET state = 'unknown', reason = CASE WHEN reason = 'amount_differs' THEN reason ELSE $2 END, row_version = row_version + 1 WHERE id = $1 AND state IN ('created', 'pending', 'unknown')`, p.ID, reason)
		return err
	})
}

// Say ends a sandbox payment as its payer chose on our page: paid or failed. The notice is signed and taken as one from outside. Needs Pay.
// Refused: not_found for a payment that is not a sandbox's; state_forbids when it has ended.
func (s *Service) Say(ctx context.Context, actor ledger.Actor, id ledger.ID, paid bool) (Payment, error) {
	if err := actor.Require(ledger.Pay); err != nil {
		return Payment{}, err
	}
	seen, err := s.Get(ctx, actor, id)
	if err != nil {
		return Payment{}, err
	}
	by, is := s.provider(seen.Provider).(*provider.Sandbox)
	switch {
	case !is:
		return Payment{}, ledger.E("not_found")
	case seen.State == Succeeded && paid: // a second click
		return seen, nil
	case seen.State.Ended():
		return Payment{}, ledger.E("state_forbids").With("state", string(seen.State))
	}
	p, err := s.read(ctx, ledger.SystemActor(actor.OrganizationID, "payment"), id)
	if err != nil {
		return Payment{}, err
	}
	state := provider.Failed
	if paid {
		state = provider.Paid
	}
	header, body, err := by.Say(s.charge(p), state, s.clock())
	if err == nil {
		err = s.Deliver(ctx, by.Name(), actor.OrganizationID, header, body)
	}
	if err != nil {
		return Payment{}, err
	}
	return s.Get(ctx, actor, id)
}
