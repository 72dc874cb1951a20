package dispute

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
	"hefu/ledger/job"
)

// WatchArgs ask for the disputes whose due time comes near or has passed, in every organization.
type WatchArgs struct{}

// Kind and Queue of the work.
func (WatchArgs) Kind() string  { return "dispute.watch" }
func (WatchArgs) Queue() string { return job.Telling }

const watchEvery = 5 * time.Minute

// Register lets a worker watch the due times.
func (s *Service) Register(r *job.Registry) {
	job.Register(r, func(ctx context.Context, _ WatchArgs) error { return s.WatchAll(ctx) })
	job.Every(r, watchEvery, WatchArgs{})
}

// WatchAll is Watch of every organization.
func (s *Service) WatchAll(ctx context.Context) error {
	return job.Everywhere(ctx, s.db, "disputes", func(ctx context.Context, organization ledger.ID) error {
		_, err := s.Watch(ctx, organization)
		return err
	})
}

// Each is told once of the due time that stands; a dispute that is taken up again has a new one.
const (
	markLate = `
UPDATE disputes SET late_for = due_at WHERE id IN (SELECT id FROM disputes WHERE organization_id = $1 AND state IN ('open', 'in_review') AND due_at < now()
  AND late_for IS DISTINCT FROM due_at ORDER BY due_at LIMIT 500 FOR UPDATE SKIP LOCKED) RETURNING id, customer_id, statement_id`
	markSoon = `
UPDATE disputes SET warned_for = due_at WHERE id IN (SELECT id FROM disputes WHERE organization_id = $1 AND state IN ('open', 'in_review') AND due_at >= now()
  AND due_at < now() + make_interval(hours => $2) AND warned_for IS DISTINCT FROM due_at ORDER BY due_at LIMIT 500 FOR UPDATE SKIP LOCKED) RETURNING id, customer_id, statement_id`
)

// Watch records which disputes of an organization have become late, or will within the hours its policy names, and returns how many.
// Called again it adds none.
func (s *Service) Watch(ctx context.Context, organization ledger.ID) (int, error) {
	count := 0
	err := s.db.Write(ctx, ledger.SystemActor(organization, "disputes"), func(ctx context.Context, tx *store.Tx) error {
		newest, err := policies(ctx, tx, 1)
		if err != nil {
			return err
		}
		type marked struct{ ID, Customer, Statement ledger.ID }
		late, err := store.Rows[marked](ctx, tx, markLate, organization)
		if err != nil {
			return err
		}
		soon, err := store.Rows[marked](ctx, tx, markSoon, organization, newest[0].WarnHours)
		if err != nil {
			return err
		}
		var events []event.Event
		for _, m := range late {
			events = append(events, event.Event{Kind: event.DisputeLate, CustomerID: m.Customer, StatementID: m.Statement, DisputeID: m.ID, Data: map[string]any{"role": newest[0].LateRole}})
		}
		for _, m := range soon {
			events = append(events, event.Event{Kind: event.DisputeDueSoon, CustomerID: m.Customer, StatementID: m.Statement, DisputeID: m.ID})
		}
		count = len(events)
		return event.Record(ctx, tx, events...)
	})
	return count, err
}
