package ledgertest

import (
	"testing"

	"hefu/ledger"
)

func TestTheBooksHoldWhatIsPosted(t *testing.T) {
	t.Parallel()
	b := Open(t)
	goods := b.Receivable(t, b.CNY, "1130.00", "2026-03-10")
	money := b.Receipt(t, b.CNY, "1000.00", "2026-03-20")
	b.CreditNote(t, b.CNY, goods, "113.00", "2026-03-21")
	b.Advance(t, b.CNY, "7.00", "2026-03-22")
	b.Receivable(t, b.USD, "500.00", "2026-03-10")
	b.Receivable(t, b.OtherCustomer, "99.99", "2026-03-10")
	b.Allocate(t, b.CNY, goods, money, "600.00", "2026-03-25")
	for _, want := range []struct {
		name      string
		got, want string
	}{
		{"receivable open", b.Open(t, goods).String(), "530"},
		{"receipt open", b.Open(t, money).String(), "400"},
		{"balance in CNY", b.Balance(t, b.CNY).String(), "10"},
		{"balance in USD", b.Balance(t, b.USD).String(), "500"},
		{"the other organization's", b.Balance(t, b.OtherCustomer).String(), "99.99"},
		{"due date", Ask[string](t, b, `SELECT due_date::text FROM hefu.documents WHERE id = $1`, goods.ID.String()), "2026-04-09"},
	} {
		if want.got != want.want {
			t.Errorf("%s is %s, want %s", want.name, want.got, want.want)
		}
	}
}

func TestEveryRoleHasItsPerson(t *testing.T) {
	t.Parallel()
	b := Open(t)
	for _, role := range StaffRoles {
		if a, o := b.Staff(role), b.OtherStaff(role); !a.Has(role) || a.OrganizationID != b.Organization.ID || o.OrganizationID != b.Other.ID || a.PersonID == o.PersonID {
			t.Errorf("staff of role %s: %+v, %+v", role, a, o)
		}
	}
	for _, customer := range []Customer{b.CNY, b.USD, b.GBP, b.OtherCustomer} {
		for _, role := range ContactRoles {
			if a := b.Contact(customer, role); a.Audience != ledger.Portal || a.CustomerID != customer.ID || a.OrganizationID != customer.OrganizationID {
				t.Errorf("contact of role %s at %s: %+v", role, customer.Code, a)
			}
		}
	}
}

// failing records what a check says instead of failing the test that asks for it.
type failing struct {
	testing.TB
	said int
}

func (f *failing) Errorf(string, ...any) { f.said++ }

func TestBrokenBooksAreNoticed(t *testing.T) {
	t.Parallel()
	b := Open(t)
	b.PlantsFaults()
	b.Receivable(t, b.CNY, "100.00", "2026-03-10")
	sound := &failing{TB: t}
	checkInvariants(sound, b.URL)
	if sound.said != 0 {
		t.Fatal("sound books were called broken")
	}
	b.Exec(t, `UPDATE hefu.open_items SET open_amount = 1, open_base = 1`)
	broken := &failing{TB: t}
	checkInvariants(broken, b.URL)
	if broken.said == 0 {
		t.Error("an open amount moved without an allocation, and nobody noticed")
	}
}
