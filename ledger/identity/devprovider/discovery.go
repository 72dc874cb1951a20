package devprovider

import (
	"encoding/json"
	"net/http"
)

func (p *Provider) discovery(w http.ResponseWriter, _ *http.Request) {
	at := func(path string) string { return p.config.Issuer + path }
	writeJSON(w, http.StatusOK, map[string]any{
		"issuer":                                         p.config.Issuer,
		"authorization_endpoint":                         at("/authorize"),
		"token_endpoint":                                 at("/token"),
		"userinfo_endpoint":                              at("/userinfo"),
		"jwks_uri":                                       at("/keys"),
		"end_session_endpoint":                           at("/end-session"),
		"response_types_supported":                       []string{"code"},
		"response_modes_supported":                       []string{"query"},
		"grant_types_supported":                          []string{"authorization_code"},
		"subject_types_supported":                        []string{"public"},
		"scopes_supported":                               []string{"openid", "profile", "email"},
		"claims_supported":                               []string{"sub", "name", "locale", "email", "email_verified", "auth_time"},
		"ui_locales_supported":                           []string{"zh-CN", "en"},
		"prompt_values_supported":                        []string{"none", "login"},
		"id_token_signing_alg_values_supported":          []string{p.key.method.Alg()},
		"code_challenge_methods_supported":               []string{"S256"},
		"token_endpoint_auth_methods_supported":          []string{"client_secret_basic", "client_secret_post"},
		"request_parameter_supported":                    false,
		"request_uri_parameter_supported":                false,
		"authorization_response_iss_parameter_supported": true,
	})
}

func (p *Provider) keys(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]any{"keys": []any{p.key.public}})
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	// The client hung up when this fails; there is nobody left to tell.
	_ = json.NewEncoder(w).Encode(body)
}

// refuse is an OAuth error answer (RFC 6749 section 5.2).
func refuse(w http.ResponseWriter, status int, code string) {
	if status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", `Basic realm="development sign-in"`)
	}
	writeJSON(w, status, map[string]string{"error": code})
}
