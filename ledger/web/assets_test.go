package web

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"
)

var built = fstest.MapFS{
	"index.html":               {Data: []byte("choose")},
	"portal.html":              {Data: []byte("portal")},
	"backoffice.html":          {Data: []byte("backoffice")},
	"assets/portal-1a2b.js":    {Data: []byte("plain script")},
	"assets/portal-1a2b.js.br": {Data: []byte("brotli")},
	"assets/portal-1a2b.js.gz": {Data: []byte("gzip")},
	"assets/portal.js.map":     {Data: []byte("map")},
	".vite/manifest.json":      {Data: []byte("{}")},
	".keep":                    {},
}

func TestTheBuiltPagesAreServed(t *testing.T) {
	t.Parallel()
	s := openSite(t, func(o *Options) { o.Dist = built })
	b := s.browser()
	b.client.Transport = &http.Transport{DisableCompression: true}
	for _, c := range []struct {
		path, accept, body, coding, cache string
		status                            int
	}{
		{"/", "", "choose", "", "no-cache", 200},
		{"/p", "", "portal", "", "no-cache", 200},
		{"/p/statements/1?x=1", "", "portal", "", "no-cache", 200},
		{"/console/disputes", "", "backoffice", "", "no-cache", 200},
		{"/assets/portal-1a2b.js", "gzip, br", "brotli", "br", "public, max-age=31536000, immutable", 200},
		{"/assets/portal-1a2b.js", "gzip", "gzip", "gzip", "public, max-age=31536000, immutable", 200},
		{"/assets/portal-1a2b.js", "br;q=0, gzip", "gzip", "gzip", "public, max-age=31536000, immutable", 200},
		{"/assets/portal-1a2b.js", "", "plain script", "", "public, max-age=31536000, immutable", 200},
		{"/assets/portal-9999.js", "", "", "", "no-store", 404},
		{"/assets/portal.js.map", "", "", "", "no-store", 404},
		{"/assets/portal-1a2b.js.br", "", "", "", "no-store", 404},
		{"/.vite/manifest.json", "", "", "", "no-store", 404},
		{"/assets/../.vite/manifest.json", "", "", "", "no-store", 404},
		{"/portal.html", "", "", "", "no-store", 404},
		{"/pirate", "", "", "", "no-store", 404},
	} {
		got := b.get(c.path, "Accept-Encoding", c.accept, "Accept", "text/html")
		if got.status != c.status || got.header.Get("Content-Encoding") != c.coding || got.header.Get("Cache-Control") != c.cache || (c.status == 200 && got.body != c.body) {
			t.Errorf("%s (%s): got %d %q %q %q", c.path, c.accept, got.status, got.body, got.header.Get("Content-Encoding"), got.header.Get("Cache-Control"))
		}
	}
	if media := b.get("/assets/portal-1a2b.js").header.Get("Content-Type"); !strings.HasPrefix(media, "text/javascript") {
		t.Errorf("a script is served as %s", media)
	}
	tag := b.get("/p").header.Get("ETag")
	if got := b.get("/p", "If-None-Match", tag); tag == "" || got.status != http.StatusNotModified || got.body != "" {
		t.Errorf("asking again with %s: %d %q", tag, got.status, got.body)
	}
}

func TestAProgramWithoutItsPagesSaysSo(t *testing.T) {
	t.Parallel()
	s := openSite(t, func(o *Options) { o.Dist = fstest.MapFS{".keep": {}} })
	if got := s.browser().get("/console"); got.status != http.StatusServiceUnavailable || !strings.Contains(got.body, "cmd/dev run") {
		t.Errorf("got %d %s", got.status, got.body)
	}
}

func TestAliveIsNotReady(t *testing.T) {
	t.Parallel()
	var fault error
	s := openSite(t, func(o *Options) { o.Ready = func(context.Context) error { return fault } })
	b := s.browser()
	if got := b.get("/readyz", "Host", "10.1.2.3:8080"); got.status != http.StatusOK {
		t.Errorf("a ready server says %d", got.status)
	}
	fault = errors.New("three migrations are missing")
	got := b.get("/readyz")
	if got.status != http.StatusServiceUnavailable || strings.Contains(got.body, "migrations") || !strings.Contains(s.log.String(), "three migrations") {
		t.Errorf("a server that is not ready says %d %s", got.status, got.body)
	}
	if alive := b.get("/healthz"); alive.status != http.StatusOK {
		t.Errorf("it is not alive either: %d", alive.status)
	}
}

func TestAStatementsPageNamesWhatItAsksForFirst(t *testing.T) {
	t.Parallel()
	const id = "01a2019a-689b-7d54-b740-bec68d846cb4"
	want := "</api/portal/v1/session>; rel=preload; as=fetch; crossorigin, </api/portal/v1/statements/" + id + ">; rel=preload; as=fetch; crossorigin, </api/portal/v1/statements/" + id +
		"/content>; rel=preload; as=fetch; crossorigin"
	for path, header := range map[string]string{"/p/s/" + id: want, "/p/s/" + id + "/lines/3": want, "/p": "", "/p/s/": "", "/p/s/x%22%3E": "", "/p/s/" + id + "0": "", "/console/s/" + id: ""} {
		if got := preloads(path); got != header {
			t.Errorf("%s: %q", path, got)
		}
	}
}
