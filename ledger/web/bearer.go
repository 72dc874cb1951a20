package web

import (
	"context"
	"strings"

	"github.com/gofiber/fiber/v2"

	"hefu/ledger"
	"hefu/ledger/token"
)

// sessionOrToken lets in a person of the audience by their session, or a program of it by its API token. A request that shows a token
// is never also let in by a cookie, so a browser's session cannot lend it rights.
func (s *Server) sessionOrToken(audience ledger.Audience, session fiber.Handler) fiber.Handler {
	return func(c *fiber.Ctx) error {
		shown := c.Get(fiber.HeaderAuthorization)
		if shown == "" {
			return session(c)
		}
		r := requestOf(c.UserContext())
		scheme, secret, _ := strings.Cut(shown, " ")
		if !strings.EqualFold(scheme, "Bearer") {
			return ledger.E("token_invalid")
		}
		if of := token.Audience(strings.TrimSpace(secret)); of != "" && of != audience {
			return ledger.E("not_authenticated")
		}
		ctx, cancel := context.WithTimeout(c.UserContext(), requestDeadline)
		defer cancel()
		bearer, err := s.tokens.Recognize(ctx, strings.TrimSpace(secret), r.address)
		if err != nil {
			return err
		}
		r.session = &Session{
			Audience: bearer.Audience, PersonID: bearer.MakerID, OrganizationID: bearer.OrganizationID, CustomerID: bearer.CustomerID, Name: bearer.Name,
			Email: bearer.Email, Locale: r.locale, Subject: bearer.Subject(), Roles: bearer.Roles, bearer: &bearer,
		}
		if c.Get(fiber.HeaderAcceptLanguage) == "" {
			r.session.Locale, r.locale = bearer.Locale, bearer.Locale
		}
		return c.Next()
	}
}

// byToken tells whether a program acts, through a token.
func (s *Session) byToken() bool { return s != nil && s.bearer != nil }

// admitToken is what a token must pass beside its scopes: nothing that asks for no permission is open to it, and whoever writes
// needs the scope for it, answering at the portal and importing at the back office: reading alone does not do.
func admitToken(r *request, actor ledger.Actor, need ledger.Permission) error {
	if need == SignedIn {
		return ledger.E("token_not_enough")
	}
	if err := actor.Require(need); err != nil {
		return err
	}
	if strings.HasPrefix(r.route, fiber.MethodGet+" ") {
		return nil
	}
	for _, scope := range ledger.ScopesOf(actor.Audience) {
		if scope.Writes(need) {
			return actor.RequireScope(scope)
		}
	}
	return ledger.E("token_not_enough")
}

// refuseTokenInQuery: an address stands in logs, histories and referrers, so a token in one has leaked.
func refuseTokenInQuery(raw string) error {
	if token.Within(raw) {
		return ledger.E("token_in_address")
	}
	return nil
}
