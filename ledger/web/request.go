package web

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"runtime/debug"
	"time"

	"github.com/gofiber/fiber/v2"
	"golang.org/x/text/language"

	"hefu/ledger"
)

// request is what the server knows about one request beside its content. It travels in the user context.
type request struct {
	id      string
	address string
	locale  string
	session *Session
	key     string // the idempotency key, once it is claimed for this request
	route   string // of the operation: its method, and its path with {parameters}
	cause   error  // what is logged, never shown
}

type requestKey struct{}

// requestOf finds the request in the context of a handler; outside one it is a blank one.
func requestOf(ctx context.Context) *request {
	if found, ok := ctx.Value(requestKey{}).(*request); ok {
		return found
	}
	return &request{locale: chinese}
}

const (
	chinese = "zh-CN"
	english = "en"
)

var languages = language.NewMatcher([]language.Tag{language.SimplifiedChinese, language.English})

// localeOf reads Accept-Language; Chinese when it names neither language.
func localeOf(accept string) string {
	if len(accept) > 200 {
		return chinese
	}
	tags, _, err := language.ParseAcceptLanguage(accept)
	if err != nil || len(tags) == 0 {
		return chinese
	}
	if _, index, confidence := languages.Match(tags...); index == 1 && confidence > language.No {
		return english
	}
	return chinese
}

// begin is the outermost step: it keeps a panic from ending the process, names the request, writes refusals, and logs the
// request once it is answered. The log line holds no query, cookie or body: those may carry secrets.
func (s *Server) begin(c *fiber.Ctx) error {
	began := s.clock()
	r := &request{id: newRequestID(), address: s.clientAddress(c), locale: localeOf(c.Get(fiber.HeaderAcceptLanguage))}
	c.SetUserContext(context.WithValue(c.UserContext(), requestKey{}, r))
	c.Set("X-Request-Id", r.id)
	if err := protect(c.Next); err != nil {
		if err := s.writeError(c, err); err != nil {
			return err
		}
	}
	s.observe(c, r, s.clock().Sub(began))
	return nil
}

// protect turns a panic into an internal error with the stack as its cause.
func protect(next func() error) (err error) {
	defer func() {
		if found := recover(); found != nil {
			err = ledger.E("internal").Because(panicked{found, string(debug.Stack())})
		}
	}()
	return next()
}

type panicked struct {
	value any
	stack string
}

func (p panicked) Error() string { return "panic: " + textOf(p.value) + "\n" + p.stack }

func textOf(value any) string {
	switch value := value.(type) {
	case error:
		return value.Error()
	case string:
		return value
	}
	return "a value that is no text"
}

func (s *Server) observe(c *fiber.Ctx, r *request, took time.Duration) {
	status := c.Response().StatusCode()
	route := c.Route().Path
	if status == fiber.StatusNotFound {
		route = "unknown" // a stranger's paths must not make new time series
	}
	s.metrics.seen(c.Method(), route, status, took)
	attributes := []any{
		"request_id", r.id, "method", c.Method(), "route", route, "status", status,
		"ms", float64(took.Microseconds()) / 1000, "address", r.address,
	}
	if r.session != nil {
		attributes = append(attributes, "audience", string(r.session.Audience), "person", r.session.PersonID.String())
		if r.session.byToken() {
			attributes = append(attributes, "token", r.session.bearer.Prefix)
		}
	}
	switch {
	case status >= 500:
		s.log.Error("request", append(attributes, "error", logText(r.cause))...)
	case status >= 400 && r.cause != nil:
		s.log.Info("request", append(attributes, "error", logText(r.cause))...)
	default:
		s.log.Info("request", attributes...)
	}
}

func logText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// newRequestID is random, so that it tells nothing; a caller's own id is never taken over into our log.
func newRequestID() string {
	var id [12]byte
	_, _ = rand.Read(id[:]) // never fails: the runtime ends the process instead
	return hex.EncodeToString(id[:])
}
