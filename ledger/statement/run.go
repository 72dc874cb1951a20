package statement

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// RunCommand asks for a statement run (对账批次) over the chosen customers: those named, or those whose cycle falls due at the
// cut-off, narrowed to one cycle if Cycle is set. With Issue the statements are issued as they are made.
type RunCommand struct {
	Period
	Cycle     string
	Customers []ledger.ID
	Issue     bool
}

// MaxRunCustomers bounds how many customers a run names by hand; a run over cycles has no bound.
const MaxRunCustomers = 10000

func (c RunCommand) check() error {
	if err := c.Period.check(); err != nil {
		return err
	}
	if len(c.Customers) > MaxRunCustomers {
		return ledger.E("validation_failed").At("customer_ids", "too_long")
	}
	if c.Cycle != "" && !validCycle(c.Cycle) {
		return ledger.E("validation_failed").At("cycle", "not_a_choice")
	}
	return nil
}

func validCycle(cycle string) bool {
	if cycle == "monthly" || cycle == "quarterly" {
		return true
	}
	var day int
	if len(cycle) > 4 && cycle[:4] == "day:" {
		day, _ = strconv.Atoi(cycle[4:])
	}
	return day >= 1 && day <= 28 && cycle == "day:"+strconv.Itoa(day)
}

// cycles are those that fall due at a cut-off: monthly in every run, quarterly at a quarter's end, a fixed day on that day.
func (c RunCommand) cycles() []string {
	due := []string{"monthly", "day:" + strconv.Itoa(c.CutOff.Day())}
	if c.CutOff == c.CutOff.EndOfMonth() && c.CutOff.Month()%3 == 0 {
		due = append(due, "quarterly")
	}
	if c.Cycle == "" {
		return due
	}
	for _, cycle := range due {
		if cycle == c.Cycle {
			return []string{cycle}
		}
	}
	return []string{}
}

// RunArgs tell a worker which run to go on with.
type RunArgs struct {
	OrganizationID ledger.ID `json:"organization_id"`
	RunID          ledger.ID `json:"run_id"`
}

// Kind names the work.
func (RunArgs) Kind() string { return "statement.run" }

const insertRun = `
INSERT INTO statement_runs (id, organization_id, period_start, cut_off, scope, issue, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7)`

const chooseCustomers = `
SELECT c.id FROM customers c
WHERE c.organization_id = $1 AND CASE WHEN cardinality($2::uuid[]) > 0 THEN c.id = ANY ($2) ELSE c.active AND c.cycle = ANY ($3) END`

const insertRunCustomers = `
INSERT INTO statement_run_customers (run_id, organization_id, customer_id) SELECT $4, $1, id FROM (` + chooseCustomers + `) chosen`

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
		if _, err := store.Exec(ctx, tx, insertRun, id, actor.OrganizationID, cmd.Start, cmd.CutOff, scope, cmd.Issue, actor.PersonID); err != nil {
			return err
		}
		count, err := store.Exec(ctx, tx, insertRunCustomers, actor.OrganizationID, distinct(cmd.Customers), cmd.cycles(), id)
		if err != nil {
			return err
		}
		if named := len(distinct(cmd.Customers)); int(count) < named {
			return ledger.E("not_found")
		}
		if count == 0 {
			return ledger.E("nothing_to_do")
		}
		if err := s.jobs.Insert(ctx, tx, RunArgs{actor.OrganizationID, id}); err != nil {
			return err
		}
		tx.Audit(ledger.ID{}, "statement_run.created", map[string]any{"run": id, "period_start": cmd.Start, "cut_off": cmd.CutOff, "customers": count, "issue": cmd.Issue})
		run, err = readRun(ctx, tx, id)
		return err
	})
	return run, err
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

// Run is a statement run and how far it is. Each of Total customers is in exactly one of the five states.
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
	Statements    int // made or renewed
	Drafts        int // of its statements, those not issued yet
	Failures      []RunFailure
}

// RunFailure is one customer of a run for whom nothing was made, and why: Code with the sentence of the catalogue in Reason.
type RunFailure struct {
	CustomerID ledger.ID
	Code       string
	Name       string
	Fault      string
	Reason     string
}
