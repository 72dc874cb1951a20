package proof

import (
	"context"
	"io"
	"slices"

	"hefu/ledger"
	"hefu/ledger/attachment"
	"hefu/ledger/blob"
	"hefu/ledger/internal/store"
)

// AddCommand puts a file beside a document or a draft. Internal keeps it from the customer.
type AddCommand struct {
	Place
	Key      ledger.ID // the sender's; the same file under the same key is added once
	Name     string
	Kind     Kind
	Internal bool
}

const insertFile = `
INSERT INTO document_files (id, organization_id, customer_id, draft_id, document_id, kind, internal, name, media_type, size, sha256, width, height, thumbnail_sha256, protected,
  upload_key, received_sha256, uploaded_by, uploaded_by_name)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`

// Add takes the file that body yields. What is there already, byte for byte, is answered with the one that is there. Needs PostDocuments,
// as changing a draft does. Refused in this order: not_a_choice at kind, not_found, state_forbids for a draft that was discarded,
// too_many_files, idempotency_key_reused, storage_quota, and what attachment.Receive refuses.
func (s *Service) Add(ctx context.Context, actor ledger.Actor, cmd AddCommand, body io.Reader) (File, error) {
	if err := actor.Require(ledger.PostDocuments); err != nil {
		return File{}, err
	}
	if !slices.Contains(Kinds, cmd.Kind) {
		return File{}, ledger.E("validation_failed").At("kind", "not_a_choice")
	}
	// Who could not add a file anyway does not have its bytes taken.
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		at, err := find(ctx, tx, cmd.Place)
		if err == nil {
			err = at.mayChange()
		}
		return err
	})
	if err != nil {
		return File{}, err
	}
	file, err := s.files.Receive(ctx, cmd.Name, body)
	if err != nil {
		return File{}, err
	}
	defer file.Discard()
	var out File
	err = s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		at, err := lock(ctx, tx, cmd.Place)
		if err != nil {
			return err
		}
		id, known, err := at.sent(ctx, tx, cmd.Key, file.Sum())
		if err == nil && !known {
			id, err = s.put(ctx, tx, at, cmd, file)
		}
		if err == nil {
			out, err = readFile(ctx, tx, id)
		}
		return err
	})
	return out, err
}

func (o owner) mayChange() error {
	if o.State == "discarded" {
		return ledger.E("state_forbids").With("state", o.State)
	}
	return nil
}

// lock has whoever adds to the same document wait; a draft is taken itself, so that it is not posted meanwhile.
func lock(ctx context.Context, tx *store.Tx, at Place) (owner, error) {
	take, id := `SELECT pg_advisory_xact_lock(hashtextextended('proofs ' || $1::uuid::text, 0))`, at.DocumentID
	if id.IsZero() {
		take, id = `SELECT FROM drafts WHERE id = $1 FOR UPDATE`, at.DraftID
	}
	if _, err := store.Exec(ctx, tx, take, id); err != nil {
		return owner{}, err
	}
	found, err := find(ctx, tx, at)
	if err == nil {
		err = found.mayChange()
	}
	return found, err
}

// sent finds what was sent before: under the same key, or the same bytes beside the same document by whomever.
func (o owner) sent(ctx context.Context, tx *store.Tx, key ledger.ID, sum blob.Sum) (ledger.ID, bool, error) {
	type row struct {
		ID, Draft, Document ledger.ID
		Sum                 []byte
	}
	before, found, err := store.Row[row](ctx, tx, `SELECT id, draft_id, document_id, received_sha256 FROM document_files WHERE uploaded_by = $1 AND upload_key = $2`, tx.Actor.PersonID, key)
	if err != nil {
		return before.ID, false, err
	}
	if found {
		here := !o.Draft.IsZero() && before.Draft == o.Draft || !o.Document.IsZero() && before.Document == o.Document
		if !here || blob.Sum(before.Sum) != sum {
			err = ledger.E("idempotency_key_reused")
		}
		return before.ID, true, err
	}
	return store.Value[ledger.ID](ctx, tx, `
SELECT id FROM document_files WHERE received_sha256 = $1 AND removed_at IS NULL AND (draft_id = $2 OR document_id = $3)`, sum[:], o.Draft, o.Document)
}

const countFiles = `
SELECT count(*) FILTER (WHERE removed_at IS NULL)::int, count(*)::int FROM document_files WHERE draft_id = $1 OR document_id = $2`

func (s *Service) put(ctx context.Context, tx *store.Tx, at owner, cmd AddCommand, file *attachment.Received) (ledger.ID, error) {
	room, _, err := store.Row[struct{ Shown, Ever int }](ctx, tx, countFiles, at.Draft, at.Document)
	switch {
	case err != nil:
		return ledger.ID{}, err
	case room.Shown >= MaxFiles, room.Ever >= maxEver:
		return ledger.ID{}, ledger.E("too_many_files").With("limit", MaxFiles)
	}
	if err := attachment.FitsCustomer(ctx, tx, at.Customer, file.Size()); err != nil {
		return ledger.ID{}, err
	}
	kept, err := s.files.Keep(ctx, tx, file)
	if err != nil {
		return ledger.ID{}, err
	}
	id, sum, actor := ledger.NewID(), file.Sum(), tx.Actor
	_, err = store.Exec(ctx, tx, insertFile, id, actor.OrganizationID, at.Customer, at.Draft, at.Document, string(cmd.Kind), cmd.Internal, file.Name, file.Media, kept.Size, kept.Sum[:],
		file.Width, file.Height, kept.Thumbnail, file.Protected, cmd.Key, sum[:], actor.PersonID, actor.Name)
	tx.Audit(at.Customer, "proof.added", map[string]any{"file": id, "draft": at.Draft, "document": at.Document, "kind": cmd.Kind, "name": file.Name, "size": kept.Size,
		"sha256": kept.Sum.String(), "internal": cmd.Internal})
	return id, err
}

func readFile(ctx context.Context, tx *store.Tx, id ledger.ID) (File, error) {
	found, ok, err := store.Row[File](ctx, tx, columnsFor(tx.Actor)+` WHERE f.id = $1 AND ($2::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($2)))`, id, ownOnly(tx.Actor))
	if err == nil && !ok {
		err = ledger.E("not_found")
	}
	return found, err
}
