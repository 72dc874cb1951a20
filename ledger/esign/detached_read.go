package esign

import (
	"crypto/x509"
	"fmt"
	"time"
)

// VerifyDetached proves that a CMS made by SignDetached is over content, by a certificate that led to one of roots at that moment. It returns
// that certificate. ErrCMS when the signature is not over content or cannot be read; another error when no root vouches for it.
func VerifyDetached(content, der []byte, roots *x509.CertPool, at time.Time) (*x509.Certificate, error) {
	c, err := readCMS(der)
	if err != nil {
		return nil, err
	}
	if c.held != nil {
		return nil, badCMS("it is not detached")
	}
	if err := c.over(content); err != nil {
		return nil, err
	}
	return c.leaf, chains(c, roots, at, x509.ExtKeyUsageAny)
}

// VerifyStamp proves that a token of Stamp is over content and by an authority that led to one of roots when it stamped. ErrStamp otherwise.
func VerifyStamp(token, content []byte, roots *x509.CertPool) (time.Time, error) {
	s, err := readStamp(token, content)
	if err != nil {
		return time.Time{}, err
	}
	if !s.trusted(roots) {
		return time.Time{}, fmt.Errorf("%w: no root vouches for its authority", ErrStamp)
	}
	return s.at.UTC(), nil
}
