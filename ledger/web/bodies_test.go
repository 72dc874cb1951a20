package web

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"hefu/ledger"
)

type sentFile struct {
	Key ledger.ID `path:"key"`
}

// openFiles is a site whose operation counts the bytes it is sent.
func openFiles(t *testing.T, patience time.Duration) *site {
	t.Helper()
	return openSiteWith(t, func(s *site) {
		s.server.patience = patience
		Take(s.server.API(ledger.Portal), "/papers/{key}", ledger.SeeStatements, "Take", func(_ context.Context, actor ledger.Actor, in *sentFile, body io.Reader) (noteView, error) {
			s.called("began")
			read, err := io.Copy(io.Discard, body)
			if err == nil {
				s.called("whole")
			}
			return noteView{Text: in.Key.String(), Actor: actor.Name, Count: int(read)}, err
		})
	})
}

const paper = "/api/portal/v1/papers/0198c5a0-0000-7000-8000-000000000001"

func (b *browser) put(body string, headers ...string) answer {
	b.t.Helper()
	return b.do(http.MethodPut, paper, body, append([]string{"Content-Type", "application/octet-stream"}, headers...)...)
}

func TestAFileIsStreamedUpToItsLimit(t *testing.T) {
	t.Parallel()
	s := openFiles(t, uploadTime)
	b := s.signIn(ledger.Portal, "cny-viewer")
	for _, size := range []int{0, 1, 8191, 8192, 8193, bodyLimit + 1, uploadLimit} {
		got := b.put(strings.Repeat("x", size))
		if got.status != http.StatusOK || !strings.Contains(got.body, fmt.Sprintf(`"count":%d`, size)) {
			t.Errorf("%d bytes: %d %s", size, got.status, got.body)
		}
	}
	b.put(strings.Repeat("x", uploadLimit+1)).refused(t, http.StatusRequestEntityTooLarge, "payload-too-large")
	if got := b.put(strings.Repeat("x", 26<<20)); !strings.Contains(got.body, "25 MiB") {
		t.Errorf("26 MiB: %d %s", got.status, got.body)
	}
	if got := b.put("x", "Content-Encoding", "gzip"); got.status != http.StatusUnsupportedMediaType {
		t.Errorf("a packed file: %d", got.status)
	}
	if got := b.put("x", "Content-Type", "application/json"); got.status != http.StatusUnsupportedMediaType {
		t.Errorf("a file called JSON: %d", got.status)
	}
	if got := b.get("/api/portal/v1/notes"); got.status != http.StatusOK {
		t.Errorf("after refused files the connection answers %d", got.status)
	}
}

// Nothing of a file is read for who is not let in, and what was not read is never taken for another request.
func TestAFileIsNotReadBeforeItsSenderIsLetIn(t *testing.T) {
	t.Parallel()
	s := openFiles(t, uploadTime)
	b := s.signIn(ledger.Portal, "cny-viewer")
	b.put("x", "X-CSRF-Token", newToken()).refused(t, http.StatusForbidden, "csrf-failed")
	inside := "GET /api/portal/v1/notes HTTP/1.1\r\nHost: " + strings.TrimPrefix(s.base, "http://") + "\r\n\r\n"
	body := strings.Repeat("x", 8<<10) + inside
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, _ = fmt.Fprintf(conn, "PUT %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/octet-stream\r\nContent-Length: %d\r\n\r\n%s", paper, strings.TrimPrefix(s.base, "http://"), len(body), body)
	all, _ := io.ReadAll(conn)
	if !strings.HasPrefix(string(all), "HTTP/1.1 401") || strings.Count(string(all), "HTTP/1.1") != 1 {
		t.Errorf("a stranger's file was answered with %q", all)
	}
	if len(s.calls) != 0 {
		t.Errorf("refused files reached the operation: %v", s.calls)
	}
}

func TestAFileThatStopsOnItsWayIsRefused(t *testing.T) {
	t.Parallel()
	s := openFiles(t, 700*time.Millisecond)
	b := s.signIn(ledger.Portal, "cny-viewer")
	host := strings.TrimPrefix(s.base, "http://")
	cookies := ""
	for _, cookie := range b.client.Jar.Cookies(must(http.NewRequest(http.MethodGet, s.base, nil)).URL) {
		cookies += cookie.Name + "=" + cookie.Value + "; "
	}
	for name, leave := range map[string]bool{"waits": false, "leaves": true} {
		conn, err := net.Dial("tcp", host)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = fmt.Fprintf(conn, "PUT %s HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\nX-CSRF-Token: %s\r\nContent-Type: application/octet-stream\r\nContent-Length: 100000\r\n\r\n%s",
			paper, host, cookies, b.csrf, strings.Repeat("x", 20000))
		if leave {
			_ = conn.(*net.TCPConn).CloseWrite()
		}
		began := time.Now()
		_ = conn.SetReadDeadline(time.Now().Add(10 * time.Second))
		all, err := io.ReadAll(conn)
		_ = conn.Close()
		if err != nil || !strings.HasPrefix(string(all), "HTTP/1.1 400") || !strings.Contains(string(all), "incomplete_upload") {
			t.Errorf("a sender who %s after 20,000 of 100,000 bytes got %q, %v", name, all, err)
		}
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("a sender who %s kept the connection for %s", name, took)
		}
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for _, call := range s.calls {
		if call == "whole" {
			t.Error("half a file was taken for a whole one")
		}
	}
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// A file passes through in pieces: taking many does not hold them.
func TestAFileDoesNotLieInMemory(t *testing.T) {
	s := openFiles(t, uploadTime)
	b := s.signIn(ledger.Portal, "cny-viewer")
	file := strings.Repeat("x", uploadLimit)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range 4 {
		if got := b.put(file); got.status != http.StatusOK {
			t.Fatalf("%d %s", got.status, got.body)
		}
	}
	runtime.ReadMemStats(&after)
	if grown := after.TotalAlloc - before.TotalAlloc; grown > uploadLimit {
		t.Errorf("four files of 25 MiB took %d MiB of memory", grown>>20)
	}
}
