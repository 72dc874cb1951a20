package devprovider

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
)

// Transport reaches this provider without the network: a request below the issuer
// is answered in the caller's goroutine, any other goes to next (nil: is refused).
// With it the application in the same process can check answers even where the
// issuer's public address does not lead back to the machine itself.
func (p *Provider) Transport(next http.RoundTripper) http.RoundTripper {
	return inProcess{provider: p, next: next}
}

type inProcess struct {
	provider *Provider
	next     http.RoundTripper
}

func (t inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	own := r.URL.Scheme+"://"+r.URL.Host == t.provider.origin && strings.HasPrefix(r.URL.Path, t.provider.path+"/")
	if !own {
		if t.next == nil {
			return nil, errors.New("devprovider: not an address of this provider")
		}
		return t.next.RoundTrip(r)
	}
	in := r.Clone(r.Context())
	in.Host, in.RemoteAddr, in.RequestURI = r.URL.Host, "in-process", r.URL.RequestURI()
	if in.Body == nil {
		in.Body = http.NoBody
	}
	defer in.Body.Close()
	out := &recorded{header: http.Header{}, status: http.StatusOK}
	t.provider.routes.ServeHTTP(out, in)
	return &http.Response{
		Status: http.StatusText(out.status), StatusCode: out.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: out.header, Body: io.NopCloser(&out.body), ContentLength: int64(out.body.Len()), Request: r,
	}, nil
}

// recorded is an answer kept in memory.
type recorded struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (r *recorded) Header() http.Header         { return r.header }
func (r *recorded) WriteHeader(status int)      { r.status = status }
func (r *recorded) Write(b []byte) (int, error) { return r.body.Write(b) }
