// Package devprovider is the OpenID Connect provider built into the application,
// so that a demonstration or a development machine needs no other one. It shows a
// sign-in page listing the demo people and refuses to exist in production.
//
// Customers and staff get one [Provider] each, with issuers, keys and people of
// their own, so that a person of one is nobody at the other.
package devprovider

import (
	"context"
	"crypto"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	codeLifetime   = 60 * time.Second
	accessLifetime = 5 * time.Minute
	tokenLifetime  = 5 * time.Minute  // of an ID token
	formLifetime   = 15 * time.Minute // of a sign-in page
	maxBody        = 64 << 10
)

var (
	// ErrProduction: anybody can sign in here as anybody, by a click.
	ErrProduction = errors.New("devprovider: not in production")
	// ErrConfig: the configuration can never work.
	ErrConfig = errors.New("devprovider: configuration")
)

// Person is somebody who can sign in. Description says who they are at a glance
// (role, company); NameZH and DescriptionZH may be empty.
type Person struct {
	Subject       string // stable, never reused
	Email         string // shown, and the user name of the password form
	Name          string
	NameZH        string
	Description   string
	DescriptionZH string
	PasswordHash  []byte // bcrypt; empty: no sign-in by password
}

// Client is an application that may send people here.
type Client struct {
	ID             string
	Secret         string
	RedirectURLs   []string // compared byte by byte
	PostLogoutURLs []string
}

// Config describes one provider.
type Config struct {
	// Production must be said, not assumed; true makes New fail.
	Production bool
	// Issuer is this provider's own absolute URL with a path and no trailing slash,
	// such as http://localhost:8080/idp/staff. All endpoints live under that path.
	Issuer  string
	Clients []Client
	// People is asked at every page and sign-in, so that changes act at once.
	People func(ctx context.Context) ([]Person, error)
	// Title names the audience on the page: "Staff", 员工.
	Title, TitleZH string
	// Now is the clock.
	Now func() time.Time
	// Key signs ID tokens: ECDSA P-256 or RSA of 2048 bits or more. Nil: a new
	// P-256 key for the life of the process.
	Key crypto.Signer
}

// Provider answers for one issuer. Codes, access tokens and failed attempts are
// kept in memory: it works in one process and forgets everything at its end.
type Provider struct {
	config   Config
	path     string // of the issuer, without trailing slash
	origin   string
	secure   bool
	key      signingKey
	forms    formSeal
	grants   *grants
	throttle *throttle
	routes   http.Handler
}

// New checks the configuration. It fails with [ErrProduction] or [ErrConfig].
func New(c Config) (*Provider, error) {
	if c.Production {
		return nil, ErrProduction
	}
	u, err := url.Parse(c.Issuer)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || len(u.Path) < 2 ||
		strings.HasSuffix(u.Path, "/") || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return nil, fmt.Errorf("%w: Issuer must be an absolute URL with a path and no trailing slash", ErrConfig)
	}
	if c.People == nil || c.Now == nil {
		return nil, fmt.Errorf("%w: People and Now are needed", ErrConfig)
	}
	if err := checkClients(c.Clients); err != nil {
		return nil, err
	}
	key, err := newSigningKey(c.Key)
	if err != nil {
		return nil, err
	}
	p := &Provider{
		config: c, path: u.Path, origin: u.Scheme + "://" + u.Host, secure: u.Scheme == "https",
		key: key, forms: newFormSeal(), grants: newGrants(), throttle: newThrottle(),
	}
	p.routes = p.mux()
	return p, nil
}

// Handler serves everything under the issuer's path, and expects requests with
// that path still on them.
func (p *Provider) Handler() http.Handler { return p.routes }

func (p *Provider) mux() http.Handler {
	m := http.NewServeMux()
	m.HandleFunc("GET "+p.path+"/.well-known/openid-configuration", p.discovery)
	m.HandleFunc("GET "+p.path+"/keys", p.keys)
	m.HandleFunc("GET "+p.path+"/authorize", p.authorize)
	m.HandleFunc("POST "+p.path+"/sign-in", p.signIn)
	m.HandleFunc("POST "+p.path+"/token", p.token)
	m.HandleFunc("GET "+p.path+"/userinfo", p.userinfo)
	m.HandleFunc("POST "+p.path+"/userinfo", p.userinfo)
	m.HandleFunc("GET "+p.path+"/end-session", p.endSession)
	m.HandleFunc("POST "+p.path+"/end-session", p.endSession)
	m.HandleFunc("GET "+p.path+"/style.css", p.style)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		h := w.Header()
		h.Set("Cache-Control", "no-store")
		h.Set("X-Content-Type-Options", "nosniff")
		// same-origin, not no-referrer: the latter makes browsers send "Origin: null".
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Content-Security-Policy", policy(""))
		m.ServeHTTP(w, r)
	})
}

// policy is the content security policy; target is the origin a finished sign-in
// redirects to, which browsers count as part of sending the form.
func policy(target string) string {
	return strings.TrimRight("default-src 'none'; base-uri 'none'; frame-ancestors 'none'; style-src 'self'; form-action 'self' "+target, " ")
}
