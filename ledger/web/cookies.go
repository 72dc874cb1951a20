package web

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"time"

	"github.com/gofiber/fiber/v2"

	"hefu/ledger"
)

// cookieStem begins the name of every session cookie, with or without its prefix.
const cookieStem = "hefu_session_"

// cookieName carries the prefix that makes browsers refuse the cookie from another host, path, or without TLS. A prefix
// cannot be had on http://localhost, where development happens.
func (s *Server) cookieName(stem string, audience ledger.Audience) string {
	name := stem + string(audience)
	if s.isSecure() {
		return "__Host-" + name
	}
	return name
}

// setCookie keeps value in the browser for as long as lifetime; a lifetime of zero or less removes it. Lax, because a link in
// a mail that downloads a file comes from another site; whatever changes anything asks for more than the cookie.
func (s *Server) setCookie(c *fiber.Ctx, name, value string, lifetime time.Duration) {
	cookie := &fiber.Cookie{
		Name: name, Value: value, Path: "/", HTTPOnly: true, Secure: s.isSecure(), SameSite: fiber.CookieSameSiteLaxMode,
		MaxAge: int(lifetime / time.Second),
	}
	if lifetime <= 0 {
		cookie.Value, cookie.MaxAge, cookie.Expires = "", -1, time.Unix(0, 0)
	}
	c.Cookie(cookie)
}

// newToken is 256 bits from the system in URL-safe text, 43 characters.
func newToken() string {
	var token [32]byte
	_, _ = rand.Read(token[:]) // never fails: the runtime ends the process instead
	return base64.RawURLEncoding.EncodeToString(token[:])
}

// isToken tells whether text has the form of newToken, so that nothing else reaches the database.
func isToken(text string) bool {
	if len(text) != 43 {
		return false
	}
	_, err := base64.RawURLEncoding.Strict().DecodeString(text)
	return err == nil
}

// fingerprint is what is stored of a token: who reads the database cannot sign in with it.
func fingerprint(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}
