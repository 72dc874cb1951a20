package access_test

import (
	"bytes"
	"testing"

	"hefu/ledger"
	"hefu/ledger/access"
)

func TestWhatIsSealedOpensUnderItsSecretAndForItsPurposeOnly(t *testing.T) {
	t.Parallel()
	first, second := bytes.Repeat([]byte("a"), access.MinSecret), bytes.Repeat([]byte("b"), access.MinSecret)
	open := func(secret []byte, former ...[]byte) *access.Service {
		keys, err := access.NewKeys(secret, former...)
		if err != nil {
			t.Fatal(err)
		}
		return access.Open(nil, nil, access.Options{Keys: keys})
	}
	sealed, err := open(first).Seal("signing key", []byte("material"))
	if err != nil || bytes.Contains(sealed, []byte("material")) {
		t.Fatalf("%x, %v", sealed, err)
	}
	if got, err := open(second, first).Unseal("signing key", sealed); err != nil || string(got) != "material" {
		t.Errorf("under a former secret: %q, %v", got, err)
	}
	broken := bytes.Clone(sealed)
	broken[len(broken)-1] ^= 1
	for name, try := range map[string]func() ([]byte, error){
		"another secret":  func() ([]byte, error) { return open(second).Unseal("signing key", sealed) },
		"another purpose": func() ([]byte, error) { return open(first).Unseal("mail", sealed) },
		"a changed byte":  func() ([]byte, error) { return open(first).Unseal("signing key", broken) },
		"cut short":       func() ([]byte, error) { return open(first).Unseal("signing key", sealed[:5]) },
		"nothing":         func() ([]byte, error) { return open(first).Unseal("signing key", nil) },
		"no secret":       func() ([]byte, error) { return access.Open(nil, nil, access.Options{}).Seal("signing key", nil) },
	} {
		if got, err := try(); !ledger.IsKind(err, ledger.Unavailable) {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}
