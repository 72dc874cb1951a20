//go:build !cgo

package esign

import "io"

// PKCS11 cannot be reached by a program built without cgo.
func PKCS11(Token) (Key, io.Closer, error) { return Key{}, nil, ErrNoPKCS11 }
