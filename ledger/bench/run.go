package bench

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"hefu/ledger"
	"hefu/ledger/access"
	"hefu/ledger/blob"
	"hefu/ledger/books"
	"hefu/ledger/postgres"
	"hefu/migrations"
)

// run is one run of the benchmark: its database, opened as the product opens it and as the superuser, and its meter.
type run struct {
	Options
	meter   meter
	folder  string // temporary; the cluster lies in it
	server  *postgres.Server
	scratch string // name of the database to drop
	books   *books.Books
	admin   *pgxpool.Pool // superuser without the product's roles and search path
	bare    *pgxpool.Pool // what the baselines use: no role, no row-level security, the same number of connections
	big     *seller       // whose customers have many open items; nil when none has
}

const (
	connections = 8 // of the product's pools and of the baseline's
	stopTime    = 15 * time.Second
)

func open(ctx context.Context, options Options) (r *run, err error) {
	r = &run{Options: options}
	if r.Clock == nil {
		r.Clock = ledger.SystemClock
	}
	if r.Scale == "" {
		r.Scale = Small
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, r.close(ctx))
		}
	}()
	if r.folder, err = os.MkdirTemp("", "hefu-bench-"); err != nil {
		return r, err
	}
	if err = os.Chmod(r.folder, 0o755); err != nil { // the server's account passes through
		return r, err
	}
	admin, app, err := r.database(ctx)
	if err != nil {
		return r, err
	}
	if _, err = migrations.Up(ctx, admin); err != nil {
		return r, err
	}
	if r.admin, err = openPool(ctx, admin, "off"); err != nil {
		return r, err
	}
	if r.bare, err = openPool(ctx, admin, "on"); err != nil {
		return r, err
	}
	files, err := blob.OpenFolder(filepath.Join(r.folder, "blobs"))
	if err != nil {
		return r, err
	}
	if r.books, err = books.Open(ctx, app, books.Options{MaxConns: connections, Blobs: files, Links: access.Options{BaseURL: "https://bench.test", Keys: access.RandomKeys()}}); err != nil {
		return r, err
	}
	if r.meter, err = newMeter(ctx, r.Clock, r.admin); err != nil {
		return r, err
	}
	return r, r.mirror(ctx)
}

// database answers with the addresses of an empty database, for the superuser and for the product.
func (r *run) database(ctx context.Context) (admin, app string, err error) {
	if r.ScratchURL == "" {
		r.say("starting a private PostgreSQL")
		if r.server, err = r.Start(ctx, r.folder); err != nil {
			return "", "", err
		}
		return r.server.URL("hefu", "postgres"), r.server.URL("hefu_app", "postgres"), nil
	}
	there, err := url.Parse(r.ScratchURL)
	if err != nil {
		return "", "", errors.New("the address of the database is not of the form postgres://user@host/name")
	}
	name := fmt.Sprintf("hefu_bench_%d", os.Getpid())
	if err := r.execute(ctx, "CREATE DATABASE "+name); err != nil {
		return "", "", err
	}
	r.scratch = name
	there.Path = "/" + name
	// Every connection of the product takes one of its roles at once, whoever signed in.
	return there.String(), there.String(), nil
}

// execute runs one statement at the scratch server, outside the database that is measured.
func (r *run) execute(ctx context.Context, sql string) error {
	conn, err := pgx.Connect(ctx, r.ScratchURL)
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, sql)
	return errors.Join(err, conn.Close(ctx))
}

// openPool signs in as the superuser. Generic plans are what the product uses too, because its sets travel as arrays.
func openPool(ctx context.Context, address, generic string) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, err
	}
	config.MaxConns = connections
	config.ConnConfig.RuntimeParams["search_path"] = "pg_catalog"
	config.ConnConfig.RuntimeParams["timezone"] = "UTC"
	if generic == "on" {
		config.ConnConfig.RuntimeParams["plan_cache_mode"] = "force_generic_plan"
	}
	return pgxpool.NewWithConfig(ctx, config)
}

// close stops and removes everything that the run made, even when the run was cancelled.
func (r *run) close(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
	defer cancel()
	if r.books != nil {
		r.books.Close()
	}
	for _, pool := range []*pgxpool.Pool{r.admin, r.bare} {
		if pool != nil {
			pool.Close()
		}
	}
	var failed []error
	if r.scratch != "" {
		failed = append(failed, r.execute(ctx, "DROP DATABASE "+r.scratch+" WITH (FORCE)"))
	}
	if r.server != nil {
		failed = append(failed, r.server.Stop(ctx))
	}
	if r.folder != "" {
		failed = append(failed, os.RemoveAll(r.folder))
	}
	return errors.Join(failed...)
}

func (r *run) say(format string, values ...any) {
	if r.Progress != nil {
		r.Progress(strings.TrimSpace(fmt.Sprintf(format, values...)))
	}
}

// at picks a size by scale.
func (r *run) at(small, full int) int {
	if r.Scale == Full {
		return full
	}
	return small
}

// do runs statements as the superuser.
func (r *run) do(ctx context.Context, sql string, args ...any) error {
	_, err := r.admin.Exec(ctx, sql, args...)
	return err
}
