package backoffice_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/ledgertest"
	"hefu/ledger/web"
	"hefu/ledger/webtest"
)

// matrix is every route, everybody, and whose objects they reach for.
type matrix struct {
	*webtest.Site
	routes map[string]web.Route
	own    world
	other  world // another customer of the organization, of no salesperson
	abroad world // a customer of another organization
	nobody world
	api    contract
}

// TestEveryRouteAsksWhoAndWhose sends each route's sample as every role of both audiences, without a session, with the other
// audience's session, and for the objects of others. A route without a sample fails.
func TestEveryRouteAsksWhoAndWhose(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	m := matrix{Site: s, routes: map[string]web.Route{}, own: newWorld(t, s, s.CNY), other: newWorld(t, s, s.GBP), abroad: newWorld(t, s, s.OtherCustomer), nobody: world{}, api: readContract(t, s)}
	for name := range m.own {
		m.nobody[name] = ledger.NewID().String()
	}
	m.nobody["audited"], m.nobody["job"] = "999999999", "999999999"
	for _, route := range s.Server.Routes() {
		m.routes[route.Method+" "+route.Path] = route
	}
	clients := map[ledger.Audience][]*webtest.Client{}
	for _, role := range ledgertest.ContactRoles {
		clients[ledger.Portal] = append(clients[ledger.Portal], s.Client(t, s.Contact(s.CNY, role)))
	}
	for _, role := range ledgertest.StaffRoles {
		clients[ledger.Backoffice] = append(clients[ledger.Backoffice], s.Client(t, s.Staff(role)))
	}
	sampled := map[string]bool{}
	for _, sm := range samples {
		route, known := m.routes[sm.route]
		if !known {
			t.Errorf("%s is sampled and not registered", sm.route)
			continue
		}
		sampled[sm.route] = true
		m.strangers(t, sm, route, clients)
		m.everybody(t, sm, route, clients[route.Audience])
	}
	for route := range m.routes {
		if !sampled[route] {
			t.Errorf("%s has no sample request: add one to samples", route)
		}
	}
}

// strangers have no session here: none at all, or one of the other audience under its own name and under ours.
func (m matrix) strangers(t *testing.T, sm sample, route web.Route, clients map[ledger.Audience][]*webtest.Client) {
	t.Helper()
	elsewhere := ledger.Portal
	if route.Audience == ledger.Portal {
		elsewhere = ledger.Backoffice
	}
	foreign := *clients[elsewhere][1]
	disguised := foreign
	_, token, _ := strings.Cut(foreign.Cookie, "=")
	disguised.Cookie = webtest.Cookie(route.Audience, token)
	for name, c := range map[string]*webtest.Client{"nobody": m.Stranger(t), "the other audience": &foreign, "the other audience's token": &disguised} {
		if got := sm.send(t, m.Site, c, m.own, m.own); !got.Refused(http.StatusUnauthorized, "not-authenticated", "not_authenticated") {
			t.Errorf("%s as %s: %d %s", sm.route, name, got.Status, got.Body)
		}
	}
}

// everybody of the audience: refused and audited without the permission, served with it, and blind to what is not theirs.
func (m matrix) everybody(t *testing.T, sm sample, route web.Route, clients []*webtest.Client) {
	t.Helper()
	served, forbidden := false, 0
	for _, c := range clients {
		role := c.Actor.Roles[0]
		if route.Permission != web.SignedIn && !c.Actor.May(route.Permission) {
			for _, at := range []world{m.own, m.abroad} {
				forbidden++
				if got := sm.send(t, m.Site, c, m.own, at); !got.Refused(http.StatusForbidden, "forbidden", "not_permitted") {
					t.Errorf("%s as %s: %d %s, want 403", sm.route, role, got.Status, got.Body)
				}
			}
			continue
		}
		m.blind(t, sm, c)
		got := sm.send(t, m.Site, c, m.own, m.own)
		fine := got.Status == http.StatusOK || got.Status == http.StatusCreated || got.Status == http.StatusNoContent
		served = served || fine
		if fine {
			m.api.check(t, route, got)
		}
		if !fine && !slices.Contains(sm.also, got.Status) {
			t.Errorf("%s as %s: %d %s", sm.route, role, got.Status, got.Body)
		}
	}
	if !served {
		t.Errorf("%s served nobody", sm.route)
	}
	rows := ledgertest.Ask[int](t, m.Books, `SELECT count(*) FROM hefu.audit_log WHERE action = 'refused' AND payload::jsonb #>> '{detail,route}' = $1
		AND payload::jsonb #>> '{detail,permission}' = $2 AND organization_id = $3`, sm.route, string(route.Permission), m.Organization.ID.String())
	if rows != forbidden {
		t.Errorf("%s: %d refusals left %d audit rows", sm.route, forbidden, rows)
	}
}

// blind: what belongs to others looks exactly like what does not exist.
func (m matrix) blind(t *testing.T, sm sample, c *webtest.Client) {
	t.Helper()
	if sm.id == "" {
		return
	}
	missing := sm.send(t, m.Site, c, m.own, m.nobody)
	if !missing.Refused(http.StatusNotFound, "not-found", "not_found") {
		t.Errorf("%s of nothing as %s: %d %s", sm.route, c.Actor.Roles[0], missing.Status, missing.Body)
	}
	foreign := map[string]world{"another organization": m.abroad}
	ofOrganization := slices.Contains([]string{"run", "failed", "queued", "import", "field"}, sm.id)
	if !ofOrganization && (c.Actor.Audience == ledger.Portal || c.Actor.OwnCustomersOnly()) {
		foreign["another customer"] = m.other
	}
	for name, at := range foreign {
		if got := sm.send(t, m.Site, c, m.own, at); !got.SameBut(missing) {
			t.Errorf("%s of %s as %s: %d %s, want as for nothing: %s", sm.route, name, c.Actor.Roles[0], got.Status, got.Body, missing.Body)
		}
	}
}
