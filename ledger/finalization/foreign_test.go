package finalization_test

import (
	"bytes"
	"encoding/hex"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/esign"
	"hefu/ledger/ledgertest"
)

// trustedByPdfsig has a foreign reader judge both signatures, told of the organization's authority and of the provider's.
func trustedByPdfsig(t *testing.T, o office, file []byte) {
	t.Helper()
	for name, parcel := range map[string]string{"pdfsig": "poppler-utils", "certutil": "libnss3-tools"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Logf("%s is not installed (Debian package %s): what it would say of the signed file is not tested", name, parcel)
			return
		}
	}
	roots, _, err := o.Services.Finalizations.Trust(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	say := func(name string, args ...string) string {
		out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, out)
		}
		return string(out)
	}
	say("certutil", "-N", "-d", "sql:"+folder, "--empty-password")
	for i, root := range roots {
		path := filepath.Join(folder, strconv.Itoa(i)+".pem")
		write(t, path, esign.PEM(root))
		say("certutil", "-A", "-d", "sql:"+folder, "-n", "root"+strconv.Itoa(i), "-t", "CT,C,C", "-i", path)
	}
	path := filepath.Join(folder, "signed.pdf")
	write(t, path, file)
	said := say("pdfsig", "-nssdir", folder, path)
	for _, what := range []string{"Signature is Valid.", "Certificate is Trusted."} {
		if strings.Count(said, what) != 2 {
			t.Errorf("%q does not stand twice in\n%s", what, said)
		}
	}
}

func write(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func bodyOf(t *testing.T, q *http.Request) []byte {
	t.Helper()
	body, err := io.ReadAll(q.Body)
	if err != nil {
		t.Fatal(err)
	}
	q.Body = io.NopCloser(bytes.NewReader(body))
	return body
}

// bytesOf is the digest that the provider was given.
func bytesOf(t *testing.T, o office, reference ledger.ID) []byte {
	t.Helper()
	digest, err := hex.DecodeString(ledgertest.Ask[string](t, o.Books, `SELECT encode(digest, 'hex') FROM hefu.signature_requests WHERE id = $1`, reference.String()))
	if err != nil {
		t.Fatal(err)
	}
	return digest
}
