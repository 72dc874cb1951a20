package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/ledgertest"
	"hefu/ledger/notice"
	"hefu/ledger/web"
)

// A mail server reports what came back with the secret and nobody else does; a report that names no mail of ours is refused, one that comes twice changes
// nothing more.
func TestABounceIsReportedOverHTTP(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	services, err := books.New(b.DB, books.Options{Notices: notice.Options{MailHost: "portal.example.test"}})
	if err != nil {
		t.Fatal(err)
	}
	mail := ledger.NewID()
	person := b.Contact(b.CNY, ledger.Viewer)
	b.Exec(t, `INSERT INTO hefu.events (id, organization_id, customer_id, kind, actor_id, actor_name, side, data) SELECT $1::text::uuid, $2::text::uuid, $3::text::uuid, 'access.link', $4::text::uuid, 'x', 'system', '{}'`,
		mail.String(), b.Organization.ID.String(), b.CNY.ID.String(), person.PersonID.String())
	b.Exec(t, `INSERT INTO hefu.deliveries (id, organization_id, customer_id, event_id, kind, purpose_key, channel, recipient, contact_id, name, address, locale, state, sent_at)
		VALUES ($1::text::uuid, $2::text::uuid, $3::text::uuid, $1::text::uuid, 'access.link', 'x', 'mail', 'contact', $4::text::uuid, 'x', 'viewer@cny.test', 'zh-CN', 'sent', now())`,
		mail.String(), b.Organization.ID.String(), b.CNY.ID.String(), person.PersonID.String())
	report := func(host string) string {
		return "Action: failed\r\nStatus: 5.1.1\r\n\r\nMessage-ID: <" + mail.String() + "@" + host + ">\r\n"
	}
	m := mailing{Mail: "off", BounceSecret: "a-secret-of-the-mail-server"}
	options := web.Options{Mounts: map[string]http.Handler{}}
	m.mount(&options, services, true)
	server := httptest.NewServer(options.Mounts[bouncePath])
	t.Cleanup(server.Close)
	for _, c := range []struct {
		name, method, secret, body string
		want                       int
	}{
		{"no secret", http.MethodPost, "", report("portal.example.test"), http.StatusUnauthorized},
		{"another secret", http.MethodPost, "Bearer something-else", report("portal.example.test"), http.StatusUnauthorized},
		{"the secret without its word", http.MethodPost, m.BounceSecret, report("portal.example.test"), http.StatusUnauthorized},
		{"looked at", http.MethodGet, "Bearer " + m.BounceSecret, "", http.StatusMethodNotAllowed},
		{"somebody else's mail", http.MethodPost, "Bearer " + m.BounceSecret, report("elsewhere.test"), http.StatusBadRequest},
		{"nothing", http.MethodPost, "Bearer " + m.BounceSecret, "", http.StatusBadRequest},
		{"too much", http.MethodPost, "Bearer " + m.BounceSecret, strings.Repeat("x", maxBounce+1), http.StatusBadRequest},
		{"a mail of ours", http.MethodPost, "Bearer " + m.BounceSecret, report("portal.example.test"), http.StatusNoContent},
		{"the same again", http.MethodPost, "Bearer " + m.BounceSecret, report("portal.example.test"), http.StatusNotFound},
	} {
		if got := call(t, c.method, server.URL, c.secret, c.body); got != c.want {
			t.Errorf("%s: %d, want %d", c.name, got, c.want)
		}
	}
	if state := ledgertest.Ask[string](t, b, `SELECT state FROM hefu.deliveries`); state != "bounced" {
		t.Errorf("the mail is %s", state)
	}
	options = web.Options{Mounts: map[string]http.Handler{}}
	(&mailing{Mail: "off"}).mount(&options, services, true)
	if len(options.Mounts) != 0 {
		t.Error("without a secret the report is taken from anybody")
	}
}

func call(t *testing.T, method, url, secret, body string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if secret != "" {
		r.Header.Set("Authorization", secret)
	}
	got, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = got.Body.Close() }()
	_, _ = io.Copy(io.Discard, got.Body)
	return got.StatusCode
}
