package backoffice_test

import (
	"net/http"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/webtest"
)

// TestALinkReachesItsStatementOnEveryRoute sends each route's sample from sessions that a link opened, before and after the code, for
// the statement of the link, for another statement of the same customer, and for other customers.
func TestALinkReachesItsStatementOnEveryRoute(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	before := earlier(t, s)
	own, other := newWorld(t, s, s.CNY), newWorld(t, s, s.GBP)
	contact := s.Contact(s.CNY, ledger.Confirmer)
	s.Exec(t, `INSERT INTO hefu.contact_roles (contact_id, organization_id, customer_id, role) SELECT contact_id, organization_id, customer_id, 'payer' FROM hefu.contact_roles WHERE contact_id = $1`, contact.PersonID.String())
	statement, err := ledger.ParseID(own["statement"])
	if err != nil {
		t.Fatal(err)
	}
	looking, proved, signedIn := s.Holder(t, contact, statement), s.Holder(t, contact, statement), s.Client(t, contact)
	proved.Prove(t)
	nothing := world{}
	for name := range own {
		nothing[name] = ledger.NewID().String()
	}
	routes := map[string]int{}
	for _, route := range s.Server.Routes() {
		if route.Audience == ledger.Portal && route.ByLink {
			routes[route.Method+" "+route.Path] = 1
		}
	}
	if len(routes) < 12 {
		t.Fatalf("only %d routes are open to links", len(routes))
	}
	for _, sm := range samples {
		if !strings.Contains(sm.route, "/api/portal/") {
			for _, c := range []*webtest.Client{looking, proved} {
				if got := sm.send(t, s, c, own, own); got.Status != http.StatusUnauthorized {
					t.Errorf("%s by link: %d", sm.route, got.Status)
				}
			}
			continue
		}
		if routes[sm.route] == 0 {
			for _, c := range []*webtest.Client{looking, proved} {
				if got := sm.send(t, s, c, own, own); !got.Refused(http.StatusNotFound, "not-found", "not_found") {
					t.Errorf("%s by link: %d %s, want 404", sm.route, got.Status, got.Body)
				}
			}
			continue
		}
		if sm.id != "" {
			missing := sm.send(t, s, signedIn, own, nothing)
			for name, at := range map[string]world{"another statement": before, "another customer": other, "nothing": nothing} {
				if at[sm.id] == "" {
					continue
				}
				if got := sm.send(t, s, proved, own, at); !got.SameBut(missing) {
					t.Errorf("%s of %s by link: %d %s, want %s", sm.route, name, got.Status, got.Body, missing.Body)
				}
			}
		}
		acts := !strings.HasPrefix(sm.route, "GET ") && !strings.HasSuffix(sm.route, "/view") && !strings.HasSuffix(sm.route, "/session")
		if got := sm.send(t, s, looking, own, own); acts != got.Refused(http.StatusUnauthorized, "step-up-required", "link_code_required") {
			t.Errorf("%s before the code: %d %s", sm.route, got.Status, got.Body)
		}
		if got := sm.send(t, s, proved, own, own); got.Status < 200 || got.Status > 299 {
			t.Errorf("%s after the code: %d %s", sm.route, got.Status, got.Body)
		}
	}
	if got := signedIn.Get("/statements/" + before["statement"]); got.Status != http.StatusOK {
		t.Errorf("signed in, the other statement is %d, so this proves nothing", got.Status)
	}
}

// earlier is a statement of the same customer whose document the later one does not show, and a dispute on it.
func earlier(t *testing.T, s *webtest.Site) world {
	t.Helper()
	paid := s.Receivable(t, s.CNY, "500.00", "2026-01-10")
	s.Allocate(t, s.CNY, paid, s.Receipt(t, s.CNY, "500.00", "2026-01-20"), "500.00", "2026-01-20")
	shown := s.Issued(t, s.CNY, "2026-01")
	opened := s.Client(t, s.Contact(s.CNY, ledger.Confirmer)).Post("/statements/"+shown.ID.String()+"/disputes",
		map[string]any{"version": 1, "sha256": shown.SHA256, "lines": []int{1}, "category": "price", "text": "单价不符"})
	made := webtest.Read[struct{ Disputes []struct{ ID string } }](t, opened, http.StatusOK)
	w := world{"statement": shown.ID.String(), "document": paid.ID.String(), "dispute": made.Disputes[0].ID}
	w.proofs(t, s, s.CNY, s.Staff(ledger.ARAccountant))
	return w
}

type holder struct {
	ContactID  string `json:"contact_id"`
	State      string
	Reason     string
	OpenedAt   string `json:"opened_at"`
	VerifiedAt string `json:"verified_at"`
}

func holderOf(t *testing.T, answer webtest.Answer, contact ledger.Actor) holder {
	t.Helper()
	for _, h := range webtest.Read[struct{ Items []holder }](t, answer, http.StatusOK).Items {
		if h.ContactID == contact.PersonID.String() {
			return h
		}
	}
	t.Fatalf("the contact is not among %s", answer.Body)
	return holder{}
}

func TestStaffSeeWhoHasALinkAndEndIt(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	s.Receivable(t, s.CNY, "1130.00", "2026-03-10")
	shown, contact := s.Issued(t, s.CNY, "2026-03"), s.Contact(s.CNY, ledger.Confirmer)
	at := "/statements/" + shown.ID.String()
	accountant, sales := s.Client(t, s.Staff(ledger.ARAccountant)), s.Client(t, s.Staff(ledger.Sales))
	if h := holderOf(t, sales.Get(at+"/links"), contact); h.State != "none" {
		t.Errorf("before any was granted: %+v", h)
	}
	who := map[string]string{"contact_id": contact.PersonID.String()}
	if h := holderOf(t, accountant.Post(at+"/links", who), contact); h.State != "live" || h.OpenedAt != "" {
		t.Errorf("sent: %+v", h)
	}
	told := ledgertest.Ask[int](t, s.Books, `SELECT count(*) FROM hefu.events e JOIN hefu.access_links l ON l.id = (e.data ->> 'link_id')::uuid WHERE e.kind = 'access.link' AND e.contact_id = $1`, contact.PersonID.String())
	if told != 1 {
		t.Errorf("%d mails were asked for", told)
	}
	guest := s.Holder(t, contact, shown.ID)
	guest.Prove(t)
	if h := holderOf(t, accountant.Get(at+"/links"), contact); h.OpenedAt == "" || h.VerifiedAt == "" {
		t.Errorf("opened and proved: %+v", h)
	}
	if h := holderOf(t, accountant.Post(at+"/link-revocations", who), contact); h.State != "revoked" || h.Reason != "staff" {
		t.Errorf("taken back: %+v", h)
	}
	if got := guest.Get(at); got.Status != http.StatusUnauthorized {
		t.Errorf("its session goes on: %d", got.Status)
	}
	if got := accountant.Post(at+"/link-revocations", who); !got.Refused(http.StatusConflict, "conflict", "nothing_to_do") {
		t.Errorf("once more: %d %s", got.Status, got.Body)
	}
	for name, stranger := range map[string]ledger.Actor{"another customer's contact": s.Contact(s.USD, ledger.Viewer), "another organization's": s.Contact(s.OtherCustomer, ledger.Viewer)} {
		if got := accountant.Post(at+"/links", map[string]string{"contact_id": stranger.PersonID.String()}); got.Status != http.StatusNotFound {
			t.Errorf("a link for %s: %d %s", name, got.Status, got.Body)
		}
	}
	if h := holderOf(t, accountant.Post(at+"/links", who), contact); h.State != "live" {
		t.Errorf("granted anew: %+v", h)
	}
	s.Client(t, s.Staff(ledger.ARAccountant)).Post(at+"/cancellation", map[string]string{"reason": "开错客户"}).Must(t, http.StatusOK)
	if h := holderOf(t, accountant.Get(at+"/links"), contact); h.State != "revoked" || h.Reason != "statement_cancelled" {
		t.Errorf("after the statement was cancelled: %+v", h)
	}
	if n := ledgertest.Ask[int](t, s.Books, `SELECT count(*) FROM hefu.audit_log WHERE action = 'link.revoked' AND customer_id = $1`, s.CNY.ID.String()); n != 1 {
		t.Errorf("%d audit rows of revocation", n)
	}
}

// A fresh link goes to the contact's own mailbox alone, and who asks for one learns nothing.
func TestAFreshLinkIsMailedToItsContactAndToldToNobody(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	s.Work(t)
	s.Receivable(t, s.CNY, "1130.00", "2026-03-10")
	shown, contact := s.Issued(t, s.CNY, "2026-03"), s.Contact(s.CNY, ledger.Confirmer)
	s.Eventually(t, `SELECT count(*) = 0 FROM hefu.event_queue`) // the announcement has given its own links
	token := s.Link(t, contact, shown.ID)
	revoked := s.Link(t, s.Contact(s.CNY, ledger.Viewer), shown.ID)
	s.Exec(t, `UPDATE hefu.access_links SET granted_at = granted_at - interval '60 days', expires_at = now() - interval '1 minute' WHERE contact_id = $1`, contact.PersonID.String())
	s.Exec(t, `UPDATE hefu.access_links SET revoked_at = now(), revoke_reason = 'staff' WHERE contact_id = $1`, s.Contact(s.CNY, ledger.Viewer).PersonID.String())
	ask := func(body map[string]string) webtest.Answer {
		return s.Stranger(t).Post("/auth/portal/link/renewal", body)
	}
	first := ask(map[string]string{"token": token})
	first.Must(t, http.StatusAccepted)
	for name, body := range map[string]map[string]string{
		"again": {"token": token}, "taken back": {"token": revoked}, "altered": {"token": strings.Repeat("A", 43)},
		"a known address": {"email": "Confirmer@cny.test"}, "an unknown address": {"email": "nobody@nowhere.test"},
	} {
		if got := ask(body); !got.SameBut(first) || got.Header.Get("Set-Cookie") != "" {
			t.Errorf("%s: %d %s", name, got.Status, got.Body)
		}
	}
	if got := ask(map[string]string{"token": token, "email": "x@y.test"}); got.Status != http.StatusUnprocessableEntity {
		t.Errorf("both: %d", got.Status)
	}
	s.Eventually(t, `SELECT count(*) = 0 AND (SELECT count(*) FROM river.river_job WHERE kind = 'access.renew' AND state = 'completed') = 6 FROM river.river_job WHERE kind = 'access.renew' AND state <> 'completed'`)
	told := ledgertest.Ask[string](t, s.Books, `SELECT coalesce(string_agg(concat_ws(' ', e.contact_id = $1, l.expires_at > now(), l.revoked_at IS NULL, l.sent_again), ','), '') FROM hefu.events e
		JOIN hefu.access_links l ON l.id = (e.data ->> 'link_id')::uuid WHERE e.kind = 'access.link'`, contact.PersonID.String())
	if told != "t t t 1" {
		t.Errorf("mails were asked for: %q", told)
	}
}
