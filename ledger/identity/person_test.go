package identity_test

import (
	"errors"
	"net/http"
	"testing"

	"hefu/ledger/identity"
)

func TestProfileFromUserinfo(t *testing.T) {
	answer := func(claims map[string]any) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Authorization") != "Bearer "+access {
				w.WriteHeader(http.StatusUnauthorized)
				return
			}
			give(w, claims)
		}
	}
	for name, c := range map[string]struct {
		inToken  map[string]any
		userinfo http.HandlerFunc
		want     identity.Person // Email, EmailVerified, Name, Locale
		err      error
	}{
		"all from userinfo": {nil,
			answer(map[string]any{"sub": "u-17", "email": "a@b.example", "email_verified": true, "name": "王芳", "locale": "zh-CN"}),
			identity.Person{Email: "a@b.example", EmailVerified: true, Name: "王芳", Locale: "zh-CN"}, nil},
		"another subject": {nil, answer(map[string]any{"sub": "u-1", "email": "boss@b.example"}), identity.Person{}, identity.ErrToken},
		"no subject":      {nil, answer(map[string]any{"email": "boss@b.example"}), identity.Person{}, identity.ErrToken},
		"look-alike":      {nil, answer(map[string]any{"sub": "u-17", "Email": "boss@b.example"}), identity.Person{}, identity.ErrToken},
		"verification is not carried over": {map[string]any{"email": "mine@b.example"},
			answer(map[string]any{"sub": "u-17", "email": "other@b.example", "email_verified": true, "name": "N"}),
			identity.Person{Email: "mine@b.example", Name: "N"}, nil},
		"not asked when nothing is missing": {map[string]any{"email": "a@b.example", "name": "N"},
			func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
			identity.Person{Email: "a@b.example", Name: "N"}, nil},
		"text that would break a mail header": {map[string]any{"email": "a@b.example\r\nBcc: x@y.example", "name": "N\x00"},
			answer(map[string]any{"sub": "u-17"}), identity.Person{}, nil},
		"down":     {nil, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) }, identity.Person{}, identity.ErrProviderUnavailable},
		"not JSON": {nil, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) }, identity.Person{}, identity.ErrProviderMismatch},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEvil(t)
			e.info = c.userinfo
			e.extra["userinfo_endpoint"] = e.issuer + "/userinfo"
			p, login := e.party(identity.BeginOptions{})
			claims := e.good(login)
			for _, name := range []string{"email", "email_verified", "name"} {
				delete(claims, name)
			}
			for name, value := range c.inToken {
				claims[name] = value
			}
			e.idToken = with("sub", "u-17")(e, claims)
			who, err := p.Complete(t.Context(), now, login, identity.Callback{Code: "c", State: login.State})
			if !errors.Is(err, c.err) {
				t.Fatalf("Complete: %v, want %v", err, c.err)
			}
			if who.Issuer, who.Subject, who.IDTokenHint = "", "", ""; who != c.want {
				t.Errorf("Complete = %+v, want %+v", who, c.want)
			}
		})
	}
}
