package identity

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// algorithms are the only signatures an ID token may carry. No symmetric one is
// among them, so a public key can never be taken for a shared secret.
var algorithms = []string{oidc.RS256, oidc.ES256, oidc.PS256, oidc.EdDSA}

// metadata is what the provider says about itself, checked.
type metadata struct {
	oauth        oauth2.Config
	verifier     *oidc.IDTokenVerifier
	userinfo     string // empty: none
	endSession   string // empty: none
	issParameter bool   // every answer carries iss (RFC 9207)
}

// metadata returns the provider's metadata, fetching it if nobody has succeeded
// yet. A failure is not remembered: the next call tries again.
func (p *Provider) metadata(ctx context.Context) (*metadata, error) {
	select {
	case p.turn <- struct{}{}:
		defer func() { <-p.turn }()
	case <-ctx.Done():
		return nil, fmt.Errorf("%w: waiting for discovery: %w", ErrProviderUnavailable, ctx.Err())
	}
	if p.known != nil {
		return p.known, nil
	}
	m, err := p.discover(ctx)
	if err != nil {
		return nil, err
	}
	p.known = m
	return m, nil
}

func (p *Provider) discover(ctx context.Context) (*metadata, error) {
	found, err := oidc.NewProvider(oidc.ClientContext(ctx, p.client), p.config.Issuer)
	if mismatch := (*oidc.IssuerMismatchError)(nil); errors.As(err, &mismatch) {
		return nil, fmt.Errorf("%w: %q answers as %q", ErrProviderMismatch, p.config.Issuer, brief(mismatch.Discovered))
	}
	if err != nil {
		return nil, fmt.Errorf("%w: discovery: %s", ErrProviderUnavailable, brief(err.Error()))
	}
	var extra struct {
		JWKS       string   `json:"jwks_uri"`
		EndSession string   `json:"end_session_endpoint"`
		IssParam   bool     `json:"authorization_response_iss_parameter_supported"`
		Algorithms []string `json:"id_token_signing_alg_values_supported"`
		ClientAuth []string `json:"token_endpoint_auth_methods_supported"`
	}
	if err := found.Claims(&extra); err != nil {
		return nil, fmt.Errorf("%w: discovery: %s", ErrProviderUnavailable, brief(err.Error()))
	}
	endpoint := found.Endpoint()
	for _, u := range []string{endpoint.AuthURL, endpoint.TokenURL, extra.JWKS} {
		if err := checkURL(u, p.config.AllowHTTP); err != nil {
			return nil, fmt.Errorf("%w: endpoint %q %w", ErrProviderMismatch, brief(u), err)
		}
	}
	for _, u := range []string{found.UserInfoEndpoint(), extra.EndSession} {
		if err := checkURL(u, p.config.AllowHTTP); u != "" && err != nil {
			return nil, fmt.Errorf("%w: endpoint %q %w", ErrProviderMismatch, brief(u), err)
		}
	}
	algs := acceptable(extra.Algorithms)
	if len(algs) == 0 {
		return nil, fmt.Errorf("%w: it offers none of the signatures %v", ErrProviderMismatch, algorithms)
	}
	endpoint.AuthStyle = authStyle(p.config.ClientSecret, extra.ClientAuth)
	return &metadata{
		oauth: oauth2.Config{
			ClientID: p.config.ClientID, ClientSecret: p.config.ClientSecret,
			RedirectURL: p.config.RedirectURL, Scopes: p.scopes, Endpoint: endpoint,
		},
		// Times are judged in token.go: the library allows five minutes where we allow one.
		verifier: found.Verifier(&oidc.Config{
			ClientID: p.config.ClientID, SupportedSigningAlgs: algs, SkipExpiryCheck: true,
		}),
		userinfo: found.UserInfoEndpoint(), endSession: extra.EndSession, issParameter: extra.IssParam,
	}, nil
}

// acceptable keeps the offered signatures that are on our list; a provider that
// says nothing may use any of them.
func acceptable(offered []string) []string {
	if len(offered) == 0 {
		return algorithms
	}
	var algs []string
	for _, a := range algorithms {
		if slices.Contains(offered, a) {
			algs = append(algs, a)
		}
	}
	return algs
}

// authStyle fixes how the client proves itself at the token endpoint. Left to
// guess, the library would send a refused code a second time in the other style.
func authStyle(secret string, offered []string) oauth2.AuthStyle {
	basic := len(offered) == 0 || slices.Contains(offered, "client_secret_basic")
	if secret != "" && basic {
		return oauth2.AuthStyleInHeader
	}
	return oauth2.AuthStyleInParams
}
