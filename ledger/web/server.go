// Package web is the HTTP side that both audiences share: the Fiber application with its guards, sessions and sign-in, the
// typed operations of the API, problem details, cursors, idempotency keys, and the built pages. It knows no document.
package web

import (
	"context"
	"crypto/x509"
	"errors"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"hefu/ledger"
	"hefu/ledger/access"
	"hefu/ledger/identity"
	"hefu/ledger/internal/store"
	"hefu/ledger/party"
	"hefu/ledger/token"
)

// Options say where the server stands and what it serves. DB may be nil for a server that only describes its routes.
type Options struct {
	DB      *store.DB
	BaseURL *url.URL // the one address people use; decides cookies, origins, and links

	// Hosts and Origins are accepted beside those of BaseURL, such as "127.0.0.1:5173" for a front end under development.
	Hosts   []string
	Origins []string
	// TrustedProxies may name the client's address in X-Forwarded-For; nobody else may.
	TrustedProxies []netip.Prefix

	// Providers say who may sign in, by audience.
	Providers map[ledger.Audience]Provider
	// Mounts are foreign handlers by path prefix: the development identity providers.
	Mounts map[string]http.Handler
	// Dist is the built front end; its root holds portal.html and backoffice.html, or nothing.
	Dist fs.FS
	// Ready tells why the server cannot work now; nil when it can.
	Ready func(ctx context.Context) error

	// DocumentRoots vouch for the signers of documents that the public page checks; nil: nobody does.
	DocumentRoots *x509.CertPool

	// Documents are what the public page looks up by a printed code, and whom it believes beside DocumentRoots; nil: only files that are sent are looked at.
	Documents Documents

	// Links open single statements without an account; nil: this server opens none.
	Links *access.Service

	Sessions    SessionLimits
	Rates       RateLimits
	Development bool
	Tracing     bool
	Version     string
	Log         *slog.Logger
	Clock       ledger.Clock
}

// Provider is the identity provider of one audience.
type Provider struct {
	Identity *identity.Provider
	// IssuerName replaces the issuer under which people are kept, for the development providers, whose real issuer holds a
	// port that changes. Empty: the issuer itself.
	IssuerName string
}

// Server is the running application.
type Server struct {
	options  Options
	app      *fiber.App
	log      *slog.Logger
	clock    ledger.Clock
	document *document
	limiter  *limiter
	people   *party.Service
	tokens   *token.Service
	metrics  *metrics
	uploads  map[string]bool // paths that take a file in a form
	secrets  map[string]bool // paths whose answers are not kept
	raw      [][]string      // paths that take a file as their body, in steps
	patience time.Duration   // how long such a file may take on its way
	streams  map[string]bool // paths that answer with an endless stream
	routes   []Route
	closing  chan struct{}
	closed   sync.Once
}

// Fiber's limits; RELIABILITY's defaults.
const (
	readTimeout     = 5 * time.Second
	writeTimeout    = 30 * time.Second
	idleTimeout     = 60 * time.Second
	bodyLimit       = 1 << 20
	uploadLimit     = 25 << 20
	headerLimit     = 16 << 10
	concurrency     = 4096
	requestDeadline = 5 * time.Second
)

// New builds the application without the audiences' routes; they register through API before Listen.
func New(options Options) (*Server, error) {
	if options.BaseURL == nil || options.BaseURL.Host == "" {
		return nil, errors.New("web: no base URL")
	}
	if options.Log == nil {
		options.Log = slog.New(slog.DiscardHandler)
	}
	if options.Clock == nil {
		options.Clock = ledger.SystemClock
	}
	s := &Server{
		options: options, log: options.Log, clock: options.Clock,
		uploads: map[string]bool{}, secrets: map[string]bool{}, streams: map[string]bool{}, patience: uploadTime, closing: make(chan struct{}),
	}
	s.people = party.Open(options.DB)
	s.tokens = token.Open(options.DB)
	s.limiter = newLimiter(options.DB, options.Clock)
	s.metrics = newMetrics(options.DB)
	s.app = fiber.New(fiber.Config{
		Immutable: true, StrictRouting: true, CaseSensitive: true, UnescapePath: false,
		ReadTimeout: readTimeout, WriteTimeout: writeTimeout, IdleTimeout: idleTimeout,
		BodyLimit: bodyLimit, ReadBufferSize: headerLimit, Concurrency: concurrency,
		EnableTrustedProxyCheck: true, DisableStartupMessage: true, DisablePreParseMultipartForm: true, StreamRequestBody: true,
		ErrorHandler: s.writeError,
	})
	s.app.Server().HeaderReceived = s.headerReceived
	s.app.Server().Handler = s.knownMethods(s.takeBodies(s.app.Server().Handler))
	s.document = newDocument(s.app, options.Version)
	assets, err := loadAssets(options.Dist)
	if err != nil {
		return nil, err
	}
	s.guards()
	s.health()
	s.plain()
	s.signIn()
	s.invitations()
	s.verification()
	s.mounts()
	s.guardAPI(ledger.Portal)
	s.guardAPI(ledger.Backoffice)
	s.sessionRoutes()
	if options.Links != nil {
		s.linkRoutes()
	}
	s.pages(assets)
	return s, nil
}

// Serve serves on an open listener until Shutdown.
func (s *Server) Serve(listener net.Listener) error { return s.app.Listener(listener) }

// Shutdown refuses new requests, ends event streams, and waits for the requests under way until ctx ends.
func (s *Server) Shutdown(ctx context.Context) error {
	s.closed.Do(func() { close(s.closing) })
	return s.app.ShutdownWithContext(ctx)
}

// Routes lists every operation of the API with what it asks for, for the test that walks them all.
func (s *Server) Routes() []Route { return s.routes }
