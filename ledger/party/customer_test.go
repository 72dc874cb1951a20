package party_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/ledgertest"
	"hefu/ledger/party"
)

const (
	rightUSCC = "91330100799655058B"
	wrongUSCC = "91330000142209938B"
)

func TestACustomerIsMadeChangedAndItsLogSaysHow(t *testing.T) {
	t.Parallel()
	b, parties := open(t)
	clerk := b.Staff(ledger.ARAccountant)
	terms, err := json.Marshal(calendar.Net(calendar.FromGiven, 45))
	if err != nil {
		t.Fatal(err)
	}
	c := party.Customer{Code: "K7", Name: "宁波海工装备", TaxID: rightUSCC, Country: "CN", Region: "华东", Salesperson: "HDJM-sales@seller.test",
		Terms: terms, Cycle: party.Quarterly}
	made, err := parties.CreateCustomer(t.Context(), clerk, c)
	if err != nil || !made.Created {
		t.Fatalf("%+v, %v", made, err)
	}
	got, err := parties.Customer(t.Context(), clerk, made.ID)
	if err != nil || got.Currency != "CNY" || got.Locale != "zh-CN" || got.TimeZone != "Asia/Shanghai" || got.SalespersonName != "王小明" || got.Cycle != party.Quarterly || got.NextRun == nil || got.Terms == nil {
		t.Fatalf("%+v, %v", got, err)
	}
	_, err = parties.CreateCustomer(t.Context(), clerk, party.Customer{Code: "K7", Name: "另一家"})
	wantCode(t, err, "code_taken")
	c.Name, c.Region, c.Salesperson = "宁波海工装备股份", "", ""
	if saved, err := parties.UpdateCustomer(t.Context(), clerk, made.ID, c); err != nil || !saved.Changed {
		t.Fatalf("%+v, %v", saved, err)
	}
	if saved, err := parties.UpdateCustomer(t.Context(), clerk, made.ID, c); err != nil || saved.Changed {
		t.Errorf("the same again: %+v, %v", saved, err)
	}
	c.Code = "C001"
	_, err = parties.UpdateCustomer(t.Context(), clerk, made.ID, c)
	wantCode(t, err, "code_taken")
	history, err := parties.History(t.Context(), clerk, made.ID, 0, 0)
	if err != nil || len(history) != 2 || history[0].Action != "customer.changed" || history[1].Action != "customer.created" {
		t.Fatalf("%+v, %v", history, err)
	}
	for _, part := range []string{`"before": "宁波海工装备"`, `"after": "宁波海工装备股份"`, `"region"`, b.Staff(ledger.Sales).PersonID.String()} {
		if !strings.Contains(string(history[0].Detail), part) {
			t.Errorf("%s is not in %s", part, history[0].Detail)
		}
	}
	if history[0].Actor != clerk.Subject {
		t.Errorf("changed by %s", history[0].Actor)
	}
}

func TestAFileStatesCustomersAndBlankKeepsWhatStands(t *testing.T) {
	t.Parallel()
	b, parties := open(t)
	clerk := b.Staff(ledger.ARAccountant)
	file := party.SaveCustomers{KeepBlank: true, Customers: []party.Customer{
		{Code: "C001", Name: "苏州明远机械有限公司", Region: "江苏"},
		{Code: "N1", Name: "Acme Ltd", Country: "GB", Currency: "GBP", TaxID: wrongUSCC},
		{Code: "N2", Name: "某厂", TaxID: wrongUSCC[:17] + "X"},
	}}
	preview, err := parties.CheckCustomers(t.Context(), clerk, file)
	if err != nil || preview[0].Created || !preview[0].Changed || !preview[1].Created {
		t.Fatalf("%+v, %v", preview, err)
	}
	if n := ledgertest.Ask[int](t, b, `SELECT count(*)::int FROM hefu.customers`); n != 4 {
		t.Fatalf("the preview left %d customers", n)
	}
	saved, err := parties.SaveCustomers(t.Context(), clerk, file)
	if err != nil || len(saved[1].Warnings) != 0 || len(saved[2].Warnings) != 1 {
		t.Fatalf("%+v, %v", saved, err)
	}
	got, err := parties.Customer(t.Context(), clerk, b.CNY.ID)
	if err != nil || got.Region != "江苏" || got.Terms == nil || got.SalespersonID != b.Staff(ledger.Sales).PersonID || got.NameEN == "" {
		t.Errorf("%+v, %v", got, err)
	}
	again, err := parties.SaveCustomers(t.Context(), clerk, file)
	if err != nil || again[0].Changed || again[1].Changed || again[2].Changed {
		t.Errorf("the same file again: %+v, %v", again, err)
	}
}

func TestEveryFaultOfASetIsNamedByRowAndField(t *testing.T) {
	t.Parallel()
	b, parties := open(t)
	clerk := b.Staff(ledger.ARAccountant)
	if _, err := parties.CreateCustomer(t.Context(), clerk, party.Customer{Code: "T1", Name: "有税号", TaxID: rightUSCC}); err != nil {
		t.Fatal(err)
	}
	_, err := parties.SaveCustomers(t.Context(), clerk, party.SaveCustomers{Customers: []party.Customer{
		{Code: "X1", Name: "一", TaxID: rightUSCC},
		{Code: "X1", Name: "二", TaxID: "A"},
		{Code: "X3", Name: "三", TaxID: "A"},
		{Code: "X4\x00", Name: "", Currency: "RMB", Country: "China", Cycle: "weekly", TimeZone: "Local", Locale: "de"},
		{Code: "X5", Name: "e\u0301", Salesperson: "nobody@seller.test", Terms: json.RawMessage(`{"net":30}`)},
		{Code: "X6", Name: "六", Salesperson: b.OtherStaff(ledger.Sales).PersonID.String()},
	}})
	wantFaults(t, err, map[string]string{"customers[0].tax_id": "tax_id_taken", "customers[1].code": "duplicate", "customers[2].tax_id": "duplicate",
		"customers[3].code": "bad_text", "customers[3].name": "required", "customers[3].currency": "not_a_currency", "customers[3].country": "not_a_choice",
		"customers[3].cycle": "not_a_choice", "customers[3].time_zone": "not_a_choice", "customers[3].locale": "not_a_choice",
		"customers[4].name": "bad_text", "customers[4].salesperson": "staff_unknown", "customers[4].terms": "bad_terms", "customers[5].salesperson": "staff_unknown"})
	_, err = parties.CreateCustomer(t.Context(), clerk, party.Customer{Code: "X9", Name: "九", TaxID: rightUSCC})
	wantFaults(t, err, map[string]string{"tax_id": "tax_id_taken"})
	if n := ledgertest.Ask[int](t, b, `SELECT count(*)::int FROM hefu.customers WHERE code LIKE 'X%'`); n != 0 {
		t.Errorf("%d of a refused set were kept", n)
	}
}

func TestATaxIDBelongsToOneCustomerEvenInARace(t *testing.T) {
	t.Parallel()
	b, parties := open(t)
	var wg sync.WaitGroup
	errs := make(chan error, 4)
	for i := range 4 {
		wg.Go(func() {
			_, err := parties.CreateCustomer(t.Context(), b.Staff(ledger.ARAccountant), party.Customer{Code: fmt.Sprint("R", i), Name: "同税号", TaxID: rightUSCC})
			errs <- err
		})
	}
	wg.Wait()
	close(errs)
	made := 0
	for err := range errs {
		if err == nil {
			made++
		} else if !ledger.IsCode(err, "tax_id_taken") && !ledger.IsCode(err, "validation_failed") {
			t.Errorf("a loser was told %v", err)
		}
	}
	if made != 1 {
		t.Errorf("%d have the tax id", made)
	}
}

// A large file is a few statements and a few rows in the audit chain; each customer's history still finds its part.
func TestALargeSetIsSavedAndEachCustomerHasItsHistory(t *testing.T) {
	t.Parallel()
	b, parties := open(t)
	clerk := b.Staff(ledger.ARAccountant)
	file := party.SaveCustomers{KeepBlank: true}
	for i := range 3000 {
		file.Customers = append(file.Customers, party.Customer{Code: fmt.Sprintf("B%05d", i), Name: fmt.Sprint("批量客户 ", i)})
	}
	saved, err := parties.SaveCustomers(t.Context(), clerk, file)
	if err != nil {
		t.Fatal(err)
	}
	for i := range file.Customers {
		file.Customers[i].Phone = "021"
	}
	if _, err := parties.SaveCustomers(t.Context(), clerk, file); err != nil {
		t.Fatal(err)
	}
	history, err := parties.History(t.Context(), clerk, saved[2999].ID, 0, 10)
	if err != nil || len(history) != 2 || !strings.Contains(string(history[1].Detail), `"B02999"`) || strings.Contains(string(history[1].Detail), `"B02998"`) {
		t.Errorf("%+v, %v", history, err)
	}
	if rows := ledgertest.Ask[int](t, b, `SELECT count(*)::int FROM hefu.audit_log`); rows != 30 {
		t.Errorf("%d rows in the audit log", rows)
	}
}
