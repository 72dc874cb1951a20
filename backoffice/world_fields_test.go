package backoffice_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/field"
	"hefu/ledger/ledgertest"
	"hefu/ledger/webtest"
)

// fields gives the customer's organization one custom field, if it has none yet.
func (w world) fields(t *testing.T, s *webtest.Site, customer ledgertest.Customer) {
	t.Helper()
	admin := s.Staff(ledger.Administrator)
	if customer.OrganizationID == s.Other.ID {
		admin = s.OtherStaff(ledger.Administrator)
	}
	set, err := s.Services.Fields.List(t.Context(), admin)
	if err != nil {
		t.Fatal(err)
	}
	d, known := set.Find("channel")
	if !known {
		d, err = s.Services.Fields.Define(t.Context(), admin, field.Definition{Subject: field.OfCustomer, Code: "channel", Kind: field.Text,
			Words: field.Words{ZH: "渠道", EN: "Channel", Shown: []field.Place{field.OnForm}, Active: true}})
		if err != nil {
			t.Fatal(err)
		}
	}
	w["field"] = d.ID.String()
}
