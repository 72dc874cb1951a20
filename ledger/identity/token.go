package identity

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// proof is a verified ID token's content.
type proof struct {
	subject  string
	authTime time.Time // zero: not stated
	claims   claims
}

// verify proves an ID token (OpenID Connect Core 1.0, section 3.1.3.7) with the
// provider's keys. Every fault is ErrToken or ErrNonce, except that keys which
// cannot be fetched are ErrProviderUnavailable.
func (p *Provider) verify(ctx context.Context, m *metadata, raw, access, nonce string, now time.Time) (proof, error) {
	if err := checkHeader(raw); err != nil {
		return proof{}, fmt.Errorf("%w: %w", ErrToken, err)
	}
	token, err := m.verifier.Verify(ctx, raw)
	if err != nil {
		return proof{}, verifyFault(err)
	}
	var payload json.RawMessage
	if err := token.Claims(&payload); err != nil {
		return proof{}, fmt.Errorf("%w: %s", ErrToken, brief(err.Error()))
	}
	c, err := parseClaims(payload)
	if err != nil {
		return proof{}, fmt.Errorf("%w: %w", ErrToken, err)
	}
	if err := errors.Join(c.checkParties(p.config.Issuer, p.config.ClientID), c.checkTimes(now)); err != nil {
		return proof{}, fmt.Errorf("%w: %w", ErrToken, err)
	}
	if got, err := c.text("nonce"); err != nil || !same(nonce, got) {
		return proof{}, ErrNonce
	}
	if _, bound := c["at_hash"]; bound {
		if err := token.VerifyAccessToken(access); err != nil {
			return proof{}, fmt.Errorf("%w: at_hash belongs to another access token", ErrToken)
		}
	}
	authTime, _, err := c.moment("auth_time")
	if err != nil {
		return proof{}, fmt.Errorf("%w: %w", ErrToken, err)
	}
	subject, _ := c.text("sub")
	return proof{subject: subject, authTime: authTime, claims: c}, nil
}

// checkHeader admits a compact JWT that calls itself an ID token or nothing at
// all. An access token (typ at+jwt), a logout token, a JSON-serialized or
// extended (crit) signature stops here, whatever it is signed with.
func checkHeader(raw string) error {
	if raw == "" {
		return errors.New("no id_token in the answer")
	}
	if len(raw) > maxIDToken {
		return errors.New("too long")
	}
	parts := strings.Split(raw, ".")
	if len(parts) != 3 {
		return errors.New("not a compact JWT")
	}
	text, err := base64.RawURLEncoding.Strict().DecodeString(parts[0])
	if err != nil {
		return errors.New("header is not base64url")
	}
	header, err := parseClaims(text)
	if err != nil {
		return fmt.Errorf("header: %w", err)
	}
	typ, err := header.text("typ")
	if err != nil || (typ != "" && !strings.EqualFold(typ, "JWT")) {
		return fmt.Errorf("typ %q is no ID token", brief(typ))
	}
	if alg, err := header.text("alg"); err != nil || !slices.Contains(algorithms, alg) {
		return fmt.Errorf("alg %q is not allowed", brief(alg))
	}
	if _, present := header["crit"]; present {
		return errors.New("critical header extensions are not understood")
	}
	return nil
}

// verifyFault tells keys that could not be fetched from a token that is wrong.
func verifyFault(err error) error {
	// The library drops the cause and leaves only its words.
	if strings.Contains(err.Error(), "fetching keys") {
		return fmt.Errorf("%w: keys: %s", ErrProviderUnavailable, brief(err.Error()))
	}
	return fmt.Errorf("%w: %s", ErrToken, brief(err.Error()))
}

// checkParties: made by the issuer, about somebody, for us, and requested by us.
func (c claims) checkParties(issuer, client string) error {
	if iss, err := c.text("iss"); err != nil || iss != issuer {
		return fmt.Errorf("iss is %q", brief(iss))
	}
	sub, err := c.text("sub")
	if err != nil || sub == "" || sub != printable(sub, 255) {
		return errors.New("sub is missing or malformed")
	}
	audience, err := c.list("aud")
	if err != nil || !slices.Contains(audience, client) {
		return errors.New("aud does not name this client")
	}
	azp, err := c.text("azp")
	if err != nil || (azp != "" && azp != client) || (azp == "" && len(audience) > 1) {
		return errors.New("azp does not name this client")
	}
	return nil
}

// checkTimes: exp and iat must be there; exp, iat and nbf may be off by Skew.
func (c claims) checkTimes(now time.Time) error {
	exp, ok, err := c.moment("exp")
	if err != nil || !ok || !now.Before(exp.Add(Skew)) {
		return errors.New("exp is missing or past")
	}
	iat, ok, err := c.moment("iat")
	if err != nil || !ok || iat.After(now.Add(Skew)) {
		return errors.New("iat is missing or in the future")
	}
	nbf, _, err := c.moment("nbf")
	if err != nil || nbf.After(now.Add(Skew)) {
		return errors.New("nbf is in the future")
	}
	return nil
}
