package ledger_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/journal"
	"hefu/ledger/ledgertest"
	"hefu/ledger/party"
)

func rent() document.PostingRules {
	return document.PostingRules{ItemTypes: []document.ItemType{{Code: "rent", Name: "租金", NameEN: "Rent"}},
		Rules: []document.PostingRule{{Kind: document.Receivable, ItemType: "rent", Part: journal.Revenue, Account: "6051", Name: "其他业务收入", NameEN: "Other revenue", Dimensions: []string{"contract_no"}}}}
}

// Changing a rule changes the next voucher only (SET-02); what was posted stays, and so does its reversal's account.
func TestAPostingRuleHoldsForTheNextVoucher(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	documents, supervisor := document.Open(b.DB), b.Staff(ledger.FinanceSupervisor)
	of := func(itemType, contract string) document.New {
		return document.New{Kind: document.Receivable, CustomerID: b.CNY.ID, Currency: "CNY", DocumentDate: day("2026-03-10"), SourceKind: "contract", SourceSystem: "erp", ItemType: itemType,
			ContractNo: contract, Lines: []document.Line{line("100.00", "13", "13.00")}}
	}
	post := func(d document.New) (document.Posted, error) {
		d.SourceID = ledger.NewID().String()
		posted, err := documents.Post(t.Context(), b.Staff(ledger.ARAccountant), []document.New{d})
		if err != nil {
			return document.Posted{}, err
		}
		return posted[0], nil
	}
	_, err := post(of("rent", "HT-1"))
	wantField(t, err, "item_type", "not_a_choice")
	before, err := post(of("", "HT-1"))
	if err != nil {
		t.Fatal(err)
	}
	if err := documents.MakePostingRules(t.Context(), supervisor, 0, rent(), "增加租金业务"); err != nil {
		t.Fatal(err)
	}
	after, err := post(of("rent", "HT-1"))
	if err != nil {
		t.Fatal(err)
	}
	if got := voucherOf(t, b, after); got != "1122 113.00, 6051 -100.00, 222101 -13.00" {
		t.Errorf("rent is posted %s", got)
	}
	usual, err := post(of("", "HT-1"))
	if err != nil || voucherOf(t, b, usual) != "1122 113.00, 6001 -100.00, 222101 -13.00" || voucherOf(t, b, before) != voucherOf(t, b, usual) {
		t.Errorf("the usual is posted %s, %v", voucherOf(t, b, usual), err)
	}
	_, err = post(of("rent", ""))
	wantField(t, err, "contract_no", "required")
	wantCode(t, documents.MakePostingRules(t.Context(), supervisor, 0, rent(), "再改"), "conflict")
	wantCode(t, documents.MakePostingRules(t.Context(), b.Staff(ledger.ARAccountant), 1, rent(), "再改"), "not_permitted")
	own := rent()
	own.Rules[0].Account = "1122"
	wantField(t, documents.MakePostingRules(t.Context(), supervisor, 1, own, "客户往来"), "rules[0].account", "not_a_choice")
}

// A month's end without its own rate is named (SET-10).
func TestAMissingMonthEndRateIsNamed(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	parties, clerk := party.Open(b.DB), b.Staff(ledger.ARAccountant)
	b.Receivable(t, b.USD, "100.00", "2026-03-10")
	end, err := parties.PeriodEndRates(t.Context(), clerk, day("2026-03-05"))
	if err != nil || end.On != day("2026-03-31") || len(end.Rates) != 1 || end.Rates[0].Currency != "USD" {
		t.Fatalf("the month's end is %+v, %v", end, err)
	}
	wantCode(t, end.Rates[0].Missing(end.On), "period_end_rate_missing")
	if err := parties.SaveRates(t.Context(), clerk, []party.Rate{{Currency: "USD", On: calendar.MustParse("2026-03-31"), Rate: amount("7.05")}}); err != nil {
		t.Fatal(err)
	}
	if end, err = parties.PeriodEndRates(t.Context(), clerk, day("2026-03-31")); err != nil || end.Rates[0].Missing(end.On) != nil {
		t.Errorf("stated, it is %+v, %v", end, err)
	}
}
