package party

import (
	"context"
	"strings"
	"time"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Welcome is what an invitation says to whoever opens it, before anybody signs in.
type Welcome struct {
	ID             ledger.ID
	OrganizationID ledger.ID
	Organization   string
	OrganizationEN string
	CustomerID     ledger.ID
	Customer       string
	CustomerEN     string
	ContactID      ledger.ID // a contact without an identity, to be given this one
	Email          string
	Name           string
	Locale         string
	InvitedBy      string
	Roles          []ledger.Role
	ExpiresAt      time.Time
	Open           bool // neither expired nor revoked
	Accepted       bool
}

const readWelcome = `
SELECT i.id, o.id, o.name, o.name_en, c.id, c.name, c.name_en,
  (SELECT p.id FROM contacts p WHERE p.id = i.contact_id AND p.subject IS NULL), i.email, i.name, i.locale, i.invited_by_name, i.roles, i.expires_at,
  i.expires_at > now() AND i.revoked_at IS NULL AND c.active, i.accepted_at IS NOT NULL
FROM invitations i JOIN organizations o ON o.id = i.organization_id JOIN customers c ON c.id = i.customer_id
WHERE i.token_sha256 = $1 OR i.mail_sha256 = $1`

// Welcome reads an invitation by the fingerprint of its token and changes nothing. Refused: not_found for a token that is none,
// invitation_used, invitation_expired.
func (s *Service) Welcome(ctx context.Context, mark []byte) (Welcome, error) {
	var out Welcome
	err := s.db.Read(ctx, ledger.SystemActor(ledger.ID{}, "invitation"), func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = welcome(ctx, tx, mark)
		return err
	})
	return out, err
}

func welcome(ctx context.Context, tx *store.Tx, mark []byte) (Welcome, error) {
	return welcomeBy(ctx, tx, readWelcome, mark)
}

func welcomeBy(ctx context.Context, tx *store.Tx, query string, mark []byte) (Welcome, error) {
	out, found, err := store.Row[Welcome](ctx, tx, query, mark)
	switch {
	case err != nil:
		return out, err
	case !found:
		return out, ledger.E("not_found")
	case out.Accepted:
		return out, ledger.E("invitation_used")
	case !out.Open:
		return out, ledger.E("invitation_expired")
	}
	return out, nil
}

// Newcomer is who came back from the identity provider to accept an invitation. Email may be empty when the provider tells none.
type Newcomer struct {
	Issuer, Subject, Email, Name, Address string
}

// AcceptInvitation gives the invitation's roles to an identity, once, and says where they are held. Whoever the identity already
// stands for stays that person; otherwise the invited contact gets the identity, or a new contact is made. Refused in this order:
// not_found, invitation_used, invitation_expired, invitation_foreign for a person whose e-mail address is another one.
func (s *Service) AcceptInvitation(ctx context.Context, mark []byte, who Newcomer) (Welcome, error) {
	if err := checkIdentity(who.Issuer, who.Subject); err != nil {
		return Welcome{}, err
	}
	asked, err := s.Welcome(ctx, mark)
	if err != nil {
		return asked, err
	}
	actor := ledger.SystemActor(asked.OrganizationID, "invitation")
	actor.CustomerID, actor.Name, actor.Subject, actor.Address = asked.CustomerID, asked.Name, identity(who.Issuer, who.Subject), who.Address
	err = s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if _, err := hold(ctx, tx, asked.CustomerID); err != nil {
			return err
		}
		if asked, err = welcome(ctx, tx, mark); err != nil { // as it stands now that others wait
			return err
		}
		if who.Email != "" && !strings.EqualFold(who.Email, asked.Email) {
			return ledger.E("invitation_foreign")
		}
		return join(ctx, tx, asked, who)
	})
	return asked, err
}

const readKnown = `SELECT id FROM contacts WHERE issuer = $1 AND subject = $2 FOR UPDATE`

// join makes the person one of the customer's contacts with the roles of the invitation.
func join(ctx context.Context, tx *store.Tx, asked Welcome, who Newcomer) error {
	person, known, err := store.Value[ledger.ID](ctx, tx, readKnown, who.Issuer, who.Subject)
	if err != nil {
		return err
	}
	var b store.Batch
	switch {
	case !known && !asked.ContactID.IsZero():
		person = asked.ContactID
		b.Do(`UPDATE contacts SET issuer = $2, subject = $3 WHERE id = $1`, person, who.Issuer, who.Subject)
	case !known:
		person = ledger.NewID()
		b.Do(`INSERT INTO contacts (id, issuer, subject, email, name, locale) VALUES ($1, $2, $3, $4, $5, $6)`,
			person, who.Issuer, who.Subject, asked.Email, asked.Name, asked.Locale)
	case !asked.ContactID.IsZero() && asked.ContactID != person: // the entry without an identity gives way to the person
		b.Do(`DELETE FROM contact_roles WHERE organization_id = $1 AND customer_id = $2 AND contact_id = $3`, tx.Actor.OrganizationID, asked.CustomerID, asked.ContactID)
	}
	b.Do(`INSERT INTO contact_roles (organization_id, customer_id, contact_id, role) SELECT $1, $2, $3, r FROM unnest($4::text[]) AS r ON CONFLICT DO NOTHING`,
		tx.Actor.OrganizationID, asked.CustomerID, person, asked.Roles)
	b.Do(`UPDATE invitations SET accepted_at = now(), accepted_by = $2 WHERE id = $1`, asked.ID, person)
	tx.Audit(asked.CustomerID, "contact.joined", map[string]any{"contact": person, "invitation": asked.ID, "name": asked.Name, "roles": asked.Roles,
		"by": asked.Name, "invited_by": asked.InvitedBy, "known": known})
	return tx.Send(ctx, &b)
}

// MailInvitation makes the token of the link that is mailed for an open invitation; an earlier mailed link ends. It is for the mail's
// own job: only background work may. Refused: not_found, invitation_used, invitation_expired.
func (s *Service) MailInvitation(ctx context.Context, actor ledger.Actor, invitation ledger.ID) (Welcome, string, error) {
	if actor.Audience != ledger.System {
		return Welcome{}, "", ledger.E("not_permitted").With("permission", "mail_invitation")
	}
	token := newToken()
	var out Welcome
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		_, err := store.Exec(ctx, tx, `UPDATE invitations SET mail_sha256 = $3 WHERE organization_id = $1 AND id = $2`, actor.OrganizationID, invitation, TokenMark(token))
		if err == nil {
			out, err = welcome(ctx, tx, TokenMark(token))
		}
		return err
	})
	return out, token, err
}
