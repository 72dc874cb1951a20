package party_test

import (
	"slices"
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/party"
)

func TestAContactServesTwoCustomersWithRolesOfItsOwnAtEach(t *testing.T) {
	t.Parallel()
	b, parties := open(t)
	clerk := b.Staff(ledger.ARAccountant)
	saved, err := parties.SaveContacts(t.Context(), clerk, []party.Contact{
		{CustomerCode: "C001", Email: "Lin@buyer.test", Name: "林小姐", Roles: []ledger.Role{ledger.Viewer, ledger.Confirmer}},
		{CustomerID: b.USD.ID, Email: "lin@buyer.test", Name: "林小姐", Issuer: ledgertest.ContactIssuer, Subject: "lin", Roles: []ledger.Role{ledger.Payer}},
	})
	if err != nil || saved[0].ID != saved[1].ID || !saved[0].Created || saved[1].Created {
		t.Fatalf("%+v, %v", saved, err)
	}
	person, err := parties.FindContact(t.Context(), ledgertest.ContactIssuer, "lin")
	if err != nil || len(person.Memberships) != 2 {
		t.Fatalf("%+v, %v", person, err)
	}
	first, _ := person.Actor(b.Organization.ID, b.CNY.ID)
	second, _ := person.Actor(b.Organization.ID, b.USD.ID)
	if first.Audience != ledger.Portal || !first.May(ledger.ConfirmStatements) || second.May(ledger.ConfirmStatements) || second.CustomerID != b.USD.ID {
		t.Errorf("%+v, %+v", first, second)
	}
	if _, ok := person.Actor(b.Organization.ID, b.GBP.ID); ok {
		t.Error("acts for a customer without a role there")
	}
	saved, err = parties.SaveContacts(t.Context(), clerk, []party.Contact{{CustomerCode: "C001", Email: "lin@buyer.test", Name: "林经理", Roles: []ledger.Role{ledger.Signer}}})
	if err != nil || saved[0].Created || !saved[0].Changed {
		t.Fatalf("%+v, %v", saved, err)
	}
	if audited(t, b, "contact.changed", `"roles":["signer"],"roles_before":["confirmer","viewer"]`) != 1 {
		t.Error("the roles before and after are not in the log")
	}
	detail, err := parties.Customer(t.Context(), clerk, b.CNY.ID)
	at := slices.IndexFunc(detail.Contacts, func(c party.ContactView) bool { return c.ID == saved[0].ID })
	if err != nil || at < 0 || detail.Contacts[at].Name != "林经理" || !detail.Contacts[at].SignsIn || !slices.Equal(detail.Contacts[at].Roles, []ledger.Role{ledger.Signer}) {
		t.Fatalf("%+v, %v", detail.Contacts, err)
	}
	if err := parties.RemoveContact(t.Context(), clerk, b.CNY.ID, saved[0].ID); err != nil {
		t.Fatal(err)
	}
	wantCode(t, parties.RemoveContact(t.Context(), clerk, b.CNY.ID, saved[0].ID), "not_found")
	if person, err = parties.Contact(t.Context(), saved[0].ID); err != nil || len(person.Memberships) != 1 {
		t.Errorf("%+v, %v", person, err)
	}
}

func TestAnotherOrganizationsContactIsNotOursToChange(t *testing.T) {
	t.Parallel()
	b, parties := open(t)
	clerk := b.Staff(ledger.ARAccountant)
	foreign := b.Contact(b.OtherCustomer, ledger.Viewer)
	// By e-mail address alone it is somebody new: whether another seller knows the address is none of our business.
	saved, err := parties.SaveContacts(t.Context(), clerk, []party.Contact{{CustomerCode: "C001", Email: "viewer@other.test", Name: "同名", Roles: []ledger.Role{ledger.Viewer}}})
	if err != nil || !saved[0].Created || saved[0].ID == foreign.PersonID {
		t.Fatalf("%+v, %v", saved, err)
	}
	// By identity it is the same person, whose name and address stay.
	saved, err = parties.SaveContacts(t.Context(), clerk, []party.Contact{{CustomerCode: "C002", Email: "mine@evil.test", Name: "改名",
		Issuer: ledgertest.ContactIssuer, Subject: "other-viewer", Roles: []ledger.Role{ledger.Viewer}}})
	if err != nil || saved[0].ID != foreign.PersonID {
		t.Fatalf("%+v, %v", saved, err)
	}
	person, err := parties.Contact(t.Context(), foreign.PersonID)
	if err != nil || person.Name != foreign.Name || person.Email != "viewer@other.test" || len(person.Memberships) != 2 {
		t.Errorf("%+v, %v", person, err)
	}
	wantCode(t, parties.LinkContact(t.Context(), clerk, foreign.PersonID, "https://evil.test", "me"), "person_shared")
	wantCode(t, parties.LinkContact(t.Context(), clerk, b.Contact(b.OtherCustomer, ledger.Signer).PersonID, "https://evil.test", "me"), "not_found")
	wantCode(t, parties.RemoveContact(t.Context(), clerk, b.OtherCustomer.ID, foreign.PersonID), "not_found")
}

func TestEveryFaultOfContactsIsNamedByRowAndField(t *testing.T) {
	t.Parallel()
	b, parties := open(t)
	clerk := b.Staff(ledger.ARAccountant)
	viewer := []ledger.Role{ledger.Viewer}
	contacts := []party.Contact{
		{CustomerCode: "C009", Email: "a@b.test", Name: "一", Roles: viewer},
		{CustomerID: b.OtherCustomer.ID, Email: "a@b.test", Name: "二", Roles: viewer},
		{Email: "A <a@b.test>", Roles: []ledger.Role{ledger.Sales}, Subject: "s"},
		{CustomerCode: "C001", Email: "viewer@cny.test", Name: "三", Issuer: "https://evil.test", Subject: "me", Roles: viewer},
		{CustomerCode: "C001", Email: "x@b.test", Name: "四", Roles: viewer},
		{CustomerCode: "C001", Email: "X@b.test", Name: "四", Roles: viewer},
		{CustomerCode: "C001", Email: "y@b.test", Name: "五"},
	}
	_, err := parties.CheckContacts(t.Context(), clerk, contacts)
	wantFaults(t, err, map[string]string{"contacts[0].customer": "customer_unknown", "contacts[1].customer": "customer_unknown",
		"contacts[2].customer": "required", "contacts[2].email": "not_an_email", "contacts[2].name": "required", "contacts[2].roles": "not_a_choice",
		"contacts[2].subject": "required", "contacts[3].subject": "identity_taken", "contacts[5].email": "duplicate", "contacts[6].roles": "required"})
	for _, role := range []ledger.Role{ledger.Sales, ledger.Auditor, ledger.Administrator} {
		_, err := parties.SaveContacts(t.Context(), b.Staff(role), contacts)
		wantCode(t, err, "not_permitted")
	}
}
