package web

import (
	"context"
	"encoding/hex"
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"hefu/ledger"
	"hefu/ledger/identity"
	"hefu/ledger/internal/store"
)

// signInStem begins the name of the cookie that binds a sign-in under way to the browser that began it.
const signInStem = "hefu_sign_in_"

var audiences = []ledger.Audience{ledger.Portal, ledger.Backoffice}

// signIn registers the navigations of both audiences. They are not part of the API: a browser walks them.
func (s *Server) signIn() {
	for _, audience := range audiences {
		base := "/auth/" + string(audience)
		s.app.Get(base+"/login", func(c *fiber.Ctx) error { return s.beginSignIn(c, audience) })
		s.app.Get(base+"/callback", func(c *fiber.Ctx) error { return s.completeSignIn(c, audience) })
	}
}

// homeOf is where a person goes who asked for no page.
func homeOf(audience ledger.Audience) string {
	if audience == ledger.Portal {
		return "/p"
	}
	return "/console"
}

// safeNext keeps next on this origin and inside the audience's pages; anything else becomes the home page. Browsers read a
// backslash as a slash and drop tabs and line ends, so none of them may stand in it.
func safeNext(next string, audience ledger.Audience) string {
	home := homeOf(audience)
	if len(next) > 2000 || strings.ContainsAny(next, "\\\x7f") || strings.ContainsFunc(next, func(r rune) bool { return r <= ' ' }) {
		return home
	}
	parsed, err := url.Parse(next)
	if err != nil || parsed.IsAbs() || parsed.Host != "" || parsed.User != nil || strings.Contains(parsed.Path, "..") {
		return home
	}
	if parsed.Path != home && !strings.HasPrefix(parsed.Path, home+"/") {
		return home
	}
	return next
}

const rememberSignIn = `
INSERT INTO sign_ins (state_sha256, audience, nonce, verifier, next, browser, expires_at, invitation_sha256, binds, renews)
VALUES ($1, $2, $3, $4, $5, $6, now() + $7::interval, $8, $9, $10)`

// takeSignIn spends the sign-in: whatever comes of it, its state answers only once, and only in its own browser.
const takeSignIn = `
DELETE FROM sign_ins WHERE state_sha256 = $1 AND audience = $2 AND browser = $3 AND expires_at > now()
RETURNING nonce, verifier, next, expires_at - $4::interval, invitation_sha256, binds, renews`

func (s *Server) beginSignIn(c *fiber.Ctx, audience ledger.Audience) error {
	ctx, cancel := context.WithTimeout(c.UserContext(), 2*requestDeadline)
	defer cancel()
	how, purpose := identity.BeginOptions{Locale: requestOf(c.UserContext()).locale}, signInFor{}
	if c.Query("again") != "" {
		var err error
		if how.Prompt, how.MaxAge, purpose, err = s.again(ctx, c, audience); err != nil {
			return err
		}
	}
	address, err := s.rememberLogin(ctx, c, audience, how, c.Query("next"), purpose)
	if err != nil {
		return err
	}
	return c.Redirect(address, fiber.StatusFound)
}

// signInFor is what a sign-in is for beside signing in.
type signInFor struct {
	invitation []byte    // the fingerprint of the invitation that it accepts
	binds      ledger.ID // the contact whose identity it becomes
	renews     ledger.ID // the person who proves once more who they are
}

// rememberLogin begins a sign-in in this browser and answers with the provider's address.
func (s *Server) rememberLogin(ctx context.Context, c *fiber.Ctx, audience ledger.Audience, how identity.BeginOptions, next string, purpose signInFor) (string, error) {
	provider, ok := s.options.Providers[audience]
	if !ok {
		return "", ledger.E("not_found")
	}
	login, err := provider.Identity.Begin(ctx, s.clock(), how)
	if err != nil {
		return "", signInFault(err)
	}
	name := s.cookieName(signInStem, audience)
	browser := c.Cookies(name)
	if !isToken(browser) { // one cookie serves all tabs, so that two expired tabs can sign in at once
		browser = newToken()
	}
	err = s.write(ctx, rememberSignIn, fingerprint(login.State), audience, login.Nonce, login.Verifier,
		safeNext(next, audience), hex.EncodeToString(fingerprint(browser)), identity.LoginLifetime, purpose.invitation, purpose.binds, purpose.renews)
	if err != nil {
		return "", err
	}
	s.setCookie(c, name, browser, identity.LoginLifetime)
	return login.URL, nil
}

type pendingSignIn struct {
	Nonce, Verifier, Next string
	BegunAt               time.Time
	Invitation            []byte
	Binds                 ledger.ID // the contact whose identity this is to become
	Renews                ledger.ID // the person whose session this is to renew
}

func (s *Server) completeSignIn(c *fiber.Ctx, audience ledger.Audience) error {
	ctx, cancel := context.WithTimeout(c.UserContext(), 3*requestDeadline)
	defer cancel()
	provider, ok := s.options.Providers[audience]
	if !ok {
		return ledger.E("not_found")
	}
	query, err := url.ParseQuery(string(c.Request().URI().QueryString()))
	if err != nil {
		return malformed("the answer of the identity provider cannot be read")
	}
	answer, err := identity.ParseCallback(query)
	if err != nil {
		return signInFault(err)
	}
	pending, err := s.takeSignIn(ctx, c, audience, answer.State)
	if err != nil {
		return err
	}
	login := identity.Login{State: answer.State, Nonce: pending.Nonce, Verifier: pending.Verifier, BegunAt: pending.BegunAt}
	if !pending.Binds.IsZero() || !pending.Renews.IsZero() {
		login.MaxAge = identity.Fresh
	}
	who, err := provider.Identity.Complete(ctx, s.clock(), login, answer)
	if err != nil {
		return signInFault(err)
	}
	if provider.IssuerName != "" {
		who.Issuer = provider.IssuerName
	}
	if !pending.Renews.IsZero() {
		if err := s.renew(ctx, c, audience, pending.Renews, who); err != nil {
			return err
		}
		return c.Redirect(safeNext(pending.Next, audience), fiber.StatusSeeOther)
	}
	if !pending.Binds.IsZero() {
		if err := s.bind(ctx, c, pending.Binds, who); err != nil {
			return err
		}
	}
	first, err := s.acceptInvitation(ctx, c, audience, pending.Invitation, who)
	if err != nil {
		return err
	}
	if err := s.openSession(ctx, c, audience, who, first); err != nil {
		return err
	}
	// 303 and a path checked once more: the row could have been written by an older version of this program.
	return c.Redirect(safeNext(pending.Next, audience), fiber.StatusSeeOther)
}

func (s *Server) takeSignIn(ctx context.Context, c *fiber.Ctx, audience ledger.Audience, state string) (pendingSignIn, error) {
	browser := c.Cookies(s.cookieName(signInStem, audience))
	if !isToken(browser) || state == "" {
		return pendingSignIn{}, ledger.E("sign_in_expired")
	}
	var pending pendingSignIn
	var found bool
	err := s.options.DB.Write(ctx, nobody, func(ctx context.Context, tx *store.Tx) error {
		var err error
		pending, found, err = store.Row[pendingSignIn](ctx, tx, takeSignIn,
			fingerprint(state), audience, hex.EncodeToString(fingerprint(browser)), identity.LoginLifetime)
		return err
	})
	if err == nil && !found {
		err = ledger.E("sign_in_expired")
	}
	return pending, err
}

// signInFault sorts what identity found into what the person can do about it.
func signInFault(err error) error {
	switch {
	case errors.Is(err, identity.ErrProviderUnavailable), errors.Is(err, identity.ErrProviderMismatch), errors.Is(err, identity.ErrProviderRefused):
		return ledger.E("sign_in_unavailable").Because(err)
	case errors.Is(err, identity.ErrDenied), errors.Is(err, identity.ErrInteractionRequired):
		return ledger.E("sign_in_denied").Because(err)
	case errors.Is(err, identity.ErrMalformedCallback):
		return malformed("the answer of the identity provider cannot be read").Because(err)
	}
	return ledger.E("sign_in_expired").Because(err)
}
