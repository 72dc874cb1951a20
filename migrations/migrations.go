// Package migrations brings a database forward: the SQL files of this folder through goose, then River's own tables.
// Migrations go forward only; a released file is never edited.
package migrations

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
)

// Files holds every migration, in order of its number.
//
//go:embed [0-9]*.sql
var Files embed.FS

// RiverSchema is where the job tables live.
const RiverSchema = "river"

// versionsPath is where goose keeps its table of versions. Left to the server it would be looked for in the schema that bears
// the user's name as soon as there is one, and a superuser called hefu would migrate everything a second time.
const versionsPath = "public"

// Up applies what is missing to the database at url and returns how many files it applied.
// The user of url must be a superuser, or own the database and have CREATEROLE. Safe to run from several nodes at once.
func Up(ctx context.Context, url string) (int, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return 0, fmt.Errorf("read the database address: %w", err)
	}
	config.RuntimeParams["search_path"] = versionsPath
	db := stdlib.OpenDB(*config)
	defer db.Close()
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return 0, err
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, db, Files, goose.WithSessionLocker(locker))
	if err != nil {
		return 0, err
	}
	results, err := provider.Up(ctx)
	if err != nil {
		return 0, fmt.Errorf("migrate: %w", err)
	}
	if err := river(ctx, url, db); err != nil {
		return 0, fmt.Errorf("migrate the job tables: %w", err)
	}
	return len(results), nil
}

// river applies the job library's own migrations and lets the worker and back-office roles use its tables.
func river(ctx context.Context, url string, db *sql.DB) error {
	pool, err := pgxpool.New(ctx, url)
	if err != nil {
		return err
	}
	defer pool.Close()
	migrator, err := rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Schema: RiverSchema})
	if err != nil {
		return err
	}
	if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, `
		GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA river TO hefu_worker;
		GRANT SELECT, INSERT, UPDATE ON river.river_job TO hefu_backoffice;
		GRANT INSERT ON river.river_job TO hefu_owner; -- the trigger behind events
		GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA river TO hefu_worker, hefu_backoffice, hefu_owner`)
	return err
}

// Pending tells how many files are not applied yet; serve refuses to start while there are any.
func Pending(ctx context.Context, url string) (int, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return 0, fmt.Errorf("read the database address: %w", err)
	}
	config.RuntimeParams["search_path"] = versionsPath
	db := stdlib.OpenDB(*config)
	defer db.Close()
	var applied int64
	row := db.QueryRowContext(ctx, `SELECT count(DISTINCT version_id) FROM goose_db_version WHERE is_applied AND version_id > 0`)
	if err := row.Scan(&applied); err != nil {
		var refused *pgconn.ConnectError
		if errors.As(err, &refused) {
			return 0, fmt.Errorf("reach the database: %w", err)
		}
		return 0, fmt.Errorf("the database is not migrated yet; run 'hefu migrate': %w", err)
	}
	entries, err := Files.ReadDir(".")
	if err != nil {
		return 0, err
	}
	return len(entries) - int(applied), nil
}
