package devprovider

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// formSeal binds a sign-in form to the browser that was shown it and to the request
// it was shown for, without keeping anything.
type formSeal struct{ key [32]byte }

func newFormSeal() formSeal {
	var s formSeal
	rand.Read(s.key[:]) // never fails: the runtime ends the process instead
	return s
}

// seal is good for formLifetime from now.
func (s formSeal) seal(browser, query string, now time.Time) string {
	until := strconv.FormatInt(now.Add(formLifetime).Unix(), 10)
	return until + "." + s.sum(browser, query, until)
}

// valid reports whether the seal was made for this browser and query and holds.
func (s formSeal) valid(seal, browser, query string, now time.Time) bool {
	until, sum, ok := strings.Cut(seal, ".")
	end, err := strconv.ParseInt(until, 10, 64)
	if !ok || err != nil || browser == "" || now.Unix() > end {
		return false
	}
	return hmac.Equal([]byte(sum), []byte(s.sum(browser, query, until)))
}

func (s formSeal) sum(browser, query, until string) string {
	mac := hmac.New(sha256.New, s.key[:])
	mac.Write([]byte(browser + "\n" + until + "\n" + query))
	return b64(mac.Sum(nil))
}

// cookieName differs between providers on one host by its path only.
const cookieName = "dev_sign_in"

// browser is the random name this browser carries, given on first sight.
func (p *Provider) browser(w http.ResponseWriter, r *http.Request) string {
	if c, err := r.Cookie(cookieName); err == nil && len(c.Value) == 43 {
		return c.Value
	}
	name := random()
	http.SetCookie(w, &http.Cookie{
		Name: cookieName, Value: name, Path: p.path, HttpOnly: true, Secure: p.secure, SameSite: http.SameSiteStrictMode,
	})
	return name
}

// foreign reports a form that another site sent.
func (p *Provider) foreign(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" {
		return true
	}
	origin := r.Header.Get("Origin")
	return origin != "" && origin != p.origin
}
