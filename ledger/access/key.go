package access

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"

	"hefu/ledger"
)

// MinSecret is how many bytes a secret has at least.
const MinSecret = 32

// ErrWeakSecret is returned for a secret that is too short, and for two secrets that cannot be told apart.
var ErrWeakSecret = errors.New("a secret has at least 32 random bytes, and former ones differ from it")

// Keys derive tokens and codes from ids. A former secret still answers for what was made under it; a secret that is no longer
// given ends every link made under it.
type Keys struct {
	current byte
	secrets map[byte][]byte // by mark
}

// NewKeys takes the secret that new links are made under, and those that were it before.
func NewKeys(secret []byte, former ...[]byte) (*Keys, error) {
	k := &Keys{secrets: map[byte][]byte{}}
	for i, given := range append([][]byte{secret}, former...) {
		if len(given) < MinSecret {
			return nil, ErrWeakSecret
		}
		mark := sha256.Sum256(append([]byte("hefu mark of a secret\x00"), given...))
		if _, taken := k.secrets[mark[0]]; taken {
			return nil, fmt.Errorf("%w: secrets %d and an earlier one have the same mark; make another", ErrWeakSecret, i+1)
		}
		if i == 0 {
			k.current = mark[0]
		}
		k.secrets[mark[0]] = given
	}
	return k, nil
}

// RandomKeys are good for as long as the process lives: for tests.
func RandomKeys() *Keys {
	var secret [MinSecret]byte
	_, _ = rand.Read(secret[:]) // never fails: the runtime ends the process instead
	keys, _ := NewKeys(secret[:])
	return keys
}

// newID makes an id whose last byte names the secret, so that the id alone is enough to derive from. Its other bits are as
// random as those of any id: ledger.NewID counts on within a millisecond, which the mark would undo.
func (k *Keys) newID() ledger.ID {
	id := ledger.NewID()
	_, _ = rand.Read(id[8:15])
	id[8] = id[8]&0x3f | 0x80
	id[15] = k.current
	return id
}

// derive is HMAC-SHA256 of an id for one purpose, under the secret that the id names; nil when that secret is not here.
func (k *Keys) derive(purpose string, id ledger.ID, more ...byte) []byte {
	secret, known := k.secrets[id[15]]
	if !known {
		return nil
	}
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(purpose))
	mac.Write([]byte{0})
	mac.Write(id[:])
	mac.Write(more)
	return mac.Sum(nil)
}

// marks are the last bytes of the ids that can still be derived from.
func (k *Keys) marks() []int32 {
	var out []int32
	for mark := range k.secrets {
		out = append(out, int32(mark))
	}
	return out
}

const (
	forLink      = "hefu link 1"
	forCode      = "hefu code 1"
	forCodeCheck = "hefu code check 1"
)

// token is the secret part of a link's address: 43 characters; empty when its secret is not here.
func (k *Keys) token(link ledger.ID) string {
	derived := k.derive(forLink, link)
	if derived == nil {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(derived)
}

const codeDigits = 6

// code is six digits; empty when its secret is not here. 2^64 is so much larger that no code is likelier than another.
func (k *Keys) code(id ledger.ID) string {
	derived := k.derive(forCode, id)
	if derived == nil {
		return ""
	}
	return fmt.Sprintf("%0*d", codeDigits, binary.BigEndian.Uint64(derived)%1_000_000)
}

// codeMAC is what is kept of a code.
func (k *Keys) codeMAC(id ledger.ID, code string) []byte {
	return k.derive(forCodeCheck, id, []byte(code)...)
}

func hashOf(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// isToken tells whether text has the form of a token, so that nothing else is looked up.
func isToken(text string) bool {
	if len(text) != 43 {
		return false
	}
	_, err := base64.RawURLEncoding.Strict().DecodeString(text)
	return err == nil
}
