package devprovider

import (
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"net/http"
	"net/url"
	"slices"
)

func checkClients(clients []Client) error {
	if len(clients) == 0 {
		return fmt.Errorf("%w: no client", ErrConfig)
	}
	seen := map[string]bool{}
	for _, c := range clients {
		if c.ID == "" || c.Secret == "" || seen[c.ID] {
			return fmt.Errorf("%w: every client needs an ID of its own and a secret", ErrConfig)
		}
		seen[c.ID] = true
		if len(c.RedirectURLs) == 0 {
			return fmt.Errorf("%w: client %q has no redirect URL", ErrConfig, c.ID)
		}
		for _, raw := range slices.Concat(c.RedirectURLs, c.PostLogoutURLs) {
			u, err := url.Parse(raw)
			if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || u.Fragment != "" {
				return fmt.Errorf("%w: client %q: %q is no absolute URL", ErrConfig, c.ID, raw)
			}
		}
	}
	return nil
}

// client finds a registered client; ok is false for an unknown one.
func (p *Provider) client(id string) (c Client, ok bool) {
	i := slices.IndexFunc(p.config.Clients, func(c Client) bool { return c.ID == id })
	if i < 0 {
		return Client{}, false
	}
	return p.config.Clients[i], true
}

// authenticate proves the client at the token endpoint, by Basic (whose parts are
// form-encoded, RFC 6749 section 2.3.1) or in the body, never by both.
func (p *Provider) authenticate(r *http.Request) (Client, bool) {
	id, secret := r.PostForm.Get("client_id"), r.PostForm.Get("client_secret")
	if user, password, basic := r.BasicAuth(); basic {
		user, err := url.QueryUnescape(user)
		if err != nil || r.PostForm.Has("client_secret") || (id != "" && id != user) {
			return Client{}, false
		}
		if secret, err = url.QueryUnescape(password); err != nil {
			return Client{}, false
		}
		id = user
	}
	c, known := p.client(id)
	given, want := sha256.Sum256([]byte(secret)), sha256.Sum256([]byte(c.Secret))
	matches := subtle.ConstantTimeCompare(given[:], want[:]) == 1
	return c, known && matches
}
