package store

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"hefu/ledger"
)

// Tx is one transaction in the context of one actor: only rows of its organization (and customer) exist in it.
type Tx struct {
	pgx   pgx.Tx
	Actor ledger.Actor
	now   time.Time
	audit []auditEntry
	after []func()

	readOnly bool
}

type auditEntry struct {
	customer ledger.ID
	action   string
	detail   string
}

// Write runs work in one transaction and commits it. It is run again, at most five times, when PostgreSQL breaks a deadlock
// or a serialization conflict; work must therefore have no effect outside the transaction.
func (db *DB) Write(ctx context.Context, actor ledger.Actor, work func(context.Context, *Tx) error) error {
	return db.retry(ctx, func() error { return db.once(ctx, actor, beginWrite, work) })
}

// Read is Write for work that changes nothing; all of it sees one moment.
func (db *DB) Read(ctx context.Context, actor ledger.Actor, work func(context.Context, *Tx) error) error {
	return db.retry(ctx, func() error {
		return db.once(ctx, actor, beginRead, work)
	})
}

const (
	beginWrite = "begin"
	beginRead  = "begin isolation level repeatable read read only"
)

func (db *DB) retry(ctx context.Context, once func() error) error {
	for attempt := 1; ; attempt++ {
		err := once()
		var refused *pgconn.PgError
		if attempt == 5 || !errors.As(err, &refused) || (refused.Code != "40001" && refused.Code != "40P01") {
			return mapError(err)
		}
		pause := time.NewTimer(time.Duration(rand.Int64N(int64(10*time.Millisecond) << attempt)))
		select {
		case <-ctx.Done():
			pause.Stop()
			return mapError(ctx.Err())
		case <-pause.C:
		}
	}
}

func (db *DB) once(ctx context.Context, actor ledger.Actor, begin string, work func(context.Context, *Tx) error) error {
	pool := db.pools[actor.Audience]
	handle, err := pool.BeginTx(ctx, pgx.TxOptions{BeginQuery: begin + contextOf(actor)})
	if err != nil {
		return err
	}
	tx := &Tx{pgx: handle, Actor: actor, readOnly: begin == beginRead}
	defer func() { _ = handle.Rollback(context.WithoutCancel(ctx)) }()
	if err := tx.holdLink(ctx); err != nil {
		return err
	}
	if err := work(ctx, tx); err != nil {
		return err
	}
	if err := tx.flushAudit(ctx); err != nil {
		return err
	}
	if err := tx.completeRequests(ctx); err != nil {
		return err
	}
	if err := handle.Commit(ctx); err != nil {
		return err
	}
	for _, effect := range tx.after {
		effect()
	}
	return nil
}

// contextOf sets who acts for this transaction only. The values are ids in canonical form, so nothing of a caller's text
// reaches the simple protocol.
func contextOf(actor ledger.Actor) string {
	var sql strings.Builder
	for name, id := range map[string]ledger.ID{"organization": actor.OrganizationID, "customer": actor.CustomerID, "actor": actor.PersonID} {
		sql.WriteString("; set local hefu." + name + " = '" + id.String() + "'")
	}
	if !actor.LinkID.IsZero() {
		sql.WriteString("; set local hefu.statement = '" + actor.StatementID.String() + "'; set local hefu.verified = '" + verifiedText(actor) + "'")
	}
	return sql.String()
}

func verifiedText(actor ledger.Actor) string {
	if actor.Verified {
		return "on"
	}
	return "off"
}

// holdLink makes sure that whoever came by a link still may, and keeps it so until the transaction ends: an end of the link waits
// for what is under way, and what begins after it is refused (I23).
func (tx *Tx) holdLink(ctx context.Context) error {
	if tx.Actor.LinkID.IsZero() || tx.readOnly {
		return nil
	}
	held, err := tx.pgx.Exec(ctx, "UPDATE access_links SET used_at = clock_timestamp() WHERE id = $1 AND statement_id = $2 AND revoked_at IS NULL AND expires_at > clock_timestamp()",
		tx.Actor.LinkID, tx.Actor.StatementID)
	if err == nil && held.RowsAffected() == 0 {
		err = ledger.E("link_expired")
	}
	return err
}

// Now is the database's clock, the same for the whole transaction.
func (tx *Tx) Now(ctx context.Context) (time.Time, error) {
	if tx.now.IsZero() {
		if err := tx.pgx.QueryRow(ctx, "SELECT now()").Scan(&tx.now); err != nil {
			return time.Time{}, err
		}
		tx.now = tx.now.UTC()
	}
	return tx.now, nil
}

// Audit adds a row to the chained audit log; it is written last, just before commit. detail becomes JSON: what was before and
// after, with money as text.
func (tx *Tx) Audit(customer ledger.ID, action string, detail any) {
	text, err := json.Marshal(detail)
	if err != nil {
		text = []byte(`"unreadable"`)
	}
	tx.audit = append(tx.audit, auditEntry{customer: customer, action: action, detail: string(text)})
}

// AfterCommit runs effect once the transaction has committed; for waking things up, never for work that must happen.
func (tx *Tx) AfterCommit(effect func()) { tx.after = append(tx.after, effect) }

func (tx *Tx) flushAudit(ctx context.Context) error {
	for len(tx.audit) > 0 {
		customer := tx.audit[0].customer
		var actions, details []string
		for len(tx.audit) > 0 && tx.audit[0].customer == customer {
			actions = append(actions, tx.audit[0].action)
			details = append(details, tx.audit[0].detail)
			tx.audit = tx.audit[1:]
		}
		_, err := tx.pgx.Exec(ctx, "SELECT audit_append($1, $2, $3, $4, $5)",
			tx.Actor.OrganizationID, customer, auditName(tx.Actor), actions, details)
		if err != nil {
			return err
		}
	}
	return nil
}

// completeRequests marks the requests that this transaction does the work of, so that their keys tell the truth after any crash.
func (tx *Tx) completeRequests(ctx context.Context) error {
	if len(tx.Actor.Requests) == 0 || tx.readOnly {
		return nil
	}
	_, err := tx.pgx.Exec(ctx, "UPDATE idempotency_keys SET committed_at = now() WHERE actor_id = $1 AND key = ANY ($2)", tx.Actor.PersonID, tx.Actor.Requests)
	return err
}

// auditName is who and from where.
func auditName(actor ledger.Actor) string {
	if actor.Address == "" {
		return actor.Subject
	}
	return actor.Subject + " @ " + actor.Address
}
