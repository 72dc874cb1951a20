// Package archive seals agreed reconciliations: one file each, with everything that both sides know of it, a manifest, and a tree over the
// lines, so that the whole and every single line can be proven without this system.
package archive

import (
	"time"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/blob"
	"hefu/ledger/calendar"
	"hefu/ledger/evidence"
	"hefu/ledger/internal/store"
	"hefu/ledger/job"
	"hefu/ledger/statement"
)

// Service seals, finds and gives out bundles.
type Service struct {
	db         *store.DB
	statements *statement.Service
	evidence   *evidence.Service
	blobs      blob.Store
	signer     Signer
	jobs       *job.Client // nil where no history is asked for
}

// Open opens the service. blobs may be nil where nothing is sealed; signer may be nil where nothing is signed and nothing finalized.
func Open(db *store.DB, statements *statement.Service, files *evidence.Service, blobs blob.Store, signer Signer) *Service {
	return &Service{db: db, statements: statements, evidence: files, blobs: blobs, signer: signer}
}

// Bundle is one sealed file. Root is that of the tree over its lines, in hexadecimal digits as are the other hashes; Previous is the manifest of
// the customer's bundle before, empty for the first.
type Bundle struct {
	ID           ledger.ID
	StatementID  ledger.ID
	Version      int
	Edition      int
	BundleNo     string
	CustomerID   ledger.ID
	CustomerCode string
	CustomerName string
	Currency     string
	PeriodStart  calendar.Date
	CutOff       calendar.Date
	Closing      decimal.Decimal
	LineCount    int
	Root         string
	Manifest     string // SHA-256
	Previous     string
	FileSHA256   string
	Size         int64
	MadeBy       string // empty where the program sealed by itself
	MadeAt       time.Time

	FinalizationID ledger.ID // whose file with both signatures is in it
	Signer         string    // whose certificate is on the manifest; empty where it is not signed
	StampedAt      *time.Time

	KeptUntil  calendar.Date // the first day on which it may be disposed of; zero for good
	Held       bool
	DisposedBy string // empty while its bytes are kept
	DisposedAt *time.Time
	Due        bool // nothing keeps it any more
}

// FileName is what the bundle is called when it is given out.
func (b Bundle) FileName() string { return b.BundleNo + ".zip" }

// Rules and holds are the seller's own business: readOwnBundle tells the customer nothing of them, and of nothing that was disposed of.
const bundleColumns = `
SELECT b.id, b.statement_id, b.version, b.edition, b.bundle_no, b.customer_id, c.code, c.name, b.currency, b.period_start, b.cut_off, b.closing, b.line_count,
  encode(b.root, 'hex'), encode(b.manifest_sha256, 'hex'), coalesce(encode(b.previous_sha256, 'hex'), ''), encode(b.file_sha256, 'hex'), b.size, CASE WHEN b.made_by = 'ffffffff-ffff-7fff-bfff-ffffffffffff' THEN '' ELSE b.made_by_name END, b.made_at,
  b.finalization_id, b.signer, b.stamped_at, `

const fromBundles = `
FROM archive_bundles b JOIN customers c ON c.id = b.customer_id JOIN organizations o ON o.id = b.organization_id LEFT JOIN archive_disposals d ON d.bundle_id = b.id WHERE b.organization_id = $1`

const readBundle = bundleColumns + `nullif(archive_kept_until(b.organization_id, b.cut_off, b.made_at), 'infinity'), archive_is_held(b.organization_id, b.customer_id, b.statement_id),
  coalesce(d.disposed_by_name, ''), d.disposed_at, d.bundle_id IS NULL AND NOT archive_is_held(b.organization_id, b.customer_id, b.statement_id)
    AND archive_kept_until(b.organization_id, b.cut_off, b.made_at) <= (now() AT TIME ZONE o.time_zone)::date` + fromBundles

const readOwnBundle = bundleColumns + `NULL::date, false, '', NULL::timestamptz, false` + fromBundles + ` AND d.bundle_id IS NULL`

// Waiting is an agreed statement that has no bundle yet.
type Waiting struct {
	StatementID  ledger.ID
	StatementNo  string
	CustomerID   ledger.ID
	CustomerCode string
	CustomerName string
	Currency     string
	PeriodStart  calendar.Date
	CutOff       calendar.Date
	Closing      decimal.Decimal
	AgreedAt     time.Time
}

// allowed refuses the portal and whoever may not take evidence out.
func allowed(actor ledger.Actor) error {
	if actor.Audience == ledger.Portal {
		return ledger.E("not_permitted").With("permission", string(ledger.ExportEvidence))
	}
	return actor.Require(ledger.ExportEvidence)
}

func orNone(id ledger.ID) any {
	if id.IsZero() {
		return nil
	}
	return id
}
