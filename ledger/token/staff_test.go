package token_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/token"
)

// Staff see which programs act for a customer of theirs and may end one; nobody else's are there.
func TestStaffSeeAndEndACustomersTokens(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	s := token.Open(b.DB)
	maker := b.Contact(b.CNY, ledger.Viewer)
	maker.Roles = append(maker.Roles, ledger.CustomerAdmin)
	made, err := s.Create(t.Context(), maker, token.CreateCommand{Name: "ERP", Scopes: []ledger.Scope{ledger.ReadStatements}, Days: 30})
	if err != nil {
		t.Fatal(err)
	}
	clerk := b.Staff(ledger.ARAccountant)
	seen, err := s.OfCustomer(t.Context(), clerk, b.CNY.ID)
	if err != nil || len(seen) != 1 || seen[0].ID != made.ID || seen[0].Prefix != made.Prefix {
		t.Errorf("staff see %+v: %v", seen, err)
	}
	if none, err := s.OfCustomer(t.Context(), clerk, b.USD.ID); err != nil || len(none) != 0 {
		t.Errorf("another customer's are %+v: %v", none, err)
	}
	for name, c := range map[string]struct {
		by       ledger.Actor
		customer ledger.ID
		code     string
	}{
		"another organization": {b.OtherStaff(ledger.ARAccountant), b.CNY.ID, "not_found"},
		"of another customer":  {clerk, b.USD.ID, "not_found"},
		"who only looks":       {b.Staff(ledger.Auditor), b.CNY.ID, "not_permitted"},
		"a contact":            {b.Contact(b.CNY, ledger.Confirmer), b.CNY.ID, "not_permitted"},
	} {
		if err := s.RevokeFor(t.Context(), c.by, c.customer, made.ID); !ledger.IsCode(err, c.code) {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
	if err := s.RevokeFor(t.Context(), clerk, b.CNY.ID, made.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Recognize(t.Context(), made.Secret, "203.0.113.9"); !ledger.IsCode(err, "token_revoked") {
		t.Errorf("the program goes on: %v", err)
	}
	if err := s.RevokeFor(t.Context(), clerk, b.CNY.ID, made.ID); !ledger.IsCode(err, "token_ended") {
		t.Errorf("ended twice: %v", err)
	}
	own, err := s.List(t.Context(), maker)
	if err != nil || len(own) != 1 || own[0].RevokedByName != clerk.Name {
		t.Errorf("its maker sees %+v: %v", own, err)
	}
}
