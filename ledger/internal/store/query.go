package store

import (
	"context"
	"errors"
	"iter"
	"strconv"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"hefu/ledger"
)

// Querier is a transaction as the functions below see it.
type Querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
}

// Handle gives the job library and COPY the transaction underneath.
func (tx *Tx) Handle(ctx context.Context) (pgx.Tx, error) {
	err := tx.start(ctx, nil)
	return tx.pgx, err
}

// ask runs one query, the first of a transaction in the round trip that begins it.
func (tx *Tx) ask(ctx context.Context, sql string, args []any, read func(pgx.Rows) error) error {
	if tx.pgx == nil {
		var b Batch
		b.batch.Queue(sql, args...).Query(read)
		return tx.start(ctx, &b)
	}
	rows, err := tx.pgx.Query(ctx, sql, args...)
	if err != nil {
		return err
	}
	return read(rows)
}

// Exec runs a statement and tells how many rows it touched.
func Exec(ctx context.Context, tx *Tx, sql string, args ...any) (touched int64, err error) {
	if tx.pgx == nil {
		var b Batch
		b.batch.Queue(sql, args...).Exec(func(tag pgconn.CommandTag) error {
			touched = tag.RowsAffected()
			return nil
		})
		return touched, tx.start(ctx, &b)
	}
	tag, err := tx.pgx.Exec(ctx, sql, args...)
	return tag.RowsAffected(), err
}

// Rows reads every row into a T, column by column in the order of its fields.
func Rows[T any](ctx context.Context, tx *Tx, sql string, args ...any) (all []T, err error) {
	err = tx.ask(ctx, sql, args, func(rows pgx.Rows) (err error) {
		all, err = collect[T](rows)
		return err
	})
	return all, err
}

// Values reads a single column.
func Values[T any](ctx context.Context, tx *Tx, sql string, args ...any) (all []T, err error) {
	err = tx.ask(ctx, sql, args, func(rows pgx.Rows) (err error) {
		all, err = pgx.CollectRows(rows, pgx.RowTo[T])
		return err
	})
	return all, err
}

// Row reads exactly one row; found is false when there is none.
func Row[T any](ctx context.Context, tx *Tx, sql string, args ...any) (row T, found bool, err error) {
	err = tx.ask(ctx, sql, args, func(rows pgx.Rows) (err error) {
		row, found, err = atMostOne(rows, pgx.RowToStructByPos[T])
		return err
	})
	return row, found, err
}

// Value reads one column of at most one row.
func Value[T any](ctx context.Context, tx *Tx, sql string, args ...any) (value T, found bool, err error) {
	err = tx.ask(ctx, sql, args, func(rows pgx.Rows) (err error) {
		value, found, err = atMostOne(rows, pgx.RowTo[T])
		return err
	})
	return value, found, err
}

func atMostOne[T any](rows pgx.Rows, read pgx.RowToFunc[T]) (value T, found bool, err error) {
	value, err = pgx.CollectOneRow(rows, read)
	if errors.Is(err, pgx.ErrNoRows) {
		return value, false, nil
	}
	return value, err == nil, err
}

// Each streams rows, for results too large to hold.
func Each[T any](ctx context.Context, tx *Tx, sql string, args ...any) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var zero T
		if err := tx.start(ctx, nil); err != nil {
			yield(zero, err)
			return
		}
		rows, err := tx.pgx.Query(ctx, sql, args...)
		if err != nil {
			yield(zero, err)
			return
		}
		defer rows.Close()
		var into T
		targets, shared := targetsOf(&into)
		for rows.Next() {
			forget(shared)
			err := rows.Scan(targets...)
			if !yield(into, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(zero, err)
		}
	}
}

// InParts reads the rows of a query part by part, so many at a time, through a cursor of that name, which ends with the transaction: between
// two parts anything else may be asked of it. A name stands for rows of one shape.
func InParts[T any](ctx context.Context, tx *Tx, name string, size int, sql string, args ...any) iter.Seq2[[]T, error] {
	return func(yield func([]T, error) bool) {
		cursor := pgx.Identifier{name}.Sanitize()
		if _, err := Exec(ctx, tx, "DECLARE "+cursor+" NO SCROLL CURSOR FOR "+sql, args...); err != nil {
			yield(nil, err)
			return
		}
		for {
			part, err := Rows[T](ctx, tx, "FETCH FORWARD "+strconv.Itoa(size)+" FROM "+cursor)
			if (len(part) > 0 || err != nil) && !yield(part, err) || err != nil || len(part) < size {
				return
			}
		}
	}
}

// Batch collects statements that travel in one round trip, in order.
type Batch struct{ batch pgx.Batch }

// Do adds a statement whose result nobody reads.
func (b *Batch) Do(sql string, args ...any) { b.batch.Queue(sql, args...) }

// Read adds a query and reads its rows into dest once the batch has run.
func Read[T any](b *Batch, dest *[]T, sql string, args ...any) {
	b.batch.Queue(sql, args...).Query(func(rows pgx.Rows) error {
		var err error
		*dest, err = collect[T](rows)
		return err
	})
}

// ReadValues is Read for a single column.
func ReadValues[T any](b *Batch, dest *[]T, sql string, args ...any) {
	b.batch.Queue(sql, args...).Query(func(rows pgx.Rows) error {
		var err error
		*dest, err = pgx.CollectRows(rows, pgx.RowTo[T])
		return err
	})
}

// Send runs the batch; the first failure ends it.
func (tx *Tx) Send(ctx context.Context, b *Batch) error {
	if b.batch.Len() == 0 {
		return nil
	}
	if tx.pgx == nil {
		return tx.start(ctx, b)
	}
	return tx.pgx.SendBatch(ctx, &b.batch).Close()
}

// ReadAlone is one query of background work in one round trip, without transaction and without context: it sees only what the
// worker's policies show to everybody, such as sessions.
func ReadAlone[T any](ctx context.Context, db *DB, sql string, args ...any) (row T, found bool, err error) {
	err = db.retry(ctx, func() error {
		rows, err := db.Worker().Query(ctx, sql, args...)
		if err != nil {
			return err
		}
		row, err = pgx.CollectOneRow(rows, pgx.RowToStructByPos[T])
		if found = err == nil; errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		return err
	})
	return row, found, err
}

const setContext = `SELECT set_config('hefu.organization', $1, true), set_config('hefu.customer', $2, true), set_config('hefu.actor', $3, true), now()`

const setLinkContext = `SELECT set_config('hefu.statement', $1, true), set_config('hefu.verified', $2, true)`

// ReadOne is one query in the actor's context in one round trip: the batch is a transaction of its own, and the context ends with it.
// For what is read often and is one row; whatever needs more of one moment uses Read.
func ReadOne[T any](ctx context.Context, db *DB, actor ledger.Actor, sql string, args ...any) (row T, found bool, err error) {
	err = db.retry(ctx, func() error {
		var rows []T
		var b Batch
		b.Do(setContext, contextOf(actor)...)
		if !actor.LinkID.IsZero() {
			b.Do(setLinkContext, actor.StatementID.String(), verifiedText(actor))
		}
		Read(&b, &rows, sql, args...)
		if err := db.pools[actor.Audience].SendBatch(ctx, &b.batch).Close(); err != nil {
			return err
		}
		if found = len(rows) > 0; found {
			row = rows[0]
		}
		return nil
	})
	return row, found, err
}
