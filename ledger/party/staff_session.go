package party

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// StaffSession is one place where a person is signed in. Address is the network address they signed in from, empty when unknown.
type StaffSession struct {
	ID        ledger.ID
	CreatedAt time.Time
	LastSeen  time.Time
	ExpiresAt time.Time
	Address   string
}

const readSessions = `
SELECT public_id, created_at, last_seen_at, expires_at, address FROM sessions
WHERE person_id = $2 AND audience = 'backoffice' AND organization_id = $1 AND expires_at > now() ORDER BY last_seen_at DESC, public_id LIMIT 100`

const knowsStaff = `
SELECT EXISTS (SELECT FROM staff_roles WHERE organization_id = $1 AND staff_id = $2) OR EXISTS (SELECT FROM staff_rests WHERE organization_id = $1 AND staff_id = $2)`

// StaffSessions lists where a member of staff is signed in to this organization, the latest first. Needs SeeAudit. not_found.
func (s *Service) StaffSessions(ctx context.Context, actor ledger.Actor, staff ledger.ID) ([]StaffSession, error) {
	if err := actor.Require(ledger.SeeAudit); err != nil {
		return nil, err
	}
	var out []StaffSession
	err := s.db.Read(ctx, asWorker(actor), func(ctx context.Context, tx *store.Tx) error {
		known, _, err := store.Value[bool](ctx, tx, knowsStaff, actor.OrganizationID, staff)
		if err == nil && !known {
			err = ledger.E("not_found")
		}
		if err != nil {
			return err
		}
		out, err = store.Rows[StaffSession](ctx, tx, readSessions, actor.OrganizationID, staff)
		return err
	})
	return out, err
}

// EndStaffSession signs a member of staff out of one place; their next request is refused. Needs ManagePeople. not_found, also for a
// session that has ended or belongs to another organization.
func (s *Service) EndStaffSession(ctx context.Context, actor ledger.Actor, session ledger.ID) error {
	if err := actor.Require(ledger.ManagePeople); err != nil {
		return err
	}
	return s.db.Write(ctx, asWorker(actor), func(ctx context.Context, tx *store.Tx) error {
		staff, found, err := store.Value[ledger.ID](ctx, tx, `DELETE FROM sessions WHERE public_id = $2 AND audience = 'backoffice' AND organization_id = $1 RETURNING person_id`,
			actor.OrganizationID, session)
		if err == nil && !found {
			err = ledger.E("not_found")
		}
		if err == nil {
			tx.Audit(ledger.ID{}, "staff.session_ended", map[string]any{"staff": staff, "session": session})
		}
		return err
	})
}
