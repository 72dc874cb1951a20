// Package ledgertest gives a test a set of books of its own: a migrated database with two organizations, their charts, periods
// and rates, staff of every role, customers and contacts, and quick ways to post. When the test has ended, every invariant of
// the books is checked (SPEC section 4); a test that breaks the books on purpose says so with PlantsFaults.
//
// It is also the door for tests outside ledger, which cannot reach the store: they pass Books.DB on to the services.
package ledgertest

import (
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/document"
	"hefu/ledger/internal/store"
	"hefu/ledger/internal/testdb"
	"hefu/ledger/money"
)

// The issuers of the fixture's people, until SetIssuers names real ones.
const (
	StaffIssuer   = "https://staff.hefu.test"
	ContactIssuer = "https://customers.hefu.test"
)

// Books are the books of one test. Periods 2024-01 to 2027-12 are open.
type Books struct {
	DB     *store.DB // connected as the product connects
	URL    string    // superuser, for checks; row-level security does not bind it
	AppURL string    // what DB was opened with

	Organization Organization // 华东精密机械, CNY; rates from 2024-01-01: USD 7.10, EUR 7.80, GBP 9.10, JPY 0.048
	CNY          Customer     // net 30 from the document date, owned by the staff of role sales
	USD          Customer     // no terms: due on the document date; owned by the staff of role sales; reads English
	GBP          Customer     // no terms, no salesperson, London time

	Other         Organization // another seller with a chart, periods and rates of its own
	OtherCustomer Customer     // its only customer, CNY

	documents   *document.Service
	allocations *allocation.Service
	super       *pgxpool.Pool
	actors      map[place]ledger.Actor
	planted     bool
}

// Organization is a seller.
type Organization struct {
	ID         ledger.ID
	Code, Name string
	Base       money.Currency
}

// Customer is a buyer of one organization.
type Customer struct {
	ID             ledger.ID
	OrganizationID ledger.ID
	Code, Name     string
	Currency       money.Currency
}

// place is where an actor stands: an organization's staff, or a customer's contact.
type place struct {
	at   ledger.ID
	role ledger.Role
}

// StaffRoles and ContactRoles are the roles the fixture has a person for, one each.
var (
	StaffRoles = []ledger.Role{ledger.Sales, ledger.CreditManager, ledger.ARAccountant, ledger.FinanceSupervisor, ledger.Management,
		ledger.Auditor, ledger.Administrator}
	ContactRoles = []ledger.Role{ledger.Viewer, ledger.Confirmer, ledger.Payer, ledger.Signer, ledger.CustomerAdmin}
)

// Open makes the books and takes them away when the test ends. Tests that use it may run in parallel.
func Open(t testing.TB) *Books {
	t.Helper()
	database := testdb.Open(t)
	b := &Books{URL: database.URL(testdb.SuperUser), AppURL: database.URL(testdb.AppUser), actors: map[place]ledger.Actor{}}
	t.Cleanup(func() {
		if !b.planted {
			checkInvariants(t, b.URL)
		}
	})
	b.super = database.Pool(t, testdb.SuperUser)
	b.furnish(t)
	db, err := store.Open(t.Context(), b.AppURL, store.Options{})
	if err != nil {
		t.Fatalf("open the books: %v", err)
	}
	t.Cleanup(db.Close)
	b.DB, b.documents, b.allocations = db, document.Open(db), allocation.Open(db)
	return b
}

// PlantsFaults says that this test damages its books on purpose, so their invariants are not checked at its end.
func (b *Books) PlantsFaults() { b.planted = true }

// Staff is the first organization's person of a role.
func (b *Books) Staff(role ledger.Role) ledger.Actor { return b.actor(b.Organization.ID, role) }

// OtherStaff is the other organization's person of a role.
func (b *Books) OtherStaff(role ledger.Role) ledger.Actor { return b.actor(b.Other.ID, role) }

// Contact is the person of a role at one of the fixture's customers.
func (b *Books) Contact(customer Customer, role ledger.Role) ledger.Actor {
	return b.actor(customer.ID, role)
}

// System acts for background work in the first organization.
func (b *Books) System() ledger.Actor { return ledger.SystemActor(b.Organization.ID, "test") }

// OtherSystem acts for background work in the other organization.
func (b *Books) OtherSystem() ledger.Actor { return ledger.SystemActor(b.Other.ID, "test") }

func (b *Books) actor(at ledger.ID, role ledger.Role) ledger.Actor {
	actor, ok := b.actors[place{at, role}]
	if !ok {
		panic("ledgertest: nobody there has the role " + string(role))
	}
	return actor
}
