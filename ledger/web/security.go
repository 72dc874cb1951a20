package web

import (
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"hefu/ledger"
)

const (
	sessionScheme = "session"
	tokenScheme   = "customerToken"
	ownScheme     = "organizationToken"
)

// securitySchemes describe the two ways in, for whoever writes a client from the document.
var securitySchemes = map[string]*huma.SecurityScheme{
	sessionScheme: {Type: "apiKey", In: "cookie", Name: cookieStem + "portal", Description: "A person's session, from signing in; the back office's cookie is " + cookieStem +
		"backoffice. Behind HTTPS the name begins with __Host-. Whoever writes sends X-CSRF-Token as the session names it."},
	tokenScheme: {Type: "http", Scheme: "bearer", BearerFormat: "hefu_c_…", Description: "A customer's API token, made in the portal's settings. It acts for the person who made it, " +
		"within its scopes (the names beside an operation: any one of them), and needs neither cookie nor X-CSRF-Token. Never in the address."},
	ownScheme: {Type: "http", Scheme: "bearer", BearerFormat: "hefu_s_…", Description: "A token of the organization for its own programs, made by an administrator in the back office's settings. " +
		"It does what its scopes name and nothing else, and needs neither cookie nor X-CSRF-Token. Never in the address."},
}

// security says who may come in: a person, and a token with one of these scopes.
func security(audience ledger.Audience, method string, need ledger.Permission) []map[string][]string {
	ways := []map[string][]string{{sessionScheme: {}}}
	scheme := tokenScheme
	if audience == ledger.Backoffice {
		scheme = ownScheme
	}
	for _, scope := range ledger.ScopesOf(audience) {
		if slices.Contains(scope.Permissions(), need) && (method == http.MethodGet || scope.Writes(need)) {
			ways = append(ways, map[string][]string{scheme: {string(scope)}})
		}
	}
	return ways
}
