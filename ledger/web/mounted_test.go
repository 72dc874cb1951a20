package web

import (
	"io"
	"net/http"
	"testing"
)

// A foreign handler is told whence a request comes by the server alone, whatever the client writes.
func TestAForeignHandlerIsToldWhenceByTheServer(t *testing.T) {
	t.Parallel()
	s := openSiteWith(t, func(*site) {}, func(o *Options) {
		o.Mounts["/whence"] = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, r.Header.Get("Hefu-Source"))
		})
	})
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.base+"/whence/x", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Hefu-Source", "198.51.100.7")
	request.Header.Set("X-Forwarded-For", "198.51.100.8")
	answer, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if said, err := io.ReadAll(answer.Body); err != nil || string(said) != "127.0.0.1" && string(said) != "::1/128" && string(said) != "::/64" {
		t.Errorf("the handler is told %q, %v", said, err)
	}
}
