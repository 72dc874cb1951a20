package web

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/party"
)

var onward = regexp.MustCompile(`content="0;url=([^"]+)"`)

// press presses the button of an invitation's page and follows where it leads, up to the provider's page.
func (b *browser) press(path string) answer {
	b.t.Helper()
	page := b.do(http.MethodPost, path, "", "Origin", b.base, "Accept", "text/html")
	found := onward.FindStringSubmatch(page.body)
	if page.status != http.StatusOK || found == nil {
		b.t.Fatalf("the button led to %d %s", page.status, page.body)
	}
	return b.get(html.UnescapeString(found[1]))
}

func TestAnInvitationIsForOnePersonAndOnce(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	parties, admin := party.Open(s.books.DB), s.books.Contact(s.books.CNY, ledger.CustomerAdmin)
	made, err := parties.Invite(t.Context(), admin, party.Invite{Email: "qian@buyer.test", Name: "钱同事", Roles: []ledger.Role{ledger.Confirmer}})
	if err != nil {
		t.Fatal(err)
	}
	at := InvitationPath + made.Token
	untouched := func(after string) {
		t.Helper()
		if n := ledgertest.Ask[int](t, s.books, `SELECT count(*) FROM hefu.invitations WHERE accepted_at IS NULL AND revoked_at IS NULL`); n != 1 {
			t.Fatalf("%s spent the invitation", after)
		}
	}
	scanner := s.browser()
	for range 3 {
		if page := scanner.get(at, "Accept", "text/html"); page.status != http.StatusOK || !strings.Contains(page.body, "接受邀请") || !strings.Contains(page.body, "qian@buyer.test") {
			t.Fatalf("the page is %d %s", page.status, page.body)
		}
	}
	scanner.do(http.MethodHead, at, "")
	untouched("looking")
	if page := scanner.do(http.MethodPost, at, "", "Origin", "https://evil.test", "Accept", "text/html"); page.status != http.StatusForbidden {
		t.Errorf("another site's form: %d", page.status)
	}
	if page := scanner.get(InvitationPath+made.Token+"x", "Accept", "text/html"); page.status != http.StatusNotFound {
		t.Errorf("an altered token: %d", page.status)
	}
	scanner.press(at)
	untouched("the button alone")

	stranger := s.browser()
	if got := stranger.choose(ledger.Portal, "usd-viewer", stranger.press(at)); got.status != http.StatusForbidden || !strings.Contains(got.body, "另一个邮箱") {
		t.Errorf("a stranger: %d %s", got.status, got.body)
	}
	untouched("a stranger")

	b := s.browser()
	provider := b.press(at)
	got := b.choose(ledger.Portal, "invited."+made.ID.String(), provider)
	if got.at != "/p" {
		t.Fatalf("accepting led to %s (%d %s)", got.at, got.status, got.body)
	}
	view := b.readToken(ledger.Portal)
	if view.Person.Email != "qian@buyer.test" || len(view.Roles) != 1 || view.Roles[0] != ledger.Confirmer || view.Customer.ID != s.books.CNY.ID {
		t.Errorf("the newcomer is %+v", view)
	}
	for _, again := range []answer{b.get(at, "Accept", "text/html"), b.do(http.MethodPost, at, "", "Origin", b.base, "Accept", "text/html")} {
		if again.status != http.StatusGone || !strings.Contains(again.body, "已被接受") {
			t.Errorf("a second time: %d %s", again.status, again.body)
		}
	}
	if strings.Contains(s.log.String(), made.Token) {
		t.Error("the log holds the token")
	}
	// Signing in later is ordinary, and who is taken away acts no more from the next request on.
	later := s.signIn(ledger.Portal, "invited."+made.ID.String())
	if err := parties.SetColleagueRoles(t.Context(), admin, view.Person.ID, nil); err != nil {
		t.Fatal(err)
	}
	if view := later.readToken(ledger.Portal); len(view.Roles) != 0 {
		t.Errorf("after being taken away: %+v", view.Roles)
	}
}

func TestAColleagueIsInvitedToTheBackOffice(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	parties := party.Open(s.books.DB)
	made, err := parties.InviteStaff(t.Context(), s.books.Staff(ledger.Administrator), party.Invite{Email: "new@seller.test", Name: "新同事", Roles: []ledger.Role{ledger.Auditor}})
	if err != nil {
		t.Fatal(err)
	}
	at := StaffInvitationPath + made.Token
	b := s.browser()
	if page := b.get(at, "Accept", "text/html"); page.status != http.StatusOK || !strings.Contains(page.body, "对账后台") {
		t.Fatalf("the page is %d %s", page.status, page.body)
	}
	if page := b.get(InvitationPath+made.Token, "Accept", "text/html"); page.status != http.StatusNotFound {
		t.Errorf("it invites to the portal too: %d", page.status)
	}
	if got := b.choose(ledger.Backoffice, "invited."+made.ID.String(), b.press(at)); got.at != "/console" {
		t.Fatalf("accepting led to %s (%d %s)", got.at, got.status, got.body)
	}
	if view := b.readToken(ledger.Backoffice); len(view.Roles) != 1 || view.Roles[0] != ledger.Auditor {
		t.Errorf("the newcomer is %+v", view)
	}
	if n := ledgertest.Ask[int](t, s.books, `SELECT count(*) FROM hefu.staff WHERE email = 'new@seller.test' AND last_sign_in_at IS NOT NULL`); n != 1 {
		t.Error("the first sign-in is not noted")
	}
	if page := b.get(at, "Accept", "text/html"); page.status != http.StatusGone {
		t.Errorf("a second time: %d", page.status)
	}
}
