package statement

import (
	"context"
	"encoding/hex"

	"hefu/ledger"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
)

// The row is locked by a query of its own: one that joined the version in force would wait for a revision under way and then find no
// row at all, since the new version is younger than its snapshot.
const holdStatement = `SELECT FROM statements WHERE id = $1 FOR UPDATE`

const readLocked = `
SELECT s.customer_id, s.version, s.state, v.sha256, v.line_count, s.currency, c.maker_checker
FROM statements s JOIN statement_versions v ON v.statement_id = s.id AND v.version = s.version JOIN customers c ON c.id = s.customer_id
WHERE s.id = $1`

// locked is a statement held by this transaction: answers, issue, revision and cancellation of one statement take turns.
type locked struct {
	CustomerID ledger.ID
	Version    int
	State      State
	SHA256     []byte
	LineCount  int
	Currency   string
	TwoPeople  bool // the customer's answers need a second person
}

func lock(ctx context.Context, tx *store.Tx, id ledger.ID) (locked, error) {
	if !tx.Actor.Reaches(id) {
		return locked{}, ledger.E("not_found")
	}
	var b store.Batch
	var rows []locked
	b.Do(holdStatement, id)
	store.Read(&b, &rows, readLocked, id)
	if err := tx.Send(ctx, &b); err != nil {
		return locked{}, err
	}
	if len(rows) == 0 {
		return locked{}, ledger.E("not_found")
	}
	return rows[0], nil
}

// lockLive is lock for an answer to exactly what was shown. Refused in this order: not_found, state_forbids for a statement that
// is not out with the customer, stale_version, content_changed when sha256 (in hex) is not the hash of that version.
func lockLive(ctx context.Context, tx *store.Tx, id ledger.ID, version int, sha256 string) (locked, error) {
	at, err := lock(ctx, tx, id)
	switch {
	case err != nil:
		return at, err
	case at.State == Draft || at.State == Cancelled:
		return at, ledger.E("state_forbids").With("state", at.State)
	case at.Version != version:
		return at, ledger.E("stale_version")
	case hex.EncodeToString(at.SHA256) != sha256:
		return at, ledger.E("content_changed")
	}
	return at, nil
}

// LockLive holds a statement that is to be answered until the transaction ends, and makes sure that the answer is to the version
// in force and to its bytes. Refused in this order: not_found, state_forbids, stale_version, content_changed.
func LockLive(ctx context.Context, tx *store.Tx, id ledger.ID, version int, sha256 string) error {
	_, err := lockLive(ctx, tx, id, version, sha256)
	return err
}

// The state follows from the answers: every line answered, and then no dispute open.
const settleStatement = `
WITH counts AS (
  SELECT s.id, s.state AS before, s.viewed_at, v.line_count,
    (SELECT count(*) FROM line_answers a WHERE a.statement_id = s.id) AS answered,
    (SELECT count(*) FROM disputes d WHERE d.statement_id = s.id AND d.state NOT IN ('resolved', 'withdrawn')) AS disputed
  FROM statements s JOIN statement_versions v ON v.statement_id = s.id AND v.version = s.version
  WHERE s.id = $1 AND s.state NOT IN ('draft', 'cancelled')
),
next AS (
  SELECT *, CASE WHEN answered >= line_count AND disputed = 0 THEN 'agreed' WHEN answered >= line_count THEN 'answered'
                 WHEN viewed_at IS NOT NULL THEN 'viewed' ELSE 'issued' END AS state FROM counts
)
UPDATE statements s SET state = n.state,
  answered_at = CASE WHEN n.state IN ('answered', 'agreed') THEN coalesce(s.answered_at, now()) END,
  agreed_at = CASE WHEN n.state = 'agreed' THEN coalesce(s.agreed_at, now()) END
FROM next n WHERE s.id = n.id AND s.state <> n.state
RETURNING s.customer_id, s.state`

// Settle brings a statement's state in line with its answers and disputes. Whoever answers a line or ends a dispute calls it last,
// in the same transaction. A draft or cancelled statement stays as it is.
func Settle(ctx context.Context, tx *store.Tx, id ledger.ID) error {
	moved, found, err := store.Row[struct {
		CustomerID ledger.ID
		State      State
	}](ctx, tx, settleStatement, id)
	if err != nil || !found || moved.State != Agreed {
		return err
	}
	return event.Record(ctx, tx, event.Event{Kind: event.StatementAgreed, CustomerID: moved.CustomerID, StatementID: id})
}
