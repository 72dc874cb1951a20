package identity

import (
	"context"
	"fmt"
	"io"
	"mime"
	"net/http"
	"time"
)

// Person is who signed in, as the provider vouches for it.
type Person struct {
	// Issuer and Subject together are the identity. They never change hands.
	Issuer  string
	Subject string

	// Email may be empty, and means something only when EmailVerified is true;
	// even then it is an address, not the identity.
	Email         string
	EmailVerified bool
	Name          string // as the provider shows it; may be empty
	Locale        string // BCP 47, or empty

	// AuthTime is when the person last authenticated; zero when not stated.
	AuthTime time.Time
	// IDTokenHint is the raw ID token, for LogoutURL. It holds personal data:
	// keep it on the server or drop it.
	IDTokenHint string
}

// person gathers the profile. The e-mail and its verification always come from the
// same document.
func (p *Provider) person(ctx context.Context, m *metadata, pr proof, raw, access string) (Person, error) {
	who := Person{Issuer: p.config.Issuer, Subject: pr.subject, AuthTime: pr.authTime, IDTokenHint: raw}
	who.take(pr.claims)
	if (who.Email != "" && who.Name != "") || m.userinfo == "" {
		return who, nil
	}
	info, err := p.userinfo(ctx, m.userinfo, access)
	if err != nil {
		return Person{}, err
	}
	// Without this an answer meant for another access token would be believed.
	if sub, err := info.text("sub"); err != nil || sub != pr.subject {
		return Person{}, fmt.Errorf("%w: userinfo is about another subject", ErrToken)
	}
	who.take(info)
	return who, nil
}

// take fills what is still empty.
func (w *Person) take(c claims) {
	if w.Email == "" {
		email, _ := c.text("email")
		w.Email = printable(email, 254)
		w.EmailVerified = w.Email != "" && c.yes("email_verified")
	}
	if w.Name == "" {
		name, _ := c.text("name")
		w.Name = printable(name, 200)
	}
	if w.Locale == "" {
		locale, _ := c.text("locale")
		w.Locale = printable(locale, 35)
	}
}

// userinfo asks the provider about the bearer of the access token. Only a JSON
// answer is read; a signed one was not asked for.
func (p *Provider) userinfo(ctx context.Context, endpoint, access string) (claims, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, endpoint, nil)
	if err != nil {
		return nil, fmt.Errorf("%w: userinfo: %s", ErrProviderMismatch, brief(err.Error()))
	}
	req.Header.Set("Authorization", "Bearer "+access)
	req.Header.Set("Accept", "application/json")
	resp, err := p.client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("%w: userinfo: %s", ErrProviderUnavailable, brief(err.Error()))
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%w: userinfo: status %d", ErrProviderUnavailable, resp.StatusCode)
	}
	if kind, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type")); kind != "application/json" {
		return nil, fmt.Errorf("%w: userinfo is %q", ErrProviderMismatch, brief(kind))
	}
	info, err := parseClaims(body)
	if err != nil {
		return nil, fmt.Errorf("%w: userinfo: %w", ErrToken, err)
	}
	return info, nil
}
