package party_test

import (
	"sync"
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/party"
)

func invite(t testing.TB, parties *party.Service, by ledger.Actor, email string, roles ...ledger.Role) party.Invited {
	t.Helper()
	made, err := parties.Invite(t.Context(), by, party.Invite{Email: email, Name: "钱同事", Roles: roles})
	if err != nil {
		t.Fatalf("invite: %v", err)
	}
	return made
}

func TestAnInvitationIsAcceptedOnceByWhomItIsFor(t *testing.T) {
	t.Parallel()
	b, parties := open(t)
	admin := b.Contact(b.CNY, ledger.CustomerAdmin)
	made := invite(t, parties, admin, "Qian@buyer.test", ledger.Viewer, ledger.Confirmer)
	who := party.Newcomer{Issuer: ledgertest.ContactIssuer, Subject: "qian", Email: "qian@buyer.test"}
	accept := func(token string, who party.Newcomer) error {
		_, err := parties.AcceptInvitation(t.Context(), party.TokenMark(token), who)
		return err
	}
	if n := ledgertest.Ask[int](t, b, `SELECT count(*) FROM hefu.invitations i WHERE i::text LIKE '%' || $1 || '%'`, made.Token); n != 0 {
		t.Error("the token itself is kept")
	}
	wantCode(t, accept(made.Token+"x", who), "not_found")
	foreign := who
	foreign.Email = "other@buyer.test"
	wantCode(t, accept(made.Token, foreign), "invitation_foreign")
	if _, err := parties.FindContact(t.Context(), who.Issuer, who.Subject); !ledger.IsCode(err, "not_found") {
		t.Errorf("the address alone granted something: %v", err)
	}
	if err := accept(made.Token, who); err != nil {
		t.Fatal(err)
	}
	wantCode(t, accept(made.Token, who), "invitation_used")
	person, err := parties.FindContact(t.Context(), who.Issuer, who.Subject)
	if err != nil || len(person.Memberships) != 1 || person.Memberships[0].CustomerID != b.CNY.ID || len(person.Memberships[0].Roles) != 2 {
		t.Fatalf("%+v, %v", person, err)
	}
	_, err = parties.Invite(t.Context(), admin, party.Invite{Email: "qian@buyer.test", Name: "钱", Roles: []ledger.Role{ledger.Viewer}})
	wantCode(t, err, "already_colleague")

	old := invite(t, parties, admin, "sun@buyer.test", ledger.Viewer)
	fresh := invite(t, parties, admin, "sun@buyer.test", ledger.Viewer)
	sun := party.Newcomer{Issuer: ledgertest.ContactIssuer, Subject: "sun"}
	wantCode(t, accept(old.Token, sun), "invitation_expired") // replaced by the newer
	b.Exec(t, `UPDATE hefu.invitations SET created_at = now() - interval '8 days', expires_at = now() - interval '1 second' WHERE id = $1`, fresh.ID.String())
	wantCode(t, accept(fresh.Token, sun), "invitation_expired")
	third := invite(t, parties, admin, "sun@buyer.test", ledger.Viewer)
	wantCode(t, parties.RevokeInvitation(t.Context(), b.Contact(b.USD, ledger.CustomerAdmin), third.ID), "not_found")
	if err := parties.RevokeInvitation(t.Context(), admin, third.ID); err != nil {
		t.Fatal(err)
	}
	wantCode(t, accept(third.Token, sun), "invitation_expired")
	if audited(t, b, "contact.invited", committed(t, b, "email", "Qian@buyer.test")) != 1 || audited(t, b, "contact.joined", `"roles":["confirmer","viewer"]`) != 1 {
		t.Error("the log does not tell who was invited and came")
	}
}

func TestManyAcceptOneInvitationAndOneDoes(t *testing.T) {
	t.Parallel()
	b, parties := open(t)
	made := invite(t, parties, b.Contact(b.CNY, ledger.CustomerAdmin), "wu@buyer.test", ledger.Signer)
	errs := make([]error, 8)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() {
			_, errs[i] = parties.AcceptInvitation(t.Context(), party.TokenMark(made.Token), party.Newcomer{Issuer: ledgertest.ContactIssuer, Subject: string(rune('a' + i))})
		})
	}
	all.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else {
			wantCode(t, err, "invitation_used")
		}
	}
	if won != 1 {
		t.Errorf("%d people accepted one invitation", won)
	}
}

func TestWhomASellerEnteredTakesTheInvitation(t *testing.T) {
	t.Parallel()
	b, parties := open(t)
	clerk := b.Staff(ledger.ARAccountant)
	if err := parties.AddContact(t.Context(), clerk, party.Contact{CustomerID: b.CNY.ID, Email: "lin@buyer.test", Name: "林", Roles: []ledger.Role{ledger.Payer}}); err != nil {
		t.Fatal(err)
	}
	wantFaults(t, parties.AddContact(t.Context(), clerk, party.Contact{CustomerID: b.CNY.ID, Email: "LIN@buyer.test", Name: "林", Roles: []ledger.Role{ledger.Payer}}),
		map[string]string{"email": "duplicate"})
	found, err := parties.CustomerPeople(t.Context(), clerk, b.CNY.ID)
	if err != nil {
		t.Fatal(err)
	}
	var lin party.Colleague
	for _, p := range found.People {
		if p.Email == "lin@buyer.test" {
			lin = p
		}
	}
	_, err = parties.InviteContact(t.Context(), clerk, b.USD.ID, lin.ID)
	wantCode(t, err, "not_found")
	made, err := parties.InviteContact(t.Context(), clerk, b.CNY.ID, lin.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := parties.AcceptInvitation(t.Context(), party.TokenMark(made.Token), party.Newcomer{Issuer: ledgertest.ContactIssuer, Subject: "lin"}); err != nil {
		t.Fatal(err)
	}
	person, err := parties.FindContact(t.Context(), ledgertest.ContactIssuer, "lin")
	if err != nil || person.ID != lin.ID {
		t.Errorf("the invitation made %v of contact %v: %v", person.ID, lin.ID, err)
	}
	_, err = parties.InviteContact(t.Context(), clerk, b.CNY.ID, lin.ID)
	wantCode(t, err, "already_colleague")
}

func TestAnAdministratorGivesRolesAtHomeOnly(t *testing.T) {
	t.Parallel()
	b, parties := open(t)
	admin := b.Contact(b.CNY, ledger.CustomerAdmin)
	set := func(who ledger.Actor, of ledger.Actor, roles ...ledger.Role) error {
		return parties.SetColleagueRoles(t.Context(), who, of.PersonID, roles)
	}
	for _, role := range ledgertest.ContactRoles {
		if role != ledger.CustomerAdmin {
			wantCode(t, set(b.Contact(b.CNY, role), b.Contact(b.CNY, ledger.Viewer), ledger.CustomerAdmin), "not_permitted")
		}
	}
	wantFaults(t, set(admin, b.Contact(b.CNY, ledger.Viewer), ledger.Administrator), map[string]string{"roles": "not_a_choice"})
	wantCode(t, set(admin, b.Contact(b.USD, ledger.Viewer), ledger.Signer), "not_found")
	wantCode(t, set(admin, admin, ledger.CustomerAdmin, ledger.Signer), "own_roles")
	wantCode(t, set(admin, admin), "own_roles")
	if err := set(admin, b.Contact(b.CNY, ledger.Viewer), ledger.Viewer, ledger.CustomerAdmin); err != nil {
		t.Fatal(err)
	}
	if err := set(admin, b.Contact(b.CNY, ledger.Payer)); err != nil {
		t.Fatal(err)
	}
	if _, err := parties.Contact(t.Context(), b.Contact(b.CNY, ledger.Payer).PersonID); !ledger.IsCode(err, "not_found") {
		t.Errorf("who was taken away still acts: %v", err)
	}
	if err := parties.AllowAdministration(t.Context(), b.Staff(ledger.ARAccountant), b.CNY.ID, false); err != nil {
		t.Fatal(err)
	}
	wantCode(t, set(admin, b.Contact(b.CNY, ledger.Signer)), "self_administration_off")
	_, err := parties.Invite(t.Context(), admin, party.Invite{Email: "x@y.test", Name: "x", Roles: []ledger.Role{ledger.Viewer}})
	wantCode(t, err, "self_administration_off")
	seen, err := parties.Colleagues(t.Context(), b.Contact(b.CNY, ledger.Signer))
	if err != nil || len(seen.People) == 0 || seen.People[0].Email != "" || seen.Invitations != nil {
		t.Errorf("a signer sees %+v, %v", seen, err)
	}
}

// TestTwoAdministratorsRemoveOneAnother: whoever comes second finds that nobody else is left.
func TestTwoAdministratorsRemoveOneAnother(t *testing.T) {
	t.Parallel()
	b, parties := open(t)
	first, second := b.Contact(b.CNY, ledger.CustomerAdmin), b.Contact(b.CNY, ledger.Viewer)
	if err := parties.SetColleagueRoles(t.Context(), first, second.PersonID, []ledger.Role{ledger.CustomerAdmin}); err != nil {
		t.Fatal(err)
	}
	second.Roles = []ledger.Role{ledger.CustomerAdmin}
	errs := make([]error, 2)
	var both sync.WaitGroup
	both.Go(func() { errs[0] = parties.SetColleagueRoles(t.Context(), first, second.PersonID, nil) })
	both.Go(func() { errs[1] = parties.SetColleagueRoles(t.Context(), second, first.PersonID, nil) })
	both.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Errorf("one must win: %v, %v", errs[0], errs[1])
	}
	for _, err := range errs {
		if err != nil {
			wantCode(t, err, "last_customer_admin")
		}
	}
	if n := ledgertest.Ask[int](t, b, `SELECT count(*) FROM hefu.contact_roles WHERE customer_id = $1 AND role = 'customer_admin'`, b.CNY.ID.String()); n != 1 {
		t.Errorf("%d administrators are left", n)
	}
}

func TestMakerAndCheckerIsSwitchedOffByTwo(t *testing.T) {
	t.Parallel()
	b, parties := open(t)
	admin, second := b.Contact(b.CNY, ledger.CustomerAdmin), b.Contact(b.CNY, ledger.Signer)
	turn := func(who ledger.Actor, on bool) error { return parties.SetMakerChecker(t.Context(), who, on) }
	wantCode(t, turn(b.Contact(b.CNY, ledger.Confirmer), true), "not_permitted")
	wantCode(t, turn(admin, false), "nothing_to_do")
	wantCode(t, turn(admin, true), "needs_two_confirmers")
	if err := parties.SetColleagueRoles(t.Context(), admin, second.PersonID, []ledger.Role{ledger.Confirmer, ledger.CustomerAdmin}); err != nil {
		t.Fatal(err)
	}
	second.Roles = []ledger.Role{ledger.Confirmer, ledger.CustomerAdmin}
	for _, step := range []struct {
		who  ledger.Actor
		on   bool
		code string
	}{{admin, true, ""}, {admin, true, "nothing_to_do"}, {admin, false, ""}, {admin, false, "four_eyes"}, {second, true, ""}, {second, false, ""}, {admin, false, ""}, {admin, false, "nothing_to_do"}} {
		err := turn(step.who, step.on)
		if step.code == "" && err != nil || step.code != "" && !ledger.IsCode(err, step.code) {
			t.Fatalf("%s switches to %v: %v, want %q", step.who.Name, step.on, err, step.code)
		}
	}
	entries, err := parties.PeopleHistory(t.Context(), admin, 0, 0)
	if err != nil || len(entries) != 6 || entries[0].Action != "customer.review_off" {
		t.Errorf("the log says %+v, %v", entries, err)
	}
}

// committed is how the log stands for a value that it was told once.
func committed(t *testing.T, b *ledgertest.Books, key, value string) string {
	t.Helper()
	return ledgertest.Ask[string](t, b, `SELECT '"' || $1 || '":"~' || encode(commitment, 'hex') || '"' FROM hefu.audit_values WHERE value = $2`, key, value)
}
