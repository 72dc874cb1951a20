package esign

import (
	"fmt"
	"io"

	"github.com/emmansun/gmsm/pkcs7"
	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/smx509"
)

// SM2Key is a key on the curve of GB/T 32918 with its certificates, the key's own first.
type SM2Key struct {
	Private *sm2.PrivateKey
	Chain   []*smx509.Certificate
}

// NewSM2 makes a key. Random is crypto/rand.Reader.
func NewSM2(random io.Reader) (*sm2.PrivateKey, error) {
	key, err := sm2.GenerateKey(random)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	return key, nil
}

// SignSM2 makes a detached signature with SM2 and SM3 over content, in the form of GM/T 0010. It stands beside the PDF, over the
// manifest of what is archived: readers of PDF take a signature of this kind within the file for broken.
func SignSM2(content []byte, key SM2Key) ([]byte, error) {
	if key.Private == nil || len(key.Chain) == 0 {
		return nil, fmt.Errorf("%w: no SM2 key", ErrKey)
	}
	signed, err := pkcs7.NewSMSignedData(content)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCMS, err)
	}
	if err := signed.AddSignerChain(key.Chain[0], key.Private, key.Chain[1:], pkcs7.SignerInfoConfig{}); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	signed.Detach()
	der, err := signed.Finish()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCMS, err)
	}
	return der, nil
}

// VerifySM2 proves a detached signature over content and that its certificate leads to a root. It returns the signer's certificate.
func VerifySM2(content, signature []byte, roots *smx509.CertPool) (*smx509.Certificate, error) {
	read, err := pkcs7.Parse(signature)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCMS, err)
	}
	read.Content = content
	if err := read.VerifyWithChain(roots); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCMS, err)
	}
	signer := read.GetOnlySigner()
	if signer == nil {
		return nil, fmt.Errorf("%w: not one signer", ErrCMS)
	}
	return signer, nil
}
