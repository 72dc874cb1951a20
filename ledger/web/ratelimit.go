package web

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// RateLimits are requests a minute; zero sets no limit.
type RateLimits struct {
	Address int // of one network address, whoever is behind it
	Account int // of one signed-in person
	SignIn  int // sign-ins begun or ended from one address
}

// limiter counts in PostgreSQL, so that several nodes count together and a restart forgets nothing. A process takes hits in
// blocks, so that a busy caller costs one statement in ten requests; the limit is exact to one block for each process.
type limiter struct {
	db     *store.DB
	clock  ledger.Clock
	mutex  sync.Mutex
	minute time.Time
	leases map[string]*lease
}

type lease struct {
	left    int
	refused bool
}

const (
	blockSize = 10
	// leaseCap bounds memory when very many callers come within a minute; beyond it every hit asks the database.
	leaseCap = 20_000
)

func newLimiter(db *store.DB, clock ledger.Clock) *limiter {
	return &limiter{db: db, clock: clock, leases: map[string]*lease{}}
}

// allow counts one hit of key and tells whether it stays within limit hits a minute.
func (l *limiter) allow(ctx context.Context, key string, limit int) (bool, error) {
	if limit <= 0 || l.db == nil {
		return true, nil
	}
	block := min(blockSize, max(1, limit/20))
	if decided, allowed := l.local(key); decided {
		return allowed, nil
	}
	total, err := l.count(ctx, key, block)
	if err != nil {
		return false, err
	}
	allowed := total-block < limit
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if len(l.leases) < leaseCap {
		l.leases[key] = &lease{left: min(block, limit-total+block) - 1, refused: !allowed}
	}
	return allowed, nil
}

// local decides from what this process has already taken in this minute.
func (l *limiter) local(key string) (decided, allowed bool) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if minute := l.clock().Truncate(time.Minute); minute != l.minute {
		l.minute = minute
		clear(l.leases)
	}
	held, ok := l.leases[key]
	switch {
	case !ok:
		return false, false
	case held.refused:
		return true, false
	case held.left > 0:
		held.left--
		return true, true
	}
	return false, false
}

// The table is unlogged and holds a few minutes; the database's clock names the minute for all nodes.
const countHits = `
INSERT INTO rate_limits (key, bucket, hits) VALUES ($1, date_trunc('minute', now()), $2)
ON CONFLICT (key, bucket) DO UPDATE SET hits = rate_limits.hits + excluded.hits
RETURNING hits`

func (l *limiter) count(ctx context.Context, key string, block int) (int, error) {
	counted, _, err := store.ReadAlone[struct{ Hits int }](ctx, l.db, countHits, key, block)
	return counted.Hits, err
}

// nobody is the worker role before anybody is known: it sees sessions and counters and, without an organization, no books.
var nobody = ledger.Actor{Audience: ledger.System, Name: "web", Subject: "system:web", Locale: chinese}

// limitByAddress stands before the session, so that guessing tokens is limited too. Pages and their files are not counted.
func (s *Server) limitByAddress(c *fiber.Ctx) error {
	path := c.Path()
	if !strings.HasPrefix(path, "/api/") && !strings.HasPrefix(path, "/auth/") {
		return c.Next()
	}
	r := requestOf(c.UserContext())
	key, limit := "address:"+neighbourhood(r.address), s.options.Rates.Address
	if strings.HasPrefix(path, "/auth/") {
		key, limit = "sign-in:"+neighbourhood(r.address), s.options.Rates.SignIn
	}
	return s.limit(c, key, limit)
}

func (s *Server) limitByAccount(c *fiber.Ctx) error {
	r := requestOf(c.UserContext())
	if r.session.byToken() { // a busy program does not lock out the person it acts for
		return s.limit(c, "token:"+r.session.bearer.ID.String(), s.options.Rates.Account)
	}
	return s.limit(c, "account:"+r.session.PersonID.String(), s.options.Rates.Account)
}

func (s *Server) limit(c *fiber.Ctx, key string, limit int) error {
	ctx, cancel := context.WithTimeout(c.UserContext(), requestDeadline)
	defer cancel()
	allowed, err := s.limiter.allow(ctx, key, limit)
	if err != nil {
		return err
	}
	if !allowed {
		return ledger.E("too_many_requests")
	}
	return c.Next()
}
