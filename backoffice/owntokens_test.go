package backoffice_test

import (
	"net/http"
	"slices"
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/web"
	"hefu/ledger/webtest"
)

// TestEveryRouteAsksTheOrganizationsTokenForItsScope sends every sample with a token of the organization in place of a session: routes open to
// the scope that names them and to no other, only an import is ever written, the portal's are open to none, and what belongs to another
// organization does not exist.
func TestEveryRouteAsksTheOrganizationsTokenForItsScope(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	own, abroad := newWorld(t, s, s.CNY), newWorld(t, s, s.OtherCustomer)
	nothing := world{}
	for name := range own {
		nothing[name] = ledger.NewID().String()
	}
	routes := map[string]web.Route{}
	for _, route := range s.Server.Routes() {
		routes[route.Method+" "+route.Path] = route
	}
	programs := map[ledger.Scope]*webtest.Client{}
	for _, scope := range ledger.OrganizationScopes() {
		programs[scope] = s.OwnProgram(t, s.Staff(ledger.Administrator), scope)
	}
	person := s.Client(t, s.Staff(ledger.FinanceSupervisor))
	named := func(p ledger.Permission) bool {
		return slices.ContainsFunc(ledger.OrganizationScopes(), func(s ledger.Scope) bool { return slices.Contains(s.Permissions(), p) })
	}
	for _, sm := range samples {
		route := routes[sm.route]
		for scope, program := range programs {
			c := *program
			c.Actor.Audience = route.Audience
			got := sm.send(t, s, &c, own, own)
			covered := slices.Contains(scope.Permissions(), route.Permission)
			switch {
			case route.Audience == ledger.Portal:
				if !got.Refused(http.StatusUnauthorized, "not-authenticated", "not_authenticated") {
					t.Errorf("%s with the organization's token: %d %s", sm.route, got.Status, got.Body)
				}
				continue
			case !covered || route.Method != http.MethodGet && !(scope == ledger.ImportDocuments && route.Permission == ledger.Import):
				code := "token_not_enough"
				if !covered && named(route.Permission) {
					code = "scope_missing"
				}
				if !got.Refused(http.StatusForbidden, "forbidden", code) {
					t.Errorf("%s with %s: %d %s, want 403 %s", sm.route, scope, got.Status, got.Body, code)
				}
				continue
			case got.Status >= 300 && !slices.Contains(sm.also, got.Status) && got.Status != sm.send(t, s, person, own, own).Status: // answered as a person is
				t.Errorf("%s with %s: %d %s", sm.route, scope, got.Status, got.Body)
			}
			if sm.id == "" {
				continue
			}
			missing, foreign := sm.send(t, s, &c, own, nothing), sm.send(t, s, &c, own, abroad)
			if missing.Status != http.StatusNotFound || !foreign.SameBut(missing) {
				t.Errorf("%s with %s of another organization: %d %s", sm.route, scope, foreign.Status, foreign.Body)
			}
		}
	}
}

// An ERP imports receivables by its token: they are in the books under its name, for the administrator who made the token, and it cannot
// approve anything.
func TestAnERPImportsByItsToken(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	administrator := s.Staff(ledger.Administrator)
	erp := s.OwnProgram(t, administrator, ledger.ImportDocuments)
	checked := webtest.Read[struct{ ID string }](t, erp.Upload("/imports?kind=receipts", "receipts.csv",
		[]byte("单据编号,客户编码,币种,单据日期,收款方式,金额\nRC-9,"+s.CNY.Code+",CNY,2026-04-01,bank,1000.00\n")), http.StatusCreated)
	erp.Post("/imports/"+checked.ID+"/commit", map[string]any{"skip_bad": false}).Must(t, http.StatusOK)
	if got := ledgertest.Ask[string](t, s.Books, `SELECT created_by::text FROM hefu.imports WHERE id = $1::text::uuid`, checked.ID); got != administrator.PersonID.String() {
		t.Errorf("imported by %s", got)
	}
	if n := ledgertest.Ask[int](t, s.Books, `SELECT count(*) FROM hefu.audit_log WHERE actor_subject LIKE 'token:hefu_s_%' AND action LIKE 'import%'`); n == 0 {
		t.Error("the audit log does not name the token")
	}
	erp.Get("/statements").Must(t, http.StatusForbidden)
}

// A program that cannot be called reads on from the last event it knows, and misses and repeats none.
func TestEventsAreReadInOrder(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	for _, customer := range []ledgertest.Customer{s.CNY, s.USD} {
		s.Receivable(t, customer, "1130.00", "2026-03-10")
		s.Issued(t, customer, "2026-03")
	}
	erp := s.OwnProgram(t, s.Staff(ledger.Administrator), ledger.TakeEvents)
	type page struct {
		Items []struct{ ID, Type string }
		After string
		More  bool
	}
	if young := webtest.Read[page](t, erp.Get("/events"), http.StatusOK); len(young.Items) != 0 || young.More {
		t.Errorf("what may still be overtaken is told: %+v", young)
	}
	s.Exec(t, `ALTER TABLE hefu.events DISABLE TRIGGER USER`)
	s.Exec(t, `UPDATE hefu.events SET at = at - interval '2 minutes'`)
	s.Exec(t, `ALTER TABLE hefu.events ENABLE TRIGGER USER`)
	var seen []string
	for after, more := "", true; more; {
		read := webtest.Read[page](t, erp.Get("/events?limit=1&after="+after), http.StatusOK)
		for _, it := range read.Items {
			seen = append(seen, it.Type)
		}
		if after, more = read.After, read.More; len(seen) > 10 {
			t.Fatal("it never ends")
		}
	}
	if !slices.Equal(seen, []string{"statement.issued", "statement.issued"}) {
		t.Errorf("read %v", seen)
	}
	erp.Get("/events?after=x").Must(t, http.StatusUnprocessableEntity)
}

func TestATokenOfTheOrganizationEnds(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	administrator := s.Staff(ledger.Administrator)
	office := s.Client(t, administrator)
	type list struct {
		Items []struct{ ID, State string }
	}
	erp := s.OwnProgram(t, administrator, ledger.ReadBooks)
	erp.Get("/statements").Must(t, http.StatusOK)
	s.Exec(t, `UPDATE hefu.staff_roles SET role = 'auditor' WHERE role = 'administrator' AND staff_id = $1::text::uuid`, administrator.PersonID.String())
	if got := erp.Get("/statements"); !got.Refused(http.StatusUnauthorized, "not-authenticated", "token_maker_left") {
		t.Errorf("its maker administers no more: %d %s", got.Status, got.Body)
	}
	s.Exec(t, `UPDATE hefu.staff_roles SET role = 'administrator' WHERE role = 'auditor' AND staff_id = $1::text::uuid`, administrator.PersonID.String())
	all := webtest.Read[list](t, office.Get("/tokens"), http.StatusOK)
	office.Post("/tokens/"+all.Items[0].ID+"/revocation", map[string]any{}).Must(t, http.StatusNoContent)
	if got := erp.Get("/statements"); !got.Refused(http.StatusUnauthorized, "not-authenticated", "token_revoked") {
		t.Errorf("revoked: %d %s", got.Status, got.Body)
	}
	if kept := ledgertest.Ask[int](t, s.Books, `SELECT count(*) FROM hefu.api_tokens WHERE customer_id IS NULL AND length(token_sha256) = 32`); kept != 1 {
		t.Errorf("%d tokens are kept", kept)
	}
}
