package web

import (
	"bytes"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"hefu/ledger"
)

// fasthttp hands over every body as a stream, so that a file is read only once its sender has been let in, and never lies in memory
// whole. Every other body is read here, within its limit, before anything else sees the request.

// rawKey is where a request keeps the body that its operation reads.
type rawKey struct{}

// sent is the body of a file's operation, cut off one byte beyond what is taken.
type sent struct {
	from   io.Reader
	left   int64
	read   int64
	length int64 // as the header says; negative when it says nothing
	end    error
}

// Read says payload_too_large beyond the limit, and incomplete_upload when the sender stops or is too slow.
func (b *sent) Read(p []byte) (int, error) {
	if b.end != nil {
		return 0, b.end
	}
	if int64(len(p)) > b.left {
		p = p[:b.left]
	}
	n, err := b.from.Read(p)
	b.read, b.left = b.read+int64(n), b.left-int64(n)
	switch {
	case err == io.EOF && b.read < b.length: // fasthttp takes a sender who leaves for one who has finished
		b.end = ledger.E("incomplete_upload")
	case err == io.EOF:
		b.end = io.EOF
	case err != nil:
		b.end = ledger.E("incomplete_upload").Because(err)
	case b.left <= 0:
		b.end = tooLarge(uploadLimit)
	}
	if n > 0 && b.end == io.EOF {
		return n, nil
	}
	return n, b.end
}

func tooLarge(limit int) *ledger.Error {
	if limit == uploadLimit {
		return ledger.E("payload_too_large").With("limit", "25 MiB")
	}
	return ledger.E("payload_too_large").With("limit", "1 MiB")
}

// drainLimit is how much of a refused file is still taken from who claims a session, so that its program reads the refusal and not a
// broken connection; from strangers it is strangerDrain. The deadline of reading holds all the while.
const (
	drainLimit    = 2 * uploadLimit
	strangerDrain = 64 << 10
)

// takeBodies stands before Fiber.
func (s *Server) takeBodies(next fasthttp.RequestHandler) fasthttp.RequestHandler {
	return func(ctx *fasthttp.RequestCtx) {
		if len(ctx.Request.Header.Peek(refusedHeader)) > 0 {
			ctx.SetConnectionClose()
			s.refuse(ctx, tooLarge(s.limitsFor(&ctx.Request.Header).MaxRequestBodySize))
			return
		}
		stream := ctx.RequestBodyStream()
		if stream == nil {
			next(ctx)
			return
		}
		if s.isRaw(ctx.Method(), ctx.Path()) {
			body := &sent{from: stream, left: uploadLimit + 1, length: int64(ctx.Request.Header.ContentLength())}
			if body.length > uploadLimit {
				body.end = tooLarge(uploadLimit)
			}
			ctx.SetUserValue(rawKey{}, body)
			next(ctx)
			s.leaveRest(ctx, body, stream)
			return
		}
		limit := s.limitsFor(&ctx.Request.Header).MaxRequestBodySize
		content, err := readWhole(stream, ctx.Request.Header.ContentLength(), limit)
		if err != nil {
			ctx.SetConnectionClose()
			s.refuse(ctx, err)
			return
		}
		ctx.Request.SetBodyRaw(content)
		ctx.Request.Header.SetContentLength(len(content))
		next(ctx)
	}
}

// leaveRest: what is left of a body would be read as the next request, so the connection ends with it.
func (s *Server) leaveRest(ctx *fasthttp.RequestCtx, body *sent, stream io.Reader) {
	if body.end == io.EOF {
		return
	}
	ctx.SetConnectionClose()
	limit := int64(strangerDrain)
	if claimsSomebody(&ctx.Request.Header) {
		limit = drainLimit
	}
	_, _ = io.CopyN(io.Discard, stream, limit) // only to let the answer arrive
}

// readWhole reads a body of at most limit bytes; length is what the header says, negative when it says nothing.
func readWhole(stream io.Reader, length, limit int) ([]byte, error) {
	content := bytes.NewBuffer(make([]byte, 0, min(max(length, 0)+bytes.MinRead, 64<<10)))
	_, err := content.ReadFrom(io.LimitReader(stream, int64(limit)+1))
	var network net.Error
	switch {
	case errors.As(err, &network) && network.Timeout():
		return nil, fiber.ErrRequestTimeout
	case err != nil:
		return nil, malformed("the body ends early").Because(err)
	case content.Len() > limit:
		return nil, tooLarge(limit)
	case length > content.Len():
		return nil, malformed("the body ends early")
	}
	return content.Bytes(), nil
}

// isRaw tells whether an operation takes this body as it is sent.
func (s *Server) isRaw(method, path []byte) bool {
	return string(method) == fiber.MethodPut && s.isRawPath(string(path)) || string(method) == fiber.MethodPost && string(path) == VerifyPath
}

func (s *Server) isRawPath(path string) bool {
	steps := strings.Split(path, "/")
	for _, known := range s.raw {
		if fits(known, steps) {
			return true
		}
	}
	return false
}

func fits(known, steps []string) bool {
	if len(known) != len(steps) {
		return false
	}
	for i, step := range known {
		if !strings.HasPrefix(step, "{") && step != steps[i] {
			return false
		}
	}
	return true
}

// refuse answers what never reaches a route.
func (s *Server) refuse(ctx *fasthttp.RequestCtx, err error) {
	c := s.app.AcquireCtx(ctx)
	defer s.app.ReleaseCtx(c)
	if err := s.writeError(c, err); err != nil {
		s.log.Error("refuse a request", "error", err.Error())
	}
}
