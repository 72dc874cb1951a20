package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/clearing"
)

type allocateCommand struct {
	logging      `embed:""`
	database     `embed:""`
	organization `embed:""`
	output       `embed:""`

	On     string `required:"" placeholder:"YYYY-MM-DD" help:"Date of the settlements."`
	DryRun bool   `xor:"act" help:"Only say what would be settled, by which rule, and what is left to people. The default."`
	Commit bool   `xor:"act" help:"Settle it."`
}

// Run plans a run of automatic allocation over all customers; only with --commit is anything settled.
func (c *allocateCommand) Run(ctx context.Context, to console) error {
	on, err := calendar.Parse(c.On)
	if err != nil {
		return misread("--on %q is not a date such as 2026-11-30", c.On)
	}
	return withBooks(ctx, c.database, c.logging, to, func(b *books.Books) error {
		actor, err := c.actor(ctx, b)
		if err != nil {
			return err
		}
		run, err := b.Clearings.Plan(ctx, actor, ledger.ID{}, on)
		if err != nil {
			return err
		}
		args := clearing.Args{OrganizationID: actor.OrganizationID, RunID: run.ID}
		if err := b.Clearings.Finish(ctx, args); err != nil {
			return err
		}
		if run, err = b.Clearings.Run(ctx, actor, run.ID); err != nil {
			return err
		}
		if c.Commit && run.Proposed > 0 {
			if run, err = b.Clearings.Settle(ctx, actor, run.ID, run.RowVersion); err != nil {
				return err
			}
			if err := b.Clearings.Finish(ctx, args); err != nil {
				return err
			}
		}
		return c.report(ctx, b, actor, run.ID, to)
	})
}

// allocateLine is a credit with --output json.
type allocateLine struct {
	Customer string `json:"customer"`
	Credit   string `json:"credit"`
	Currency string `json:"currency"`
	Open     string `json:"open"`
	Settles  string `json:"settles"`
	State    string `json:"state"`
	Rule     string `json:"rule,omitempty"`
	Why      string `json:"why,omitempty"`
	Debits   string `json:"debits,omitempty"`
}

func (c *allocateCommand) report(ctx context.Context, b *books.Books, actor ledger.Actor, id ledger.ID, to console) error {
	lines := []allocateLine{}
	var rows [][]string
	for after := (ledger.ID{}); ; {
		credits, err := b.Clearings.Credits(ctx, actor, id, "", after, 200)
		if err != nil {
			return err
		}
		for _, k := range credits {
			line := allocateLine{k.CustomerCode, k.DocumentNo, k.Currency, k.Open.String(), k.Settles.String(), k.State, k.Rule, k.Why + k.Code, strings.Join(k.Debits, " ")}
			lines = append(lines, line)
			rows = append(rows, []string{line.Customer, line.Credit, line.Currency, line.Open, line.Settles, line.State, line.Rule + line.Why, line.Debits})
			after = k.Item
		}
		if len(credits) < 200 {
			break
		}
	}
	run, err := b.Clearings.Run(ctx, actor, id)
	if err != nil {
		return err
	}
	summary := struct {
		Run        ledger.ID      `json:"run"`
		State      string         `json:"state"`
		Total      int            `json:"total"`
		Proposed   int            `json:"proposed"`
		Settled    int            `json:"settled"`
		Exceptions int            `json:"exceptions"`
		Failed     int            `json:"failed"`
		Credits    []allocateLine `json:"credits"`
	}{run.ID, run.State, run.Total(), run.Proposed, run.Settled, run.Exceptions, run.Failed, lines}
	if err := c.print(to, summary, []string{"CUSTOMER", "CREDIT", "CURRENCY", "OPEN", "SETTLES", "STATE", "RULE", "FOR"}, rows); err != nil {
		return err
	}
	fmt.Fprintln(to.err, strconv.Itoa(run.Total())+" credits: "+strconv.Itoa(run.Proposed)+" could be settled, "+strconv.Itoa(run.Settled)+" settled, "+strconv.Itoa(run.Exceptions)+" left to people")
	if run.Failed > 0 {
		return errors.New(strconv.Itoa(run.Failed) + " credits failed")
	}
	return nil
}
