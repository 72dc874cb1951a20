package identity

import (
	"fmt"
	"net/url"
)

// Callback is the provider's answer as it arrived at the redirect address.
type Callback struct {
	Code   string
	State  string
	Issuer string // iss, RFC 9207; empty when absent
	Error  string // an OAuth error code instead of a code
}

// maxParam bounds one parameter; the longest codes in use are about 2 kB.
const maxParam = 8 << 10

// ParseCallback reads the answer from the redirect's query. A repeated or overlong
// parameter is [ErrMalformedCallback]: two parties could read it differently.
// error_description is not read, since nothing should show or log foreign prose.
func ParseCallback(query url.Values) (Callback, error) {
	var c Callback
	for name, into := range map[string]*string{"code": &c.Code, "state": &c.State, "iss": &c.Issuer, "error": &c.Error} {
		values := query[name]
		if len(values) == 0 {
			continue
		}
		if len(values) > 1 || len(values[0]) > maxParam {
			return Callback{}, fmt.Errorf("%w: %s", ErrMalformedCallback, name)
		}
		*into = values[0]
	}
	return c, nil
}

// check decides whether the answer comes from the issuer and holds a code; whose
// answer it is comes before what it says.
func (c Callback) check(issuer string, issRequired bool) error {
	if c.Issuer != issuer && (c.Issuer != "" || issRequired) {
		return fmt.Errorf("%w: %q", ErrIssuerMismatch, brief(c.Issuer))
	}
	if c.Error != "" {
		return answered(c.Error)
	}
	if c.Code == "" {
		return fmt.Errorf("%w: no code", ErrMalformedCallback)
	}
	return nil
}

// answered names an error the provider sent through the browser.
func answered(code string) error {
	switch code {
	case "access_denied":
		return ErrDenied
	case "login_required", "interaction_required", "consent_required", "account_selection_required":
		return fmt.Errorf("%w: %s", ErrInteractionRequired, code)
	case "server_error", "temporarily_unavailable":
		return fmt.Errorf("%w: %s", ErrProviderUnavailable, code)
	}
	return fmt.Errorf("%w: %q", ErrProviderRefused, brief(code))
}
