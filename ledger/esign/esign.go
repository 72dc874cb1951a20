// Package esign signs PDF files so that any reader can check them, and tells whether a signed file is still what was
// signed. It is a mechanism: whose statement a file holds, who may sign it and what a signature means is decided elsewhere.
//
// The way of a file: Prepare adds what both parties need (their empty signature fields, the attachment, the archive
// structures) once. Begin and Finish, or Sign, then fill one field each: the seller's first, certifying the file so that
// nothing but the other field may change, then the customer's, which closes it. Verify reads any such file again.
package esign

import (
	"crypto"
	"crypto/x509"
	"errors"
)

// What can be wrong with what is handed in.
var (
	// ErrForm is a PDF that is damaged, or of a form that is not signed here: encrypted, or with a compressed cross-reference table.
	ErrForm = errors.New("esign: not a PDF file of a form that can be signed here")
	// ErrField is a signature field that is not there or already signed.
	ErrField = errors.New("esign: no such empty signature field")
	// ErrCMS is a signature that does not belong to the digest it is to sign, or cannot be read.
	ErrCMS = errors.New("esign: not a signature over this file")
	// ErrStamp is a timestamp authority that does not answer, or answers something else than was asked.
	ErrStamp = errors.New("esign: no timestamp")
	// ErrKey is a key source that cannot be opened: a wrong password, an unusable certificate, no such token.
	ErrKey = errors.New("esign: no usable key")
	// ErrNoPKCS11 says that this program was built without the means to reach a PKCS#11 token.
	ErrNoPKCS11 = errors.New("esign: built without PKCS#11 (CGO_ENABLED=0)")
)

// Key is a private key with its certificates, the key's own first. RSA from 2048 bits and ECDSA on P-256 are used.
type Key struct {
	Signer crypto.Signer
	Chain  []*x509.Certificate
}

// Leaf is the key's own certificate.
func (k Key) Leaf() *x509.Certificate { return k.Chain[0] }
