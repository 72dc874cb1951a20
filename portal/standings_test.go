package portal_test

import (
	"net/http"
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/party"
	"hefu/ledger/webtest"
)

type standingPage struct {
	Items []struct {
		Customer, Organization struct{ ID string }
		Current                bool
		Balances               []struct{ Currency, Balance string }
		Waiting                int
	}
}

// TestTheSameCompanyStandsWithEachSellerByItself: one person of one company, a customer of two sellers, sees two balances, neither of which the
// other seller's documents move, and goes from one to the other.
func TestTheSameCompanyStandsWithEachSellerByItself(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	const uscc = "91320505000002461G"
	s.Exec(t, `UPDATE hefu.customers SET tax_id = $1 WHERE id = ANY ($2)`, uscc, []string{s.CNY.ID.String(), s.OtherCustomer.ID.String()})
	s.Receivable(t, s.CNY, "1130.00", "2026-03-10")
	s.Receivable(t, s.OtherCustomer, "45.00", "2026-03-10")
	both := s.Contact(s.CNY, ledger.Confirmer)
	if _, err := s.Services.Parties.SaveContacts(t.Context(), s.OtherStaff(ledger.ARAccountant), []party.Contact{{CustomerID: s.OtherCustomer.ID, Email: "confirmer@cny.test", Name: both.Name,
		Issuer: ledgertest.ContactIssuer, Subject: "cny-confirmer", Roles: []ledger.Role{ledger.Viewer}}}); err != nil {
		t.Fatal(err)
	}
	s.Issued(t, s.CNY, "2026-03")
	c := s.Client(t, both)
	check := func(current ledgertest.Customer) {
		t.Helper()
		seen := map[string]string{}
		for _, it := range webtest.Read[standingPage](t, c.Get("/standings"), http.StatusOK).Items {
			if len(it.Balances) != 1 || it.Current != (it.Customer.ID == current.ID.String()) {
				t.Errorf("stands with %s: %+v", it.Organization.ID, it)
				continue
			}
			seen[it.Organization.ID] = it.Balances[0].Balance
			if waits := map[string]int{s.CNY.ID.String(): 1}[it.Customer.ID]; it.Waiting != waits {
				t.Errorf("%s: %d wait, want %d", it.Customer.ID, it.Waiting, waits)
			}
		}
		if len(seen) != 2 || seen[s.Organization.ID.String()] != "1130.00" || seen[s.Other.ID.String()] != "45.00" {
			t.Errorf("balances are %v", seen)
		}
	}
	check(s.CNY)
	c.Do(http.MethodPut, "/session", `{"customer_id":"`+s.OtherCustomer.ID.String()+`"}`).Must(t, http.StatusOK)
	check(s.OtherCustomer)
	home := webtest.Read[struct{ Balances []struct{ Balance string } }](t, c.Get("/home"), http.StatusOK)
	if len(home.Balances) != 1 || home.Balances[0].Balance != "45.00" {
		t.Errorf("after the switch the first page shows %+v", home.Balances)
	}
	alone := webtest.Read[standingPage](t, s.Client(t, s.Contact(s.USD, ledger.Viewer)).Get("/standings"), http.StatusOK)
	if len(alone.Items) != 1 || alone.Items[0].Customer.ID != s.USD.ID.String() {
		t.Errorf("who acts for one customer sees %+v", alone.Items)
	}
}
