package party

import (
	"context"
	"slices"
	"strings"

	"hefu/ledger"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
)

func (i Invite) checkStaff() error {
	f := newFaults()
	f.email(i.Email)
	f.needed("name", i.Name, shortText)
	f.locale(i.Locale)
	f.roles(i.Roles, staffRoles)
	if len(i.Roles) == 0 {
		f.at("roles", "required")
	}
	return f.result()
}

const countStaffInvitations = `
SELECT (SELECT count(*)::int FROM staff_invitations WHERE organization_id = $1 AND created_at > now() - interval '1 day'),
  coalesce((SELECT s.name FROM staff s WHERE lower(s.email) = lower($2) AND (EXISTS (SELECT FROM staff_roles r WHERE r.staff_id = s.id AND r.organization_id = $1)
    OR EXISTS (SELECT FROM staff_rests z WHERE z.staff_id = s.id AND z.organization_id = $1)) LIMIT 1), '')`

const insertStaffInvitation = `
INSERT INTO staff_invitations (id, organization_id, email, name, locale, roles, token_sha256, invited_by, invited_by_name, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, now() + $10 * interval '1 day')`

// InviteStaff asks a person to work for the organization with roles, and returns the token of the link; the link is also mailed. An
// open invitation to the same address is replaced. The address alone grants nothing: the identity that accepts gets the roles. Needs
// ManagePeople. Refused in this order: faults by field, step_up_required for an administrator, already_colleague, invitation_limit.
func (s *Service) InviteStaff(ctx context.Context, actor ledger.Actor, cmd Invite) (Invited, error) {
	if err := actor.Require(ledger.ManagePeople); err != nil {
		return Invited{}, err
	}
	if err := cmd.checkStaff(); err != nil {
		return Invited{}, err
	}
	if err := freshFor(actor, cmd.Roles); err != nil {
		return Invited{}, err
	}
	if cmd.Locale == "" {
		cmd.Locale = "zh-CN"
	}
	out := Invited{ID: ledger.NewID(), Token: newToken()}
	err := s.db.Write(ctx, asWorker(actor), func(ctx context.Context, tx *store.Tx) error {
		if err := holdOrganization(ctx, tx); err != nil {
			return err
		}
		stands, _, err := store.Row[struct {
			Today int
			Name  string
		}](ctx, tx, countStaffInvitations, actor.OrganizationID, cmd.Email)
		switch {
		case err != nil:
			return err
		case stands.Name != "":
			return ledger.E("already_colleague").With("name", stands.Name)
		case stands.Today >= InvitationLimit:
			return ledger.E("invitation_limit").With("limit", InvitationLimit)
		}
		if _, err := store.Exec(ctx, tx, `UPDATE staff_invitations SET revoked_at = now(), revoked_by_name = $3 WHERE organization_id = $1 AND lower(email) = lower($2)
			AND accepted_at IS NULL AND revoked_at IS NULL`, actor.OrganizationID, cmd.Email, actor.Name); err != nil {
			return err
		}
		roles := slices.Sorted(slices.Values(cmd.Roles))
		tx.Audit(ledger.ID{}, "staff.invited", map[string]any{"invitation": out.ID, "email": cmd.Email, "name": cmd.Name, "roles": roles, "by": actor.Name})
		if _, err := store.Exec(ctx, tx, insertStaffInvitation, out.ID, actor.OrganizationID, cmd.Email, cmd.Name, cmd.Locale, roles, TokenMark(out.Token),
			actor.PersonID, actor.Name, InvitationDays); err != nil {
			return err
		}
		return event.Record(ctx, tx, event.Event{Kind: event.StaffInvited, Data: map[string]any{"staff_invitation_id": out.ID}})
	})
	return out, err
}

// RevokeStaffInvitation takes an open invitation back. Needs ManagePeople. not_found, also for one that was accepted or revoked.
func (s *Service) RevokeStaffInvitation(ctx context.Context, actor ledger.Actor, invitation ledger.ID) error {
	if err := actor.Require(ledger.ManagePeople); err != nil {
		return err
	}
	return s.db.Write(ctx, asWorker(actor), func(ctx context.Context, tx *store.Tx) error {
		name, found, err := store.Value[string](ctx, tx, `UPDATE staff_invitations SET revoked_at = now(), revoked_by_name = $3
			WHERE organization_id = $1 AND id = $2 AND accepted_at IS NULL AND revoked_at IS NULL RETURNING name`, actor.OrganizationID, invitation, actor.Name)
		if err == nil && !found {
			err = ledger.E("not_found")
		}
		if err == nil {
			tx.Audit(ledger.ID{}, "staff.invitation_revoked", map[string]any{"invitation": invitation, "name": name, "by": actor.Name})
		}
		return err
	})
}

const readStaffWelcome = `
SELECT i.id, o.id, o.name, o.name_en, NULL::uuid, '', '', NULL::uuid, i.email, i.name, i.locale, i.invited_by_name, i.roles, i.expires_at,
  i.expires_at > now() AND i.revoked_at IS NULL, i.accepted_at IS NOT NULL
FROM staff_invitations i JOIN organizations o ON o.id = i.organization_id WHERE i.token_sha256 = $1 OR i.mail_sha256 = $1`

// WelcomeStaff reads an invitation to work for an organization by the fingerprint of its token, and changes nothing. It names no
// customer. Refused as Welcome.
func (s *Service) WelcomeStaff(ctx context.Context, mark []byte) (Welcome, error) {
	var out Welcome
	err := s.db.Read(ctx, ledger.SystemActor(ledger.ID{}, "invitation"), func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = welcomeBy(ctx, tx, readStaffWelcome, mark)
		return err
	})
	return out, err
}

// AcceptStaffInvitation gives the invitation's roles to an identity, once. Whoever the identity stands for already stays that person.
// Refused in this order: not_found, invitation_used, invitation_expired, invitation_foreign for another e-mail address,
// already_colleague for somebody who works here, own_roles for who made the invitation.
func (s *Service) AcceptStaffInvitation(ctx context.Context, mark []byte, who Newcomer) (Welcome, error) {
	if err := checkIdentity(who.Issuer, who.Subject); err != nil {
		return Welcome{}, err
	}
	asked, err := s.WelcomeStaff(ctx, mark)
	if err != nil {
		return asked, err
	}
	actor := ledger.SystemActor(asked.OrganizationID, "invitation")
	actor.Name, actor.Subject, actor.Address = asked.Name, identity(who.Issuer, who.Subject), who.Address
	err = s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if err := holdOrganization(ctx, tx); err != nil {
			return err
		}
		if asked, err = welcomeBy(ctx, tx, readStaffWelcome, mark); err != nil { // as it stands now that others wait
			return err
		}
		if who.Email != "" && !strings.EqualFold(who.Email, asked.Email) {
			return ledger.E("invitation_foreign")
		}
		return joinStaff(ctx, tx, asked, who)
	})
	return asked, err
}

func joinStaff(ctx context.Context, tx *store.Tx, asked Welcome, who Newcomer) error {
	person, known, err := store.Value[ledger.ID](ctx, tx, `SELECT id FROM staff WHERE issuer = $1 AND subject = $2 FOR UPDATE`, who.Issuer, who.Subject)
	if err != nil {
		return err
	}
	if known {
		here, _, err := store.Value[bool](ctx, tx, knowsStaff, asked.OrganizationID, person)
		if err == nil && here {
			err = ledger.E("already_colleague").With("name", asked.Name)
		}
		if err != nil {
			return err
		}
	} else {
		person = ledger.NewID()
		if _, err := store.Exec(ctx, tx, insertStaff, person, who.Issuer, who.Subject, asked.Email, asked.Name, asked.Locale); err != nil {
			return err
		}
	}
	if _, err := store.Exec(ctx, tx, `UPDATE staff_invitations SET accepted_at = now(), accepted_by = $2 WHERE id = $1`, asked.ID, person); err != nil {
		return err
	}
	tx.Audit(ledger.ID{}, "staff.joined", map[string]any{"staff": person, "invitation": asked.ID, "name": asked.Name, "roles": asked.Roles, "invited_by": asked.InvitedBy, "known": known})
	held, err := rolesOf(ctx, tx, person)
	if err != nil {
		return err
	}
	return setRoles(ctx, tx, tx.Actor, person, held, asked.Roles)
}

// MailStaffInvitation is MailInvitation for an invitation to work for the organization.
func (s *Service) MailStaffInvitation(ctx context.Context, actor ledger.Actor, invitation ledger.ID) (Welcome, string, error) {
	if actor.Audience != ledger.System {
		return Welcome{}, "", ledger.E("not_permitted").With("permission", "mail_invitation")
	}
	token := newToken()
	var out Welcome
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		_, err := store.Exec(ctx, tx, `UPDATE staff_invitations SET mail_sha256 = $3 WHERE organization_id = $1 AND id = $2`, actor.OrganizationID, invitation, TokenMark(token))
		if err == nil {
			out, err = welcomeBy(ctx, tx, readStaffWelcome, TokenMark(token))
		}
		return err
	})
	return out, token, err
}
