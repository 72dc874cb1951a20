package esign_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/asn1"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"hefu/ledger/esign"
)

// tool finds a program of others. Without it a test says so and is skipped: the packages are named in deploy and in the README.
func tool(t *testing.T, name, parcel string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("%s is not installed (Debian package %s): what it would say of the signed file is not tested", name, parcel)
	}
	return path
}

func command(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", filepath.Base(name), strings.Join(args, " "), err, out)
	}
	return string(out)
}

func save(t *testing.T, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestPdfsigTrustsBothSignatures(t *testing.T) {
	t.Parallel()
	pdfsig, certutil := tool(t, "pdfsig", "poppler-utils"), tool(t, "certutil", "libnss3-tools")
	_, twice := signedTwice(t)
	nss := t.TempDir()
	root := save(t, "root.pem", esign.PEM(theWorld().authority.Root()))
	command(t, certutil, "-N", "-d", "sql:"+nss, "--empty-password")
	command(t, certutil, "-A", "-d", "sql:"+nss, "-n", "root", "-t", "CT,C,C", "-i", root)
	said := command(t, pdfsig, "-nssdir", nss, save(t, "twice.pdf", twice))
	for what, times := range map[string]int{"Signature is Valid.": 2, "Certificate is Trusted.": 2, "ETSI.CAdES.detached": 2, "Total document signed": 1} {
		if strings.Count(said, what) != times {
			t.Errorf("%q stands %d times and not %d times in\n%s", what, strings.Count(said, what), times, said)
		}
	}
}

func TestOtherReadersFindNoFault(t *testing.T) {
	t.Parallel()
	_, twice := signedTwice(t)
	file := save(t, "twice.pdf", twice)
	t.Run("qpdf", func(t *testing.T) {
		if said := command(t, tool(t, "qpdf", "qpdf"), "--check", file); !strings.Contains(said, "No syntax or stream encoding errors found") || strings.Contains(said, "WARNING") {
			t.Error(said)
		}
	})
	t.Run("pdfdetach", func(t *testing.T) {
		pdfdetach := tool(t, "pdfdetach", "poppler-utils")
		if said := command(t, pdfdetach, "-list", file); !strings.Contains(said, "1: statement.json") {
			t.Error(said)
		}
		out := filepath.Join(t.TempDir(), "statement.json")
		command(t, pdfdetach, "-save", "1", "-o", out, file)
		if saved, err := os.ReadFile(out); err != nil || !bytes.Equal(saved, attached) {
			t.Errorf("the attachment reads %q, %v", saved, err)
		}
	})
	t.Run("zbarimg", func(t *testing.T) {
		zbarimg, pdftoppm := tool(t, "zbarimg", "zbar-tools"), tool(t, "pdftoppm", "poppler-utils")
		page := filepath.Join(t.TempDir(), "page")
		command(t, pdftoppm, "-r", "150", "-png", "-singlefile", file, page)
		if said := command(t, zbarimg, "-q", page+".png"); !strings.Contains(said, "QR-Code:https://ar.example.com/verify?n=ST-2026-10-00042") {
			t.Error(said)
		}
	})
	t.Run("mutool", func(t *testing.T) {
		said := command(t, tool(t, "mutool", "mupdf-tools"), "sign", "-v", file)
		if !strings.Contains(said, "The document is unchanged since signing.") || !strings.Contains(said, "The signature is valid but there have been edits since signing.") {
			t.Error(said)
		}
	})
}

// cut takes a signature out of a file: the CMS, and the bytes it is over.
func cut(t *testing.T, file []byte, which int) (cms, over []byte) {
	t.Helper()
	found := regexp.MustCompile(`/ByteRange \[0 (\d+) (\d+) (\d+)\]`).FindAllSubmatch(file, -1)
	if len(found) <= which {
		t.Fatalf("there are %d signatures", len(found))
	}
	var n [3]int
	for i := range n {
		n[i], _ = strconv.Atoi(string(found[which][i+1]))
	}
	_, err := fmt.Sscanf(string(file[n[0]+1:n[1]-1]), "%x", &cms)
	if err != nil {
		t.Fatal(err)
	}
	var whole asn1.RawValue
	if _, err := asn1.Unmarshal(cms, &whole); err != nil {
		t.Fatal(err)
	}
	return whole.FullBytes, append(bytes.Clone(file[:n[0]]), file[n[1]:n[1]+n[2]]...)
}

func TestOpensslVerifiesTheParts(t *testing.T) {
	t.Parallel()
	openssl := tool(t, "openssl", "openssl")
	_, twice := signedTwice(t)
	root := save(t, "root.pem", esign.PEM(theWorld().authority.Root()))
	for i, who := range []string{"seller", "customer"} {
		t.Run(who, func(t *testing.T) {
			cms, over := cut(t, twice, i)
			command(t, openssl, "cms", "-verify", "-binary", "-inform", "DER", "-in", save(t, "s.der", cms), "-content", save(t, "s.bin", over),
				"-CAfile", root, "-purpose", "any", "-out", os.DevNull)
			signature, token := esign.PartsOf(t, cms)
			said := command(t, openssl, "ts", "-verify", "-token_in", "-in", save(t, "t.der", token), "-data", save(t, "t.bin", signature), "-CAfile", root)
			if !strings.Contains(said, "Verification: OK") {
				t.Error(said)
			}
		})
	}
}

// Our authority answers a question that openssl asks, and openssl reads the answer.
func TestOpensslReadsOurTimestamps(t *testing.T) {
	t.Parallel()
	openssl := tool(t, "openssl", "openssl")
	data := save(t, "data", []byte("对账单"))
	query := filepath.Join(t.TempDir(), "q.tsq")
	command(t, openssl, "ts", "-query", "-data", data, "-sha256", "-cert", "-out", query)
	asked, err := os.ReadFile(query)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := theWorld().stamper.Answer(t.Context(), asked)
	if err != nil {
		t.Fatal(err)
	}
	root := save(t, "root.pem", esign.PEM(theWorld().authority.Root()))
	said := command(t, openssl, "ts", "-verify", "-in", save(t, "a.tsr", answer), "-queryfile", query, "-CAfile", root)
	if !strings.Contains(said, "Verification: OK") {
		t.Error(said)
	}
	sum := sha256.Sum256([]byte("对账单"))
	if !bytes.Contains(asked, sum[:]) {
		t.Error("the question is not over the data")
	}
}
