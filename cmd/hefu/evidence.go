package main

import (
	"context"
	"fmt"
	"os"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/calendar"
	"hefu/ledger/evidence"
	"hefu/ledger/party"
)

type evidenceCommand struct {
	logging      `embed:""`
	database     `embed:""`
	organization `embed:""`

	Customer string `arg:"" help:"Code of the customer."`
	From     string `required:"" placeholder:"YYYY-MM-DD" help:"First day."`
	To       string `required:"" placeholder:"YYYY-MM-DD" help:"Last day."`
	Internal bool   `help:"With notes among staff."`
	File     string `short:"f" required:"" type:"path" help:"Where to write the ZIP; an existing file is not overwritten."`
}

// Run writes everything about a customer and period as one ZIP.
func (c *evidenceCommand) Run(ctx context.Context, to console) error {
	query := evidence.Query{Internal: c.Internal}
	for text, into := range map[*string]*calendar.Date{&c.From: &query.From, &c.To: &query.To} {
		day, err := calendar.Parse(*text)
		if err != nil {
			return misread("%q is not a date such as 2026-11-22", *text)
		}
		*into = day
	}
	return withBooks(ctx, c.database, c.logging, to, func(b *books.Books) error {
		actor, err := c.actor(ctx, b)
		if err != nil {
			return err
		}
		found, err := b.Parties.Customers(ctx, actor, party.Query{Search: c.Customer, Inactive: true, Limit: 50})
		if err != nil {
			return err
		}
		for _, customer := range found.Customers {
			if customer.Code == c.Customer {
				query.CustomerID = customer.ID
			}
		}
		if query.CustomerID.IsZero() {
			return misread("there is no customer %q", c.Customer)
		}
		return c.write(ctx, b, actor, query, to)
	})
}

func (c *evidenceCommand) write(ctx context.Context, b *books.Books, actor ledger.Actor, query evidence.Query, to console) error {
	out, err := os.OpenFile(c.File, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if _, err := b.Evidence.Write(ctx, actor, query, out); err != nil {
		_ = out.Close()
		_ = os.Remove(c.File) // half a package is none
		return err
	}
	fmt.Fprintf(to.err, "%s: check it with sha256sum -c SHA256SUMS after unpacking\n", c.File)
	return out.Close()
}
