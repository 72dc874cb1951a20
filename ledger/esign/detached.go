package esign

import (
	"context"
	"crypto/sha256"
	"crypto/x509"
	"time"
)

// SignDetached makes a CMS signature over content that stands beside it, for files that are no PDF: openssl cms -verify -binary -content
// checks it. stamper may be nil; its timestamp goes within, over the signature.
func SignDetached(ctx context.Context, content []byte, key Key, stamper Stamper) ([]byte, error) {
	if err := key.usable(); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(content)
	return build(cmsContent{kind: oidData, digest: sum[:]}, key, func(signature []byte) ([]byte, error) {
		if stamper == nil {
			return nil, nil
		}
		return stampOver(ctx, stamper, signature)
	})
}

// Stamp asks for a timestamp over content and checks that it is one: openssl ts -verify -token_in -data checks it. ErrStamp otherwise.
func Stamp(ctx context.Context, content []byte, stamper Stamper) (token []byte, at time.Time, err error) {
	if token, err = stampOver(ctx, stamper, content); err != nil {
		return nil, at, err
	}
	read, err := readStamp(token, content)
	if err != nil {
		return nil, at, err
	}
	return token, read.at.UTC(), nil
}

// CertificatesOf are the certificates that a signature or a timestamp brings along, its signer's first. ErrCMS when it cannot be read.
func CertificatesOf(der []byte) ([]*x509.Certificate, error) {
	read, err := readCMS(der)
	if err != nil {
		return nil, err
	}
	return append([]*x509.Certificate{read.leaf}, read.others...), nil
}
