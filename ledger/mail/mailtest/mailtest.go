// Package mailtest is a real mail server for tests: it listens on this machine, keeps what it is given, and misbehaves on demand.
package mailtest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"hefu/ledger/mail"
)

// Mail is what the server took.
type Mail struct {
	From, To string
	Raw      string
}

// Header is the first header of that name as it was sent, unfolded; empty without one.
func (m Mail) Header(name string) string {
	head, _, _ := strings.Cut(m.Raw, "\r\n\r\n")
	for _, line := range strings.Split(strings.ReplaceAll(head, "\r\n ", " "), "\r\n") {
		if key, value, ok := strings.Cut(line, ": "); ok && strings.EqualFold(key, name) {
			return value
		}
	}
	return ""
}

// Behavior is what the server does with a recipient. The zero value takes everything.
type Behavior struct {
	Refuse     int  // answer RCPT TO with this code
	CutAfter   bool // keep the mail and drop the connection before the answer
	RefuseData int  // answer the content with this code
	Hold       chan struct{}
}

// Server is a mail server of one test.
type Server struct {
	Host     string
	Port     int
	Roots    *x509.CertPool
	User     string
	Password string

	mu        sync.Mutex
	mails     []Mail
	tries     int
	behaviors map[string][]Behavior
}

// Options of a server: TLS offers STARTTLS, Password asks for AUTH PLAIN as "hefu".
type Options struct {
	TLS      bool
	Implicit bool
	Password string
}

// Open starts a server that ends with the test.
func Open(t testing.TB, options Options) *Server {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &Server{Host: "127.0.0.1", Port: listener.Addr().(*net.TCPAddr).Port, User: "hefu", Password: options.Password, behaviors: map[string][]Behavior{}}
	server := smtp.NewServer(backend{s})
	server.Domain, server.ReadTimeout, server.WriteTimeout, server.AllowInsecureAuth = "mail.test", 20*time.Second, 20*time.Second, !options.TLS
	server.ErrorLog = quiet{}
	if options.TLS || options.Implicit {
		config := certificate(t, s)
		if options.Implicit {
			listener = tls.NewListener(listener, config)
		} else {
			server.TLSConfig = config
		}
	}
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return s
}

type quiet struct{}

func (quiet) Printf(string, ...any) {}
func (quiet) Println(...any)        {}

// Config is how a sender reaches the server.
func (s *Server) Config(security mail.Security) mail.SMTP {
	config := mail.SMTP{Host: s.Host, Port: s.Port, Security: security, From: "合符对账 <statements@hefu.test>", Timeout: 3 * time.Second, Roots: s.Roots}
	if s.Password != "" {
		config.Username, config.Password = s.User, s.Password
	}
	return config
}

// Behave sets what happens to the next mails to an address, one after the other; after the last one it takes everything.
func (s *Server) Behave(to string, behaviors ...Behavior) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.behaviors[to] = behaviors
}

// Mails are those it took so far.
func (s *Server) Mails() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Mail(nil), s.mails...)
}

// Tries counts recipients named, taken or not.
func (s *Server) Tries() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tries
}

func (s *Server) next(to string) Behavior {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tries++
	left := s.behaviors[to]
	if len(left) == 0 {
		return Behavior{}
	}
	s.behaviors[to] = left[1:]
	return left[0]
}

type backend struct{ *Server }

func (b backend) NewSession(c *smtp.Conn) (smtp.Session, error) {
	return &session{server: b.Server, conn: c}, nil
}

type session struct {
	server   *Server
	conn     *smtp.Conn
	from, to string
	behavior Behavior
	signedIn bool
}

func (s *session) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *session) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != s.server.User || password != s.server.Password {
			return errors.New("wrong password")
		}
		s.signedIn = true
		return nil
	}), nil
}

func refusal(code int) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 1, 1}, Message: "as the test asked"}
}

func (s *session) Mail(from string, _ *smtp.MailOptions) error {
	if s.server.Password != "" && !s.signedIn {
		return smtp.ErrAuthRequired
	}
	s.from = from
	return nil
}

func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.to, s.behavior = to, s.server.next(to)
	if s.behavior.Refuse != 0 {
		return refusal(s.behavior.Refuse)
	}
	return nil
}

func (s *session) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if s.behavior.Hold != nil {
		<-s.behavior.Hold
	}
	if s.behavior.RefuseData != 0 {
		return refusal(s.behavior.RefuseData)
	}
	s.server.mu.Lock()
	s.server.mails = append(s.server.mails, Mail{From: s.from, To: s.to, Raw: string(raw)})
	s.server.mu.Unlock()
	if s.behavior.CutAfter {
		return s.conn.Conn().Close()
	}
	return nil
}

func (s *session) Reset()        {}
func (s *session) Logout() error { return nil }

func certificate(t testing.TB, s *Server) *tls.Config {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "mail.test"}, NotBefore: time.Unix(0, 0), NotAfter: time.Unix(1<<33, 0),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	s.Roots = x509.NewCertPool()
	s.Roots.AddCert(parsed)
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}, MinVersion: tls.VersionTLS12}
}
