package web

import (
	"crypto/subtle"
	"slices"

	"github.com/gofiber/fiber/v2"

	"hefu/ledger"
)

// refuseForgery makes sure that a write was meant by our own page: the browser says where it comes from (Origin,
// Sec-Fetch-Site), and the page shows the token that only it could read. The token is always needed; the other two must not
// contradict it.
func (s *Server) refuseForgery(c *fiber.Ctx) error {
	if requestOf(c.UserContext()).session.byToken() { // a browser sends no token by itself, so nobody can make it send one
		return c.Next()
	}
	switch c.Method() {
	case fiber.MethodGet, fiber.MethodHead, fiber.MethodOptions:
		return c.Next()
	}
	origin := c.Get(fiber.HeaderOrigin)
	if origin != "" && origin != s.origin() && !slices.Contains(s.options.Origins, origin) {
		return ledger.E("csrf_failed")
	}
	if site := c.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" {
		return ledger.E("csrf_failed")
	}
	session := requestOf(c.UserContext()).session
	given := c.Get("X-CSRF-Token")
	if given == "" || subtle.ConstantTimeCompare([]byte(given), []byte(session.csrf)) != 1 {
		return ledger.E("csrf_failed")
	}
	return c.Next()
}

func (s *Server) origin() string { return s.options.BaseURL.Scheme + "://" + s.options.BaseURL.Host }
