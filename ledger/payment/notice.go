package payment

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
	"hefu/ledger/money"
	"hefu/ledger/provider"
)

// Deliver takes one notice as it came. Its signature is checked before anything else is read; the same notice has one effect however often,
// late or out of order it comes. Money for no payment of ours is kept as unidentified. Refused: provider.ErrForged; not_found for a provider
// or organization that is not there.
func (s *Service) Deliver(ctx context.Context, name string, organization ledger.ID, header provider.Header, body []byte) error {
	by := s.provider(name)
	if by == nil {
		return ledger.E("not_found")
	}
	notice, err := by.Read(header, body, s.clock())
	if err != nil {
		return err
	}
	if notice.Event == "" { // some providers name none: what it says is its name
		sum := sha256.Sum256(body)
		notice.Event = hex.EncodeToString(sum[:])
	}
	if more, is := by.(provider.Completer); is {
		if notice, err = more.Complete(ctx, notice); err != nil {
			return ledger.E("provider_unavailable").Because(err)
		}
	}
	if !notice.Organization.IsZero() { // signed, and of the payment itself: it counts for more than the address
		organization = notice.Organization
	}
	payment, err := s.about(ctx, name, organization, notice)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, ledger.SystemActor(organization, "payment "+name), func(ctx context.Context, tx *store.Tx) error {
		return s.take(ctx, tx, name, payment, notice, sha256.Sum256(body))
	})
}

const findPayment = `
SELECT id FROM payments WHERE organization_id = $1 AND provider = $2 AND (id = $3 OR $4 <> '' AND provider_ref = $4) ORDER BY id = $3 DESC LIMIT 1`

// about finds the payment that a notice speaks of; zero: none of the organization's.
func (s *Service) about(ctx context.Context, name string, organization ledger.ID, notice provider.Notice) (payment ledger.ID, err error) {
	err = s.db.Read(ctx, ledger.SystemActor(organization, "payment "+name), func(ctx context.Context, tx *store.Tx) error {
		_, found, err := store.Value[ledger.ID](ctx, tx, `SELECT id FROM organizations WHERE id = $1`, organization)
		if err == nil && !found {
			err = ledger.E("not_found")
		}
		if err == nil {
			payment, _, err = store.Value[ledger.ID](ctx, tx, findPayment, organization, name, notice.Payment, notice.Ref)
		}
		return err
	})
	return payment, err
}

// A notice that is there already is counted; what it changed stays as it was.
const countAgain = `UPDATE provider_events SET deliveries = deliveries + 1, last_at = clock_timestamp() WHERE provider = $1 AND event_id = $2`

const insertEvent = `
INSERT INTO provider_events (id, organization_id, provider, event_id, kind, payment_id, provider_ref, amount, currency, verdict, body_sha256, effect_entry_id, happened_at, first_at, last_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, clock_timestamp() - $14::int * interval '1 second', clock_timestamp() - $14::int * interval '1 second')`

func (s *Service) take(ctx context.Context, tx *store.Tx, name string, payment ledger.ID, n provider.Notice, sum [32]byte) error {
	// Whoever brings the same notice at the same time waits here, and then finds it.
	if _, err := store.Exec(ctx, tx, `SELECT pg_advisory_xact_lock(hashtextextended('provider event ' || $1 || ' ' || $2, 0))`, name, n.Event); err != nil {
		return err
	}
	if again, err := store.Exec(ctx, tx, countAgain, name, n.Event); err != nil || again > 0 {
		return err
	}
	what, entry := ignored, ledger.ID{}
	var err error
	switch {
	case !n.About:
	case n.State == provider.PaidOut:
		what, entry, err = s.paidOut(ctx, tx, name, n)
	case payment.IsZero():
		if n.State == provider.Paid {
			what, err = stranger(ctx, tx, name, n)
		}
	case n.State.Returns():
		what, entry, err = s.returned(ctx, tx, payment, n)
	default:
		what, entry, err = s.apply(ctx, tx, payment, n.Outcome)
	}
	if err != nil {
		return err
	}
	return keep(ctx, tx, name, payment, n, sum, what, entry)
}

// stranger takes money for no payment of ours. What was told of under the provider's own name for it before is the same money: a trade that is
// closed after its time is told of once more.
func stranger(ctx context.Context, tx *store.Tx, name string, n provider.Notice) (verdict, error) {
	told, _, err := store.Value[bool](ctx, tx, `SELECT EXISTS (SELECT FROM provider_events WHERE organization_id = $1 AND provider = $2 AND provider_ref = $3 AND $3 <> '' AND verdict = 'unidentified' AND amount = $4 AND currency = $5)`,
		tx.Actor.OrganizationID, name, n.Ref, n.Amount, string(n.Currency))
	if err != nil || told {
		return known, err
	}
	tx.Audit(ledger.ID{}, "payment.unidentified", map[string]any{"provider": name, "event": n.Event, "ref": n.Ref, "amount": n.Amount.String(), "currency": n.Currency})
	return unidentified, event.Record(ctx, tx, event.Event{Kind: event.PaymentUnidentified, Data: map[string]any{"provider": name, "reference": n.Ref, "amount": money.Text(n.Amount, n.Currency), "currency": n.Currency}})
}

// keep keeps what was told, with what became of it.
func keep(ctx context.Context, tx *store.Tx, name string, payment ledger.ID, n provider.Notice, sum [32]byte, what verdict, entry ledger.ID) error {
	var amount decimal.NullDecimal
	if n.Amount.IsPositive() {
		amount = decimal.NewNullDecimal(n.Amount)
	}
	var at *time.Time
	if !n.At.IsZero() {
		at = &n.At
	}
	_, err := store.Exec(ctx, tx, insertEvent, ledger.NewID(), tx.Actor.OrganizationID, name, n.Event, n.Kind, payment, n.Ref, amount, string(n.Currency), string(what), sum[:], entry, at, secondsAgo(ctx))
	return err
}
