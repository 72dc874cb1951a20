package web

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
)

// openGuarded is a site with an act of each audience that asks for a fresh sign-in.
func openGuarded(t *testing.T) *site {
	t.Helper()
	return openSiteWith(t, func(s *site) {
		for _, audience := range audiences {
			Post(s.server.API(audience), "/rights", SignedIn, "Change rights", func(_ context.Context, actor ledger.Actor, _ *struct{}) (Nothing, error) {
				if err := actor.RequireFresh(); err != nil {
					return Nothing{}, err
				}
				s.called("changed")
				return Nothing{}, nil
			})
		}
	})
}

// again walks to the provider to prove once more who one is, and comes back.
func (b *browser) again(audience ledger.Audience, subject, next string) answer {
	b.t.Helper()
	return b.choose(audience, subject, b.get("/auth/"+string(audience)+"/login?again=1&next="+url.QueryEscape(next)))
}

// An act on rights asks for a sign-in of the last minutes; the provider asks the person anew, the session goes on under a new token where it was,
// and the same intent then counts once.
func TestAnOldSignInIsRenewedBeforeRightsChange(t *testing.T) {
	t.Parallel()
	for audience, c := range map[ledger.Audience]struct{ subject, next string }{
		ledger.Portal: {"cny-confirmer", "/p/settings/colleagues?x=1"}, ledger.Backoffice: {"hdjm-administrator", "/console/people"},
	} {
		t.Run(string(audience), func(t *testing.T) {
			t.Parallel()
			s := openGuarded(t)
			b := s.signIn(audience, c.subject)
			rights := apiPrefix(audience) + "/rights"
			if got := b.do(http.MethodPost, rights, ""); got.status != http.StatusNoContent {
				t.Fatalf("just signed in: %d %s", got.status, got.body)
			}
			s.books.Exec(t, `UPDATE hefu.sessions SET auth_time = now() - interval '11 minutes'`)
			former, csrf := b.cookie(cookieStem+string(audience)), b.csrf
			b.do(http.MethodPost, rights, "", "Idempotency-Key", "intent-1").refused(t, http.StatusUnauthorized, "step-up-required")
			if got := b.again(audience, c.subject, c.next); got.at != c.next {
				t.Errorf("it leads back to %s (%d %s)", got.at, got.status, got.body)
			}
			if b.readToken(audience); b.csrf == csrf || b.cookie(cookieStem+string(audience)) == former {
				t.Error("the session goes on under its old token")
			}
			if got := b.do(http.MethodPost, rights, "", "Idempotency-Key", "intent-1"); got.status != http.StatusNoContent {
				t.Errorf("signed in anew: %d %s", got.status, got.body)
			}
			if n := ledgertest.Ask[int](t, s.books, `SELECT count(*) FROM hefu.sessions`); n != 1 {
				t.Errorf("there are %d sessions", n)
			}
			if n := ledgertest.Ask[int](t, s.books, `SELECT count(*) FROM hefu.audit_log WHERE action = 'session.renewed'`); n != 1 {
				t.Errorf("it left %d audit rows", n)
			}
			s.browser().get(apiPrefix(audience)+"/session", "Cookie", cookieStem+string(audience)+"="+former).refused(t, http.StatusUnauthorized, "not-authenticated")
		})
	}
}

// The provider's own session is no fresh proof: it is told to ask, and what it says of an older time is not believed to be now.
func TestWhoRenewsASessionIsAskedAndIsTheSame(t *testing.T) {
	t.Parallel()
	s := openGuarded(t)
	b := s.signIn(ledger.Backoffice, "hdjm-administrator")
	s.books.Exec(t, `UPDATE hefu.sessions SET auth_time = now() - interval '11 minutes'`)
	b.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	begun, err := url.Parse(b.get("/auth/backoffice/login?again=1").header.Get("Location"))
	if err != nil || begun.Query().Get("prompt") != "login" || begun.Query().Get("max_age") != "0" {
		t.Errorf("the provider is asked with %s: %v", begun, err)
	}
	b.client.CheckRedirect = nil
	other := b.again(ledger.Backoffice, "hdjm-sales", "/console")
	if other.status != http.StatusForbidden || !strings.Contains(other.body, "重新登录的不是原来的账号") {
		t.Errorf("somebody else: %d %s", other.status, other.body)
	}
	if who := b.readToken(ledger.Backoffice); len(who.Roles) != 1 || who.Roles[0] != ledger.Administrator {
		t.Errorf("the session is now %+v", who.Roles)
	}
	b.do(http.MethodPost, apiPrefix(ledger.Backoffice)+"/rights", "").refused(t, http.StatusUnauthorized, "step-up-required")
	stranger := s.browser()
	if got := stranger.again(ledger.Backoffice, "hdjm-sales", "/console/disputes"); got.at != "/console/disputes" {
		t.Errorf("without a session it is an ordinary sign-in, and led to %s (%d)", got.at, got.status)
	}
	if who := stranger.readToken(ledger.Backoffice); len(who.Roles) != 1 || who.Roles[0] != ledger.Sales {
		t.Errorf("who signed in then is %+v", who)
	}
}
