package bench

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"hefu/ledger"
)

// usage is what a piece of work took. Database is the processor time of every process of the PostgreSQL server.
type usage struct{ wall, program, database time.Duration }

func (u usage) cpu() time.Duration { return u.program + u.database }

// meter reads the clock and the processor time of this process and of the database server. Where the server's processes cannot
// be seen, on another machine or system, known is false and only this process counts.
type meter struct {
	clock      ledger.Clock
	postmaster int
	known      bool
}

func newMeter(ctx context.Context, clock ledger.Clock, pool *pgxpool.Pool) (meter, error) {
	m := meter{clock: clock}
	var backend int
	if err := pool.QueryRow(ctx, "SELECT pg_backend_pid()").Scan(&backend); err != nil {
		return m, err
	}
	m.postmaster, m.known = parentOf(backend)
	return m, nil
}

func (m meter) read() usage {
	now := usage{program: processTime()}
	if m.known {
		now.database = familyTime(m.postmaster)
	}
	return now
}

// work is what a round did: how many operations, and how long they took where the round knows better than the clock around it.
type work struct {
	operations int
	wall       time.Duration
}

// sample is one round.
type sample struct {
	usage
	operations int
}

func (m meter) measure(ctx context.Context, round func(context.Context) (work, error)) (sample, error) {
	begun, before := m.clock(), m.read()
	done, err := round(ctx)
	after, wall := m.read(), m.clock().Sub(begun)
	if done.wall > 0 {
		wall = done.wall
	}
	return sample{usage{wall, after.program - before.program, after.database - before.database}, done.operations}, err
}

// perOperation is the sample divided by its operations.
func (s sample) perOperation() usage {
	n := time.Duration(max(1, s.operations))
	return usage{s.wall / n, s.program / n, s.database / n}
}
