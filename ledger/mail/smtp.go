package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// Security is how the connection is protected.
type Security string

// The securities. StartTLS refuses a server that does not offer it; TLS speaks it from the first byte, on port 465; None is for a
// server on the same machine.
const (
	StartTLS Security = "starttls"
	TLS      Security = "tls"
	None     Security = "none"
)

// SMTP says which server takes the mails. From is an address or name and address. Without Username there is no authentication.
type SMTP struct {
	Host     string
	Port     int // 0: 587, or 465 for TLS, or 25 for None
	Security Security
	Username string
	Password string
	From     string
	Timeout  time.Duration // of one answer; default 30 s
	Roots    *x509.CertPool
}

var defaultPorts = map[Security]int{StartTLS: 587, TLS: 465, None: 25}

type smtpSender struct {
	config SMTP
	from   *mail.Address
}

// NewSMTP checks the settings; nothing is connected yet.
func NewSMTP(config SMTP) (Sender, error) {
	from, err := mail.ParseAddress(config.From)
	if err != nil {
		return nil, fmt.Errorf("the sender's address %q cannot be read: %w", config.From, err)
	}
	if config.Security == "" {
		config.Security = StartTLS
	}
	if defaultPorts[config.Security] == 0 {
		return nil, fmt.Errorf("mail security is starttls, tls or none, not %q", config.Security)
	}
	if config.Port == 0 {
		config.Port = defaultPorts[config.Security]
	}
	if config.Timeout == 0 {
		config.Timeout = 30 * time.Second
	}
	sender := &smtpSender{config: config, from: from}
	_, err = sender.client()
	return sender, err
}

func (s *smtpSender) client() (*gomail.Client, error) {
	c := s.config
	options := []gomail.Option{
		gomail.WithPort(c.Port), gomail.WithTimeout(c.Timeout), gomail.WithoutNoop(),
		gomail.WithTLSConfig(&tls.Config{ServerName: c.Host, MinVersion: tls.VersionTLS12, RootCAs: c.Roots}),
	}
	switch c.Security {
	case TLS:
		options = append(options, gomail.WithSSL())
	case StartTLS:
		options = append(options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case None:
		options = append(options, gomail.WithTLSPolicy(gomail.NoTLS))
	}
	if c.Username != "" {
		method := gomail.SMTPAuthAutoDiscover
		if c.Security == None {
			method = gomail.SMTPAuthPlainNoEnc // auto-discovery would send nothing in the clear
		}
		options = append(options, gomail.WithSMTPAuth(method), gomail.WithUsername(c.Username), gomail.WithPassword(c.Password))
	}
	return gomail.NewClient(c.Host, options...)
}

// Send hands the messages over on one connection. A connection that is lost takes none of the others with it for good: they are
// temporary.
func (s *smtpSender) Send(ctx context.Context, messages []Message) []error {
	out := make([]error, len(messages))
	client, err := s.client()
	if err == nil {
		err = client.DialWithContext(ctx)
	}
	if err != nil {
		for i := range out {
			out[i] = outcome(err)
		}
		return out
	}
	defer func() { _ = client.Close() }()
	for i, message := range messages {
		built, err := s.build(message)
		if err != nil {
			out[i] = &Error{Permanent: true, Reply: Line(err.Error())}
			continue
		}
		if err := ctx.Err(); err != nil {
			out[i] = outcome(err)
			continue
		}
		if err := client.Send(built); err != nil && !built.IsDelivered() { // a failed RSET comes after the message was taken
			out[i] = outcome(err)
		}
	}
	return out
}

// outcome tells what the server refuses for good (5xx about this message) from everything that may pass.
func outcome(err error) error {
	var refused *gomail.SendError
	if !errors.As(err, &refused) {
		return &Error{Reply: Line(err.Error())}
	}
	code := refused.ErrorCode()
	aboutMessage := refused.Reason == gomail.ErrSMTPMailFrom || refused.Reason == gomail.ErrSMTPRcptTo ||
		refused.Reason == gomail.ErrSMTPData || refused.Reason == gomail.ErrSMTPDataClose
	unread := refused.Reason == gomail.ErrGetSender || refused.Reason == gomail.ErrGetRcpts || refused.Reason == gomail.ErrNoUnencoded
	return &Error{
		Permanent: unread || (aboutMessage && code >= 500 && code < 600),
		Uncertain: refused.Reason == gomail.ErrSMTPDataClose && code == 0,
		Reply:     Line(strings.SplitN(refused.Error(), ", affected ", 2)[0]),
	}
}

func (s *smtpSender) build(message Message) (*gomail.Msg, error) {
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	from := *s.from
	from.Name = Line(from.Name)
	m.FromMailAddress(&from)
	to, err := mail.ParseAddress(message.To)
	if err != nil || to.Name != "" {
		return nil, fmt.Errorf("the address %q cannot be read", Line(message.To))
	}
	to.Name = Line(message.ToName)
	m.AddToMailAddress(to)
	m.Subject(Line(message.Subject))
	m.SetMessageIDWithValue(message.ID)
	m.SetDateWithValue(message.Date)
	m.SetGenHeader(gomail.HeaderContentLang, message.Locale)
	// RFC 3834: nobody's absence note answers this.
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetBodyString(gomail.TypeTextPlain, message.Text)
	if message.HTML != "" {
		m.AddAlternativeString(gomail.TypeTextHTML, message.HTML)
	}
	return m, nil
}
