package main

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/statement"
)

type statementsCommand struct {
	logging      `embed:""`
	database     `embed:""`
	organization `embed:""`
	output       `embed:""`

	PeriodStart string `required:"" placeholder:"YYYY-MM-DD" help:"First day of the period."`
	CutOff      string `required:"" placeholder:"YYYY-MM-DD" help:"Last day of the period."`
	Cycle       string `help:"Only customers of this cycle, such as monthly. Default: all whose cycle falls due at the cut-off."`
	Issue       bool   `help:"Issue the statements as they are made; otherwise they wait as drafts."`
	Preview     bool   `help:"Only say what the run would make."`
}

// runLine is a statement run with --output json.
type runLine struct {
	ID         ledger.ID            `json:"id"`
	State      string               `json:"state"`
	Total      int                  `json:"total"`
	Statements int                  `json:"statements"`
	Unchanged  int                  `json:"unchanged"`
	Empty      int                  `json:"empty"`
	Failed     int                  `json:"failed"`
	Failures   []statement.RunFailure `json:"failures"`
}

// Run makes the statements of a period in this process and shows how far it is. Interrupted, the run goes on in the next worker.
func (c *statementsCommand) Run(ctx context.Context, to console) error {
	start, err := calendar.Parse(c.PeriodStart)
	if err != nil {
		return fmt.Errorf("--period-start %q is not a date such as 2026-10-01", c.PeriodStart)
	}
	cutOff, err := calendar.Parse(c.CutOff)
	if err != nil {
		return fmt.Errorf("--cut-off %q is not a date such as 2026-10-31", c.CutOff)
	}
	cmd := statement.RunCommand{Period: statement.Period{Start: start, CutOff: cutOff}, Cycle: c.Cycle, Issue: c.Issue}
	return withBooks(ctx, c.database, c.logging, to, func(b *books.Books) error {
		actor, err := c.actor(ctx, b)
		if err != nil {
			return err
		}
		if c.Preview {
			return c.preview(ctx, b, actor, cmd, to)
		}
		stop, err := startWorker(ctx, b, c.logger(to))
		if err != nil {
			return err
		}
		defer stop()
		run, err := b.Statements.CreateRun(ctx, actor, cmd)
		if err != nil {
			return err
		}
		if err := watch(ctx, b, actor, run.ID, to); err != nil {
			return err
		}
		run, err = b.Statements.ReadRun(ctx, actor, run.ID)
		if err != nil {
			return err
		}
		return c.show(to, run)
	})
}

// lookEvery is how often a run under way is asked how far it is.
const lookEvery = 200 * time.Millisecond

func watch(ctx context.Context, b *books.Books, actor ledger.Actor, id ledger.ID, to console) error {
	shown := newProgress(to)
	defer shown.end()
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	for {
		run, err := b.Statements.Progress(ctx, actor, id)
		if err != nil {
			return err
		}
		shown.report("statements", run.Total-run.Pending, run.Total)
		if run.State == "done" || run.State == "cancelled" {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("run %s goes on in the next worker: %w", id, ctx.Err())
		case <-tick.C:
		}
	}
}

func (c *statementsCommand) show(to console, run statement.Run) error {
	for _, failure := range run.Failures {
		fmt.Fprintf(to.err, "%s %s: %s\n", failure.Code, failure.Name, failure.Reason)
	}
	failures := run.Failures
	if failures == nil {
		failures = []statement.RunFailure{}
	}
	line := runLine{run.ID, run.State, run.Total, run.Statements, run.Unchanged, run.Empty, run.Failed, failures}
	err := c.print(to, line, []string{"RUN", "STATE", "CUSTOMERS", "STATEMENTS", "UNCHANGED", "EMPTY", "FAILED"}, [][]string{{
		run.ID.String(), run.State, strconv.Itoa(run.Total), strconv.Itoa(run.Statements), strconv.Itoa(run.Unchanged), strconv.Itoa(run.Empty), strconv.Itoa(run.Failed),
	}})
	if err == nil && run.Failed > 0 {
		err = fmt.Errorf("%d customers failed", run.Failed)
	}
	return err
}
