package notice

import (
	"context"
	_ "embed"
	"log/slog"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// expandSQL makes the deliveries of a set of events in one statement, whoever and however many they are for.
//
//go:embed expand.sql
var expandSQL string

const (
	expandChunk = 500
	// maxExpansions is how often an event that cannot be worked out is tried.
	maxExpansions = 5
)

const takeEvents = `
SELECT event_id FROM event_queue WHERE organization_id = $1 AND attempts < $2 ORDER BY event_id LIMIT $3 FOR UPDATE SKIP LOCKED`

// Expand turns an organization's next facts, at most 500, into deliveries and enqueues the sending, all in one transaction. left says
// whether more may wait. A set that fails is done again one by one, so that one bad fact stops no other; it stays with its fault.
func (s *Service) Expand(ctx context.Context, organization ledger.ID) (left bool, err error) {
	var taken []ledger.ID
	err = s.db.Write(ctx, system(organization), func(ctx context.Context, tx *store.Tx) (err error) {
		taken, err = store.Values[ledger.ID](ctx, tx, takeEvents, organization, maxExpansions, expandChunk)
		if err != nil {
			return err
		}
		return s.expand(ctx, tx, taken)
	})
	if err == nil || ctx.Err() != nil || ledger.IsKind(err, ledger.Unavailable) || len(taken) == 0 {
		return len(taken) == expandChunk, err
	}
	slog.WarnContext(ctx, "a set of facts could not be worked out; going on one by one", "organization", organization, "error", err)
	for _, event := range taken {
		if err := s.expandAlone(ctx, organization, event); err != nil {
			return false, err
		}
	}
	return true, nil
}

func (s *Service) expandAlone(ctx context.Context, organization, event ledger.ID) error {
	err := s.db.Write(ctx, system(organization), func(ctx context.Context, tx *store.Tx) error { return s.expand(ctx, tx, []ledger.ID{event}) })
	if err == nil || ctx.Err() != nil || ledger.IsKind(err, ledger.Unavailable) {
		return err
	}
	slog.ErrorContext(ctx, "a fact could not be worked out", "event", event, "error", err)
	return s.db.Write(ctx, system(organization), func(ctx context.Context, tx *store.Tx) error {
		_, failed := store.Exec(ctx, tx, `UPDATE event_queue SET attempts = attempts + 1, fault = $2 WHERE event_id = $1`, event, ledger.AsError(err).Code)
		return failed
	})
}

// A large set is joined as one: without statistics of what the statement itself has gathered, the planner would compare every row
// with every other. Few are looked up one by one.
const (
	fewEvents   = 50
	planForSets = `SELECT set_config('enable_nestloop', 'off', true), set_config('jit', 'off', true), set_config('plan_cache_mode', 'force_custom_plan', true)`
)

func (s *Service) expand(ctx context.Context, tx *store.Tx, events []ledger.ID) error {
	if len(events) == 0 {
		return nil
	}
	if len(events) > fewEvents {
		if _, err := store.Exec(ctx, tx, planForSets); err != nil {
			return err
		}
	}
	made, err := store.Exec(ctx, tx, expandSQL, events)
	if err != nil {
		return err
	}
	if _, err := store.Exec(ctx, tx, `DELETE FROM event_queue WHERE event_id = ANY ($1)`, events); err != nil || made == 0 {
		return err
	}
	return s.jobs.Insert(ctx, tx, SendArgs{tx.Actor.OrganizationID})
}
