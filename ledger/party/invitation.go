package party

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"slices"
	"strings"
	"time"

	"hefu/ledger"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
)

// Invitation asks a person to sign in for a customer. Its token is known to whoever made it and to the mailbox it is sent to;
// only a fingerprint is kept.
type Invitation struct {
	ID        ledger.ID
	ContactID ledger.ID // a contact who could not sign in until now
	Email     string
	Name      string
	Roles     []ledger.Role
	Side      string // customer or staff
	InvitedBy string
	CreatedAt time.Time
	ExpiresAt time.Time
	Expired   bool
}

// Invite is a person to be asked to sign in.
type Invite struct {
	Email  string
	Name   string
	Locale string // zh-CN or en; empty: that of the colleague who invites, or the customer's where staff do
	Roles  []ledger.Role
}

// Invited is a new invitation with its token, which is told once.
type Invited struct {
	ID    ledger.ID
	Token string
}

// InvitationDays is how long an invitation is open. InvitationLimit bounds those open at one customer, and those of a day.
const (
	InvitationDays  = 7
	InvitationLimit = 20
)

const readOpenInvitations = `
SELECT i.id, i.contact_id, i.email, i.name, i.roles, i.side, i.invited_by_name, i.created_at, i.expires_at, i.expires_at <= now()
FROM invitations i WHERE i.organization_id = $1 AND i.customer_id = $2 AND i.accepted_at IS NULL AND i.revoked_at IS NULL ORDER BY i.id DESC`

// Invite asks a person to sign in for the actor's own customer, and returns the token of the link. An open invitation to the same
// address is replaced. An address alone grants nothing: the roles are given to the identity that accepts. Needs ManageColleagues.
// Refused in this order: faults by field, step_up_required for an administrator, self_administration_off, already_colleague, invitation_limit.
func (s *Service) Invite(ctx context.Context, actor ledger.Actor, cmd Invite) (Invited, error) {
	if err := actor.Require(ledger.ManageColleagues); err != nil {
		return Invited{}, err
	}
	if err := cmd.check(); err != nil {
		return Invited{}, err
	}
	if err := freshFor(actor, cmd.Roles); err != nil {
		return Invited{}, err
	}
	if cmd.Locale == "" {
		cmd.Locale = actor.Locale
	}
	out := Invited{ID: ledger.NewID(), Token: newToken()}
	err := s.administer(ctx, actor, func(ctx context.Context, tx *store.Tx, held heldCustomer) error {
		return invite(ctx, tx, held, cmd, out, "customer")
	})
	return out, err
}

// InviteContact asks a contact who cannot sign in yet to do so, with the roles held. Needs ManageCustomers. Refused in this order:
// not_found, already_colleague when the contact signs in already, invitation_limit.
func (s *Service) InviteContact(ctx context.Context, actor ledger.Actor, customer, contact ledger.ID) (Invited, error) {
	if err := actor.Require(ledger.ManageCustomers); err != nil {
		return Invited{}, err
	}
	out := Invited{ID: ledger.NewID(), Token: newToken()}
	err := s.db.Write(ctx, asWorker(actor), func(ctx context.Context, tx *store.Tx) error {
		held, err := hold(ctx, tx, customer)
		if err != nil {
			return err
		}
		found, err := colleagues(ctx, tx, customer)
		if err != nil {
			return err
		}
		for _, p := range found.People {
			if p.ID == contact {
				if err := freshFor(actor, p.Roles); err != nil {
					return err
				}
				return invite(ctx, tx, held, Invite{Email: p.Email, Name: p.Name, Locale: p.Locale, Roles: p.Roles}, out, "staff")
			}
		}
		return ledger.E("not_found")
	})
	return out, err
}

// freshFor asks for a fresh sign-in of whoever makes somebody an administrator, of a customer or of the organization.
func freshFor(actor ledger.Actor, roles []ledger.Role) error {
	if slices.Contains(roles, ledger.CustomerAdmin) || slices.Contains(roles, ledger.Administrator) {
		return actor.RequireFresh()
	}
	return nil
}

func (i Invite) check() error {
	f := newFaults()
	f.email(i.Email)
	f.needed("name", i.Name, shortText)
	f.locale(i.Locale)
	f.roles(i.Roles, contactRoles)
	if len(i.Roles) == 0 {
		f.at("roles", "required")
	}
	return f.result()
}

const countInvitations = `
SELECT count(*) FILTER (WHERE accepted_at IS NULL AND revoked_at IS NULL AND expires_at > now())::int, count(*) FILTER (WHERE created_at > now() - interval '1 day')::int
FROM invitations WHERE organization_id = $1 AND customer_id = $2`

const insertInvitation = `
INSERT INTO invitations (id, organization_id, customer_id, contact_id, email, name, locale, roles, token_sha256, side, invited_by, invited_by_name, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, now() + $13 * interval '1 day')`

func invite(ctx context.Context, tx *store.Tx, held heldCustomer, cmd Invite, out Invited, side string) error {
	found, err := colleagues(ctx, tx, held.ID)
	if err != nil {
		return err
	}
	var contact ledger.ID
	for _, p := range found.People {
		if strings.EqualFold(p.Email, cmd.Email) {
			if p.SignsIn {
				return ledger.E("already_colleague").With("name", p.Name)
			}
			contact = p.ID
		}
	}
	var b store.Batch
	var counts []struct{ Open, Today int }
	b.Do(`UPDATE invitations SET revoked_at = now(), revoked_by_name = $4 WHERE organization_id = $1 AND customer_id = $2 AND lower(email) = lower($3)
		AND accepted_at IS NULL AND revoked_at IS NULL`, tx.Actor.OrganizationID, held.ID, cmd.Email, tx.Actor.Name)
	store.Read(&b, &counts, countInvitations, tx.Actor.OrganizationID, held.ID)
	if err := tx.Send(ctx, &b); err != nil {
		return err
	}
	if counts[0].Open >= InvitationLimit || counts[0].Today >= InvitationLimit {
		return ledger.E("invitation_limit").With("limit", InvitationLimit)
	}
	roles := slices.Sorted(slices.Values(cmd.Roles))
	if cmd.Locale == "" {
		cmd.Locale = held.Locale
	}
	tx.Audit(held.ID, "contact.invited", map[string]any{"invitation": out.ID, "email": cmd.Email, "name": cmd.Name, "roles": roles, "by": tx.Actor.Name})
	// Telling the invited person is its own work (MailInvitation makes the link that is mailed).
	if err := event.Record(ctx, tx, event.Event{Kind: event.PeopleInvited, CustomerID: held.ID, ContactID: contact, Data: map[string]any{"invitation_id": out.ID}}); err != nil {
		return err
	}
	_, err = store.Exec(ctx, tx, insertInvitation, out.ID, tx.Actor.OrganizationID, held.ID, contact, cmd.Email, cmd.Name, cmd.Locale, roles,
		TokenMark(out.Token), side, tx.Actor.PersonID, tx.Actor.Name, InvitationDays)
	return err
}

// RevokeInvitation takes an open invitation back: by the customer's administrator, or by staff with ManageCustomers. Refused:
// not_found, also for one that was accepted or revoked.
func (s *Service) RevokeInvitation(ctx context.Context, actor ledger.Actor, invitation ledger.ID) error {
	revoke := func(ctx context.Context, tx *store.Tx, customer ledger.ID) error {
		name, found, err := store.Value[string](ctx, tx, `UPDATE invitations SET revoked_at = now(), revoked_by_name = $3
			WHERE organization_id = $1 AND id = $2 AND ($4::uuid IS NULL OR customer_id = $4) AND accepted_at IS NULL AND revoked_at IS NULL
			RETURNING name`, actor.OrganizationID, invitation, actor.Name, customer)
		if err == nil && !found {
			err = ledger.E("not_found")
		}
		if err == nil {
			tx.Audit(customer, "contact.invitation_revoked", map[string]any{"invitation": invitation, "name": name, "by": actor.Name})
		}
		return err
	}
	if actor.Audience == ledger.Portal {
		return s.administer(ctx, actor, func(ctx context.Context, tx *store.Tx, held heldCustomer) error { return revoke(ctx, tx, held.ID) })
	}
	if err := actor.Require(ledger.ManageCustomers); err != nil {
		return err
	}
	return s.db.Write(ctx, asWorker(actor), func(ctx context.Context, tx *store.Tx) error { return revoke(ctx, tx, ledger.ID{}) })
}

// newToken is 256 random bits that can stand in an address.
func newToken() string {
	var bits [32]byte
	_, _ = rand.Read(bits[:]) // never fails: the runtime ends the process instead
	return base64.RawURLEncoding.EncodeToString(bits[:])
}

// TokenMark is the fingerprint of an invitation's token, the only thing that is kept of it.
func TokenMark(token string) []byte {
	mark := sha256.Sum256([]byte(token))
	return mark[:]
}
