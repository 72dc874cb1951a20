package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"os"
	"slices"

	"hefu/ledger"
	"hefu/ledger/bench"
	"hefu/ledger/books"
	"hefu/ledger/postgres"
)

// driveMeasure is what the benchmark asks of a second process of this program: to make requests. Nobody types it.
const driveMeasure = "drive"

type benchCommand struct {
	output `embed:""`

	Measure     []string `arg:"" optional:"" help:"posting, import, statements, aging, page, pdf, matching, receipts, signing, batch, lists, reports or all (the default)."`
	Scale       string   `enum:"small,full" default:"small" help:"How much to measure: ${enum}. Full is what the goals are stated for, and takes some minutes."`
	DatabaseURL string   `name:"database-url" help:"A PostgreSQL server to use instead of a private one, as a superuser. The benchmark makes a database of its own there and drops it."`
	CacheDir    string   `env:"HEFU_CACHE_DIR" default:".cache" help:"Where the private PostgreSQL's programs are installed."`
	PostgresBin string   `env:"HEFU_POSTGRES_BIN" help:"Folder with the private PostgreSQL's programs, if not to be looked for."`
}

// Run measures the product beside bare baselines, prints the ratios, and fails when a goal is missed.
func (c *benchCommand) Run(ctx context.Context, to console) error {
	if slices.Equal(c.Measure, []string{driveMeasure}) {
		return bench.Drive(ctx, os.Stdin, to.out, ledger.SystemClock)
	}
	program, err := os.Executable()
	if err != nil {
		return err
	}
	log := slog.New(slog.DiscardHandler)
	results, err := bench.Run(ctx, bench.Options{
		Measures: c.Measure, Scale: bench.Scale(c.Scale), ScratchURL: c.DatabaseURL, Serve: benchServer,
		Driver: []string{program, "bench", driveMeasure},
		Start: func(ctx context.Context, dir string) (*postgres.Server, error) {
			place := database{DataDir: dir, CacheDir: c.CacheDir, PostgresBin: c.PostgresBin}
			return place.start(ctx, log, to)
		},
		Progress: func(text string) { fmt.Fprintln(to.err, text) },
	})
	if len(results) > 0 {
		var rows [][]string
		for _, result := range results {
			rows = append(rows, result.Row())
		}
		if failed := c.print(to, results, bench.Headings, rows); failed != nil && err == nil {
			err = failed
		}
	}
	if err != nil {
		return err
	}
	return bench.Missed(results)
}

// benchServer is the server as serve builds it, with its log written and thrown away. The rates are counted as ever, and so high
// that nothing is refused.
func benchServer(b *books.Books, base *url.URL) (bench.Site, error) {
	const plenty = 1 << 30
	serve := serveCommand{site: site{Mode: "development", BaseURL: base.String(), RateAddress: plenty, RateAccount: plenty, RateSignIn: plenty}}
	return serve.build(&opened{}, b, false, slog.New(slog.NewJSONHandler(io.Discard, nil)))
}
