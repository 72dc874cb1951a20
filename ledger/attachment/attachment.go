// Package attachment owns the files that people put beside what they write: what may be taken, how much, and the record of each. The
// noun it belongs to (a dispute, an issue, a document) decides who may add one and when; the bytes are kept by ledger/blob.
package attachment

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/blob"
	"hefu/ledger/internal/store"
)

// What may be added. The size of one file is limited where it arrives too.
const (
	MaxSize       = 25 << 20
	MaxFiles      = 20      // beside one dispute and not withdrawn
	maxEver       = 60      // beside one dispute, withdrawn or not
	MaxOfCustomer = 4 << 30 // bytes beside all disputes and documents of one customer
)

// Service receives, keeps and serves files.
type Service struct {
	db      *store.DB
	blobs   blob.Store
	looking chan struct{} // a place for each file that is being looked at: this bounds memory
}

// Open opens the service. blobs may be nil where nothing is received or served.
func Open(db *store.DB, blobs blob.Store) *Service {
	return &Service{db: db, blobs: blobs, looking: make(chan struct{}, 2)}
}

// View is one file as people see it. A withdrawn one has no name and no type any more.
type View struct {
	ID        ledger.ID
	MessageID ledger.ID
	Name      string
	Media     string
	Size      int64
	Width     int
	Height    int
	Thumbnail bool
	Protected bool
	By        ledger.ID
	Withdrawn *time.Time
}

// OfDispute reads a dispute's files, oldest first, into dest. The database itself keeps those of internal notes from the customer.
func OfDispute(b *store.Batch, dest *[]View, dispute ledger.ID) {
	store.Read(b, dest, readOfDispute, dispute)
}

const readOfDispute = `
SELECT id, message_id, CASE WHEN withdrawn_at IS NULL THEN name ELSE '' END, CASE WHEN withdrawn_at IS NULL THEN media_type ELSE '' END,
  CASE WHEN withdrawn_at IS NULL THEN size ELSE 0 END, width, height, thumbnail_sha256 IS NOT NULL AND withdrawn_at IS NULL, protected, uploaded_by, withdrawn_at
FROM attachments WHERE dispute_id = $1 ORDER BY id`

// Place is where a file is put. Message is one of Dispute's.
type Place struct {
	CustomerID ledger.ID
	DisputeID  ledger.ID
	MessageID  ledger.ID
	Side       string
	Internal   bool
}

// Known finds what was sent before under the same key by the same person. Refused: idempotency_key_reused when it was another file or
// went elsewhere.
func Known(ctx context.Context, tx *store.Tx, key, dispute ledger.ID, sum blob.Sum) (ledger.ID, bool, error) {
	type sent struct {
		ID      ledger.ID
		Dispute ledger.ID
		Sum     []byte
	}
	row, found, err := store.Row[sent](ctx, tx, `SELECT id, dispute_id, received_sha256 FROM attachments WHERE uploaded_by = $1 AND upload_key = $2`, tx.Actor.PersonID, key)
	if err != nil || !found {
		return ledger.ID{}, false, err
	}
	if row.Dispute != dispute || blob.Sum(row.Sum) != sum {
		return ledger.ID{}, false, ledger.E("idempotency_key_reused")
	}
	return row.ID, true, nil
}

type room struct {
	Shown int
	Ever  int
}

const readRoom = `
SELECT (SELECT count(*) FROM attachments WHERE dispute_id = $1 AND withdrawn_at IS NULL), (SELECT count(*) FROM attachments WHERE dispute_id = $1)`

const readBytes = `
SELECT (SELECT coalesce(sum(size), 0) FROM attachments WHERE customer_id = $1)::bigint + (SELECT coalesce(sum(size), 0) FROM document_files WHERE customer_id = $1)::bigint`

// Fits refuses a file for which there is no more room: too_many_files, storage_quota.
func Fits(ctx context.Context, tx *store.Tx, customer, dispute ledger.ID, size int64) error {
	found, _, err := store.Row[room](ctx, tx, readRoom, dispute)
	switch {
	case err != nil:
		return err
	case found.Shown >= MaxFiles, found.Ever >= maxEver:
		return ledger.E("too_many_files").With("limit", MaxFiles)
	}
	return FitsCustomer(ctx, tx, customer, size)
}

// FitsCustomer refuses with storage_quota a file for which the customer has no more room. A customer counts what it sees.
func FitsCustomer(ctx context.Context, tx *store.Tx, customer ledger.ID, size int64) error {
	kept, _, err := store.Value[int64](ctx, tx, readBytes, customer)
	if err == nil && kept+size > MaxOfCustomer {
		err = ledger.E("storage_quota").With("limit", "4 GiB")
	}
	return err
}

const insert = `
INSERT INTO attachments (id, organization_id, customer_id, dispute_id, message_id, side, internal, name, media_type, size, sha256, width, height, thumbnail_sha256, protected,
  upload_key, received_sha256, uploaded_by, uploaded_by_name)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`

// Kept are the bytes of a file that is kept: what is stored of it, which may be less than was sent.
type Kept struct {
	Sum       blob.Sum
	Size      int64
	Thumbnail []byte // SHA-256; nil without one
}

// Keep keeps the bytes for a row that the transaction writes, which names them by their sum: its bytes cannot be swept before it ends, and
// a transaction that does not commit leaves only bytes that will be.
func (s *Service) Keep(ctx context.Context, tx *store.Tx, file *Received) (Kept, error) {
	for _, part := range []blob.Staged{file.content, file.thumbnail} {
		if part == nil {
			continue
		}
		if err := hold(ctx, tx, part.Sum()); err != nil {
			return Kept{}, err
		}
		if err := s.blobs.Keep(ctx, part); err != nil {
			return Kept{}, told(err)
		}
	}
	out := Kept{Sum: file.content.Sum(), Size: file.content.Size()}
	if file.thumbnail != nil {
		sum := file.thumbnail.Sum()
		out.Thumbnail = sum[:]
	}
	return out, nil
}

// Put keeps the bytes and records the file in the transaction. Its bytes cannot be swept before it ends, and a transaction that does
// not commit leaves only bytes that will be.
func (s *Service) Put(ctx context.Context, tx *store.Tx, at Place, key ledger.ID, file *Received) (ledger.ID, error) {
	kept, err := s.Keep(ctx, tx, file)
	if err != nil {
		return ledger.ID{}, err
	}
	id, sum := ledger.NewID(), kept.Sum
	_, err = store.Exec(ctx, tx, insert, id, tx.Actor.OrganizationID, at.CustomerID, at.DisputeID, at.MessageID, at.Side, at.Internal, file.Name, file.Media, file.content.Size(),
		sum[:], file.Width, file.Height, kept.Thumbnail, file.Protected, key, file.received[:], tx.Actor.PersonID, tx.Actor.Name)
	tx.Audit(at.CustomerID, "attachment.added", map[string]any{"attachment": id, "dispute": at.DisputeID, "message": at.MessageID, "name": file.Name, "media_type": file.Media,
		"size": file.content.Size(), "sha256": sum.String(), "internal": at.Internal})
	return id, err
}

const copyRow = `
INSERT INTO attachments (id, organization_id, customer_id, dispute_id, message_id, side, internal, name, media_type, size, sha256, width, height, thumbnail_sha256, protected,
  upload_key, received_sha256, uploaded_by, uploaded_by_name)
SELECT $1, organization_id, customer_id, $3, $4, side, $5, name, media_type, size, sha256, width, height, thumbnail_sha256, protected, $1, received_sha256, $6, $7
FROM attachments WHERE id = $2 AND customer_id = $8 AND uploaded_by = $6 AND withdrawn_at IS NULL AND internal = $5`

// Repeat puts a file of the actor's own beside another dispute of the same customer, without its bytes being sent again. Refused:
// not_found. A repetition that was made before is returned as it is.
func Repeat(ctx context.Context, tx *store.Tx, at Place, from ledger.ID) (ledger.ID, error) {
	const before = `
SELECT t.id FROM attachments f JOIN attachments t ON t.dispute_id = $2 AND t.sha256 = f.sha256 AND t.name = f.name AND t.uploaded_by = f.uploaded_by AND t.withdrawn_at IS NULL WHERE f.id = $1 AND f.uploaded_by = $3`
	if id, found, err := store.Value[ledger.ID](ctx, tx, before, from, at.DisputeID, tx.Actor.PersonID); found || err != nil {
		return id, err
	}
	id := ledger.NewID()
	made, err := store.Exec(ctx, tx, copyRow, id, from, at.DisputeID, at.MessageID, at.Internal, tx.Actor.PersonID, tx.Actor.Name, at.CustomerID)
	if err == nil && made == 0 {
		return id, ledger.E("not_found")
	}
	tx.Audit(at.CustomerID, "attachment.added", map[string]any{"attachment": id, "dispute": at.DisputeID, "message": at.MessageID, "copy_of": from})
	return id, err
}

// hold keeps the sweeper from a content until the transaction ends, and waits while it is at work on it.
func hold(ctx context.Context, tx *store.Tx, sum blob.Sum) error {
	_, err := store.Exec(ctx, tx, `SELECT pg_advisory_xact_lock(('x' || left($1, 16))::bit(64)::bigint)`, sum.String())
	return err
}
