package esign

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"math/big"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"
)

// cms is a SignedData with one signer, read and proven to agree with itself: its signature is the certificate's over its attributes.
type cms struct {
	kind      asn1.ObjectIdentifier
	held      []byte
	digest    []byte // the message digest that was signed
	hash      crypto.Hash
	leaf      *x509.Certificate
	others    []*x509.Certificate
	signature []byte
	token     []byte // a timestamp over the signature
}

type algorithmID struct {
	OID        asn1.ObjectIdentifier
	Parameters asn1.RawValue `asn1:"optional"`
}

type rawAttribute struct {
	OID    asn1.ObjectIdentifier
	Values []asn1.RawValue `asn1:"set"`
}

type rawSigner struct {
	Raw      asn1.RawContent
	Version  int
	Issuer   asn1.RawValue
	Hash     algorithmID
	Signed   asn1.RawValue `asn1:"optional,tag:0"`
	Method   algorithmID
	Value    []byte
	Unsigned asn1.RawValue `asn1:"optional,tag:1"`
}

type rawCMS struct {
	OID     asn1.ObjectIdentifier
	Content struct {
		Raw     asn1.RawContent
		Version int
		Hashes  []algorithmID `asn1:"set"`
		Encap   struct {
			Raw  asn1.RawContent
			OID  asn1.ObjectIdentifier
			Held []byte `asn1:"explicit,optional,tag:0"`
		}
		Certificates asn1.RawValue `asn1:"optional,tag:0"`
		CRLs         asn1.RawValue `asn1:"optional,tag:1"`
		Signers      []rawSigner   `asn1:"set"`
	} `asn1:"explicit,tag:0"`
}

func badCMS(why string) error { return fmt.Errorf("%w: %s", ErrCMS, why) }

// readCMS reads DER, which zeros may follow as they do in a PDF.
func readCMS(der []byte) (*cms, error) {
	var raw rawCMS
	rest, err := asn1.Unmarshal(der, &raw)
	if err != nil || !nested(cryptobyte.String(der[:len(der)-len(rest)]), 0) {
		return nil, badCMS("not DER")
	}
	if len(bytes.Trim(rest, "\x00")) > 0 || !raw.OID.Equal(oidSignedData) || len(raw.Content.Signers) != 1 {
		return nil, badCMS("not one signer's signed data")
	}
	if err := raw.plain(); err != nil {
		return nil, err
	}
	certificates, err := x509.ParseCertificates(raw.Content.Certificates.Bytes)
	if err != nil || len(certificates) == 0 {
		return nil, badCMS("no certificates")
	}
	signer := raw.Content.Signers[0]
	if err := genuine(certificates); err != nil {
		return nil, err
	}
	c := &cms{kind: raw.Content.Encap.OID, held: raw.Content.Encap.Held, signature: signer.Value}
	if err := c.choose(signer.Issuer, certificates); err != nil {
		return nil, err
	}
	if err := c.attributes(signer); err != nil {
		return nil, err
	}
	return c, c.prove(signer)
}

// nested says whether each part is filled exactly by the parts within it, with lengths as DER has them and nothing but zeros
// behind: the decoder of the standard library looks neither at the lengths of explicit tags nor at what follows in a sequence.
func nested(der cryptobyte.String, depth int) bool {
	for !der.Empty() {
		var part cryptobyte.String
		var tag tags.Tag
		if depth > maxDepth || !der.ReadAnyASN1(&part, &tag) || tag == 0 || (tag&0x20 != 0 && !nested(part, depth+1)) {
			return false
		}
	}
	return true
}

// shaped says whether a sequence consists of parts with these tags, and no more: the decoder passes over what it does not expect.
func shaped(der []byte, allowed ...string) bool {
	var parts cryptobyte.String
	outer := cryptobyte.String(der)
	if explicit := tags.Tag(0).ContextSpecific().Constructed(); outer.PeekASN1Tag(explicit) {
		_ = outer.ReadASN1(&outer, explicit)
	}
	if !outer.ReadASN1(&parts, tags.SEQUENCE) {
		return false
	}
	var found []byte
	for !parts.Empty() {
		var part cryptobyte.String
		var tag tags.Tag
		if !parts.ReadAnyASN1(&part, &tag) {
			return false
		}
		found = append(found, byte(tag))
	}
	return slices.Contains(allowed, string(found))
}

// plain holds what no signature covers to the one form it may have, so that no byte of a file can be changed unnoticed.
func (raw *rawCMS) plain() error {
	c, signer := raw.Content, raw.Content.Signers[0]
	if !shaped(c.Raw, "\x02\x31\x30\xA0\x31") || !shaped(signer.Raw, "\x02\x30\x30\xA0\x30\x04", "\x02\x30\x30\xA0\x30\x04\xA1") || !shaped(c.Encap.Raw, "\x06", "\x06\xA0") {
		return badCMS("parts that are not taken here")
	}
	wanted := 1
	if !c.Encap.OID.Equal(oidData) {
		wanted = 3
	}
	if c.Version != wanted || signer.Version != 1 || len(c.Hashes) != 1 || !c.Hashes[0].OID.Equal(signer.Hash.OID) || len(c.CRLs.FullBytes) > 0 {
		return badCMS("a form that is not taken here")
	}
	for _, a := range []algorithmID{c.Hashes[0], signer.Hash, signer.Method} {
		if len(a.Parameters.FullBytes) > 0 && !bytes.Equal(a.Parameters.FullBytes, asn1.NullBytes) {
			return badCMS("parameters that are not taken here")
		}
	}
	return nil
}

// genuine proves each certificate that came along by its issuer's, where that came along too.
func genuine(certificates []*x509.Certificate) error {
	for _, c := range certificates {
		for _, issuer := range certificates {
			if bytes.Equal(c.RawIssuer, issuer.RawSubject) && (len(c.AuthorityKeyId) == 0 || len(issuer.SubjectKeyId) == 0 || bytes.Equal(c.AuthorityKeyId, issuer.SubjectKeyId)) &&
				c.CheckSignatureFrom(issuer) != nil && issuer.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature) != nil {
				return badCMS("a certificate that its issuer did not sign")
			}
		}
		if issuer := slices.IndexFunc(certificates, func(i *x509.Certificate) bool { return bytes.Equal(c.RawIssuer, i.RawSubject) }); issuer < 0 && c.IsCA {
			return badCMS("a certificate without its issuer's")
		}
	}
	return nil
}

// choose finds the signer's certificate among those that came along, by issuer and serial number.
func (c *cms) choose(id asn1.RawValue, certificates []*x509.Certificate) error {
	var issuer struct {
		Name   asn1.RawValue
		Serial *big.Int
	}
	if _, err := asn1.Unmarshal(id.FullBytes, &issuer); err != nil {
		return badCMS("the signer is named in another way than by issuer and serial number")
	}
	for _, certificate := range certificates {
		if c.leaf == nil && bytes.Equal(certificate.RawIssuer, issuer.Name.FullBytes) && certificate.SerialNumber.Cmp(issuer.Serial) == 0 {
			c.leaf = certificate
		} else {
			c.others = append(c.others, certificate)
		}
	}
	if c.leaf == nil {
		return badCMS("the signer's certificate is missing")
	}
	return nil
}

func (c *cms) attributes(signer rawSigner) error {
	kinds := map[string]crypto.Hash{oidSHA256.String(): crypto.SHA256, oidSHA384.String(): crypto.SHA384, oidSHA512.String(): crypto.SHA512}
	if c.hash = kinds[signer.Hash.OID.String()]; c.hash == 0 {
		return badCMS("a hash that is not taken here")
	}
	signed, err := readAttributes(signer.Signed.Bytes)
	if err != nil {
		return err
	}
	var kind asn1.ObjectIdentifier
	if _, err := asn1.Unmarshal(signed[oidContentType.String()], &kind); err != nil || !kind.Equal(c.kind) {
		return badCMS("the kind of content is not the signed one")
	}
	if _, err := asn1.Unmarshal(signed[oidMessageDigest.String()], &c.digest); err != nil || len(c.digest) != c.hash.Size() {
		return badCMS("no digest was signed")
	}
	if named, has := signed[oidSigningCertV2.String()]; has {
		if err := c.named(named); err != nil {
			return err
		}
	}
	unsigned, err := readAttributes(signer.Unsigned.Bytes)
	if err != nil {
		return err
	}
	for oid := range unsigned {
		if oid != oidTimestampToken.String() {
			return badCMS("an unsigned attribute that is not taken here")
		}
	}
	c.token = unsigned[oidTimestampToken.String()]
	return nil
}

// named proves that the certificate is the one that was signed along.
func (c *cms) named(attribute []byte) error {
	var v struct {
		Certs []struct {
			Hash   algorithmID `asn1:"optional"`
			Sum    []byte
			Issuer asn1.RawValue `asn1:"optional"`
		}
	}
	if _, err := asn1.Unmarshal(attribute, &v); err != nil || len(v.Certs) == 0 {
		return badCMS("the certificate's name cannot be read")
	}
	h := crypto.SHA256
	switch oid := v.Certs[0].Hash.OID; {
	case oid.Equal(oidSHA384):
		h = crypto.SHA384
	case oid.Equal(oidSHA512):
		h = crypto.SHA512
	}
	sum := h.New()
	sum.Write(c.leaf.Raw)
	if !bytes.Equal(sum.Sum(nil), v.Certs[0].Sum) {
		return badCMS("another certificate was signed along")
	}
	return nil
}

// readAttributes gives the one value of each attribute; one that stands twice is refused.
func readAttributes(set []byte) (map[string][]byte, error) {
	out := map[string][]byte{}
	for len(set) > 0 {
		var a rawAttribute
		rest, err := asn1.Unmarshal(set, &a)
		if err != nil || out[a.OID.String()] != nil || len(a.Values) != 1 {
			return nil, badCMS("malformed attributes")
		}
		out[a.OID.String()] = a.Values[0].FullBytes
		set = rest
	}
	return out, nil
}

// methods are the names of signing with RSA and with ECDSA after each hash.
var methods = map[crypto.Hash][2]asn1.ObjectIdentifier{
	crypto.SHA256: {{1, 2, 840, 113549, 1, 1, 11}, oidECDSASHA256},
	crypto.SHA384: {{1, 2, 840, 113549, 1, 1, 12}, {1, 2, 840, 10045, 4, 3, 3}},
	crypto.SHA512: {{1, 2, 840, 113549, 1, 1, 13}, {1, 2, 840, 10045, 4, 3, 4}},
}

// prove checks the signature over the attributes.
func (c *cms) prove(signer rawSigner) error {
	attributes := bytes.Clone(signer.Signed.FullBytes)
	if len(attributes) == 0 {
		return badCMS("no signed attributes")
	}
	attributes[0] = 0x31 // signed as a SET
	h := c.hash.New()
	h.Write(attributes)
	sum := h.Sum(nil)
	switch key := c.leaf.PublicKey.(type) {
	case *rsa.PublicKey:
		method := signer.Method.OID.Equal(oidRSA) || signer.Method.OID.Equal(methods[c.hash][0])
		if method && key.Size() >= 256 && rsa.VerifyPKCS1v15(key, c.hash, sum, c.signature) == nil {
			return nil
		}
	case *ecdsa.PublicKey:
		if signer.Method.OID.Equal(methods[c.hash][1]) && ecdsa.VerifyASN1(key, sum, c.signature) {
			return nil
		}
	}
	return badCMS("the signature is not the certificate's")
}

// covers says whether the signature is over what has this SHA-256.
func (c *cms) covers(digest []byte) error {
	if c.hash != crypto.SHA256 || !bytes.Equal(c.digest, digest) {
		return badCMS("it signs something else")
	}
	return nil
}

// over says whether the signature is over these bytes, in the hash that the signer chose.
func (c *cms) over(parts ...[]byte) error {
	h := c.hash.New()
	for _, part := range parts {
		h.Write(part)
	}
	if !bytes.Equal(c.digest, h.Sum(nil)) {
		return badCMS("it signs something else")
	}
	return nil
}

// heldDigest proves that what the CMS holds is what was signed.
func (c *cms) heldDigest() error {
	if c.held == nil {
		return badCMS("it holds nothing")
	}
	return c.over(c.held)
}
