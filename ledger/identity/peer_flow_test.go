package identity_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"hefu/ledger/identity"
)

// peered are parties of one foreign provider that was seen at begun.
type peered struct {
	issuer string
	begun  time.Time
}

func (p peered) party(t *testing.T, client, secret string) *identity.Provider {
	t.Helper()
	party, err := identity.New(identity.Config{Issuer: p.issuer, ClientID: client, ClientSecret: secret, RedirectURL: redirect})
	if err != nil {
		t.Fatal(err)
	}
	return party
}

func (p peered) begin(t *testing.T, party *identity.Provider, o identity.BeginOptions) identity.Login {
	t.Helper()
	login, err := party.Begin(t.Context(), p.begun, o)
	if err != nil {
		t.Fatal(err)
	}
	return login
}

func TestAProviderThatIsNotOurs(t *testing.T) {
	p := peered{issuer: peer(t)}
	resp, err := newPerson(t).c.Get(p.issuer + "/.well-known/openid-configuration")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	p.begun = date(t, resp)
	t.Run("signs in", p.signsIn)
	t.Run("refuses", p.refuses)
	t.Run("logs out", p.logsOut)
}

func (p peered) signsIn(t *testing.T) {
	for _, alg := range []string{"RS256", "PS256", "ES256", "EdDSA"} {
		t.Run(alg, func(t *testing.T) {
			party := p.party(t, "hefu-"+alg, peerSecret)
			login := p.begin(t, party, identity.BeginOptions{Prompt: "login", MaxAge: identity.Fresh, Locale: "zh-CN"})
			answer, then := newPerson(t).signsIn(login, "wang", false)
			who, err := party.Complete(t.Context(), then, login, answer)
			if err != nil {
				t.Fatal(err)
			}
			if who.AuthTime.Before(p.begun) || who.AuthTime.After(then.Add(time.Second)) || who.IDTokenHint == "" {
				t.Errorf("auth_time %v, begun %v", who.AuthTime, p.begun)
			}
			who.AuthTime, who.IDTokenHint = time.Time{}, ""
			want := identity.Person{
				Issuer: p.issuer, Subject: "wang", Email: "wang@peer.example", EmailVerified: true, Name: "王芳", Locale: "zh-CN",
			}
			if who != want {
				t.Errorf("signed in as %+v, want %+v", who, want)
			}
			if _, err := party.Complete(t.Context(), then, login, answer); !errors.Is(err, identity.ErrCodeRefused) {
				t.Errorf("the same answer again: %v", err)
			}
		})
	}
}

func (p peered) refuses(t *testing.T) {
	honest := p.party(t, "hefu-RS256", peerSecret)
	for name, c := range map[string]struct {
		begun, completed *identity.Provider
		prompt           string
		cancels          bool
		change           func(*identity.Login)
		want             error
	}{
		"another verifier": {change: func(l *identity.Login) { l.Verifier = strings.Repeat("v", 43) }, want: identity.ErrCodeRefused},
		"another nonce":    {change: func(l *identity.Login) { l.Nonce = strings.Repeat("n", 43) }, want: identity.ErrNonce},
		"another client":   {begun: p.party(t, "hefu-ES256", peerSecret), want: identity.ErrCodeRefused},
		"wrong secret":     {completed: p.party(t, "hefu-RS256", "x"), want: identity.ErrProviderRefused},
		"denied":           {cancels: true, want: identity.ErrDenied},
		"no session":       {prompt: "none", want: identity.ErrInteractionRequired},
	} {
		t.Run(name, func(t *testing.T) {
			begun, completed := honest, honest
			if c.begun != nil {
				begun = c.begun
			}
			if c.completed != nil {
				completed = c.completed
			}
			login := p.begin(t, begun, identity.BeginOptions{Prompt: c.prompt})
			answer, then := newPerson(t).signsIn(login, "wang", c.cancels)
			if c.change != nil {
				c.change(&login)
			}
			if _, err := completed.Complete(t.Context(), then, login, answer); !errors.Is(err, c.want) {
				t.Errorf("Complete: %v, want %v", err, c.want)
			}
		})
	}
}

func (p peered) logsOut(t *testing.T) {
	there, err := p.party(t, "hefu-RS256", peerSecret).LogoutURL(t.Context(), "", redirect)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := newPerson(t).c.Get(there)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Errorf("the provider refuses our logout: %d", resp.StatusCode)
	}
}
