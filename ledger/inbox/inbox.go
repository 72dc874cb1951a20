// Package inbox owns what a member of staff is told inside the back office: the same facts that ledger/notice mails, one row a person
// and fact, and whether it was read. The rows are written by ledger/notice where it works out who is told.
package inbox

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Notice is one thing that somebody was told.
type Notice struct {
	ID           ledger.ID
	Kind         string // an event's
	CustomerID   ledger.ID
	CustomerCode string
	CustomerName string
	CustomerEN   string
	StatementID  ledger.ID
	StatementNo  string
	DisputeID    ledger.ID
	DisputeNo    string
	ActorName    string
	ForName      string // for whom it reached a stand-in
	DraftID      ledger.ID
	IssueID      ledger.ID
	IssueNo      string
	PaymentID    ledger.ID
	PaymentNo    string // its reference
	At           time.Time
	ReadAt       *time.Time
}

// Service reads and marks.
type Service struct{ db *store.DB }

// Open opens the service.
func Open(db *store.DB) *Service { return &Service{db: db} }

const readNotices = `
SELECT n.id, n.kind, n.customer_id, coalesce(c.code, ''), coalesce(c.name, ''), coalesce(c.name_en, ''), n.statement_id, coalesce(s.statement_no, ''), n.dispute_id, coalesce(d.dispute_no, ''),
  n.actor_name, n.for_name, n.draft_id, n.issue_id, coalesce(i.issue_no, ''), n.payment_id, coalesce(y.reference, ''), n.at, n.read_at
FROM staff_notices n LEFT JOIN payments y ON y.id = n.payment_id LEFT JOIN issues i ON i.id = n.issue_id LEFT JOIN customers c ON c.id = n.customer_id LEFT JOIN statements s ON s.id = n.statement_id LEFT JOIN disputes d ON d.id = n.dispute_id
WHERE n.organization_id = $1 AND n.staff_id = $2 AND ($3::uuid IS NULL OR n.id < $3) ORDER BY n.id DESC LIMIT $4`

// List pages through the actor's own notices, newest first, and counts those not yet read. Staff only.
func (s *Service) List(ctx context.Context, actor ledger.Actor, after ledger.ID, limit int) (found []Notice, unread int, err error) {
	if err := requireStaff(actor); err != nil {
		return nil, 0, err
	}
	if limit <= 0 || limit > 201 {
		limit = 50
	}
	err = s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		var counts []struct{ N int }
		var b store.Batch
		store.Read(&b, &found, readNotices, actor.OrganizationID, actor.PersonID, after, limit)
		store.Read(&b, &counts, `SELECT count(*)::int FROM staff_notices WHERE organization_id = $1 AND staff_id = $2 AND read_at IS NULL`, actor.OrganizationID, actor.PersonID)
		if err := tx.Send(ctx, &b); err != nil {
			return err
		}
		unread = counts[0].N
		return nil
	})
	return found, unread, err
}

// MarkRead marks the actor's notices up to one of them as read. An id that is not theirs marks nothing that is not theirs.
func (s *Service) MarkRead(ctx context.Context, actor ledger.Actor, upTo ledger.ID) error {
	if err := requireStaff(actor); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		_, err := store.Exec(ctx, tx, `UPDATE staff_notices SET read_at = now() WHERE organization_id = $1 AND staff_id = $2 AND id <= $3 AND read_at IS NULL`,
			actor.OrganizationID, actor.PersonID, upTo)
		return err
	})
}

func requireStaff(actor ledger.Actor) error {
	if actor.Audience == ledger.Portal {
		return ledger.E("not_permitted").With("permission", string(ledger.SeeCustomers))
	}
	return actor.Require(ledger.SeeCustomers)
}
