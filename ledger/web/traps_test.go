package web

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/netip"
	"net/textproto"
	"strings"
	"sync"
	"testing"

	"github.com/gofiber/fiber/v2"

	"hefu/ledger"
)

// The numbers are those of RELIABILITY section 1.

func TestTrap1ACompressedBodyIsNeverInflated(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	b := s.signIn(ledger.Portal, "cny-viewer")
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write(bytes.Repeat([]byte(" "), 1<<20))
	_ = w.Close()
	for _, coding := range []string{"gzip", "br", "deflate", "identity", "gzip, gzip"} {
		b.do(http.MethodPost, notes, packed.String(), "Content-Encoding", coding).refused(t, http.StatusUnsupportedMediaType, "unsupported-media-type")
	}
	// A part of a form may name an encoding of its own: it is taken as the bytes it is.
	var form bytes.Buffer
	parts := multipart.NewWriter(&form)
	part, err := parts.CreatePart(textproto.MIMEHeader{"Content-Disposition": {`form-data; name="file"; filename="a.csv"`}, "Content-Encoding": {"gzip"}, "Content-Type": {"text/csv"}})
	if err != nil {
		t.Fatal(err)
	}
	_, _ = part.Write(packed.Bytes())
	_ = parts.Close()
	got := b.do(http.MethodPost, "/api/portal/v1/files?kind=customers", form.String(), "Content-Type", parts.FormDataContentType())
	if want := fmt.Sprintf(`"count":%d`, packed.Len()); got.status != http.StatusOK || !strings.Contains(got.body, want) {
		t.Errorf("the packed part came as %d %s, want %s", got.status, got.body, want)
	}
}

const notes = "/api/portal/v1/notes/0198c5a0-0000-7000-8000-000000000001"

func TestTrap2APanicIsOneAnswerAndNotTheEnd(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	b := s.signIn(ledger.Portal, "cny-viewer")
	got := b.get("/api/portal/v1/panics")
	got.refused(t, http.StatusInternalServerError, "internal-error")
	if strings.Contains(got.body, "secret") || strings.Contains(got.body, "goroutine") {
		t.Errorf("the answer shows the inside: %s", got.body)
	}
	if log := s.log.String(); !strings.Contains(log, "secret detail") || !strings.Contains(log, got.problem.RequestID) {
		t.Error("the log does not hold the panic under its request id")
	}
	if again := b.get("/healthz"); again.status != http.StatusOK {
		t.Errorf("after the panic the server answers %d", again.status)
	}
}

func TestTrap3ForwardedHeadersOfStrangersAreIgnored(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	b := s.browser()
	b.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	got := b.get("/auth/portal/login", "X-Forwarded-Host", "evil.example", "X-Forwarded-Proto", "https", "X-Forwarded-For", "203.0.113.9", "Forwarded", "host=evil.example")
	if strings.Contains(got.header.Get("Location"), "evil") || got.status != http.StatusFound {
		t.Errorf("the redirect leads to %s (%d)", got.header.Get("Location"), got.status)
	}
	if strings.Contains(s.log.String(), "203.0.113.9") {
		t.Error("a stranger's X-Forwarded-For became the client's address")
	}
	b.get("/", "Host", "evil.example").refused(t, http.StatusMisdirectedRequest, "misdirected-request")
}

func TestTrap3TheClientIsTheRightmostHopThatIsNotOurs(t *testing.T) {
	server := &Server{options: Options{TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("127.0.0.0/8")}}}
	for _, c := range []struct{ remote, forwarded, want string }{
		{"198.51.100.7", "203.0.113.9", "198.51.100.7"},
		{"10.0.0.1", "203.0.113.9", "203.0.113.9"},
		{"10.0.0.1", "1.1.1.1, 203.0.113.9", "203.0.113.9"},
		{"10.0.0.1", "1.1.1.1, 203.0.113.9, 10.0.0.2", "203.0.113.9"},
		{"10.0.0.1", "203.0.113.9, nonsense", "10.0.0.1"},
		{"10.0.0.1", "", "10.0.0.1"},
		{"10.0.0.1", "2001:db8::1", "2001:db8::1"},
	} {
		if got := addressVia(t, server, c.remote, c.forwarded); got != c.want {
			t.Errorf("%s forwarding %q is %s, want %s", c.remote, c.forwarded, got, c.want)
		}
	}
}

// addressVia asks for the client's address of a request that came from remote.
func addressVia(t *testing.T, server *Server, remote, forwarded string) string {
	t.Helper()
	var got string
	app := fiber.New()
	app.Get("/", func(c *fiber.Ctx) error {
		got = server.clientAddress(c)
		return nil
	})
	app.Handler()(requestFrom(remote, forwarded))
	return got
}

func TestTrap4WhatAHandlerKeepsDoesNotChange(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	b := s.signIn(ledger.Portal, "cny-viewer")
	want := map[string]bool{}
	var wait sync.WaitGroup
	for i := range 40 {
		text := fmt.Sprintf("kept-%02d", i)
		want[text] = true
		wait.Go(func() { b.do(http.MethodPost, notes, `{"amount":"1","text":"`+text+`"}`) })
	}
	wait.Wait()
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for _, text := range s.calls {
		if !want[text] {
			t.Errorf("a handler was left with %q", text)
		}
		delete(want, text)
	}
	if len(want) > 0 {
		t.Errorf("missing: %v", want)
	}
}

func TestTrap5AnAnswerIsOnlyEverRepeatedToItsOwner(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	first, second := s.signIn(ledger.Portal, "cny-viewer"), s.signIn(ledger.Portal, "cny-confirmer")
	body := `{"amount":"1","text":"once"}`
	one := first.do(http.MethodPost, notes, body, "Idempotency-Key", "the-same-key")
	other := second.do(http.MethodPost, notes, body, "Idempotency-Key", "the-same-key")
	if one.status != http.StatusOK || other.status != http.StatusOK || one.body == other.body {
		t.Errorf("two people with one key got %s and %s", one.body, other.body)
	}
	for _, b := range []*browser{first, second} {
		if got := b.get(notes); got.header.Get("Cache-Control") != "no-store" {
			t.Errorf("an account's answer may be cached: %q", got.header.Get("Cache-Control"))
		}
	}
}

func TestTrap6AmbiguousHeadersAreRefused(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	host := strings.TrimPrefix(s.base, "http://")
	for name, head := range map[string]string{
		"two lengths":   "POST " + notes + " HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{} ",
		"two hosts":     "GET /healthz HTTP/1.1\r\nHost: " + host + "\r\nHost: evil.example\r\n\r\n",
		"no host":       "GET /healthz HTTP/1.1\r\n\r\n",
		"a long header": "GET /healthz HTTP/1.1\r\nHost: " + host + "\r\nX-Long: " + strings.Repeat("x", 20_000) + "\r\n\r\n",
	} {
		if status := s.raw(head); status < 400 || status > 499 {
			t.Errorf("%s: got %d", name, status)
		}
	}
	if status := s.raw("GET /healthz HTTP/1.1\r\nHost: " + host + "\r\n\r\n"); status != http.StatusOK {
		t.Errorf("a plain request got %d", status)
	}
}

// raw sends bytes as they are and returns the status of the answer.
func (s *site) raw(text string) int {
	s.t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.base, "http://"))
	if err != nil {
		s.t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, text); err != nil {
		s.t.Fatal(err)
	}
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	return response.StatusCode
}

func TestTrap10AnUnknownErrorShowsNothing(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	b := s.signIn(ledger.Portal, "cny-viewer")
	got := b.do(http.MethodPost, notes, `{"amount":"1","text":"fail"}`)
	got.refused(t, http.StatusInternalServerError, "internal-error")
	if strings.Contains(got.body, "secret") {
		t.Errorf("the answer shows the inside: %s", got.body)
	}
	if !strings.Contains(s.log.String(), "secret detail") {
		t.Error("the log does not hold the cause")
	}
}

func TestTrap11OnlyTheDeclaredTypeIsRead(t *testing.T) {
	t.Parallel()
	s := openSite(t)
	b := s.signIn(ledger.Portal, "cny-viewer")
	for _, media := range []string{"application/x-www-form-urlencoded", "text/plain", "application/xml", "multipart/form-data; boundary=x", "application/json; charset=gbk", "nonsense/", ""} {
		got := b.do(http.MethodPost, notes, `{"amount":"1","text":"x"}`, "Content-Type", media)
		got.refused(t, http.StatusUnsupportedMediaType, "unsupported-media-type")
	}
	if got := b.do(http.MethodPost, notes, `{"amount":"1","text":"x"}`, "Content-Type", "application/json; charset=UTF-8"); got.status != http.StatusOK {
		t.Errorf("JSON with its charset got %d %s", got.status, got.body)
	}
}
