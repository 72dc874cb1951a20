// Package testdb gives each test a PostgreSQL database of its own, migrated and empty,
// on a server that the test's process starts once and takes with it when it ends.
package testdb

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"hefu/ledger/postgres"
)

// The users a test may connect as.
const (
	SuperUser = "hefu"     // owns the cluster; row-level security does not bind it
	AppUser   = "hefu_app" // what the product signs in as
)

const (
	template    = "tmpl"
	poolSize    = 4
	startTime   = 5 * time.Minute // the first process builds the template, the others wait for it
	dropTime    = time.Minute
	shutdownAsk = 10 * time.Second
)

// AfterEach runs when a test has ended and closed what it opened, before its database is
// dropped; url connects to it as SuperUser. The invariants of the books are checked here.
// t's own context has ended by then.
// Set it in an init function or in TestMain, not while tests run.
var AfterEach func(t testing.TB, url string)

// DB is the database of one test.
type DB struct {
	Name   string
	server *postgres.Server
}

// instance is what all tests of this process share.
type instance struct {
	dir    string // this process's folder under home
	server *postgres.Server
	admin  *pgxpool.Pool
	count  atomic.Int64
}

var shared = sync.OnceValues(func() (*instance, error) {
	ctx, cancel := context.WithTimeout(context.Background(), startTime)
	defer cancel()
	return startInstance(ctx)
})

// Open creates the test's database and drops it at the test's end, whoever is still
// connected. Without a usable PostgreSQL the test fails.
func Open(t testing.TB) *DB {
	t.Helper()
	in, err := shared()
	if err != nil {
		t.Fatalf("test database: %v", err)
	}
	db := &DB{Name: fmt.Sprintf("t%d", in.count.Add(1)), server: in.server}
	if _, err := in.admin.Exec(t.Context(), "create database "+db.Name+" template "+template+" strategy file_copy"); err != nil {
		t.Fatalf("create the test's database: %v", err)
	}
	t.Cleanup(func() {
		defer in.drop(t, db.Name) // also when AfterEach ends the test
		if AfterEach != nil {
			AfterEach(t, db.URL(SuperUser))
		}
	})
	return db
}

// URL returns the connection string for a user: SuperUser or AppUser.
func (db *DB) URL(user string) string { return db.server.URL(user, db.Name) }

// Pool opens a small pool and closes it at the test's end.
func (db *DB) Pool(t testing.TB, user string) *pgxpool.Pool {
	t.Helper()
	cfg, err := pgxpool.ParseConfig(db.URL(user))
	if err != nil {
		t.Fatal(err)
	}
	cfg.MaxConns = poolSize
	pool, err := pgxpool.NewWithConfig(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pool.Close)
	return pool
}

// drop removes a test's database.
func (in *instance) drop(t testing.TB, name string) {
	ctx, cancel := context.WithTimeout(context.Background(), dropTime) // the test's own context has ended
	defer cancel()
	if _, err := in.admin.Exec(ctx, "drop database "+name+" with (force)"); err != nil {
		t.Errorf("drop the test's database: %v", err)
	}
}
