package web

import (
	_ "embed"
	"html/template"
	"strings"

	"github.com/gofiber/fiber/v2"
)

//go:embed plain.html
var plainHTML string

//go:embed plain.css
var plainCSS []byte

var plainPage = template.Must(template.New("plain").Parse(plainHTML))

// plain serves the style of the few pages that must work without the front end.
func (s *Server) plain() {
	s.app.Get("/plain.css", func(c *fiber.Ctx) error {
		c.Set(fiber.HeaderContentType, "text/css; charset=utf-8")
		c.Set(fiber.HeaderCacheControl, "public, max-age=3600")
		return c.Send(plainCSS)
	})
	s.app.Get("/openapi.json", func(c *fiber.Ctx) error {
		text, err := s.OpenAPI()
		if err != nil {
			return err
		}
		c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
		c.Set(fiber.HeaderCacheControl, "no-cache")
		return c.Send(text)
	})
}

// sendPlain answers a person in a browser with a title and a sentence.
func (s *Server) sendPlain(c *fiber.Ctx, status int, title, detail, requestID string) error {
	var text strings.Builder
	again := ""
	for _, audience := range audiences {
		if strings.HasPrefix(c.Path(), "/auth/"+string(audience)+"/") {
			again = "/auth/" + string(audience) + "/login"
		}
	}
	err := plainPage.Execute(&text, map[string]any{
		"Locale": requestOf(c.UserContext()).locale, "Title": title, "Detail": detail, "RequestID": requestID, "Again": again,
	})
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "text/html; charset=utf-8")
	return c.Status(status).SendString(text.String())
}
