package web

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"hefu/ledger"
)

// API is the part of the interface that belongs to one audience. Operations can only be added with the permission they ask
// for, so nothing is open by forgetting.
type API struct {
	server   *Server
	audience ledger.Audience
	prefix   string
}

// API returns the interface of one audience, ledger.Portal or ledger.Backoffice.
func (s *Server) API(audience ledger.Audience) *API {
	return &API{server: s, audience: audience, prefix: apiPrefix(audience)}
}

// Routes lists every operation of both audiences, as they are registered.
func (a *API) Routes() []Route { return a.server.Routes() }

// SignedIn asks for a session and no permission: for what everybody may do, such as reading one's own session.
const SignedIn ledger.Permission = ""

// Handler is what an audience writes: typed input in, response type out. The input is a struct of huma's tags (path, query,
// header, Body). Its deadline is in ctx; errors of the domain are returned unchanged.
type Handler[I, O any] func(ctx context.Context, actor ledger.Actor, in *I) (O, error)

// Nothing is the response of an operation that answers 204.
type Nothing struct{}

// Route is one registered operation, as the test that walks them all sees it.
type Route struct {
	Method     string
	Path       string // with {parameters}
	Audience   ledger.Audience
	Permission ledger.Permission
	ByLink     bool // also for who came by a link to one statement
	Summary    string
}

// Option changes one operation.
type Option func(*operation)

type operation struct {
	status   int
	deadline time.Duration
	secret   bool
	byLink   bool
}

// Within gives an operation longer than the usual five seconds. The database's own statement timeout still holds.
func Within(deadline time.Duration) Option { return func(o *operation) { o.deadline = deadline } }

// ByLink opens an operation to sessions that came from a link to one statement; without it they get not_found. The operation sees
// the statement in the actor, and the database keeps every other out of its sight. Whatever asks for more than SeeStatements still
// asks the link's holder for the code.
func ByLink() Option { return func(o *operation) { o.byLink = true } }

// Created answers 201 instead of 200.
func Created() Option { return func(o *operation) { o.status = http.StatusCreated } }

// ShownOnce says that the answer holds a secret: it is not kept under the Idempotency-Key, so a repeated request is a new one.
func ShownOnce() Option { return func(o *operation) { o.secret = true } }

// Get registers a reading operation. need is asked before handle runs, and by the domain again.
func Get[I, O any](a *API, path string, need ledger.Permission, summary string, handle Handler[I, O], options ...Option) {
	register(a, http.MethodGet, path, need, summary, handle, options)
}

// Post registers a writing operation. It takes an Idempotency-Key without further ado.
func Post[I, O any](a *API, path string, need ledger.Permission, summary string, handle Handler[I, O], options ...Option) {
	register(a, http.MethodPost, path, need, summary, handle, options)
}

// Put registers an operation that sets something whole and may be repeated.
func Put[I, O any](a *API, path string, need ledger.Permission, summary string, handle Handler[I, O], options ...Option) {
	register(a, http.MethodPut, path, need, summary, handle, options)
}

type reply[O any] struct{ Body O }

func register[I, O any](a *API, method, path string, need ledger.Permission, summary string, handle Handler[I, O], options []Option) {
	o := operation{deadline: requestDeadline}
	for _, option := range options {
		option(&o)
	}
	described := a.describe(method, path, need, o.byLink, summary)
	if o.secret {
		a.server.secrets[a.prefix+path] = true
	}
	if _, empty := any(*new(O)).(Nothing); empty {
		described.DefaultStatus = http.StatusNoContent
		huma.Register(a.server.document.api, described, func(ctx context.Context, in *I) (*struct{}, error) {
			_, err := call(ctx, a, need, o, in, handle)
			return nil, err
		})
		return
	}
	described.DefaultStatus = o.status
	huma.Register(a.server.document.api, described, func(ctx context.Context, in *I) (*reply[O], error) {
		out, err := call(ctx, a, need, o, in, handle)
		if err != nil {
			return nil, err
		}
		return &reply[O]{out}, nil
	})
}

// call runs a handler as the person of the request, within its deadline, and turns its error into a problem.
func call[I, O any](ctx context.Context, a *API, need ledger.Permission, o operation, in *I, handle Handler[I, O]) (O, error) {
	ctx, cancel := context.WithTimeout(ctx, o.deadline)
	defer cancel()
	r := requestOf(ctx)
	var none O
	actor, err := a.admit(r, need, o.byLink)
	if err != nil {
		return none, problemOf(r, err)
	}
	out, err := handle(ctx, actor, in)
	if err != nil {
		a.server.auditRefusal(ctx, r, err)
		return none, problemOf(r, err)
	}
	return out, nil
}

// admit is where authorization is denied by default: no session of this audience, no permission, no entry; and for who came by a
// link, nothing that does not say otherwise.
func (a *API) admit(r *request, need ledger.Permission, byLink bool) (ledger.Actor, error) {
	if r.session == nil || r.session.Audience != a.audience {
		return ledger.Actor{}, ledger.E("not_authenticated")
	}
	actor := r.session.actor(r)
	if r.session.byToken() {
		return actor, admitToken(r, actor, need)
	}
	if !actor.LinkID.IsZero() && !byLink {
		return ledger.Actor{}, ledger.E("not_found")
	}
	if need == SignedIn {
		return actor, nil
	}
	actor = actor.InPermission(need)
	return actor, actor.Require(need)
}

func (a *API) describe(method, path string, need ledger.Permission, byLink bool, summary string) huma.Operation {
	full := a.prefix + path
	a.server.document.registered = string(a.audience)
	a.server.routes = append(a.server.routes, Route{Method: method, Path: full, Audience: a.audience, Permission: need, ByLink: byLink, Summary: summary})
	described := huma.Operation{
		OperationID: operationID(a.audience, method, path), Method: method, Path: full, Summary: summary,
		Tags: []string{string(a.audience)}, MaxBodyBytes: bodyLimit, Middlewares: huma.Middlewares{a.gate(method+" "+full, need, byLink)},
	}
	if need != SignedIn {
		described.Description = "Asks for the permission " + string(need) + "."
	}
	described.Security = security(a.audience, method, need)
	if a.server.uploads[full] {
		described.MaxBodyBytes = uploadLimit
	}
	return described
}

// operationID is made from the path, so that generated clients get the same names each time.
func operationID(audience ledger.Audience, method, path string) string {
	words := strings.FieldsFunc(path, func(r rune) bool { return strings.ContainsRune("/{}.-", r) })
	return string(audience) + "-" + strings.ToLower(method) + "-" + strings.Join(words, "-")
}
