package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"

	"hefu/ledger"
	"hefu/ledger/esign"
)

type signDocumentCommand struct {
	File         string `arg:"" type:"existingfile" help:"A PDF that waits for a signature."`
	Key          string `required:"" type:"existingfile" help:"Your key with its certificates, PKCS#12 (.p12, .pfx)."`
	PasswordFile string `name:"password-file" type:"existingfile" help:"A file with the key's password; none: it has none."`
	Field        string `default:"customer" help:"The field to sign in."`
	Name         string `help:"Who signs. Default: as the certificate names you."`
	TimestampURL string `name:"timestamp-url" env:"HEFU_TIMESTAMP_URL" help:"Timestamp authority (RFC 3161); empty: the signature has no proven time."`
	Out          string `required:"" short:"o" type:"path" help:"Where the signed file is written."`
}

// Run signs a file in the field that is kept for it, with a key of one's own, for who has no reader that can. It needs no database.
func (c *signDocumentCommand) Run(ctx context.Context, to console) error {
	file, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	content, err := os.ReadFile(c.Key)
	if err != nil {
		return err
	}
	var password string
	if err := readSecret(c.PasswordFile, &password); err != nil {
		return err
	}
	key, err := esign.PKCS12(content, password)
	if err != nil {
		return misread("%s: %v", c.Key, err)
	}
	by := esign.Local{Key: key}
	if c.TimestampURL != "" {
		by.Stamper = esign.HTTPStamper{URL: c.TimestampURL, Client: &http.Client{Timeout: stampTime}}
	}
	name := c.Name
	if name == "" {
		name = key.Leaf().Subject.CommonName
	}
	signed, err := esign.Sign(ctx, file, esign.Signature{Field: c.Field, Name: name, At: ledger.SystemClock()}, by)
	switch {
	case errors.Is(err, esign.ErrField), errors.Is(err, esign.ErrForm):
		return misread("%s: %v", c.File, err)
	case err != nil:
		return err
	}
	if err := os.WriteFile(c.Out, signed, 0o644); err != nil { //nolint:gosec // a document to be handed on
		return err
	}
	fmt.Fprintf(to.out, "%s is signed by %s in %q: %s\n", c.File, name, c.Field, c.Out)
	return nil
}
