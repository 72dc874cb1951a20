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
)

// securitySchemes describe the two ways in, for whoever writes a client from the document.
var securitySchemes = map[string]*huma.SecurityScheme{
	sessionScheme: {Type: "apiKey", In: "cookie", Name: cookieStem + "portal", Description: "A person's session, from signing in; the back office's cookie is " + cookieStem +
		"backoffice. Behind HTTPS the name begins with __Host-. Whoever writes sends X-CSRF-Token as the session names it."},
	tokenScheme: {Type: "http", Scheme: "bearer", BearerFormat: "hefu_c_…", Description: "A customer's API token, made in the portal's settings. It acts for the person who made it, " +
		"within its scopes (the names beside an operation: any one of them), and needs neither cookie nor X-CSRF-Token. Never in the address."},
}

// security says who may come in: a person, and a token with one of these scopes.
func security(audience ledger.Audience, method string, need ledger.Permission) []map[string][]string {
	ways := []map[string][]string{{sessionScheme: {}}}
	if audience != ledger.Portal {
		return ways
	}
	for _, scope := range ledger.Scopes() {
		if slices.Contains(scope.Permissions(), need) && (method == http.MethodGet || scope == ledger.AnswerStatements) {
			ways = append(ways, map[string][]string{tokenScheme: {string(scope)}})
		}
	}
	return ways
}
