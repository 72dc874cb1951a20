// Package books opens every service of the ledger over one database. It is the one door through which the audiences and the
// commands reach the domain.
package books

import (
	"context"

	"github.com/exaring/otelpgx"

	"hefu/ledger/allocation"
	"hefu/ledger/document"
	"hefu/ledger/internal/store"
	"hefu/ledger/party"
	"hefu/ledger/period"
)

// Books holds the services. Each asks permission itself; none keeps state between calls.
type Books struct {
	Parties     *party.Service
	Periods     *period.Service
	Documents   *document.Service
	Allocations *allocation.Service

	db *store.DB
}

// Options sizes the connection pools. Zero means the default.
type Options struct {
	MaxConns int32 // of each of the three pools
	Tracing  bool  // a span for each statement
}

// Open connects to url, which signs in as hefu_app, and opens the services. It refuses a database that is not migrated, and
// one whose roles could pass row-level security. The caller closes it.
func Open(ctx context.Context, url string, options Options) (*Books, error) {
	settings := store.Options{MaxConns: options.MaxConns}
	if options.Tracing {
		settings.Tracer = otelpgx.NewTracer(otelpgx.WithDisableQuerySpanNamePrefix())
	}
	db, err := store.Open(ctx, url, settings)
	if err != nil {
		return nil, err
	}
	return New(db), nil
}

// New opens the services over a database that is already open.
func New(db *store.DB) *Books {
	return &Books{
		Parties: party.Open(db), Periods: period.Open(db), Documents: document.Open(db), Allocations: allocation.Open(db), db: db,
	}
}

// DB is passed on to the rooms that open themselves over it: ledger/web and the jobs. Nobody outside the ledger can use it.
func (b *Books) DB() *store.DB { return b.db }

// Ping answers when the database does.
func (b *Books) Ping(ctx context.Context) error { return b.db.Ping(ctx) }

// Close ends all connections.
func (b *Books) Close() { b.db.Close() }
