package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"time"
)

// defaultBase is HEFU_BASE_URL's default, for commands that send nothing.
const defaultBase = "http://localhost:8080"

// logging says how the program reports on itself, to standard error.
type logging struct {
	LogLevel  string `env:"HEFU_LOG_LEVEL" enum:"debug,info,warn,error" default:"info" help:"Least important message to log: ${enum}."`
	LogFormat string `env:"HEFU_LOG_FORMAT" enum:"json,text" default:"json" help:"Form of the log: ${enum}."`
}

func (l logging) logger(to console) *slog.Logger {
	level := slog.LevelInfo
	_ = level.UnmarshalText([]byte(l.LogLevel)) // the flag's choices are all levels
	options := &slog.HandlerOptions{Level: level}
	if l.LogFormat == "text" {
		return slog.New(slog.NewTextHandler(to.err, options))
	}
	return slog.New(slog.NewJSONHandler(to.err, options))
}

// site says where the server stands.
type site struct {
	Mode           string        `env:"HEFU_MODE" enum:"development,production" default:"development" help:"${enum}. Production refuses to start with anything missing and never signs in by a click."`
	BaseURL        string        `env:"HEFU_BASE_URL" default:"http://localhost:8080" help:"The address people use. Cookies, links and sign-in follow from it."`
	Listen         string        `env:"HEFU_LISTEN" help:"Address to listen on. Default: the port of the base URL on this machine alone; in production :8080."`
	Metrics        string        `env:"HEFU_METRICS" default:"off" help:"Address of the listener with /metrics, such as 127.0.0.1:9464, or off. Keep it away from the public."`
	Hosts          []string      `env:"HEFU_HOSTS" help:"Host names served beside that of the base URL."`
	Origins        []string      `env:"HEFU_ORIGINS" help:"Origins whose pages may write, beside the base URL's. For developing the front end."`
	TrustedProxies []string      `env:"HEFU_TRUSTED_PROXIES" help:"Networks of our own proxies, such as 10.0.0.0/8. Only they may say who the client is."`
	DocumentRoots  []string      `env:"HEFU_DOCUMENT_ROOTS" type:"path" help:"Files with certificates in PEM whose signers the public page /verify trusts, beside the system's: such as the licensed authority that both parties use."`
	SessionFresh   time.Duration `env:"HEFU_SESSION_FRESH" default:"10m" help:"How long a sign-in counts as fresh. Changing roles, administrators and bank accounts asks for a fresh one."`
	SessionIdle    time.Duration `env:"HEFU_SESSION_IDLE" default:"2h" help:"A session ends after so long without a request."`
	SessionLife    time.Duration `env:"HEFU_SESSION_LIFETIME" default:"12h" help:"A session ends after so long in any case."`
	FileRows       int           `env:"HEFU_FILE_ROWS" default:"50000" help:"A report's file with more rows is made in the background instead of while somebody waits for it."`
	RateAddress    int           `env:"HEFU_RATE_ADDRESS" default:"6000" help:"Requests a minute from one network address; 0 sets no limit."`
	RateAccount    int           `env:"HEFU_RATE_ACCOUNT" default:"1200" help:"Requests a minute of one person; 0 sets no limit."`
	RateSignIn     int           `env:"HEFU_RATE_SIGN_IN" default:"120" help:"Sign-in requests a minute from one network address; 0 sets no limit."`
}

// provider is one audience's OpenID Connect registration.
type provider struct {
	Issuer           string `env:"ISSUER" help:"Issuer of the identity provider, exactly as it writes it."`
	ClientID         string `env:"CLIENT_ID" help:"Our name at the provider."`
	ClientSecret     string `env:"CLIENT_SECRET" help:"Our secret at the provider."`
	ClientSecretFile string `env:"CLIENT_SECRET_FILE" help:"File that holds the secret."`
}

func (p *provider) readSecret() error {
	if p.ClientSecretFile == "" {
		return nil
	}
	text, err := os.ReadFile(p.ClientSecretFile)
	if err != nil {
		return fmt.Errorf("read the client secret: %w", err)
	}
	p.ClientSecret = strings.TrimSpace(string(text))
	return nil
}

func (s site) production() bool { return s.Mode == "production" }

func (s site) base() (*url.URL, error) {
	base, err := url.Parse(s.BaseURL)
	if err != nil || (base.Scheme != "http" && base.Scheme != "https") || base.Host == "" || strings.Trim(base.Path, "/") != "" || base.RawQuery != "" {
		return nil, fmt.Errorf("HEFU_BASE_URL %q is not an address such as https://portal.example.com", s.BaseURL)
	}
	base.Path = ""
	return base, nil
}

func (s site) listen(base *url.URL) string {
	switch {
	case s.Listen != "":
		return s.Listen
	case s.production():
		return ":8080"
	case base.Port() != "":
		return "127.0.0.1:" + base.Port()
	}
	return "127.0.0.1:80"
}

func (s site) proxies() ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, text := range s.TrustedProxies {
		prefix, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, fmt.Errorf("HEFU_TRUSTED_PROXIES: %q is not a network such as 10.0.0.0/8", text)
		}
		out = append(out, prefix)
	}
	return out, nil
}

// missing says everything that production still needs, all at once.
func (c *serveCommand) missing(base *url.URL) error {
	var needs []string
	need := func(given bool, what string) {
		if !given {
			needs = append(needs, "  - "+what)
		}
	}
	need(base.Scheme == "https", "HEFU_BASE_URL must begin with https://")
	need(c.DatabaseURL != "", "DATABASE_URL: the database, as user hefu_app")
	need(strings.TrimSpace(c.Secret) != "" || c.SecretFile != "", "HEFU_SECRET or HEFU_SECRET_FILE: at least 32 random bytes, such as from: openssl rand -hex 32")
	for name, p := range map[string]provider{"PORTAL": c.Portal, "BACKOFFICE": c.Backoffice} {
		need(p.Issuer != "", "HEFU_"+name+"_OIDC_ISSUER")
		need(p.ClientID != "", "HEFU_"+name+"_OIDC_CLIENT_ID")
		need(p.ClientSecret != "", "HEFU_"+name+"_OIDC_CLIENT_SECRET or …_FILE")
	}
	need(c.Portal.Issuer == "" || c.Portal.Issuer != c.Backoffice.Issuer || c.Portal.ClientID != c.Backoffice.ClientID,
		"customers and staff need two registrations: issuer and client are the same")
	need(c.Blobs != "", "HEFU_BLOBS: where files are kept, a folder on a disk that is backed up or s3://bucket/prefix")
	need(len(c.Origins) == 0, "HEFU_ORIGINS must be empty")
	if len(needs) == 0 {
		return nil
	}
	sortTexts(needs)
	return errors.New("not everything that production needs is there:\n" + strings.Join(needs, "\n"))
}
