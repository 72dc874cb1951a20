package identity

import (
	"errors"
	"strings"
	"unicode"
)

// The ways a sign-in fails. Each returned error wraps exactly one of these, with a
// detail for the log; the detail holds no token, code or secret, and is not meant
// for the person signing in.
var (
	// ErrConfig: the configuration can never work; the process should not start.
	ErrConfig = errors.New("identity: configuration")
	// ErrProviderUnavailable: the provider does not answer, or answers with a fault
	// of its own. Trying again later is right.
	ErrProviderUnavailable = errors.New("identity: provider unavailable")
	// ErrProviderMismatch: something else answers at the issuer's address, or its
	// metadata names an endpoint or algorithm that is not acceptable.
	ErrProviderMismatch = errors.New("identity: provider is not the configured one")
	// ErrProviderRefused: the provider does not accept our request; usually the
	// registration (client, secret, redirect) differs from the configuration.
	ErrProviderRefused = errors.New("identity: provider refused the request")

	// ErrMalformedCallback: the answer's parameters are repeated, missing or too long.
	ErrMalformedCallback = errors.New("identity: malformed callback")
	// ErrStateMismatch: the answer belongs to no sign-in begun in this browser.
	ErrStateMismatch = errors.New("identity: state does not match")
	// ErrIssuerMismatch: the answer came from a provider other than the one asked.
	ErrIssuerMismatch = errors.New("identity: answer from another issuer")
	// ErrLoginExpired: the sign-in was begun longer than [LoginLifetime] ago.
	ErrLoginExpired = errors.New("identity: sign-in took too long")
	// ErrDenied: the person, or the provider on their behalf, said no.
	ErrDenied = errors.New("identity: sign-in denied")
	// ErrInteractionRequired: asked with prompt=none, but the person must act.
	ErrInteractionRequired = errors.New("identity: interaction required")
	// ErrCodeRefused: the code was spent, expired or not ours; begin again.
	ErrCodeRefused = errors.New("identity: code refused")

	// ErrToken: the ID token proves nothing: signature, algorithm, issuer, audience,
	// times, shape.
	ErrToken = errors.New("identity: token refused")
	// ErrNonce: the ID token was made for another sign-in.
	ErrNonce = errors.New("identity: nonce does not match")
	// ErrNotFresh: a step-up was asked for, and the proof is older than asked.
	ErrNotFresh = errors.New("identity: authentication is not fresh")
	// ErrNoLogout: the provider offers no way to end its own session.
	ErrNoLogout = errors.New("identity: provider offers no logout")
)

// brief cuts a foreign error text down to one short printable line: some of them
// quote the whole answer they could not read.
func brief(text string) string {
	const limit = 160
	var b strings.Builder
	for _, r := range text {
		if b.Len() >= limit {
			b.WriteString("…")
			break
		}
		if !unicode.IsPrint(r) {
			r = ' '
		}
		b.WriteRune(r)
	}
	return b.String()
}
