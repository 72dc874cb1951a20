package identity

import (
	"context"
	"net/url"
)

// LogoutURL is where to send the browser, after our own session has ended, to end
// the provider's too (OpenID Connect RP-Initiated Logout 1.0). postLogout is the
// registered address to come back to, or empty.
//
// idTokenHint spares the person a question at some providers but puts a token into
// an address that proxies and histories keep; pass "" unless the provider insists.
// The error is [ErrNoLogout] when the provider offers nothing of the kind.
func (p *Provider) LogoutURL(ctx context.Context, idTokenHint, postLogout string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	m, err := p.metadata(ctx)
	if err != nil {
		return "", err
	}
	if m.endSession == "" {
		return "", ErrNoLogout
	}
	u, err := url.Parse(m.endSession)
	if err != nil {
		return "", ErrNoLogout
	}
	q := u.Query()
	q.Set("client_id", p.config.ClientID)
	if idTokenHint != "" {
		q.Set("id_token_hint", idTokenHint)
	}
	if postLogout != "" {
		q.Set("post_logout_redirect_uri", postLogout)
	}
	u.RawQuery = q.Encode()
	return u.String(), nil
}
