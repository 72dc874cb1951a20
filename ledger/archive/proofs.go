package archive

import (
	"context"

	"hefu/ledger/esign"
)

// Proofs are the files that prove who sealed content, and when: manifest.p7s, a detached CMS signature; manifest.tst, a timestamp (RFC 3161);
// signer.pem, the certificates above the signer's. stamper may not be nil.
func Proofs(ctx context.Context, content []byte, key esign.Key, stamper esign.Stamper) (map[string][]byte, error) {
	signature, err := esign.SignDetached(ctx, content, key, nil)
	if err != nil {
		return nil, err
	}
	token, _, err := esign.Stamp(ctx, content, stamper)
	if err != nil {
		return nil, err
	}
	return map[string][]byte{"manifest.p7s": signature, "manifest.tst": token, "signer.pem": esign.PEM(key.Chain[1:]...)}, nil
}
