package group_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/group"
	"hefu/ledger/ledgertest"
	"hefu/ledger/party"
)

type desk struct {
	*ledgertest.Books
	*group.Service
	parties *party.Service
}

func openDesk(t *testing.T) *desk {
	t.Helper()
	t.Parallel()
	b := ledgertest.Open(t)
	return &desk{b, group.Open(b.DB), party.Open(b.DB)}
}

func (d *desk) save(t *testing.T, customers ...party.Customer) []ledger.ID {
	t.Helper()
	saved, err := d.parties.SaveCustomers(t.Context(), d.Staff(ledger.ARAccountant), party.SaveCustomers{Customers: customers})
	if err != nil {
		t.Fatal(err)
	}
	var out []ledger.ID
	for _, s := range saved {
		out = append(out, s.ID)
	}
	return out
}

func (d *desk) alike(t *testing.T, actor ledger.Actor) string {
	t.Helper()
	found, err := d.Alike(t.Context(), actor)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, a := range found {
		codes := []string{a.OneCode, a.OtherCode}
		slices.Sort(codes)
		out = append(out, fmt.Sprint(strings.Join(codes, "="), " ", strings.Join(a.Because, "+")))
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

func TestCustomersLookAlikeByWhatTheyShare(t *testing.T) {
	for name, c := range map[string]struct {
		one, other party.Customer
		want       string
	}{
		"one name in two dresses":      {party.Customer{Name: "苏州 恒通机电（有限公司）"}, party.Customer{Name: "苏州恒通机电股份有限公司"}, "A=B name"},
		"one English name":             {party.Customer{Name: "甲方", NameEN: "Harbour Tools Co., Ltd."}, party.Customer{Name: "乙方", NameEN: "HARBOUR TOOLS LIMITED"}, "A=B name"},
		"one bank account":             {party.Customer{Name: "甲方", BankAccount: "6222 0812 3456"}, party.Customer{Name: "乙方", BankAccount: "622208123456"}, "A=B bank_account"},
		"one telephone":                {party.Customer{Name: "甲方", Phone: "0512-6288 0001"}, party.Customer{Name: "乙方", Phone: "(0512)62880001"}, "A=B phone"},
		"one address and one account":  {party.Customer{Name: "甲方", Address: "苏州市 星湖街 9 号楼 2 单元", BankAccount: "12345678"}, party.Customer{Name: "乙方", Address: "苏州市星湖街9号楼2单元", BankAccount: "1234-5678"}, "A=B address+bank_account"},
		"names of other companies":     {party.Customer{Name: "苏州恒通机电有限公司"}, party.Customer{Name: "苏州恒达机电有限公司"}, ""},
		"nothing but the company word": {party.Customer{Name: "有限公司"}, party.Customer{Name: "股份有限公司"}, ""},
		"a number too short to tell":   {party.Customer{Name: "甲方", Phone: "110", BankAccount: "12"}, party.Customer{Name: "乙方", Phone: "110", BankAccount: "12"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			d := openDesk(t)
			c.one.Code, c.other.Code = "A", "B"
			d.save(t, c.one, c.other)
			if got := d.alike(t, d.Staff(ledger.ARAccountant)); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestWhatManyShareTellsNothing(t *testing.T) {
	d := openDesk(t)
	park := func(n int) (out []party.Customer) {
		for i := range n {
			out = append(out, party.Customer{Code: fmt.Sprint("P", i), Name: fmt.Sprint("园区企业", i, "号"), Phone: "0512-6666 8888"})
		}
		return out
	}
	d.save(t, park(5)...)
	if got := d.alike(t, d.Staff(ledger.ARAccountant)); strings.Count(got, "phone") != 10 {
		t.Errorf("five share a telephone: %s", got)
	}
	d.save(t, park(6)...)
	if got := d.alike(t, d.Staff(ledger.ARAccountant)); got != "" {
		t.Errorf("six share a telephone: %s", got)
	}
}

func TestWhoIsToldApartOrRestsIsListedNoMore(t *testing.T) {
	d := openDesk(t)
	ids := d.save(t, party.Customer{Code: "A", Name: "恒通机电有限公司"}, party.Customer{Code: "B", Name: "恒通机电公司"})
	accountant := d.Staff(ledger.ARAccountant)
	for name, c := range map[string]struct {
		actor      ledger.Actor
		one, other ledger.ID
		reason     string
		code       string
	}{
		"no reason":            {accountant, ids[0], ids[1], " ", "validation_failed"},
		"one twice":            {accountant, ids[0], ids[0], "两家", "validation_failed"},
		"another's":            {accountant, ids[0], d.OtherCustomer.ID, "两家", "not_found"},
		"another organization": {d.OtherStaff(ledger.ARAccountant), ids[0], ids[1], "两家", "not_found"},
		"an auditor":           {d.Staff(ledger.Auditor), ids[0], ids[1], "两家", "not_permitted"},
		"a contact":            {d.Contact(d.CNY, ledger.CustomerAdmin), ids[0], ids[1], "两家", "not_permitted"},
	} {
		if err := d.TellApart(t.Context(), c.actor, c.one, c.other, c.reason); !ledger.IsCode(err, c.code) {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
	if got := d.alike(t, accountant); got != "A=B name" {
		t.Fatalf("refused, yet the list is %q", got)
	}
	rests := false
	d.save(t, party.Customer{Code: "B", Name: "恒通机电公司", Active: &rests})
	if got := d.alike(t, accountant); got != "" {
		t.Errorf("with one at rest: %q", got)
	}
	works := true
	d.save(t, party.Customer{Code: "B", Name: "恒通机电公司", Active: &works})
	if err := d.TellApart(t.Context(), accountant, ids[1], ids[0], "两家法人，已核营业执照"); err != nil {
		t.Fatal(err)
	}
	if got := d.alike(t, accountant); got != "" {
		t.Errorf("told apart: %q", got)
	}
	if err := d.TellApart(t.Context(), accountant, ids[0], ids[1], "又一次"); !ledger.IsCode(err, "conflict") {
		t.Errorf("told apart again: %v", err)
	}
	if n := ledgertest.Ask[int](t, d.Books, `SELECT count(*)::int FROM hefu.audit_log WHERE action = 'customer.told_apart'`); n != 2 {
		t.Errorf("%d audit rows, want one for each of the two", n)
	}
}

func TestSalesCompareTheirOwnCustomers(t *testing.T) {
	d := openDesk(t)
	d.save(t, party.Customer{Code: "A", Name: "恒通机电有限公司"}, party.Customer{Code: "B", Name: "恒通机电公司", Salesperson: d.Staff(ledger.Sales).PersonID.String()})
	if got := d.alike(t, d.Staff(ledger.Sales)); got != "" {
		t.Errorf("sales see %q", got)
	}
	if got := d.alike(t, d.OtherStaff(ledger.ARAccountant)); got != "" {
		t.Errorf("another organization sees %q", got)
	}
	if _, err := d.Alike(t.Context(), d.Contact(d.CNY, ledger.CustomerAdmin)); !ledger.IsCode(err, "not_permitted") {
		t.Errorf("a contact: %v", err)
	}
}
