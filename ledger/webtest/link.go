package webtest

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"hefu/ledger"
	"hefu/ledger/access"
	"hefu/ledger/internal/store"
	"hefu/ledger/ledgertest"
)

// Link grants a contact the link to a statement and returns its address's token.
func (s *Site) Link(t testing.TB, contact ledger.Actor, statement ledger.ID) string {
	t.Helper()
	system := ledger.SystemActor(contact.OrganizationID, "test")
	var id ledger.ID
	err := s.DB.Write(t.Context(), system, func(ctx context.Context, tx *store.Tx) (err error) {
		id, err = s.Services.Access.Grant(ctx, tx, access.Grant{OrganizationID: contact.OrganizationID, CustomerID: contact.CustomerID,
			ContactID: contact.PersonID, StatementID: statement})
		return err
	})
	if err != nil {
		t.Fatalf("grant a link: %v", err)
	}
	url := s.Services.Access.URL(id)
	return url[strings.LastIndex(url, "/")+1:]
}

// Holder is a browser that has opened a contact's link to a statement, by its page's own steps.
func (s *Site) Holder(t testing.TB, contact ledger.Actor, statement ledger.ID) *Client {
	t.Helper()
	c := s.Stranger(t)
	c.Actor = contact
	c.Post("/auth/portal/link/open", map[string]string{"token": s.Link(t, contact, statement)}).carry(c).Must(t, http.StatusOK)
	c.CSRF = Read[struct {
		CSRFToken string `json:"csrf_token"`
	}](t, c.Get("/session"), http.StatusOK).CSRFToken
	return c
}

// Prove asks for a code, reads it as the mail's reader would, and enters it.
func (c *Client) Prove(t testing.TB) {
	t.Helper()
	c.Post("/auth/portal/link/code", `{}`).Must(t, http.StatusOK)
	answer := c.Post("/auth/portal/link/proof", map[string]string{"code": c.site.NewestCode(t, c.Actor)}).carry(c)
	c.CSRF = Read[struct {
		CSRFToken string `json:"csrf_token"`
	}](t, answer, http.StatusOK).CSRFToken
}

// NewestCode is the code last mailed to a contact.
func (s *Site) NewestCode(t testing.TB, contact ledger.Actor) string {
	t.Helper()
	id, err := ledger.ParseID(ledgertest.Ask[string](t, s.Books,
		`SELECT id::text FROM hefu.access_codes WHERE contact_id = $1 ORDER BY created_at DESC LIMIT 1`, contact.PersonID.String()))
	if err != nil {
		t.Fatal(err)
	}
	return s.Services.Access.Code(id)
}

// carry keeps the session's cookie that an answer set.
func (a Answer) carry(c *Client) Answer {
	for _, line := range a.Header.Values("Set-Cookie") {
		if pair, _, _ := strings.Cut(line, ";"); strings.HasPrefix(pair, "hefu_session_") {
			c.Cookie = pair
		}
	}
	return a
}

// Eventually waits until a question about the books is answered with true; for what background work brings about.
func (s *Site) Eventually(t testing.TB, question string, args ...any) {
	t.Helper()
	const patience, pause = 20 * time.Second, 50 * time.Millisecond
	tick, end := time.NewTicker(pause), time.NewTimer(patience)
	defer tick.Stop()
	defer end.Stop()
	for !ledgertest.Ask[bool](t, s.Books, question, args...) {
		select {
		case <-tick.C:
		case <-end.C:
			t.Fatalf("it does not come true: %s", question)
		}
	}
}
