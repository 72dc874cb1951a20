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

func TestThePayeesAccountTakesTwoPeople(t *testing.T) {
	t.Parallel()
	b, parties := open(t)
	administrator, supervisor := b.Staff(ledger.Administrator), b.Staff(ledger.FinanceSupervisor)
	stands := func() party.Organization {
		t.Helper()
		got, err := parties.Organization(t.Context(), administrator)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	before := stands()
	profile := before.Profile
	profile.Phone = "021-60000000"
	if err := parties.UpdateOrganization(t.Context(), administrator, profile); err != nil {
		t.Fatal(err)
	}
	profile.PayeeAccount = "6222000000000000001"
	wantCode(t, parties.UpdateOrganization(t.Context(), administrator, profile), "four_eyes")

	after := party.Payee{Name: before.Profile.PayeeName, Bank: before.Profile.PayeeBank, Account: "6222000000000000001"}
	ask := func(by ledger.Actor) (ledger.ID, error) {
		return parties.AskPayee(t.Context(), by, after, "换开户行")
	}
	for _, role := range ledgertest.StaffRoles {
		if role != ledger.Administrator && role != ledger.FinanceSupervisor {
			_, err := ask(b.Staff(role))
			wantCode(t, err, "not_permitted")
		}
	}
	_, err := parties.AskPayee(t.Context(), administrator, party.Payee{}, " ")
	wantFaults(t, err, map[string]string{"payee_name": "required", "payee_bank": "required", "payee_account": "required", "reason": "required"})
	id, err := ask(administrator)
	if err != nil {
		t.Fatal(err)
	}
	_, err = ask(supervisor)
	wantCode(t, err, "change_pending")
	wantCode(t, parties.DecidePayee(t.Context(), administrator, id, true, ""), "four_eyes")
	wantCode(t, parties.DecidePayee(t.Context(), b.OtherStaff(ledger.Administrator), id, true, ""), "not_found")
	if got := stands(); got.Profile.PayeeAccount != before.Profile.PayeeAccount {
		t.Errorf("one person changed the account to %s", got.Profile.PayeeAccount)
	}
	if err := parties.DecidePayee(t.Context(), supervisor, id, true, ""); err != nil {
		t.Fatal(err)
	}
	wantCode(t, parties.DecidePayee(t.Context(), supervisor, id, true, ""), "state_forbids")
	_, err = ask(supervisor)
	wantCode(t, err, "change_pending")
	enforce := func(want string) {
		t.Helper()
		if err := parties.EnforcePayee(t.Context(), b.Organization.ID); err != nil {
			t.Fatal(err)
		}
		if got := stands(); got.Profile.PayeeAccount != want {
			t.Errorf("the account is %s, not %s", got.Profile.PayeeAccount, want)
		}
	}
	enforce(before.Profile.PayeeAccount)
	aDayLater(t, b)
	enforce(after.Account)
	enforce(after.Account)
	wantCode(t, parties.StopPayee(t.Context(), supervisor, id, "太晚"), "state_forbids")
	if audited(t, b, "organization.payee_changed", `"asked_by":"周管理"`) != 1 || audited(t, b, "organization.changed", `"phone":{"before":"021-50000000"`) != 1 {
		t.Error("the change log does not say who asked and what was before")
	}
	_, err = ask(supervisor)
	wantCode(t, err, "nothing_to_do")
	if got, err := parties.Organization(t.Context(), b.OtherStaff(ledger.Administrator)); err != nil || got.Profile.PayeeAccount != before.Profile.PayeeAccount {
		t.Errorf("the other organization now has %q, %v", got.Profile.PayeeAccount, err)
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
