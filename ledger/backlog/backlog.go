// Package backlog is how people look after background work: what runs, what waits, what failed and why. Trying a job again or giving it
// up is for administrators.
package backlog

import (
	"context"
	"strconv"
	"time"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/job"
)

// Service looks after the jobs of the queue.
type Service struct {
	db   *store.DB
	jobs *job.Client
}

// Open opens the service.
func Open(db *store.DB, jobs *job.Client) *Service { return &Service{db: db, jobs: jobs} }

// Job is one piece of background work. State is running, waiting, scheduled, retrying (it failed and is tried again), failed (set aside
// after its last attempt), cancelled or done. Faults are its errors, the latest first, at most ten.
type Job struct {
	ID          int64
	Kind        string
	Queue       string
	State       string
	Attempt     int
	MaxAttempts int
	CreatedAt   time.Time
	ScheduledAt time.Time
	AttemptedAt *time.Time
	FinishedAt  *time.Time
	Args        string // JSON; empty for the program's own, which may be about another organization's people
	System      bool   // of no organization: the program's own
	Faults      []Fault
}

// Fault is one failed attempt.
type Fault struct {
	Attempt int       `json:"attempt"`
	At      time.Time `json:"at"`
	Error   string    `json:"error"`
}

// states are River's words under ours.
var states = map[string]string{
	"": "true", "running": "j.state = 'running'", "waiting": "j.state = 'available'", "scheduled": "j.state IN ('scheduled', 'pending')",
	"retrying": "j.state = 'retryable'", "failed": "j.state = 'discarded'", "cancelled": "j.state = 'cancelled'", "done": "j.state = 'completed'",
}

const readJobs = `
SELECT j.id, j.kind, j.queue, CASE j.state::text WHEN 'available' THEN 'waiting' WHEN 'pending' THEN 'scheduled' WHEN 'retryable' THEN 'retrying' WHEN 'discarded' THEN 'failed'
    WHEN 'completed' THEN 'done' ELSE j.state::text END,
  j.attempt::int, j.max_attempts::int, j.created_at, j.scheduled_at, j.attempted_at, j.finalized_at, CASE WHEN j.args ? 'organization_id' THEN j.args::text ELSE '' END, NOT j.args ? 'organization_id',
  ARRAY(SELECT jsonb_build_object('attempt', e -> 'attempt', 'at', e -> 'at', 'error', left(e ->> 'error', 600)) FROM unnest(j.errors) WITH ORDINALITY x (e, n) ORDER BY n DESC LIMIT 10)
FROM river.river_job j WHERE (j.args ->> 'organization_id' = $1 OR NOT j.args ? 'organization_id')`

// Filter narrows the list; State is one of Job's words.
type Filter struct {
	State  string
	Kind   string
	Before int64 // an id; zero: the latest
	Limit  int   // 1–201; 0 is 50
}

// List pages through the organization's jobs and the program's own, the latest first. Needs SeeAudit.
func (s *Service) List(ctx context.Context, actor ledger.Actor, f Filter) ([]Job, error) {
	if err := actor.Require(ledger.SeeAudit); err != nil {
		return nil, err
	}
	condition, known := states[f.State]
	if !known {
		return nil, ledger.E("validation_failed").At("state", "not_a_choice")
	}
	sql, args := readJobs+" AND "+condition, []any{actor.OrganizationID.String()}
	narrow := func(text string, value any) {
		args = append(args, value)
		sql += text + "$" + strconv.Itoa(len(args))
	}
	if f.Kind != "" {
		narrow(" AND j.kind = ", f.Kind)
	}
	if f.Before > 0 {
		narrow(" AND j.id < ", f.Before)
	}
	if f.Limit <= 0 || f.Limit > 201 {
		f.Limit = 50
	}
	narrow(" ORDER BY j.id DESC LIMIT ", f.Limit)
	var out []Job
	err := s.db.Read(ctx, worker(actor), func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = store.Rows[Job](ctx, tx, sql, args...)
		return err
	})
	return out, err
}

// worker keeps who acts but takes the worker's database role, whose the queue is.
func worker(actor ledger.Actor) ledger.Actor {
	actor.Audience = ledger.System
	return actor
}

// Counts are the jobs that are not done, by how they stand, and how each queue stands.
type Counts struct {
	Running, Waiting, Scheduled, Retrying, Failed int
	OldestWaiting                                 *time.Time
	Queues                                        []Queue
	Kinds                                         []string
}

// Queue is how one queue stands.
type Queue struct {
	Name             string
	Waiting, Running int
	Paused           bool
}

const ofOrganization = ` WHERE (j.args ->> 'organization_id' = $1 OR NOT j.args ? 'organization_id')`

// Count counts them. Needs SeeAudit.
func (s *Service) Count(ctx context.Context, actor ledger.Actor) (Counts, error) {
	if err := actor.Require(ledger.SeeAudit); err != nil {
		return Counts{}, err
	}
	var out Counts
	err := s.db.Read(ctx, worker(actor), func(ctx context.Context, tx *store.Tx) error {
		var b store.Batch
		var counts []struct {
			Running, Waiting, Scheduled, Retrying, Failed int
			Oldest                                        *time.Time
		}
		organization := actor.OrganizationID.String()
		store.Read(&b, &counts, `SELECT count(*) FILTER (WHERE j.state = 'running'), count(*) FILTER (WHERE j.state = 'available'), count(*) FILTER (WHERE j.state IN ('scheduled', 'pending')),
			count(*) FILTER (WHERE j.state = 'retryable'), count(*) FILTER (WHERE j.state = 'discarded'), min(j.scheduled_at) FILTER (WHERE j.state = 'available')
			FROM river.river_job j`+ofOrganization+` AND j.state <> 'completed'`, organization)
		store.Read(&b, &out.Queues, `SELECT q.name, (SELECT count(*)::int FROM river.river_job j WHERE j.queue = q.name AND j.state = 'available'),
			(SELECT count(*)::int FROM river.river_job j WHERE j.queue = q.name AND j.state = 'running'), q.paused_at IS NOT NULL FROM river.river_queue q ORDER BY q.name`)
		store.ReadValues(&b, &out.Kinds, `SELECT DISTINCT j.kind FROM river.river_job j`+ofOrganization+` ORDER BY 1`, organization)
		if err := tx.Send(ctx, &b); err != nil {
			return err
		}
		c := counts[0]
		out.Running, out.Waiting, out.Scheduled, out.Retrying, out.Failed, out.OldestWaiting = c.Running, c.Waiting, c.Scheduled, c.Retrying, c.Failed, c.Oldest
		return nil
	})
	return out, err
}

// Retry has a job done again at once: one set aside, cancelled, or waiting for its next attempt. Needs ManageJobs. Refused: not_found,
// state_forbids while it runs or when it is done.
func (s *Service) Retry(ctx context.Context, actor ledger.Actor, id int64) error {
	return s.act(ctx, actor, id, "job.retried", []string{"failed", "cancelled", "retrying", "scheduled"}, s.jobs.Retry)
}

// Cancel gives a job up: it is not begun again, and is told to end if it runs. Needs ManageJobs. Refused: not_found, state_forbids when
// it has ended.
func (s *Service) Cancel(ctx context.Context, actor ledger.Actor, id int64) error {
	return s.act(ctx, actor, id, "job.cancelled", []string{"running", "waiting", "scheduled", "retrying"}, s.jobs.Cancel)
}

func (s *Service) act(ctx context.Context, actor ledger.Actor, id int64, action string, from []string, do func(context.Context, *store.Tx, int64) error) error {
	if err := actor.Require(ledger.ManageJobs); err != nil {
		return err
	}
	return s.db.Write(ctx, worker(actor), func(ctx context.Context, tx *store.Tx) error {
		at, found, err := store.Row[Job](ctx, tx, readJobs+` AND j.id = $2 FOR UPDATE`, actor.OrganizationID.String(), id)
		if err == nil && !found {
			err = ledger.E("not_found")
		}
		if err != nil {
			return err
		}
		for _, state := range from {
			if state == at.State {
				tx.Audit(ledger.ID{}, action, map[string]any{"job": id, "kind": at.Kind, "state": at.State, "attempt": at.Attempt})
				return do(ctx, tx, id)
			}
		}
		return ledger.E("state_forbids").With("state", at.State)
	})
}
