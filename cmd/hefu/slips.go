package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/money"
	"hefu/ledger/slip"
)

// slipsCommand keeps the bank's papers of payments.
type slipsCommand struct {
	List   listSlipsCommand   `cmd:"" help:"List bank slips, the latest first."`
	Upload uploadSlipsCommand `cmd:"" help:"Keep bank slips, and join each with its payment where that is clear."`
	Queue  queueSlipsCommand  `cmd:"" help:"List the slips that wait, each with the likeliest payment; or match them anew."`
}

// slipLine is a slip, with --output json.
type slipLine struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Uploaded string `json:"uploaded"`
	State    string `json:"state"`
	PaidOn   string `json:"paid_on,omitempty"`
	Amount   string `json:"amount,omitempty"`
	Currency string `json:"currency,omitempty"`
	Payer    string `json:"payer,omitempty"`
	Number   string `json:"number,omitempty"`
	Receipt  string `json:"receipt,omitempty"`
	Customer string `json:"customer,omitempty"`
	Rule     string `json:"rule,omitempty"`
	Likely   string `json:"likely,omitempty"`
	Seen     string `json:"seen,omitempty"`
	File     string `json:"file,omitempty"`
	Refused  string `json:"refused,omitempty"`
}

const slipsPage = 200

type listSlipsCommand struct {
	logging      `embed:""`
	database     `embed:""`
	organization `embed:""`
	output       `embed:""`

	State  string `enum:"all,waiting,matched,aside" default:"all" help:"Which slips: ${enum}."`
	Search string `short:"s" help:"Part of a name, a number, a payer, a receipt or a customer."`
}

// Run lists slips.
func (c *listSlipsCommand) Run(ctx context.Context, to console) error {
	return withBooks(ctx, c.database, c.logging, to, func(b *books.Books) error {
		actor, err := c.actor(ctx, b)
		if err != nil {
			return err
		}
		filter := slip.Filter{Text: c.Search}
		if c.State != "all" {
			filter.State = slip.State(c.State)
		}
		lines := []slipLine{}
		err = eachSlip(ctx, b, actor, filter, func(s slip.Slip) error {
			lines = append(lines, wordSlip(s))
			return nil
		})
		if err != nil {
			return err
		}
		return printSlips(c.output, to, lines)
	})
}

func eachSlip(ctx context.Context, b *books.Books, actor ledger.Actor, filter slip.Filter, do func(slip.Slip) error) error {
	for place := (slip.Page{Limit: slipsPage}); ; {
		found, err := b.Slips.List(ctx, actor, filter, place)
		if err != nil {
			return err
		}
		for _, s := range found {
			if err := do(s); err != nil {
				return err
			}
			place.Before = s.ID
		}
		if len(found) < place.Limit {
			return nil
		}
	}
}

func wordSlip(s slip.Slip) slipLine {
	line := slipLine{ID: s.ID.String(), Name: s.Name, Uploaded: s.UploadedAt.UTC().Format(time.RFC3339), State: string(s.State), Currency: s.Currency, Payer: s.Payer, Number: s.Number,
		Receipt: s.DocumentNo, Customer: s.CustomerCode, Rule: s.Rule}
	if s.Amount.Valid {
		line.Amount = money.Text(s.Amount.Decimal, money.Currency(s.Currency))
	}
	if !s.PaidOn.IsZero() {
		line.PaidOn = s.PaidOn.String()
	}
	return line
}

func printSlips(o output, to console, lines []slipLine) error {
	rows := [][]string{}
	for _, l := range lines {
		rows = append(rows, []string{l.Uploaded, l.State, l.PaidOn, l.Amount, l.Currency, l.Payer, l.Number, l.Receipt, l.Customer, l.Name})
	}
	return o.print(to, lines, []string{"UPLOADED", "STATE", "PAID", "AMOUNT", "CURRENCY", "PAYER", "NUMBER", "RECEIPT", "CUSTOMER", "NAME"}, rows)
}

type uploadSlipsCommand struct {
	logging      `embed:""`
	database     `embed:""`
	organization `embed:""`
	output       `embed:""`

	Files []string `arg:"" type:"existingfile" help:"PDF, OFD or pictures. A file that was kept before is only named again."`
}

// Run keeps the files one after another; one that is refused does not keep the others from being taken.
func (c *uploadSlipsCommand) Run(ctx context.Context, to console) error {
	return withBooks(ctx, c.database, c.logging, to, func(b *books.Books) error {
		actor, err := c.actor(ctx, b)
		if err != nil {
			return err
		}
		lines, rows := []slipLine{}, [][]string{}
		var refused []error
		for _, path := range c.Files {
			line := slipLine{File: path, State: "refused"}
			made, err := uploadSlip(ctx, b, actor, path)
			if err != nil {
				line.Refused = explain(err)
				refused = append(refused, fmt.Errorf("%s: %w", path, err))
			} else {
				line = wordSlip(made)
				line.File = path
			}
			lines = append(lines, line)
			rows = append(rows, []string{line.File, line.State, line.PaidOn, line.Amount, line.Currency, line.Payer, line.Number, line.Receipt, line.Customer, line.Refused})
		}
		return errors.Join(append(refused, c.print(to, lines, []string{"FILE", "STATE", "PAID", "AMOUNT", "CURRENCY", "PAYER", "NUMBER", "RECEIPT", "CUSTOMER", "REFUSED"}, rows))...)
	})
}

func uploadSlip(ctx context.Context, b *books.Books, actor ledger.Actor, path string) (slip.Slip, error) {
	file, err := os.Open(path)
	if err != nil {
		return slip.Slip{}, err
	}
	made, err := b.Slips.Upload(ctx, actor, ledger.NewID(), filepath.Base(path), file)
	return made, errors.Join(err, file.Close())
}

type queueSlipsCommand struct {
	logging      `embed:""`
	database     `embed:""`
	organization `embed:""`
	output       `embed:""`

	Match bool `help:"Look once more at every slip that waits, for bank lines that came in since, and list what is left."`
}

// Run lists what waits for a person.
func (c *queueSlipsCommand) Run(ctx context.Context, to console) error {
	return withBooks(ctx, c.database, c.logging, to, func(b *books.Books) error {
		actor, err := c.actor(ctx, b)
		if err != nil {
			return err
		}
		if c.Match {
			looked, joined, err := b.Slips.Again(ctx, actor)
			if err != nil {
				return err
			}
			fmt.Fprintf(to.err, "%d looked at, %d joined with their payments\n", looked, joined)
		}
		lines, rows := []slipLine{}, [][]string{}
		err = eachSlip(ctx, b, actor, slip.Filter{State: slip.Waiting}, func(s slip.Slip) error {
			view, err := b.Slips.Get(ctx, actor, s.ID)
			if err != nil {
				return err
			}
			line := wordSlip(s)
			if len(view.Candidates) > 0 {
				best := view.Candidates[0]
				line.Likely = strings.TrimSpace(strings.Join([]string{best.On.String(), money.Text(best.Amount, money.Currency(best.Currency)), best.Currency, best.Payer, best.DocumentNo}, " "))
				line.Seen = strings.Join(best.Seen, " ")
			}
			lines = append(lines, line)
			rows = append(rows, []string{line.Uploaded, line.PaidOn, line.Amount, line.Currency, line.Payer, line.Number, line.Name, line.Likely, line.Seen})
			return nil
		})
		if err != nil {
			return err
		}
		fmt.Fprintf(to.err, "%d wait for a person\n", len(lines))
		return c.print(to, lines, []string{"UPLOADED", "PAID", "AMOUNT", "CURRENCY", "PAYER", "NUMBER", "NAME", "LIKELY", "SEEN"}, rows)
	})
}
