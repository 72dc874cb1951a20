package archive

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"time"

	"hefu/ledger"
	"hefu/ledger/blob"
	"hefu/ledger/calendar"
	"hefu/ledger/evidence"
	"hefu/ledger/internal/store"
	"hefu/ledger/merkle"
	"hefu/ledger/money"
	"hefu/ledger/statement"
)

// Format names the layout of a bundle; another layout gets another name.
const Format = "hefu-bundle/1"

// manifest is what is signed. Its bytes are canonical JSON: keys in the order of their code points, no white space.
type manifest struct {
	BundleNo    string          `json:"bundle_no"`
	Closing     string          `json:"closing"`
	Columns     []string        `json:"columns"`
	Currency    string          `json:"currency"`
	Customer    party           `json:"customer"`
	CutOff      calendar.Date   `json:"cut_off"`
	Files       []evidence.File `json:"files"`
	Signed      *bothSigned     `json:"finalization,omitempty"`
	Format      string          `json:"format"`
	LineCount   int             `json:"line_count"`
	MadeAt      string          `json:"made_at"`
	MadeBy      string          `json:"made_by"`
	PeriodStart calendar.Date   `json:"period_start"`
	Previous    *string         `json:"previous_manifest_sha256"`
	Root        merkle.Hash     `json:"root"`
	Seller      string          `json:"seller"`
	Statement   sealed          `json:"statement"`
	Sums        string          `json:"sums_sha256"`
}

// bothSigned says what both sides signed; its own files are among the others.
type bothSigned struct {
	Agreed        string `json:"agreed"`
	ContentSHA256 string `json:"content_sha256"`
	FileSHA256    string `json:"file_sha256"`
	Scope         string `json:"scope"`
}

type party struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

type sealed struct {
	SHA256      string `json:"sha256"`
	StatementNo string `json:"statement_no"`
	Version     int    `json:"version"`
}

// bytes writes the canonical form.
func (m manifest) bytes() ([]byte, error) {
	var out bytes.Buffer
	writer := json.NewEncoder(&out)
	writer.SetEscapeHTML(false)
	err := writer.Encode(m)
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), err
}

//go:embed README.bundle.txt
var readme []byte

const insertBundle = `
INSERT INTO archive_bundles (id, organization_id, customer_id, statement_id, version, edition, bundle_no, currency, period_start, cut_off, closing, line_count, root, manifest,
  manifest_sha256, previous_sha256, file_sha256, size, made_by, made_by_name, finalization_id, signer, stamped_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)`

// Seal makes the bundle of an agreed statement and keeps it for good. Sealing again makes the next edition, with what came since. Needs
// ExportEvidence and MakeStatements. Refused in this order: not permitted, not_found, archive_not_agreed, unavailable where files are not kept,
// conflict when somebody sealed for the same customer meanwhile.
func (s *Service) Seal(ctx context.Context, actor ledger.Actor, statementID ledger.ID) (Bundle, error) {
	if err := allowed(actor); err != nil {
		return Bundle{}, err
	}
	if err := actor.Require(ledger.MakeStatements); err != nil {
		return Bundle{}, err
	}
	var now time.Time
	var head agreedNow
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		if head, err = readOne(ctx, tx, statementID); err == nil {
			now, err = tx.Now(ctx)
		}
		return err
	})
	if err != nil {
		return Bundle{}, err
	}
	if s.blobs == nil {
		return Bundle{}, ledger.E("unavailable")
	}
	spool, err := os.CreateTemp("", "bundle-*.zip")
	if err != nil {
		return Bundle{}, ledger.E("unavailable").Because(err)
	}
	defer func() { _ = spool.Close(); _ = os.Remove(spool.Name()) }()
	made, err := s.write(ctx, actor, statementID, head, now, spool)
	if err != nil {
		return Bundle{}, err
	}
	sum, size, err := blob.Put(ctx, s.blobs, spool)
	if err != nil {
		return Bundle{}, ledger.E("unavailable").Because(err)
	}
	id := ledger.NewID()
	err = s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		return made.record(ctx, tx, id, statementID, head, sum, size)
	})
	if err != nil {
		return Bundle{}, err
	}
	return s.Get(ctx, actor, id)
}

// written is a bundle that is written and not yet recorded.
type written struct {
	manifest
	text  []byte
	proof *Proof
	files []ledger.ID // beside documents, which nobody removes from now on
}

const insertSealedFiles = `
INSERT INTO sealed_document_files (bundle_id, file_id, organization_id) SELECT $1, id, $3 FROM unnest($2::uuid[]) AS f (id) ORDER BY id`

func (w written) record(ctx context.Context, tx *store.Tx, id, statementID ledger.ID, head agreedNow, sum blob.Sum, size int64) error {
	manifestSum := sha256.Sum256(w.text)
	var signed, stamped any
	if !head.Signed.IsZero() {
		signed = head.Signed
	}
	signer := ""
	if w.proof != nil {
		signer, stamped = w.proof.Signer, w.proof.At
	}
	_, err := store.Exec(ctx, tx, insertBundle, id, tx.Actor.OrganizationID, head.CustomerID, statementID, head.Version, head.Edition, w.BundleNo, w.Currency,
		w.PeriodStart, w.CutOff, w.Closing, w.LineCount, w.Root[:], string(w.text), manifestSum[:], previous(head.Previous), sum[:], size, tx.Actor.PersonID, tx.Actor.Name,
		signed, signer, stamped)
	if err == nil {
		_, err = store.Exec(ctx, tx, insertSealedFiles, id, w.files, tx.Actor.OrganizationID)
	}
	tx.Audit(head.CustomerID, "archive.sealed", map[string]any{"bundle": id, "bundle_no": w.BundleNo, "statement": statementID, "version": head.Version, "finalization": signed,
		"manifest_sha256": hex.EncodeToString(manifestSum[:]), "sha256": sum.String(), "root": w.Root, "signer": signer})
	return err
}

func amount(c statement.Content) string { return money.Text(c.Closing, money.Currency(c.Currency)) }

func previous(text string) any {
	sum, err := hex.DecodeString(text)
	if err != nil || len(sum) == 0 {
		return nil
	}
	return sum
}

// write writes the ZIP: the parts, what checks them, the manifest over all, and what proves the manifest.
func (s *Service) write(ctx context.Context, actor ledger.Actor, id ledger.ID, head agreedNow, now time.Time, w io.Writer) (written, error) {
	body, err := s.statements.ReadContent(ctx, actor, id, head.Version)
	if err != nil {
		return written{}, err
	}
	content, err := statement.ParseContent(body.JSON)
	if err != nil {
		return written{}, ledger.E("internal").Because(err)
	}
	rows, err := s.lines(ctx, actor, content, id)
	if err != nil {
		return written{}, err
	}
	pack := evidence.NewPack(w, now)
	if err := s.evidence.Shared(ctx, actor, id, pack); err != nil {
		return written{}, err
	}
	parts := map[string][]byte{"lines.tsv": file(rows), "verify.sh": script(bundleScript), "README.txt": readme}
	signed, err := s.signed(ctx, actor, head, parts)
	if err != nil {
		return written{}, err
	}
	if err := add(pack, parts); err != nil {
		return written{}, err
	}
	sums := pack.Sums()
	sumOfSums, sumOfBody := sha256.Sum256(sums), sha256.Sum256(body.JSON)
	m := manifest{
		Format: Format, BundleNo: fmt.Sprintf("%s-A%d", head.StatementNo, head.Edition), Seller: head.Seller, Customer: party{content.Customer.Code, content.Customer.Name},
		Currency: content.Currency, PeriodStart: content.PeriodStart, CutOff: content.CutOff, Closing: amount(content), Columns: columns, LineCount: len(rows), Root: merkle.Root(leaves(rows)),
		Statement: sealed{hex.EncodeToString(sumOfBody[:]), content.StatementNo, content.Version}, Files: pack.Files(), Sums: hex.EncodeToString(sumOfSums[:]),
		MadeAt: now.UTC().Format(time.RFC3339), MadeBy: actor.Name, Signed: signed,
	}
	if head.Previous != "" {
		m.Previous = &head.Previous
	}
	out := written{manifest: m, files: pack.Proofs()}
	if out.text, err = m.bytes(); err != nil {
		return out, ledger.E("internal").Because(err)
	}
	ends := map[string][]byte{"SHA256SUMS": sums, "manifest.json": out.text}
	if s.signer != nil {
		if out.proof, err = s.signer.SignManifest(ctx, actor, out.text); err != nil {
			return out, err
		}
	}
	if out.proof != nil {
		maps.Copy(ends, out.proof.Files)
	}
	if err := add(pack, ends); err != nil {
		return out, err
	}
	return out, pack.Close()
}

// add writes files in the order of their paths.
func add(pack *evidence.Pack, files map[string][]byte) error {
	for _, path := range slices.Sorted(maps.Keys(files)) {
		if err := pack.Add(path, files[path]); err != nil {
			return err
		}
	}
	return nil
}

// signed adds what both sides signed to the parts, where they did.
func (s *Service) signed(ctx context.Context, actor ledger.Actor, head agreedNow, parts map[string][]byte) (*bothSigned, error) {
	if head.Signed.IsZero() || s.signer == nil {
		return nil, nil //nolint:nilnil // nothing is signed, which is no error
	}
	found, err := s.signer.SignedFiles(ctx, actor, head.Signed)
	if err != nil {
		return nil, err
	}
	maps.Copy(parts, found.Files)
	return &bothSigned{found.Agreed, found.ContentSHA256, found.FileSHA256, found.Scope}, nil
}
