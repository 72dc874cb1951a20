package web

import (
	"context"
	"encoding/json"
	"time"

	"github.com/gofiber/fiber/v2"

	"hefu/ledger"
	"hefu/ledger/access"
	"hefu/ledger/internal/store"
	"hefu/ledger/standin"
	"hefu/ledger/token"
)

// SessionLimits say when a session ends by itself: after Idle without a request, and after Lifetime in any case.
type SessionLimits struct {
	Idle     time.Duration // default 2 hours
	Lifetime time.Duration // default 12 hours
	Fresh    time.Duration // how long a sign-in counts as fresh; default 10 minutes
}

func (l SessionLimits) idle() time.Duration { return orElse(l.Idle, 2*time.Hour) }

func (l SessionLimits) lifetime() time.Duration { return orElse(l.Lifetime, 12*time.Hour) }

func (l SessionLimits) fresh() time.Duration { return orElse(l.Fresh, 10*time.Minute) }

func orElse(value, usual time.Duration) time.Duration {
	if value > 0 {
		return value
	}
	return usual
}

// Session is one person signed in to one audience, with the roles held at this moment.
type Session struct {
	Audience       ledger.Audience
	PersonID       ledger.ID
	OrganizationID ledger.ID
	CustomerID     ledger.ID
	Name           string
	Email          string
	Locale         string
	Subject        string
	Roles          []ledger.Role

	// Of a session that came from a link.
	LinkID      ledger.ID
	StatementID ledger.ID
	Verified    bool

	standings []ledger.Standing // whom a member of staff stands in for, or who for them

	fresh    bool // the person has signed in anew a few minutes ago at most
	identity bool // the contact has one at the identity provider
	csrf     string
	token    []byte        // its fingerprint
	bearer   *token.Bearer // of a program; nil for a person
}

// Actor is who acts in this request.
func (s *Session) actor(r *request) ledger.Actor {
	var requests []string
	if r.key != "" {
		requests = []string{r.key}
	}
	actor := ledger.Actor{
		Requests: requests, Audience: s.Audience, PersonID: s.PersonID, Name: s.Name, Subject: s.Subject, OrganizationID: s.OrganizationID,
		CustomerID: s.CustomerID, Roles: s.Roles, Locale: s.Locale, Address: r.address, RequestID: r.id,
		LinkID: s.LinkID, StatementID: s.StatementID, Verified: s.Verified, Fresh: s.fresh && s.LinkID.IsZero() && s.bearer == nil,
	}
	if len(s.standings) > 0 {
		actor = actor.WithStandings(s.standings)
	}
	if s.bearer != nil {
		actor.Token, actor.Scopes = s.bearer.Prefix, s.bearer.Scopes
	}
	return actor
}

// clerk writes what goes with a request beside its work, such as its key and its refusal: that needs no link that still lives.
func clerk(actor ledger.Actor) ledger.Actor {
	actor.LinkID, actor.StatementID = ledger.ID{}, ledger.ID{}
	return actor
}

// One query reads the session with the person and the roles as they are now, so that taking a role away acts on the next
// request. The database's clock decides expiry.
var readStaffSession = `
SELECT s.person_id, s.organization_id, s.customer_id, s.csrf, p.name, p.email, p.locale, p.issuer || '#' || p.subject,
       ARRAY(SELECT r.role FROM staff_roles r WHERE r.staff_id = p.id AND r.organization_id = s.organization_id ORDER BY r.role),
       s.last_seen_at < now() - interval '1 minute', NULL::uuid, NULL::uuid, false, s.auth_time > now() - $3::interval, ` + standin.Standings("p.id", "s.organization_id") + `
FROM sessions s JOIN staff p ON p.id = s.person_id AND p.active
WHERE s.token_sha256 = $1 AND s.audience = 'backoffice' AND s.expires_at > now() AND s.last_seen_at > now() - $2::interval`

// A session that came from a link ends with it.
const readContactSession = `
SELECT s.person_id, s.organization_id, s.customer_id, s.csrf, p.name, p.email, coalesce(s.locale, p.locale), coalesce(p.issuer || '#' || p.subject, ''),
       ARRAY(SELECT r.role FROM contact_roles r JOIN customers c ON c.id = r.customer_id AND c.active
             WHERE r.contact_id = p.id AND r.customer_id = s.customer_id ORDER BY r.role),
       s.last_seen_at < now() - interval '1 minute', s.statement_id, s.link_id, s.verified_at IS NOT NULL, s.auth_time > now() - $3::interval, ''
FROM sessions s JOIN contacts p ON p.id = s.person_id AND p.active LEFT JOIN access_links l ON l.id = s.link_id
WHERE s.token_sha256 = $1 AND s.audience = 'portal' AND s.expires_at > now() AND s.last_seen_at > now() - $2::interval
  AND (s.link_id IS NULL OR l.revoked_at IS NULL AND l.expires_at > now() AND lower(l.email) = lower(p.email))`

const touchSession = `UPDATE sessions SET last_seen_at = now() WHERE token_sha256 = $1 AND last_seen_at < now() - interval '1 minute'`

type sessionRow struct {
	PersonID, OrganizationID, CustomerID ledger.ID
	CSRF, Name, Email, Locale, Subject   string
	Roles                                []string
	Stale                                bool
	StatementID, LinkID                  ledger.ID
	Verified, Fresh                      bool
	Standings                            string
}

// findSession reads the session of a token; nil when there is none, or it has ended.
func (s *Server) findSession(ctx context.Context, audience ledger.Audience, token string) (*Session, error) {
	if !isToken(token) {
		return nil, nil
	}
	return s.sessionByMark(ctx, audience, fingerprint(token))
}

func (s *Server) sessionByMark(ctx context.Context, audience ledger.Audience, mark []byte) (*Session, error) {
	query := readStaffSession
	if audience == ledger.Portal {
		query = readContactSession
	}
	row, found, err := store.ReadAlone[sessionRow](ctx, s.options.DB, query, mark, s.options.Sessions.idle(), s.options.Sessions.fresh())
	if err != nil || !found {
		return nil, err
	}
	if row.Stale {
		if err := s.write(ctx, touchSession, mark); err != nil {
			return nil, err
		}
	}
	session := &Session{
		Audience: audience, PersonID: row.PersonID, OrganizationID: row.OrganizationID, CustomerID: row.CustomerID,
		Name: row.Name, Email: row.Email, Locale: row.Locale, Subject: row.Subject, csrf: row.CSRF, token: mark,
		StatementID: row.StatementID, LinkID: row.LinkID, Verified: row.Verified, fresh: row.Fresh,
	}
	if !session.LinkID.IsZero() {
		session.identity = row.Subject != ""
		session.Subject = access.Subject(session.PersonID, session.LinkID)
	}
	for _, role := range row.Roles {
		session.Roles = append(session.Roles, ledger.Role(role))
	}
	if row.Standings != "" {
		if err := json.Unmarshal([]byte(row.Standings), &session.standings); err != nil {
			return nil, ledger.E("internal").Because(err)
		}
	}
	return session, nil
}

// write runs one statement of the session tables in a transaction of its own.
func (s *Server) write(ctx context.Context, statement string, args ...any) error {
	return s.options.DB.Write(ctx, nobody, func(ctx context.Context, tx *store.Tx) error {
		_, err := store.Exec(ctx, tx, statement, args...)
		return err
	})
}

// requireSession lets nobody past without a session of this audience.
func (s *Server) requireSession(audience ledger.Audience) fiber.Handler {
	name := s.cookieName(cookieStem, audience)
	return func(c *fiber.Ctx) error {
		ctx, cancel := context.WithTimeout(c.UserContext(), requestDeadline)
		defer cancel()
		session, err := s.findSession(ctx, audience, c.Cookies(name))
		if err != nil {
			return err
		}
		if session == nil {
			return ledger.E("not_authenticated")
		}
		r := requestOf(c.UserContext())
		r.session, r.locale = session, session.Locale
		return c.Next()
	}
}

// guardAPI puts the steps before the routes of one audience: session, account's rate, CSRF, idempotency. Permission is asked
// by each operation, which cannot be registered without one.
func (s *Server) guardAPI(audience ledger.Audience) {
	session := s.requireSession(audience)
	s.app.Use(apiPrefix(audience), s.sessionOrToken(audience, session), s.limitByAccount, s.refuseForgery, s.repeatOnce)
	s.app.Use("/auth/"+string(audience)+"/logout", session, s.refuseForgery)
	if audience == ledger.Portal {
		s.app.Use([]string{linkPrefix + "/code", linkPrefix + "/proof", linkPrefix + "/identity"}, session, s.limitByAccount, s.refuseForgery)
	}
}

func apiPrefix(audience ledger.Audience) string { return "/api/" + string(audience) + "/v1" }
