package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"hefu/ledger"
	"hefu/ledger/archive"
	"hefu/ledger/books"
)

// archiveCommand seals what is agreed on.
type archiveCommand struct {
	logging      `embed:""`
	database     `embed:""`
	organization `embed:""`
	signing      `embed:""`

	Search string `short:"s" help:"Only statements whose number, or whose customer's number or name, has this in it."`
	DryRun bool   `help:"Only say what would be sealed."`
}

// Run seals agreed statements that have no bundle yet, one after another; a second run goes on where one stopped.
func (c *archiveCommand) Run(ctx context.Context, to console) error {
	return withBooks(ctx, c.database, c.logging, to, func(b *books.Books) error {
		actor, err := c.actor(ctx, b)
		if err != nil {
			return err
		}
		var failed []error
		done := map[ledger.ID]bool{}
		for more := true; more; {
			waiting, err := b.Archive.Waiting(ctx, actor, archive.Filter{Query: c.Search})
			if err != nil {
				return err
			}
			more = false
			for _, w := range waiting {
				if done[w.StatementID] {
					continue
				}
				done[w.StatementID], more = true, true
				if err := c.seal(ctx, b, actor, w, to); err != nil {
					failed = append(failed, fmt.Errorf("%s: %w", w.StatementNo, err))
				}
			}
		}
		return errors.Join(failed...)
	}, c.signing.seal)
}

func (c *archiveCommand) seal(ctx context.Context, b *books.Books, actor ledger.Actor, w archive.Waiting, to console) error {
	if c.DryRun {
		fmt.Fprintf(to.out, "%s\t%s\t%s\n", w.StatementNo, w.CustomerCode, w.CutOff)
		return nil
	}
	made, err := b.Archive.Seal(ctx, actor, w.StatementID)
	if err == nil {
		fmt.Fprintf(to.out, "%s\t%s\t%s\n", made.BundleNo, made.CustomerCode, made.Manifest)
	}
	return err
}

// proveLineCommand works on a bundle's file alone.
type proveLineCommand struct {
	Bundle string `arg:"" type:"existingfile" help:"A bundle of the archive, as it was downloaded."`
	Line   int    `arg:"" help:"Number of the line on the statement."`
}

// Run writes the proof of one line, which the bundle's verify.sh checks with its manifest.json alone.
func (c *proveLineCommand) Run(to console) error {
	file, err := os.Open(c.Bundle)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	bundle, err := archive.OpenBundle(file, info.Size())
	if err != nil {
		return fmt.Errorf("%s: %w", c.Bundle, err)
	}
	proof, err := archive.ProveLine(bundle, c.Line)
	if err != nil {
		return fmt.Errorf("%s, line %d: %w", c.Bundle, c.Line, err)
	}
	_, err = to.out.Write(proof)
	return err
}
