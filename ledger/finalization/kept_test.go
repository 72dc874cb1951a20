package finalization_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"hefu/ledger/blob"
	"hefu/ledger/finalization"
	"hefu/ledger/ledgertest"
	"hefu/ledger/verify"
)

// cellar is a signed and sealed reconciliation, its files, and an auditor's connection.
type cellar struct {
	office
	kept blob.Store
	conn *pgx.Conn
	db   connection
}

type connection interface {
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

func openCellar(t *testing.T) cellar {
	t.Helper()
	o := open(t)
	o.confirm(t)
	o.concluded(t, o.prepare(t, finalization.Whole))
	kept, err := blob.OpenFolder(o.Files)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := pgx.Connect(t.Context(), o.URL)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	o.PlantsFaults()
	for _, table := range []string{"archive_bundles", "signatures", "statement_versions", "signing_keys"} {
		o.Exec(t, `ALTER TABLE hefu.`+table+` DISABLE TRIGGER ALL`)
	}
	return cellar{o, kept, conn, conn}
}

// faults are what both checks name.
func (c cellar) faults(t *testing.T) string {
	t.Helper()
	bundles, err := verify.Bundles(t.Context(), c.db, c.kept, nil)
	if err != nil {
		t.Fatal(err)
	}
	signatures, err := verify.Signatures(t.Context(), c.db, c.kept, nil)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(append(bundles.Samples, signatures.Samples...), "\n")
}

func (c cellar) ask(t *testing.T, query string) string {
	t.Helper()
	return ledgertest.Ask[string](t, c.Books, query)
}

func (c cellar) file(t *testing.T, sum string) []byte {
	t.Helper()
	bits, err := hex.DecodeString(sum)
	if err != nil {
		t.Fatal(err)
	}
	content, err := c.kept.Open(t.Context(), blob.Sum(bits))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = content.Close() }()
	file, err := io.ReadAll(content)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

// keep keeps another file, as whoever writes to the store and to the database could.
func (c cellar) keep(t *testing.T, file []byte) []byte {
	t.Helper()
	staged, err := c.kept.Stage(t.Context(), bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	defer staged.Discard()
	if err := c.kept.Keep(t.Context(), staged); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(file)
	return sum[:]
}

const (
	bundleSum = `SELECT encode(file_sha256, 'hex') FROM hefu.archive_bundles`
	sellerSum = `SELECT encode(sha256, 'hex') FROM hefu.signatures WHERE party = 'seller'`
	bothSum   = `SELECT encode(sha256, 'hex') FROM hefu.signatures WHERE party = 'customer'`
)

// packedAgain is the bundle with its parts as change gives them back: nil leaves one out. The record is made to fit the new file.
func (c cellar) packedAgain(t *testing.T, change func(name string, content []byte) []byte, more ...string) {
	t.Helper()
	packed := c.file(t, c.ask(t, bundleSum))
	reader, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	writer := zip.NewWriter(&out)
	put := func(name string, content []byte) {
		w, err := writer.Create(name)
		if err == nil {
			_, err = w.Write(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range reader.File {
		content, err := reader.Open(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(content)
		if err != nil {
			t.Fatal(err)
		}
		if text = change(f.Name, text); text != nil {
			put(f.Name, text)
		}
	}
	for _, name := range more {
		put(name, []byte("more"))
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	c.change(t, `UPDATE hefu.archive_bundles SET file_sha256 = $1, size = $2`, c.keep(t, out.Bytes()), out.Len())
}

// without leaves a part out; spoiled changes a byte in its middle.
func without(part string) func(string, []byte) []byte {
	return func(name string, content []byte) []byte {
		if name == part {
			return nil
		}
		return content
	}
}

func spoiled(part string) func(string, []byte) []byte {
	return func(name string, content []byte) []byte {
		if name == part {
			content[len(content)/2] ^= 1
		}
		return content
	}
}

func asItIs(_ string, content []byte) []byte { return content }

// Whatever is lost, exchanged or changed in the archive is named, also where whoever did it made the database fit (X09, X10).
func TestWhatIsWrongInTheArchiveIsNamed(t *testing.T) {
	t.Parallel()
	c := openCellar(t)
	if found := c.faults(t); found != "" {
		t.Fatalf("a sound archive: %s", found)
	}
	path := func(query string) string {
		sum := c.ask(t, query)
		return filepath.Join(c.Files, sum[:2], sum[2:4], sum)
	}
	spoil := func(query string) func(cellar) {
		return func(cellar) {
			name := path(query)
			content, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			content[len(content)/2] ^= 1
			if err := os.Chmod(name, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	lose := func(query string) func(cellar) {
		return func(cellar) {
			if err := os.Remove(path(query)); err != nil {
				t.Fatal(err)
			}
		}
	}
	no := c.ask(t, `SELECT statement_no FROM hefu.statements WHERE agreed_at IS NOT NULL`)
	both, seller := c.file(t, c.ask(t, bothSum)), c.file(t, c.ask(t, sellerSum))
	other := bytes.Clone(both)
	other[bytes.Index(other, []byte("<pdfaid:part>"))+1] ^= 1 // where no reader of the file's structure looks
	point := func(party string, file []byte) func(cellar) {
		return func(c cellar) {
			c.change(t, `UPDATE hefu.signatures SET sha256 = $2, size = $3 WHERE party = $1`, party, c.keep(t, file), len(file))
		}
	}
	for _, planted := range []struct {
		what, wanted string
		plant        func(c cellar)
	}{
		{"a lost bundle", "-A1 is missing", lose(bundleSum)},
		{"a flipped byte of a bundle", "-A1 has changed", spoil(bundleSum)},
		{"another file in its place", "bytes, on record are", func(c cellar) { c.change(t, `UPDATE hefu.archive_bundles SET file_sha256 = $1`, c.keep(t, both)) }},
		{"a file that is no bundle", "cannot be unpacked", func(c cellar) {
			c.change(t, `UPDATE hefu.archive_bundles SET file_sha256 = $1, size = $2`, c.keep(t, both), len(both))
		}},
		{"a removed signature", "has lost its signature", func(c cellar) { c.packedAgain(t, without("manifest.p7s")) }},
		{"a removed timestamp", "has lost its timestamp", func(c cellar) { c.packedAgain(t, without("manifest.tst")) }},
		{"a changed signature", "has a signature that does not verify", func(c cellar) { c.packedAgain(t, spoiled("manifest.p7s")) }},
		{"a changed timestamp", "has a timestamp that does not verify", func(c cellar) { c.packedAgain(t, spoiled("manifest.tst")) }},
		{"another manifest", "does not hold the manifest that was recorded", func(c cellar) { c.packedAgain(t, spoiled("manifest.json")) }},
		{"a part less", "does not hold README.txt as it was sealed", func(c cellar) { c.packedAgain(t, without("README.txt")) }},
		{"a part more", "holds more.txt, which was not sealed", func(c cellar) { c.packedAgain(t, asItIs, "more.txt") }},
		{"a line changed", "does not hold lines.tsv as it was sealed", func(c cellar) { c.packedAgain(t, spoiled("lines.tsv")) }},
		{"other sums", "does not hold the sums", func(c cellar) { c.packedAgain(t, spoiled("SHA256SUMS")) }},
		{"another root on record", "says other than what was recorded", func(c cellar) { c.change(t, `UPDATE hefu.archive_bundles SET root = sha256('x')`) }},
		{"a signature that the record denies", "is signed, on record it is not", func(c cellar) { c.change(t, `UPDATE hefu.archive_bundles SET signer = '', stamped_at = NULL`) }},
		{"another statement in the books", "is of another statement than the books have", func(c cellar) { c.change(t, `UPDATE hefu.statement_versions SET sha256 = sha256('x')`) }},
		{"a lost signed file", "the customer's signature of " + no + " is missing", lose(bothSum)},
		{"a flipped byte of a signed file", "the seller's signature of " + no + " has changed", spoil(sellerSum)},
		{"a changed file that the record names", "does not verify: altered", point("customer", other)},
		{"the customer's signature taken out", "is in a file with 1 signatures", point("customer", seller)},
		{"a signature over another file", "does not verify", point("seller", append(bytes.Clone(seller), "% more\n"...))},
		{"another signer on record", "is somebody else's in the file", func(c cellar) { c.change(t, `UPDATE hefu.signatures SET serial = '1' WHERE party = 'customer'`) }},
		{"an authority that nobody recorded", "is not vouched for by a root on record: untrusted", func(c cellar) {
			c.change(t, `UPDATE hefu.signing_keys SET chain = (SELECT split_part(x.chain, '-----END CERTIFICATE-----', 1) || '-----END CERTIFICATE-----' FROM hefu.signing_keys x WHERE x.use = 'contact')`)
		}},
	} {
		t.Run(planted.what, func(t *testing.T) {
			c.noticed(t, planted.plant, planted.wanted)
		})
	}
}

// noticed plants a fault, looks whether it is named, and puts rows and files back as they were.
func (c cellar) noticed(t *testing.T, plant func(c cellar), wanted string) {
	t.Helper()
	before := t.TempDir()
	if err := os.CopyFS(before, os.DirFS(c.Files)); err != nil {
		t.Fatal(err)
	}
	tx, err := c.conn.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	c.db = tx
	plant(c)
	if found := c.faults(t); !strings.Contains(found, wanted) {
		t.Errorf("named is %q, not %q", found, wanted)
	}
	if err := tx.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(c.Files); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(c.Files, os.DirFS(before)); err != nil {
		t.Fatal(err)
	}
	c.db = c.conn
	if found := c.faults(t); found != "" {
		t.Fatalf("it was not put back: %s", found)
	}
}

// change changes rows as the superuser.
func (c cellar) change(t *testing.T, sql string, args ...any) {
	t.Helper()
	if _, err := c.db.Exec(t.Context(), sql, args...); err != nil {
		t.Fatal(err)
	}
}
