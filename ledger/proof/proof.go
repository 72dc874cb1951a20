// Package proof owns the files beside documents that show what was delivered, ordered or accepted (STM-29): of a posted document, or of a
// draft, with which they are posted. The bytes are taken, looked at and kept as those of disputes are, by ledger/attachment.
package proof

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/attachment"
	"hefu/ledger/internal/store"
)

// Kind says what a file is.
type Kind string

// The kinds, in the order in which they are offered.
const (
	DeliveryNote Kind = "delivery_note" // 签收单
	Acceptance   Kind = "acceptance"
	Contract     Kind = "contract"
	Invoice      Kind = "invoice"
	Other        Kind = "other"
)

// Kinds are all of them.
var Kinds = []Kind{DeliveryNote, Acceptance, Contract, Invoice, Other}

// Limits.
const (
	MaxFiles  = 20 // beside one document and not removed
	maxEver   = 60 // beside one document, removed or not
	maxReason = 400
)

// File is one file beside a document. A removed one is only shown to staff, by its name; a sealed one is in a sealed reconciliation and stays.
type File struct {
	ID           ledger.ID
	CustomerID   ledger.ID
	DraftID      ledger.ID
	DocumentID   ledger.ID // zero while its draft is not posted
	Kind         Kind
	Internal     bool // among staff alone
	Name         string
	Media        string
	Size         int64
	Thumbnail    bool
	Protected    bool
	SHA256       string
	UploadedBy   string
	CreatedAt    time.Time
	RemovedAt    *time.Time
	RemovedBy    string
	RemoveReason string
	Sealed       bool
}

// Place is what a file is beside: one of both.
type Place struct {
	DocumentID ledger.ID
	DraftID    ledger.ID
}

// Service receives, shows and gives out files of documents.
type Service struct {
	db    *store.DB
	files *attachment.Service
}

// Open opens the service.
func Open(db *store.DB, files *attachment.Service) *Service { return &Service{db, files} }

const columns = `
SELECT f.id, f.customer_id, f.draft_id, f.document_id, f.kind, f.internal, f.name, f.media_type, f.size, f.thumbnail_sha256 IS NOT NULL, f.protected, encode(f.sha256, 'hex'),
  f.uploaded_by_name, f.created_at, f.removed_at, f.removed_by_name, f.remove_reason, `

// The portal knows nothing of what is sealed with whom.
const (
	staffColumns  = columns + `EXISTS (SELECT FROM sealed_document_files s WHERE s.file_id = f.id) FROM document_files f JOIN customers c ON c.id = f.customer_id`
	portalColumns = columns + `false FROM document_files f JOIN customers c ON c.id = f.customer_id`
)

func columnsFor(actor ledger.Actor) string {
	if actor.Audience == ledger.Portal {
		return portalColumns
	}
	return staffColumns
}

// ownOnly is the salesperson to whose customers the actor is bound, or nobody.
func ownOnly(actor ledger.Actor) ledger.ID {
	if actor.OwnCustomersOnly() {
		return actor.PersonID
	}
	return ledger.ID{}
}

// List is what is beside a document or a draft, the oldest first, for staff also what was removed. Needs SeeDocuments, of a draft
// CheckDrafts. Refused: not_found for what is not the actor's to see.
func (s *Service) List(ctx context.Context, actor ledger.Actor, at Place) ([]File, error) {
	if err := maySee(actor, at.DocumentID.IsZero()); err != nil {
		return nil, err
	}
	var out []File
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if _, err := find(ctx, tx, at); err != nil {
			return err
		}
		what, id := "f.document_id", at.DocumentID
		if id.IsZero() {
			what, id = "f.draft_id", at.DraftID
		}
		var err error
		out, err = store.Rows[File](ctx, tx, columnsFor(actor)+` WHERE `+what+` = $1 ORDER BY f.id LIMIT $2`, id, maxEver)
		return err
	})
	return out, err
}

func maySee(actor ledger.Actor, draft bool) error {
	if !draft {
		return actor.Require(ledger.SeeDocuments)
	}
	if actor.Audience == ledger.Portal {
		return ledger.E("not_found")
	}
	return actor.Require(ledger.CheckDrafts)
}

// owner is the document or the draft that files are put beside.
type owner struct {
	Customer ledger.ID
	Draft    ledger.ID
	Document ledger.ID
	State    string // of a draft
}

const (
	findDocument = `
SELECT d.customer_id, NULL::uuid, d.id, '' FROM documents d JOIN customers c ON c.id = d.customer_id
WHERE d.id = $1 AND ($2::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($2)))`
	findDraft = `
SELECT d.customer_id, d.id, d.document_id, d.state FROM drafts d JOIN customers c ON c.id = d.customer_id
WHERE d.id = $1 AND ($2::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($2)))`
)

func find(ctx context.Context, tx *store.Tx, at Place) (owner, error) {
	sql, id := findDocument, at.DocumentID
	if id.IsZero() {
		sql, id = findDraft, at.DraftID
	}
	found, ok, err := store.Row[owner](ctx, tx, sql, id, ownOnly(tx.Actor))
	if err == nil && !ok {
		err = ledger.E("not_found")
	}
	return found, err
}

// Open reads a file, or its thumbnail, which is a JPEG. Needs SeeDocuments, of a draft's CheckDrafts. Refused: not_found also for what is
// not the actor's to see, what was removed, and a thumbnail that there is none of.
func (s *Service) Open(ctx context.Context, actor ledger.Actor, id ledger.ID, thumbnail bool) (attachment.Download, error) {
	if err := actor.Require(ledger.SeeDocuments); err != nil {
		return attachment.Download{}, err
	}
	type row struct {
		Name, Media    string
		Sum, Thumbnail []byte
		Document       ledger.ID
	}
	found, ok, err := store.ReadOne[row](ctx, s.db, actor, `
SELECT f.name, f.media_type, f.sha256, f.thumbnail_sha256, f.document_id FROM document_files f JOIN customers c ON c.id = f.customer_id
WHERE f.id = $1 AND f.removed_at IS NULL AND ($2::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($2)))`, id, ownOnly(actor))
	if err != nil {
		return attachment.Download{}, err
	}
	sum := found.Sum
	if thumbnail {
		sum, found.Media = found.Thumbnail, "image/jpeg"
	}
	if !ok || len(sum) == 0 {
		return attachment.Download{}, ledger.E("not_found")
	}
	if found.Document.IsZero() {
		if err := maySee(actor, true); err != nil {
			return attachment.Download{}, err
		}
	}
	return s.files.Bytes(ctx, found.Name, found.Media, sum)
}
