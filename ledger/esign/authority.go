package esign

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"time"
)

// Authority is a certificate authority of our own: the default where no licensed one is configured. Its name says so, because
// what it certifies weighs only what the parties agreed that it weighs.
type Authority struct{ Key Key }

// PrivateAuthority is what stands in the name of every authority of ours.
const PrivateAuthority = "Private CA 自建证书机构 (not licensed 非第三方认证)"

const (
	authorityLife = 20 * 365 * 24 * time.Hour
	// LeafLife is how long a certificate of ours is valid: two years, after which it is renewed.
	LeafLife = 2 * 365 * 24 * time.Hour
	backdate = 5 * time.Minute // for readers whose clock is a little behind
)

// NewAuthority makes an authority for an organization, on P-256.
func NewAuthority(organization string, now time.Time) (*Authority, error) {
	key, err := NewP256()
	if err != nil {
		return nil, err
	}
	serial, err := newSerial()
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{Organization: []string{organization}, CommonName: PrivateAuthority},
		NotBefore: now.Add(-backdate), NotAfter: now.Add(authorityLife), IsCA: true, BasicConstraintsValid: true, MaxPathLenZero: true,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	root, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	return &Authority{Key{key, []*x509.Certificate{root}}}, nil
}

// NewP256 makes a key.
func NewP256() (*ecdsa.PrivateKey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	return key, nil
}

func newSerial() (*big.Int, error) {
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 126))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	return serial.Add(serial, big.NewInt(1)), nil
}

// Root is the authority's own certificate, which readers must be told to trust.
func (a *Authority) Root() *x509.Certificate { return a.Key.Leaf() }

// Purpose is what a certificate is for.
type Purpose int

// Certificates sign documents, or stamp times.
const (
	Documents Purpose = iota
	Timestamps
)

// documentSigning is the purpose of RFC 9336. Beside it stands e-mail protection, which older readers look for.
var documentSigning = []int{1, 3, 6, 1, 5, 5, 7, 3, 36}

// Subject is whom a certificate names.
type Subject struct {
	Organization string
	Name         string // a person or a seal
	Email        string // may be empty
}

// Issue certifies a public key from now on, for LeafLife.
func (a *Authority) Issue(of Subject, public crypto.PublicKey, purpose Purpose, now time.Time) (*x509.Certificate, error) {
	serial, err := newSerial()
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{Organization: []string{of.Organization}, CommonName: of.Name},
		NotBefore: now.Add(-backdate), NotAfter: now.Add(LeafLife), BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment,
	}
	switch purpose {
	case Documents:
		template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection}
		template.UnknownExtKeyUsage = append(template.UnknownExtKeyUsage, documentSigning)
		if of.Email != "" {
			template.EmailAddresses = []string{of.Email}
		}
	case Timestamps:
		template.KeyUsage = x509.KeyUsageDigitalSignature
		// The purpose must be critical (RFC 3161, 2.3), which x509 does not make it by itself.
		template.ExtraExtensions = []pkix.Extension{{
			Id: []int{2, 5, 29, 37}, Critical: true, Value: []byte{0x30, 0x0A, 0x06, 0x08, 0x2B, 6, 1, 5, 5, 7, 3, 8},
		}}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.Root(), public, a.Key.Signer)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	return x509.ParseCertificate(der)
}

// NewKey makes a key on P-256 and certifies it.
func (a *Authority) NewKey(of Subject, purpose Purpose, now time.Time) (Key, error) {
	signer, err := NewP256()
	if err != nil {
		return Key{}, err
	}
	leaf, err := a.Issue(of, signer.Public(), purpose, now)
	if err != nil {
		return Key{}, err
	}
	return Key{signer, []*x509.Certificate{leaf, a.Root()}}, nil
}

// Revoked is a certificate that is no longer to be trusted, from a moment on.
type Revoked struct {
	Serial *big.Int
	At     time.Time
}

// CRL signs the list of what was revoked. number grows with every list.
func (a *Authority) CRL(revoked []Revoked, number int64, now time.Time) ([]byte, error) {
	list := &x509.RevocationList{Number: big.NewInt(number), ThisUpdate: now, NextUpdate: now.Add(7 * 24 * time.Hour)}
	for _, r := range revoked {
		list.RevokedCertificateEntries = append(list.RevokedCertificateEntries, x509.RevocationListEntry{SerialNumber: r.Serial, RevocationTime: r.At})
	}
	der, err := x509.CreateRevocationList(rand.Reader, list, a.Root(), a.Key.Signer)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	return der, nil
}
