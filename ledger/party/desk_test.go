package party_test

import (
	"slices"
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/party"
)

func member(t *testing.T, b *ledgertest.Books, parties *party.Service, id ledger.ID) party.DeskMember {
	t.Helper()
	desk, err := parties.StaffDesk(t.Context(), b.Staff(ledger.Auditor))
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(desk.Members, func(m party.DeskMember) bool { return m.ID == id })
	if at < 0 {
		t.Fatalf("%s is not on the desk", id)
	}
	return desk.Members[at]
}

const signIn = `INSERT INTO hefu.sessions (token_sha256, audience, person_id, organization_id, csrf, auth_time, expires_at)
	VALUES (sha256($3::text::bytea), 'backoffice', $1::text::uuid, $2::text::uuid, repeat('c', 40), now(), now() + interval '1 hour')`

func TestWhoRestsActsNoMoreAndReturnsAsBefore(t *testing.T) {
	t.Parallel()
	b, parties := open(t)
	administrator, person := b.Staff(ledger.Administrator), b.Staff(ledger.Sales).PersonID
	b.Exec(t, signIn, person.String(), b.Organization.ID.String(), "here")
	b.Exec(t, signIn, person.String(), b.Other.ID.String(), "there")
	wantFaults(t, parties.RestStaff(t.Context(), administrator, person, " "), map[string]string{"reason": "required"})
	if err := parties.RestStaff(t.Context(), administrator, person, "休假"); err != nil {
		t.Fatal(err)
	}
	rested := member(t, b, parties, person)
	if rested.RestedAt == nil || len(rested.Roles) != 0 || !slices.Equal(rested.RestRoles, []ledger.Role{ledger.Sales}) || rested.Sessions != 0 || rested.RestReason != "休假" {
		t.Errorf("%+v", rested)
	}
	if left := ledgertest.Ask[int](t, b, `SELECT count(*) FROM hefu.sessions WHERE person_id = $1`, person.String()); left != 1 {
		t.Errorf("%d sessions are left, the other organization's alone should be", left)
	}
	_, err := parties.Staff(t.Context(), person)
	wantCode(t, err, "not_found")
	wantCode(t, parties.RestStaff(t.Context(), administrator, person, "again"), "not_found")
	if err := parties.ReturnStaff(t.Context(), administrator, person); err != nil {
		t.Fatal(err)
	}
	if back := member(t, b, parties, person); back.RestedAt != nil || !slices.Equal(back.Roles, []ledger.Role{ledger.Sales}) {
		t.Errorf("%+v", back)
	}
	wantCode(t, parties.ReturnStaff(t.Context(), administrator, person), "not_found")
	if audited(t, b, "staff.rested", `"reason":"休假"`) != 1 || audited(t, b, "staff.returned", person.String()) != 1 {
		t.Error("the log does not tell of the rest")
	}
}

func TestNobodyRestsThemselvesOrTheLastAdministrator(t *testing.T) {
	t.Parallel()
	b, parties := open(t)
	first := b.Staff(ledger.Administrator)
	wantCode(t, parties.RestStaff(t.Context(), first, first.PersonID, "x"), "own_roles")
	wantCode(t, parties.RestStaff(t.Context(), b.OtherStaff(ledger.Administrator), b.Staff(ledger.Sales).PersonID, "x"), "not_found")
	other := b.Staff(ledger.Auditor)
	other.Roles = []ledger.Role{ledger.Administrator} // as if a moment ago
	wantCode(t, parties.RestStaff(t.Context(), other, first.PersonID, "x"), "last_administrator")
	if got := member(t, b, parties, first.PersonID); got.RestedAt != nil || len(got.Roles) != 1 {
		t.Errorf("the refusal left %+v", got)
	}
	for _, role := range ledgertest.StaffRoles {
		if role != ledger.Administrator {
			wantCode(t, parties.RestStaff(t.Context(), b.Staff(role), b.Staff(ledger.Sales).PersonID, "x"), "not_permitted")
			wantCode(t, parties.ReturnStaff(t.Context(), b.Staff(role), b.Staff(ledger.Sales).PersonID), "not_permitted")
			_, err := parties.InviteStaff(t.Context(), b.Staff(role), party.Invite{})
			wantCode(t, err, "not_permitted")
		}
	}
}

func TestAnInvitedColleagueComesOnceAndForOneAddress(t *testing.T) {
	t.Parallel()
	b, parties := open(t)
	administrator := b.Staff(ledger.Administrator)
	invite := party.Invite{Email: "new@seller.test", Name: "钱新人", Roles: []ledger.Role{ledger.Sales, ledger.ARAccountant}}
	replaced, err := parties.InviteStaff(t.Context(), administrator, invite)
	if err != nil {
		t.Fatal(err)
	}
	made, err := parties.InviteStaff(t.Context(), administrator, invite)
	if err != nil {
		t.Fatal(err)
	}
	who := party.Newcomer{Issuer: ledgertest.StaffIssuer, Subject: "new", Email: "new@seller.test"}
	_, err = parties.AcceptStaffInvitation(t.Context(), party.TokenMark(replaced.Token), who)
	wantCode(t, err, "invitation_expired")
	_, err = parties.AcceptStaffInvitation(t.Context(), party.TokenMark("nothing"), who)
	wantCode(t, err, "not_found")
	_, err = parties.AcceptStaffInvitation(t.Context(), party.TokenMark(made.Token), party.Newcomer{Issuer: ledgertest.StaffIssuer, Subject: "evil", Email: "evil@seller.test"})
	wantCode(t, err, "invitation_foreign")
	_, err = parties.AcceptStaffInvitation(t.Context(), party.TokenMark(made.Token), party.Newcomer{Issuer: ledgertest.StaffIssuer, Subject: b.Organization.Code + "-administrator", Email: "new@seller.test"})
	wantCode(t, err, "already_colleague")
	asked, err := parties.AcceptStaffInvitation(t.Context(), party.TokenMark(made.Token), who)
	if err != nil || asked.OrganizationID != b.Organization.ID || !asked.CustomerID.IsZero() {
		t.Fatalf("%+v, %v", asked, err)
	}
	person, err := parties.FindStaff(t.Context(), ledgertest.StaffIssuer, "new")
	if err != nil || len(person.Memberships) != 1 || !slices.Equal(person.Memberships[0].Roles, []ledger.Role{ledger.ARAccountant, ledger.Sales}) {
		t.Errorf("%+v, %v", person, err)
	}
	_, err = parties.AcceptStaffInvitation(t.Context(), party.TokenMark(made.Token), who)
	wantCode(t, err, "invitation_used")
	_, err = parties.InviteStaff(t.Context(), administrator, invite)
	wantCode(t, err, "already_colleague")
	wantCode(t, parties.RevokeStaffInvitation(t.Context(), administrator, made.ID), "not_found")
}

func TestASessionEndsForOneOrganizationOnly(t *testing.T) {
	t.Parallel()
	b, parties := open(t)
	person := b.Staff(ledger.Sales).PersonID
	b.Exec(t, signIn, person.String(), b.Organization.ID.String(), "here")
	sessions, err := parties.StaffSessions(t.Context(), b.Staff(ledger.Auditor), person)
	if err != nil || len(sessions) != 1 {
		t.Fatalf("%+v, %v", sessions, err)
	}
	_, err = parties.StaffSessions(t.Context(), b.OtherStaff(ledger.Auditor), person)
	wantCode(t, err, "not_found")
	wantCode(t, parties.EndStaffSession(t.Context(), b.OtherStaff(ledger.Administrator), sessions[0].ID), "not_found")
	wantCode(t, parties.EndStaffSession(t.Context(), b.Staff(ledger.Auditor), sessions[0].ID), "not_permitted")
	if err := parties.EndStaffSession(t.Context(), b.Staff(ledger.Administrator), sessions[0].ID); err != nil {
		t.Fatal(err)
	}
	wantCode(t, parties.EndStaffSession(t.Context(), b.Staff(ledger.Administrator), sessions[0].ID), "not_found")
	if audited(t, b, "staff.session_ended", person.String()) != 1 {
		t.Error("not in the log")
	}
}
