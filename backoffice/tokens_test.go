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

// reach says which scopes open a route of the portal, by what it asks for; what is not listed is for people alone.
var reach = map[ledger.Permission][]ledger.Scope{
	ledger.SeeStatements:     {ledger.ReadStatements, ledger.AnswerStatements},
	ledger.SeeDocuments:      {ledger.ReadDocuments},
	ledger.ConfirmStatements: {ledger.AnswerStatements},
	ledger.DisputeLines:      {ledger.AnswerStatements},
}

// TestEveryRouteAsksATokenForItsScope sends every sample with each scope's token in place of a session: the portal's routes open to
// the scope that names them and to no other, those of staff to none, and what belongs to others does not exist.
func TestEveryRouteAsksATokenForItsScope(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	own, other, abroad := newWorld(t, s, s.CNY), newWorld(t, s, s.GBP), newWorld(t, s, s.OtherCustomer)
	nothing := world{}
	for name := range own {
		nothing[name] = ledger.NewID().String()
	}
	routes := map[string]web.Route{}
	for _, route := range s.Server.Routes() {
		routes[route.Method+" "+route.Path] = route
	}
	maker := s.Also(t, s.Contact(s.CNY, ledger.Confirmer), ledger.CustomerAdmin)
	programs := map[ledger.Scope]*webtest.Client{}
	for _, scope := range ledger.Scopes() {
		programs[scope] = s.Program(t, maker, scope)
	}
	for _, sm := range samples {
		route := routes[sm.route]
		for scope, program := range programs {
			got := sm.send(t, s, program, own, own)
			open := slices.Contains(reach[route.Permission], scope) && (route.Method == http.MethodGet || scope == ledger.AnswerStatements)
			switch {
			case route.Audience == ledger.Backoffice:
				if !got.Refused(http.StatusUnauthorized, "not-authenticated", "not_authenticated") {
					t.Errorf("%s with a customer's token: %d %s", sm.route, got.Status, got.Body)
				}
				continue
			case !open:
				code := "scope_missing"
				if reach[route.Permission] == nil {
					code = "token_not_enough"
				}
				if !program.Actor.May(route.Permission) && route.Permission != web.SignedIn {
					code = "not_permitted"
				}
				if !got.Refused(http.StatusForbidden, "forbidden", code) {
					t.Errorf("%s with %s: %d %s, want 403 %s", sm.route, scope, got.Status, got.Body, code)
				}
				continue
			}
			if got.Status >= 300 && !slices.Contains(sm.also, got.Status) {
				t.Errorf("%s with %s: %d %s", sm.route, scope, got.Status, got.Body)
			}
			if sm.id == "" {
				continue
			}
			missing := sm.send(t, s, program, own, nothing)
			for _, at := range []world{other, abroad} {
				if foreign := sm.send(t, s, program, own, at); missing.Status != http.StatusNotFound || !foreign.SameBut(missing) {
					t.Errorf("%s with %s of another: %d %s", sm.route, scope, foreign.Status, foreign.Body)
				}
			}
		}
	}
	if n := ledgertest.Ask[int](t, s.Books, `SELECT count(*) FROM hefu.audit_log WHERE action = 'refused' AND payload::jsonb #>> '{detail,scope}' = 'read_documents'`); n == 0 {
		t.Error("a token that reached too far left no audit row")
	}
}

// A confirmation by a program is recorded under the token's name, for the person who made it, and in the audit log as the token's.
func TestWhatAProgramDoesIsRecordedAsTheTokens(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	s.Receivable(t, s.CNY, "1130.00", "2026-03-10")
	shown := s.Issued(t, s.CNY, "2026-03")
	maker := s.Also(t, s.Contact(s.CNY, ledger.Confirmer), ledger.CustomerAdmin)
	program := s.Program(t, maker, ledger.AnswerStatements)
	body := map[string]any{"version": 1, "sha256": shown.SHA256, "lines": []int{1}}
	program.Post("/statements/"+shown.ID.String()+"/confirmations", body).Must(t, http.StatusOK)
	if name := ledgertest.Ask[string](t, s.Books, `SELECT actor_name || ' ' || actor_id FROM hefu.confirmations`); name != "ERP "+maker.PersonID.String() {
		t.Errorf("recorded as %q", name)
	}
	subject := ledgertest.Ask[string](t, s.Books, `SELECT actor_subject FROM hefu.audit_log WHERE action LIKE 'statement.%confirmed%' ORDER BY seq DESC LIMIT 1`)
	if want := "token:" + program.Bearer[:13] + " of " + maker.Subject; !strings.HasPrefix(subject, want) {
		t.Errorf("the audit log names %q, want %q", subject, want)
	}
	if n := ledgertest.Ask[int](t, s.Books, `SELECT count(*) FROM hefu.audit_log WHERE action = 'token.used'`); n != 1 {
		t.Errorf("%d audit rows for the day's use, want 1", n)
	}
}
