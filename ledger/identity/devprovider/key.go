package devprovider

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"

	"github.com/golang-jwt/jwt/v5"
)

// signingKey signs ID tokens and publishes its public half.
type signingKey struct {
	private crypto.Signer
	method  jwt.SigningMethod
	id      string // RFC 7638 thumbprint: two processes never share an id by chance
	public  map[string]string
}

func newSigningKey(given crypto.Signer) (signingKey, error) {
	if given == nil {
		made, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			return signingKey{}, fmt.Errorf("devprovider: making a key: %w", err)
		}
		given = made
	}
	k := signingKey{private: given}
	switch private := given.(type) {
	case *ecdsa.PrivateKey:
		if private.Curve != elliptic.P256() {
			return signingKey{}, fmt.Errorf("%w: the key is not on P-256", ErrConfig)
		}
		point, err := private.PublicKey.Bytes()
		if err != nil {
			return signingKey{}, fmt.Errorf("%w: key: %w", ErrConfig, err)
		}
		k.method = jwt.SigningMethodES256
		k.public = map[string]string{"kty": "EC", "crv": "P-256", "x": b64(point[1:33]), "y": b64(point[33:])}
	case *rsa.PrivateKey:
		if private.N.BitLen() < 2048 {
			return signingKey{}, fmt.Errorf("%w: the RSA key is shorter than 2048 bits", ErrConfig)
		}
		k.method = jwt.SigningMethodRS256
		k.public = map[string]string{"kty": "RSA", "n": b64(private.N.Bytes()), "e": b64(big.NewInt(int64(private.E)).Bytes())}
	default:
		return signingKey{}, fmt.Errorf("%w: a key of type %T", ErrConfig, given)
	}
	// Marshal sorts names, which is the order the thumbprint wants.
	canonical, err := json.Marshal(k.public)
	if err != nil {
		return signingKey{}, fmt.Errorf("devprovider: key: %w", err)
	}
	sum := sha256.Sum256(canonical)
	k.id = b64(sum[:])
	k.public["kid"], k.public["use"], k.public["alg"] = k.id, "sig", k.method.Alg()
	return k, nil
}

// sign makes a compact JWT.
func (k signingKey) sign(claims jwt.MapClaims) (string, error) {
	t := jwt.NewWithClaims(k.method, claims)
	t.Header["kid"] = k.id
	return t.SignedString(k.private)
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// halfHash is at_hash for RS256 and ES256 (OpenID Connect Core 1.0, 3.1.3.6).
func halfHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return b64(sum[:16])
}

func random() string {
	b := make([]byte, 32)
	rand.Read(b) // never fails: the runtime ends the process instead
	return b64(b)
}
