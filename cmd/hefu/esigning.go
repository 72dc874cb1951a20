package main

import (
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/esign"
	"hefu/ledger/esign/devesign"
	"hefu/ledger/web"
)

// eSign says at which e-sign provider customers may sign.
type eSign struct {
	URL        string `env:"URL" name:"url" help:"E-sign provider, or the adapter before one, at which customers may sign: it is given the digest of the file and who signs, never the file. Empty offers none. It answers to /hooks/esign; ledger/docs/esign-provider.md says how."`
	Title      string `env:"NAME" name:"name" help:"How pages call it."`
	TokenFile  string `env:"TOKEN_FILE" name:"token-file" type:"path" help:"A file with the bearer token that is sent to it."`
	SecretFile string `env:"CALLBACK_SECRET_FILE" name:"callback-secret-file" type:"path" help:"A file with the secret that its callbacks are marked with (HMAC-SHA256), at least 32 characters."`
	RootsFile  string `env:"ROOTS_FILE" name:"roots-file" type:"path" help:"Certificates in PEM under which its signers sign; a signature under others is not taken."`
	Sandbox    string `env:"SANDBOX" name:"sandbox" enum:"auto,on,off" default:"auto" help:"Serve an e-sign provider for demonstrations that checks nobody's identity: ${enum}. auto does so in development while no URL is given; production refuses it."`

	sandbox *devesign.Provider
	remote  *esign.Provider
}

const (
	// sandboxPath is where the provider for demonstrations is, in development alone.
	sandboxPath   = "/dev/esign"
	eSignTime     = 10 * time.Second
	shortestESign = 32
)

// provider reads the configuration; nil: there is none.
func (c *eSign) provider() (*esign.Provider, error) {
	if c.URL == "" {
		return nil, nil //nolint:nilnil // none is offered, which is no error
	}
	base, err := url.Parse(c.URL)
	if err != nil || (base.Scheme != "https" && base.Scheme != "http") || base.Host == "" {
		return nil, fmt.Errorf("HEFU_ESIGN_URL %q is not an address such as https://esign.example.com/hefu", c.URL)
	}
	if c.Title == "" || c.SecretFile == "" || c.RootsFile == "" {
		return nil, errors.New("HEFU_ESIGN_URL needs HEFU_ESIGN_NAME, …_CALLBACK_SECRET_FILE and …_ROOTS_FILE")
	}
	var token, secret string
	if err := errors.Join(readSecret(c.TokenFile, &token), readSecret(c.SecretFile, &secret)); err != nil {
		return nil, err
	}
	if len(secret) < shortestESign {
		return nil, fmt.Errorf("HEFU_ESIGN_CALLBACK_SECRET_FILE: the secret needs at least %d characters, such as from: openssl rand -hex 32", shortestESign)
	}
	roots, err := rootsOf(c.RootsFile)
	if err != nil {
		return nil, err
	}
	c.remote = &esign.Provider{Title: c.Title, Base: base, Token: token, Secret: []byte(secret), Vouching: roots, Client: &http.Client{Timeout: eSignTime}}
	return c.remote, nil
}

func rootsOf(file string) ([]*x509.Certificate, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("HEFU_ESIGN_ROOTS_FILE: %w", err)
	}
	roots, err := esign.Certificates(text)
	if err != nil {
		return nil, fmt.Errorf("HEFU_ESIGN_ROOTS_FILE: %w", err)
	}
	return roots, nil
}

// open makes the provider for demonstrations where it is wanted, and lets it be asked like any other.
func (c *eSign) open(base *url.URL, production bool, options *books.Options) error {
	switch {
	case production && c.Sandbox == "on":
		return errors.New("HEFU_ESIGN_SANDBOX is on, and production takes no signatures of people whom nobody has identified")
	case production && c.remote != nil && c.remote.Base.Scheme != "https":
		return errors.New("HEFU_ESIGN_URL must begin with https:// in production")
	case production, c.Sandbox == "off", c.remote != nil && c.Sandbox == "auto":
		return nil
	}
	made, err := devesign.New(devesign.Config{Base: base.JoinPath(sandboxPath), Client: &http.Client{Timeout: eSignTime}, Clock: ledger.SystemClock})
	if err != nil {
		return err
	}
	c.sandbox, c.remote = made, made.Remote()
	options.Finalization.Provider = c.remote
	return nil
}

// mount adds where the provider tells, and the provider for demonstrations.
func (c *eSign) mount(options *web.Options, b *books.Books) {
	if c.sandbox != nil {
		options.Mounts[sandboxPath] = c.sandbox.Handler()
	}
	if c.remote != nil {
		options.Mounts[esign.CallbackPath] = esign.Callback(c.remote, ledger.SystemClock, b.Finalizations.Deliver)
	}
}
