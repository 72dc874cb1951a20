package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/finalization"
	"hefu/ledger/money"
)

// finalizeCommand makes the agreed statements of a period ready for signature; a person signs them in the back office.
type finalizeCommand struct {
	logging      `embed:""`
	database     `embed:""`
	organization `embed:""`
	output       `embed:""`

	Period  string `required:"" placeholder:"YYYY-MM" help:"Month in which the statements are cut off."`
	Locale  string `enum:"zh-CN,en" default:"zh-CN" help:"Language of the files: ${enum}."`
	BaseURL string `env:"HEFU_BASE_URL" default:"http://localhost:8080" help:"The address people use. The files' QR codes lead there."`
	DryRun  bool   `help:"Only say what would be finalized."`
}

// finalizeLine is a batch, or what it would be, with --output json.
type finalizeLine struct {
	Batch     string           `json:"batch,omitempty"`
	State     string           `json:"state,omitempty"`
	Ready     int              `json:"ready"`
	Waiting   int              `json:"waiting"`
	Finalized int              `json:"finalized"`
	Prepared  int              `json:"prepared"`
	Failed    int              `json:"failed"`
	Totals    []finalizeTotal  `json:"totals"`
	Failures  []finalizeFailed `json:"failures"`
}

type finalizeTotal struct {
	Currency string `json:"currency"`
	Count    int    `json:"count"`
	Closing  string `json:"closing"`
}

type finalizeFailed struct {
	Customer  string `json:"customer"`
	Statement string `json:"statement"`
	Code      string `json:"code"`
	Reason    string `json:"reason"`
}

// Run makes the batch and does its work here; one that was cut off is gone on with by any worker.
func (c *finalizeCommand) Run(ctx context.Context, to console) error {
	first, err := time.Parse("2006-01", c.Period)
	if err != nil {
		return misread("--period %q is not a month such as 2026-03", c.Period)
	}
	scope := ofMonth(first)
	return withBooks(ctx, c.database, c.logging, to, func(b *books.Books) error {
		actor, err := c.actor(ctx, b)
		if err != nil {
			return err
		}
		found, err := b.Finalizations.PreviewBatch(ctx, actor, scope)
		if err != nil {
			return err
		}
		line := finalizeLine{Ready: found.Ready, Waiting: found.Waiting, Finalized: found.Finalized, Totals: []finalizeTotal{}, Failures: []finalizeFailed{}}
		for _, t := range found.Totals {
			line.Totals = append(line.Totals, finalizeTotal{t.Currency, t.Count, money.Text(t.Closing, money.Currency(t.Currency))})
		}
		if !c.DryRun && found.Ready > 0 {
			if err := c.prepare(ctx, b, actor, scope, &line, to); err != nil {
				return err
			}
		}
		return c.report(line, to)
	}, func(o *books.Options) error {
		o.Finalization.BaseURL = strings.TrimRight(c.BaseURL, "/")
		return nil
	})
}

// ofMonth are the statements that are cut off in the month of a day.
func ofMonth(day time.Time) finalization.BatchScope {
	first := calendar.MustParse(day.Format("2006-01") + "-01")
	return finalization.BatchScope{From: first, To: first.EndOfMonth()}
}

func (c *finalizeCommand) prepare(ctx context.Context, b *books.Books, actor ledger.Actor, scope finalization.BatchScope, line *finalizeLine, to console) error {
	id, err := b.Finalizations.CreateBatch(ctx, actor, finalization.BatchCommand{BatchScope: scope, Locale: c.Locale})
	if err != nil {
		return err
	}
	bar := newProgress(to)
	defer bar.end()
	for left := true; left; {
		if left, err = b.Finalizations.WorkBatch(ctx, finalization.BatchArgs{OrganizationID: actor.OrganizationID, BatchID: id}); err != nil {
			return err
		}
		now, err := b.Finalizations.BatchProgress(ctx, actor, id)
		if err != nil {
			return err
		}
		bar.report("files", now.Total-now.Pending, now.Total)
	}
	actor.Locale = "en"
	done, err := b.Finalizations.GetBatch(ctx, actor, id)
	if err != nil {
		return err
	}
	line.Batch, line.State, line.Prepared, line.Failed = id.String(), done.State(), done.ToSign, done.Failed
	for _, f := range done.Failures {
		line.Failures = append(line.Failures, finalizeFailed{f.CustomerCode, f.StatementNo, f.Code, ledger.E(f.Code).Message("en")})
	}
	return nil
}

func (c *finalizeCommand) report(line finalizeLine, to console) error {
	number := strconv.Itoa
	err := c.print(to, line, []string{"READY", "NOT AGREED", "FINALIZED", "PREPARED", "FAILED", "BATCH"},
		[][]string{{number(line.Ready), number(line.Waiting), number(line.Finalized), number(line.Prepared), number(line.Failed), line.Batch}})
	for _, f := range line.Failures {
		fmt.Fprintf(to.err, "%s %s: %s\n", f.Customer, f.Statement, f.Reason)
	}
	switch {
	case err != nil:
		return err
	case line.Failed > 0:
		return errors.New(number(line.Failed) + " statements could not be prepared")
	case line.State == "to_sign":
		fmt.Fprintln(to.err, "Another person signs them in the back office, under Finalization.")
	}
	return nil
}
