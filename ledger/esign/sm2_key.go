package esign

import (
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"time"

	"github.com/emmansun/gmsm/pkcs8"
	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/smx509"
)

// Leaf is the key's own certificate.
func (k SM2Key) Leaf() *smx509.Certificate { return k.Chain[0] }

// NewSM2Key makes a key with a certificate of an authority that is made for it alone: nothing else is ever certified by that one, whose own key
// is not kept. Its name says that it is not licensed.
func NewSM2Key(of Subject, now time.Time) (SM2Key, error) {
	root, err := NewSM2(rand.Reader)
	if err != nil {
		return SM2Key{}, err
	}
	private, err := NewSM2(rand.Reader)
	if err != nil {
		return SM2Key{}, err
	}
	template := &x509.Certificate{Subject: pkix.Name{Organization: []string{of.Organization}, CommonName: PrivateAuthority + " SM2"}, NotBefore: now.Add(-backdate), NotAfter: now.Add(authorityLife),
		IsCA: true, BasicConstraintsValid: true, MaxPathLenZero: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign}
	leaf := &x509.Certificate{Subject: pkix.Name{Organization: []string{of.Organization}, CommonName: of.Name}, NotBefore: now.Add(-backdate), NotAfter: now.Add(LeafLife), BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment}
	authority, err := certifySM2(template, template, root, root)
	if err != nil {
		return SM2Key{}, err
	}
	own, err := certifySM2(leaf, authority.ToX509(), private, root)
	if err != nil {
		return SM2Key{}, err
	}
	return SM2Key{private, []*smx509.Certificate{own, authority}}, nil
}

func certifySM2(template, parent *x509.Certificate, key, by *sm2.PrivateKey) (*smx509.Certificate, error) {
	serial, err := newSerial()
	if err != nil {
		return nil, err
	}
	template.SerialNumber = serial
	der, err := smx509.CreateCertificate(rand.Reader, template, parent, key.Public(), by)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	out, err := smx509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	return out, nil
}

// SM2FromPEM reads a key and its certificates, the key's own first: PKCS#8, which may be encrypted with the password. ErrKey when the password is
// wrong, the key is on another curve, or the first certificate is not its own.
func SM2FromPEM(file []byte, password string) (SM2Key, error) {
	var out SM2Key
	for block, rest := pem.Decode(file); block != nil; block, rest = pem.Decode(rest) {
		switch block.Type {
		case "CERTIFICATE":
			c, err := smx509.ParseCertificate(block.Bytes)
			if err != nil {
				return out, fmt.Errorf("%w: %w", ErrKey, err)
			}
			out.Chain = append(out.Chain, c)
		case "PRIVATE KEY", "ENCRYPTED PRIVATE KEY":
			var given [][]byte
			if block.Type == "ENCRYPTED PRIVATE KEY" {
				given = [][]byte{[]byte(password)}
			}
			key, err := pkcs8.ParsePKCS8PrivateKeySM2(block.Bytes, given...)
			if err != nil {
				return out, fmt.Errorf("%w: %w", ErrKey, err)
			}
			out.Private = key
		}
	}
	if out.Private == nil || len(out.Chain) == 0 {
		return out, fmt.Errorf("%w: a private key and its certificate are wanted", ErrKey)
	}
	if !out.Private.PublicKey.Equal(out.Leaf().PublicKey) {
		return out, fmt.Errorf("%w: the first certificate is not that of the key", ErrKey)
	}
	return out, nil
}

// ToPEM writes the key, unprotected, and its certificates.
func (k SM2Key) ToPEM() ([]byte, error) {
	der, err := smx509.MarshalPKCS8PrivateKey(k.Private)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	return append(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), k.Certificates()...), nil
}

// Certificates are the key's certificates in PEM, its own first.
func (k SM2Key) Certificates() []byte {
	var out []byte
	for _, c := range k.Chain {
		out = append(out, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})...)
	}
	return out
}

// SignSM2Bare makes the bare signature over content, with the usual identity: openssl from 3.0 checks it by itself
// (pkeyutl -verify -rawin -digest sm3 -pkeyopt distid:1234567812345678), which it does not the form of GM/T 0010.
func SignSM2Bare(content []byte, key SM2Key) ([]byte, error) {
	if key.Private == nil {
		return nil, fmt.Errorf("%w: no SM2 key", ErrKey)
	}
	out, err := key.Private.Sign(rand.Reader, content, sm2.DefaultSM2SignerOpts)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	return out, nil
}
