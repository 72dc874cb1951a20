package backoffice_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
	"hefu/ledger/payment"
	"hefu/ledger/webtest"
)

// pays has the customer begin two payments of its statement, and leaves an item for a third.
func (w world) pays(t *testing.T, s *webtest.Site, customer ledgertest.Customer, shown webtest.Shown, receivables []document.Posted) {
	t.Helper()
	w["pay.item"] = s.Item(t, receivables[9]).String()
	referred, err := s.Services.Payments.Refer(t.Context(), s.Contact(customer, ledger.Payer),
		payment.Asked{StatementID: shown.ID, Lines: []payment.Wanted{{ItemID: s.Item(t, receivables[8]), Amount: ledgertest.Amount("2")}}}, ledgertest.Amount("2"))
	if err != nil {
		t.Fatal(err)
	}
	w["transfer"] = referred.ID.String()
	for at, name := range []string{"payment", "payment2"} {
		p, err := s.Services.Payments.Start(t.Context(), s.Contact(customer, ledger.Payer), payment.NewPayment{
			Asked:    payment.Asked{StatementID: shown.ID, Lines: []payment.Wanted{{ItemID: s.Item(t, receivables[10+at]), Amount: ledgertest.Amount("1")}}},
			Provider: "sandbox", Total: ledgertest.Amount("1")})
		if err != nil {
			t.Fatal(err)
		}
		w[name] = p.ID.String()
	}
}
