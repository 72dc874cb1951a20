package identity

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// claims is one JSON object, its names exactly as written and each at most once.
type claims map[string]json.RawMessage

// judged are the names a decision hangs on. encoding/json, which the library reads
// tokens with, would also take "SUB" for "sub" and let the later one win.
var judged = []string{
	"iss", "sub", "aud", "azp", "exp", "iat", "nbf", "nonce", "at_hash", "auth_time",
	"email", "email_verified", "alg", "typ", "kid", "crit",
}

// parseClaims reads an object and refuses whatever two readers could read
// differently: repeated names, look-alikes of judged names, trailing bytes.
func parseClaims(text []byte) (claims, error) {
	if !utf8.Valid(text) {
		return nil, errors.New("not UTF-8")
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	if open, err := dec.Token(); err != nil || open != json.Delim('{') {
		return nil, errors.New("not a JSON object")
	}
	c := claims{}
	for dec.More() {
		token, err := dec.Token()
		name, ok := token.(string)
		if err != nil || !ok {
			return nil, errors.New("malformed JSON")
		}
		if _, twice := c[name]; twice {
			return nil, fmt.Errorf("%q is there twice", brief(name))
		}
		for _, j := range judged {
			if name != j && strings.EqualFold(name, j) {
				return nil, fmt.Errorf("%q looks like %q", brief(name), j)
			}
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return nil, errors.New("malformed JSON")
		}
		c[name] = value
	}
	if _, err := dec.Token(); err != nil || len(bytes.TrimSpace(text[dec.InputOffset():])) > 0 {
		return nil, errors.New("malformed JSON")
	}
	return c, nil
}

// text is a string claim; absent or null is "".
func (c claims) text(name string) (string, error) {
	raw, ok := c[name]
	if !ok {
		return "", nil
	}
	var s string
	if err := json.Unmarshal(raw, &s); err != nil {
		return "", fmt.Errorf("%s is no string", name)
	}
	return s, nil
}

// list is a claim that may be one string or an array of them.
func (c claims) list(name string) ([]string, error) {
	if one, err := c.text(name); err == nil {
		return []string{one}, nil
	}
	var many []string
	if err := json.Unmarshal(c[name], &many); err != nil {
		return nil, fmt.Errorf("%s is no string or list of strings", name)
	}
	return many, nil
}

// moment is a claim in seconds since 1970; fractions are dropped.
func (c claims) moment(name string) (at time.Time, present bool, err error) {
	raw, ok := c[name]
	if !ok || string(raw) == "null" {
		return time.Time{}, false, nil
	}
	whole, _, _ := strings.Cut(string(raw), ".")
	seconds, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || seconds < 0 || seconds > 1<<40 {
		return time.Time{}, false, fmt.Errorf("%s is no time", name)
	}
	return time.Unix(seconds, 0).UTC(), true, nil
}

// yes is a boolean claim; some providers write it as a string. Anything else is no.
func (c claims) yes(name string) bool {
	v := string(c[name])
	return v == "true" || v == `"true"`
}

// printable returns s if it is 1 to limit bytes without control or formatting
// characters, else "". Such text may go on into mail headers and logs.
func printable(s string, limit int) string {
	if len(s) > limit {
		return ""
	}
	for _, r := range s {
		if unicode.Is(unicode.C, r) || r == '\u2028' || r == '\u2029' {
			return ""
		}
	}
	return s
}
