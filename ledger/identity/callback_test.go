package identity_test

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"hefu/ledger/identity"
)

func TestCallbackThatIsNotTheAnswer(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*identity.Login, *identity.Callback)
		want   error
	}{
		"another state":          {func(_ *identity.Login, c *identity.Callback) { c.State = "x" }, identity.ErrStateMismatch},
		"no state":               {func(_ *identity.Login, c *identity.Callback) { c.State = "" }, identity.ErrStateMismatch},
		"nothing begun":          {func(l *identity.Login, c *identity.Callback) { *l, c.State = identity.Login{}, "" }, identity.ErrStateMismatch},
		"nonce lost":             {func(l *identity.Login, _ *identity.Callback) { l.Nonce = "" }, identity.ErrStateMismatch},
		"verifier lost":          {func(l *identity.Login, _ *identity.Callback) { l.Verifier = "" }, identity.ErrStateMismatch},
		"begun too long ago":     {func(l *identity.Login, _ *identity.Callback) { l.BegunAt = now.Add(-identity.LoginLifetime - 1) }, identity.ErrLoginExpired},
		"another issuer":         {func(_ *identity.Login, c *identity.Callback) { c.Issuer = "https://evil.example" }, identity.ErrIssuerMismatch},
		"issuer missing":         {func(_ *identity.Login, c *identity.Callback) { c.Issuer = "" }, identity.ErrIssuerMismatch},
		"no code":                {func(_ *identity.Login, c *identity.Callback) { c.Code = "" }, identity.ErrMalformedCallback},
		"denied":                 {func(_ *identity.Login, c *identity.Callback) { c.Error = "access_denied" }, identity.ErrDenied},
		"denied, another state":  {func(_ *identity.Login, c *identity.Callback) { c.Error, c.State = "access_denied", "x" }, identity.ErrStateMismatch},
		"denied, another issuer": {func(_ *identity.Login, c *identity.Callback) { c.Error, c.Issuer = "access_denied", "x" }, identity.ErrIssuerMismatch},
		"person must act":        {func(_ *identity.Login, c *identity.Callback) { c.Error = "login_required" }, identity.ErrInteractionRequired},
		"provider overloaded":    {func(_ *identity.Login, c *identity.Callback) { c.Error = "temporarily_unavailable" }, identity.ErrProviderUnavailable},
		"registration differs":   {func(_ *identity.Login, c *identity.Callback) { c.Error = "unauthorized_client" }, identity.ErrProviderRefused},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEvil(t)
			e.extra["authorization_response_iss_parameter_supported"] = true
			p, login := e.party(identity.BeginOptions{})
			answer := identity.Callback{Code: "code", State: login.State, Issuer: e.issuer}
			c.change(&login, &answer)
			if _, err := p.Complete(t.Context(), now, login, answer); !errors.Is(err, c.want) {
				t.Errorf("Complete: %v, want %v", err, c.want)
			}
			if e.asked("/token") != 0 {
				t.Error("the code was sent on all the same")
			}
		})
	}
}

func TestParseCallback(t *testing.T) {
	got, err := identity.ParseCallback(url.Values{"code": {"c"}, "state": {"s"}, "iss": {"i"}, "session_state": {"ignored"}})
	if want := (identity.Callback{Code: "c", State: "s", Issuer: "i"}); err != nil || got != want {
		t.Errorf("ParseCallback = %+v, %v", got, err)
	}
	for _, bad := range []url.Values{
		{"code": {"a", "b"}, "state": {"s"}},
		{"code": {"a"}, "state": {"s", "s"}},
		{"code": {strings.Repeat("c", 9000)}, "state": {"s"}},
	} {
		if _, err := identity.ParseCallback(bad); !errors.Is(err, identity.ErrMalformedCallback) {
			t.Errorf("ParseCallback(%.40v…) = %v", bad, err)
		}
	}
}

func TestExchangeThatFails(t *testing.T) {
	status := func(code int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(code)
			_, _ = w.Write([]byte(body))
		}
	}
	for name, c := range map[string]struct {
		token http.HandlerFunc
		want  error
	}{
		"code spent":        {status(400, `{"error":"invalid_grant"}`), identity.ErrCodeRefused},
		"secret wrong":      {status(401, `{"error":"invalid_client"}`), identity.ErrProviderRefused},
		"fault":             {status(500, `{"error":"invalid_grant"}`), identity.ErrProviderUnavailable},
		"too many":          {status(429, ``), identity.ErrProviderUnavailable},
		"not JSON":          {status(200, `<html>`), identity.ErrProviderUnavailable},
		"no access token":   {status(200, `{"id_token":"x"}`), identity.ErrProviderUnavailable},
		"no ID token":       {status(200, `{"access_token":"x","token_type":"Bearer"}`), identity.ErrToken},
		"endless":           {status(200, `{"x":"`+strings.Repeat("x", 2<<20)+`"}`), identity.ErrProviderUnavailable},
		"sent elsewhere":    {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/elsewhere", 307) }, identity.ErrProviderRefused},
		"connection is cut": {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, identity.ErrProviderUnavailable},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEvil(t)
			e.token = c.token
			p, login := e.party(identity.BeginOptions{})
			_, err := p.Complete(t.Context(), now, login, identity.Callback{Code: "the-code", State: login.State})
			if !errors.Is(err, c.want) {
				t.Errorf("Complete: %v, want %v", err, c.want)
			}
			if e.asked("/token") != 1 || e.asked("/elsewhere") != 0 {
				t.Errorf("asked %v; the code must be sent once, to one place", e.requests)
			}
			for _, private := range []string{secret, "the-code", login.Verifier} {
				if strings.Contains(err.Error(), private) || len(err.Error()) > 400 {
					t.Errorf("the error tells too much: %v", err)
				}
			}
		})
	}
}

func TestStepUpMustBeFresh(t *testing.T) {
	for name, c := range map[string]struct {
		maxAge   time.Duration
		authTime any
		want     error
	}{
		"not asked, not told": {0, nil, nil},
		"asked, not told":     {identity.Fresh, nil, identity.ErrNotFresh},
		"anew":                {identity.Fresh, at(30 * time.Second), nil},
		"before it was asked": {identity.Fresh, at(-2 * time.Minute), identity.ErrNotFresh},
		"within the age":      {10 * time.Minute, at(-9 * time.Minute), nil},
		"older than the age":  {10 * time.Minute, at(-12 * time.Minute), identity.ErrNotFresh},
		"age asked, not told": {10 * time.Minute, nil, identity.ErrNotFresh},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEvil(t)
			p, login := e.party(identity.BeginOptions{MaxAge: c.maxAge})
			e.idToken = with("auth_time", c.authTime)(e, e.good(login))
			_, err := p.Complete(t.Context(), now.Add(time.Minute/2), login, identity.Callback{Code: "c", State: login.State})
			if !errors.Is(err, c.want) {
				t.Errorf("Complete: %v, want %v", err, c.want)
			}
		})
	}
}
