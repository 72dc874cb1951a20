package web

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/adaptor"
)

// health registers the two probes. Alive means the process answers; ready means it can do its work. Neither tells a stranger
// why not: the reason is in the log.
func (s *Server) health() {
	s.app.Get("/healthz", func(c *fiber.Ctx) error { return c.SendString("ok\n") })
	s.app.Get("/readyz", func(c *fiber.Ctx) error {
		ctx, cancel := context.WithTimeout(c.UserContext(), 2*time.Second)
		defer cancel()
		if err := s.ready(ctx); err != nil {
			requestOf(c.UserContext()).cause = err
			c.Set(fiber.HeaderRetryAfter, "5")
			return c.Status(fiber.StatusServiceUnavailable).SendString("not ready\n")
		}
		return c.SendString("ready\n")
	})
}

func (s *Server) ready(ctx context.Context) error {
	select {
	case <-s.closing:
		return errClosing
	default:
	}
	if s.options.Ready != nil {
		return s.options.Ready(ctx)
	}
	return s.options.DB.Ping(ctx)
}

type constantError string

func (e constantError) Error() string { return string(e) }

const errClosing = constantError("shutting down")

// mounts hands whole path prefixes to foreign handlers: the development identity providers.
func (s *Server) mounts() {
	for prefix, handler := range s.options.Mounts {
		s.app.All(prefix, s.sayWhence, adaptor.HTTPHandler(handler))
		s.app.All(prefix+"/*", s.sayWhence, adaptor.HTTPHandler(handler))
	}
}

// sourceHeader tells a foreign handler who asks, as the trusted proxies say.
const sourceHeader = "Hefu-Source"

func (s *Server) sayWhence(c *fiber.Ctx) error {
	c.Request().Header.Set(sourceHeader, neighbourhood(s.clientAddress(c)))
	return c.Next()
}

// mounted tells whether a path belongs to a foreign handler.
func (s *Server) mounted(path string) bool {
	for prefix := range s.options.Mounts {
		if path == prefix || strings.HasPrefix(path, prefix+"/") {
			return true
		}
	}
	return false
}

// MetricsHandler is served on a listener of its own, never beside the pages.
func (s *Server) MetricsHandler() http.Handler { return s.metrics.handler() }
