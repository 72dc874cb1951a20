package main

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/devmail"
	"hefu/ledger/mail"
	"hefu/ledger/notice"
	"hefu/ledger/push"
	"hefu/ledger/web"
)

// mailing says how people and machines are told of things.
type mailing struct {
	Mail             string        `env:"HEFU_MAIL" enum:"auto,smtp,outbox,off" default:"auto" help:"Where mail goes: ${enum}. auto is smtp when HEFU_SMTP_HOST is set, otherwise the outbox page in development and off in production."`
	SMTPHost         string        `name:"smtp-host" env:"HEFU_SMTP_HOST" help:"Mail server that takes our mail."`
	SMTPPort         int           `name:"smtp-port" env:"HEFU_SMTP_PORT" help:"Its port. Default: 587, or 465 for tls, or 25 for none."`
	SMTPSecurity     string        `name:"smtp-security" env:"HEFU_SMTP_SECURITY" enum:"starttls,tls,none" default:"starttls" help:"How the connection is protected: ${enum}. none is for a server on this machine."`
	SMTPUser         string        `name:"smtp-user" env:"HEFU_SMTP_USER" help:"Our name at the mail server; empty: no authentication."`
	SMTPPassword     string        `name:"smtp-password" env:"HEFU_SMTP_PASSWORD" help:"Our password at the mail server."`
	SMTPPasswordFile string        `name:"smtp-password-file" env:"HEFU_SMTP_PASSWORD_FILE" help:"File that holds the password."`
	SMTPTimeout      time.Duration `name:"smtp-timeout" env:"HEFU_SMTP_TIMEOUT" default:"30s" help:"How long the mail server may take for one answer."`
	MailFrom         string        `env:"HEFU_MAIL_FROM" help:"Sender of our mails, such as 合符对账 <statements@example.com>."`
	BounceSecret     string        `env:"HEFU_BOUNCE_SECRET" help:"Bearer token with which the mail server reports bounces to /hooks/bounce; empty: not served."`
	PrivateWebhooks  bool          `env:"HEFU_PRIVATE_WEBHOOKS" help:"Let webhooks call private networks, this machine and plain HTTP."`

	SMS              string `name:"sms" env:"HEFU_SMS" enum:"off,tencent" default:"off" help:"Provider of short messages: ${enum}."`
	SMSSecretID      string `name:"sms-secret-id" env:"HEFU_SMS_SECRET_ID" help:"Our name at the provider."`
	SMSSecretKey     string `name:"sms-secret-key" env:"HEFU_SMS_SECRET_KEY" help:"Our secret at the provider."`
	SMSSecretKeyFile string `name:"sms-secret-key-file" env:"HEFU_SMS_SECRET_KEY_FILE" help:"File that holds the secret."`
	SMSAppID         string `name:"sms-app-id" env:"HEFU_SMS_APP_ID" help:"Application at the provider (SmsSdkAppId)."`
	SMSSignName      string `name:"sms-sign-name" env:"HEFU_SMS_SIGN_NAME" help:"Approved signature."`
	SMSTemplate      string `name:"sms-template" env:"HEFU_SMS_TEMPLATE" help:"Approved text for reminders; its parts are statement number, seller and due date."`
	SMSEndpoint      string `name:"sms-endpoint" env:"HEFU_SMS_ENDPOINT" help:"The provider's address, if not its public one."`
}

// outboxPath is where caught mails are shown, in development alone.
const outboxPath = "/dev/outbox"

// bouncePath is where the mail server reports what was given back.
const bouncePath = "/hooks/bounce"

func (m *mailing) transport(production bool) string {
	switch {
	case m.Mail != "auto":
		return m.Mail
	case m.SMTPHost != "":
		return "smtp"
	case production:
		return "off"
	}
	return "outbox"
}

// tell fills in how the services reach people and machines.
func (m *mailing) tell(options *books.Options, base *url.URL, production bool, log *slog.Logger) error {
	client := push.NewClient(m.PrivateWebhooks)
	options.Notices = notice.Options{BaseURL: strings.TrimSuffix(base.String(), "/"), MailHost: base.Hostname(), Push: client}
	if err := errors.Join(readSecret(m.SMTPPasswordFile, &m.SMTPPassword), readSecret(m.SMSSecretKeyFile, &m.SMSSecretKey)); err != nil {
		return err
	}
	switch transport := m.transport(production); {
	case transport == "smtp" && m.SMTPHost == "":
		return errors.New("HEFU_MAIL is smtp, but HEFU_SMTP_HOST is not set")
	case transport == "smtp":
		sender, err := mail.NewSMTP(mail.SMTP{Host: m.SMTPHost, Port: m.SMTPPort, Security: mail.Security(m.SMTPSecurity), Username: m.SMTPUser, Password: m.SMTPPassword,
			From: m.MailFrom, Timeout: m.SMTPTimeout})
		if err != nil {
			return fmt.Errorf("HEFU_SMTP_… and HEFU_MAIL_FROM: %w", err)
		}
		options.Notices.Mail = sender
	case transport == "outbox" && production:
		return errors.New("HEFU_MAIL is outbox, which shows everybody's links and is for development alone")
	case transport == "outbox":
		options.CatchMail = true
	default:
		log.Warn("no mail is sent: HEFU_SMTP_HOST is not set")
	}
	if m.SMS == "tencent" {
		if m.SMSSecretID == "" || m.SMSSecretKey == "" || m.SMSAppID == "" || m.SMSTemplate == "" {
			return errors.New("HEFU_SMS is tencent, which needs HEFU_SMS_SECRET_ID, …_SECRET_KEY, …_APP_ID and …_TEMPLATE")
		}
		options.Notices.SMS = &push.Tencent{Client: client, Endpoint: m.SMSEndpoint, SecretID: m.SMSSecretID, SecretKey: m.SMSSecretKey, AppID: m.SMSAppID,
			SignName: m.SMSSignName, Now: ledger.SystemClock}
		options.Notices.SMSTemplate = m.SMSTemplate
	}
	return nil
}

// mount adds the pages that are no part of the product's own: the outbox, and the report of bounces.
func (m *mailing) mount(options *web.Options, b *books.Books, production bool) {
	if !production && m.transport(production) == "outbox" {
		options.Mounts[outboxPath] = devmail.Open(b.DB()).Handler(outboxPath)
	}
	if m.BounceSecret != "" {
		options.Mounts[bouncePath] = bounceHandler(b.Notices, m.BounceSecret)
	}
}

// maxBounce bounds what a mail server reports at once.
const maxBounce = 256 << 10

// bounceHandler takes a returned mail as it came (message/rfc822) from whoever holds the secret.
func bounceHandler(notices *notice.Service, secret string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		given, bearer := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		switch {
		case r.Method != http.MethodPost:
			w.WriteHeader(http.StatusMethodNotAllowed)
		case !bearer || !sameText(given, secret):
			w.WriteHeader(http.StatusUnauthorized)
		default:
			switch count, err := notices.Bounced(r.Context(), http.MaxBytesReader(w, r.Body, maxBounce)); {
			case err != nil && ledger.IsKind(err, ledger.Invalid):
				w.WriteHeader(http.StatusBadRequest)
			case err != nil:
				w.WriteHeader(http.StatusServiceUnavailable)
			case count == 0:
				w.WriteHeader(http.StatusNotFound)
			default:
				w.WriteHeader(http.StatusNoContent)
			}
		}
	})
}

// readSecret takes a secret from its file, if one is named.
func readSecret(file string, into *string) error {
	if file == "" {
		return nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("read a secret: %w", err)
	}
	*into = strings.TrimSpace(string(text))
	return nil
}

// sameText compares in a time that tells nothing about where two texts differ.
func sameText(a, b string) bool {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(x[:], y[:]) == 1
}
