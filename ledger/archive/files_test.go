package archive_test

import (
	"bytes"
	"image"
	"image/png"
	"path/filepath"
	"strings"
	"testing"

	"hefu/ledger"
	"hefu/ledger/attachment"
	"hefu/ledger/ledgertest"
	"hefu/ledger/proof"
)

// What is sealed holds the files beside its documents that the customer sees, and from then on nobody removes or hides them.
func TestFilesBesideDocumentsAreSealedWithThem(t *testing.T) {
	t.Parallel()
	d := open(t, true, nil)
	files, clerk := proof.Open(d.DB, attachment.Open(d.DB, d.blobs)), d.Staff(ledger.ARAccountant)
	document, err := ledger.ParseID(ledgertest.Ask[string](t, d.Books, `SELECT id::text FROM hefu.documents WHERE customer_id = $1 ORDER BY id LIMIT 1`, d.CNY.ID.String()))
	must(t, err)
	add := func(shade byte, internal bool) proof.File {
		gray := image.NewGray(image.Rect(0, 0, 8, 8))
		gray.Pix[0] = shade
		var picture bytes.Buffer
		must(t, png.Encode(&picture, gray))
		made, err := files.Add(t.Context(), clerk, proof.AddCommand{Place: proof.Place{DocumentID: document}, Key: ledger.NewID(), Name: "签收单.png", Kind: proof.DeliveryNote, Internal: internal}, &picture)
		must(t, err)
		return made
	}
	shown, hidden, removed := add(1, false), add(2, true), add(3, false)
	_, err = files.Remove(t.Context(), clerk, removed.ID, "传错了")
	must(t, err)
	dir, _ := d.unpack(t, d.seal(t))
	held, err := filepath.Glob(filepath.Join(dir, "proofs", "*", "*"))
	must(t, err)
	if len(held) != 1 || !strings.Contains(held[0], shown.ID.String()[24:]) {
		t.Errorf("beside documents the bundle holds %v", held)
	}
	if said, err := check(t, dir); err != nil {
		t.Errorf("%s: %v", said, err)
	}
	for what, act := range map[string]func() (proof.File, error){
		"removing": func() (proof.File, error) { return files.Remove(t.Context(), clerk, shown.ID, "不要了") },
		"hiding":   func() (proof.File, error) { return files.Show(t.Context(), clerk, shown.ID, true) },
	} {
		if _, err := act(); !ledger.IsCode(err, "proof_sealed") {
			t.Errorf("%s what is sealed: %v", what, err)
		}
	}
	_, err = files.Remove(t.Context(), clerk, hidden.ID, "不要了")
	must(t, err)
}
