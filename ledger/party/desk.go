package party

import (
	"context"
	"strings"
	"time"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// DeskMember is a member of staff as an administrator keeps them. One at rest holds no role; those held before wait in Rest.
type DeskMember struct {
	ID         ledger.ID
	Name       string
	Email      string
	Locale     string
	Roles      []ledger.Role
	LastSignIn *time.Time
	Sessions   int // open ones, in this organization
	Elsewhere  bool
	RestedAt   *time.Time // nil: at work
	RestedBy   string
	RestReason string
	RestRoles  []ledger.Role
	Customers  int // whose salesperson they are
}

// StaffInvitation is one that is open.
type StaffInvitation struct {
	ID        ledger.ID
	Email     string
	Name      string
	Roles     []ledger.Role
	InvitedBy string
	CreatedAt time.Time
	ExpiresAt time.Time
	Expired   bool
}

// Desk is everybody who works for the organization, or is asked to.
type Desk struct {
	Members     []DeskMember
	Invitations []StaffInvitation
}

const readDesk = `
SELECT s.id, s.name, s.email, s.locale, ARRAY(SELECT r.role FROM staff_roles r WHERE r.staff_id = s.id AND r.organization_id = $1 ORDER BY r.role), s.last_sign_in_at,
  (SELECT count(*)::int FROM sessions t WHERE t.person_id = s.id AND t.audience = 'backoffice' AND t.organization_id = $1 AND t.expires_at > now()),
  EXISTS (SELECT FROM staff_roles r WHERE r.staff_id = s.id AND r.organization_id <> $1),
  z.rested_at, coalesce(z.rested_by_name, ''), coalesce(z.reason, ''), coalesce(z.roles, '{}'),
  (SELECT count(*)::int FROM customers c WHERE c.organization_id = $1 AND c.salesperson_id = s.id)
FROM staff s LEFT JOIN staff_rests z ON z.organization_id = $1 AND z.staff_id = s.id
WHERE z.staff_id IS NOT NULL OR EXISTS (SELECT FROM staff_roles r WHERE r.staff_id = s.id AND r.organization_id = $1)
ORDER BY z.rested_at IS NOT NULL, s.name, s.id`

const readStaffInvitations = `
SELECT i.id, i.email, i.name, i.roles, i.invited_by_name, i.created_at, i.expires_at, i.expires_at <= now()
FROM staff_invitations i WHERE i.organization_id = $1 AND i.accepted_at IS NULL AND i.revoked_at IS NULL ORDER BY i.id DESC`

// StaffDesk reads everybody who works for the organization, at work or at rest, and the open invitations. Needs SeeAudit.
func (s *Service) StaffDesk(ctx context.Context, actor ledger.Actor) (Desk, error) {
	if err := actor.Require(ledger.SeeAudit); err != nil {
		return Desk{}, err
	}
	var out Desk
	err := s.db.Read(ctx, asWorker(actor), func(ctx context.Context, tx *store.Tx) (err error) {
		if out.Members, err = store.Rows[DeskMember](ctx, tx, readDesk, actor.OrganizationID); err != nil {
			return err
		}
		out.Invitations, err = store.Rows[StaffInvitation](ctx, tx, readStaffInvitations, actor.OrganizationID)
		return err
	})
	return out, err
}

const (
	putToRest = `INSERT INTO staff_rests (organization_id, staff_id, roles, reason, rested_by, rested_by_name) VALUES ($1, $2, $3, $4, $5, $6)`
	endAll    = `DELETE FROM sessions WHERE person_id = $2 AND audience = 'backoffice' AND organization_id = $1`
)

// RestStaff lets a person no longer act for this organization: the roles wait, every session here ends at once. What they did stays
// theirs. Needs ManagePeople. Refused in this order: a missing reason; own_roles; not_found; last_administrator.
func (s *Service) RestStaff(ctx context.Context, actor ledger.Actor, staff ledger.ID, reason string) error {
	if err := actor.Require(ledger.ManagePeople); err != nil {
		return err
	}
	reason = strings.TrimSpace(reason)
	f := newFaults()
	f.needed("reason", reason, longText)
	if err := f.result(); err != nil {
		return err
	}
	return s.db.Write(ctx, asWorker(actor), func(ctx context.Context, tx *store.Tx) error {
		if err := holdOrganization(ctx, tx); err != nil {
			return err
		}
		held, err := rolesOf(ctx, tx, staff)
		if err != nil {
			return err
		}
		if len(held) == 0 {
			return ledger.E("not_found")
		}
		if err := setRoles(ctx, tx, actor, staff, held, nil); err != nil {
			return err
		}
		if _, err := store.Exec(ctx, tx, putToRest, actor.OrganizationID, staff, held, reason, actor.PersonID, actor.Name); err != nil {
			return err
		}
		ended, err := store.Exec(ctx, tx, endAll, actor.OrganizationID, staff)
		tx.Audit(ledger.ID{}, "staff.rested", map[string]any{"staff": staff, "roles": held, "reason": reason, "sessions": ended})
		return err
	})
}

// ReturnStaff takes a person back with the roles that waited. Needs ManagePeople. Refused: step_up_required; own_roles; not_found for
// somebody who is not at rest here.
func (s *Service) ReturnStaff(ctx context.Context, actor ledger.Actor, staff ledger.ID) error {
	if err := actor.Require(ledger.ManagePeople); err != nil {
		return err
	}
	if err := actor.RequireFresh(); err != nil {
		return err
	}
	return s.db.Write(ctx, asWorker(actor), func(ctx context.Context, tx *store.Tx) error {
		if err := holdOrganization(ctx, tx); err != nil {
			return err
		}
		row, found, err := store.Row[struct{ Roles []ledger.Role }](ctx, tx, `DELETE FROM staff_rests WHERE organization_id = $1 AND staff_id = $2 RETURNING roles`,
			actor.OrganizationID, staff)
		if err != nil {
			return err
		}
		if !found {
			return ledger.E("not_found")
		}
		tx.Audit(ledger.ID{}, "staff.returned", map[string]any{"staff": staff, "roles": row.Roles})
		held, err := rolesOf(ctx, tx, staff)
		if err != nil {
			return err
		}
		return setRoles(ctx, tx, actor, staff, held, row.Roles)
	})
}
