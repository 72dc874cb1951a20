package backoffice_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/group"
	"hefu/ledger/ledgertest"
	"hefu/ledger/webtest"
)

// group declares one of the customer and another company, and leaves three customers beside it of no group.
func (w world) group(t *testing.T, s *webtest.Site, customer ledgertest.Customer, second ledger.Actor) {
	t.Helper()
	ids := map[string]ledger.ID{}
	for _, name := range []string{"sibling", "ungrouped1", "ungrouped2", "ungrouped3"} {
		ids[name] = ledger.NewID()
		w[name] = ids[name].String()
		s.Exec(t, `INSERT INTO hefu.customers (id, organization_id, code, name, currency) VALUES ($1::text::uuid, $2::text::uuid, $3, $3, 'CNY')`,
			w[name], customer.OrganizationID.String(), customer.Code+"-"+name)
	}
	id, err := s.Services.Groups.Declare(t.Context(), second, customer.Code+"集团", "", "", []group.NewMember{
		{CustomerID: customer.ID, From: calendar.MustParse("2026-01-01"), Reason: "同一母公司"},
		{CustomerID: ids["sibling"], From: calendar.MustParse("2026-01-01"), Reason: "同一母公司"}})
	if err != nil {
		t.Fatal(err)
	}
	w["group"] = id.String()
	w["group.member"] = ledgertest.Ask[string](t, s.Books, `SELECT id::text FROM hefu.customer_group_members WHERE customer_id = $1`, w["sibling"])
}
