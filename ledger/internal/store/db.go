// Package store is the only room that speaks to PostgreSQL. It opens the pools, one for each database role, runs a domain
// method's transaction in the actor's row-level-security context, and turns the database's refusals into domain errors.
// The SQL itself stands beside the rule it serves, in the package of the noun.
package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"hefu/ledger"
)

// DB holds a pool for each audience. Every connection has given up its login's rights for one of the three roles.
type DB struct {
	pools map[ledger.Audience]*pgxpool.Pool
}

// Options sizes the pools. Zero means the default.
type Options struct {
	MaxConns int32         // of each pool; default 8: on two cores more make it slower
	Timeout  time.Duration // of a statement; default 5 s for the audiences, ten minutes for background work
	Tracer   pgx.QueryTracer
}

var roles = map[ledger.Audience]string{
	ledger.Portal:     "hefu_portal",
	ledger.Backoffice: "hefu_backoffice",
	ledger.System:     "hefu_worker",
}

// Open connects to url and refuses a database that is not migrated or whose roles could pass row-level security.
func Open(ctx context.Context, url string, options Options) (*DB, error) {
	if options.MaxConns == 0 {
		options.MaxConns = 8
	}
	if options.Timeout == 0 {
		options.Timeout = 5 * time.Second
	}
	db := &DB{pools: map[ledger.Audience]*pgxpool.Pool{}}
	for audience, role := range roles {
		pool, err := openPool(ctx, url, role, audience, options)
		if err != nil {
			db.Close()
			return nil, err
		}
		db.pools[audience] = pool
	}
	if err := db.checkRoles(ctx); err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

func openPool(ctx context.Context, url, role string, audience ledger.Audience, options Options) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("read the database address: %w", err)
	}
	timeout := options.Timeout
	if audience == ledger.System {
		timeout = 10 * time.Minute
	}
	config.MaxConns = options.MaxConns
	config.ConnConfig.Tracer = options.Tracer
	config.ConnConfig.ConnectTimeout = 5 * time.Second
	config.ConnConfig.RuntimeParams["application_name"] = "hefu " + role
	config.ConnConfig.RuntimeParams["search_path"] = "hefu"
	config.ConnConfig.RuntimeParams["timezone"] = "UTC"
	// Sets travel as arrays, whose length would make PostgreSQL plan every statement anew.
	config.ConnConfig.RuntimeParams["plan_cache_mode"] = "force_generic_plan"
	config.ConnConfig.RuntimeParams["statement_timeout"] = fmt.Sprint(timeout.Milliseconds())
	config.ConnConfig.RuntimeParams["lock_timeout"] = fmt.Sprint(timeout.Milliseconds())
	config.ConnConfig.RuntimeParams["idle_in_transaction_session_timeout"] = fmt.Sprint((30 * time.Second).Milliseconds())
	config.AfterConnect = func(ctx context.Context, conn *pgx.Conn) error {
		registerTypes(conn.TypeMap())
		_, err := conn.Exec(ctx, "SET ROLE "+role)
		return err
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	return pool, nil
}

// checkRoles makes sure that the policies hold for what this process may do.
func (db *DB) checkRoles(ctx context.Context) error {
	for audience, pool := range db.pools {
		var name string
		var above, owns bool
		err := pool.QueryRow(ctx, `
			SELECT r.rolname, r.rolsuper OR r.rolbypassrls, EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid)
			FROM pg_roles r WHERE r.rolname = current_user`).Scan(&name, &above, &owns)
		if err != nil {
			return fmt.Errorf("connect for the %s (is the database migrated?): %w", audience, err)
		}
		if above || owns {
			return fmt.Errorf("database role %s could pass row-level security; run 'hefu migrate' and connect as hefu_app", name)
		}
	}
	return nil
}

// Ping answers when the database does.
func (db *DB) Ping(ctx context.Context) error {
	return mapError(db.pools[ledger.System].Ping(ctx))
}

// Worker is the pool of background work, for the job library.
func (db *DB) Worker() *pgxpool.Pool { return db.pools[ledger.System] }

// Close ends all connections once they are idle.
func (db *DB) Close() {
	for _, pool := range db.pools {
		pool.Close()
	}
}
