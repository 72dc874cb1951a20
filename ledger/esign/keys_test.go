package esign_test

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ThalesGroup/crypto11"
	"github.com/emmansun/gmsm/sm2"
	"github.com/emmansun/gmsm/smx509"

	"hefu/ledger/esign"
)

func TestPKCS12ComesAndGoes(t *testing.T) {
	t.Parallel()
	file, err := theWorld().customer.ToPKCS12("合符 密码")
	if err != nil {
		t.Fatal(err)
	}
	key, err := esign.PKCS12(file, "合符 密码")
	if err != nil || !key.Leaf().Equal(theWorld().customer.Leaf()) || len(key.Chain) != 2 {
		t.Fatalf("%v, %d certificates", err, len(key.Chain))
	}
	for what, password := range map[string]string{"a wrong password": "wrong", "none": "", "one that the format cannot hold": "🔑"} {
		if _, err := esign.PKCS12(file, password); !errors.Is(err, esign.ErrKey) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := esign.PKCS12([]byte("no file"), "x"); !errors.Is(err, esign.ErrKey) {
		t.Errorf("no file: %v", err)
	}
	out := sign(t, prepared(t, 3), sellerSignature(t), esign.Local{Key: key})
	if report := esign.Verify(out, theWorld().trust); report.Verdict != esign.Valid || report.Signatures[0].Stamped {
		t.Errorf("signed without a timestamp (B-B): %+v", report)
	}
}

// The token is a real one of Debian's: its keys are made within it and never leave it. Not parallel: the token's folder is named by the environment.
func TestAKeyInAToken(t *testing.T) {
	softhsm := tool(t, "softhsm2-util", "softhsm2")
	dir := t.TempDir()
	config := save(t, "softhsm2.conf", []byte("directories.tokendir = "+dir+"\nobjectstore.backend = file\nlog.level = ERROR\n"))
	t.Setenv("SOFTHSM2_CONF", config)
	command(t, softhsm, "--init-token", "--free", "--label", "finance", "--so-pin", "87654321", "--pin", "123456")
	module := filepath.Join("/usr/lib/softhsm", "libsofthsm2.so")
	if _, err := os.Stat(module); err != nil {
		module = "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"
	}
	token := esign.Token{Module: module, Label: "finance", PIN: "123456", Key: "seal"}
	if _, _, err := esign.PKCS11(token); !errors.Is(err, esign.ErrKey) {
		t.Errorf("without a key: %v", err)
	}
	session, err := crypto11.Configure(&crypto11.Config{Path: module, TokenLabel: "finance", Pin: "123456"})
	if err != nil {
		t.Fatal(err)
	}
	pair, err := session.GenerateRSAKeyPairWithLabel([]byte("id"), []byte("seal"), 2048)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := theWorld().authority.Issue(esign.Subject{Organization: "华东精密机械", Name: "UKey"}, pair.Public(), esign.Documents, now)
	if err != nil {
		t.Fatal(err)
	}
	if err := session.ImportCertificateWithLabel([]byte("id"), []byte("seal"), leaf); err != nil {
		t.Fatal(err)
	}
	if err := session.Close(); err != nil {
		t.Fatal(err)
	}
	key, closer, err := esign.PKCS11(token)
	if err != nil {
		t.Fatal(err)
	}
	defer closer.Close()
	out := sign(t, prepared(t, 3), sellerSignature(t), esign.Local{Key: key, Stamper: theWorld().stamper})
	if report := esign.Verify(out, theWorld().trust); report.Verdict != esign.Valid || report.Signatures[0].Signer != "UKey" {
		t.Errorf("%+v", report)
	}
}

// What comes from outside is looked at before it becomes part of a file.
func TestASignatureOverSomethingElseIsRefused(t *testing.T) {
	t.Parallel()
	s := sellerSignature(t)
	s.Room = 9000
	pending, err := esign.Begin(prepared(t, 3), s)
	if err != nil {
		t.Fatal(err)
	}
	other, err := esign.Local{Key: theWorld().seller}.Make(t.Context(), [32]byte{1})
	if err != nil {
		t.Fatal(err)
	}
	for what, cms := range map[string][]byte{"over another digest": other, "nothing": nil, "words": []byte("signed")} {
		if _, err := pending.Finish(cms); !errors.Is(err, esign.ErrCMS) {
			t.Errorf("%s: %v", what, err)
		}
	}
	right, err := esign.Local{Key: theWorld().seller}.Make(t.Context(), pending.Digest())
	if err != nil {
		t.Fatal(err)
	}
	if out, err := pending.Finish(right); err != nil || esign.Verify(out, theWorld().trust).Verdict != esign.Valid {
		t.Errorf("the right one: %v", err)
	}
}

func TestFieldsAreSignedOnce(t *testing.T) {
	t.Parallel()
	once, twice := signedTwice(t)
	by := esign.Local{Key: theWorld().seller}
	for what, file := range map[string][]byte{"again": once, "after both": twice, "unprepared": base(t, 3).PDF} {
		if _, err := esign.Sign(t.Context(), file, sellerSignature(t), by); !errors.Is(err, esign.ErrField) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := esign.Prepare(twice, esign.Form{Created: now, Fields: []esign.Field{{Name: "third", Page: 1}}}); !errors.Is(err, esign.ErrForm) {
		t.Errorf("prepared twice: %v", err)
	}
	if _, err := esign.Prepare(base(t, 3).PDF, esign.Form{Created: now, Fields: []esign.Field{{Name: "a", Page: 9}}}); !errors.Is(err, esign.ErrForm) {
		t.Errorf("on a page that is not there: %v", err)
	}
	fields, err := esign.Fields(once)
	if err != nil || len(fields) != 2 || !fields[0].Signed || fields[1].Signed || fields[1].Name != "customer" {
		t.Errorf("%+v, %v", fields, err)
	}
}

// A timestamp authority that is down, refuses or lies stops the signing; nothing is signed at a lower level instead.
func TestStampersThatFail(t *testing.T) {
	t.Parallel()
	w := theWorld()
	file := prepared(t, 3)
	silent := httptest.NewServer(http.NotFoundHandler())
	defer silent.Close()
	served := httptest.NewServer(w.stamper)
	defer served.Close()
	for what, s := range map[string]esign.Stamper{
		"not found": esign.HTTPStamper{URL: silent.URL, Client: silent.Client()},
		"not there": esign.HTTPStamper{URL: "http://127.0.0.1:1", Client: &http.Client{Timeout: time.Second}},
		"not DER":   stamperFunc(func(context.Context, []byte) ([]byte, error) { return []byte("yes"), nil }),
		"a refusal": stamperFunc(func(ctx context.Context, _ []byte) ([]byte, error) { return w.stamper.Answer(ctx, []byte("what")) }),
		"another's": stamperFunc(func(ctx context.Context, q []byte) ([]byte, error) {
			q[len(q)-30] ^= 1
			return w.stamper.Answer(ctx, q)
		}),
		"an old nonce": stamperFunc(func(ctx context.Context, q []byte) ([]byte, error) { q[len(q)-5] ^= 1; return w.stamper.Answer(ctx, q) }),
	} {
		if _, err := esign.Sign(t.Context(), file, sellerSignature(t), esign.Local{Key: w.seller, Stamper: s}); !errors.Is(err, esign.ErrStamp) {
			t.Errorf("%s: %v", what, err)
		}
	}
	out := sign(t, file, sellerSignature(t), esign.Local{Key: w.seller, Stamper: esign.HTTPStamper{URL: served.URL, Client: served.Client()}})
	if report := esign.Verify(out, w.trust); !report.Signatures[0].Stamped {
		t.Errorf("over HTTP: %+v", report)
	}
}

// states of a certificate: what a timestamp proves outlives it.
func TestCertificatesExpireAndAreRevoked(t *testing.T) {
	t.Parallel()
	w := theWorld()
	file := prepared(t, 3)
	plain := sign(t, file, sellerSignature(t), esign.Local{Key: w.seller})
	stamped := sign(t, file, sellerSignature(t), esign.Local{Key: w.seller, Stamper: w.stamper})
	list := func(at time.Time) []*x509.RevocationList {
		der, err := w.authority.CRL([]esign.Revoked{{Serial: w.seller.Leaf().SerialNumber, At: at}}, 1, now)
		if err != nil {
			t.Fatal(err)
		}
		crl, err := x509.ParseRevocationList(der)
		if err != nil || crl.CheckSignatureFrom(w.authority.Root()) != nil {
			t.Fatalf("the list: %v", err)
		}
		return []*x509.RevocationList{crl}
	}
	after := now.Add(esign.LeafLife + 24*time.Hour)
	for _, c := range []struct {
		what    string
		file    []byte
		trust   esign.Trust
		verdict esign.Verdict
		reason  esign.Reason
	}{
		{"nobody is trusted", stamped, esign.Trust{Now: now}, esign.Unknown, esign.Untrusted},
		{"expired since", stamped, esign.Trust{Roots: w.trust.Roots, Now: after}, esign.Valid, ""},
		{"expired since, without proof of the time", plain, esign.Trust{Roots: w.trust.Roots, Now: after}, esign.Unknown, esign.Expired},
		{"before it began", plain, esign.Trust{Roots: w.trust.Roots, Now: now.Add(-90 * time.Minute).Add(30 * time.Minute).Add(-10 * time.Minute)}, esign.Unknown, esign.NotYet},
		{"revoked before", stamped, esign.Trust{Roots: w.trust.Roots, Now: now, CRLs: list(now.Add(-time.Minute))}, esign.Unknown, esign.RevokedCert},
		{"revoked afterwards", stamped, esign.Trust{Roots: w.trust.Roots, Now: now, CRLs: list(now.Add(time.Minute))}, esign.Valid, ""},
		{"revoked, without proof of the time", plain, esign.Trust{Roots: w.trust.Roots, Now: now, CRLs: list(now.Add(-time.Minute))}, esign.Unknown, esign.RevokedCert},
	} {
		if report := esign.Verify(c.file, c.trust); report.Verdict != c.verdict || report.Reason != c.reason {
			t.Errorf("%s: %s (%s), want %s (%s)", c.what, report.Verdict, report.Reason, c.verdict, c.reason)
		}
	}
	if !strings.Contains(w.authority.Root().Subject.CommonName, "not licensed") {
		t.Error("our authority does not say what it is")
	}
}

func TestSM2OverAManifest(t *testing.T) {
	t.Parallel()
	root, err := esign.NewSM2(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: theWorld().authority.Root().SerialNumber, Subject: theWorld().authority.Root().Subject,
		NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour), IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature}
	der, err := smx509.CreateCertificate(rand.Reader, template, template, root.Public(), root)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := smx509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	roots := smx509.NewCertPool()
	roots.AddCert(certificate)
	manifest := []byte(`{"statement":"ST-2026-10-00042"}`)
	signature, err := esign.SignSM2(manifest, esign.SM2Key{Private: root, Chain: []*smx509.Certificate{certificate}})
	if err != nil {
		t.Fatal(err)
	}
	if signer, err := esign.VerifySM2(manifest, signature, roots); err != nil || !sm2.IsSM2PublicKey(signer.PublicKey) {
		t.Errorf("%v", err)
	}
	if _, err := esign.VerifySM2(append(manifest, ' '), signature, roots); !errors.Is(err, esign.ErrCMS) {
		t.Errorf("a changed manifest: %v", err)
	}
	if _, err := esign.VerifySM2(manifest, signature, smx509.NewCertPool()); !errors.Is(err, esign.ErrCMS) {
		t.Errorf("without a root: %v", err)
	}
}
