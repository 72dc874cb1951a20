package main

import (
	"context"
	"fmt"

	"hefu/ledger"
	"hefu/ledger/books"
)

// anchorCommand makes the anchor that is due and prints what is published.
type anchorCommand struct {
	logging      `embed:""`
	database     `embed:""`
	organization `embed:""`
	signing      `embed:""`

	Last int `help:"How many to print, the latest first." default:"1"`
}

// Run brings the day that has ended under one root, if the worker has not, and prints a line for each of the last anchors.
func (c *anchorCommand) Run(ctx context.Context, to console) error {
	return withBooks(ctx, c.database, c.logging, to, func(b *books.Books) error {
		actor, err := c.actor(ctx, b)
		if err != nil {
			return err
		}
		if _, err := b.Archive.Anchor(ctx, actor.OrganizationID); err != nil {
			return err
		}
		found, err := b.Archive.Anchors(ctx, actor, ledger.ID{}, min(max(c.Last, 1), 200))
		for _, anchor := range found {
			fmt.Fprintln(to.out, anchor.Line())
		}
		return err
	}, c.seal)
}
