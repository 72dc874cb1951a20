// Package job runs background work: a thin layer over River, whose tables live in the same database, so that a job is enqueued
// in the transaction that asks for it and never without it. It knows no document and decides nothing about money.
//
// A job may run twice: after a crash it is taken up again within a minute. Whoever writes one keeps its own checkpoints.
package job

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"hefu/ledger/internal/store"
)

// Args are what a job is told; they are stored as JSON, and Kind names the work.
type Args = river.JobArgs

// The times that bring a killed worker's job back within a minute (RELIABILITY trap 9): it counts as stuck after stuckAfter, the
// rescuer looks every 30 seconds, the scheduler every 5. A turn must therefore end before turn is over; long work says Again.
const (
	turn        = 15 * time.Second
	stuckAfter  = 20 * time.Second
	maxAttempts = 6
)

// Again is returned by work that is not finished but has kept what it did: it is continued at once and counts as no failure.
// Later is the same for work that must wait for somebody else first.
var (
	Again = errors.New("job: go on")
	Later = errors.New("job: go on later")
)

// wait is how long Later waits.
const wait = 2 * time.Second

// schema is where migrations put River's tables.
const schema = "river"

// Registry knows who does which kind of work, and what is begun by the clock.
type Registry struct {
	workers  *river.Workers
	periodic []*river.PeriodicJob
}

// NewRegistry makes an empty registry.
func NewRegistry() *Registry { return &Registry{workers: river.NewWorkers()} }

// Queued is for Args whose work must not wait behind other work: they name the queue they wait in.
type Queued interface{ Queue() string }

// The queues beside the default one, and how many jobs of each a worker does at once: telling people is mostly waiting for others.
const (
	Telling = "notice"
	Sending = "deliver"
	// Reporting makes long files: one at a time, so that the books are not read through by many at once.
	Reporting = "report"
)

var queues = map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 2}, Telling: {MaxWorkers: 2}, Sending: {MaxWorkers: 3}, Reporting: {MaxWorkers: 1}}

func options(args Args) *river.InsertOpts {
	if queued, ok := args.(Queued); ok {
		return &river.InsertOpts{Queue: queued.Queue()}
	}
	return nil
}

// Every has one of all workers enqueue the work again and again, also when one begins. Work begun twice must do no harm.
func Every(r *Registry, pause time.Duration, args Args) {
	r.periodic = append(r.periodic, river.NewPeriodicJob(river.PeriodicInterval(pause),
		func() (river.JobArgs, *river.InsertOpts) { return args, options(args) }, &river.PeriodicJobOpts{RunOnStart: true}))
}

// Register says who does the work of T. The context ends after 15 seconds. An error is retried with growing pauses, five times;
// then the job is kept aside as discarded, for a person to look at.
func Register[T Args](r *Registry, work func(context.Context, T) error) {
	river.AddWorker(r.workers, &worker[T]{work: work})
}

// RegisterLong is Register for work that waits for other parties: its context ends after limit, and after that it counts as stuck.
func RegisterLong[T Args](r *Registry, limit time.Duration, work func(context.Context, T) error) {
	river.AddWorker(r.workers, &worker[T]{work: work, limit: limit})
}

type worker[T Args] struct {
	river.WorkerDefaults[T]
	work  func(context.Context, T) error
	limit time.Duration
}

func (w *worker[T]) Timeout(*river.Job[T]) time.Duration { return w.limit }

func (w *worker[T]) Work(ctx context.Context, j *river.Job[T]) error {
	err := w.work(ctx, j.Args)
	switch {
	case errors.Is(err, Again):
		return river.JobSnooze(0)
	case errors.Is(err, Later):
		return river.JobSnooze(wait)
	}
	return err
}

// Client enqueues jobs and, once started, works them.
type Client struct{ river *river.Client[pgx.Tx] }

// Open makes a client. Without a registry it only enqueues, which is what a server without workers needs.
func Open(db *store.DB, registry *Registry, log *slog.Logger) (*Client, error) {
	config := &river.Config{Schema: schema, MaxAttempts: maxAttempts, Logger: log}
	if registry != nil {
		config.Workers = registry.workers
		config.Queues = queues
		config.PeriodicJobs = registry.periodic
		config.JobTimeout = turn
		config.RescueStuckJobsAfter = stuckAfter
		config.FetchCooldown = 20 * time.Millisecond
	}
	client, err := river.NewClient(riverpgxv5.New(db.Worker()), config)
	if err != nil {
		return nil, fmt.Errorf("open the job queue: %w", err)
	}
	return &Client{client}, nil
}

// Insert enqueues a job in the transaction: it exists exactly if the transaction commits.
func (c *Client) Insert(ctx context.Context, tx *store.Tx, args Args) error {
	handle, err := tx.Handle(ctx)
	if err == nil {
		_, err = c.river.InsertTx(ctx, handle, args, options(args))
	}
	return err
}

// InsertAt is Insert for work that begins at a moment to come.
func (c *Client) InsertAt(ctx context.Context, tx *store.Tx, args Args, at time.Time) error {
	o := options(args)
	if o == nil {
		o = &river.InsertOpts{}
	}
	o.ScheduledAt = at
	handle, err := tx.Handle(ctx)
	if err == nil {
		_, err = c.river.InsertTx(ctx, handle, args, o)
	}
	return err
}

// Retry makes a job available at once, with one attempt more where none is left.
func (c *Client) Retry(ctx context.Context, tx *store.Tx, id int64) error {
	handle, err := tx.Handle(ctx)
	if err == nil {
		_, err = c.river.JobRetryTx(ctx, handle, id)
	}
	return err
}

// Cancel gives a job up; one that runs is told to end.
func (c *Client) Cancel(ctx context.Context, tx *store.Tx, id int64) error {
	handle, err := tx.Handle(ctx)
	if err == nil {
		_, err = c.river.JobCancelTx(ctx, handle, id)
	}
	return err
}

// Start begins to work jobs, until ctx ends or Stop is called.
func (c *Client) Start(ctx context.Context) error { return c.river.Start(ctx) }

// Stop takes no new job and waits for those under way until ctx ends; then it cancels them. They are continued by the next start.
func (c *Client) Stop(ctx context.Context) error {
	if err := c.river.Stop(ctx); err == nil || ctx.Err() == nil {
		return err
	}
	cut, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return c.river.StopAndCancel(cut)
}
