package devprovider

import (
	"crypto/sha256"
	"crypto/subtle"
	"mime"
	"net/http"
	"regexp"
	"strings"

	"github.com/golang-jwt/jwt/v5"
)

// RFC 7636 section 4.1.
var verifierPattern = regexp.MustCompile(`^[A-Za-z0-9._~-]{43,128}$`)

// token trades a code for an access token and an ID token.
func (p *Provider) token(w http.ResponseWriter, r *http.Request) {
	if !readForm(r) {
		refuse(w, http.StatusBadRequest, "invalid_request")
		return
	}
	client, ok := p.authenticate(r)
	if !ok {
		refuse(w, http.StatusUnauthorized, "invalid_client")
		return
	}
	form := r.PostForm
	if form.Get("grant_type") != "authorization_code" {
		refuse(w, http.StatusBadRequest, "unsupported_grant_type")
		return
	}
	now := p.config.Now()
	got, access, ok := p.grants.spend(form.Get("code"), now, func(g grant) bool {
		return g.client == client.ID && g.redirect == form.Get("redirect_uri") && answers(form.Get("code_verifier"), g.challenge)
	})
	if !ok {
		refuse(w, http.StatusBadRequest, "invalid_grant")
		return
	}
	claims := jwt.MapClaims{
		"iss": p.config.Issuer, "aud": client.ID,
		"iat": now.Unix(), "exp": now.Add(tokenLifetime).Unix(), "auth_time": got.authTime.Unix(),
		"at_hash": halfHash(access),
	}
	if got.nonce != "" {
		claims["nonce"] = got.nonce
	}
	for name, value := range profile(got.person, got.locale) {
		claims[name] = value
	}
	signed, err := p.key.sign(claims)
	if err != nil {
		refuse(w, http.StatusInternalServerError, "server_error")
		return
	}
	writeJSON(w, http.StatusOK, map[string]any{
		"access_token": access, "token_type": "Bearer", "expires_in": int(accessLifetime.Seconds()), "id_token": signed,
	})
}

// answers checks the PKCE verifier against its S256 challenge.
func answers(verifier, challenge string) bool {
	sum := sha256.Sum256([]byte(verifier))
	return verifierPattern.MatchString(verifier) && subtle.ConstantTimeCompare([]byte(b64(sum[:])), []byte(challenge)) == 1
}

// profile is what is said about a person, in ID token and userinfo alike.
func profile(who Person, locale string) map[string]any {
	return map[string]any{
		"sub": who.Subject, "email": who.Email, "email_verified": true,
		"name": who.name(locale), "locale": locale,
	}
}

func (p *Provider) userinfo(w http.ResponseWriter, r *http.Request) {
	token, bearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	got, ok := p.grants.bearer(token, p.config.Now())
	if !bearer || !ok {
		w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
		writeJSON(w, http.StatusUnauthorized, map[string]string{"error": "invalid_token"})
		return
	}
	writeJSON(w, http.StatusOK, profile(got.person, got.locale))
}

// readForm takes an urlencoded body in which no parameter is repeated.
func readForm(r *http.Request) bool {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" || r.ParseForm() != nil {
		return false
	}
	for _, values := range r.PostForm {
		if len(values) != 1 {
			return false
		}
	}
	return true
}
