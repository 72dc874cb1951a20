package web

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
)

func TestBothAudiencesSignInAndStayApart(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	for _, c := range []struct {
		audience, other ledger.Audience
		subject, next   string
	}{
		{ledger.Portal, ledger.Backoffice, "cny-confirmer", "/p/s/1?line=2"},
		{ledger.Backoffice, ledger.Portal, "hdjm-ar_accountant", "/console/disputes?view=mine"},
	} {
		b := s.browser()
		if got := b.walkIn(c.audience, c.subject, c.next); got.at != c.next {
			t.Errorf("%s: signing in led to %s (%d %s), not to %s", c.audience, got.at, got.status, got.body, c.next)
		}
		view := b.readToken(c.audience)
		if view.Audience != c.audience || len(view.Roles) != 1 || view.CSRFToken == "" || view.Organization.ID != s.books.Organization.ID || !view.Development {
			t.Errorf("%s: the session says %+v", c.audience, view)
		}
		if c.audience == ledger.Portal && (view.Customer == nil || view.Customer.ID != s.books.CNY.ID || len(view.Customers) != 1) {
			t.Errorf("the portal's session says %+v", view)
		}
		b.get(apiPrefix(c.other)+"/session").refused(t, http.StatusUnauthorized, "not-authenticated")
	}
}

func TestNextStaysOnThisOrigin(t *testing.T) {
	for next, want := range map[string]string{
		"/p/statements?a=1#x": "/p/statements?a=1#x", "/p": "/p", "": "/p", "/console": "/p", "/portal": "/p",
		"//evil.example/p": "/p", "https://evil.example/p/": "/p", `/\evil.example`: "/p", "/p/../../x": "/p", `/p\..\x`: "/p",
		"/p/\t/evil": "/p", "/p/\n": "/p", "javascript:alert(1)": "/p", "/p/%2e%2e/x": "/p", "/p//evil.example": "/p//evil.example",
		"http:/p": "/p", "/p/" + strings.Repeat("x", 2000): "/p",
	} {
		if got := safeNext(next, ledger.Portal); got != want {
			t.Errorf("next %q became %q, want %q", next, got, want)
		}
	}
}

func TestOnlyAFingerprintOfTheTokenIsStored(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	b := s.signIn(ledger.Portal, "cny-viewer")
	token := b.cookie(cookieStem + "portal")
	if !isToken(token) {
		t.Fatalf("the cookie holds %q", token)
	}
	if n := ledgertest.Ask[int](t, s.books, `SELECT count(*) FROM hefu.sessions WHERE token_sha256 = sha256($1::text::bytea)`, token); n != 1 {
		t.Errorf("%d sessions have the token's fingerprint", n)
	}
	if n := ledgertest.Ask[int](t, s.books, `SELECT count(*) FROM hefu.sessions s WHERE s::text LIKE '%' || $1 || '%'`, token); n != 0 {
		t.Error("the token itself is stored")
	}
	if strings.Contains(s.log.String(), token) || strings.Contains(s.log.String(), "state=") {
		t.Error("the log holds a token or a state")
	}
}

func (b *browser) cookie(name string) string {
	base, _ := url.Parse(b.base)
	for _, cookie := range b.client.Jar.Cookies(base) {
		if cookie.Name == name {
			return cookie.Value
		}
	}
	return ""
}

func TestCookiesCarryEveryGuardABrowserKnows(t *testing.T) {
	t.Parallel()
	for scheme, want := range map[string]string{"http": "hefu_sign_in_portal=", "https": "__Host-hefu_sign_in_portal="} {
		s := openSite(t, func(o *Options) { o.BaseURL = &url.URL{Scheme: scheme, Host: o.BaseURL.Host} })
		b := s.browser()
		b.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		got := b.get("http://" + strings.SplitN(s.base, "//", 2)[1] + "/auth/portal/login").header.Get("Set-Cookie")
		if !strings.HasPrefix(got, want) || !strings.Contains(got, "HttpOnly") || !strings.Contains(got, "path=/") || !strings.Contains(got, "SameSite=Lax") ||
			strings.Contains(strings.ToLower(got), "domain=") || strings.Contains(got, "secure") != (scheme == "https") {
			t.Errorf("%s: the cookie is %q", scheme, got)
		}
	}
}

func TestSigningInAgainMakesANewTokenAndEndsTheOldOne(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	b := s.signIn(ledger.Portal, "cny-viewer")
	former, csrf := b.cookie(cookieStem+"portal"), b.csrf
	b.walkIn(ledger.Portal, "cny-viewer", "")
	b.readToken(ledger.Portal)
	if b.cookie(cookieStem+"portal") == former || b.csrf == csrf {
		t.Error("the token or the CSRF token stayed the same")
	}
	stranger := s.browser()
	stranger.get(apiPrefix(ledger.Portal)+"/session", "Cookie", cookieStem+"portal="+former).refused(t, 401, "not-authenticated")
}

func TestSigningOutEndsTheSessionOnTheServer(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	b := s.signIn(ledger.Backoffice, "hdjm-sales")
	token := b.cookie(cookieStem + "backoffice")
	b.do(http.MethodPost, "/auth/backoffice/logout", "{}", "X-CSRF-Token", "").refused(t, http.StatusForbidden, "csrf-failed")
	if got := b.do(http.MethodPost, "/auth/backoffice/logout", "{}"); got.status != http.StatusOK || !strings.Contains(got.body, "redirect") {
		t.Fatalf("signing out: %d %s", got.status, got.body)
	}
	b.get(apiPrefix(ledger.Backoffice)+"/session", "Cookie", cookieStem+"backoffice="+token).refused(t, 401, "not-authenticated")
}

func TestARoleTakenAwayIsGoneAtTheNextRequest(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	b := s.signIn(ledger.Backoffice, "hdjm-finance_supervisor")
	if got := b.do(http.MethodPost, apiPrefix(ledger.Backoffice)+"/approvals", ""); got.status != http.StatusNoContent {
		t.Fatalf("the supervisor may not approve: %d %s", got.status, got.body)
	}
	s.books.Exec(t, `DELETE FROM hefu.staff_roles WHERE role = 'finance_supervisor'`)
	b.do(http.MethodPost, apiPrefix(ledger.Backoffice)+"/approvals", "").refused(t, http.StatusForbidden, "forbidden")
	s.books.Exec(t, `UPDATE hefu.staff SET active = false`)
	b.do(http.MethodPost, apiPrefix(ledger.Backoffice)+"/approvals", "").refused(t, http.StatusUnauthorized, "not-authenticated")
}

func TestTheDatabaseClockEndsASession(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]string{
		"unused": `UPDATE hefu.sessions SET last_seen_at = now() - interval '61 minutes'`,
		"old":    `UPDATE hefu.sessions SET expires_at = now() - interval '1 second'`,
	} {
		s := openSite(t, func(o *Options) { o.Sessions = SessionLimits{Idle: time.Hour} })
		b := s.signIn(ledger.Portal, "cny-viewer")
		s.books.Exec(t, `UPDATE hefu.sessions SET last_seen_at = now() - interval '59 minutes'`)
		if got := b.get(apiPrefix(ledger.Portal) + "/session"); got.status != http.StatusOK {
			t.Errorf("%s: a session used within the hour is gone: %d", name, got.status)
		}
		if n := ledgertest.Ask[int](t, s.books, `SELECT count(*) FROM hefu.sessions WHERE last_seen_at > now() - interval '1 minute'`); n != 1 {
			t.Errorf("%s: using the session did not prolong it", name)
		}
		s.books.Exec(t, change)
		b.get(apiPrefix(ledger.Portal)+"/session").refused(t, http.StatusUnauthorized, "not-authenticated")
	}
}

// walkHalfway signs in at the provider and returns the answer's address without following it.
func (b *browser) walkHalfway(audience ledger.Audience, subject string) string {
	b.t.Helper()
	var callback string
	b.client.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		if !strings.HasPrefix(r.URL.Path, "/auth/"+string(audience)+"/callback") {
			return nil
		}
		callback = r.URL.String()
		return http.ErrUseLastResponse
	}
	b.walkIn(audience, subject, "")
	if callback == "" {
		b.t.Fatal("the provider sent no answer")
	}
	b.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return callback
}

func TestAnAnswerIsTakenOnceAndOnlyInItsOwnBrowser(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	b := s.browser()
	callback := b.walkHalfway(ledger.Portal, "cny-viewer")
	s.browser().get(callback).refused(t, http.StatusUnauthorized, "not-authenticated") // somebody else's browser
	if got := b.get(callback); got.status != http.StatusSeeOther {
		t.Fatalf("the answer was not taken: %d %s", got.status, got.body)
	}
	b.get(callback).refused(t, http.StatusUnauthorized, "not-authenticated") // the same answer again
}

func TestAPersonWithoutARoleIsTurnedAway(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	b := s.browser()
	callback := b.walkHalfway(ledger.Portal, "cny-viewer")
	s.books.Exec(t, `DELETE FROM hefu.contact_roles`)
	b.get(callback).refused(t, http.StatusForbidden, "forbidden")
	if n := ledgertest.Ask[int](t, s.books, `SELECT count(*) FROM hefu.sessions`); n != 0 {
		t.Errorf("%d sessions were opened", n)
	}
}

func TestSwitchingLandsOnlyWhereThePersonHoldsARole(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	b := s.signIn(ledger.Backoffice, "hdjm-auditor")
	path := apiPrefix(ledger.Backoffice) + "/session"
	change := `{"organization_id":"` + s.books.Other.ID.String() + `"}`
	b.do(http.MethodPut, path, change).refused(t, http.StatusNotFound, "not-found")
	s.books.Exec(t, `INSERT INTO hefu.staff_roles SELECT $1, id, 'auditor' FROM hefu.staff WHERE subject = 'hdjm-auditor'`, s.books.Other.ID.String())
	if got := b.do(http.MethodPut, path, change); !strings.Contains(got.body, s.books.Other.Code) {
		t.Errorf("switching: %d %s", got.status, got.body)
	}
	if got := b.do(http.MethodPut, path, `{"locale":"en"}`); !strings.Contains(got.body, `"locale":"en"`) {
		t.Errorf("the language: %d %s", got.status, got.body)
	}
	if got := b.get("/api/backoffice/v1/nowhere").problem.Title; got != "Not found" {
		t.Errorf("after choosing English the problem is called %q", got)
	}
}
