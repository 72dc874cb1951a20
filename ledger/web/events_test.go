package web

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"hefu/ledger"
)

func TestEventsArriveOneByOneAndEndWithTheServer(t *testing.T) {
	t.Parallel()
	step, ended := make(chan int), make(chan error, 1)
	s := openSiteWith(t, func(s *site) { registerProgress(s, step, ended) })
	s.browser().get("/api/portal/v1/progress/events").refused(t, http.StatusUnauthorized, "not-authenticated")
	b := s.signIn(ledger.Portal, "cny-viewer")
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.base+"/api/portal/v1/progress/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := b.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.Header.Get("Content-Type") != "text/event-stream" || !strings.Contains(response.Header.Get("Cache-Control"), "no-transform") {
		t.Errorf("headers: %v", response.Header)
	}
	lines := bufio.NewScanner(response.Body)
	if got := nextData(t, lines); got != "0" {
		t.Errorf("the first event holds %s", got)
	}
	for n := 1; n <= 3; n++ {
		step <- n // the source goes on only after the browser has read the event before
		var data struct{ Done int }
		if got := nextData(t, lines); json.Unmarshal([]byte(got), &data) != nil || data.Done != n {
			t.Errorf("event %d holds %s", n, got)
		}
	}
	s.server.closed.Do(func() { close(s.server.closing) })
	if err := <-ended; err == nil {
		t.Error("the source was not ended")
	}
}

func registerProgress(s *site, step <-chan int, ended chan<- error) {
	Events(s.server.API(ledger.Portal), "/progress/events", SignedIn, "Progress",
		func(context.Context, ledger.Actor, *struct{}) (Event, error) {
			return Event{Name: "progress", Data: 0}, nil
		},
		func(ctx context.Context, actor ledger.Actor, _ *struct{}, send func(Event) error) error {
			for {
				select {
				case n := <-step:
					if err := send(Event{Name: "progress", Data: map[string]any{"done": n, "by": actor.Name}}); err != nil {
						return err
					}
				case <-ctx.Done():
					ended <- ctx.Err()
					return nil
				}
			}
		})
}

func nextData(t *testing.T, lines *bufio.Scanner) string {
	t.Helper()
	for lines.Scan() {
		if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
			return data
		}
	}
	t.Fatalf("the stream ended: %v", lines.Err())
	return ""
}

func TestAHandlerThatTakesTooLongIs503(t *testing.T) {
	t.Parallel()
	s := openSiteWith(t, func(s *site) {
		Get(s.server.API(ledger.Portal), "/slow", SignedIn, "Slow", func(ctx context.Context, _ ledger.Actor, _ *struct{}) (Nothing, error) {
			<-ctx.Done()
			return Nothing{}, s.books.DB.Ping(ctx)
		}, Within(1))
	})
	b := s.signIn(ledger.Portal, "cny-viewer")
	got := b.get("/api/portal/v1/slow")
	got.refused(t, http.StatusServiceUnavailable, "unavailable")
	if got.header.Get("Retry-After") == "" {
		t.Error("it does not say when to come back")
	}
}

func TestAFileIsSentWithItsHash(t *testing.T) {
	t.Parallel()
	s := openSiteWith(t, func(s *site) {
		Download(s.server.API(ledger.Portal), "/file", SignedIn, "File", func(context.Context, ledger.Actor, *struct{}) (File, error) {
			return File{Name: "对账单 2026-10.pdf", Media: "application/pdf", Body: []byte("%PDF"), ETag: "abc"}, nil
		})
	})
	b := s.signIn(ledger.Portal, "cny-viewer")
	got := b.get("/api/portal/v1/file")
	if got.body != "%PDF" || got.header.Get("ETag") != `"abc"` || got.header.Get("Cache-Control") != "private, no-cache" ||
		!strings.HasPrefix(got.header.Get("Content-Disposition"), "attachment; filename*=utf-8''") {
		t.Errorf("got %q with %v", got.body, got.header)
	}
	if again := b.get("/api/portal/v1/file", "If-None-Match", `"abc"`); again.status != http.StatusNotModified || again.body != "" {
		t.Errorf("asking again: %d %q", again.status, again.body)
	}
}
