package esign

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"
)

// The object identifiers of RFC 5652, 5035, 3161 and of the algorithms in use.
var (
	oidData           = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidSignedData     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidTSTInfo        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}
	oidContentType    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidMessageDigest  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidSigningCertV2  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}
	oidTimestampToken = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 14}
	oidSHA256         = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidSHA384         = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 2}
	oidSHA512         = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 3}
	oidRSA            = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
	oidECDSASHA256    = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}
)

// Local makes signatures with a key of ours, and has them timestamped when there is a Stamper: baseline B-T instead of B-B.
// A timestamp authority that does not answer fails the signature, so that nothing is signed at a lower level unnoticed.
type Local struct {
	Key     Key
	Stamper Stamper
}

// Room is the size of the certificates, and of what else there is at most.
func (l Local) Room() int {
	room := 2048
	for _, c := range l.Key.Chain {
		room += len(c.Raw)
	}
	if l.Stamper != nil {
		room += 8192
	}
	return room
}

// Make returns the CMS over a digest.
func (l Local) Make(ctx context.Context, digest [32]byte) ([]byte, error) {
	if err := l.Key.usable(); err != nil {
		return nil, err
	}
	return build(cmsContent{kind: oidData, digest: digest[:]}, l.Key, func(signature []byte) ([]byte, error) {
		if l.Stamper == nil {
			return nil, nil
		}
		return stampOver(ctx, l.Stamper, signature)
	})
}

func (k Key) usable() error {
	if k.Signer == nil || len(k.Chain) == 0 {
		return fmt.Errorf("%w: no certificate", ErrKey)
	}
	switch p := k.Leaf().PublicKey.(type) {
	case *rsa.PublicKey:
		if p.Size() >= 256 && p.Equal(k.Signer.Public()) {
			return nil
		}
	case *ecdsa.PublicKey:
		if p.Curve.Params().BitSize == 256 && p.Equal(k.Signer.Public()) {
			return nil
		}
	}
	return fmt.Errorf("%w: it must be RSA from 2048 bits or ECDSA on P-256, and fit its certificate", ErrKey)
}

// cmsContent is what a CMS is over: bytes that it holds, or the digest of bytes elsewhere.
type cmsContent struct {
	kind   asn1.ObjectIdentifier
	held   []byte
	digest []byte
}

// build makes a SignedData with one signer. stamp may return a timestamp over the signature, to go with it unsigned.
func build(c cmsContent, key Key, stamp func(signature []byte) ([]byte, error)) ([]byte, error) {
	if c.held != nil {
		sum := sha256.Sum256(c.held)
		c.digest = sum[:]
	}
	attributes, err := signedAttributes(c, key.Leaf())
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(attributes)
	signature, err := key.Signer.Sign(rand.Reader, sum[:], crypto.SHA256)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	token, err := stamp(signature)
	if err != nil {
		return nil, err
	}
	var b cryptobyte.Builder
	b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(oidSignedData)
		b.AddASN1(tags.Tag(0).ContextSpecific().Constructed(), func(b *cryptobyte.Builder) {
			b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) { signedData(b, c, key, attributes, signature, token) })
		})
	})
	return b.Bytes()
}

func signedData(b *cryptobyte.Builder, c cmsContent, key Key, attributes, signature, token []byte) {
	version := int64(1)
	if !c.kind.Equal(oidData) {
		version = 3
	}
	b.AddASN1Int64(version)
	b.AddASN1(tags.SET, func(b *cryptobyte.Builder) { algorithm(b, oidSHA256) })
	b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(c.kind)
		if c.held != nil {
			b.AddASN1(tags.Tag(0).ContextSpecific().Constructed(), func(b *cryptobyte.Builder) { b.AddASN1OctetString(c.held) })
		}
	})
	b.AddASN1(tags.Tag(0).ContextSpecific().Constructed(), func(b *cryptobyte.Builder) {
		for _, certificate := range key.Chain { // the signer's own first: some readers take the first for it
			b.AddBytes(certificate.Raw)
		}
	})
	b.AddASN1(tags.SET, func(b *cryptobyte.Builder) {
		b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) {
			leaf := key.Leaf()
			b.AddASN1Int64(1)
			b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) {
				b.AddBytes(leaf.RawIssuer)
				b.AddASN1BigInt(leaf.SerialNumber)
			})
			algorithm(b, oidSHA256)
			b.AddBytes(append([]byte{0xA0}, attributes[1:]...)) // implicitly tagged [0] here, a SET when signed
			if _, isRSA := leaf.PublicKey.(*rsa.PublicKey); isRSA {
				algorithm(b, oidRSA)
			} else {
				b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(oidECDSASHA256) })
			}
			b.AddASN1OctetString(signature)
			if token != nil {
				b.AddASN1(tags.Tag(1).ContextSpecific().Constructed(), func(b *cryptobyte.Builder) {
					attribute(b, oidTimestampToken, func(b *cryptobyte.Builder) { b.AddBytes(token) })
				})
			}
		})
	})
}

func algorithm(b *cryptobyte.Builder, oid asn1.ObjectIdentifier) {
	b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(oid)
		b.AddASN1NULL()
	})
}

func attribute(b *cryptobyte.Builder, oid asn1.ObjectIdentifier, value func(*cryptobyte.Builder)) {
	b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1ObjectIdentifier(oid)
		b.AddASN1(tags.SET, value)
	})
}

// signedAttributes is the SET that is signed: what kind of content, its digest, and which certificate signs it (RFC 5035).
// The time of signing is not among them: in a PDF it stands in the signature's dictionary (EN 319 142-1).
func signedAttributes(c cmsContent, leaf *x509.Certificate) ([]byte, error) {
	hash := sha256.Sum256(leaf.Raw)
	var items [][]byte
	for _, a := range []struct {
		oid   asn1.ObjectIdentifier
		value func(*cryptobyte.Builder)
	}{
		{oidContentType, func(b *cryptobyte.Builder) { b.AddASN1ObjectIdentifier(c.kind) }},
		{oidMessageDigest, func(b *cryptobyte.Builder) { b.AddASN1OctetString(c.digest) }},
		{oidSigningCertV2, func(b *cryptobyte.Builder) {
			b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) { // SigningCertificateV2
				b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) { // certs
					b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) { // ESSCertIDv2, SHA-256 being the default
						b.AddASN1OctetString(hash[:])
						b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) { // IssuerSerial
							b.AddASN1(tags.SEQUENCE, func(b *cryptobyte.Builder) {
								b.AddASN1(tags.Tag(4).ContextSpecific().Constructed(), func(b *cryptobyte.Builder) { b.AddBytes(leaf.RawIssuer) })
							})
							b.AddASN1BigInt(leaf.SerialNumber)
						})
					})
				})
			})
		}},
	} {
		var b cryptobyte.Builder
		attribute(&b, a.oid, a.value)
		item, err := b.Bytes()
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrCMS, err)
		}
		items = append(items, item)
	}
	slices.SortFunc(items, bytes.Compare)
	var b cryptobyte.Builder
	b.AddASN1(tags.SET, func(b *cryptobyte.Builder) {
		for _, item := range items {
			b.AddBytes(item)
		}
	})
	return b.Bytes()
}
