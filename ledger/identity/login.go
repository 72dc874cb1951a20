package identity

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"strconv"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// Login is one sign-in under way. The caller sends the browser to URL and keeps
// the rest bound to that browser (a sealed, HttpOnly cookie or a server-side row)
// until the answer comes; it must be spent by the first answer.
type Login struct {
	URL      string        `json:"-"`
	State    string        `json:"state"`
	Nonce    string        `json:"nonce"`
	Verifier string        `json:"verifier"`          // PKCE secret, never sent through the browser
	MaxAge   time.Duration `json:"max_age,omitempty"` // as asked in BeginOptions
	BegunAt  time.Time     `json:"begun_at"`
}

// Fresh as a MaxAge asks the person to authenticate anew, now (max_age=0).
const Fresh time.Duration = -1

// BeginOptions shape the request; the zero value is an ordinary sign-in.
// A step-up is {Prompt: "login", MaxAge: Fresh}; its caller must also check that
// the (issuer, subject) that comes back is the one already signed in.
type BeginOptions struct {
	// Prompt is login, none, consent, select_account, or empty.
	Prompt string
	// MaxAge is the longest acceptable time since the person last authenticated,
	// in whole seconds. Zero asks nothing. Complete refuses an older proof.
	MaxAge time.Duration
	// Locale is the language wanted on the provider's pages (BCP 47), or empty.
	Locale string
}

// Begin prepares a sign-in: random state and nonce, PKCE with S256, and the URL to
// send the browser to. It fails with [ErrProviderUnavailable] or
// [ErrProviderMismatch] within five seconds when discovery does not succeed.
func (p *Provider) Begin(ctx context.Context, now time.Time, o BeginOptions) (Login, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	m, err := p.metadata(ctx)
	if err != nil {
		return Login{}, err
	}
	login := Login{
		State: random(), Nonce: random(), Verifier: oauth2.GenerateVerifier(),
		MaxAge: o.MaxAge, BegunAt: now,
	}
	params := []oauth2.AuthCodeOption{oidc.Nonce(login.Nonce), oauth2.S256ChallengeOption(login.Verifier)}
	if o.Prompt != "" {
		params = append(params, oauth2.SetAuthURLParam("prompt", o.Prompt))
	}
	if o.MaxAge != 0 {
		age := max(0, int64(o.MaxAge/time.Second))
		params = append(params, oauth2.SetAuthURLParam("max_age", strconv.FormatInt(age, 10)))
	}
	if o.Locale != "" {
		params = append(params, oauth2.SetAuthURLParam("ui_locales", o.Locale))
	}
	login.URL = m.oauth.AuthCodeURL(login.State, params...)
	return login, nil
}

// random is 256 bits from the system, in URL-safe text.
func random() string {
	b := make([]byte, 32)
	rand.Read(b) // never fails: the runtime ends the process instead
	return base64.RawURLEncoding.EncodeToString(b)
}

// same compares secrets in constant time; an empty secret equals nothing.
func same(a, b string) bool {
	return a != "" && subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1
}
