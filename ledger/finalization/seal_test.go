package finalization_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/archive"
	"hefu/ledger/esign"
	"hefu/ledger/finalization"
	"hefu/ledger/ledgertest"
)

// concluded has both sides sign, and the job that follows done.
func (o office) concluded(t *testing.T, id ledger.ID) archive.Bundle {
	t.Helper()
	o.sign(t, id)
	if err := o.Services.Finalizations.Countersign(t.Context(), o.signer, o.ticked(t, id), o.code(t, id)); err != nil {
		t.Fatal(err)
	}
	if asked := ledgertest.Ask[int](t, o.Books, `SELECT count(*) FROM river.river_job WHERE kind = 'archive.seal'`); asked != 1 {
		t.Fatalf("%d bundles are asked for", asked)
	}
	for range 2 { // a job may run twice
		if err := o.Services.Archive.SealSigned(t.Context(), archive.SealArgs{OrganizationID: o.Organization.ID, StatementID: o.shown.ID, FinalizationID: id}); err != nil {
			t.Fatal(err)
		}
	}
	found, err := o.Services.Archive.Own(t.Context(), o.signer, o.shown.ID)
	if err != nil || len(found) != 1 {
		t.Fatalf("the customer is shown %d bundles, %v", len(found), err)
	}
	return found[0]
}

// unpacked is a bundle as its customer downloads and unpacks it.
func (o office) unpacked(t *testing.T, b archive.Bundle) string {
	t.Helper()
	_, content, err := o.Services.Archive.DownloadOwn(t.Context(), o.signer, b.ID)
	if err != nil {
		t.Fatal(err)
	}
	packed, err := io.ReadAll(content)
	if err = errors.Join(err, content.Close()); err != nil {
		t.Fatal(err)
	}
	reader, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, reader); err != nil {
		t.Fatal(err)
	}
	return dir
}

// alone runs a program in a folder with nothing of this system around it.
func alone(t *testing.T, dir, name string, args ...string) (string, error) {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("%s is not installed", name)
	}
	program := exec.CommandContext(t.Context(), path, args...)
	program.Dir, program.Env = dir, []string{"PATH=/usr/bin:/bin", "TMPDIR=" + t.TempDir()}
	out, err := program.CombinedOutput()
	return string(out), err
}

// What both sides signed is sealed by itself, signed and stamped; openssl alone shows it, and the seller's own authority vouches for it.
func TestWhatBothSidesSignedIsSealedAndProvesItself(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.confirm(t)
	id := o.prepare(t, finalization.Whole)
	made := o.concluded(t, id)
	if made.FinalizationID != id || !strings.Contains(made.Signer, "对账专用章") || made.StampedAt == nil {
		t.Errorf("sealed: %+v", made)
	}
	dir := o.unpacked(t, made)
	file, err := os.ReadFile(filepath.Join(dir, "finalization", "reconciliation.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	if r := o.verify(t, file); r.Verdict != esign.Valid || len(r.Signatures) != 2 {
		t.Errorf("the PDF in the bundle: %+v", r)
	}
	roots := filepath.Join("finalization", "authority.pem")
	for name, args := range map[string][]string{
		"the script":                {"sh", "verify.sh"},
		"the script, with our root": {"sh", "verify.sh", "-CAfile", roots},
		"the signature":             {"openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "manifest.p7s", "-content", "manifest.json", "-CAfile", roots, "-purpose", "any", "-out", os.DevNull},
		"the timestamp":             {"openssl", "ts", "-verify", "-token_in", "-in", "manifest.tst", "-data", "manifest.json", "-CAfile", roots},
	} {
		if out, err := alone(t, dir, args[0], args[1:]...); err != nil {
			t.Errorf("%s: %v: %s", name, err, out)
		}
	}
	if out, err := alone(t, dir, "sh", "verify.sh"); err != nil || !strings.Contains(out, "OK: signed, and stamped at ") || !strings.Contains(out, "Signed by: ") {
		t.Errorf("%v: %s", err, out)
	}
	file[len(file)/2] ^= 1
	if err := os.WriteFile(filepath.Join(dir, "finalization", "reconciliation.pdf"), file, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := alone(t, dir, "sh", "verify.sh"); err == nil || !strings.Contains(out, "FAILED: a file is not what it was") {
		t.Errorf("a flipped byte of the signed file passes: %s", out)
	}
	_, err = o.Services.Archive.Own(t.Context(), o.foreign, o.shown.ID)
	wantCode(t, err, "not_found")
	_, _, err = o.Services.Archive.DownloadOwn(t.Context(), o.foreign, made.ID)
	wantCode(t, err, "not_found")
	_, err = o.Services.Archive.Own(t.Context(), o.accountant, o.shown.ID)
	wantCode(t, err, "not_found")
}

// An agreed part is sealed as well, although the statement is not agreed on as a whole.
func TestASignedPartIsSealed(t *testing.T) {
	t.Parallel()
	o := open(t)
	o.confirm(t, 1)
	o.dispute(t, 2, "113.00")
	_, err := o.Services.Archive.Seal(t.Context(), o.accountant, o.shown.ID)
	wantCode(t, err, "archive_not_agreed")
	made := o.concluded(t, o.prepare(t, finalization.AgreedPart))
	manifest, err := os.ReadFile(filepath.Join(o.unpacked(t, made), "manifest.json"))
	if err != nil || !bytes.Contains(manifest, []byte(`"agreed":"2147.00"`)) || !bytes.Contains(manifest, []byte(`"scope":"agreed_part"`)) {
		t.Errorf("%v: %s", err, manifest)
	}
	if !strings.HasSuffix(made.BundleNo, "-A1") {
		t.Errorf("the first edition is %s", made.BundleNo)
	}
}
