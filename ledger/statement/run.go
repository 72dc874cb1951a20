package statement

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// RunCommand asks for a statement run (对账批次) over the chosen customers: those named, or those whose cycle falls due at the
// cut-off, narrowed to one cycle or family of cycles if Cycle is set. With Due monthly customers too take part only if their month
// ends with the run. With Issue the statements are issued as they are made. Excluded are left out, Released go on in spite of checks
// that block.
type RunCommand struct {
	Period
	Cycle     string
	Customers []ledger.ID
	Issue     bool
	Due       bool
	Excluded  []Exception
	Released  []Exception
	scheduled bool
}

// MaxRunCustomers bounds how many customers a run names by hand; a run over cycles has no bound.
const MaxRunCustomers = 10000

func (c RunCommand) check() error {
	if err := c.Period.check(); err != nil {
		return err
	}
	bad := ledger.E("validation_failed")
	if len(c.Customers) > MaxRunCustomers {
		bad.At("customer_ids", "too_long")
	}
	if c.Cycle != "" && !slices.Contains([]string{"day", "weeks", "dates"}, c.Cycle) && (!calendar.Cycle(c.Cycle).Valid() || c.Cycle == string(calendar.NoCycle)) {
		bad.At("cycle", "not_a_choice")
	}
	checkExceptions("excluded", c.Excluded, bad)
	checkExceptions("released", c.Released, bad)
	if len(bad.Fields) > 0 {
		return bad
	}
	return nil
}

// RunArgs tell a worker which run to go on with.
type RunArgs struct {
	OrganizationID ledger.ID `json:"organization_id"`
	RunID          ledger.ID `json:"run_id"`
}

// Kind names the work.
func (RunArgs) Kind() string { return "statement.run" }

const insertRun = `
INSERT INTO statement_runs (id, organization_id, period_start, cut_off, scope, issue, created_by, scheduled) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`

const insertRunCustomers = `
INSERT INTO statement_run_customers (run_id, organization_id, customer_id, period_start, state, code, reason, released)
SELECT $7, $1, c.id, c.start, CASE WHEN x.id IS NULL THEN 'pending' ELSE 'excluded' END, CASE WHEN x.id IS NULL THEN '' ELSE 'left_out' END,
  CASE WHEN x.id IS NULL THEN '' ELSE json_build_object('reason', x.reason)::text END, coalesce(r.reason, '')
FROM (` + chooseCustomers + `) c
LEFT JOIN unnest($8::uuid[], $9::text[]) AS x (id, reason) ON x.id = c.id
LEFT JOIN unnest($10::uuid[], $11::text[]) AS r (id, reason) ON r.id = c.id`

// pairs are exceptions as two columns; of a customer named twice the first counts.
func pairs(list []Exception) (ids []ledger.ID, reasons []string) {
	ids, reasons = []ledger.ID{}, []string{}
	for _, e := range list {
		if !slices.Contains(ids, e.CustomerID) {
			ids, reasons = append(ids, e.CustomerID), append(reasons, e.Reason)
		}
	}
	return ids, reasons
}

// CreateRun records a run with its customers and enqueues its work, in one transaction. Needs MakeStatements. Refused: a range the
// wrong way round, an unknown cycle, too many customers, not_found for a customer that is not there, nothing_to_do when no
// customer's cycle falls due.
func (s *Service) CreateRun(ctx context.Context, actor ledger.Actor, cmd RunCommand) (Run, error) {
	if err := actor.Require(ledger.MakeStatements); err != nil {
		return Run{}, err
	}
	if err := cmd.check(); err != nil {
		return Run{}, err
	}
	scope, err := json.Marshal(map[string]any{"cycle": cmd.Cycle, "named": len(cmd.Customers)})
	if err != nil {
		return Run{}, err
	}
	var run Run
	err = s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		id := ledger.NewID()
		if _, err := store.Exec(ctx, tx, insertRun, id, actor.OrganizationID, cmd.Start, cmd.CutOff, scope, cmd.Issue, actor.PersonID, cmd.scheduled); err != nil {
			return err
		}
		choice, err := choosing(ctx, tx, cmd)
		if err != nil {
			return err
		}
		excluded, whyNot := pairs(cmd.Excluded)
		released, why := pairs(cmd.Released)
		count, err := store.Exec(ctx, tx, insertRunCustomers, append(choice, id, excluded, whyNot, released, why)...)
		if err != nil {
			return err
		}
		if named := len(distinct(cmd.Customers)); int(count) < named {
			return ledger.E("not_found")
		}
		if err := checkCounted(ctx, tx, id, len(excluded), int(count)); err != nil {
			return err
		}
		if err := s.jobs.Insert(ctx, tx, RunArgs{actor.OrganizationID, id}); err != nil {
			return err
		}
		tx.Audit(ledger.ID{}, "statement_run.created", map[string]any{"run": id, "period_start": cmd.Start, "cut_off": cmd.CutOff, "customers": count, "issue": cmd.Issue,
			"excluded": len(excluded), "released": len(released), "scheduled": cmd.scheduled})
		run, err = readRun(ctx, tx, id)
		return err
	})
	return run, err
}

// checkCounted makes sure that everybody who is left out would have taken part, and that somebody is left.
func checkCounted(ctx context.Context, tx *store.Tx, run ledger.ID, excluded, count int) error {
	left, _, err := store.Value[int](ctx, tx, `SELECT count(*)::int FROM statement_run_customers WHERE run_id = $1 AND state = 'excluded'`, run)
	switch {
	case err != nil:
		return err
	case left < excluded:
		return ledger.E("validation_failed").At("excluded", "not_a_choice")
	case count == left:
		return ledger.E("nothing_to_do")
	}
	return nil
}

// distinct drops repetitions; it is never nil, so that it travels as an empty array.
func distinct(ids []ledger.ID) []ledger.ID {
	seen := map[ledger.ID]bool{}
	out := []ledger.ID{}
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}

// Run is a statement run and how far it is. Each of Total customers is in exactly one of the seven states.
type Run struct {
	ID            ledger.ID
	PeriodStart   calendar.Date
	CutOff        calendar.Date
	State         string // queued, running, done or cancelled
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
	Excluded      int  // left out by hand
	Blocked       int  // held back by a check
	Scheduled     bool // began by itself
	Statements    int  // made or renewed
	Drafts        int  // of its statements, those not issued yet
	Failures      []RunFailure
}

// RunFailure is one customer of a run for whom nothing was made, and why: Code with the sentence of the catalogue in Reason.
// State is failed, blocked or excluded; Findings are what the checks found.
type RunFailure struct {
	CustomerID ledger.ID
	Code       string
	Name       string
	Fault      string
	Reason     string
	State      string
	Findings   []Finding
}
