// Package webtest gives a test the real server on a real port, over books of its own, with the routes of whichever audiences the
// test registers, and clients that are signed in as anybody. Nothing in it is replaced by a stand-in: what a client sends goes
// through every guard, and what it reads came out of PostgreSQL.
package webtest

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"hefu/ledger"
	"hefu/ledger/access"
	"hefu/ledger/blob"
	"hefu/ledger/books"
	"hefu/ledger/esign"
	"hefu/ledger/esign/devesign"
	"hefu/ledger/finalization"
	"hefu/ledger/ledgertest"
	"hefu/ledger/matching"
	"hefu/ledger/payment"
	"hefu/ledger/provider"
	"hefu/ledger/web"
)

// Site is a running server and the books behind it.
type Site struct {
	*ledgertest.Books
	Services *books.Books
	Server   *web.Server
	Base     string             // such as http://localhost:40001
	Files    string             // the folder of attachments' bytes
	ESign    *devesign.Provider // customers may sign there

	transport *http.Transport
	log       *lines
}

// Register adds an audience's operations, as portal.Register and backoffice.Register do.
type Register func(*web.Server, *books.Books)

// pages stand for the built front end: the server answers with them as with the real ones.
var pages = fstest.MapFS{"index.html": page, "portal.html": page, "backoffice.html": page}

var page = &fstest.MapFile{Data: []byte("<!doctype html><title>page</title>")}

// ESignPath is where the e-sign provider of the tests is.
const ESignPath = "/dev/esign"

const stopTime = 10 * time.Second

// Open starts the server with the operations of the audiences and stops it when the test ends. There are no rate limits.
func Open(t testing.TB, audiences ...Register) *Site {
	t.Helper()
	b := ledgertest.Open(t)
	s := &Site{Books: b, log: &lines{}, transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	log := slog.New(slog.NewJSONHandler(s.log, nil))
	blobs, err := blob.OpenFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s.Files = blobs.Root()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	base := &url.URL{Scheme: "http", Host: strings.Replace(listener.Addr().String(), "127.0.0.1", "localhost", 1)}
	s.Base = base.String()
	if s.ESign, err = devesign.New(devesign.Config{Base: base.JoinPath(ESignPath), Client: &http.Client{Transport: s.transport, Timeout: stopTime}, Clock: ledger.SystemClock}); err != nil {
		t.Fatal(err)
	}
	esigner := s.ESign.Remote()
	if s.Services, err = books.New(b.DB, books.Options{Log: log, Links: access.Options{BaseURL: s.Base, Keys: access.RandomKeys()}, Blobs: blobs, Matching: matching.Options{Samples: true},
		Finalization: finalization.Options{Provider: esigner}, Payments: payment.Options{Providers: []provider.Provider{provider.NewSandbox()}, BaseURL: s.Base}}); err != nil {
		t.Fatal(err)
	}
	s.Server, err = web.New(web.Options{DB: b.DB, Links: s.Services.Access, BaseURL: base, Log: log, Clock: ledger.SystemClock, Dist: pages, Documents: s.Services.Finalizations,
		Mounts: map[string]http.Handler{provider.WebhookPath: s.Services.Payments.Webhook(), ESignPath: s.ESign.Handler(),
			esign.CallbackPath: esign.Callback(esigner, ledger.SystemClock, s.Services.Finalizations.Deliver)}})
	if err != nil {
		t.Fatal(err)
	}
	for _, register := range audiences {
		register(s.Server, s.Services)
	}
	served := make(chan error, 1)
	go func() { served <- s.Server.Serve(listener) }()
	t.Cleanup(func() {
		s.transport.CloseIdleConnections()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), stopTime)
		defer cancel()
		if err := errors.Join(s.Server.Shutdown(ctx), <-served); err != nil {
			t.Error(err)
		}
	})
	return s
}

// Work starts the background work of all services until the test ends.
func (s *Site) Work(t testing.TB) {
	t.Helper()
	worker, err := s.Services.Worker(ledger.SystemClock, slog.New(slog.NewJSONHandler(s.log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	lasting := context.WithoutCancel(t.Context())
	if err := worker.Start(lasting); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(lasting, stopTime)
		defer cancel()
		if err := worker.Stop(ctx); err != nil {
			t.Error(err)
		}
	})
}

// lines is the server's log, kept so that a failing request can be explained.
type lines struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

func (l *lines) Write(line []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.text.Write(line)
}

// about is every line that names the request.
func (l *lines) about(request string) string {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	var found []string
	for line := range strings.Lines(l.text.String()) {
		if strings.Contains(line, request) {
			found = append(found, line)
		}
	}
	return strings.Join(found, "")
}

// Logged tells whether a text is anywhere in the server's log.
func (s *Site) Logged(text string) bool {
	s.log.mutex.Lock()
	defer s.log.mutex.Unlock()
	return bytes.Contains(s.log.text.Bytes(), []byte(text))
}
