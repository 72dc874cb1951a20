package portal_test

import (
	"net/http"
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/party"
	"hefu/ledger/webtest"
)

// TestALinkToAnotherOfMyCustomersOffersTheSwitch: nothing of it is read before the switch, and nobody else learns that it exists.
func TestALinkToAnotherOfMyCustomersOffersTheSwitch(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	s.Receivable(t, s.CNY, "1130.00", "2026-03-10")
	s.Receivable(t, s.USD, "99.00", "2026-03-10")
	s.Receivable(t, s.GBP, "9.00", "2026-03-10")
	cny, usd, draft := s.Issued(t, s.CNY, "2026-03"), s.Issued(t, s.USD, "2026-03"), s.Draft(t, s.GBP, "2026-03")
	both := s.Contact(s.CNY, ledger.Confirmer)
	if _, err := s.Services.Parties.SaveContacts(t.Context(), s.Staff(ledger.ARAccountant), []party.Contact{{CustomerID: s.USD.ID, Email: "confirmer@cny.test", Name: both.Name,
		Issuer: ledgertest.ContactIssuer, Subject: "cny-confirmer", Roles: []ledger.Role{ledger.Viewer}}}); err != nil {
		t.Fatal(err)
	}
	c, stranger := s.Client(t, both), s.Client(t, s.Contact(s.GBP, ledger.Confirmer))
	c.Get("/statements/"+usd.ID.String()).Must(t, http.StatusNotFound)
	found := webtest.Read[struct{ ID, Name string }](t, c.Get("/whereabouts?statement_id="+usd.ID.String()), http.StatusOK)
	if found.ID != s.USD.ID.String() {
		t.Errorf("it belongs to %+v", found)
	}
	nothing := c.Get("/whereabouts?statement_id=" + ledger.NewID().String())
	if !nothing.Refused(http.StatusNotFound, "not-found", "not_found") {
		t.Errorf("nothing: %s", nothing.Body)
	}
	for about, got := range map[string]webtest.Answer{
		"a stranger":         stranger.Get("/whereabouts?statement_id=" + cny.ID.String()),
		"one not yet sent":   c.Get("/whereabouts?statement_id=" + draft.ID.String()),
		"a stranger's draft": stranger.Get("/whereabouts?statement_id=" + draft.ID.String()),
	} {
		if got.Status != nothing.Status || got.Problem.Code != nothing.Problem.Code {
			t.Errorf("%s: %d %s", about, got.Status, got.Body)
		}
	}
	c.Do(http.MethodPut, "/session", `{"customer_id":"`+s.USD.ID.String()+`"}`).Must(t, http.StatusOK)
	c.Get("/statements/"+usd.ID.String()).Must(t, http.StatusOK)
	c.Get("/statements/"+cny.ID.String()).Must(t, http.StatusNotFound)
	if got := c.Post("/statements/"+usd.ID.String()+"/confirmations", map[string]any{"version": 1, "sha256": usd.SHA256, "lines": []int{}}); got.Status != http.StatusForbidden {
		t.Errorf("the roles of one customer count at another: %d %s", got.Status, got.Body)
	}
	s.Client(t, both).Do(http.MethodPut, "/session", `{"customer_id":"`+s.GBP.ID.String()+`"}`).Must(t, http.StatusNotFound)
}
