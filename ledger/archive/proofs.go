package archive

import (
	"context"
	"crypto/x509"
	"time"

	"hefu/ledger"
	"hefu/ledger/esign"
)

// Signer signs in an organization's name, and gives what both sides have signed.
type Signer interface {
	// SignManifest proves content in the organization's name. An organization that does not sign has no proof: nil.
	SignManifest(ctx context.Context, actor ledger.Actor, content []byte) (*Proof, error)
	// SignedFiles are what a bundle holds of a reconciliation that both sides have signed.
	SignedFiles(ctx context.Context, actor ledger.Actor, finalization ledger.ID) (Signed, error)
}

// Proof says who sealed content, and when. Files are by their names in the bundle: manifest.p7s, a detached CMS signature; manifest.tst,
// a timestamp (RFC 3161); signer.pem, the certificates of both.
type Proof struct {
	Files  map[string][]byte
	Signer string // as the certificate names him
	At     time.Time
}

// Signed is a reconciliation as both sides signed it. Files are by their paths in the bundle; hashes are in hexadecimal digits.
type Signed struct {
	Files         map[string][]byte
	Scope         string
	Agreed        string // amount in the statement's currency
	ContentSHA256 string
	FileSHA256    string // of the PDF with both signatures
}

// Proofs signs content with a key and has it stamped. stamper may not be nil.
func Proofs(ctx context.Context, content []byte, key esign.Key, stamper esign.Stamper) (*Proof, error) {
	signature, err := esign.SignDetached(ctx, content, key, nil)
	if err != nil {
		return nil, err
	}
	token, at, err := esign.Stamp(ctx, content, stamper)
	if err != nil {
		return nil, err
	}
	stampers, err := esign.CertificatesOf(token)
	if err != nil {
		return nil, err
	}
	var chain []*x509.Certificate
	known := map[string]bool{}
	for _, certificate := range append(append(chain, key.Chain...), stampers...) {
		if !known[string(certificate.Raw)] {
			known[string(certificate.Raw)] = true
			chain = append(chain, certificate)
		}
	}
	return &Proof{Files: map[string][]byte{"manifest.p7s": signature, "manifest.tst": token, "signer.pem": esign.PEM(chain...)},
		Signer: key.Leaf().Subject.CommonName, At: at}, nil
}
