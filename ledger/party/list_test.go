package party_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/party"
)

func TestTheListShowsWhatIsOpenAndNetsNothing(t *testing.T) {
	t.Parallel()
	b, parties := open(t)
	goods := b.Receivable(t, b.CNY, "1000.00", "2024-03-10") // net 30: overdue
	b.Receivable(t, b.CNY, "200.00", "2027-12-01")           // not due
	money := b.Receipt(t, b.CNY, "500.00", "2024-04-01")
	b.Advance(t, b.CNY, "50.00", "2024-04-01")
	b.Allocate(t, b.CNY, goods, money, "400.00", "2024-04-02")
	page, err := parties.Customers(t.Context(), b.Staff(ledger.Auditor), party.Query{Search: "明远"})
	if err != nil || len(page.Customers) != 1 || len(page.Customers[0].Balances) != 1 {
		t.Fatalf("%+v, %v", page, err)
	}
	got := page.Customers[0].Balances[0]
	if fmt.Sprint(got.Currency, got.Balance, got.Owed, got.Credits, got.Overdue) != "CNY650 800 150 600" {
		t.Errorf("%+v", got)
	}
	if !got.Balance.Equal(b.Balance(t, b.CNY)) {
		t.Errorf("the list says %s, the journal %s", got.Balance, b.Balance(t, b.CNY))
	}
}

// codes walks the pages of a list, two customers each, and joins the codes.
func codes(t *testing.T, parties *party.Service, actor ledger.Actor, query party.Query) string {
	t.Helper()
	query.Limit = 2
	var out []string
	for range 20 {
		page, err := parties.Customers(t.Context(), actor, query)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range page.Customers {
			out = append(out, c.Code)
		}
		if page.Next.ID.IsZero() {
			return strings.Join(out, " ")
		}
		query.After = page.Next
	}
	t.Fatal("the pages never end")
	return ""
}

func TestThePagesOfEveryOrderHoldEachCustomerOnce(t *testing.T) {
	t.Parallel()
	b, parties := open(t)
	clerk := b.Staff(ledger.ARAccountant)
	inactive := false
	if _, err := parties.SaveCustomers(t.Context(), clerk, party.SaveCustomers{Customers: []party.Customer{
		{Code: "D1", Name: "AA 100%", Region: "西北"}, {Code: "D2", Name: "AA 100", TaxID: "TAX_7"}, {Code: "D3", Name: "停用", Active: &inactive},
	}}); err != nil {
		t.Fatal(err)
	}
	b.Receivable(t, b.CNY, "700.00", "2024-02-01")
	b.Receivable(t, b.USD, "100.00", "2024-02-01") // 710 in base currency
	b.Receivable(t, b.GBP, "5.00", "2027-12-01")   // 45.50, not due
	b.Receipt(t, b.CNY, "9000.00", "2024-02-01")   // leaves a credit balance
	for _, c := range []struct {
		about string
		query party.Query
		want  string
	}{
		{"by code", party.Query{}, "C001 C002 C003 D1 D2"},
		{"with inactive ones", party.Query{Inactive: true}, "C001 C002 C003 D1 D2 D3"},
		{"by name, equal prefixes", party.Query{Sort: party.ByName, Search: "aa 100"}, "D2 D1"},
		{"a per cent sign is no wildcard", party.Query{Search: "0%"}, "D1"},
		{"an underscore is no wildcard", party.Query{Search: "x_7"}, "D2"},
		{"by region", party.Query{Region: "西北"}, "D1"},
		{"by currency", party.Query{Currency: "USD"}, "C002"},
		{"by salesperson", party.Query{SalespersonID: b.Staff(ledger.Sales).PersonID}, "C001 C002"},
		{"by cycle", party.Query{Cycle: party.Quarterly}, ""},
		{"by overdue", party.Query{Sort: party.ByOverdue, Search: "C00"}, "C002 C001 C003"},
	} {
		if got := codes(t, parties, clerk, c.query); got != c.want {
			t.Errorf("%s: %q, want %q", c.about, got, c.want)
		}
	}
	byBalance := codes(t, parties, clerk, party.Query{Sort: party.ByBalance})
	if len(strings.Fields(byBalance)) != 5 || !strings.HasPrefix(byBalance, "C002 C003 ") || !strings.HasSuffix(byBalance, " C001") {
		t.Errorf("by balance: %q", byBalance)
	}
}

func TestACursorOfAnotherListIsRefused(t *testing.T) {
	t.Parallel()
	b, parties := open(t)
	for _, value := range []string{"C001", "NaN", "1e9", "1;DROP TABLE customers", strings.Repeat("9", 40)} {
		_, err := parties.Customers(t.Context(), b.Staff(ledger.Auditor), party.Query{Sort: party.ByBalance, After: party.Position{Value: value, ID: b.CNY.ID}})
		wantFaults(t, err, map[string]string{"cursor": "not_a_choice"})
	}
	_, err := parties.Customers(t.Context(), b.Staff(ledger.Auditor), party.Query{Sort: "currency", Currency: "RMB", Cycle: "x", Search: "\x00"})
	wantFaults(t, err, map[string]string{"sort": "not_a_choice", "currency": "not_a_currency", "cycle": "not_a_choice", "q": "bad_text"})
}

func TestNamesAreFoundAsFarAsTheReaderMaySee(t *testing.T) {
	t.Parallel()
	b, _ := open(t)
	staff, contact, foreign := b.Staff(ledger.Sales), b.Contact(b.CNY, ledger.Signer), b.OtherStaff(ledger.Sales)
	ids := []ledger.ID{staff.PersonID, contact.PersonID, foreign.PersonID}
	for _, c := range []struct {
		actor ledger.Actor
		want  int
	}{{b.Staff(ledger.Auditor), 2}, {contact, 1}, {b.Contact(b.USD, ledger.Viewer), 0}} {
		err := b.DB.Read(t.Context(), c.actor, func(ctx context.Context, tx *store.Tx) error {
			names, err := party.Names(ctx, tx, ids)
			if len(names) != c.want {
				t.Errorf("%s sees %v", c.actor.Name, names)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}
