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
	"strings"
	"time"

	"hefu/ledger"
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

//go:embed verify.sh
var verifyScript []byte

//go:embed README.bundle.txt
var readme []byte

const insertBundle = `
INSERT INTO archive_bundles (id, organization_id, customer_id, statement_id, version, edition, bundle_no, currency, period_start, cut_off, closing, line_count, root, manifest,
  manifest_sha256, previous_sha256, file_sha256, size, made_by, made_by_name)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`

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
	made, text, err := s.write(ctx, actor, statementID, head, now, spool)
	if err != nil {
		return Bundle{}, err
	}
	if _, err := spool.Seek(0, io.SeekStart); err != nil {
		return Bundle{}, ledger.E("unavailable").Because(err)
	}
	content, err := s.blobs.Stage(ctx, spool)
	if err != nil {
		return Bundle{}, ledger.E("unavailable").Because(err)
	}
	defer content.Discard()
	if err := s.blobs.Keep(ctx, content); err != nil {
		return Bundle{}, ledger.E("unavailable").Because(err)
	}
	sum, id := content.Sum(), ledger.NewID()
	err = s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		manifestSum := sha256.Sum256(text)
		_, err := store.Exec(ctx, tx, insertBundle, id, actor.OrganizationID, head.CustomerID, statementID, head.Version, head.Edition, made.BundleNo, made.Currency,
			made.PeriodStart, made.CutOff, made.Closing, made.LineCount, made.Root[:], string(text), manifestSum[:], previous(head.Previous), sum[:], content.Size(), actor.PersonID, actor.Name)
		tx.Audit(head.CustomerID, "archive.sealed", map[string]any{"bundle": id, "bundle_no": made.BundleNo, "statement": statementID, "version": head.Version,
			"manifest_sha256": hex.EncodeToString(manifestSum[:]), "sha256": sum.String(), "root": made.Root})
		return err
	})
	if err != nil {
		return Bundle{}, err
	}
	return s.Get(ctx, actor, id)
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
func (s *Service) write(ctx context.Context, actor ledger.Actor, id ledger.ID, head agreedNow, now time.Time, w io.Writer) (manifest, []byte, error) {
	body, err := s.statements.ReadContent(ctx, actor, id, head.Version)
	if err != nil {
		return manifest{}, nil, err
	}
	content, err := statement.ParseContent(body.JSON)
	if err != nil {
		return manifest{}, nil, ledger.E("internal").Because(err)
	}
	rows, err := s.lines(ctx, actor, content, id)
	if err != nil {
		return manifest{}, nil, err
	}
	pack := evidence.NewPack(w, now)
	if err := s.evidence.Shared(ctx, actor, id, pack); err != nil {
		return manifest{}, nil, err
	}
	for _, part := range []struct {
		path    string
		content []byte
	}{{"lines.tsv", file(rows)}, {"verify.sh", verifyScript}, {"README.txt", readme}} {
		if err := pack.Add(part.path, part.content); err != nil {
			return manifest{}, nil, err
		}
	}
	sums := pack.Sums()
	sumOfSums, sumOfBody := sha256.Sum256(sums), sha256.Sum256(body.JSON)
	m := manifest{
		Format: Format, BundleNo: fmt.Sprintf("%s-A%d", head.StatementNo, head.Edition), Seller: head.Seller, Customer: party{content.Customer.Code, content.Customer.Name},
		Currency: content.Currency, PeriodStart: content.PeriodStart, CutOff: content.CutOff, Closing: amount(content), Columns: columns, LineCount: len(rows), Root: merkle.Root(leaves(rows)),
		Statement: sealed{hex.EncodeToString(sumOfBody[:]), content.StatementNo, content.Version}, Files: pack.Files(), Sums: hex.EncodeToString(sumOfSums[:]),
		MadeAt: now.UTC().Format(time.RFC3339), MadeBy: actor.Name,
	}
	if head.Previous != "" {
		m.Previous = &head.Previous
	}
	text, err := m.bytes()
	if err != nil {
		return m, nil, ledger.E("internal").Because(err)
	}
	ends := map[string][]byte{"SHA256SUMS": sums, "manifest.json": text}
	if s.signer != nil {
		proofs, err := s.signer.SignManifest(ctx, actor, text)
		if err != nil {
			return m, nil, err
		}
		maps.Copy(ends, proofs)
	}
	for _, path := range slices.SortedFunc(maps.Keys(ends), strings.Compare) {
		if err := pack.Add(path, ends[path]); err != nil {
			return m, nil, err
		}
	}
	return m, text, pack.Close()
}
