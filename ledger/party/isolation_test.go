package party_test

import (
	"context"
	"testing"

	"hefu/ledger"
	"hefu/ledger/internal/store"
	"hefu/ledger/ledgertest"
	"hefu/ledger/party"
)

// count runs a query in the context of an actor, as the database role of that audience.
func count(t *testing.T, b *ledgertest.Books, actor ledger.Actor, sql string, args ...any) int {
	t.Helper()
	var n int
	err := b.DB.Read(t.Context(), actor, func(ctx context.Context, tx *store.Tx) (err error) {
		n, _, err = store.Value[int](ctx, tx, sql, args...)
		return err
	})
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return n
}

func TestTheDatabaseItselfKeepsOrganizationsAndCustomersApart(t *testing.T) {
	t.Parallel()
	b := ledgertest.Open(t)
	clerk, viewer := b.Staff(ledger.ARAccountant), b.Contact(b.CNY, ledger.Viewer)
	nobody := ledger.Actor{Audience: ledger.Backoffice}
	for _, c := range []struct {
		about string
		actor ledger.Actor
		table string
		rows  int
	}{
		{"staff see their organization", clerk, "organizations", 1},
		{"staff see its customers", clerk, "customers", 3},
		{"staff see its colleagues", clerk, "staff", len(ledgertest.StaffRoles)},
		{"staff see its customers' contacts", clerk, "contacts", 3 * len(ledgertest.ContactRoles)},
		{"staff see its rates", clerk, "exchange_rates", 4},
		{"a contact sees one customer", viewer, "customers", 1},
		{"a contact sees the colleagues", viewer, "contacts", len(ledgertest.ContactRoles)},
		{"a contact sees the seller", viewer, "organizations", 1},
		{"no context, no customers", nobody, "customers", 0},
		{"no context, no staff", nobody, "staff", 0},
		{"no context, no contacts", ledger.Actor{Audience: ledger.Portal}, "contacts", 0},
	} {
		if got := count(t, b, c.actor, "SELECT count(*)::int FROM "+c.table); got != c.rows {
			t.Errorf("%s: %d rows, want %d", c.about, got, c.rows)
		}
	}
	err := b.DB.Read(t.Context(), viewer, func(ctx context.Context, tx *store.Tx) error {
		_, _, err := store.Value[int](ctx, tx, "SELECT count(*)::int FROM staff")
		return err
	})
	wantCode(t, err, "internal") // the portal's role may not even ask for staff
	for _, actor := range []ledger.Actor{clerk, viewer} {
		err := b.DB.Write(t.Context(), actor, func(ctx context.Context, tx *store.Tx) error {
			n, err := store.Exec(ctx, tx, "UPDATE customers SET name = 'x' WHERE id = $1", b.OtherCustomer.ID)
			if err == nil && n != 0 {
				t.Errorf("%s changed another organization's customer", actor.Audience)
			}
			return err
		})
		if err != nil && actor.Audience == ledger.Backoffice {
			t.Error(err)
		}
	}
}

func TestTheSameCustomerInTwoOrganizationsHasTwoBalances(t *testing.T) {
	t.Parallel()
	b, parties := open(t)
	b.Receivable(t, b.CNY, "300.00", "2026-03-10")
	b.Receivable(t, b.OtherCustomer, "45.00", "2026-03-10")
	for _, c := range []struct {
		actor    ledger.Actor
		mine     ledgertest.Customer
		foreign  ledgertest.Customer
		balances string
	}{
		{b.Staff(ledger.ARAccountant), b.CNY, b.OtherCustomer, "300"},
		{b.OtherStaff(ledger.ARAccountant), b.OtherCustomer, b.CNY, "45"},
	} {
		got, err := parties.Customer(t.Context(), c.actor, c.mine.ID)
		if err != nil || len(got.Balances) != 1 || got.Balances[0].Balance.String() != c.balances {
			t.Errorf("%+v, %v", got.Balances, err)
		}
		_, err = parties.Customer(t.Context(), c.actor, c.foreign.ID)
		wantCode(t, err, "not_found")
		_, err = parties.History(t.Context(), c.actor, c.foreign.ID, 0, 0)
		wantCode(t, err, "not_found")
		_, err = parties.UpdateCustomer(t.Context(), c.actor, c.foreign.ID, party.Customer{Code: "Z", Name: "抢"})
		wantCode(t, err, "not_found")
	}
}

func TestASalespersonSeesOwnCustomersOnly(t *testing.T) {
	t.Parallel()
	b, parties := open(t)
	sales := b.Staff(ledger.Sales)
	page, err := parties.Customers(t.Context(), sales, party.Query{})
	if err != nil || len(page.Customers) != 2 {
		t.Fatalf("%+v, %v", page, err)
	}
	_, err = parties.Customer(t.Context(), sales, b.GBP.ID)
	wantCode(t, err, "not_found")
	_, err = parties.History(t.Context(), sales, b.GBP.ID, 0, 0)
	wantCode(t, err, "not_found")
	sales.Roles = append(sales.Roles, ledger.ARAccountant)
	if page, err = parties.Customers(t.Context(), sales, party.Query{}); err != nil || len(page.Customers) != 3 {
		t.Errorf("with a second role: %+v, %v", page, err)
	}
	_, err = parties.Customers(t.Context(), b.Contact(b.CNY, ledger.Signer), party.Query{})
	wantCode(t, err, "not_permitted")
}
