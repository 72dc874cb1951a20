package main

import (
	"context"
	"fmt"
	"strconv"

	"hefu/ledger/books"
	"hefu/ledger/receipt"
)

type receiptsCommand struct {
	logging      `embed:""`
	database     `embed:""`
	organization `embed:""`
	output       `embed:""`

	DryRun bool `xor:"act" help:"Only say how the lines that wait may be read. The default."`
	Commit bool `xor:"act" help:"Post the receipts that are certain."`
}

// receiptLine is a bank line that waits, with --output json.
type receiptLine struct {
	BookedOn string `json:"booked_on"`
	Amount   string `json:"amount"`
	Currency string `json:"currency"`
	Payer    string `json:"payer"`
	Text     string `json:"text"`
	Days     int    `json:"days"`
	Customer string `json:"customer,omitempty"`
	Rule     string `json:"rule,omitempty"`
	Certain  bool   `json:"certain"`
	Pays     string `json:"pays,omitempty"`
	Refused  string `json:"refused,omitempty"`
}

// Run matches the bank lines that wait, posts what is certain if --commit is given, and lists what is left, the oldest first.
func (c *receiptsCommand) Run(ctx context.Context, to console) error {
	return withBooks(ctx, c.database, c.logging, to, func(b *books.Books) error {
		actor, err := c.actor(ctx, b)
		if err != nil {
			return err
		}
		run, err := b.Receipts.Start(ctx, actor, c.Commit)
		if err != nil {
			return err
		}
		if err := b.Receipts.Finish(ctx, receipt.Args{OrganizationID: actor.OrganizationID, RunID: run.ID}); err != nil {
			return err
		}
		runs, err := b.Receipts.Runs(ctx, actor)
		if err != nil {
			return err
		}
		lines := []receiptLine{}
		var rows [][]string
		for place := (receipt.Page{Limit: 200}); ; {
			found, err := b.Receipts.Waiting(ctx, actor, receipt.Filter{}, place)
			if err != nil {
				return err
			}
			for _, w := range found {
				line := wordReceipt(w)
				lines = append(lines, line)
				rows = append(rows, []string{line.BookedOn, line.Amount, line.Currency, line.Payer, line.Text, strconv.Itoa(line.Days), line.Customer, line.Rule, line.Pays})
				place.BookedOn, place.After = w.BookedOn, w.ID
			}
			if len(found) < place.Limit {
				break
			}
		}
		run = runs[0]
		fmt.Fprintf(to.err, "%d lines: %d posted, %d suggested, %d unidentified\n", run.Lines, run.Posted, run.Suggested, run.Unidentified)
		return c.print(to, lines, []string{"BOOKED", "AMOUNT", "CURRENCY", "PAYER", "TEXT", "DAYS", "CUSTOMER", "RULE", "PAYS"}, rows)
	})
}

func wordReceipt(w receipt.Waiting) receiptLine {
	line := receiptLine{BookedOn: w.BookedOn.String(), Amount: w.Amount.StringFixed(2), Currency: w.Currency, Payer: w.Counterparty, Text: w.Remittance, Days: w.Days,
		Customer: w.OwnerCode, Certain: w.Certain, Refused: w.Refused}
	if len(w.Suggestions) > 0 {
		first := w.Suggestions[0]
		line.Customer, line.Rule = first.CustomerCode, string(first.Rule)
		for i, t := range first.Takes {
			if i > 0 {
				line.Pays += " "
			}
			line.Pays += t.DocumentNo
		}
	}
	return line
}
