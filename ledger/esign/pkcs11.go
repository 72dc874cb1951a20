//go:build cgo

package esign

import (
	"crypto/x509"
	"fmt"
	"io"

	"github.com/ThalesGroup/crypto11"
)

// PKCS11 opens a key in a token, which it never leaves. Close the closer when done. The PIN is checked when the first user of a token
// in this process opens it, not at later ones: do not take this as a proof of who asks.
func PKCS11(t Token) (Key, io.Closer, error) {
	session, err := crypto11.Configure(&crypto11.Config{Path: t.Module, TokenLabel: t.Label, Pin: t.PIN})
	if err != nil {
		return Key{}, nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	signer, err := session.FindKeyPair(nil, []byte(t.Key))
	if err != nil || signer == nil {
		_ = session.Close()
		return Key{}, nil, fmt.Errorf("%w: the token has no key %q", ErrKey, t.Key)
	}
	leaf, err := session.FindCertificate(nil, []byte(t.Key), nil)
	if err != nil || leaf == nil {
		_ = session.Close()
		return Key{}, nil, fmt.Errorf("%w: the token has no certificate %q", ErrKey, t.Key)
	}
	key := Key{signer, []*x509.Certificate{leaf}}
	if err := key.usable(); err != nil {
		_ = session.Close()
		return Key{}, nil, err
	}
	return key, session, nil
}
