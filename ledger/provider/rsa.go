package provider

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"

	"hefu/ledger"
)

// Alipay and WeChat Pay sign alike: RSA with SHA-256 (PKCS #1 v1.5), in base64.

func signRSA(key *rsa.PrivateKey, text string) (string, error) {
	sum := sha256.Sum256([]byte(text))
	made, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
	return base64.StdEncoding.EncodeToString(made), err
}

func verifyRSA(key *rsa.PublicKey, text, signature string) error {
	made, err := base64.StdEncoding.DecodeString(signature)
	if err != nil || signature == "" {
		return ErrForged
	}
	sum := sha256.Sum256([]byte(text))
	if rsa.VerifyPKCS1v15(key, crypto.SHA256, sum[:], made) != nil {
		return ErrForged
	}
	return nil
}

var errNoKey = errors.New("provider: the file holds no RSA key in PEM")

// PrivateKey reads an RSA key in PEM, PKCS #8 or PKCS #1.
func PrivateKey(file []byte) (*rsa.PrivateKey, error) {
	block, _ := pem.Decode(file)
	if block == nil {
		return nil, errNoKey
	}
	if key, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
		return key, nil
	}
	found, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, fmt.Errorf("read the private key: %w", err)
	}
	if key, is := found.(*rsa.PrivateKey); is {
		return key, nil
	}
	return nil, errNoKey
}

// PublicKey reads an RSA key or a certificate that holds one, in PEM.
func PublicKey(file []byte) (*rsa.PublicKey, error) {
	block, _ := pem.Decode(file)
	if block == nil {
		return nil, errNoKey
	}
	var found any
	var err error
	if block.Type == "CERTIFICATE" {
		var cert *x509.Certificate
		if cert, err = x509.ParseCertificate(block.Bytes); err == nil {
			found = cert.PublicKey
		}
	} else {
		found, err = x509.ParsePKIXPublicKey(block.Bytes)
	}
	if err != nil {
		return nil, fmt.Errorf("read the public key: %w", err)
	}
	if key, is := found.(*rsa.PublicKey); is {
		return key, nil
	}
	return nil, errNoKey
}

// orderNo is an id as these two take numbers of orders: 32 letters and digits. ofOrderNo reads it; zero: none of ours.
func orderNo(id ledger.ID) string { return strings.ReplaceAll(id.String(), "-", "") }

func ofOrderNo(no string) ledger.ID {
	if len(no) != 32 {
		return ledger.ID{}
	}
	id, err := ledger.ParseID(no[:8] + "-" + no[8:12] + "-" + no[12:16] + "-" + no[16:20] + "-" + no[20:])
	if err != nil {
		return ledger.ID{}
	}
	return id
}
