package devprovider

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// request is an authorization request that may be shown a sign-in page.
type request struct {
	client    Client
	redirect  string
	state     string
	nonce     string
	challenge string
	locales   string
	query     string // canonical, to be sent again with the form
}

// A challenge is base64url of a SHA-256 sum: 43 characters.
var challengePattern = regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`)

// parseRequest reads an authorization request. When the client or redirect is not
// known, known is false and nothing may be sent anywhere. Else fault is the OAuth
// error to redirect with, or "".
func (p *Provider) parseRequest(q url.Values) (r request, known bool, fault string) {
	for _, values := range q {
		if len(values) != 1 {
			return request{}, false, ""
		}
	}
	client, ok := p.client(q.Get("client_id"))
	redirect := q.Get("redirect_uri")
	if !ok || !slices.Contains(client.RedirectURLs, redirect) {
		return request{}, false, ""
	}
	r = request{
		client: client, redirect: redirect, state: q.Get("state"), nonce: q.Get("nonce"),
		challenge: q.Get("code_challenge"), locales: q.Get("ui_locales"), query: q.Encode(),
	}
	return r, true, requestFault(q)
}

func requestFault(q url.Values) string {
	mode := q.Get("response_mode")
	prompt := strings.Fields(q.Get("prompt"))
	switch {
	case len(q.Encode()) > 8<<10:
		return "invalid_request"
	case q.Get("response_type") != "code":
		return "unsupported_response_type"
	case q.Has("request"):
		return "request_not_supported"
	case q.Has("request_uri"):
		return "request_uri_not_supported"
	case mode != "" && mode != "query":
		return "invalid_request"
	case !slices.Contains(strings.Fields(q.Get("scope")), "openid"):
		return "invalid_scope"
	case q.Get("code_challenge_method") != "S256" || !challengePattern.MatchString(q.Get("code_challenge")):
		return "invalid_request"
	case slices.Contains(prompt, "none") && len(prompt) > 1:
		return "invalid_request"
	case slices.Contains(prompt, "none"):
		return "login_required" // there is no session here to be silent about
	}
	return ""
}

// answer is the redirect that carries the given parameters, the state and iss.
func (p *Provider) answer(r request, name, value string) string {
	u, err := url.Parse(r.redirect)
	if err != nil { // New has parsed it before
		return r.redirect
	}
	q := u.Query()
	q.Set(name, value)
	q.Set("iss", p.config.Issuer)
	if r.state != "" {
		q.Set("state", r.state)
	}
	u.RawQuery = q.Encode()
	return u.String()
}

// target is the origin of the redirect address.
func (r request) target() string {
	u, err := url.Parse(r.redirect)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}
