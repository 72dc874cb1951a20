package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
)

// stopWork is how long jobs under way may still take when the program ends; cut off, they are taken up again later.
const stopWork = 4 * time.Second

type workerCommand struct {
	logging  `embed:""`
	database `embed:""`
	mailing  `embed:""`
	paying   `embed:""`
	signing  `embed:""`

	Mode    string `env:"HEFU_MODE" enum:"development,production" default:"development" help:"${enum}. In development mails are caught when there is no mail server."`
	BaseURL string `env:"HEFU_BASE_URL" default:"http://localhost:8080" help:"The address people use. Links in mail lead there."`
}

// Run does background work until a signal comes.
func (c *workerCommand) Run(ctx context.Context, to console) error {
	log := c.logger(to)
	db, err := c.open(ctx, log, to)
	if err != nil {
		return err
	}
	defer db.close(ctx, log)
	if err := db.prepare(ctx, log); err != nil {
		return err
	}
	files, err := c.files()
	if err != nil {
		return err
	}
	links, err := c.links(c.BaseURL)
	if err != nil {
		return err
	}
	if links.Keys == nil {
		log.Warn("HEFU_SECRET is not set: no links to statements can be made")
	}
	base, err := (site{BaseURL: c.BaseURL}).base()
	if err != nil {
		return err
	}
	options := books.Options{Log: log, Links: links, Blobs: files}
	if err := c.tell(&options, base, c.Mode == "production", log); err != nil {
		return err
	}
	if err := errors.Join(c.seal(&options), c.pay(&options, base.String(), c.Mode == "production")); err != nil {
		return err
	}
	b, err := books.Open(ctx, db.appURL, options)
	if err != nil {
		return err
	}
	defer b.Close()
	stop, err := startWorker(ctx, b, log)
	if err != nil {
		return err
	}
	log.Info("working", "version", version())
	select {
	case <-ctx.Done():
	case <-db.lost():
		err = db.embedded.Err()
	}
	log.Info("stopping")
	stop()
	return err
}

// startWorker begins to take jobs; the returned function stops and waits for those under way.
func startWorker(ctx context.Context, b *books.Books, log *slog.Logger) (stop func(), err error) {
	worker, err := b.Worker(ledger.SystemClock, log)
	if err != nil {
		return nil, err
	}
	lasting := context.WithoutCancel(ctx) // a signal lets them finish first
	if err := worker.Start(lasting); err != nil {
		return nil, err
	}
	// What a killed worker left goes on at once, not when its job is found to be stuck.
	if _, err := b.Statements.Resume(ctx); err != nil {
		log.Warn("resume statement runs", "error", err.Error())
	}
	if _, err := b.Finalizations.Resume(ctx); err != nil {
		log.Warn("resume batches of finalizations", "error", err.Error())
	}
	return func() {
		ending, cancel := context.WithTimeout(lasting, stopWork)
		defer cancel()
		if err := worker.Stop(ending); err != nil {
			log.Warn("stop the worker", "error", err.Error())
		}
	}, nil
}
