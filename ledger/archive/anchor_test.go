package archive_test

import (
	"archive/zip"
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"hefu/ledger"
	"hefu/ledger/archive"
	"hefu/ledger/calendar"
	"hefu/ledger/ledgertest"
	"hefu/ledger/verify"
)

// anchor ends a day that is still to come, so that everything sealed lies before its end.
func (d *desk) anchor(t *testing.T, day string) bool {
	t.Helper()
	made, err := d.AnchorDay(t.Context(), d.Organization.ID, calendar.MustParse(day))
	must(t, err)
	return made
}

func (d *desk) anchored(t *testing.T) (archive.Anchor, string) {
	t.Helper()
	all, err := d.Anchors(t.Context(), d.Staff(ledger.Auditor), ledger.ID{}, 10)
	must(t, err)
	if len(all) == 0 {
		t.Fatal("there is no anchor")
	}
	_, packed, err := d.AnchorFile(t.Context(), d.Staff(ledger.Auditor), all[0].ID)
	must(t, err)
	reader, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	must(t, err)
	dir := t.TempDir()
	must(t, os.CopyFS(dir, reader))
	return all[0], dir
}

// What is sealed comes under the root of its day; the next day's root continues it, and openssl alone shows who signed.
func TestADaysArchiveComesUnderOneRoot(t *testing.T) {
	t.Parallel()
	d := open(t, true, newSigner(t))
	bundle, _ := d.unpack(t, d.seal(t))
	if !d.anchor(t, "2099-05-01") || d.anchor(t, "2099-05-01") {
		t.Fatal("a day has exactly one anchor")
	}
	first, dir := d.anchored(t)
	if first.Number != 1 || first.Size != 2 || first.Added != 2 || first.Previous != "" || first.Signer == "" {
		t.Errorf("the first: %+v", first)
	}
	if out, err := check(t, dir, filepath.Join(bundle, "manifest.json")); err != nil || !strings.Contains(out, "OK: under this root is bundle "+d.no+"-A1 ") || !strings.Contains(out, "OK: signed, and stamped") {
		t.Errorf("%v: %s", err, out)
	}
	d.seal(t)
	if !d.anchor(t, "2099-05-02") {
		t.Fatal("the next day has none")
	}
	second, dir := d.anchored(t)
	if second.Number != 2 || second.Size != 4 || second.Previous == "" || !strings.Contains(second.Line(), "root "+second.Root) {
		t.Errorf("the second: %+v", second)
	}
	if out, err := check(t, dir); err != nil || !strings.Contains(out, "OK: it continues the anchor before, of 2 leaves with the root "+first.Root) {
		t.Errorf("%v: %s", err, out)
	}
	replace(t, filepath.Join(dir, "leaves.txt"), "bundle "+d.no+"-A1", "bundle "+d.no+"-A3")
	if out, err := check(t, dir); err == nil || !strings.Contains(out, "FAILED: the tree over the leaves") {
		t.Errorf("another leaf passes: %s", out)
	}
	if _, err := d.Anchors(t.Context(), d.Staff(ledger.Sales), ledger.ID{}, 10); !ledger.IsCode(err, "not_permitted") {
		t.Errorf("a salesperson reads anchors: %v", err)
	}
	if _, _, err := d.AnchorFile(t.Context(), d.OtherStaff(ledger.Auditor), first.ID); !ledger.IsCode(err, "not_found") {
		t.Errorf("another organization reads it: %v", err)
	}
}

// Whoever changes what is anchored is named by hefu verify.
func TestFaultsBehindAnAnchorAreNamed(t *testing.T) {
	t.Parallel()
	d := open(t, true, newSigner(t))
	d.seal(t)
	d.anchor(t, "2099-05-01")
	conn, err := pgx.Connect(t.Context(), d.URL)
	must(t, err)
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	if found, err := verify.Anchors(t.Context(), conn); err != nil || found.Violations != 0 {
		t.Fatalf("a sound archive: %+v, %v", found, err)
	}
	for name, fault := range map[string][2]string{
		"a leaf was changed":            {`UPDATE hefu.archive_anchor_leaves SET content = 'audit 1 ` + strings.Repeat("0", 64) + `' WHERE bundle_id IS NULL`, "has another root than its leaves"},
		"a leaf is gone":                {`DELETE FROM hefu.archive_anchor_leaves WHERE bundle_id IS NULL`, "has leaves that are gone"},
		"a leaf was slipped in":         {`INSERT INTO hefu.archive_anchor_leaves SELECT organization_id, 2, anchor_id, NULL, 'bundle X' FROM hefu.archive_anchor_leaves WHERE position = 0`, "has 3 leaves, its last anchor 2"},
		"a manifest was rewritten":      {`UPDATE hefu.archive_bundles SET manifest = replace(manifest, 'CNY', 'USD')`, "is not the one that was anchored"},
		"an anchor was rewritten":       {`UPDATE hefu.archive_anchors SET size = 1, added = 1`, "says other than what was signed"},
		"a day's anchor was taken away": {`UPDATE hefu.archive_anchors SET number = 2, content = replace(content, '"number":1', '"number":2')`, "does not continue the one before"},
	} {
		_, err := conn.Exec(t.Context(), `BEGIN; SET LOCAL session_replication_role = replica; ALTER TABLE hefu.archive_anchors DROP CONSTRAINT archive_anchors_check, DROP CONSTRAINT archive_anchors_check1;
			ALTER TABLE hefu.archive_bundles DROP CONSTRAINT archive_bundles_check; `+fault[0])
		must(t, err)
		found, err := verify.Anchors(t.Context(), conn)
		must(t, err)
		if found.Violations == 0 || !strings.Contains(strings.Join(found.Samples, "\n"), fault[1]) {
			t.Errorf("%s: %+v", name, found)
		}
		_, err = conn.Exec(t.Context(), `ROLLBACK`)
		must(t, err)
	}
	if made := ledgertest.Ask[int](t, d.Books, `SELECT count(*) FROM hefu.audit_log WHERE action = 'archive.anchored'`); made != 1 {
		t.Errorf("%d anchors are on record", made)
	}
}
