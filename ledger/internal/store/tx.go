package store

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"hefu/ledger"
)

// Tx is one transaction in the context of one actor: only rows of its organization (and customer) exist in it.
// It begins with its first statement and in the same round trip, and commits together with what is written last.
type Tx struct {
	conn  *pgxpool.Conn
	begin string
	pgx   pgx.Tx // nil until it has begun
	Actor ledger.Actor
	now   time.Time
	audit []auditEntry
	said  []said
	last  *Batch
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
	conn, err := db.pools[actor.Audience].Acquire(ctx)
	if err != nil {
		return err
	}
	tx := &Tx{conn: conn, begin: begin, Actor: actor, readOnly: begin == beginRead}
	defer tx.release(context.WithoutCancel(ctx))
	if err := tx.holdLink(ctx); err != nil {
		return err
	}
	if err := work(ctx, tx); err != nil {
		return err
	}
	if err := tx.finish(ctx); err != nil {
		return err
	}
	for _, effect := range tx.after {
		effect()
	}
	return nil
}

// finish sends what goes last, the audit rows and the commit in one round trip.
func (tx *Tx) finish(ctx context.Context) error {
	var b Batch
	if tx.last != nil {
		b.batch.QueuedQueries = tx.last.batch.QueuedQueries
	}
	tx.queueAudit(&b)
	tx.queueRequests(&b)
	if tx.pgx == nil && b.batch.Len() == 0 {
		return nil // nothing was asked of the database
	}
	if b.batch.Len() == 0 {
		return tx.pgx.Commit(ctx)
	}
	b.batch.Queue("commit").Exec(func(done pgconn.CommandTag) error {
		if done.String() != "COMMIT" {
			return pgx.ErrTxCommitRollback
		}
		return nil
	})
	return tx.Send(ctx, &b)
}

// release takes back what has not been committed and gives the connection back.
func (tx *Tx) release(ctx context.Context) {
	if tx.pgx != nil && tx.conn.Conn().PgConn().TxStatus() != 'I' {
		_ = tx.pgx.Rollback(ctx)
	}
	tx.conn.Release()
}

// start begins the transaction in the actor's context, if it has not begun, and sends the statements of b with it.
func (tx *Tx) start(ctx context.Context, b *Batch) error {
	if tx.pgx != nil {
		return nil
	}
	var whole pgx.Batch
	whole.BeginTx(pgx.TxOptions{BeginQuery: tx.begin})
	whole.Queue(setContext, contextOf(tx.Actor)...).QueryRow(func(row pgx.Row) error { return row.Scan(nil, nil, nil, &tx.now) })
	if !tx.Actor.LinkID.IsZero() {
		whole.Queue(setLinkContext, tx.Actor.StatementID.String(), verifiedText(tx.Actor))
	}
	if b != nil {
		whole.QueuedQueries = append(whole.QueuedQueries, b.batch.QueuedQueries...)
	}
	results := tx.conn.SendBatch(ctx, &whole)
	tx.pgx = results.Tx()
	err := results.Close()
	tx.now = tx.now.UTC()
	return err
}

// contextOf is who acts, for this transaction only.
func contextOf(actor ledger.Actor) []any {
	return []any{actor.OrganizationID.String(), actor.CustomerID.String(), actor.PersonID.String()}
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
	held, err := Exec(ctx, tx, "UPDATE access_links SET used_at = clock_timestamp() WHERE id = $1 AND statement_id = $2 AND revoked_at IS NULL AND expires_at > clock_timestamp()",
		tx.Actor.LinkID, tx.Actor.StatementID)
	if err == nil && held == 0 {
		err = ledger.E("link_expired")
	}
	return err
}

// Now is the database's clock, the same for the whole transaction.
func (tx *Tx) Now(ctx context.Context) (time.Time, error) {
	if err := tx.start(ctx, nil); err != nil {
		return time.Time{}, err
	}
	return tx.now, nil
}

// Audit adds a row to the chained audit log; it is written last, just before commit. detail becomes JSON: what was before and
// after, with money as text. People's names and addresses in it are only committed to, and kept beside the log: see Told.
func (tx *Tx) Audit(customer ledger.ID, action string, detail any) {
	text, err := json.Marshal(detail)
	if err != nil {
		text = []byte(`"unreadable"`)
	}
	if person := tx.Actor.ActsFor; !person.IsZero() && len(text) > 2 && text[0] == '{' { // of a stand-in
		text = append([]byte(`{"acts_for":"`+person.String()+`",`), text[1:]...)
	}
	tx.audit = append(tx.audit, auditEntry{customer: customer, action: action, detail: tx.commitPersons(action, string(text))})
}

// AuditAs adds an audit row to the end of a batch, whose detail the database completes: an expression of SQL over args, the first
// of which is $5.
func (tx *Tx) AuditAs(b *Batch, customer ledger.ID, action, detail string, args ...any) {
	b.Do("SELECT audit_append($1, $2, $3, ARRAY[$4], ARRAY["+detail+"])",
		append([]any{tx.Actor.OrganizationID, customer, auditName(tx.Actor), action}, args...)...)
}

// Last sends b together with the audit rows and the commit, when work has returned without an error. What b reads is there after
// the commit; nothing else may be asked of the transaction then.
func (tx *Tx) Last(b *Batch) { tx.last = b }

// AfterCommit runs effect once the transaction has committed; for waking things up, never for work that must happen.
func (tx *Tx) AfterCommit(effect func()) { tx.after = append(tx.after, effect) }

const appendAudit = `SELECT audit_append($1, $2, $3, $4, $5)`

func (tx *Tx) queueAudit(b *Batch) {
	tx.queueSaid(b)
	for len(tx.audit) > 0 {
		customer := tx.audit[0].customer
		var actions, details []string
		for len(tx.audit) > 0 && tx.audit[0].customer == customer {
			actions = append(actions, tx.audit[0].action)
			details = append(details, tx.audit[0].detail)
			tx.audit = tx.audit[1:]
		}
		b.Do(appendAudit, tx.Actor.OrganizationID, customer, auditName(tx.Actor), actions, details)
	}
}

// queueRequests marks the requests that this transaction does the work of, so that their keys tell the truth after any crash.
func (tx *Tx) queueRequests(b *Batch) {
	if len(tx.Actor.Requests) > 0 && !tx.readOnly {
		b.Do("UPDATE idempotency_keys SET committed_at = now() WHERE actor_id = $1 AND key = ANY ($2)", tx.Actor.PersonID, tx.Actor.Requests)
	}
}

// auditName is who and from where.
func auditName(actor ledger.Actor) string {
	if actor.Address == "" {
		return actor.Subject
	}
	return actor.Subject + " @ " + actor.Address
}
