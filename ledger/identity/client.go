package identity

import (
	"crypto/tls"
	"net"
	"net/http"
	"time"
)

// boundedClient limits what a slow, broken or hostile provider can cost: time,
// connections, header and body size. It follows no redirect, because none of the
// endpoints it calls has a reason to send one.
func boundedClient(given *http.Client) *http.Client {
	c := &http.Client{
		Timeout:       callTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	var next http.RoundTripper
	if given != nil {
		next = given.Transport
		if given.Timeout > 0 && given.Timeout < c.Timeout {
			c.Timeout = given.Timeout
		}
	}
	if next == nil {
		next = ownTransport()
	}
	c.Transport = limitedTransport{next}
	return c
}

func ownTransport() *http.Transport {
	return &http.Transport{
		Proxy:                  http.ProxyFromEnvironment,
		DialContext:            (&net.Dialer{Timeout: 3 * time.Second}).DialContext,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    3 * time.Second,
		ResponseHeaderTimeout:  callTimeout,
		MaxResponseHeaderBytes: 64 << 10,
		MaxIdleConns:           8,
		MaxIdleConnsPerHost:    4,
		MaxConnsPerHost:        16,
		IdleConnTimeout:        time.Minute,
		ForceAttemptHTTP2:      true,
	}
}

// limitedTransport makes reading more than maxResponse bytes of a body an error.
type limitedTransport struct{ next http.RoundTripper }

func (t limitedTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := t.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	resp.Body = http.MaxBytesReader(nil, resp.Body, maxResponse)
	return resp, nil
}
