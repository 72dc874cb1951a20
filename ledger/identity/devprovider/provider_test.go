package devprovider_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"hefu/ledger/identity"
	"hefu/ledger/identity/devprovider"
)

func TestNewRefuses(t *testing.T) {
	good := devprovider.Config{
		Issuer: "http://localhost:8080/idp/staff", People: people, Now: func() time.Time { return time.Time{} },
		Clients: []devprovider.Client{{ID: clientID, Secret: secret, RedirectURLs: []string{redirect}}},
	}
	if _, err := devprovider.New(good); err != nil {
		t.Fatal(err)
	}
	weak, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		change func(*devprovider.Config)
		want   error
	}{
		"production":     {func(c *devprovider.Config) { c.Production = true }, devprovider.ErrProduction},
		"no path":        {func(c *devprovider.Config) { c.Issuer = "http://localhost:8080" }, devprovider.ErrConfig},
		"trailing slash": {func(c *devprovider.Config) { c.Issuer += "/" }, devprovider.ErrConfig},
		"no people":      {func(c *devprovider.Config) { c.People = nil }, devprovider.ErrConfig},
		"no clock":       {func(c *devprovider.Config) { c.Now = nil }, devprovider.ErrConfig},
		"no client":      {func(c *devprovider.Config) { c.Clients = nil }, devprovider.ErrConfig},
		"empty secret": {func(c *devprovider.Config) {
			c.Clients = []devprovider.Client{{ID: "x", RedirectURLs: []string{redirect}}}
		}, devprovider.ErrConfig},
		"redirect relative": {func(c *devprovider.Config) {
			c.Clients = []devprovider.Client{{ID: "x", Secret: "y", RedirectURLs: []string{"/cb"}}}
		}, devprovider.ErrConfig},
		"another curve": {func(c *devprovider.Config) { c.Key = weak }, devprovider.ErrConfig},
	} {
		bad := good
		c.change(&bad)
		if _, err := devprovider.New(bad); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAuthorizationRequestsThatAreRefused(t *testing.T) {
	s, b := newStage(t), newBrowser(t)
	base, err := url.Parse(s.begin(identity.BeginOptions{}).URL)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ param, value, want string }{ // want "": a page, no redirect
		"unknown client":      {"client_id", "other", ""},
		"redirect elsewhere":  {"redirect_uri", "https://evil.example/callback", ""},
		"redirect longer":     {"redirect_uri", redirect + "/../x", ""},
		"redirect with query": {"redirect_uri", redirect + "?x=1", ""},
		"no PKCE":             {"code_challenge", "", "invalid_request"},
		"PKCE plain":          {"code_challenge_method", "plain", "invalid_request"},
		"implicit":            {"response_type", "id_token", "unsupported_response_type"},
		"hybrid":              {"response_type", "code id_token", "unsupported_response_type"},
		"fragment":            {"response_mode", "fragment", "invalid_request"},
		"not OpenID":          {"scope", "email", "invalid_scope"},
		"request object":      {"request", "e30.e30.", "request_not_supported"},
		"silent":              {"prompt", "none", "login_required"},
	} {
		q := base.Query()
		q.Set(c.param, c.value)
		resp, _ := b.get(s.issuer + "/authorize?" + q.Encode())
		to, _ := url.Parse(resp.Header.Get("Location"))
		if c.want == "" && (resp.StatusCode != http.StatusBadRequest || to.Host != "") {
			t.Errorf("%s: %d to %q, want a page", name, resp.StatusCode, to)
		}
		if c.want != "" && (to.Query().Get("error") != c.want || to.Query().Get("state") == "" || to.Query().Get("iss") != s.issuer) {
			t.Errorf("%s: to %q, want %s", name, to, c.want)
		}
	}
	if resp, _ := b.get(base.String() + "&redirect_uri=https://evil.example/"); resp.StatusCode != http.StatusBadRequest {
		t.Errorf("redirect twice: %d", resp.StatusCode)
	}
}

func TestAPersonOfOneProviderIsNobodyAtTheOther(t *testing.T) {
	staff, customers := newStage(t), newStage(t)
	b := newBrowser(t)
	login := staff.begin(identity.BeginOptions{})
	answer := customers.clicks(b, customers.begin(identity.BeginOptions{}), "li")
	answer.State = login.State
	if _, err := staff.party.Complete(t.Context(), staff.now, login, answer); !errors.Is(err, identity.ErrIssuerMismatch) {
		t.Errorf("an answer of the other: %v", err)
	}
	answer.Issuer = staff.issuer
	if _, err := staff.party.Complete(t.Context(), staff.now, login, answer); !errors.Is(err, identity.ErrCodeRefused) {
		t.Errorf("a code of the other: %v", err)
	}
}

func TestInProcessTransportAndRSA(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	s, b := newStage(t, func(c *devprovider.Config) { c.Key = key }), newBrowser(t)
	inside, err := identity.New(identity.Config{
		Issuer: s.issuer, ClientID: clientID, ClientSecret: secret, RedirectURL: redirect,
		HTTPClient: &http.Client{Transport: s.idp.Transport(nil)}, // any address but the provider's fails
	})
	if err != nil {
		t.Fatal(err)
	}
	s.party = inside
	login := s.begin(identity.BeginOptions{})
	who, err := inside.Complete(t.Context(), s.now, login, s.clicks(b, login, "wang"))
	if err != nil || who.Subject != "wang" {
		t.Errorf("Complete = %+v, %v", who, err)
	}
	if _, err := (&http.Client{Transport: s.idp.Transport(nil)}).Get(strings.TrimSuffix(s.issuer, "staff") + "customers/keys"); err == nil {
		t.Error("an address beside the issuer was answered")
	}
}

func TestEndSession(t *testing.T) {
	s, b := newStage(t), newBrowser(t)
	there, err := s.party.LogoutURL(t.Context(), "", "https://console.example/")
	if err != nil {
		t.Fatal(err)
	}
	if resp, _ := b.get(there); resp.StatusCode != http.StatusSeeOther || resp.Header.Get("Location") != "https://console.example/" {
		t.Errorf("registered: %d %q", resp.StatusCode, resp.Header.Get("Location"))
	}
	there, err = s.party.LogoutURL(t.Context(), "", "https://evil.example/")
	if err != nil {
		t.Fatal(err)
	}
	if resp, _ := b.get(there); resp.StatusCode != http.StatusBadRequest || resp.Header.Get("Location") != "" {
		t.Errorf("elsewhere: %d %q", resp.StatusCode, resp.Header.Get("Location"))
	}
	if resp, body := b.get(s.issuer + "/end-session"); resp.StatusCode != http.StatusOK || !strings.Contains(body, "signed out") {
		t.Errorf("nowhere: %d", resp.StatusCode)
	}
}
