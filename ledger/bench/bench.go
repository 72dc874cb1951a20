// Package bench measures the product beside bare baselines that are taken in the same run, by turns: what the product does in one
// place, and the least that any program would have to do for the same rows or bytes in the other. It prints ratios of processor
// time and of wall time, because those hold on any machine; absolute figures stand beside a calibration of the machine.
// Ratios, rates and sizes are floating-point numbers here; no money is counted in this package.
package bench

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/postgres"
)

// Scale says how much is measured.
type Scale string

// The scales. Small is done within 90 seconds; full is what the goals are stated for and takes about ten minutes.
const (
	Small Scale = "small"
	Full  Scale = "full"
)

// Site is a running server; *web.Server is one.
type Site interface {
	Serve(listener net.Listener) error
	Shutdown(ctx context.Context) error
}

// Options say what to measure and with what.
type Options struct {
	Measures []string // names of Measures; none or "all" means every one
	Scale    Scale    // empty: small
	// Start brings up a private PostgreSQL below a folder, with the product's own settings. It is stopped and removed at the end.
	Start func(ctx context.Context, dir string) (*postgres.Server, error)
	// ScratchURL names a server to use instead, as a superuser: a database is made there and dropped at the end.
	ScratchURL string
	// Serve builds the whole product's server over the books. Nil leaves out what is measured through it.
	Serve func(b *books.Books, base *url.URL) (Site, error)
	// Driver is the command that runs Drive: this program again, so that making requests is not charged to answering them.
	Driver []string
	Clock  ledger.Clock // nil: the system's
	// Progress is told what is being done; nil tells nobody.
	Progress func(text string)
}

type measure struct {
	name string
	run  func(context.Context, *run) ([]Result, error)
}

var measures = []measure{
	{"posting", measurePosting}, {"import", measureImport}, {"statements", measureStatements}, {"aging", measureAging}, {"page", measurePage},
	{"pdf", measurePDF}, {"matching", measureMatching}, {"receipts", measureReceipts}, {"signing", measureSigning}, {"batch", measureBatch},
	{"lists", measureLists}, {"reports", measureReports},
}

// Measures are the names of what can be measured, in the order in which it is done.
func Measures() []string {
	var names []string
	for _, m := range measures {
		names = append(names, m.name)
	}
	return names
}

// Run measures and returns the figures, calibration first. What was measured before a failure is returned beside it.
func Run(ctx context.Context, options Options) (results []Result, err error) {
	chosen, err := choose(options.Measures)
	if err != nil {
		return nil, err
	}
	r, err := open(ctx, options)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.close(ctx)) }()
	r.say("calibrating the machine")
	if results, err = calibrate(ctx, r); err != nil {
		return results, fmt.Errorf("calibrate: %w", err)
	}
	for _, m := range chosen {
		found, err := m.run(ctx, r)
		results = append(results, found...)
		if err != nil {
			return results, fmt.Errorf("measure %s: %w", m.name, err)
		}
	}
	return results, nil
}

func choose(names []string) ([]measure, error) {
	if len(names) == 0 || slices.Contains(names, "all") {
		return measures, nil
	}
	var chosen []measure
	for _, m := range measures {
		if slices.Contains(names, m.name) {
			chosen = append(chosen, m)
		}
	}
	for _, name := range names {
		if !slices.Contains(Measures(), name) {
			return nil, fmt.Errorf("there is no measure %q; there are %v and all", name, Measures())
		}
	}
	return chosen, nil
}

// ErrMissed says that a goal was measured and not met.
var ErrMissed = errors.New("not every goal is met")

// Missed is ErrMissed when a result falls short of its goal.
func Missed(results []Result) error {
	for _, result := range results {
		if result.Met != nil && !*result.Met {
			return ErrMissed
		}
	}
	return nil
}
