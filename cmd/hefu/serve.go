package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"time"

	"hefu/frontend"
	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/matching"
	takers "hefu/ledger/provider"
	"hefu/ledger/web"
)

type serveCommand struct {
	logging  `embed:""`
	database `embed:""`
	site     `embed:""`
	mailing  `embed:""`
	paying   `embed:""`
	signing  `embed:""`

	Worker string `env:"HEFU_WORKER" enum:"auto,on,off" default:"auto" help:"Do background work in the same process: ${enum}. auto does so in development."`

	Demo bool `env:"HEFU_DEMO" help:"Load the demo data first, unless they are there. Not in production."`

	Portal     provider `embed:"" prefix:"portal-oidc-" envprefix:"HEFU_PORTAL_OIDC_" group:"Customers' sign-in"`
	Backoffice provider `embed:"" prefix:"backoffice-oidc-" envprefix:"HEFU_BACKOFFICE_OIDC_" group:"Staff's sign-in"`
}

const (
	drainTime  = 6 * time.Second // of the fifteen that a deployment grants; the database stops within the rest
	sweepEvery = 10 * time.Minute
)

// Run serves until a signal comes, then lets the requests under way finish.
func (c *serveCommand) Run(ctx context.Context, to console) error {
	base, err := c.base()
	if err != nil {
		return err
	}
	if err := errors.Join(c.readFile(), c.Portal.readSecret(), c.Backoffice.readSecret()); err != nil {
		return err
	}
	if c.production() {
		if err := c.missing(base); err != nil {
			return err
		}
	}
	log := c.logger(to)
	db, err := c.open(ctx, log, to)
	if err != nil {
		return err
	}
	defer db.close(ctx, log)
	if err := db.prepare(ctx, log); err != nil {
		return err
	}
	tracing, stopTraces, err := startTraces(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = stopTraces(context.WithoutCancel(ctx)) }()
	files, err := c.files()
	if err != nil {
		return err
	}
	links, err := c.links(base.String())
	if err != nil {
		return err
	}
	if links.Keys == nil {
		log.Warn("HEFU_SECRET is not set: no links to statements can be made")
	}
	options := books.Options{Tracing: tracing, Log: log, Links: links, Blobs: files, Matching: matching.Options{Samples: !c.production()}, FileRows: c.FileRows}
	if err := errors.Join(c.seal(&options), c.tell(&options, base, c.production(), log), c.pay(&options, base.String(), c.production()), c.ESign.open(base, c.production(), &options)); err != nil {
		return err
	}
	b, err := books.Open(ctx, db.appURL, options)
	if err != nil {
		return err
	}
	defer b.Close()
	if c.Demo && !c.production() {
		if err := loadDemo(ctx, b, to); err != nil {
			return err
		}
	}
	server, err := c.build(db, b, tracing, log)
	if err != nil {
		return err
	}
	stopMetrics, err := serveMetrics(ctx, c.Metrics, server.MetricsHandler(), log)
	if err != nil {
		return err
	}
	defer stopMetrics()
	if c.Worker == "on" || (c.Worker == "auto" && !c.production()) {
		stopWorker, err := startWorker(ctx, b, log)
		if err != nil {
			return err
		}
		defer stopWorker()
	}
	return c.serve(ctx, server, b, db, log, to)
}

// build puts the server together: guards and sessions from ledger/web, the routes of each audience from its own room.
func (c *serveCommand) build(db *opened, b *books.Books, tracing bool, log *slog.Logger) (*web.Server, error) {
	base, err := c.base()
	if err != nil {
		return nil, err
	}
	proxies, err := c.proxies()
	if err != nil {
		return nil, err
	}
	dist, err := fs.Sub(frontend.Dist, "dist")
	if err != nil {
		return nil, err
	}
	options := web.Options{
		DB: b.DB(), Links: b.Access, BaseURL: base, Hosts: c.Hosts, Origins: c.Origins, TrustedProxies: proxies, Dist: dist,
		Ready:       func(ctx context.Context) error { return errors.Join(b.Ping(ctx), db.pending(ctx), b.FilesReady(ctx)) },
		Sessions:    web.SessionLimits{Idle: c.SessionIdle, Lifetime: c.SessionLife, Fresh: c.SessionFresh},
		Rates:       web.RateLimits{Address: c.RateAddress, Account: c.RateAccount, SignIn: c.RateSignIn},
		Documents:   b.Finalizations,
		Development: !c.production(), Tracing: tracing, Version: version(), Log: log, Clock: ledger.SystemClock,
	}
	if options.DocumentRoots, err = documentRoots(c.DocumentRoots); err != nil {
		return nil, err
	}
	if err := addProviders(&options, b, c.Portal, c.Backoffice); err != nil {
		return nil, err
	}
	c.mount(&options, b, c.production())
	options.Mounts[takers.WebhookPath] = b.Payments.Webhook()
	c.ESign.mount(&options, b)
	server, err := web.New(options)
	if err != nil {
		return nil, err
	}
	register(server, b)
	return server, nil
}

func (c *serveCommand) serve(ctx context.Context, server *web.Server, b *books.Books, db *opened, log *slog.Logger, to console) error {
	base, err := c.base()
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.listen(base))
	if err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	log.Info("serving", "address", listener.Addr().String(), "base_url", base.String(), "mode", c.Mode, "version", version())
	if !c.production() {
		if err := announce(ctx, b, base.String(), to); err != nil {
			return err
		}
	}
	sweep := time.NewTicker(sweepEvery)
	defer sweep.Stop()
	for {
		select {
		case err := <-ended:
			return err
		case <-db.lost():
			return fmt.Errorf("the private PostgreSQL ended: %w", db.embedded.Err())
		case <-sweep.C:
			if err := web.Sweep(ctx, b.DB()); err != nil {
				log.Warn("sweep", "error", err.Error())
			}
		case <-ctx.Done():
			log.Info("stopping")
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
			defer cancel()
			return server.Shutdown(ctx)
		}
	}
}

// lost is closed when the private PostgreSQL could not be kept running; nil, which blocks for ever, without one.
func (o *opened) lost() <-chan struct{} {
	if o.embedded == nil {
		return nil
	}
	return o.embedded.Done()
}
