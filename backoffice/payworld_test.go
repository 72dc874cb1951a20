package backoffice_test

import (
	"fmt"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/bank"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
	"hefu/ledger/money"
	"hefu/ledger/payment"
	"hefu/ledger/provider"
	"hefu/ledger/webtest"
)

// pays has the customer begin payments of its statement, and leaves an item for another. Two are paid: of one a refund waits, the other is
// disputed; and money came that fits no payment.
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
		w[name] = w.begins(t, s, customer, shown, receivables[10+at], "1").ID.String()
	}
	w["payment7"] = w.begins(t, s, customer, shown, receivables[7], "1").ID.String()
	system, staff := ledger.SystemActor(customer.OrganizationID, "test"), s.Staff(ledger.ARAccountant)
	if customer.OrganizationID == s.Other.ID {
		staff = s.OtherStaff(ledger.ARAccountant)
	}
	play := func(id ledger.ID, state provider.State, change func(*provider.Charge)) {
		if err := s.Services.Payments.Play(t.Context(), system, id, state, change); err != nil {
			t.Fatal(err)
		}
	}
	same := func(*provider.Charge) {}
	for _, name := range []string{"payment4", "payment3", "payment5", "payment6"} {
		p := w.begins(t, s, customer, shown, receivables[8], "100")
		play(p.ID, provider.Paid, same)
		w[name] = p.ID.String()
		switch name {
		case "payment5", "payment6":
			id, err := s.Services.Payments.ProposeRefund(t.Context(), staff, payment.NewRefund{PaymentID: p.ID, Reason: "多付"})
			if err != nil {
				t.Fatal(err)
			}
			w[map[string]string{"payment5": "refund", "payment6": "refund2"}[name]] = id.String()
		case "payment4":
			play(p.ID, provider.Disputed, same)
			w["chargeback"] = ledgertest.Ask[string](t, s.Books, `SELECT id::text FROM hefu.payment_chargebacks WHERE payment_id = $1`, p.ID.String())
		case "payment3":
			for _, told := range []string{"told", "told2"} {
				stranger := ledger.NewID()
				play(p.ID, provider.Paid, func(c *provider.Charge) { c.ID = stranger })
				w[told] = ledgertest.Ask[string](t, s.Books, `SELECT id::text FROM hefu.provider_events WHERE provider_ref LIKE '%' || $1`, stranger.String())
			}
			payout, err := s.Services.Payments.RecordPayout(t.Context(), staff, payment.Payout{Provider: "sandbox", Reference: "PO-" + p.Reference, Currency: money.Currency(p.Currency), Amount: ledgertest.Amount("0.20")})
			if err != nil {
				t.Fatal(err)
			}
			w["payout"] = payout.String()
		}
	}
}

// begins begins a payment of a part of an item.
func (w world) begins(t *testing.T, s *webtest.Site, customer ledgertest.Customer, shown webtest.Shown, of document.Posted, amount string) payment.Payment {
	t.Helper()
	p, err := s.Services.Payments.Start(t.Context(), s.Contact(customer, ledger.Payer), payment.NewPayment{
		Asked:    payment.Asked{StatementID: shown.ID, Lines: []payment.Wanted{{ItemID: s.Item(t, of), Amount: ledgertest.Amount(amount)}}},
		Provider: "sandbox", Total: ledgertest.Amount(amount)})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// differs has payouts come to the bank in another amount: one to be posted, two that wait for a second person, one that is posted.
func (w world) differs(t *testing.T, s *webtest.Site, customer ledgertest.Customer, staff ledger.Actor) {
	t.Helper()
	account, err := s.Services.Bank.AddAccount(t.Context(), staff, bank.NewAccount{Name: "结算户 " + customer.Code, Number: "6228" + strings.ToUpper(customer.ID.String()[24:]), Currency: customer.Currency})
	if err != nil {
		t.Fatal(err)
	}
	content := "交易日期,对方户名,收入金额,支出金额,余额,摘要\n"
	names := []string{"payout.open", "payout.decided", "payout.withdrawn", "payout.posted"}
	for i, name := range names {
		payout, err := s.Services.Payments.RecordPayout(t.Context(), staff, payment.Payout{Provider: "sandbox", Reference: name + customer.Code, Currency: customer.Currency, Amount: ledgertest.Amount("0.30")})
		if err != nil {
			t.Fatal(err)
		}
		w[name] = payout.String()
		content += fmt.Sprintf("%s,合符沙箱,0.2%d,,%s,%s\n", w["note.day"], i+1, []string{"0.21", "0.43", "0.66", "0.90"}[i], name)
	}
	file, err := s.Services.Bank.Upload(t.Context(), staff, []byte(content), "结算.csv", bank.Choice{AccountID: account.ID})
	if err == nil {
		_, err = s.Services.Bank.Commit(t.Context(), staff, file.ID)
	}
	if err != nil {
		t.Fatal(err)
	}
	threshold := func(amount string) {
		s.Exec(t, `UPDATE hefu.organizations SET approval_threshold = $2::numeric WHERE id = $1`, customer.OrganizationID, amount)
	}
	usual := ledgertest.Ask[string](t, s.Books, `SELECT approval_threshold::text FROM hefu.organizations WHERE id = $1`, customer.OrganizationID.String())
	for i, name := range names {
		lines, err := s.Services.Bank.Lines(t.Context(), staff, bank.Filter{AccountID: account.ID, Text: name}, bank.Page{})
		if err != nil || len(lines) != 1 {
			t.Fatalf("%d lines with %s, %v", len(lines), name, err)
		}
		id, err := ledger.ParseID(w[name])
		if err == nil {
			_, err = s.Services.Bank.JoinPayout(t.Context(), staff, id, lines[0].ID, "手续费")
		}
		threshold("0")
		if name == "payout.posted" {
			threshold(usual)
		}
		if err == nil && i > 0 {
			_, err = s.Services.Bank.PostDifference(t.Context(), staff, bank.NewDifference{PayoutID: id, Kind: bank.BankCharge})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	threshold(usual)
}
