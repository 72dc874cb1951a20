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

// verifyTime is how long a file to be checked may take, from whoever brings it.
const verifyTime = 30 * time.Second

// uploadTime is how long a file may take on its way: 25 MiB over a poor mobile line of 1.2 Mbit/s.
const uploadTime = 3 * time.Minute

// limitsFor decides, once the header has arrived, how large the body may be and how long the answer may take. A file is taken
// only on a path that takes files and from somebody who at least claims a session or a token, so that strangers cannot fill memory.
func (s *Server) limitsFor(header *fasthttp.RequestHeader) fasthttp.RequestConfig {
	path := pathOf(header)
	limits := fasthttp.RequestConfig{MaxRequestBodySize: bodyLimit}
	if s.uploads[path] && claimsSomebody(header) {
		limits.MaxRequestBodySize = uploadLimit
		limits.ReadTimeout = time.Minute
	}
	if s.isRaw(header.Method(), []byte(path)) && claimsSomebody(header) {
		limits.ReadTimeout = s.patience
	}
	if path == VerifyPath { // counted, and few at a time, before it is read
		limits.ReadTimeout = verifyTime
	}
	if strings.HasSuffix(path, "/events") {
		limits.WriteTimeout = streamTimeout + writeTimeout
	}
	return limits
}

// claimsSomebody: whether it is true is asked later.
func claimsSomebody(header *fasthttp.RequestHeader) bool {
	return bytes.Contains(header.Peek("Cookie"), []byte(cookieStem)) || token.Within(string(header.Peek("Authorization")))
}

// pathOf is the path as it was sent; the URI is taken apart only after the header.
func pathOf(header *fasthttp.RequestHeader) string {
	path, _, _ := strings.Cut(string(header.RequestURI()), "?")
	return path
}

// refusedHeader marks a request whose body is longer than what is taken, by its own header. It is left unread, and the mark is removed
// from what others send under this name by refusing them too.
const refusedHeader = "X-Hefu-Too-Large"

// headerReceived is limitsFor, and keeps fasthttp from waiting for a body that is refused by its length alone.
func (s *Server) headerReceived(header *fasthttp.RequestHeader) fasthttp.RequestConfig {
	limits := s.limitsFor(header)
	if !s.isRaw(header.Method(), []byte(pathOf(header))) && header.ContentLength() > limits.MaxRequestBodySize {
		header.Set(refusedHeader, "yes")
		header.SetContentLength(0)
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
		ctx.SetConnectionClose() // its body stays unread
		s.refuse(ctx, fiber.ErrMethodNotAllowed)
	}
}
