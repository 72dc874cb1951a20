// Package postgres runs a private PostgreSQL as a child of this process: it finds
// the binaries, creates the cluster, starts and restarts the server, stops it.
// It knows nothing about schemas, roles or money, and never connects to the server.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"sync"
)

// Errors that a caller may want to tell apart; each comes wrapped with the path
// concerned and with what to do about it.
var (
	ErrInUse       = errors.New("the data directory is in use")
	ErrForeignData = errors.New("the data directory holds something this program did not finish making")
	ErrVersion     = errors.New("the data belong to another PostgreSQL version")
	ErrNotFound    = errors.New("no usable PostgreSQL found")
)

// Config says which cluster to run and with what.
type Config struct {
	// DataDir is the folder that this package owns: cluster, lock file and, where
	// needed, a copy of the binaries. It is created when missing.
	DataDir string
	// Binaries come from Find.
	Binaries Binaries
	// SuperUser is the database superuser made with the cluster; "hefu" when empty.
	SuperUser string
	// RunAs names the operating system account of the server when this process is
	// root; "nobody" when empty. An existing cluster keeps its owner.
	RunAs string
	// Settings override or extend the defaults of settings.go by name.
	Settings map[string]string
	// Log receives the server's own messages; nil drops them.
	Log *slog.Logger
}

// Server is a running PostgreSQL. When the child ends unasked it is started again
// under the same URL; Done closes when it is stopped or can't be kept running.
type Server struct {
	cfg     Config
	cluster string // absolute path of the cluster's files
	socket  string // directory of the unix socket
	account account
	log     *messages
	lock    *FileLock

	life  context.Context // ends with Stop
	end   context.CancelFunc
	hurry chan struct{} // closed when Stop's patience is over
	done  chan struct{}
	err   error // set before done closes

	stop sync.Once
}

// Start brings the cluster of cfg.DataDir up, creating it first when there is none.
// It returns when the server accepts connections. A server left behind by a killed
// process is stopped first; one that belongs to a living process gives ErrInUse.
// ctx bounds the start only: Stop ends the server.
func Start(ctx context.Context, cfg Config) (*Server, error) {
	dir, err := prepareDataDir(cfg.DataDir)
	if err != nil {
		return nil, err
	}
	cfg.DataDir = dir
	if cfg.SuperUser == "" {
		cfg.SuperUser = "hefu"
	}
	lock, err := TryLock(filepath.Join(dir, lockName))
	if err != nil {
		return nil, fmt.Errorf("start PostgreSQL on %s: %w", dir, err)
	}
	s, err := start(ctx, cfg, lock)
	if err != nil {
		lock.Release()
		return nil, fmt.Errorf("start PostgreSQL on %s: %w", dir, err)
	}
	return s, nil
}

// start does the work of Start under the lock.
func start(ctx context.Context, cfg Config, lock *FileLock) (*Server, error) {
	s := &Server{
		cfg: cfg, cluster: filepath.Join(cfg.DataDir, clusterName), lock: lock,
		log: &messages{to: cfg.Log}, hurry: make(chan struct{}), done: make(chan struct{}),
	}
	if err := StopLeftOver(ctx, cfg.DataDir); err != nil {
		return nil, err
	}
	var err error
	if s.account, err = chooseAccount(cfg, s.cluster); err != nil {
		return nil, err
	}
	if s.cfg.Binaries, err = reachableBinaries(cfg, s.account); err != nil {
		return nil, err
	}
	if err = s.ensureCluster(ctx); err != nil {
		return nil, err
	}
	if s.socket, err = socketDir(s.cluster, s.account); err != nil {
		return nil, err
	}
	s.life, s.end = context.WithCancel(context.WithoutCancel(ctx))
	first := make(chan error, 1)
	go s.watch(ctx, first)
	if err = <-first; err != nil {
		<-s.done
		s.end()
		s.removeSocketDir()
		return nil, err
	}
	return s, nil
}

// URL returns the connection string for a user and a database. The server listens
// on a unix socket that only its own account and root may open, so there is no password.
func (s *Server) URL(user, database string) string {
	q := url.Values{"host": {s.socket}, "port": {port}, "user": {user}, "sslmode": {"disable"}}
	return (&url.URL{Scheme: "postgres", Path: "/" + database, RawQuery: q.Encode()}).String()
}

// Major is the server's major version, such as 18.
func (s *Server) Major() int { return s.cfg.Binaries.Major }

// Done closes when the server has ended for good.
func (s *Server) Done() <-chan struct{} { return s.done }

// Err tells, once Done is closed, why the server could not be kept running; nil
// after Stop.
func (s *Server) Err() error {
	select {
	case <-s.done:
		return s.err
	default:
		return nil
	}
}

// Stop ends the server: sessions are cut, open transactions roll back, data are
// written out. When ctx ends first the server is ended hard, which loses nothing
// committed but makes the next start recover; that is returned as an error. A second
// call does nothing.
func (s *Server) Stop(ctx context.Context) (err error) {
	s.stop.Do(func() {
		s.end()
		select {
		case <-s.done:
		case <-ctx.Done():
			close(s.hurry)
			<-s.done
			err = fmt.Errorf("stop PostgreSQL: ended hard, the next start recovers: %w", ctx.Err())
		}
		s.removeSocketDir()
		s.lock.Release()
	})
	return err
}

// removeSocketDir removes the socket's folder where it is not the cluster itself.
func (s *Server) removeSocketDir() {
	if s.socket != s.cluster {
		_ = os.RemoveAll(s.socket) // a leftover is an empty folder in the temp directory
	}
}
