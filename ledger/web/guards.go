package web

import (
	"mime"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gofiber/contrib/otelfiber/v2"
	"github.com/gofiber/fiber/v2"

	"hefu/ledger"
)

// guards stand before every route, in RELIABILITY's order. Session, CSRF and permission follow for the API alone.
func (s *Server) guards() {
	s.app.Use(s.begin)
	if s.options.Tracing {
		s.app.Use(otelfiber.Middleware(otelfiber.WithNext(s.untraced), otelfiber.WithCollectClientIP(false)))
	}
	s.app.Use(refuseEncoded, s.refuseForeignHost, s.secureHeaders, s.refuseContentType, s.limitByAddress, refuseOddQuery)
}

// untraced keeps sign-in out of traces: its addresses carry codes and states.
func (s *Server) untraced(c *fiber.Ctx) bool {
	// It also reads bodies to measure them, which files are too large for.
	return !strings.HasPrefix(c.Path(), "/api/") || strings.Contains(c.Path(), "/attachments/")
}

// refuseEncoded: Fiber inflates a body without a limit, and counts only its compressed bytes against BodyLimit.
func refuseEncoded(c *fiber.Ctx) error {
	if len(c.Request().Header.Peek(fiber.HeaderContentEncoding)) > 0 {
		return ledger.E("unsupported_media_type")
	}
	return c.Next()
}

// refuseForeignHost: a name that leads here by mistake or by DNS rebinding gets nothing. Probes come by address and are let pass.
func (s *Server) refuseForeignHost(c *fiber.Ctx) error {
	host := string(c.Request().Header.Host())
	if host == s.options.BaseURL.Host || slices.Contains(s.options.Hosts, host) || c.Path() == "/healthz" || c.Path() == "/readyz" {
		return c.Next()
	}
	return ledger.E("misdirected_request")
}

// contentPolicy lets the pages load only what this server itself serves; no inline script or style, no frame, no foreign form.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
	"connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"

func (s *Server) secureHeaders(c *fiber.Ctx) error {
	s.secure(c)
	if strings.HasPrefix(c.Path(), "/api/") || strings.HasPrefix(c.Path(), "/auth/") {
		c.Set(fiber.HeaderCacheControl, "no-store")
	}
	return c.Next()
}

func (s *Server) secure(c *fiber.Ctx) {
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderXFrameOptions, "DENY")
	// A page's address may name a customer; no other site learns it. Our own forms still carry their Origin.
	c.Set(fiber.HeaderReferrerPolicy, "same-origin")
	if isLinkPage(c.Path()) { // its address is a secret: nobody learns it from here, not even this site's other pages
		c.Set(fiber.HeaderReferrerPolicy, "no-referrer")
		c.Set("X-Robots-Tag", "noindex, nofollow")
	}
	c.Set("Cross-Origin-Opener-Policy", "same-origin")
	c.Set("Cross-Origin-Resource-Policy", "same-origin")
	c.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
	if s.isSecure() {
		c.Set(fiber.HeaderStrictTransportSecurity, "max-age=31536000")
	}
	if !s.mounted(c.Path()) { // the development provider's pages bring a policy of their own
		c.Set(fiber.HeaderContentSecurityPolicy, contentPolicy)
	}
}

// isLinkPage tells whether a path carries the token of a link.
func isLinkPage(path string) bool { return strings.HasPrefix(path, "/p/l/") }

func (s *Server) isSecure() bool { return s.options.BaseURL.Scheme == "https" }

// refuseContentType: JSON routes take JSON, file routes take a form with a file, and nothing takes both. The form of the public page
// is read, and refused, by what counts it first.
func (s *Server) refuseContentType(c *fiber.Ctx) error {
	if s.isRaw(c.Context().Method(), c.Context().Path()) {
		if c.Path() != VerifyPath && c.Get(fiber.HeaderContentType) != fiber.MIMEOctetStream {
			return ledger.E("unsupported_media_type")
		}
		return c.Next()
	}
	if s.mounted(c.Path()) || len(c.Request().Body()) == 0 {
		return c.Next()
	}
	media, parameters, err := mime.ParseMediaType(c.Get(fiber.HeaderContentType))
	want := fiber.MIMEApplicationJSON
	if s.uploads[c.Path()] {
		want = fiber.MIMEMultipartForm
	}
	charset := parameters["charset"]
	if err != nil || media != want || (charset != "" && !strings.EqualFold(charset, "utf-8")) {
		return ledger.E("unsupported_media_type")
	}
	if media == fiber.MIMEApplicationJSON {
		if err := checkJSON(c.Request().Body()); err != nil {
			return err
		}
	}
	return c.Next()
}

// refuseOddQuery: a repeated parameter is read differently by different programs, and control characters by nobody.
func refuseOddQuery(c *fiber.Ctx) error {
	if !strings.HasPrefix(c.Path(), "/api/") {
		return c.Next()
	}
	raw := string(c.Request().URI().QueryString())
	if raw == "" {
		return c.Next()
	}
	if err := refuseTokenInQuery(raw); err != nil {
		return err
	}
	values, err := url.ParseQuery(raw)
	if err != nil {
		return malformed("the query cannot be read")
	}
	for name, given := range values {
		if len(given) > 1 {
			return malformed("the parameter is given twice").At(printable(name), "not_expected")
		}
		if !utf8.ValidString(given[0]) || !utf8.ValidString(name) || strings.ContainsRune(given[0], 0) {
			return malformed("the query is not text").At(printable(name), "bad_text")
		}
	}
	return c.Next()
}

// printable keeps a caller's name for a field from carrying control characters or a flood into an answer.
func printable(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == utf8.RuneError {
			return '?'
		}
		return r
	}, name)
	if runes := []rune(name); len(runes) > 60 {
		return string(runes[:60])
	}
	return name
}
