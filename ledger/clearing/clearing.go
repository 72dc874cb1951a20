// Package clearing owns runs of automatic allocation over one customer or all: planned first, looked at, then settled in the
// background.
package clearing

import (
	"context"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/job"
)

// Service plans and settles runs.
type Service struct {
	db   *store.DB
	jobs *job.Client
}

// Open opens the service. It enqueues work; a worker with Register does it.
func Open(db *store.DB, jobs *job.Client) *Service { return &Service{db: db, jobs: jobs} }

// Run is a run and how far it is. Its credits are each in exactly one of the states that are counted.
type Run struct {
	ID           ledger.ID
	CustomerID   ledger.ID // zero: all customers
	CustomerName string
	On           calendar.Date
	RulesVersion int
	State        string // planning, planned, settling, done or cancelled
	By           string
	SettledBy    string
	CreatedAt    time.Time
	FinishedAt   *time.Time
	RowVersion   int
	Proposed     int
	LeftOut      int
	Exceptions   int
	Settled      int
	Changed      int
	Failed       int
}

// Total is how many credits the run looked at.
func (r Run) Total() int {
	return r.Proposed + r.LeftOut + r.Exceptions + r.Settled + r.Changed + r.Failed
}

const selectRuns = `
SELECT r.id, r.customer_id, coalesce(c.name, ''), r.effective_date, r.rules_version, r.state, r.made_by_name, r.settled_by_name, r.created_at, r.finished_at, r.row_version,
  n.proposed, n.left_out, n.exceptions, n.settled, n.changed, n.failed
FROM settling_runs r LEFT JOIN customers c ON c.id = r.customer_id
CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE state = 'proposed')::int AS proposed, count(*) FILTER (WHERE state = 'left_out')::int AS left_out,
  count(*) FILTER (WHERE state = 'exception')::int AS exceptions, count(*) FILTER (WHERE state = 'settled')::int AS settled,
  count(*) FILTER (WHERE state = 'changed')::int AS changed, count(*) FILTER (WHERE state = 'failed')::int AS failed
  FROM settling_run_credits k WHERE k.run_id = r.id) n
WHERE ($1::uuid IS NULL OR r.id = $1)`

// Runs pages through runs, newest first. Needs Allocate.
func (s *Service) Runs(ctx context.Context, actor ledger.Actor, after ledger.ID, limit int) ([]Run, error) {
	if err := actor.Require(ledger.Allocate); err != nil {
		return nil, err
	}
	if limit <= 0 || limit > 201 {
		limit = 50
	}
	var out []Run
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = store.Rows[Run](ctx, tx, selectRuns+` AND ($2::uuid IS NULL OR r.id < $2) ORDER BY r.id DESC LIMIT $3`, ledger.ID{}, after, limit)
		return err
	})
	return out, err
}

// Run reads one. Needs Allocate. Refused: not_found.
func (s *Service) Run(ctx context.Context, actor ledger.Actor, id ledger.ID) (Run, error) {
	if err := actor.Require(ledger.Allocate); err != nil {
		return Run{}, err
	}
	var out Run
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = read(ctx, tx, id)
		return err
	})
	return out, err
}

func read(ctx context.Context, tx *store.Tx, id ledger.ID) (Run, error) {
	run, found, err := store.Row[Run](ctx, tx, selectRuns, id)
	if err == nil && !found {
		err = ledger.E("not_found")
	}
	return run, err
}

// Credit is what a run makes of one credit.
type Credit struct {
	Item         ledger.ID
	CustomerID   ledger.ID
	CustomerCode string
	CustomerName string
	DocumentID   ledger.ID
	DocumentNo   string
	Currency     string
	Open         decimal.Decimal // when the run was planned
	Settles      decimal.Decimal
	State        string
	Rule         string
	Found        string
	Why          string // of an exception
	Debits       []string
	Settlement   ledger.ID
	Code         string
}

const selectCredits = `
SELECT k.credit_item, k.customer_id, c.code, c.name, d.id, d.document_no, k.currency, k.open_amount, k.settles, k.state, k.rule, k.found, k.why,
  (SELECT array_agg(dd.document_no) FROM jsonb_array_elements(CASE WHEN jsonb_typeof(k.content->'pairs') = 'array' THEN k.content->'pairs' ELSE '[]' END) p
    JOIN open_items di ON di.id = (p->>'debit_item')::uuid JOIN documents dd ON dd.id = di.document_id),
  k.settlement_id, k.code
FROM settling_run_credits k JOIN customers c ON c.id = k.customer_id JOIN open_items i ON i.id = k.credit_item JOIN documents d ON d.id = i.document_id
WHERE k.run_id = $1 AND ($2 = '' OR k.state = $2) AND ($3::uuid IS NULL OR k.credit_item > $3) ORDER BY k.credit_item LIMIT $4`

// Credits pages through what a run makes of its credits; an empty state does not narrow. Needs Allocate. Refused: not_found.
func (s *Service) Credits(ctx context.Context, actor ledger.Actor, run ledger.ID, state string, after ledger.ID, limit int) ([]Credit, error) {
	if err := actor.Require(ledger.Allocate); err != nil {
		return nil, err
	}
	if limit <= 0 || limit > 201 {
		limit = 50
	}
	var out []Credit
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		if _, err := read(ctx, tx, run); err != nil {
			return err
		}
		out, err = store.Rows[Credit](ctx, tx, selectCredits, run, state, after, limit)
		return err
	})
	return out, err
}

// Args tell a worker which run to go on with.
type Args struct {
	OrganizationID ledger.ID `json:"organization_id"`
	RunID          ledger.ID `json:"run_id"`
}

// Kind names the work.
func (Args) Kind() string { return "allocation.run" }

const insertRun = `
INSERT INTO settling_runs (id, organization_id, customer_id, effective_date, rules_version, made_by, made_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7)`

// Plan begins a run over one customer, or all where customer is zero; nothing is settled by it. Needs Allocate. Refused: a missing
// date, not_found.
func (s *Service) Plan(ctx context.Context, actor ledger.Actor, customer ledger.ID, on calendar.Date) (Run, error) {
	if err := actor.Require(ledger.Allocate); err != nil {
		return Run{}, err
	}
	if on.IsZero() {
		return Run{}, ledger.E("validation_failed").At("effective_date", "required")
	}
	var out Run
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if !customer.IsZero() {
			if _, found, err := store.Value[ledger.ID](ctx, tx, `SELECT id FROM customers WHERE id = $1`, customer); err != nil || !found {
				return or(err, ledger.E("not_found"))
			}
		}
		rules, err := allocation.CurrentRules(ctx, tx)
		if err != nil {
			return err
		}
		id := ledger.NewID()
		if _, err := store.Exec(ctx, tx, insertRun, id, actor.OrganizationID, customer, on, rules.Version, actor.PersonID, actor.Name); err != nil {
			return err
		}
		if err := s.jobs.Insert(ctx, tx, Args{actor.OrganizationID, id}); err != nil {
			return err
		}
		tx.Audit(customer, "settling_run.planned", map[string]any{"run": id, "on": on, "rules": rules.Version})
		out, err = read(ctx, tx, id)
		return err
	})
	return out, err
}

// hold locks a run and refuses a stale version and a state in which the act means nothing.
func hold(ctx context.Context, tx *store.Tx, id ledger.ID, rowVersion int, states ...string) (Run, error) {
	if _, err := store.Exec(ctx, tx, `SELECT FROM settling_runs WHERE id = $1 FOR UPDATE`, id); err != nil {
		return Run{}, err
	}
	run, err := read(ctx, tx, id)
	if err != nil {
		return run, err
	}
	if run.RowVersion != rowVersion {
		return run, ledger.E("conflict")
	}
	for _, state := range states {
		if run.State == state {
			return run, nil
		}
	}
	return run, ledger.E("state_forbids").With("state", run.State)
}

// Settle has a planned run settled in the background, by the actor's name. Needs Allocate. Refused: not_found, conflict, state_forbids
// unless it is planned, nothing_to_do when nothing is proposed.
func (s *Service) Settle(ctx context.Context, actor ledger.Actor, id ledger.ID, rowVersion int) (Run, error) {
	return s.turn(ctx, actor, id, func(ctx context.Context, tx *store.Tx) error {
		run, err := hold(ctx, tx, id, rowVersion, "planned")
		if err != nil {
			return err
		}
		if run.Proposed == 0 {
			return ledger.E("nothing_to_do")
		}
		tx.Audit(run.CustomerID, "settling_run.started", map[string]any{"run": id, "credits": run.Proposed})
		const begin = `UPDATE settling_runs SET state = 'settling', settled_by = $2, settled_by_name = $3, row_version = row_version + 1 WHERE id = $1`
		if _, err := store.Exec(ctx, tx, begin, id, actor.PersonID, actor.Name); err != nil {
			return err
		}
		return s.jobs.Insert(ctx, tx, Args{actor.OrganizationID, id})
	})
}

// Cancel ends a run that settles nothing yet. Needs Allocate. Refused: not_found, conflict, state_forbids.
func (s *Service) Cancel(ctx context.Context, actor ledger.Actor, id ledger.ID, rowVersion int) (Run, error) {
	return s.turn(ctx, actor, id, func(ctx context.Context, tx *store.Tx) error {
		run, err := hold(ctx, tx, id, rowVersion, "planning", "planned")
		if err != nil {
			return err
		}
		tx.Audit(run.CustomerID, "settling_run.cancelled", map[string]any{"run": id})
		_, err = store.Exec(ctx, tx, `UPDATE settling_runs SET state = 'cancelled', finished_at = now(), row_version = row_version + 1 WHERE id = $1`, id)
		return err
	})
}

// LeaveOut takes a credit out of a planned run, or back in. Needs Allocate. Refused: not_found, state_forbids.
func (s *Service) LeaveOut(ctx context.Context, actor ledger.Actor, id, credit ledger.ID, out bool) error {
	_, err := s.turn(ctx, actor, id, func(ctx context.Context, tx *store.Tx) error {
		if _, err := store.Exec(ctx, tx, `SELECT FROM settling_runs WHERE id = $1 FOR UPDATE`, id); err != nil {
			return err
		}
		run, err := read(ctx, tx, id)
		if err != nil {
			return err
		}
		if run.State != "planned" {
			return ledger.E("state_forbids").With("state", run.State)
		}
		from, to := "proposed", "left_out"
		if !out {
			from, to = to, from
		}
		count, err := store.Exec(ctx, tx, `UPDATE settling_run_credits SET state = $4 WHERE run_id = $1 AND credit_item = $2 AND state IN ($3, $4)`, id, credit, from, to)
		if err == nil && count == 0 {
			err = ledger.E("not_found")
		}
		tx.Audit(run.CustomerID, "settling_run.left_out", map[string]any{"run": id, "credit": credit, "out": out})
		return err
	})
	return err
}

func (s *Service) turn(ctx context.Context, actor ledger.Actor, id ledger.ID, act func(context.Context, *store.Tx) error) (Run, error) {
	if err := actor.Require(ledger.Allocate); err != nil {
		return Run{}, err
	}
	var out Run
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if err := act(ctx, tx); err != nil {
			return err
		}
		var err error
		out, err = read(ctx, tx, id)
		return err
	})
	return out, err
}

func or(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
