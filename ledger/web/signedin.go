package web

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"hefu/ledger"
	"hefu/ledger/identity"
	"hefu/ledger/internal/store"
)

// A provider that does not say when the person proved who they are has not said that it was just now.
const openSession = `
INSERT INTO sessions (token_sha256, audience, person_id, organization_id, customer_id, csrf, auth_time, created_at, last_seen_at, expires_at, address)
VALUES ($1, $2, $3, $4, $5, $6, coalesce($7, to_timestamp(0)), now(), now(), now() + $8::interval, $9)`

const closeSession = `DELETE FROM sessions WHERE token_sha256 = $1`

var rememberVisit = map[ledger.Audience]string{
	ledger.Portal:     `UPDATE contacts SET last_sign_in_at = now() WHERE id = $1`,
	ledger.Backoffice: `UPDATE staff SET last_sign_in_at = now() WHERE id = $1`,
}

// openSession makes a new session with a new token for who has come back proven, and ends the one this browser had. first is the
// customer or organization to begin with, if the person acts for it.
func (s *Server) openSession(ctx context.Context, c *fiber.Ctx, audience ledger.Audience, who identity.Person, first ledger.ID) error {
	name := s.cookieName(cookieStem, audience)
	token, former := newToken(), c.Cookies(name)
	var authenticated *time.Time
	if !who.AuthTime.IsZero() {
		authenticated = &who.AuthTime
	}
	actor, err := s.findActor(ctx, audience, who, first)
	if err != nil {
		return err
	}
	actor.Audience, actor.Address = ledger.System, requestOf(c.UserContext()).address
	err = s.options.DB.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if isToken(former) {
			if _, err := store.Exec(ctx, tx, closeSession, fingerprint(former)); err != nil {
				return err
			}
		}
		if _, err := store.Exec(ctx, tx, rememberVisit[audience], actor.PersonID); err != nil {
			return err
		}
		_, err := store.Exec(ctx, tx, openSession, fingerprint(token), audience, actor.PersonID, actor.OrganizationID,
			actor.CustomerID, newToken(), authenticated, s.options.Sessions.lifetime(), actor.Address)
		tx.Audit(actor.CustomerID, "session.opened", map[string]any{"audience": audience, "person": actor.PersonID})
		return err
	})
	if err != nil {
		return err
	}
	s.setCookie(c, name, token, s.options.Sessions.lifetime())
	s.setCookie(c, s.cookieName(signInStem, audience), "", 0)
	return nil
}

// findActor finds the person by (issuer, subject) and nothing else: an e-mail address may move to somebody else. They start in
// the customer they came for, or else in the first organization or customer in which they hold a role.
func (s *Server) findActor(ctx context.Context, audience ledger.Audience, who identity.Person, wanted ledger.ID) (ledger.Actor, error) {
	find := s.people.FindStaff
	if audience == ledger.Portal {
		find = s.people.FindContact
	}
	person, err := find(ctx, who.Issuer, who.Subject)
	if ledger.IsKind(err, ledger.NotFound) {
		return ledger.Actor{}, ledger.E("no_access")
	}
	if err != nil {
		return ledger.Actor{}, err
	}
	first := person.Memberships[0]
	for _, m := range person.Memberships {
		if at := m.CustomerID; !wanted.IsZero() && (at == wanted || at.IsZero() && m.OrganizationID == wanted) {
			first = m
		}
	}
	actor, _ := person.Actor(first.OrganizationID, first.CustomerID)
	return actor, nil
}

// SignedOut tells the page where to go after the session has ended.
type SignedOut struct {
	Redirect string `json:"redirect"`
}

// signOut ends the session on the server, then in the browser, and names the provider's own way out where it has one.
func (s *Server) signOut(c *fiber.Ctx, audience ledger.Audience) error {
	ctx, cancel := context.WithTimeout(c.UserContext(), requestDeadline)
	defer cancel()
	r := requestOf(c.UserContext())
	actor := r.session.actor(r)
	actor.Audience = ledger.System
	err := s.options.DB.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		tx.Audit(r.session.CustomerID, "session.closed", map[string]any{"audience": audience, "person": r.session.PersonID})
		_, err := store.Exec(ctx, tx, closeSession, r.session.token)
		return err
	})
	if err != nil {
		return err
	}
	s.setCookie(c, s.cookieName(cookieStem, audience), "", 0)
	redirect := s.options.BaseURL.JoinPath("/").String()
	if provider, ok := s.options.Providers[audience]; ok {
		if out, err := provider.Identity.LogoutURL(ctx, "", redirect); err == nil {
			redirect = out
		}
	}
	return c.JSON(SignedOut{Redirect: redirect})
}
