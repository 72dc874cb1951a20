package archive_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/archive"
	"hefu/ledger/attachment"
	"hefu/ledger/blob"
	"hefu/ledger/calendar"
	"hefu/ledger/esign"
	"hefu/ledger/evidence"
	"hefu/ledger/job"
	"hefu/ledger/ledgertest"
	"hefu/ledger/statement"
)

type desk struct {
	*ledgertest.Books
	*archive.Service
	blobs     *blob.Folder
	statement ledger.ID
	no        string
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// open has a statement of March with five lines, issued and, if wanted, agreed on.
func open(t *testing.T, agreed bool, signer archive.Signer) *desk {
	t.Helper()
	b := ledgertest.Open(t)
	jobs, err := job.Open(b.DB, nil, nil)
	must(t, err)
	blobs, err := blob.OpenFolder(t.TempDir())
	must(t, err)
	statements := statement.Open(b.DB, jobs)
	d := &desk{Books: b, blobs: blobs, Service: archive.Open(b.DB, statements, evidence.Open(b.DB, statements, attachment.Open(b.DB, blobs)), blobs, signer).Through(jobs)}
	for i := range 5 {
		b.Receivable(t, b.CNY, strconv.Itoa(100+i)+".50", "2026-03-1"+strconv.Itoa(i))
	}
	march := calendar.MustParse("2026-03-01")
	run, err := statements.CreateRun(t.Context(), b.Staff(ledger.ARAccountant), statement.RunCommand{Period: statement.Period{Start: march, CutOff: march.EndOfMonth()}, Issue: true})
	must(t, err)
	for left := true; left; {
		left, err = statements.WorkRun(t.Context(), statement.RunArgs{OrganizationID: b.Organization.ID, RunID: run.ID}, 50)
		must(t, err)
	}
	confirmer := b.Contact(b.CNY, ledger.Confirmer)
	list, err := statements.List(t.Context(), confirmer, statement.Filter{})
	must(t, err)
	d.statement, d.no = list[0].ID, list[0].StatementNo
	if agreed {
		view, err := statements.Read(t.Context(), confirmer, d.statement)
		must(t, err)
		_, err = statements.Confirm(t.Context(), confirmer, statement.ConfirmCommand{StatementID: d.statement, Version: 1, SHA256: view.SHA256})
		must(t, err)
	}
	return d
}

func (d *desk) seal(t *testing.T) archive.Bundle {
	t.Helper()
	made, err := d.Seal(t.Context(), d.Staff(ledger.ARAccountant), d.statement)
	must(t, err)
	return made
}

// unpack writes the bundle's files to a folder of its own.
func (d *desk) unpack(t *testing.T, b archive.Bundle) (dir string, packed []byte) {
	t.Helper()
	_, content, err := d.Download(t.Context(), d.Staff(ledger.Auditor), b.ID)
	must(t, err)
	packed, err = io.ReadAll(content)
	must(t, errors.Join(err, content.Close()))
	reader, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	must(t, err)
	dir = t.TempDir()
	must(t, os.CopyFS(dir, reader))
	return dir, packed
}

// check runs the bundle's own script with nothing of this system: an empty environment but for where programs are.
func check(t *testing.T, dir string, args ...string) (string, error) {
	t.Helper()
	script := exec.CommandContext(t.Context(), "/bin/sh", append([]string{"verify.sh"}, args...)...)
	script.Dir, script.Env = dir, []string{"PATH=/usr/bin:/bin", "TMPDIR=" + t.TempDir()}
	out, err := script.CombinedOutput()
	return string(out), err
}

func TestABundleProvesItself(t *testing.T) {
	t.Parallel()
	d := open(t, true, nil)
	made := d.seal(t)
	if made.LineCount != 5 || made.BundleNo != d.no+"-A1" || made.Previous != "" || !made.Closing.Equal(decimal.RequireFromString("512.5")) {
		t.Errorf("sealed %+v", made)
	}
	dir, packed := d.unpack(t, made)
	if sum := sha256.Sum256(packed); hex.EncodeToString(sum[:]) != made.FileSHA256 {
		t.Error("the record names another hash than the file has")
	}
	for _, name := range []string{"statements/" + d.no + "/v1.json", "statements/" + d.no + "/v1.pdf", "statements/" + d.no + "/answers.json", "statements/" + d.no + "/deliveries.jsonl", "disputes/disputes.jsonl", "lines.tsv"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "audit")); err == nil {
		t.Error("the audit log is in what both sides share")
	}
	if out, err := check(t, dir); err != nil || strings.Count(out, "OK: ") != 2 || !strings.Contains(out, "not signed") || !strings.Contains(out, made.Manifest) {
		t.Errorf("%v: %s", err, out)
	}
}

// Whatever is changed, added or taken away is noticed.
func TestAChangedBundleFails(t *testing.T) {
	t.Parallel()
	d := open(t, true, nil)
	made := d.seal(t)
	flip := func(name string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			content, err := os.ReadFile(filepath.Join(dir, name))
			must(t, err)
			content[len(content)/2] ^= 1
			must(t, os.WriteFile(filepath.Join(dir, name), content, 0o600))
		}
	}
	for what, spoil := range map[string]func(*testing.T, string){
		"a byte of the PDF":   flip("statements/" + d.no + "/v1.pdf"),
		"a byte of the data":  flip("statements/" + d.no + "/v1.json"),
		"a byte of the lines": flip("lines.tsv"),
		"a byte of the sums":  flip("SHA256SUMS"),
		"a file less":         func(t *testing.T, dir string) { must(t, os.Remove(filepath.Join(dir, "README.txt"))) },
		"a file more": func(t *testing.T, dir string) {
			must(t, os.WriteFile(filepath.Join(dir, "disputes", "more.txt"), []byte("x"), 0o600))
		},
		"a line and its sum": func(t *testing.T, dir string) {
			replace(t, filepath.Join(dir, "lines.tsv"), "confirmed", "disputed")
			content, err := os.ReadFile(filepath.Join(dir, "lines.tsv"))
			must(t, err)
			sum := sha256.Sum256(content)
			sums, err := os.ReadFile(filepath.Join(dir, "SHA256SUMS"))
			must(t, err)
			rows := strings.Split(string(sums), "\n")
			for i, row := range rows {
				if strings.HasSuffix(row, "  lines.tsv") {
					rows[i] = hex.EncodeToString(sum[:]) + "  lines.tsv"
				}
			}
			must(t, os.WriteFile(filepath.Join(dir, "SHA256SUMS"), []byte(strings.Join(rows, "\n")), 0o600))
			all := sha256.Sum256([]byte(strings.Join(rows, "\n")))
			manifest, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
			must(t, err)
			at := bytes.Index(manifest, []byte(`"sums_sha256":"`)) + len(`"sums_sha256":"`)
			copy(manifest[at:], hex.EncodeToString(all[:]))
			must(t, os.WriteFile(filepath.Join(dir, "manifest.json"), manifest, 0o600))
		},
	} {
		dir, _ := d.unpack(t, made)
		spoil(t, dir)
		if out, err := check(t, dir); err == nil || !strings.Contains(out, "FAILED") {
			t.Errorf("%s is not noticed: %s", what, out)
		}
	}
}

func replace(t *testing.T, name, from, to string) {
	t.Helper()
	content, err := os.ReadFile(name)
	must(t, err)
	if !bytes.Contains(content, []byte(from)) {
		t.Fatalf("%s has no %q", name, from)
	}
	must(t, os.WriteFile(name, bytes.Replace(content, []byte(from), []byte(to), 1), 0o600))
}

// One line is proven with the manifest alone; no other line can be passed off as it.
func TestOneLineIsProvenAlone(t *testing.T) {
	t.Parallel()
	d := open(t, true, nil)
	whole, _ := d.unpack(t, d.seal(t))
	for line := 1; line <= 5; line++ {
		proof, err := archive.ProveLine(os.DirFS(whole), line)
		must(t, err)
		alone := t.TempDir()
		for _, name := range []string{"manifest.json", "verify.sh"} {
			content, err := os.ReadFile(filepath.Join(whole, name))
			must(t, err)
			must(t, os.WriteFile(filepath.Join(alone, name), content, 0o600))
		}
		name := "line-" + strconv.Itoa(line) + ".proof"
		must(t, os.WriteFile(filepath.Join(alone, name), proof, 0o600))
		if out, err := check(t, alone, name); err != nil || !strings.Contains(out, "\tconfirmed\t") {
			t.Errorf("line %d: %v: %s", line, err, out)
		}
		replace(t, filepath.Join(alone, name), "confirmed", "disputed")
		if out, err := check(t, alone, name); err == nil || !strings.Contains(out, "FAILED") {
			t.Errorf("another line %d passes: %s", line, out)
		}
	}
	if _, err := archive.ProveLine(os.DirFS(whole), 6); !errors.Is(err, archive.ErrNoLine) {
		t.Errorf("a line that there is not: %v", err)
	}
	replace(t, filepath.Join(whole, "lines.tsv"), "confirmed", "disputed")
	if _, err := archive.ProveLine(os.DirFS(whole), 1); !errors.Is(err, archive.ErrAltered) {
		t.Errorf("out of changed lines: %v", err)
	}
	if _, err := archive.ProveLine(os.DirFS(t.TempDir()), 1); !errors.Is(err, archive.ErrNoBundle) {
		t.Errorf("out of nothing: %v", err)
	}
}

// ownSigner signs with a key that was made for the test.
type ownSigner struct{ key, stamps esign.Key }

func newSigner(t *testing.T) ownSigner {
	t.Helper()
	now := ledger.SystemClock()
	authority, err := esign.NewAuthority("东方机械", now.Add(-time.Hour))
	must(t, err)
	key, err := authority.NewKey(esign.Subject{Organization: "东方机械", Name: "对账专用章"}, esign.Documents, now.Add(-time.Hour))
	must(t, err)
	stamps, err := authority.NewKey(esign.Subject{Organization: "东方机械", Name: "Timestamps"}, esign.Timestamps, now.Add(-time.Hour))
	must(t, err)
	return ownSigner{key, stamps}
}

func (o ownSigner) SignedFiles(context.Context, ledger.Actor, ledger.ID) (archive.Signed, error) {
	return archive.Signed{}, errors.New("nothing is finalized here")
}

func (o ownSigner) SignManifest(ctx context.Context, _ ledger.Actor, content []byte) (*archive.Proof, error) {
	return archive.Proofs(ctx, content, o.key, &esign.StampAuthority{Key: o.stamps, Clock: ledger.SystemClock})
}

func TestASignedBundleIsCheckedByOpenSSL(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed")
	}
	d := open(t, true, newSigner(t))
	made := d.seal(t)
	dir, _ := d.unpack(t, made)
	if out, err := check(t, dir); err != nil || !strings.Contains(out, "OK: signed, and stamped at ") {
		t.Errorf("%v: %s", err, out)
	}
	stranger := filepath.Join(t.TempDir(), "roots.pem")
	must(t, os.WriteFile(stranger, esign.PEM(newSigner(t).key.Chain[1]), 0o600))
	if out, err := check(t, dir, "-CAfile", stranger); err == nil || !strings.Contains(out, "FAILED: the signature") {
		t.Errorf("a signer whom nobody vouches for passes: %s", out)
	}
	replace(t, filepath.Join(dir, "manifest.json"), `"made_by":"`, `"made_by":"X`)
	if out, err := check(t, dir); err == nil || !strings.Contains(out, "FAILED: the signature") {
		t.Errorf("a changed manifest passes: %s", out)
	}
}

func TestWhatMayBeSealedAndByWhom(t *testing.T) {
	t.Parallel()
	d := open(t, false, nil)
	refused := func(what string, actor ledger.Actor, code string) {
		t.Helper()
		if _, err := d.Seal(t.Context(), actor, d.statement); !ledger.IsCode(err, code) {
			t.Errorf("%s: %v, want %s", what, err, code)
		}
	}
	refused("not agreed on", d.Staff(ledger.ARAccountant), "archive_not_agreed")
	refused("an auditor", d.Staff(ledger.Auditor), "not_permitted")
	refused("a salesperson", d.Staff(ledger.Sales), "not_permitted")
	refused("a customer", d.Contact(d.CNY, ledger.Confirmer), "not_permitted")
	refused("another organization", d.OtherStaff(ledger.ARAccountant), "not_found")
	if made := ledgertest.Ask[int](t, d.Books, `SELECT count(*) FROM hefu.archive_bundles`); made != 0 {
		t.Errorf("%d bundles are on record", made)
	}
}

// A second edition names the first; the archive is searched by number, customer, period and amount.
func TestTheArchiveIsAChainAndIsSearched(t *testing.T) {
	t.Parallel()
	d := open(t, true, nil)
	auditor := d.Staff(ledger.Auditor)
	if waiting, err := d.Waiting(t.Context(), auditor, archive.Filter{}); err != nil || len(waiting) != 1 || waiting[0].StatementNo != d.no {
		t.Errorf("waiting: %+v, %v", waiting, err)
	}
	first := d.seal(t)
	second := d.seal(t)
	if second.Edition != 2 || second.Previous != first.Manifest || second.Root != first.Root {
		t.Errorf("the second edition is %+v", second)
	}
	if waiting, err := d.Waiting(t.Context(), auditor, archive.Filter{}); err != nil || len(waiting) != 0 {
		t.Errorf("still waiting: %+v, %v", waiting, err)
	}
	amount := func(text string) decimal.NullDecimal { return decimal.NewNullDecimal(decimal.RequireFromString(text)) }
	for _, c := range []struct {
		filter archive.Filter
		found  int
	}{
		{archive.Filter{}, 2}, {archive.Filter{Query: d.no + "-A2"}, 1}, {archive.Filter{Query: d.CNY.Code}, 2}, {archive.Filter{Query: "%"}, 0},
		{archive.Filter{From: calendar.MustParse("2026-04-01")}, 0}, {archive.Filter{To: calendar.MustParse("2026-03-31")}, 2},
		{archive.Filter{Amount: amount("512.50")}, 2}, {archive.Filter{Amount: amount("512.51")}, 0}, {archive.Filter{Before: second.ID}, 1}, {archive.Filter{Limit: 1}, 1},
	} {
		if found, err := d.List(t.Context(), auditor, c.filter); err != nil || len(found) != c.found {
			t.Errorf("%+v finds %d, %v", c.filter, len(found), err)
		}
	}
	if _, err := d.Get(t.Context(), d.OtherStaff(ledger.Auditor), first.ID); !ledger.IsCode(err, "not_found") {
		t.Errorf("another organization reads it: %v", err)
	}
	for _, sql := range []string{`DELETE FROM hefu.archive_bundles`, `UPDATE hefu.archive_bundles SET bundle_no = 'x'`} {
		if err := d.TryExec(t, sql); err == nil {
			t.Errorf("%s is let through", sql)
		}
	}
	path := filepath.Join(d.blobs.Root(), first.FileSHA256[:2], first.FileSHA256[2:4], first.FileSHA256)
	must(t, os.WriteFile(path, []byte("another"), 0o600))
	if _, _, err := d.Download(t.Context(), auditor, first.ID); !ledger.IsCode(err, "unavailable") {
		t.Errorf("a changed file is given out: %v", err)
	}
}
