package esign

import (
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"fmt"

	"software.sslmate.com/src/go-pkcs12"
)

// PKCS12 reads a key with its certificates from a PKCS#12 file (.p12, .pfx). ErrKey when the password is wrong or the key is not of
// a kind that signs here; what the library says is part of the error, the password never is.
func PKCS12(file []byte, password string) (Key, error) {
	private, leaf, others, err := pkcs12.DecodeChain(file, password)
	if err != nil {
		return Key{}, fmt.Errorf("%w: %w", ErrKey, err)
	}
	signer, ok := private.(crypto.Signer)
	if !ok {
		return Key{}, fmt.Errorf("%w: it cannot sign", ErrKey)
	}
	key := Key{signer, append([]*x509.Certificate{leaf}, others...)}
	return key, key.usable()
}

// ToPKCS12 writes a key as a PKCS#12 file of today's form (AES-256, PBKDF2).
func (k Key) ToPKCS12(password string) ([]byte, error) {
	file, err := pkcs12.Modern2023.Encode(k.Signer, k.Leaf(), k.Chain[1:], password)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	return file, nil
}

// Certificates reads certificates in PEM, one after another.
func Certificates(file []byte) ([]*x509.Certificate, error) {
	var out []*x509.Certificate
	for {
		block, rest := pem.Decode(file)
		if block == nil {
			break
		}
		file = rest
		if block.Type != "CERTIFICATE" {
			continue
		}
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrKey, err)
		}
		out = append(out, c)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%w: no certificate in PEM", ErrKey)
	}
	return out, nil
}

// PEM writes certificates for readers that are to trust them.
func PEM(certificates ...*x509.Certificate) []byte {
	var out []byte
	for _, c := range certificates {
		out = append(out, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})...)
	}
	return out
}

// Token says which key of which PKCS#11 token signs: a UKey or an HSM at the server.
type Token struct {
	Module string // path of the vendor's library
	Label  string // of the token
	PIN    string
	Key    string // label of the key and of its certificate
}
