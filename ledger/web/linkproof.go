package web

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"hefu/ledger"
	"hefu/ledger/identity"
	"hefu/ledger/internal/store"
)

// CodeSent says where a code went, and when another may be asked for.
type CodeSent struct {
	Email string `json:"email"` // masked
	Pause int    `json:"pause_seconds"`
	Life  int    `json:"life_seconds"`
}

// askForCode has a code mailed to the contact of the session's link.
func (s *Server) askForCode(c *fiber.Ctx) error {
	ctx, cancel := context.WithTimeout(c.UserContext(), requestDeadline)
	defer cancel()
	if _, err := readLinkBody(c); err != nil {
		return err
	}
	r := requestOf(c.UserContext())
	sent, err := s.options.Links.RequestCode(ctx, r.session.actor(r))
	if err != nil {
		return err
	}
	return c.JSON(CodeSent{Email: sent.To, Pause: int(sent.Pause / time.Second), Life: int(sent.Life / time.Second)})
}

// Proved carries the token that the page shows from now on.
type Proved struct {
	CSRFToken string `json:"csrf_token"`
}

const proveSession = `UPDATE sessions SET token_sha256 = $2, csrf = $3, verified_at = now() WHERE token_sha256 = $1`

// proveAddress takes the code. The session goes on under a new token: who knew the old one has proved nothing.
func (s *Server) proveAddress(c *fiber.Ctx) error {
	ctx, cancel := context.WithTimeout(c.UserContext(), requestDeadline)
	defer cancel()
	body, err := readLinkBody(c, "code")
	if err != nil {
		return err
	}
	r := requestOf(c.UserContext())
	token, csrf := newToken(), newToken()
	err = s.options.Links.Verify(ctx, r.session.actor(r), body.Code, func(ctx context.Context, tx *store.Tx) error {
		moved, err := store.Exec(ctx, tx, proveSession, r.session.token, fingerprint(token), csrf)
		if err == nil && moved == 0 {
			err = ledger.E("not_authenticated")
		}
		return err
	})
	if err != nil {
		return err
	}
	s.setCookie(c, s.cookieName(cookieStem, ledger.Portal), token, s.options.Sessions.lifetime())
	return c.JSON(Proved{CSRFToken: csrf})
}

// BindingBegun names the identity provider's page.
type BindingBegun struct {
	Redirect string `json:"redirect"`
}

// beginBinding lets a contact who came by a link and proved the address sign in at the provider, whose identity then becomes theirs.
// It is a POST of our own page, and the provider is told to ask for the sign-in anew: nobody else can begin it, or slip in who they are.
func (s *Server) beginBinding(c *fiber.Ctx) error {
	ctx, cancel := context.WithTimeout(c.UserContext(), 2*requestDeadline)
	defer cancel()
	body, err := readLinkBody(c, "next")
	if err != nil {
		return err
	}
	r := requestOf(c.UserContext())
	switch {
	case r.session.LinkID.IsZero():
		return ledger.E("not_found")
	case !r.session.Verified:
		return ledger.E("link_code_required")
	case r.session.identity:
		return ledger.E("identity_taken")
	}
	address, err := s.rememberLogin(ctx, c, ledger.Portal, identity.BeginOptions{Prompt: "login", MaxAge: identity.Fresh, Locale: r.locale}, body.Next,
		signInFor{binds: r.session.PersonID})
	if err != nil {
		return err
	}
	return c.JSON(BindingBegun{Redirect: address})
}

// bind makes the identity that came back the contact's, if this browser still holds the proved session that asked for it.
func (s *Server) bind(ctx context.Context, c *fiber.Ctx, contact ledger.ID, who identity.Person) error {
	session, err := s.findSession(ctx, ledger.Portal, c.Cookies(s.cookieName(cookieStem, ledger.Portal)))
	if err != nil {
		return err
	}
	if session == nil || session.PersonID != contact || !session.Verified {
		return ledger.E("sign_in_expired")
	}
	return s.people.BindContact(ctx, session.actor(requestOf(c.UserContext())), who.Issuer, who.Subject)
}
