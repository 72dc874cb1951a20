package web

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"

	"hefu/ledger"
	"hefu/ledger/identity"
	"hefu/ledger/internal/store"
)

// again begins a sign-in by which the person of this browser's session proves once more who they are: the provider is told to ask, whatever
// session of its own it has. Without a session here it is an ordinary sign-in.
func (s *Server) again(ctx context.Context, c *fiber.Ctx, audience ledger.Audience) (prompt string, age time.Duration, purpose signInFor, err error) {
	session, err := s.findSession(ctx, audience, c.Cookies(s.cookieName(cookieStem, audience)))
	if err != nil || session == nil || !session.LinkID.IsZero() {
		return "", 0, signInFor{}, err
	}
	return "login", identity.Fresh, signInFor{renews: session.PersonID}, nil
}

const renewSession = `UPDATE sessions SET token_sha256 = $2, csrf = $3, auth_time = $4, last_seen_at = now() WHERE token_sha256 = $1 AND person_id = $5`

// renew notes in this browser's session that its person has just proved who they are. It goes on under a new token, with the organization or
// customer that was chosen. Refused: sign_in_expired when the session has ended meanwhile, step_up_other when somebody else signed in.
func (s *Server) renew(ctx context.Context, c *fiber.Ctx, audience ledger.Audience, person ledger.ID, who identity.Person) error {
	name := s.cookieName(cookieStem, audience)
	session, err := s.findSession(ctx, audience, c.Cookies(name))
	if err != nil {
		return err
	}
	if session == nil || session.PersonID != person {
		return ledger.E("sign_in_expired")
	}
	came, err := s.findActor(ctx, audience, who, ledger.ID{})
	if err != nil {
		return err
	}
	actor := session.actor(requestOf(c.UserContext()))
	actor.Audience = ledger.System
	if came.PersonID != person {
		return ledger.E("step_up_other")
	}
	token := newToken()
	err = s.options.DB.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		moved, err := store.Exec(ctx, tx, renewSession, session.token, fingerprint(token), newToken(), who.AuthTime, person)
		if err == nil && moved == 0 {
			err = ledger.E("sign_in_expired")
		}
		tx.Audit(session.CustomerID, "session.renewed", map[string]any{"audience": audience, "person": person})
		return err
	})
	if err != nil {
		return err
	}
	s.setCookie(c, name, token, s.options.Sessions.lifetime())
	s.setCookie(c, s.cookieName(signInStem, audience), "", 0)
	return nil
}
