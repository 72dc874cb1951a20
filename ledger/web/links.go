package web

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"hefu/ledger"
	"hefu/ledger/access"
	"hefu/ledger/internal/store"
)

// linkPrefix begins the addresses at which a link's page exchanges its token and its holder proves the address. They are no part
// of the API: nobody is signed in yet, and each answer may set a cookie.
const linkPrefix = "/auth/portal/link"

// renewalsPerMinute bounds how often one network address may have links mailed again.
const renewalsPerMinute = 10

// linkRoutes registers POST alone: a GET or HEAD of a link's address, by whatever reads mail before its owner does, is answered with
// a page that is the same for every token.
func (s *Server) linkRoutes() {
	s.app.Post(linkPrefix+"/look", s.fromOurPage, s.lookAtLink)
	s.app.Post(linkPrefix+"/open", s.fromOurPage, s.openLink)
	s.app.Post(linkPrefix+"/renewal", s.fromOurPage, s.renewLink)
	// Below: with the session that the link opened, see guardAPI.
	s.app.Post(linkPrefix+"/code", s.askForCode)
	s.app.Post(linkPrefix+"/proof", s.proveAddress)
	s.app.Post(linkPrefix+"/identity", s.beginBinding)
}

// fromOurPage is refuseForgery where there is no session yet: the browser must not say that another site sent this. That the body
// is JSON, which no form can send, has been seen to before.
func (s *Server) fromOurPage(c *fiber.Ctx) error {
	if s.foreignForm(c) {
		return ledger.E("csrf_failed")
	}
	return c.Next()
}

// linkBody is what the link's page sends; each route takes some of it.
type linkBody struct {
	Token string `json:"token"`
	Email string `json:"email"`
	Code  string `json:"code"`
	Next  string `json:"next"`
}

const maxLinkBody = 4 << 10

// readLinkBody takes an object of exactly the named fields, all text; its form has been checked before (strictjson.go).
func readLinkBody(c *fiber.Ctx, names ...string) (linkBody, error) {
	var body linkBody
	raw := c.Body()
	if len(raw) > maxLinkBody {
		return body, ledger.E("payload_too_large").With("limit", "4 KiB")
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil || fields == nil {
		return body, malformed("the body is missing or cannot be read")
	}
	into := map[string]*string{"token": &body.Token, "email": &body.Email, "code": &body.Code, "next": &body.Next}
	for name, value := range fields {
		if !slices.Contains(names, name) {
			return body, ledger.E("validation_failed").At(printable(name), "not_expected")
		}
		if err := json.Unmarshal(value, into[name]); err != nil {
			return body, ledger.E("validation_failed").At(name, "wrong_type")
		}
	}
	return body, nil
}

// LinkLook is what the page of a link shows before it is opened.
type LinkLook struct {
	Seller      string    `json:"seller"`
	SellerEN    string    `json:"seller_en"`
	Customer    string    `json:"customer"`
	CustomerEN  string    `json:"customer_en"`
	Contact     string    `json:"contact"`
	Email       string    `json:"email"` // masked
	Locale      string    `json:"locale"`
	StatementNo string    `json:"statement_no"`
	PeriodStart string    `json:"period_start"`
	CutOff      string    `json:"cut_off"`
	ExpiresAt   time.Time `json:"expires_at"`
}

func (s *Server) lookAtLink(c *fiber.Ctx) error {
	ctx, cancel := context.WithTimeout(c.UserContext(), requestDeadline)
	defer cancel()
	body, err := readLinkBody(c, "token")
	if err != nil {
		return err
	}
	look, err := s.options.Links.Look(ctx, body.Token)
	if err != nil {
		return err
	}
	return c.JSON(LinkLook{look.Seller, look.SellerEN, look.Customer, look.CustomerEN, look.Contact, look.Email, look.Locale, look.StatementNo,
		look.PeriodStart.String(), look.CutOff.String(), look.ExpiresAt})
}

// LinkOpened names the page to go to.
type LinkOpened struct {
	StatementID ledger.ID `json:"statement_id"`
	Next        string    `json:"next"`
}

const openLinkSession = `
INSERT INTO sessions (token_sha256, audience, person_id, organization_id, customer_id, statement_id, link_id, csrf, auth_time, created_at, last_seen_at, expires_at)
SELECT $1, 'portal', $2, $3, $4, $5, $6, $7, now(), now(), now(), least(now() + $8::interval, l.expires_at) FROM access_links l WHERE l.id = $6`

// openLink exchanges the token for a session that sees this one statement. Who is signed in already as the same contact for the
// same customer keeps their session, and so does a session of the same link with its proof.
func (s *Server) openLink(c *fiber.Ctx) error {
	ctx, cancel := context.WithTimeout(c.UserContext(), requestDeadline)
	defer cancel()
	body, err := readLinkBody(c, "token")
	if err != nil {
		return err
	}
	name := s.cookieName(cookieStem, ledger.Portal)
	former, token := c.Cookies(name), newToken()
	held, err := s.findSession(ctx, ledger.Portal, former)
	if err != nil {
		return err
	}
	kept := false
	opened, err := s.options.Links.OpenLink(ctx, body.Token, requestOf(c.UserContext()).address, func(ctx context.Context, tx *store.Tx, o access.Opened) error {
		kept = held != nil && held.PersonID == o.ContactID && held.CustomerID == o.CustomerID && (held.LinkID.IsZero() || held.LinkID == o.LinkID)
		if kept {
			return nil
		}
		if held != nil {
			if _, err := store.Exec(ctx, tx, closeSession, held.token); err != nil {
				return err
			}
		}
		_, err := store.Exec(ctx, tx, openLinkSession, fingerprint(token), o.ContactID, o.OrganizationID, o.CustomerID, o.StatementID, o.LinkID,
			newToken(), s.options.Sessions.lifetime())
		return err
	})
	if err != nil {
		return err
	}
	if !kept {
		s.setCookie(c, name, token, s.options.Sessions.lifetime())
	}
	return c.JSON(LinkOpened{StatementID: opened.StatementID, Next: "/p/s/" + opened.StatementID.String()})
}

// renewLink answers 202 whatever there is behind the token or the address.
func (s *Server) renewLink(c *fiber.Ctx) error {
	ctx, cancel := context.WithTimeout(c.UserContext(), requestDeadline)
	defer cancel()
	body, err := readLinkBody(c, "token", "email")
	if err != nil {
		return err
	}
	allowed, err := s.limiter.allow(ctx, "renewal:"+neighbourhood(requestOf(c.UserContext()).address), renewalsPerMinute)
	if err != nil {
		return err
	}
	if !allowed {
		return ledger.E("too_many_requests")
	}
	if err := s.options.Links.Renew(ctx, body.Token, strings.TrimSpace(body.Email)); err != nil {
		return err
	}
	return c.Status(fiber.StatusAccepted).JSON(struct{}{})
}
