// Package push speaks HTTP to those who are told of something by machine: signed webhooks, robots of a WeCom (企业微信) group, and a
// provider of short messages. It knows the forms of these requests and what their answers mean, and nothing of what is told.
package push

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"syscall"
	"time"
)

// Error is why something was not taken. Permanent: trying again would be refused again.
type Error struct {
	Permanent bool
	Status    int // of the HTTP answer; 0 without one
	Reply     string
}

func (e *Error) Error() string {
	if e.Status == 0 {
		return e.Reply
	}
	return strings.TrimSpace(fmt.Sprintf("%d %s", e.Status, e.Reply))
}

// ErrForbidden is the cause of a refusal to connect to an address inside our own network.
var ErrForbidden = errors.New("addresses inside a private network are not called")

const (
	timeout   = 10 * time.Second
	maxAnswer = 4 << 10
)

// Client calls addresses that people typed in. Unless Private is set it connects to public addresses only, whatever a name resolves
// to, over HTTPS only; it follows no redirect and uses no proxy.
type Client struct {
	http    *http.Client
	private bool
}

// NewClient opens a client. private allows addresses of this machine and of private networks, and plain HTTP.
func NewClient(private bool) *Client {
	dialer := &net.Dialer{Timeout: 5 * time.Second, Control: func(_, address string, _ syscall.RawConn) error {
		if private {
			return nil
		}
		to, err := netip.ParseAddrPort(address)
		if err != nil || !public(to.Addr().Unmap()) {
			return ErrForbidden
		}
		return nil
	}}
	return &Client{private: private, http: &http.Client{
		Timeout:       timeout,
		Transport:     &http.Transport{DialContext: dialer.DialContext, TLSHandshakeTimeout: 5 * time.Second, MaxIdleConns: 16, IdleConnTimeout: 30 * time.Second, ForceAttemptHTTP2: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// shared are address blocks that no public host answers on, beside those netip names: carrier NAT, documentation, benchmarks,
// reserved, and the IPv6 forms that carry an IPv4 address inside.
var shared = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"), netip.MustParsePrefix("192.0.2.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("100::/64"), netip.MustParsePrefix("2001::/23"),
	netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("fec0::/10"),
}

func public(a netip.Addr) bool {
	if !a.IsGlobalUnicast() || a.IsPrivate() {
		return false
	}
	for _, block := range shared {
		if block.Contains(a) {
			return false
		}
	}
	return true
}

// CheckAddress tells whether an address may be called at all: absolute, HTTPS, no name and password, no address of a private
// network written out. What a name resolves to is looked at when it is called.
func (c *Client) CheckAddress(text string) error {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Host == "" || u.Hostname() == "":
		return errors.New("not an address")
	case u.User != nil:
		return errors.New("name and password do not belong into an address")
	case u.Fragment != "":
		return errors.New("an address ends before the #")
	case c.private && (u.Scheme == "http" || u.Scheme == "https"):
		return nil
	case u.Scheme != "https":
		return errors.New("an address begins with https://")
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if a, err := netip.ParseAddr(host); (err == nil && !public(a.Unmap())) || host == "localhost" || strings.HasSuffix(host, ".localhost") || !strings.ContainsAny(host, ".:") {
		return ErrForbidden
	}
	return nil
}

// do sends a request and returns the first 4 KiB of the answer. Without an answer the failure may pass.
func (c *Client) do(ctx context.Context, address string, body []byte, headers map[string]string) (int, []byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(string(body)))
	if err != nil {
		return 0, nil, &Error{Permanent: true, Reply: "the address cannot be read"}
	}
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	request.Header.Set("User-Agent", "hefu")
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	if host := headers["Host"]; host != "" {
		request.Host = host
	}
	answer, err := c.http.Do(request)
	if err != nil {
		return 0, nil, &Error{Permanent: errors.Is(err, ErrForbidden), Reply: why(err)}
	}
	defer func() { _ = answer.Body.Close() }()
	said, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	if err != nil {
		return answer.StatusCode, nil, &Error{Status: answer.StatusCode, Reply: why(err)}
	}
	return answer.StatusCode, said, nil
}

// why leaves the address out: it may hold a secret.
func why(err error) string {
	var at *url.Error
	if errors.As(err, &at) {
		err = at.Err
	}
	return err.Error()
}
