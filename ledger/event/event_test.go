package event_test

import (
	"context"
	"errors"
	"testing"

	"hefu/ledger"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
	"hefu/ledger/ledgertest"
)

const queued = `SELECT (SELECT count(*) FROM hefu.events) || ' events, ' || (SELECT count(*) FROM hefu.event_queue) || ' queued, '
  || (SELECT count(*) FROM river.river_job WHERE kind = 'notice.expand' AND queue = 'notice')|| ' jobs'`

func TestAFactIsQueuedWithItsTransactionOrNotAtAll(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	for _, actor := range []ledger.Actor{b.Contact(b.CNY, ledger.Confirmer), b.Staff(ledger.ARAccountant), b.System()} {
		before := ledgertest.Ask[string](t, b, queued)
		regret := errors.New("regret")
		record := func(end error) error {
			return b.DB.Write(t.Context(), actor, func(ctx context.Context, tx *store.Tx) error {
				err := event.Record(ctx, tx,
					event.Event{Kind: event.DisputeOpened, CustomerID: b.CNY.ID, DisputeID: ledger.NewID()},
					event.Event{Kind: event.DisputeOpened, CustomerID: b.CNY.ID, DisputeID: ledger.NewID(), Data: map[string]any{"who": "customer"}})
				return errors.Join(err, end)
			})
		}
		if err := record(regret); !errors.Is(err, regret) {
			t.Fatal(err)
		}
		if after := ledgertest.Ask[string](t, b, queued); after != before {
			t.Fatalf("%s: after a roll-back there are %s, before it %s", actor.Audience, after, before)
		}
		if err := record(nil); err != nil {
			t.Fatalf("%s: %v", actor.Audience, err)
		}
	}
	if got := ledgertest.Ask[string](t, b, queued); got != "6 events, 6 queued, 3 jobs" {
		t.Errorf("three transactions of two facts made %s", got)
	}
	sides := ledgertest.Ask[string](t, b, `SELECT string_agg(DISTINCT side, ' ' ORDER BY side) FROM hefu.events`)
	if sides != "customer staff system" {
		t.Errorf("the facts were made by %s", sides)
	}
}

func TestACustomerRecordsForItselfOnly(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	err := b.DB.Write(t.Context(), b.Contact(b.CNY, ledger.Confirmer), func(ctx context.Context, tx *store.Tx) error {
		return event.Record(ctx, tx, event.Event{Kind: event.DisputeOpened, CustomerID: b.USD.ID})
	})
	if err == nil {
		t.Fatal("a customer recorded a fact about another")
	}
	if got := ledgertest.Ask[string](t, b, queued); got != "0 events, 0 queued, 0 jobs" {
		t.Errorf("it left %s", got)
	}
}
