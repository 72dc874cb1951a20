package webtest

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"hefu/ledger"
	"hefu/ledger/token"
	"hefu/ledger/web"
)

// Client is somebody's browser: a session's cookie, and the token that its page was given. Goroutines may share one.
type Client struct {
	Actor  ledger.Actor
	Cookie string // as sent: name=token; empty without a session
	CSRF   string
	Bearer string // of a program: its API token; it has neither cookie nor CSRF token

	t    testing.TB
	site *Site
	http http.Client
}

const answerTime = 40 * time.Second

const insertSession = `
INSERT INTO hefu.sessions (token_sha256, audience, person_id, organization_id, customer_id, csrf, auth_time, expires_at)
VALUES ($1, $2, $3::text::uuid, $4::text::uuid, nullif($5, '')::uuid, $6, now(), now() + interval '1 hour')`

// Client signs the actor in by a session of its own.
func (s *Site) Client(t testing.TB, actor ledger.Actor) *Client {
	t.Helper()
	token, csrf := secret(), secret()
	mark := sha256.Sum256([]byte(token))
	customer := ""
	if !actor.CustomerID.IsZero() {
		customer = actor.CustomerID.String()
	}
	s.Exec(t, insertSession, mark[:], string(actor.Audience), actor.PersonID.String(), actor.OrganizationID.String(), customer, csrf)
	c := s.Stranger(t)
	c.Actor, c.CSRF, c.Cookie = actor, csrf, Cookie(actor.Audience, token)
	return c
}

// Program is a program of the actor's customer, with an API token that the actor made.
func (s *Site) Program(t testing.TB, actor ledger.Actor, scopes ...ledger.Scope) *Client {
	t.Helper()
	made, err := s.Services.Tokens.Create(t.Context(), actor, token.CreateCommand{Name: "ERP", Scopes: scopes, Days: 30})
	if err != nil {
		t.Fatal(err)
	}
	c := s.Stranger(t)
	c.Actor, c.Bearer = actor, made.Secret
	return c
}

// OwnProgram is a program of the organization, with a token that an administrator made.
func (s *Site) OwnProgram(t testing.TB, administrator ledger.Actor, scopes ...ledger.Scope) *Client {
	t.Helper()
	made, err := s.Services.Tokens.CreateForOrganization(t.Context(), administrator, token.CreateCommand{Name: "U8", Scopes: scopes, Days: 30})
	if err != nil {
		t.Fatal(err)
	}
	c := s.Stranger(t)
	c.Actor, c.Bearer = administrator, made.Secret
	return c
}

const insertRole = `INSERT INTO hefu.contact_roles (organization_id, customer_id, contact_id, role) VALUES ($1, $2, $3, $4)`

// Also gives a contact another role at the same customer.
func (s *Site) Also(t testing.TB, actor ledger.Actor, role ledger.Role) ledger.Actor {
	t.Helper()
	s.Exec(t, insertRole, actor.OrganizationID.String(), actor.CustomerID.String(), actor.PersonID.String(), string(role))
	actor.Roles = append(slices.Clone(actor.Roles), role)
	return actor
}

// Stranger has no session.
func (s *Site) Stranger(t testing.TB) *Client {
	return &Client{t: t, site: s, http: http.Client{Transport: s.transport, Timeout: answerTime}}
}

// Cookie is how a session's token is sent to an audience.
func Cookie(audience ledger.Audience, token string) string {
	return "hefu_session_" + string(audience) + "=" + token
}

func secret() string {
	var bits [32]byte
	_, _ = rand.Read(bits[:])
	return base64.RawURLEncoding.EncodeToString(bits[:])
}

// Answer is a response read whole; Problem is filled from problem details.
type Answer struct {
	Status  int
	Header  http.Header
	Body    []byte
	Problem web.Problem
}

// Get reads.
func (c *Client) Get(path string, headers ...string) Answer {
	c.t.Helper()
	return c.Do(http.MethodGet, path, nil, headers...)
}

// Post writes; body is JSON when it is text or bytes, is encoded when it is anything else, and nil sends none.
func (c *Client) Post(path string, body any, headers ...string) Answer {
	c.t.Helper()
	return c.Do(http.MethodPost, path, body, headers...)
}

// Do sends one request; headers come in pairs of name and value. A path that begins with a slash alone belongs to the actor's own
// part of the interface, one that begins with /api or /auth is taken as it is. An answer of 500 or above fails the test with what
// the server logged.
func (c *Client) Do(method, path string, body any, headers ...string) Answer {
	c.t.Helper()
	request, err := http.NewRequestWithContext(c.t.Context(), method, c.site.Base+c.full(path), bytes.NewReader(c.encode(body)))
	if err != nil {
		c.t.Error(err)
		return Answer{}
	}
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	if c.Cookie != "" {
		request.Header.Set("Cookie", c.Cookie)
	}
	if c.Bearer != "" {
		request.Header.Set("Authorization", "Bearer "+c.Bearer)
	}
	if c.CSRF != "" && method != http.MethodGet {
		request.Header.Set("X-CSRF-Token", c.CSRF)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	return c.send(request)
}

// Upload sends one file as a form.
func (c *Client) Upload(path, name string, content []byte) Answer {
	c.t.Helper()
	var form bytes.Buffer
	w := multipart.NewWriter(&form)
	part, err := w.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(content)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		c.t.Error(err)
		return Answer{}
	}
	return c.Do(http.MethodPost, path, form.Bytes(), "Content-Type", w.FormDataContentType())
}

// Put sends one file as the body itself, under a name.
func (c *Client) Put(path, name string, content []byte) Answer {
	c.t.Helper()
	return c.Do(http.MethodPut, path, content, "Content-Type", "application/octet-stream",
		"Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
}

func (c *Client) full(path string) string {
	if strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/auth/") || strings.HasPrefix(path, "/p/") {
		return path
	}
	return "/api/" + string(c.Actor.Audience) + "/v1" + path
}

func (c *Client) encode(body any) []byte {
	switch body := body.(type) {
	case nil:
		return nil
	case string:
		return []byte(body)
	case []byte:
		return body
	}
	text, err := json.Marshal(body)
	if err != nil {
		c.t.Error(err)
	}
	return text
}

func (c *Client) send(request *http.Request) Answer {
	c.t.Helper()
	response, err := c.http.Do(request)
	if err != nil {
		c.t.Errorf("%s %s: %v", request.Method, request.URL.Path, err)
		return Answer{}
	}
	defer func() { _ = response.Body.Close() }()
	out := Answer{Status: response.StatusCode, Header: response.Header}
	if out.Body, err = io.ReadAll(response.Body); err != nil {
		c.t.Errorf("%s %s: %v", request.Method, request.URL.Path, err)
	}
	if request.Method != http.MethodHead && strings.HasPrefix(response.Header.Get("Content-Type"), "application/problem+json") {
		if err := json.Unmarshal(out.Body, &out.Problem); err != nil {
			c.t.Errorf("%s %s: the problem is no JSON: %s", request.Method, request.URL.Path, out.Body)
		}
	}
	if out.Status >= http.StatusInternalServerError {
		c.t.Errorf("%s %s answered %d: %s", request.Method, request.URL, out.Status, c.site.log.about(response.Header.Get("X-Request-Id")))
	}
	return out
}
