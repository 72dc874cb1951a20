package web

import (
	"bytes"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"hefu/ledger/token"
)

// streamTimeout bounds one event stream; the browser comes back for more, and is then authorized again.
const streamTimeout = 5 * time.Minute

// limitsFor decides, once the header has arrived, how large the body may be and how long the answer may take. A file is taken
// only on a path that takes files and from somebody who at least claims a session or a token, so that strangers cannot fill memory.
func (s *Server) limitsFor(header *fasthttp.RequestHeader) fasthttp.RequestConfig {
	path := string(header.RequestURI())
	if cut := strings.IndexByte(path, '?'); cut >= 0 {
		path = path[:cut]
	}
	limits := fasthttp.RequestConfig{MaxRequestBodySize: bodyLimit}
	if s.uploads[path] && (bytes.Contains(header.Peek("Cookie"), []byte(cookieStem)) || bytes.Contains(header.Peek("Authorization"), []byte(token.Mark))) {
		limits.MaxRequestBodySize = uploadLimit
		limits.ReadTimeout = time.Minute
	}
	if strings.HasSuffix(path, "/events") {
		limits.WriteTimeout = streamTimeout + writeTimeout
	}
	return limits
}

// knownMethods refuses an invented method as everything else is refused; Fiber would answer with bare text.
func (s *Server) knownMethods(next fasthttp.RequestHandler) fasthttp.RequestHandler {
	return func(ctx *fasthttp.RequestCtx) {
		if slices.Contains(fiber.DefaultMethods, string(ctx.Method())) {
			next(ctx)
			return
		}
		c := s.app.AcquireCtx(ctx)
		defer s.app.ReleaseCtx(c)
		if err := s.writeError(c, fiber.ErrMethodNotAllowed); err != nil {
			s.log.Error("refuse a method", "error", err.Error())
		}
	}
}
