package access

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"

	"hefu/ledger"
)

// errSealed is content that was sealed under a secret that is not here, or for another purpose, or is damaged.
var errSealed = errors.New("access: what was sealed cannot be opened with the secrets given")

// Seal encrypts and authenticates content (AES-256-GCM) under the secret in force, for one purpose: what is sealed for one opens for no
// other. unavailable without a secret.
func (s *Service) Seal(purpose string, content []byte) ([]byte, error) {
	block, err := s.keys.cipher(purpose, s.keys.current)
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, block.NonceSize())
	_, _ = rand.Read(nonce) // never fails: the runtime ends the process instead
	return block.Seal(append([]byte{s.keys.current}, nonce...), nonce, content, []byte(purpose)), nil
}

// Unseal opens what Seal made, under whichever secret it was. unavailable when that is not here or the content is damaged.
func (s *Service) Unseal(purpose string, sealed []byte) ([]byte, error) {
	if len(sealed) == 0 {
		return nil, ledger.E("unavailable").Because(errSealed)
	}
	block, err := s.keys.cipher(purpose, sealed[0])
	if err != nil {
		return nil, err
	}
	if len(sealed) < 1+block.NonceSize() {
		return nil, ledger.E("unavailable").Because(errSealed)
	}
	content, err := block.Open(nil, sealed[1:1+block.NonceSize()], sealed[1+block.NonceSize():], []byte(purpose))
	if err != nil {
		return nil, ledger.E("unavailable").Because(errSealed)
	}
	return content, nil
}

func (k *Keys) cipher(purpose string, mark byte) (cipher.AEAD, error) {
	secret, known := k.secrets[mark]
	if !known {
		return nil, ledger.E("unavailable").Because(errNoSecret)
	}
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte("hefu seal 1\x00" + purpose))
	block, err := aes.NewCipher(mac.Sum(nil))
	if err != nil {
		return nil, ledger.E("internal").Because(err)
	}
	out, err := cipher.NewGCM(block)
	if err != nil {
		return nil, ledger.E("internal").Because(err)
	}
	return out, nil
}

// The life of a code, and how many guesses it takes; those who keep codes of their own hold the same.
const (
	CodeLife     = codeLife
	CodePause    = codePause
	CodeAttempts = codeAttempts
)

// NewCode makes a code for a purpose that is kept elsewhere: its id, from which Code tells the digits, and what is kept of them. unavailable
// without a secret.
func (s *Service) NewCode() (id ledger.ID, mac []byte, err error) {
	if len(s.keys.secrets) == 0 {
		return id, nil, ledger.E("unavailable").Because(errNoSecret)
	}
	id = s.keys.newID()
	return id, s.keys.codeMAC(id, s.keys.code(id)), nil
}

// IsCode tells whether text is the code of which mac was kept. As much is computed whatever id and mac are.
func (s *Service) IsCode(id ledger.ID, text string, mac []byte) bool {
	return hmac.Equal(s.keys.codeMAC(id, text), mac) && isCode(text)
}
