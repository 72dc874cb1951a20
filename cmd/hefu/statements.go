package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/job"
	"hefu/ledger/money"
	"hefu/ledger/statement"
)

type statementsCommand struct {
	Run  runStatements  `cmd:"" help:"Make the statements of a period for every customer whose cycle falls due."`
	Due  dueStatements  `cmd:"" help:"List the cut-offs on which customers' cycles end, and how many are dealt with."`
	List listStatements `cmd:"" help:"List statements, newest first."`
	Get  getStatement   `cmd:"" help:"Write a statement to a file: pdf, xlsx, csv or the canonical json."`
}

type runStatements struct {
	logging      `embed:""`
	database     `embed:""`
	organization `embed:""`
	output       `embed:""`

	From   string `required:"" placeholder:"YYYY-MM-DD" help:"First day of the period."`
	CutOff string `required:"" placeholder:"YYYY-MM-DD" help:"Last day of the period."`
	Cycle  string `help:"Only customers of this cycle (monthly, quarterly, day:10,25, weeks:2:2026-01-04, dates:06-30,12-31) or kind of cycle (day, weeks, dates)."`
	Due    bool   `help:"Only customers whose own period ends with the run."`
	Issue  bool   `help:"Send them to the customers at once."`
}

// Run makes the run and does its work here; one that was cut off is gone on with by any worker.
func (c *runStatements) Run(ctx context.Context, to console) error {
	start, err := calendar.Parse(c.From)
	if err != nil {
		return misread("--from %q is not a date such as 2026-11-01", c.From)
	}
	cutOff, err := calendar.Parse(c.CutOff)
	if err != nil {
		return misread("--cut-off %q is not a date such as 2026-11-30", c.CutOff)
	}
	if cutOff.Before(start) {
		return misread("--cut-off %s lies before --from %s", c.CutOff, c.From)
	}
	return withBooks(ctx, c.database, c.logging, to, func(b *books.Books) error {
		actor, err := c.actor(ctx, b)
		if err != nil {
			return err
		}
		made, err := b.Statements.CreateRun(ctx, actor, statement.RunCommand{Period: statement.Period{Start: start, CutOff: cutOff}, Cycle: c.Cycle, Due: c.Due, Issue: c.Issue})
		if err != nil {
			return err
		}
		if err := work(ctx, b, actor, made, to); err != nil {
			return err
		}
		return c.report(ctx, b, actor, made.ID, to)
	})
}

// lookAgain is how often this process looks whether the workers that took the rest of its run are done.
const lookAgain = 500 * time.Millisecond

func work(ctx context.Context, b *books.Books, actor ledger.Actor, made statement.Run, to console) error {
	progress := newProgress(to)
	defer progress.end()
	pause := time.NewTicker(lookAgain)
	defer pause.Stop()
	for {
		left, err := b.Statements.WorkRun(ctx, statement.RunArgs{OrganizationID: actor.OrganizationID, RunID: made.ID}, statement.Chunk)
		elsewhere := errors.Is(err, job.Again)
		if err != nil && !elsewhere {
			return err
		}
		now, err := b.Statements.Progress(ctx, actor, made.ID)
		if err != nil {
			return err
		}
		progress.report("customers", now.Total-now.Pending, now.Total)
		switch {
		case elsewhere:
			select {
			case <-pause.C:
			case <-ctx.Done():
				return ctx.Err()
			}
		case !left:
			return nil
		}
	}
}

func (c *runStatements) report(ctx context.Context, b *books.Books, actor ledger.Actor, id ledger.ID, to console) error {
	actor.Locale = "en"
	done, err := b.Statements.ReadRun(ctx, actor, id)
	if err != nil {
		return err
	}
	number := strconv.Itoa
	failures := []runFailure{}
	for _, f := range done.Failures {
		failures = append(failures, runFailure{f.Code, f.Name, f.Fault, f.Reason})
	}
	line := runLine{done.ID, done.State, done.Total, done.Statements, done.Unchanged, done.Empty, done.Failed, failures}
	err = c.print(to, line, []string{"CUSTOMERS", "STATEMENTS", "UNCHANGED", "EMPTY", "FAILED"},
		[][]string{{number(done.Total), number(done.Statements), number(done.Unchanged), number(done.Empty), number(done.Failed)}})
	for _, failure := range done.Failures {
		fmt.Fprintf(to.err, "%s %s: %s\n", failure.Code, failure.Name, failure.Reason)
	}
	if err == nil && done.Failed > 0 {
		err = fmt.Errorf("%d customers failed", done.Failed)
	}
	return err
}

// runLine is a run with --output json.
type runLine struct {
	ID         ledger.ID    `json:"id"`
	State      string       `json:"state"`
	Customers  int          `json:"customers"`
	Statements int          `json:"statements"`
	Unchanged  int          `json:"unchanged"`
	Empty      int          `json:"empty"`
	Failed     int          `json:"failed"`
	Failures   []runFailure `json:"failures"`
}

type runFailure struct {
	Customer string `json:"customer"`
	Name     string `json:"name"`
	Fault    string `json:"fault"`
	Reason   string `json:"reason"`
}

// statementLine is a statement in a list with --output json.
type statementLine struct {
	ID          ledger.ID       `json:"id"`
	StatementNo string          `json:"statement_no"`
	Version     int             `json:"version"`
	Customer    string          `json:"customer"`
	Name        string          `json:"name"`
	PeriodStart calendar.Date   `json:"period_start"`
	CutOff      calendar.Date   `json:"cut_off"`
	Currency    string          `json:"currency"`
	Closing     string          `json:"closing"`
	State       statement.State `json:"state"`
}

type listStatements struct {
	logging      `embed:""`
	database     `embed:""`
	organization `embed:""`
	output       `embed:""`

	State string `enum:",draft,issued,viewed,answered,agreed,cancelled" default:"" help:"Only statements in this state."`
	Find  string `placeholder:"TEXT" help:"Only those whose number, or whose customer's code or name, contains this."`
	Limit int    `default:"50" help:"At most this many."`
}

// Run lists statements with what they came to.
func (c *listStatements) Run(ctx context.Context, to console) error {
	return withBooks(ctx, c.database, c.logging, to, func(b *books.Books) error {
		actor, err := c.actor(ctx, b)
		if err != nil {
			return err
		}
		found, err := c.pages(ctx, b, actor)
		if err != nil {
			return err
		}
		var rows [][]string
		lines := []statementLine{}
		for _, s := range found {
			line := statementLine{s.ID, s.StatementNo, s.Version, s.CustomerCode, s.CustomerName, s.PeriodStart, s.CutOff, s.Currency,
				s.Closing.StringFixed(money.Currency(s.Currency).Exponent()), s.State}
			lines = append(lines, line)
			rows = append(rows, []string{line.StatementNo, line.Customer, line.Name, line.PeriodStart.String(), line.CutOff.String(),
				line.Currency, line.Closing, string(line.State), line.ID.String()})
		}
		return c.print(to, lines, []string{"NUMBER", "CUSTOMER", "NAME", "FROM", "CUT-OFF", "CURRENCY", "CLOSING", "STATE", "ID"}, rows)
	})
}

// pages reads page after page until there are as many as were asked for.
func (c *listStatements) pages(ctx context.Context, b *books.Books, actor ledger.Actor) ([]statement.Summary, error) {
	var all []statement.Summary
	filter := statement.Filter{State: statement.State(c.State), Search: c.Find}
	for len(all) < c.Limit {
		filter.Limit = min(c.Limit-len(all), statement.MaxPage)
		page, err := b.Statements.List(ctx, actor, filter)
		if err != nil {
			return nil, err
		}
		all = append(all, page...)
		if len(page) < filter.Limit {
			break
		}
		filter.Before = page[len(page)-1].ID
	}
	return all, nil
}

type getStatement struct {
	logging      `embed:""`
	database     `embed:""`
	organization `embed:""`

	ID     string `arg:"" help:"Id of the statement, as 'hefu statements list' shows it."`
	Format string `enum:"pdf,xlsx,csv,json" default:"pdf" help:"One of ${enum}."`
	Locale string `enum:"zh-CN,en" default:"zh-CN" help:"Language of the file."`
	File   string `short:"f" required:"" type:"path" help:"Where to write it; an existing file is not overwritten."`
}

// Run writes the stored file, rendering it first when nobody asked for it before.
func (c *getStatement) Run(ctx context.Context, to console) error {
	id, err := ledger.ParseID(c.ID)
	if err != nil {
		return misread("%q is not the id of a statement; 'hefu statements list' shows the ids", c.ID)
	}
	return withBooks(ctx, c.database, c.logging, to, func(b *books.Books) error {
		actor, err := c.actor(ctx, b)
		if err != nil {
			return err
		}
		began := time.Now()
		file, err := b.Statements.Download(ctx, actor, id, statement.FileFormat(c.Format), c.Locale)
		if err != nil {
			return err
		}
		out, err := os.OpenFile(c.File, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if err != nil {
			return err
		}
		if _, err := out.Write(file.Content); err != nil {
			return err
		}
		fmt.Fprintf(to.err, "%s, %d bytes, sha256 %s, %d ms\n", file.Name, len(file.Content), file.SHA256, time.Since(began).Milliseconds())
		return out.Close()
	})
}
