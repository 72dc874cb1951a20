package dispute

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Reader is somebody who has read the thread, and when they last did.
type Reader struct {
	PersonID ledger.ID
	Side     string
	Name     string
	Message  ledger.ID // the last one they had before them
	At       time.Time
}

const readReaders = `
SELECT r.person_id, r.side, r.name, r.message_id, r.seen_at FROM dispute_reads r WHERE r.dispute_id = $1 ORDER BY r.seen_at`

// mark moves forward only: an older page that is still open does not make a thread unread again.
const mark = `
INSERT INTO dispute_reads (dispute_id, person_id, organization_id, customer_id, side, name, message_id)
SELECT d.id, $3, d.organization_id, d.customer_id, $4, $5, m.id
FROM disputes d JOIN customers c ON c.id = d.customer_id JOIN dispute_messages m ON m.dispute_id = d.id AND m.id = $2
WHERE d.id = $1 AND ($6::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($6))) AND ($7::uuid IS NULL OR d.statement_id = $7)
ON CONFLICT (dispute_id, person_id) DO UPDATE SET message_id = excluded.message_id, name = excluded.name, seen_at = clock_timestamp()
WHERE dispute_reads.message_id < excluded.message_id`

// MarkRead records that the actor has read the thread up to a message of it. Needs SeeStatements of a customer and AnswerDisputes of
// staff: who only looks on leaves no trace. Refused: not_found for a dispute or message that is not the actor's to see.
func (s *Service) MarkRead(ctx context.Context, actor ledger.Actor, id, message ledger.ID) error {
	side, permission := "staff", ledger.AnswerDisputes
	if actor.Audience == ledger.Portal {
		side, permission = "customer", ledger.SeeStatements
	}
	if err := actor.Require(permission); err != nil {
		return err
	}
	if !actor.LinkID.IsZero() && !actor.Verified {
		return ledger.E("link_code_required") // nobody leaves a mark in another's name
	}
	var salesperson ledger.ID
	if actor.OwnCustomersOnly() {
		salesperson = actor.PersonID
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		marked, err := store.Exec(ctx, tx, mark, id, message, actor.PersonID, side, actor.Name, salesperson, actor.StatementID)
		if err != nil || marked == 1 {
			return err
		}
		_, known, err := store.Value[int](ctx, tx, `SELECT 1 FROM dispute_reads WHERE dispute_id = $1 AND person_id = $2 AND message_id >= $3`, id, actor.PersonID, message)
		if err == nil && !known {
			return ledger.E("not_found")
		}
		return err
	})
}

// unreadIn counts what others wrote since the actor ($1) last read the thread of d: the other side, and colleagues' notes. A thread that
// has ended and was never read is not counted, or whoever joins would begin with hundreds.
const unreadIn = `
(SELECT count(*) FROM dispute_messages m LEFT JOIN dispute_reads mine ON mine.dispute_id = d.id AND mine.person_id = $1
 WHERE m.dispute_id = d.id AND m.author_id <> $1 AND m.kind <> 'assigned' AND (m.internal OR m.side <> '%SIDE%') AND m.id > coalesce(mine.message_id, '00000000-0000-0000-0000-000000000000')
   AND (mine.message_id IS NOT NULL OR d.state NOT IN ('resolved', 'withdrawn')))`

// Unread counts the disputes in which something was written that the actor has not read: a customer's all, of staff those that are
// assigned to them, that they have read before, or in which a note names them. Needs SeeStatements.
func (s *Service) Unread(ctx context.Context, actor ledger.Actor) (int, error) {
	if err := actor.Require(ledger.SeeStatements); err != nil {
		return 0, err
	}
	sql, args := scoped("SELECT count(*) FROM disputes d JOIN customers c ON c.id = d.customer_id WHERE "+concerns(actor)+" AND "+unreadFor(actor)+" > 0", actor)
	if !actor.LinkID.IsZero() {
		sql, args = sql+" AND d.statement_id = $2", append(args, actor.StatementID)
	}
	found, _, err := store.ReadOne[struct{ N int }](ctx, s.db, actor, sql, args...)
	return found.N, err
}

// concerns narrows to the disputes whose news are the actor's business.
func concerns(actor ledger.Actor) string {
	switch {
	case actor.Audience == ledger.Portal:
		return "true"
	case !actor.May(ledger.AnswerDisputes):
		return "false"
	}
	return "(d.assignee_id IN (SELECT acts_as($1)) OR EXISTS (SELECT FROM dispute_reads r WHERE r.dispute_id = d.id AND r.person_id = $1)" +
		" OR EXISTS (SELECT FROM dispute_messages n WHERE n.dispute_id = d.id AND n.internal AND position(($1::uuid)::text IN coalesce(n.data ->> 'mention_ids', '')) > 0))"
}
