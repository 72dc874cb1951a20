package statement

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"time"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/job"
)

// turnTime is how long one job goes on taking chunks; then it hands over to the next turn, so that a killed worker is noticed soon.
const turnTime = 6 * time.Second

// A chunk holds its customers' rows, so postings to them wait: it should take about a second. Larger chunks cost less a line
// (10,000 customers of 100 documents, PostgreSQL 15: 25 µs in chunks of 1,000, 20 µs in chunks of 2,500, 16 µs in one), so a chunk
// grows while it is quick and shrinks when it is slow.
const (
	firstChunk = 250
	leastChunk = 25
	mostChunk  = 4000
	quickChunk = 500 * time.Millisecond
	slowChunk  = 2 * time.Second
)

// Chunk is for those who keep to one size: the command line and the measurements.
const Chunk = 1000

// Register lets a worker do the runs.
func (s *Service) Register(r *job.Registry, clock ledger.Clock) {
	job.Register(r, func(ctx context.Context, args RunArgs) error {
		chunk, now := firstChunk, clock()
		for until := now.Add(turnTime); now.Before(until); {
			left, err := s.WorkRun(ctx, args, chunk)
			if err != nil || !left {
				return err
			}
			began := now
			now = clock()
			chunk = nextChunk(chunk, now.Sub(began))
		}
		return job.Again
	})
	job.Register(r, func(ctx context.Context, _ ScheduleArgs) error { return s.ScheduleAll(ctx) })
	job.Every(r, scheduleEvery, ScheduleArgs{})
}

func (s *Service) organizations(ctx context.Context) (ids []ledger.ID, err error) {
	err = s.db.Read(ctx, ledger.SystemActor(ledger.ID{}, "statement run"), func(ctx context.Context, tx *store.Tx) (err error) {
		ids, err = store.Values[ledger.ID](ctx, tx, `SELECT id FROM organizations ORDER BY id`)
		return err
	})
	return ids, err
}

// Resume enqueues the work of every run that is not finished, in all organizations, and returns how many there are. A server calls
// it when its worker starts, so that what a killed one left goes on at once. Work that is enqueued twice does no harm.
func (s *Service) Resume(ctx context.Context) (int, error) {
	organizations, err := s.organizations(ctx)
	if err != nil {
		return 0, err
	}
	count := 0
	for _, organization := range organizations {
		var runs []ledger.ID
		err := s.db.Write(ctx, ledger.SystemActor(organization, "statement run"), func(ctx context.Context, tx *store.Tx) (err error) {
			runs, err = store.Values[ledger.ID](ctx, tx, `SELECT id FROM statement_runs WHERE organization_id = $1 AND state IN ('queued', 'running') ORDER BY id`, organization)
			for _, run := range runs {
				err = errors.Join(err, s.jobs.Insert(ctx, tx, RunArgs{organization, run}))
			}
			return err
		})
		if err != nil {
			return count, err
		}
		count += len(runs)
	}
	return count, nil
}

func nextChunk(chunk int, took time.Duration) int {
	switch {
	case took < quickChunk:
		return min(2*chunk, mostChunk)
	case took > slowChunk:
		return max(chunk/2, leastChunk)
	}
	return chunk
}

type runHead struct {
	PeriodStart calendar.Date
	CutOff      calendar.Date
	State       string
	Issue       bool
	CreatedBy   ledger.ID
}

const readRunHead = `SELECT period_start, cut_off, state, issue, created_by FROM statement_runs WHERE id = $1`

// What another worker holds is passed over: two of them share a run and never make a customer's statement twice.
const takePending = `
SELECT customer_id, coalesce(period_start, $4), released <> '' FROM statement_run_customers WHERE run_id = $1 AND state = 'pending' AND ($2::uuid[] IS NULL OR customer_id = ANY ($2))
ORDER BY customer_id LIMIT $3 FOR UPDATE SKIP LOCKED`

type turnOf struct {
	ID       ledger.ID
	Start    calendar.Date
	Released bool
}

const finishRun = `
UPDATE statement_runs SET state = 'done', finished_at = now() WHERE id = $1 AND state IN ('queued', 'running')
  AND NOT EXISTS (SELECT FROM statement_run_customers WHERE run_id = $1 AND state = 'pending')`

const markRunCustomers = `
UPDATE statement_run_customers c SET state = m.state, statements = m.statements, code = m.code, reason = m.reason
FROM unnest($2::uuid[], $3::text[], $4::int[], $5::text[], $6::text[]) AS m (customer_id, state, statements, code, reason)
WHERE c.run_id = $1 AND c.customer_id = m.customer_id`

// WorkRun makes the statements of the next customers of a run, at most chunk, and records what became of each, all in one
// transaction: after a crash they are either done or still pending. left is false when nothing is pending any more. It returns
// job.Later when all that is left is in other workers' hands. A chunk that fails as a whole is done again customer by customer, so
// that one bad one stops nobody else.
func (s *Service) WorkRun(ctx context.Context, args RunArgs, chunk int) (left bool, err error) {
	actor := ledger.SystemActor(args.OrganizationID, "statement run")
	left, err = s.workChunk(ctx, actor, args.RunID, nil, chunk)
	if err == nil || ctx.Err() != nil || errors.Is(err, job.Later) || ledger.IsKind(err, ledger.Unavailable) {
		return left, err
	}
	slog.WarnContext(ctx, "a chunk of a statement run failed; going on one by one", "run", args.RunID, "error", err)
	pending, err := s.pending(ctx, actor, args.RunID, chunk)
	if err != nil {
		return false, err
	}
	for _, customer := range pending {
		_, err := s.workChunk(ctx, actor, args.RunID, []ledger.ID{customer}, 1)
		if err == nil || errors.Is(err, job.Later) {
			continue
		}
		if ctx.Err() != nil || ledger.IsKind(err, ledger.Unavailable) {
			return false, err
		}
		if err := s.fail(ctx, actor, args.RunID, customer, err); err != nil {
			return false, err
		}
	}
	return true, nil
}

func (s *Service) pending(ctx context.Context, actor ledger.Actor, run ledger.ID, limit int) ([]ledger.ID, error) {
	var ids []ledger.ID
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		ids, err = store.Values[ledger.ID](ctx, tx, `SELECT customer_id FROM statement_run_customers WHERE run_id = $1 AND state = 'pending' ORDER BY customer_id LIMIT $2`, run, limit)
		return err
	})
	return ids, err
}

// workChunk takes pending customers, only those named if any are.
func (s *Service) workChunk(ctx context.Context, actor ledger.Actor, run ledger.ID, only []ledger.ID, chunk int) (left bool, err error) {
	err = s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		left = false
		head, found, err := store.Row[runHead](ctx, tx, readRunHead, run)
		if err != nil || !found || head.State == "cancelled" || head.State == "done" {
			return err
		}
		customers, err := store.Rows[turnOf](ctx, tx, takePending, run, only, chunk, head.PeriodStart)
		if err != nil {
			return err
		}
		if len(customers) == 0 {
			return endRun(ctx, tx, run)
		}
		if head.State == "queued" {
			if _, err := store.Exec(ctx, tx, `UPDATE statement_runs SET state = 'running' WHERE id = $1 AND state = 'queued'`, run); err != nil {
				return err
			}
		}
		left = true
		free, held, err := holdBack(ctx, tx, run, head.CutOff, customers)
		if err != nil {
			return err
		}
		var outcomes []Outcome
		starts, groups := byStart(free)
		for _, start := range starts {
			made, err := Generate(ctx, tx, GenerateCommand{Period: Period{start, head.CutOff}, Customers: groups[start], Run: run, MadeBy: head.CreatedBy})
			if err != nil {
				return err
			}
			outcomes = append(outcomes, made...)
		}
		if head.Issue {
			if err := issueOutcomes(ctx, tx, outcomes); err != nil {
				return err
			}
		}
		marks := marksOf(customers, outcomes, held)
		if _, err := store.Exec(ctx, tx, markRunCustomers, run, marks.ids, marks.states, marks.statements, marks.codes, marks.reasons); err != nil {
			return err
		}
		tx.Audit(ledger.ID{}, "statement_run.chunk", map[string]any{"run": run, "customers": len(customers), "statements": marks.total, "failed": marks.failed, "blocked": len(held), "issued": head.Issue})
		return nil
	})
	return left, err
}

// endRun closes a run of which nothing is pending; what is pending now is another worker's.
func endRun(ctx context.Context, tx *store.Tx, run ledger.ID) error {
	ended, err := store.Exec(ctx, tx, finishRun, run)
	if err != nil {
		return err
	}
	if ended == 0 {
		return job.Later
	}
	tx.Audit(ledger.ID{}, "statement_run.done", map[string]any{"run": run})
	return nil
}

func (s *Service) fail(ctx context.Context, actor ledger.Actor, run, customer ledger.ID, cause error) error {
	slog.ErrorContext(ctx, "a customer of a statement run failed", "run", run, "customer", customer, "error", cause)
	code := ledger.AsError(cause).Code
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		_, err := store.Exec(ctx, tx, markRunCustomers+` AND c.state = 'pending'`, run, []ledger.ID{customer}, []string{"failed"}, []int{0}, []string{code}, []string{"{}"})
		return err
	})
}

// marks are what the run records of a chunk's customers.
type marks struct {
	ids        []ledger.ID
	states     []string
	statements []int
	codes      []string
	reasons    []string
	total      int
	failed     int
}

// weight orders what counts when a customer's currencies end differently.
var weight = map[string]int{"empty": 0, "unchanged": 1, "done": 2, "failed": 3}

func marksOf(customers []turnOf, outcomes []Outcome, held map[ledger.ID]bool) marks {
	m := marks{ids: make([]ledger.ID, len(customers)), states: make([]string, len(customers)), statements: make([]int, len(customers)), codes: make([]string, len(customers)), reasons: make([]string, len(customers))}
	at := make(map[ledger.ID]int, len(customers))
	for i, c := range customers {
		at[c.ID], m.ids[i], m.states[i] = i, c.ID, "empty"
		if held[c.ID] {
			m.states[i], m.codes[i], m.reasons[i] = "blocked", "checks_block", "{}"
		}
	}
	for _, o := range outcomes {
		i := at[o.CustomerID]
		state, code := "empty", ""
		switch o.Act {
		case Made, Renewed:
			state = "done"
			m.statements[i]++
			m.total++
		case Unchanged:
			state = "unchanged"
		case Outdated:
			state, code = "unchanged", "changed_since_issue"
		case Failed:
			state, code = "failed", o.Fault
			m.failed++
		}
		if weight[state] >= weight[m.states[i]] {
			m.states[i] = state
			if code != "" {
				m.codes[i], m.reasons[i] = code, o.params()
			}
		}
	}
	return m
}

// params are what the sentence of the outcome's code names, kept as JSON so that each reader gets it in their own language.
func (o Outcome) params() string {
	text, err := json.Marshal(map[string]string{"currency": o.Currency, "cut_off": o.Overlap.String()})
	if err != nil {
		return "{}"
	}
	return string(text)
}
