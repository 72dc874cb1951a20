// Package identity signs people in through an OpenID Connect provider. It is the
// relying party: it sends a browser to the provider, takes the answer, and proves
// who came back. It keeps nothing and decides nothing: what a person may do, how
// long they stay signed in and where the pending [Login] rests belong to callers.
//
// A person is the pair (issuer, subject). An e-mail address is a claim about a
// person that may move to somebody else; it never identifies anyone alone.
package identity

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"slices"
	"time"
)

const (
	// Skew is how far the provider's clock may differ from ours when a token's
	// times are judged.
	Skew = 60 * time.Second
	// LoginLifetime is how long after [Provider.Begin] an answer is still taken.
	LoginLifetime = 15 * time.Minute

	callTimeout     = 5 * time.Second  // one request to the provider, and all of Begin and LogoutURL
	completeTimeout = 10 * time.Second // code exchange, keys and userinfo together
	maxResponse     = 1 << 20          // bytes read of any answer
	maxIDToken      = 64 << 10         // bytes of a compact ID token
)

// Config names one provider and how this application is known to it.
type Config struct {
	// Issuer is the provider's identifier, exactly as it writes it (a trailing
	// slash counts). https, or http when its host is loopback.
	Issuer string
	// ClientID and ClientSecret are this application's registration. An empty
	// secret means a public client, protected by PKCE alone.
	ClientID     string
	ClientSecret string
	// RedirectURL is the absolute address the provider answers to, as registered.
	RedirectURL string
	// Scopes beside "openid", which is always asked for. Nil means profile and email.
	Scopes []string
	// HTTPClient gives the transport to use; its redirects, timeout and answer
	// size are limited all the same. Nil means a client of this package's own.
	HTTPClient *http.Client
	// AllowHTTP admits a provider without TLS on a host that is not loopback.
	// Only for a closed network: anybody on the path can then sign in as anyone.
	AllowHTTP bool
}

// Provider is one OpenID Connect provider seen from this application. It is safe
// for concurrent use and should live as long as the process, because it remembers
// the provider's metadata and keys.
type Provider struct {
	config Config
	scopes []string
	client *http.Client

	// turn lets one caller at a time discover, and lets the others give up
	// waiting when their own deadline passes.
	turn  chan struct{}
	known *metadata // guarded by turn
}

// New checks the configuration and contacts nobody: the provider may still be
// down. The error is [ErrConfig] with the field that is wrong.
func New(c Config) (*Provider, error) {
	if c.ClientID == "" {
		return nil, fmt.Errorf("%w: ClientID is empty", ErrConfig)
	}
	if err := checkURL(c.Issuer, c.AllowHTTP); err != nil {
		return nil, fmt.Errorf("%w: Issuer %w", ErrConfig, err)
	}
	// The redirect goes through the person's own browser; plain http is theirs to choose.
	if err := checkURL(c.RedirectURL, true); err != nil {
		return nil, fmt.Errorf("%w: RedirectURL %w", ErrConfig, err)
	}
	scopes := []string{"openid"}
	extra := c.Scopes
	if extra == nil {
		extra = []string{"profile", "email"}
	}
	for _, s := range extra {
		if !slices.Contains(scopes, s) {
			scopes = append(scopes, s)
		}
	}
	return &Provider{config: c, scopes: scopes, client: boundedClient(c.HTTPClient), turn: make(chan struct{}, 1)}, nil
}

// Issuer is the identifier this provider was configured with.
func (p *Provider) Issuer() string { return p.config.Issuer }

// checkURL accepts an absolute http(s) address without credentials or fragment.
// Plain http needs plain, or a loopback host.
func checkURL(raw string, plain bool) error {
	u, err := url.Parse(raw)
	switch {
	case err != nil || u.Host == "" || u.Opaque != "":
		return errors.New("is no absolute URL")
	case u.User != nil || u.Fragment != "":
		return errors.New("carries credentials or a fragment")
	case u.Scheme == "https":
		return nil
	case u.Scheme == "http" && (plain || loopback(u.Hostname())):
		return nil
	}
	return errors.New("must be https")
}

func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
