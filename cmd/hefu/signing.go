package main

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"

	"hefu/ledger/books"
	"hefu/ledger/esign"
	"hefu/ledger/finalization"
)

// signing says with what finalized reconciliations are signed, beside the keys that the program keeps.
type signing struct {
	TimestampURL  string `name:"timestamp-url" env:"HEFU_TIMESTAMP_URL" help:"Timestamp authority (RFC 3161) for signatures. Empty: an embedded one, which proves nothing to others."`
	PKCS11Module  string `name:"pkcs11-module" env:"HEFU_PKCS11_MODULE" help:"Library of the UKey or HSM that holds the seller's signing key. Empty: the key kept in the settings signs."`
	PKCS11Token   string `name:"pkcs11-token" env:"HEFU_PKCS11_TOKEN" help:"Label of the token."`
	PKCS11Key     string `name:"pkcs11-key" env:"HEFU_PKCS11_KEY" help:"Label of the key and of its certificate in the token."`
	PKCS11PIN     string `name:"pkcs11-pin" env:"HEFU_PKCS11_PIN" help:"PIN of the token."`
	PKCS11PINFile string `name:"pkcs11-pin-file" env:"HEFU_PKCS11_PIN_FILE" help:"File that holds the PIN."`
	ESign         eSign  `embed:"" prefix:"esign-" envprefix:"HEFU_ESIGN_"`
	PKCS11Of      string `name:"pkcs11-organization" env:"HEFU_PKCS11_ORGANIZATION" help:"Code of the organization the token signs for. Empty: all of them."`
}

const stampTime = 10 * time.Second

// seal says in the options of the books with what is signed.
func (c *signing) seal(options *books.Options) error {
	pin := c.PKCS11PIN
	if c.PKCS11PINFile != "" {
		text, err := os.ReadFile(c.PKCS11PINFile)
		if err != nil {
			return fmt.Errorf("read HEFU_PKCS11_PIN: %w", err)
		}
		pin = strings.TrimSpace(string(text))
	}
	out := finalization.Options{TokenOf: c.PKCS11Of, Token: esign.Token{Module: c.PKCS11Module, Label: c.PKCS11Token, PIN: pin, Key: c.PKCS11Key}}
	if c.TimestampURL != "" {
		out.Stamper = esign.HTTPStamper{URL: c.TimestampURL, Client: &http.Client{Timeout: stampTime}}
	}
	if provider, err := c.ESign.provider(); err != nil {
		return err
	} else if provider != nil {
		out.Provider = provider
	}
	options.Finalization = out
	return nil
}
