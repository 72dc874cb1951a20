package party_test

import (
	"slices"
	"sync"
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/party"
)

func TestARoleGivenIsARoleAtTheNextRequest(t *testing.T) {
	t.Parallel()
	b, parties := open(t)
	administrator := b.Staff(ledger.Administrator)
	id, err := parties.AddStaff(t.Context(), administrator, party.NewStaff{Issuer: ledgertest.StaffIssuer, Subject: "new", Email: "new@seller.test",
		Name: "新同事", Roles: []ledger.Role{ledger.ARAccountant, ledger.Sales}})
	if err != nil {
		t.Fatal(err)
	}
	person, err := parties.FindStaff(t.Context(), ledgertest.StaffIssuer, "new")
	if err != nil || person.ID != id {
		t.Fatalf("%+v, %v", person, err)
	}
	actor, ok := person.Actor(b.Organization.ID, ledger.ID{})
	if !ok || actor.Audience != ledger.Backoffice || actor.Name != "新同事" || !actor.May(ledger.PostDocuments) {
		t.Errorf("%+v", actor)
	}
	if _, ok := person.Actor(b.Other.ID, ledger.ID{}); ok {
		t.Error("acts for an organization without a role there")
	}
	if err := parties.SetStaffRoles(t.Context(), administrator, id, []ledger.Role{ledger.Auditor}); err != nil {
		t.Fatal(err)
	}
	if person, err = parties.Staff(t.Context(), id); err != nil || !slices.Equal(person.Memberships[0].Roles, []ledger.Role{ledger.Auditor}) {
		t.Errorf("%+v, %v", person, err)
	}
	if audited(t, b, "staff.roles_changed", `"after":["auditor"],"before":["ar_accountant","sales"]`) != 1 {
		t.Error("the roles before and after are not in the log")
	}
	if err := parties.SetStaffRoles(t.Context(), administrator, id, nil); err != nil {
		t.Fatal(err)
	}
	_, err = parties.Staff(t.Context(), id)
	wantCode(t, err, "not_found")
}

func TestNobodyRaisesTheirOwnRights(t *testing.T) {
	t.Parallel()
	b, parties := open(t)
	administrator := b.Staff(ledger.Administrator)
	wantCode(t, parties.SetStaffRoles(t.Context(), administrator, administrator.PersonID, []ledger.Role{ledger.Administrator, ledger.FinanceSupervisor}), "own_roles")
	wantCode(t, parties.LinkStaff(t.Context(), administrator, administrator.PersonID, "https://other.test", "x"), "own_roles")
	for _, role := range ledgertest.StaffRoles {
		if role != ledger.Administrator {
			wantCode(t, parties.SetStaffRoles(t.Context(), b.Staff(role), b.Staff(ledger.Sales).PersonID, []ledger.Role{ledger.Administrator}), "not_permitted")
			_, err := parties.AddStaff(t.Context(), b.Staff(role), party.NewStaff{})
			wantCode(t, err, "not_permitted")
		}
	}
}

// Two administrators take each other's role at the same moment: one stays.
func TestTheLastAdministratorStays(t *testing.T) {
	t.Parallel()
	b, parties := open(t)
	first := b.Staff(ledger.Administrator)
	second := b.Staff(ledger.Auditor)
	if err := parties.SetStaffRoles(t.Context(), first, second.PersonID, []ledger.Role{ledger.Administrator}); err != nil {
		t.Fatal(err)
	}
	second.Roles = []ledger.Role{ledger.Administrator}
	var wg sync.WaitGroup
	errs := make(chan error, 2)
	wg.Go(func() { errs <- parties.SetStaffRoles(t.Context(), first, second.PersonID, nil) })
	wg.Go(func() { errs <- parties.SetStaffRoles(t.Context(), second, first.PersonID, nil) })
	wg.Wait()
	a, c := <-errs, <-errs
	if (a == nil) == (c == nil) {
		t.Fatalf("both or neither left: %v, %v", a, c)
	}
	if a == nil {
		a = c
	}
	wantCode(t, a, "last_administrator")
}

func TestSomebodyOfAnotherOrganizationIsTheSamePerson(t *testing.T) {
	t.Parallel()
	b, parties := open(t)
	administrator := b.Staff(ledger.Administrator)
	guest := b.OtherStaff(ledger.Auditor)
	cmd := party.NewStaff{Issuer: ledgertest.StaffIssuer, Subject: b.Other.Code + "-auditor", Name: "改名", Email: "taken@over.test", Roles: []ledger.Role{ledger.Auditor}}
	id, err := parties.AddStaff(t.Context(), administrator, cmd)
	if err != nil || id != guest.PersonID {
		t.Fatalf("%s, %v", id, err)
	}
	person, err := parties.Staff(t.Context(), id)
	if err != nil || person.Name != guest.Name || len(person.Memberships) != 2 {
		t.Errorf("%+v, %v", person, err)
	}
	_, err = parties.AddStaff(t.Context(), administrator, cmd)
	wantCode(t, err, "conflict")
	wantCode(t, parties.LinkStaff(t.Context(), administrator, id, "https://evil.test", "me"), "person_shared")
	wantCode(t, parties.LinkStaff(t.Context(), administrator, b.OtherStaff(ledger.Sales).PersonID, "https://evil.test", "me"), "not_found")
	wantCode(t, parties.LinkStaff(t.Context(), administrator, b.Staff(ledger.Sales).PersonID, ledgertest.StaffIssuer, b.Organization.Code+"-auditor"), "identity_taken")
	if err := parties.LinkStaff(t.Context(), administrator, b.Staff(ledger.Sales).PersonID, "https://new.test", "wang"); err != nil {
		t.Error(err)
	}
	if person, err := parties.FindStaff(t.Context(), "https://new.test", "wang"); err != nil || person.ID != b.Staff(ledger.Sales).PersonID {
		t.Errorf("%+v, %v", person, err)
	}
}

func TestTheStaffListIsTheOrganizationsOwn(t *testing.T) {
	t.Parallel()
	b, parties := open(t)
	list, err := parties.StaffList(t.Context(), b.Staff(ledger.Sales))
	if err != nil || len(list) != len(ledgertest.StaffRoles) {
		t.Fatalf("%d, %v", len(list), err)
	}
	for _, member := range list {
		if member.ID == b.OtherStaff(member.Roles[0]).PersonID {
			t.Errorf("%s works for the other organization", member.Name)
		}
	}
	_, err = parties.StaffList(t.Context(), b.Contact(b.CNY, ledger.Signer))
	wantCode(t, err, "not_permitted")
}

func TestTheFaultsOfNewStaff(t *testing.T) {
	t.Parallel()
	err := party.NewStaff{Email: "no", Locale: "fr", Roles: []ledger.Role{ledger.Viewer}}.Check()
	wantFaults(t, err, map[string]string{"issuer": "required", "subject": "required", "email": "not_an_email", "name": "required", "locale": "not_a_choice", "roles": "not_a_choice"})
}
