package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/gofiber/fiber/v2"

	"hefu/ledger"
)

// Problem is RFC 9457's problem details, in the reader's language, without anything of the inside.
type Problem struct {
	Type      string         `json:"type" doc:"/problems/<slug>; stable"`
	Title     string         `json:"title" doc:"The kind of problem, in the caller's language"`
	Status    int            `json:"status"`
	Code      string         `json:"code" doc:"Stable; programs branch on it"`
	Detail    string         `json:"detail" doc:"What happened, in the caller's language"`
	RequestID string         `json:"request_id" doc:"Names the request in our log"`
	Fields    []FieldProblem `json:"fields,omitempty" doc:"The input fields at fault"`
}

// FieldProblem is one field of the input that needs correcting.
type FieldProblem struct {
	Field   string `json:"field"`
	Code    string `json:"code"`
	Message string `json:"message"`
}

func (p *Problem) Error() string             { return p.Code }
func (p *Problem) GetStatus() int            { return p.Status }
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// GetHeaders says when to come back, where that makes sense.
func (p *Problem) GetHeaders() http.Header {
	switch p.Status {
	case http.StatusUnauthorized:
		return http.Header{http.CanonicalHeaderKey(fiber.HeaderWWWAuthenticate): {"Bearer"}}
	case http.StatusServiceUnavailable:
		return http.Header{fiber.HeaderRetryAfter: {"5"}}
	case http.StatusTooManyRequests:
		return http.Header{fiber.HeaderRetryAfter: {"60"}}
	}
	return nil
}

// statusOf is the one place where a kind of error becomes an HTTP status.
func statusOf(err *ledger.Error) int {
	switch err.Kind() {
	case ledger.Invalid:
		switch err.Slug() {
		case "malformed-request":
			return http.StatusBadRequest
		case "method-not-allowed":
			return http.StatusMethodNotAllowed
		case "unsupported-media-type":
			return http.StatusUnsupportedMediaType
		case "misdirected-request":
			return http.StatusMisdirectedRequest
		}
		return http.StatusUnprocessableEntity
	case ledger.Unauthenticated:
		return http.StatusUnauthorized
	case ledger.Forbidden:
		return http.StatusForbidden
	case ledger.NotFound:
		return http.StatusNotFound
	case ledger.Conflict:
		return http.StatusConflict
	case ledger.Gone:
		return http.StatusGone
	case ledger.Stale:
		return http.StatusPreconditionFailed
	case ledger.TooLarge:
		return http.StatusRequestEntityTooLarge
	case ledger.Limited:
		return http.StatusTooManyRequests
	case ledger.Unavailable:
		if err.Slug() == "storage-full" {
			return http.StatusInsufficientStorage
		}
		return http.StatusServiceUnavailable
	case ledger.Internal:
	}
	return http.StatusInternalServerError
}

// problemOf tells the reader of a request what went wrong, and keeps the cause for the log.
func problemOf(r *request, err error) *Problem {
	known := asKnown(err)
	if known.Cause != nil {
		r.cause = known.Cause
	}
	if known.Kind() == ledger.Internal && r.cause == nil {
		r.cause = err
	}
	problem := &Problem{
		Type: "/problems/" + known.Slug(), Title: titleOf(known.Slug(), r.locale), Status: statusOf(known),
		Code: known.Code, Detail: known.Message(r.locale), RequestID: r.id,
	}
	if known.Kind() == ledger.Internal {
		problem.Code = "internal"
	}
	for _, field := range known.FieldMessages(r.locale) {
		problem.Fields = append(problem.Fields, FieldProblem{Field: field.Name, Code: field.Code, Message: field.Message})
	}
	return problem
}

// asKnown finds the domain error, and gives Fiber's own refusals a code of the catalogue.
func asKnown(err error) *ledger.Error {
	var routed *fiber.Error
	if !errors.As(err, &routed) {
		return ledger.AsError(err)
	}
	switch routed.Code {
	case http.StatusNotFound:
		return ledger.E("not_found")
	case http.StatusMethodNotAllowed:
		return ledger.E("method_not_allowed")
	case http.StatusRequestEntityTooLarge:
		return ledger.E("payload_too_large").With("limit", "1 MiB").Because(err)
	case http.StatusUnsupportedMediaType:
		return ledger.E("unsupported_media_type")
	}
	if routed.Code >= 500 {
		return ledger.E("internal").Because(err)
	}
	return malformed("not a request this server understands").Because(err)
}

// malformed refuses what cannot be read at all.
func malformed(reason string) *ledger.Error {
	return ledger.E("malformed_request").With("reason", reason)
}

// writeError answers with problem details, or with a small page where a person is waiting in a browser.
func (s *Server) writeError(c *fiber.Ctx, err error) error {
	r := requestOf(c.UserContext())
	if r.id == "" { // refused before the first step: a body too large, a header that is none
		r = &request{id: newRequestID(), locale: localeOf(c.Get(fiber.HeaderAcceptLanguage))}
		c.Set("X-Request-Id", r.id)
		s.secure(c)
	}
	problem := problemOf(r, err)
	for name := range problem.GetHeaders() {
		c.Set(name, problem.GetHeaders().Get(name))
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	if isPage(c) {
		return s.sendPlain(c, problem.Status, problem.Title, problem.Detail, problem.RequestID)
	}
	text, err := json.Marshal(problem)
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, problem.ContentType(""))
	return c.Status(problem.Status).Send(text)
}

// isPage tells whether a person rather than a program waits for the answer.
func isPage(c *fiber.Ctx) bool {
	path := c.Path()
	shown := c.Method() == fiber.MethodGet || strings.HasPrefix(path, InvitationPath) || path == VerifyPath
	return shown && !strings.HasPrefix(path, "/api/") && !strings.HasPrefix(path, "/assets/") &&
		strings.Contains(c.Get(fiber.HeaderAccept), "text/html")
}
