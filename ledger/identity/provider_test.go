package identity_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"hefu/ledger/identity"
)

func TestNewRefusesWhatCannotWork(t *testing.T) {
	good := identity.Config{Issuer: "https://id.example/", ClientID: "c", RedirectURL: redirect}
	if _, err := identity.New(good); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*identity.Config){
		"no client":            func(c *identity.Config) { c.ClientID = "" },
		"no issuer":            func(c *identity.Config) { c.Issuer = "" },
		"issuer without TLS":   func(c *identity.Config) { c.Issuer = "http://id.example" },
		"issuer like loopback": func(c *identity.Config) { c.Issuer = "http://localhost.evil.example" },
		"issuer with password": func(c *identity.Config) { c.Issuer = "https://a:b@id.example" },
		"issuer no URL":        func(c *identity.Config) { c.Issuer = "file:///etc/passwd" },
		"redirect relative":    func(c *identity.Config) { c.RedirectURL = "/callback" },
		"redirect fragment":    func(c *identity.Config) { c.RedirectURL = redirect + "#x" },
	} {
		c := good
		change(&c)
		if _, err := identity.New(c); !errors.Is(err, identity.ErrConfig) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestBeginAsksForProof(t *testing.T) {
	e := newEvil(t)
	_, first := e.party(identity.BeginOptions{})
	_, login := e.party(identity.BeginOptions{Prompt: "login", MaxAge: identity.Fresh, Locale: "zh-CN"})
	u, err := url.Parse(login.URL)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	for name, want := range map[string]string{
		"response_type": "code", "client_id": clientID, "redirect_uri": redirect, "scope": "openid profile email",
		"state": login.State, "nonce": login.Nonce, "code_challenge_method": "S256",
		"prompt": "login", "max_age": "0", "ui_locales": "zh-CN",
	} {
		if q.Get(name) != want {
			t.Errorf("%s = %q, want %q", name, q.Get(name), want)
		}
	}
	if len(q.Get("code_challenge")) != 43 || q.Get("code_challenge") == login.Verifier {
		t.Error("no S256 challenge")
	}
	if first.State == login.State || first.Nonce == login.Nonce || first.Verifier == login.Verifier || len(login.State) < 43 {
		t.Error("secrets are not random, or too short")
	}
}

func TestProviderThatIsDownIsAskedAgain(t *testing.T) {
	e := newEvil(t)
	e.down = true
	p, err := identity.New(identity.Config{Issuer: e.issuer, ClientID: clientID, RedirectURL: redirect})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Begin(t.Context(), now, identity.BeginOptions{}); !errors.Is(err, identity.ErrProviderUnavailable) {
		t.Fatalf("Begin: %v", err)
	}
	e.mu.Lock()
	e.down = false
	e.mu.Unlock()
	for range 3 {
		if _, err := p.Begin(t.Context(), now, identity.BeginOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	if n := e.asked("/.well-known/openid-configuration"); n != 2 {
		t.Errorf("discovery asked %d times, want once failed and once for good", n)
	}
}

func TestProviderThatHangsHoldsNobodyLong(t *testing.T) {
	e := newEvil(t)
	e.mu.Lock() // every request waits here
	defer e.mu.Unlock()
	p, err := identity.New(identity.Config{
		Issuer: e.issuer, ClientID: clientID, RedirectURL: redirect, HTTPClient: &http.Client{Timeout: 50 * time.Millisecond},
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Begin(t.Context(), now, identity.BeginOptions{}); !errors.Is(err, identity.ErrProviderUnavailable) {
		t.Errorf("Begin: %v", err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := p.Begin(gone, now, identity.BeginOptions{}); !errors.Is(err, identity.ErrProviderUnavailable) {
		t.Errorf("Begin for a caller who left: %v", err)
	}
}

func TestDiscoveryThatIsNotTheProvider(t *testing.T) {
	for name, extra := range map[string]map[string]any{
		"another issuer":          {"issuer": "https://id.example"},
		"token endpoint in clear": {"token_endpoint": "http://id.example/token"},
		"keys in clear":           {"jwks_uri": "http://id.example/keys"},
		"no keys":                 {"jwks_uri": ""},
		"userinfo no URL":         {"userinfo_endpoint": "javascript:alert(1)"},
		"logout no URL":           {"end_session_endpoint": "//id.example"},
		"only shared secrets":     {"id_token_signing_alg_values_supported": []string{"HS256", "none"}},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEvil(t)
			e.extra = extra
			p, err := identity.New(identity.Config{Issuer: e.issuer, ClientID: clientID, RedirectURL: redirect})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := p.Begin(t.Context(), now, identity.BeginOptions{}); !errors.Is(err, identity.ErrProviderMismatch) {
				t.Errorf("Begin: %v", err)
			}
		})
	}
}

func TestKeysThatCannotBeFetched(t *testing.T) {
	for name, jwks := range map[string]http.HandlerFunc{
		"fault":    func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", 500) },
		"not JSON": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) },
		"endless": func(w http.ResponseWriter, _ *http.Request) {
			give(w, map[string]any{"keys": sharedKeys().public(), "padding": strings.Repeat("x", 2<<20)})
		},
		"cut": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
	} {
		t.Run(name, func(t *testing.T) {
			e := newEvil(t)
			e.jwks = jwks
			p, login := e.party(identity.BeginOptions{})
			e.idToken = with("sub", "u-17")(e, e.good(login))
			_, err := p.Complete(t.Context(), now, login, identity.Callback{Code: "c", State: login.State})
			if !errors.Is(err, identity.ErrProviderUnavailable) {
				t.Errorf("Complete: %v", err)
			}
		})
	}
}

func TestAnAlgorithmNotOfferedIsRefused(t *testing.T) {
	e := newEvil(t)
	e.extra["id_token_signing_alg_values_supported"] = []string{"ES256"}
	p, login := e.party(identity.BeginOptions{})
	e.idToken = with("sub", "u-17")(e, e.good(login)) // RS256, with a published key
	if _, err := p.Complete(t.Context(), now, login, identity.Callback{Code: "c", State: login.State}); !errors.Is(err, identity.ErrToken) {
		t.Errorf("Complete: %v", err)
	}
}

func TestLogoutURL(t *testing.T) {
	e := newEvil(t)
	p, _ := e.party(identity.BeginOptions{})
	if _, err := p.LogoutURL(t.Context(), "", ""); !errors.Is(err, identity.ErrNoLogout) {
		t.Errorf("without the endpoint: %v", err)
	}
	e = newEvil(t)
	e.extra["end_session_endpoint"] = e.issuer + "/bye?tenant=7"
	p, _ = e.party(identity.BeginOptions{})
	got, err := p.LogoutURL(t.Context(), "", "https://portal.example/")
	want := e.issuer + "/bye?client_id=hefu-portal&post_logout_redirect_uri=https%3A%2F%2Fportal.example%2F&tenant=7"
	if err != nil || got != want {
		t.Errorf("LogoutURL = %q, %v, want %q", got, err, want)
	}
}
