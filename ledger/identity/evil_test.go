package identity_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"hefu/ledger/identity"
)

const (
	clientID = "hefu-portal"
	secret   = "client-secret"
	redirect = "https://portal.example/callback"
	access   = "access-token-of-this-sign-in"
)

var now = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// evil is a provider that answers whatever a test wants it to.
type evil struct {
	t        *testing.T
	issuer   string
	keys     keys
	down     bool             // answers 503 to everything
	extra    map[string]any   // over the discovery document
	idToken  string           // put into the token answer
	token    http.HandlerFunc // instead of the token answer
	jwks     http.HandlerFunc // instead of the key set
	info     http.HandlerFunc // userinfo
	requests map[string]int   // path → times asked
	mu       sync.Mutex
}

// keys are the provider's three published keys and one of a stranger.
type keys struct {
	rsa, stranger *rsa.PrivateKey
	ec            *ecdsa.PrivateKey
	ed            ed25519.PrivateKey
}

var sharedKeys = sync.OnceValue(func() (k keys) {
	var errs [4]error
	k.rsa, errs[0] = rsa.GenerateKey(rand.Reader, 2048)
	k.stranger, errs[1] = rsa.GenerateKey(rand.Reader, 2048)
	k.ec, errs[2] = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	_, k.ed, errs[3] = ed25519.GenerateKey(rand.Reader)
	for _, err := range errs {
		if err != nil {
			panic(err)
		}
	}
	return k
})

func newEvil(t *testing.T) *evil {
	e := &evil{t: t, keys: sharedKeys(), extra: map[string]any{}, requests: map[string]int{}}
	server := httptest.NewServer(e)
	t.Cleanup(server.Close)
	e.issuer = server.URL
	return e
}

func (e *evil) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.requests[r.URL.Path]++
	answer := map[string]http.HandlerFunc{
		"/.well-known/openid-configuration": e.discovery, "/token": e.token, "/keys": e.jwks, "/userinfo": e.info,
	}[r.URL.Path]
	switch {
	case e.down:
		http.Error(w, "down for maintenance", http.StatusServiceUnavailable)
	case answer != nil:
		answer(w, r)
	case r.URL.Path == "/token":
		give(w, map[string]any{"access_token": access, "token_type": "Bearer", "id_token": e.idToken})
	case r.URL.Path == "/keys":
		give(w, map[string]any{"keys": e.keys.public()})
	default:
		http.NotFound(w, r)
	}
}

func (e *evil) discovery(w http.ResponseWriter, _ *http.Request) {
	doc := map[string]any{
		"issuer": e.issuer, "authorization_endpoint": e.issuer + "/authorize",
		"token_endpoint": e.issuer + "/token", "jwks_uri": e.issuer + "/keys",
	}
	maps.Copy(doc, e.extra)
	give(w, doc)
}

func (e *evil) asked(path string) int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.requests[path]
}

// party is the relying party under test, and a sign-in begun with it.
func (e *evil) party(o identity.BeginOptions) (*identity.Provider, identity.Login) {
	e.t.Helper()
	p, err := identity.New(identity.Config{Issuer: e.issuer, ClientID: clientID, ClientSecret: secret, RedirectURL: redirect})
	if err != nil {
		e.t.Fatal(err)
	}
	login, err := p.Begin(e.t.Context(), now, o)
	if err != nil {
		e.t.Fatal(err)
	}
	return p, login
}

// good are the claims of an honest ID token for the login.
func (e *evil) good(login identity.Login) jwt.MapClaims {
	sum := sha256.Sum256([]byte(access))
	return jwt.MapClaims{
		"iss": e.issuer, "sub": "u-17", "aud": clientID, "nonce": login.Nonce,
		"iat": now.Unix(), "exp": now.Add(5 * time.Minute).Unix(), "at_hash": b64(sum[:16]),
		"email": "li@customer.example", "email_verified": true, "name": "李强",
	}
}

// signed is a compact JWT; header is laid over alg, typ and kid.
func (e *evil) signed(method jwt.SigningMethod, key any, header map[string]any, claims any) string {
	e.t.Helper()
	kid := map[string]string{"RS256": "rsa", "PS256": "rsa", "ES256": "ec", "EdDSA": "ed"}[method.Alg()]
	h := map[string]any{"alg": method.Alg(), "typ": "JWT", "kid": kid}
	maps.Copy(h, header)
	maps.DeleteFunc(h, func(_ string, v any) bool { return v == nil })
	payload, raw := claims.([]byte)
	if !raw {
		payload = marshal(claims)
	}
	text := b64(marshal(h)) + "." + b64(payload)
	signature, err := method.Sign(text, key)
	if err != nil {
		e.t.Fatal(err)
	}
	return text + "." + b64(signature)
}

func (k keys) public() []map[string]string {
	point, err := k.ec.PublicKey.Bytes()
	if err != nil {
		panic(err)
	}
	return []map[string]string{
		rsaJWK("rsa", &k.rsa.PublicKey),
		{"kty": "EC", "kid": "ec", "crv": "P-256", "x": b64(point[1:33]), "y": b64(point[33:])},
		{"kty": "OKP", "kid": "ed", "crv": "Ed25519", "x": b64(k.ed.Public().(ed25519.PublicKey))},
	}
}

func rsaJWK(kid string, k crypto.PublicKey) map[string]string {
	return map[string]string{"kty": "RSA", "kid": kid, "n": b64(k.(*rsa.PublicKey).N.Bytes()), "e": "AQAB"}
}

func give(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(marshal(body))
}

func marshal(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
