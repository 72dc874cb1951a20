package party_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/ledgertest"
	"hefu/ledger/party"
)

func TestANewSetOfBooksCanBePostedToFromItsFirstPeriod(t *testing.T) {
	t.Parallel()
	b, parties := open(t)
	id, err := parties.CreateOrganization(t.Context(), ledger.SystemActor(ledger.ID{}, "command line"), party.NewOrganization{
		Code: "xbny", BaseCurrency: "CNY", FirstPeriod: calendar.MustParse("2025-07-15"), Profile: party.Profile{Name: "西北能源"}})
	if err != nil {
		t.Fatal(err)
	}
	clerk := ledger.SystemActor(id, "command line")
	saved, err := parties.CreateCustomer(t.Context(), clerk, party.Customer{Code: "K1", Name: "兰州电机厂"})
	if err != nil {
		t.Fatal(err)
	}
	for on, code := range map[string]string{"2025-06-30": "period_closed", "2025-07-01": "", "2028-06-30": "", "2028-07-01": "period_closed"} {
		_, err := document.Open(b.DB).Post(t.Context(), clerk, []document.New{{Kind: document.Receipt, CustomerID: saved.ID, Currency: "CNY",
			DocumentDate: calendar.MustParse(on), SourceKind: "manual", Amount: ledgertest.Amount("1")}})
		if code == "" && err != nil || code != "" && !ledger.IsCode(err, code) {
			t.Errorf("posting on %s: %v", on, err)
		}
	}
	got, err := parties.Organization(t.Context(), clerk)
	if err != nil || got.Code != "xbny" || got.Profile.TimeZone != "Asia/Shanghai" || got.DisputeDays != 3 {
		t.Errorf("%+v, %v", got, err)
	}
	_, err = parties.CreateOrganization(t.Context(), clerk, party.NewOrganization{Code: "xbny", BaseCurrency: "CNY",
		FirstPeriod: calendar.MustParse("2025-07-01"), Profile: party.Profile{Name: "西北能源"}})
	wantCode(t, err, "code_taken")
	_, err = parties.CreateOrganization(t.Context(), b.Staff(ledger.Administrator), party.NewOrganization{})
	wantCode(t, err, "not_permitted")
	_, err = parties.CreateOrganization(t.Context(), clerk, party.NewOrganization{Code: "a b", BaseCurrency: "RMB", Profile: party.Profile{TimeZone: "Mars"}})
	wantFaults(t, err, map[string]string{"code": "not_a_choice", "base_currency": "not_a_currency", "first_period": "required", "name": "required", "time_zone": "not_a_choice"})
}

func TestAChangeOfThePayeeStandsByItselfInTheLog(t *testing.T) {
	t.Parallel()
	b, parties := open(t)
	administrator := b.Staff(ledger.Administrator)
	before, err := parties.Organization(t.Context(), administrator)
	if err != nil {
		t.Fatal(err)
	}
	profile := before.Profile
	profile.Phone, profile.PayeeAccount = "021-60000000", "6222000000000000001"
	if err := parties.UpdateOrganization(t.Context(), administrator, profile); err != nil {
		t.Fatal(err)
	}
	if audited(t, b, "organization.payee_changed", `"payee_account":{"before":"1001200000000000000","after":"6222000000000000001"}`) != 1 ||
		audited(t, b, "organization.changed", `"phone":{"before":"021-50000000"`) != 1 {
		t.Error("the change log does not say what was before and after")
	}
	other, err := parties.Organization(t.Context(), b.OtherStaff(ledger.Administrator))
	if err != nil || other.Profile.PayeeAccount != before.Profile.PayeeAccount {
		t.Errorf("the other organization now has %q, %v", other.Profile.PayeeAccount, err)
	}
	for _, role := range ledgertest.StaffRoles {
		if role != ledger.Administrator {
			wantCode(t, parties.UpdateOrganization(t.Context(), b.Staff(role), profile), "not_permitted")
		}
	}
}

func TestThePolicyIsFinances(t *testing.T) {
	t.Parallel()
	b, parties := open(t)
	supervisor := b.Staff(ledger.FinanceSupervisor)
	policy := party.Policy{ApprovalThreshold: ledgertest.Amount("2500.50"), DisputeDays: 5}
	if err := parties.SetPolicy(t.Context(), supervisor, policy); err != nil {
		t.Fatal(err)
	}
	got, err := parties.Organization(t.Context(), supervisor)
	if err != nil || !got.ApprovalThreshold.Equal(policy.ApprovalThreshold) || got.DisputeDays != 5 {
		t.Errorf("%+v, %v", got, err)
	}
	wantCode(t, parties.SetPolicy(t.Context(), b.Staff(ledger.Administrator), policy), "not_permitted")
	wantFaults(t, parties.SetPolicy(t.Context(), supervisor, party.Policy{ApprovalThreshold: decimal.New(1, -3)}),
		map[string]string{"approval_threshold": "too_many_places", "dispute_days": "not_a_choice"})
}

func TestRatesHoldFromTheirDateOn(t *testing.T) {
	t.Parallel()
	b, parties := open(t)
	clerk := b.Staff(ledger.ARAccountant)
	if err := parties.SaveRates(t.Context(), clerk, []party.Rate{
		{Currency: "USD", On: calendar.MustParse("2026-03-01"), Rate: ledgertest.Amount("7.05")},
		{Currency: "USD", On: calendar.MustParse("2024-01-01"), Rate: ledgertest.Amount("7.11")},
	}); err != nil {
		t.Fatal(err)
	}
	b.Receivable(t, b.USD, "100.00", "2026-02-28")
	b.Receivable(t, b.USD, "100.00", "2026-03-01")
	if got := ledgertest.Ask[string](t, b, `SELECT string_agg(gross_base::text, ' ' ORDER BY document_date) FROM hefu.documents`); got != "711.00 705.00" && got != "711 705" {
		t.Errorf("booked at %s", got)
	}
	if audited(t, b, "rates.changed", `"after":"7.11","before":"7.1"`) != 1 {
		t.Error("the former rate is not in the log")
	}
	rates, err := parties.Rates(t.Context(), b.Staff(ledger.Auditor), party.RateQuery{Currency: "USD"})
	if err != nil || len(rates) != 2 || rates[0].On.String() != "2026-03-01" {
		t.Errorf("%v, %v", rates, err)
	}
	older, err := parties.Rates(t.Context(), b.Staff(ledger.Auditor), party.RateQuery{Before: calendar.MustParse("2026-03-01"), Limit: 1})
	if err != nil || len(older) != len(ledgertest.Currencies) {
		t.Errorf("%v, %v", older, err)
	}
	wantFaults(t, parties.SaveRates(t.Context(), clerk, []party.Rate{
		{Currency: "CNY", On: calendar.MustParse("2026-03-01"), Rate: decimal.NewFromInt(1)},
		{Currency: "USD", Rate: ledgertest.Amount("-1")},
		{Currency: "XXX", On: calendar.MustParse("2026-03-01"), Rate: ledgertest.Amount("1.123456789")},
		{Currency: "XXX", On: calendar.MustParse("2026-03-01"), Rate: ledgertest.Amount("2")},
	}), map[string]string{"rates[0].currency": "not_expected", "rates[1].on": "required", "rates[1].rate": "must_be_positive",
		"rates[2].currency": "not_a_currency", "rates[2].rate": "too_many_places", "rates[3].currency": "not_a_currency", "rates[3].on": "duplicate"})
	wantCode(t, parties.SaveRates(t.Context(), b.Staff(ledger.Sales), nil), "not_permitted")
}
