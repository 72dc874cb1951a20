package portal_test

import (
	"net/http"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/webtest"
)

// conditions is everything that a scanner must leave as it was.
const conditions = `SELECT concat_ws(' ', (SELECT state FROM hefu.statements WHERE id = $1), (SELECT count(*) FROM hefu.sessions), (SELECT count(*) FROM hefu.confirmations),
  (SELECT count(*) FROM hefu.audit_log WHERE action LIKE 'link%'), (SELECT coalesce(opened_at, used_at, verified_at, revoked_at)::text FROM hefu.access_links WHERE statement_id = $1))`

func issued(t *testing.T, s *webtest.Site, customer ledgertest.Customer) webtest.Shown {
	t.Helper()
	for _, day := range []string{"10", "11", "12"} {
		s.Receivable(t, customer, "1130.00", "2026-03-"+day)
	}
	return s.Issued(t, customer, "2026-03")
}

func confirmAll(shown webtest.Shown) (path string, body map[string]any) {
	return "/statements/" + shown.ID.String() + "/confirmations", map[string]any{"version": shown.Version, "sha256": shown.SHA256, "lines": []int{}}
}

func TestWhatReadsMailBeforeItsOwnerChangesNothing(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	shown := issued(t, s, s.CNY)
	token := s.Link(t, s.Contact(s.CNY, ledger.Confirmer), shown.ID)
	before := ledgertest.Ask[string](t, s.Books, conditions, shown.ID.String())
	preview := s.Stranger(t)
	for _, agent := range []string{"Mozilla/5.0 (Windows NT 10.0) Safelinks", "facebookexternalhit/1.1", "WeCom-LinkPreview/1.0", "Slackbot-LinkExpanding 1.0", "curl/8.0"} {
		for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodOptions} {
			got := preview.Do(method, "/p/l/"+token, nil, "User-Agent", agent, "Accept", "text/html")
			if got.Header.Get("Set-Cookie") != "" || got.Header.Get("Location") != "" {
				t.Errorf("%s by %s sets %v", method, agent, got.Header)
			}
		}
	}
	for _, path := range []string{"/auth/portal/link/look", "/auth/portal/link/open", "/auth/portal/link/renewal", "/auth/portal/link/code", "/auth/portal/link/proof"} {
		for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPut} {
			if got := preview.Do(method, path+"?token="+token, nil); got.Status < 400 {
				t.Errorf("%s %s answers %d", method, path, got.Status)
			}
		}
	}
	// The page's own look, which a scanner with scripts sets off, shows no amount and opens nothing.
	look := preview.Post("/auth/portal/link/look", map[string]string{"token": token})
	look.Must(t, http.StatusOK)
	if text := string(look.Body); !strings.Contains(text, `"email":"c***@cny.test"`) || strings.Contains(text, "3390") || strings.Contains(text, "confirmer@") {
		t.Errorf("the page shows %s", text)
	}
	if after := ledgertest.Ask[string](t, s.Books, conditions, shown.ID.String()); after != before {
		t.Errorf("before: %s\nafter:  %s", before, after)
	}
}

func TestALinksPageIsKeptNowhere(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	shown := issued(t, s, s.CNY)
	token := s.Link(t, s.Contact(s.CNY, ledger.Confirmer), shown.ID)
	for _, address := range []string{"/p/l/" + token, "/p/l/" + strings.Repeat("x", 43)} {
		got := s.Stranger(t).Do(http.MethodGet, address, nil)
		if got.Header.Get("Cache-Control") != "no-store" || got.Header.Get("Referrer-Policy") != "no-referrer" || !strings.Contains(got.Header.Get("X-Robots-Tag"), "noindex") {
			t.Errorf("the page's headers: %v", got.Header)
		}
	}
	if s.Logged(token) {
		t.Error("the token is in the log")
	}
}

func TestWhoeverClicksEverythingWithoutTheCodeAnswersNothing(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	shown := issued(t, s, s.CNY)
	contact := s.Contact(s.CNY, ledger.Confirmer)
	robot := s.Holder(t, contact, shown.ID)
	at := "/statements/" + shown.ID.String()
	robot.Get(at).Must(t, http.StatusOK)
	robot.Post(at+"/view", `{}`).Must(t, http.StatusNoContent)
	confirm, body := confirmAll(shown)
	for path, body := range map[string]any{
		confirm:            body,
		at + "/reopenings": map[string]any{"version": 1, "lines": []int{1}},
		at + "/disputes":   map[string]any{"version": 1, "sha256": shown.SHA256, "lines": []int{1}, "category": "price", "text": "x"},
	} {
		if got := robot.Post(path, body); !got.Refused(http.StatusUnauthorized, "step-up-required", "link_code_required") {
			t.Errorf("%s without the code: %d %s", path, got.Status, got.Body)
		}
	}
	robot.Post("/auth/portal/link/code", `{}`).Must(t, http.StatusOK)
	for range 3 { // clicks on "send again"
		if got := robot.Post("/auth/portal/link/code", `{}`); !got.Refused(http.StatusTooManyRequests, "too-many-requests", "link_code_soon") {
			t.Errorf("another code at once: %d %s", got.Status, got.Body)
		}
	}
	for _, code := range []string{"", "x", "00000", "1234567", "１２３４５６"} {
		if got := robot.Post("/auth/portal/link/proof", map[string]string{"code": code}); !got.Refused(http.StatusUnprocessableEntity, "validation-failed", "link_code_wrong") {
			t.Errorf("code %q: %d %s", code, got.Status, got.Body)
		}
	}
	if state := ledgertest.Ask[string](t, s.Books, `SELECT state || (SELECT count(*) FROM hefu.confirmations) FROM hefu.statements WHERE id = $1`, shown.ID.String()); state != "viewed0" {
		t.Errorf("the statement is %s", state)
	}
	// The person comes later, with the same link, and it still works.
	person := s.Holder(t, contact, shown.ID)
	s.Exec(t, `UPDATE hefu.access_codes SET created_at = created_at - interval '1 minute'`)
	person.Prove(t)
	person.Post(confirm, body).Must(t, http.StatusOK)
}

func TestALinkAndItsCodeConfirmAndSayThroughWhat(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	shown := issued(t, s, s.CNY)
	holder := s.Holder(t, s.Contact(s.CNY, ledger.Confirmer), shown.ID)
	former := *holder
	confirm, body := confirmAll(shown)
	// The page sends the same intent again once the code is there: the key must not remember the refusal.
	if got := holder.Post(confirm, body, "Idempotency-Key", "intent-1"); got.Status != http.StatusUnauthorized {
		t.Fatalf("without the code: %d %s", got.Status, got.Body)
	}
	holder.Prove(t)
	if got := former.Get("/session"); got.Status != http.StatusUnauthorized {
		t.Errorf("the session goes on under the old token: %d", got.Status)
	}
	holder.Post(confirm, body, "Idempotency-Key", "intent-1").Must(t, http.StatusOK)
	row := ledgertest.Ask[string](t, s.Books, `SELECT concat_ws(' ', c.link_token_id = t.token_id, c.actor_subject, t.used_at >= c.created_at - interval '1 second', t.purpose)
		FROM audit.confirmations c JOIN audit.link_tokens t ON t.token_id = c.link_token_id`)
	if row != "t cny-confirmer t statement" {
		t.Errorf("the confirmation says %s", row)
	}
	by := ledgertest.Ask[string](t, s.Books, `SELECT actor_subject FROM audit.audit_log WHERE action = 'statement.confirmed'`)
	if !strings.HasPrefix(by, "contact:"+holder.Actor.PersonID.String()+" link:") {
		t.Errorf("the log says it was %s", by)
	}
	for _, action := range []string{"link.granted", "link.opened", "link.code_sent", "link.verified"} {
		if n := ledgertest.Ask[int](t, s.Books, `SELECT count(*) FROM hefu.audit_log WHERE action = $1 AND customer_id = $2`, action, s.CNY.ID.String()); n != 1 {
			t.Errorf("%s left %d audit rows", action, n)
		}
	}
}

func TestALinksSessionSaysLittleAndChangesOnlyItsLanguage(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	shown := issued(t, s, s.CNY)
	holder := s.Holder(t, s.Contact(s.CNY, ledger.Viewer), shown.ID)
	session := holder.Get("/session")
	if text := string(session.Body); strings.Contains(text, "viewer@cny.test") || strings.Contains(text, `"customers"`) || !strings.Contains(text, `"verified":false`) {
		t.Errorf("the session says %s", text)
	}
	changed := webtest.Read[struct {
		Person struct{ Locale string }
	}](t, holder.Do(http.MethodPut, "/session", `{"locale":"en"}`), http.StatusOK)
	if kept := ledgertest.Ask[string](t, s.Books, `SELECT locale FROM hefu.contacts WHERE id = $1`, holder.Actor.PersonID.String()); changed.Person.Locale != "en" || kept != "zh-CN" {
		t.Errorf("the session speaks %s, the contact %s", changed.Person.Locale, kept)
	}
	if got := holder.Do(http.MethodPut, "/session", `{"customer_id":"`+s.USD.ID.String()+`"}`); !got.Refused(http.StatusNotFound, "not-found", "not_found") {
		t.Errorf("another customer: %d %s", got.Status, got.Body)
	}
}

func TestALinkThatHasEndedOpensNothingAndEndsItsSessions(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, sql string
		status    int
		slug      string
	}{
		{"expired", `UPDATE hefu.access_links SET granted_at = granted_at - interval '60 days', expires_at = now() - interval '1 second', used_at = now() - interval '1 hour'`, http.StatusGone, "link-expired"},
		{"revoked", `UPDATE hefu.access_links SET revoked_at = now(), revoke_reason = 'staff'`, http.StatusGone, "link-expired"},
		{"guessed away", `UPDATE hefu.access_links SET revoked_at = now(), revoke_reason = 'guessed'`, http.StatusGone, "link-used"},
		{"another address", `UPDATE hefu.contacts SET email = 'other@buyer.test'`, http.StatusGone, "link-expired"},
		{"left", `UPDATE hefu.contacts SET active = false`, http.StatusGone, "link-expired"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := openSite(t)
			shown := issued(t, s, s.CNY)
			contact := s.Contact(s.CNY, ledger.Confirmer)
			token, holder := s.Link(t, contact, shown.ID), s.Holder(t, contact, shown.ID)
			holder.Prove(t)
			s.Exec(t, c.sql)
			for _, step := range []string{"look", "open"} {
				if got := s.Stranger(t).Post("/auth/portal/link/"+step, map[string]string{"token": token}); got.Status != c.status || got.Problem.Type != "/problems/"+c.slug {
					t.Errorf("%s: %d %s", step, got.Status, got.Body)
				}
			}
			confirm, body := confirmAll(shown)
			for _, got := range []webtest.Answer{holder.Get("/statements/" + shown.ID.String()), holder.Post(confirm, body), holder.Post("/auth/portal/link/code", `{}`)} {
				if got.Status != http.StatusUnauthorized {
					t.Errorf("the session goes on: %d %s", got.Status, got.Body)
				}
			}
			if n := ledgertest.Ask[int](t, s.Books, `SELECT count(*) FROM hefu.confirmations`); n != 0 {
				t.Error("it was confirmed")
			}
		})
	}
}

func TestAnAlteredOrForeignTokenIsNotFound(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	shown := issued(t, s, s.CNY)
	token := s.Link(t, s.Contact(s.CNY, ledger.Confirmer), shown.ID)
	altered := "A" + token[1:]
	if token[0] == 'A' {
		altered = "B" + token[1:]
	}
	var first webtest.Answer
	for i, bad := range []string{strings.Repeat("A", 43), altered, token[:42], token + "A", "", "../../x", "' OR 1=1 --", strings.Repeat("x", 3000), strings.ToUpper(token)} {
		got := s.Stranger(t).Post("/auth/portal/link/open", map[string]string{"token": bad})
		if !got.Refused(http.StatusNotFound, "not-found", "not_found") {
			t.Errorf("%.50q: %d %s", bad, got.Status, got.Body)
		}
		if i == 0 {
			first = got
		} else if !got.SameBut(first) {
			t.Errorf("%.50q is answered otherwise: %s", bad, got.Body)
		}
	}
	for body, status := range map[string]int{`{"token":1}`: 422, `{"tokens":"x"}`: 422, `[]`: 400, `{"token":"` + token + `","x":1}`: 422, ``: 400, `{"token":"` + token + `"} x`: 400} {
		if got := s.Stranger(t).Post("/auth/portal/link/open", body); got.Status != status {
			t.Errorf("%s: %d, want %d: %s", body, got.Status, status, got.Body)
		}
	}
	for name, headers := range map[string][]string{"another origin": {"Origin", "https://evil.test"}, "another site": {"Sec-Fetch-Site", "cross-site"}} {
		if got := s.Stranger(t).Post("/auth/portal/link/open", map[string]string{"token": token}, headers...); got.Status != http.StatusForbidden {
			t.Errorf("%s: %d", name, got.Status)
		}
	}
	if got := s.Stranger(t).Post("/auth/portal/link/open", []byte("token="+token), "Content-Type", "application/x-www-form-urlencoded"); got.Status != http.StatusUnsupportedMediaType {
		t.Errorf("a form: %d", got.Status)
	}
}

func TestTheSamePersonKeepsTheirSession(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	shown := issued(t, s, s.CNY)
	contact := s.Contact(s.CNY, ledger.Confirmer)
	token := s.Link(t, contact, shown.ID)
	own := s.Client(t, contact)
	if got := own.Post("/auth/portal/link/open", map[string]string{"token": token}); got.Status != http.StatusOK || got.Header.Get("Set-Cookie") != "" {
		t.Errorf("who is signed in gets %d %v", got.Status, got.Header)
	}
	own.Get("/home").Must(t, http.StatusOK)
	colleague := s.Client(t, s.Contact(s.CNY, ledger.Viewer))
	if got := colleague.Post("/auth/portal/link/open", map[string]string{"token": token}); got.Header.Get("Set-Cookie") == "" {
		t.Errorf("a colleague keeps their own session: %v", got.Header)
	}
	if got := colleague.Get("/home"); got.Status != http.StatusUnauthorized {
		t.Errorf("the colleague's former session goes on: %d", got.Status)
	}
	proved := s.Holder(t, contact, shown.ID)
	proved.Prove(t)
	if got := proved.Post("/auth/portal/link/open", map[string]string{"token": token}); got.Header.Get("Set-Cookie") != "" {
		t.Errorf("opening the link again loses the proof: %v", got.Header)
	}
}

func TestOnlyAViewersRightsComeWithAViewersLink(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	shown := issued(t, s, s.CNY)
	viewer := s.Holder(t, s.Contact(s.CNY, ledger.Viewer), shown.ID)
	viewer.Prove(t)
	confirm, body := confirmAll(shown)
	if got := viewer.Post(confirm, body); !got.Refused(http.StatusForbidden, "forbidden", "not_permitted") {
		t.Errorf("a viewer confirms: %d %s", got.Status, got.Body)
	}
}
