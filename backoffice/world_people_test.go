package backoffice_test

import (
	"testing"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/ledgertest"
	"hefu/ledger/party"
	"hefu/ledger/standin"
	"hefu/ledger/webtest"
)

// colleagues gives the organization a member of staff with a session, and an invitation to another.
func (w world) colleagues(t *testing.T, s *webtest.Site, administrator ledger.Actor, stem string) {
	t.Helper()
	made, err := s.Services.Parties.AddStaff(t.Context(), administrator, party.NewStaff{Issuer: ledgertest.StaffIssuer, Subject: "colleague." + stem, Name: "同事", Roles: []ledger.Role{ledger.Sales}})
	if err != nil {
		t.Fatal(err)
	}
	w["colleague"] = made.String()
	supervisor, on := s.Staff(ledger.FinanceSupervisor), calendar.MustParse("2098-01-01")
	if administrator.OrganizationID == s.Other.ID {
		supervisor = s.OtherStaff(ledger.FinanceSupervisor)
	}
	stands, err := s.Services.StandIns().Name(t.Context(), administrator, standin.Named{StaffID: made, StandInID: supervisor.PersonID, StartsOn: on, EndsOn: on})
	if err != nil {
		t.Fatal(err)
	}
	w["stand_in"] = stands.String()
	invited, err := s.Services.Parties.InviteStaff(t.Context(), administrator, party.Invite{Email: "staff@" + stem, Name: "受邀员工", Roles: []ledger.Role{ledger.Auditor}})
	if err != nil {
		t.Fatal(err)
	}
	w["staff_invitation"] = invited.ID.String()
	colleague := administrator
	colleague.PersonID = made
	s.Client(t, colleague)
	w["job"] = ledgertest.Ask[string](t, s.Books, `SELECT max(id)::text FROM river.river_job WHERE kind = 'statement.run' AND args ->> 'organization_id' = $1 AND state = 'available'`, administrator.OrganizationID.String())
	w["staff_session"] = ledgertest.Ask[string](t, s.Books, `SELECT public_id::text FROM hefu.sessions WHERE person_id = $1`, made.String())
}
