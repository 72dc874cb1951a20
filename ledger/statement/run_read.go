package statement

import (
	"context"
	"encoding/json"
	"time"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// maxFailures bounds how many failures a run lists; the count is always whole.
const maxFailures = 500

const selectRuns = `
SELECT r.id, r.period_start, r.cut_off, r.state, r.issue, r.created_at, coalesce(p.name, ''), r.finished_at, c.total, c.pending, c.done, c.unchanged, c.empty, c.failed, c.excluded, c.blocked, r.scheduled, c.statements
FROM statement_runs r LEFT JOIN staff p ON p.id = r.created_by
CROSS JOIN LATERAL (
  SELECT count(*) AS total, count(*) FILTER (WHERE state = 'pending') AS pending, count(*) FILTER (WHERE state = 'done') AS done,
    count(*) FILTER (WHERE state = 'unchanged') AS unchanged, count(*) FILTER (WHERE state = 'empty') AS empty,
    count(*) FILTER (WHERE state = 'failed') AS failed, count(*) FILTER (WHERE state = 'excluded') AS excluded, count(*) FILTER (WHERE state = 'blocked') AS blocked, coalesce(sum(statements), 0)::int AS statements
  FROM statement_run_customers WHERE run_id = r.id
) c `

type runRow struct {
	ID            ledger.ID
	PeriodStart   calendar.Date
	CutOff        calendar.Date
	State         string
	Issue         bool
	CreatedAt     time.Time
	CreatedByName string
	FinishedAt    *time.Time
	Total         int
	Pending       int
	Done          int
	Unchanged     int
	Empty         int
	Failed        int
	Excluded      int
	Blocked       int
	Scheduled     bool
	Statements    int
}

func (r runRow) run() Run {
	return Run{ID: r.ID, PeriodStart: r.PeriodStart, CutOff: r.CutOff, State: r.State, Issue: r.Issue, CreatedAt: r.CreatedAt, CreatedByName: r.CreatedByName,
		FinishedAt: r.FinishedAt, Total: r.Total, Pending: r.Pending, Done: r.Done, Unchanged: r.Unchanged, Empty: r.Empty, Failed: r.Failed, Excluded: r.Excluded, Blocked: r.Blocked, Scheduled: r.Scheduled, Statements: r.Statements}
}

const readFailures = `
SELECT c.id, c.code, c.name, r.code, r.reason, r.state, r.findings::text FROM statement_run_customers r JOIN customers c ON c.id = r.customer_id
WHERE r.run_id = $1 AND r.state IN ('failed', 'blocked', 'excluded') ORDER BY r.state DESC, c.code LIMIT $2`

type failureRow struct {
	CustomerID                     ledger.ID
	Code, Name                     string
	Fault, Params, State, Findings string
}

// draftsOfRun are the statements of the run's customers and period that wait to be issued, whichever run made them.
const draftsOfRun = `
FROM statement_run_customers c JOIN statement_runs r ON r.id = c.run_id
JOIN statements s ON s.customer_id = c.customer_id AND s.cut_off = r.cut_off AND s.period_start = coalesce(c.period_start, r.period_start) AND s.state = 'draft'
WHERE c.run_id = $1 AND c.state IN ('done', 'unchanged')`

func readRun(ctx context.Context, tx *store.Tx, id ledger.ID) (Run, error) {
	row, found, err := store.Row[runRow](ctx, tx, selectRuns+`WHERE r.id = $1`, id)
	if err != nil {
		return Run{}, err
	}
	if !found {
		return Run{}, ledger.E("not_found")
	}
	run := row.run()
	if run.Drafts, _, err = store.Value[int](ctx, tx, `SELECT count(*)::int `+draftsOfRun, id); err != nil {
		return Run{}, err
	}
	failures, err := store.Rows[failureRow](ctx, tx, readFailures, id, maxFailures)
	if err != nil {
		return Run{}, err
	}
	for _, f := range failures {
		failure := RunFailure{f.CustomerID, f.Code, f.Name, f.Fault, sentence(f.Fault, f.Params, tx.Actor.Locale), f.State, nil}
		if err := json.Unmarshal([]byte(f.Findings), &failure.Findings); err != nil {
			return Run{}, ledger.E("internal").Because(err)
		}
		run.Failures = append(run.Failures, failure)
	}
	return run, nil
}

// sentence tells a recorded outcome in the reader's language; params are JSON.
func sentence(code, params, locale string) string {
	said := ledger.E(code)
	named := map[string]string{}
	if err := json.Unmarshal([]byte(params), &named); err == nil {
		for name, value := range named {
			said = said.With(name, value)
		}
	}
	return said.Message(locale)
}

// ReadRun is a run with its failures. Needs SeeStatements as staff. Refused: not_found.
func (s *Service) ReadRun(ctx context.Context, actor ledger.Actor, id ledger.ID) (Run, error) {
	if err := requireStaff(actor, ledger.SeeStatements); err != nil {
		return Run{}, err
	}
	var run Run
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		run, err = readRun(ctx, tx, id)
		return err
	})
	return run, err
}

// Progress is a run without its failures, for those who watch it.
func (s *Service) Progress(ctx context.Context, actor ledger.Actor, id ledger.ID) (Run, error) {
	if err := requireStaff(actor, ledger.SeeStatements); err != nil {
		return Run{}, err
	}
	var run Run
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		row, found, err := store.Row[runRow](ctx, tx, selectRuns+`WHERE r.id = $1`, id)
		if err == nil && !found {
			err = ledger.E("not_found")
		}
		run = row.run()
		return err
	})
	return run, err
}

// ListRuns are the newest runs before the run with id before (none: from the newest), at most limit.
func (s *Service) ListRuns(ctx context.Context, actor ledger.Actor, before ledger.ID, limit int) ([]Run, error) {
	if err := requireStaff(actor, ledger.SeeStatements); err != nil {
		return nil, err
	}
	var runs []Run
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		rows, err := store.Rows[runRow](ctx, tx, selectRuns+`WHERE r.organization_id = $1 AND ($2::uuid IS NULL OR r.id < $2) ORDER BY r.id DESC LIMIT $3`, actor.OrganizationID, before, limit)
		runs = make([]Run, len(rows))
		for i, row := range rows {
			runs[i] = row.run()
		}
		return err
	})
	return runs, err
}

// requireStaff is Require for what no customer ever sees.
func requireStaff(actor ledger.Actor, permission ledger.Permission) error {
	if actor.Audience == ledger.Portal {
		return ledger.E("not_permitted").With("permission", string(permission))
	}
	return actor.Require(permission)
}
