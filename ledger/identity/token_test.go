package identity_test

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"hefu/ledger/identity"
)

// completed runs a sign-in whose ID token is what forge makes of honest claims.
func completed(t *testing.T, forge func(*evil, jwt.MapClaims) string) (*evil, identity.Person, error) {
	t.Helper()
	e := newEvil(t)
	p, login := e.party(identity.BeginOptions{})
	e.idToken = forge(e, e.good(login))
	who, err := p.Complete(t.Context(), now, login, identity.Callback{Code: "code", State: login.State})
	return e, who, err
}

// with signs honest claims after one change; a nil value removes the claim.
func with(name string, value any) func(*evil, jwt.MapClaims) string {
	return func(e *evil, c jwt.MapClaims) string {
		c[name] = value
		if value == nil {
			delete(c, name)
		}
		return e.signed(jwt.SigningMethodRS256, e.keys.rsa, nil, c)
	}
}

// headed signs honest claims under a changed header, with a key nobody published.
func headed(header map[string]any) func(*evil, jwt.MapClaims) string {
	return func(e *evil, c jwt.MapClaims) string {
		return e.signed(jwt.SigningMethodRS256, e.keys.stranger, header, c)
	}
}

func at(d time.Duration) int64 { return now.Add(d).Unix() }

func TestClaimsThatProveNothingAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		claim string
		value any
		want  error
	}{
		"exp missing":                  {"exp", nil, identity.ErrToken},
		"exp past beyond the skew":     {"exp", at(-identity.Skew), identity.ErrToken},
		"exp is text":                  {"exp", "tomorrow", identity.ErrToken},
		"exp beyond all calendars":     {"exp", 1 << 50, identity.ErrToken},
		"iat missing":                  {"iat", nil, identity.ErrToken},
		"iat in the future":            {"iat", at(identity.Skew + time.Second), identity.ErrToken},
		"nbf in the future":            {"nbf", at(identity.Skew + time.Second), identity.ErrToken},
		"aud of another client":        {"aud", "hefu-staff", identity.ErrToken},
		"aud missing":                  {"aud", nil, identity.ErrToken},
		"aud empty":                    {"aud", []string{}, identity.ErrToken},
		"aud a prefix of ours":         {"aud", clientID + "-2", identity.ErrToken},
		"two audiences, no azp":        {"aud", []string{clientID, "other"}, identity.ErrToken},
		"azp of another client":        {"azp", "other", identity.ErrToken},
		"azp no text":                  {"azp", 7, identity.ErrToken},
		"iss of another provider":      {"iss", "https://accounts.example", identity.ErrToken},
		"iss missing":                  {"iss", nil, identity.ErrToken},
		"sub missing":                  {"sub", nil, identity.ErrToken},
		"sub empty":                    {"sub", "", identity.ErrToken},
		"sub a number":                 {"sub", 17, identity.ErrToken},
		"sub with a line break":        {"sub", "u-17\nadmin", identity.ErrToken},
		"sub too long":                 {"sub", strings.Repeat("u", 256), identity.ErrToken},
		"nonce of another sign-in":     {"nonce", "n-other", identity.ErrNonce},
		"nonce missing":                {"nonce", nil, identity.ErrNonce},
		"nonce empty":                  {"nonce", "", identity.ErrNonce},
		"at_hash of another token":     {"at_hash", "c29tZXRoaW5nIGVsc2UhIQ", identity.ErrToken},
		"auth_time no time":            {"auth_time", "now", identity.ErrToken},
		"a claim that looks like sub":  {"SUB", "u-1", identity.ErrToken},
		"a claim that looks like aud":  {"Aud", clientID, identity.ErrToken},
		"a long s in a claim like sub": {"ſub", "u-1", identity.ErrToken},
	} {
		t.Run(name, func(t *testing.T) {
			_, who, err := completed(t, with(c.claim, c.value))
			if !errors.Is(err, c.want) {
				t.Errorf("Complete = %v, %v; want %v", who, err, c.want)
			}
		})
	}
}

func TestForgedTokensAreRefused(t *testing.T) {
	hmacWith := func(key func(*evil) []byte) func(*evil, jwt.MapClaims) string {
		return func(e *evil, c jwt.MapClaims) string {
			return e.signed(jwt.SigningMethodHS256, key(e), map[string]any{"kid": "rsa"}, c)
		}
	}
	unsigned := func(alg string) func(*evil, jwt.MapClaims) string {
		return func(e *evil, c jwt.MapClaims) string {
			return e.signed(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, map[string]any{"alg": alg}, c)
		}
	}
	for name, forge := range map[string]func(*evil, jwt.MapClaims) string{
		"alg none":                 unsigned("none"),
		"alg nOnE":                 unsigned("nOnE"),
		"alg missing":              unsigned(""),
		"alg RS256 but unsigned":   unsigned("RS256"),
		"HS256 by client secret":   hmacWith(func(*evil) []byte { return []byte(secret) }),
		"HS256 by public key, DER": hmacWith(func(e *evil) []byte { return publicDER(e) }),
		"HS256 by public key, PEM": hmacWith(func(e *evil) []byte { return publicPEM(e) }),
		"HS256 by modulus":         hmacWith(func(e *evil) []byte { return e.keys.rsa.N.Bytes() }),
		"RS512, right key":         signedBy(jwt.SigningMethodRS512),
		"PS384, right key":         signedBy(jwt.SigningMethodPS384),
		"a stranger's key":         headed(nil),
		"a stranger's key, no kid": headed(map[string]any{"kid": nil}),
		"kid of another key":       headed(map[string]any{"kid": "ec"}),
		"kid unknown":              headed(map[string]any{"kid": "rsa-2"}),
		"kid a path":               headed(map[string]any{"kid": "../../../../dev/null"}),
		"kid a query":              headed(map[string]any{"kid": "' UNION SELECT 'rsa"}),
		"a header that looks like kid": func(e *evil, c jwt.MapClaims) string {
			return e.signed(jwt.SigningMethodRS256, e.keys.rsa, map[string]any{"KID": "ec"}, c)
		},
		"its key brought along": func(e *evil, c jwt.MapClaims) string {
			return headed(map[string]any{"jwk": rsaJWK("rsa", &e.keys.stranger.PublicKey)})(e, c)
		},
		"a signed extension": func(e *evil, c jwt.MapClaims) string {
			return e.signed(jwt.SigningMethodRS256, e.keys.rsa, map[string]any{"crit": []string{"b64"}, "b64": true}, c)
		},
		"an access token": func(e *evil, c jwt.MapClaims) string {
			return e.signed(jwt.SigningMethodRS256, e.keys.rsa, map[string]any{"typ": "at+jwt"}, c)
		},
		"an access token without a type": func(e *evil, c jwt.MapClaims) string {
			c["aud"], c["scope"] = "https://api.example", "openid"
			return e.signed(jwt.SigningMethodRS256, e.keys.rsa, nil, c)
		},
		"a logout token": func(e *evil, c jwt.MapClaims) string {
			return e.signed(jwt.SigningMethodRS256, e.keys.rsa, map[string]any{"typ": "logout+jwt"}, c)
		},
		"sub twice": func(e *evil, c jwt.MapClaims) string {
			twice := bytes.Replace(marshal(c), []byte("{"), []byte(`{"sub":"u-1",`), 1)
			return e.signed(jwt.SigningMethodRS256, e.keys.rsa, nil, twice)
		},
		"claims altered": func(e *evil, c jwt.MapClaims) string {
			parts := strings.Split(with("sub", "u-17")(e, c), ".")
			c["sub"] = "u-1"
			return parts[0] + "." + b64(marshal(c)) + "." + parts[2]
		},
		"JSON serialization": func(e *evil, c jwt.MapClaims) string {
			parts := strings.Split(with("sub", "u-17")(e, c), ".")
			return fmt.Sprintf(`{"protected":%q,"payload":%q,"signature":%q}`, parts[0], parts[1], parts[2])
		},
		"no token":        func(*evil, jwt.MapClaims) string { return "" },
		"not a token":     func(*evil, jwt.MapClaims) string { return "a.b.c" },
		"a token too big": with("padding", strings.Repeat("x", 64<<10)),
	} {
		t.Run(name, func(t *testing.T) {
			_, who, err := completed(t, forge)
			if !errors.Is(err, identity.ErrToken) {
				t.Errorf("Complete = %v, %v; want %v", who, err, identity.ErrToken)
			}
			if err != nil && strings.Contains(err.Error(), secret) {
				t.Errorf("the error tells the secret: %v", err)
			}
		})
	}
}

func TestKeysNamedByTheTokenAreNotFetched(t *testing.T) {
	for _, header := range []string{"jku", "x5u"} {
		e, _, err := completed(t, func(e *evil, c jwt.MapClaims) string {
			return headed(map[string]any{header: e.issuer + "/their-keys"})(e, c)
		})
		if !errors.Is(err, identity.ErrToken) || e.asked("/their-keys") != 0 {
			t.Errorf("%s: %v, fetched %d times", header, err, e.asked("/their-keys"))
		}
	}
}

func TestHonestTokensAreTaken(t *testing.T) {
	for name, forge := range map[string]func(*evil, jwt.MapClaims) string{
		"RS256": signedBy(jwt.SigningMethodRS256),
		"PS256": signedBy(jwt.SigningMethodPS256),
		"ES256": func(e *evil, c jwt.MapClaims) string { return e.signed(jwt.SigningMethodES256, e.keys.ec, nil, c) },
		"EdDSA, no at_hash": func(e *evil, c jwt.MapClaims) string {
			delete(c, "at_hash")
			return e.signed(jwt.SigningMethodEdDSA, e.keys.ed, nil, c)
		},
		"no kid, no typ": func(e *evil, c jwt.MapClaims) string {
			return e.signed(jwt.SigningMethodRS256, e.keys.rsa, map[string]any{"kid": nil, "typ": nil}, c)
		},
		"exp past within the skew":  with("exp", at(time.Second-identity.Skew)),
		"iat ahead within the skew": with("iat", at(identity.Skew)),
		"email_verified as text":    with("email_verified", "true"),
		"two audiences and azp ours": func(e *evil, c jwt.MapClaims) string {
			c["azp"] = clientID
			return with("aud", []string{"other", clientID})(e, c)
		},
	} {
		t.Run(name, func(t *testing.T) {
			e, who, err := completed(t, forge)
			if err != nil {
				t.Fatal(err)
			}
			want := identity.Person{
				Issuer: e.issuer, Subject: "u-17", Email: "li@customer.example", EmailVerified: true,
				Name: "李强", IDTokenHint: e.idToken,
			}
			if who != want {
				t.Errorf("Complete = %+v, want %+v", who, want)
			}
		})
	}
}

func signedBy(method jwt.SigningMethod) func(*evil, jwt.MapClaims) string {
	return func(e *evil, c jwt.MapClaims) string {
		return e.signed(method, e.keys.rsa, map[string]any{"kid": "rsa"}, c)
	}
}

func publicDER(e *evil) []byte {
	der, err := x509.MarshalPKIXPublicKey(&e.keys.rsa.PublicKey)
	if err != nil {
		e.t.Fatal(err)
	}
	return der
}

func publicPEM(e *evil) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: publicDER(e)})
}
