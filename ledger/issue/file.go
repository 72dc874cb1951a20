package issue

import (
	"context"
	"io"

	"hefu/ledger"
	"hefu/ledger/attachment"
	"hefu/ledger/blob"
	"hefu/ledger/internal/store"
)

const insertFile = `
INSERT INTO issue_files (id, organization_id, customer_id, issue_id, name, media_type, size, sha256, upload_key, received_sha256, uploaded_by, uploaded_by_name)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`

// Attach takes a file that body yields as proof; key is the sender's, under which the same file is added once. Needs AnswerDisputes. Refused:
// not_found, state_forbids once the issue is ended, too_many_files, idempotency_key_reused, and what attachment.Receive refuses.
func (s *Service) Attach(ctx context.Context, actor ledger.Actor, id, key ledger.ID, name string, body io.Reader) (ledger.ID, error) {
	if err := requireStaff(actor, ledger.AnswerDisputes); err != nil {
		return ledger.ID{}, err
	}
	var at Issue
	// Who could not add a file anyway does not have its bytes taken.
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		if at, err = read(ctx, tx, id); err == nil {
			err = at.mayChange(actor)
		}
		return err
	})
	if err != nil {
		return ledger.ID{}, err
	}
	file, err := s.files.Receive(ctx, name, body)
	if err != nil {
		return ledger.ID{}, err
	}
	defer file.Discard()
	added := ledger.NewID()
	err = s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		i, err := hold(ctx, tx, id, 0)
		if err != nil {
			return err
		}
		if err := i.mayChange(actor); err != nil {
			return err
		}
		before, known, err := sent(ctx, tx, id, key, file.Sum())
		if known || err != nil {
			added = before
			return err
		}
		kept, err := s.files.Keep(ctx, tx, file)
		if err != nil {
			return err
		}
		sum := file.Sum()
		_, err = store.Exec(ctx, tx, insertFile, added, actor.OrganizationID, i.CustomerID, id, file.Name, file.Media, kept.Size, kept.Sum[:], key, sum[:], actor.PersonID, tx.Actor.Name)
		if err != nil {
			return err
		}
		tx.Audit(i.CustomerID, "issue.file_added", map[string]any{"issue": id, "file": added, "name": file.Name, "size": kept.Size, "sha256": kept.Sum.String()})
		return record(ctx, tx, i.CustomerID, id, Event{Kind: "file", After: file.Name})
	})
	return added, err
}

// sent finds what was sent before under the same key, and refuses one file too many.
func sent(ctx context.Context, tx *store.Tx, issue, key ledger.ID, sum blob.Sum) (ledger.ID, bool, error) {
	type row struct {
		ID    ledger.ID
		Issue ledger.ID
		Sum   []byte
	}
	found, ok, err := store.Row[row](ctx, tx, `SELECT id, issue_id, received_sha256 FROM issue_files WHERE uploaded_by = $1 AND upload_key = $2`, tx.Actor.PersonID, key)
	if err != nil {
		return ledger.ID{}, false, err
	}
	if ok && (found.Issue != issue || blob.Sum(found.Sum) != sum) {
		return ledger.ID{}, false, ledger.E("idempotency_key_reused")
	}
	if ok {
		return found.ID, true, nil
	}
	count, _, err := store.Value[int](ctx, tx, `SELECT count(*)::int FROM issue_files WHERE issue_id = $1`, issue)
	if err == nil && count >= MaxFiles {
		err = ledger.E("too_many_files").With("limit", MaxFiles)
	}
	return ledger.ID{}, false, err
}

// OpenFile reads a file of an issue. Needs SeeStatements, of staff; not_found for what is not the actor's to see.
func (s *Service) OpenFile(ctx context.Context, actor ledger.Actor, issue, file ledger.ID) (attachment.Download, error) {
	if err := requireStaff(actor, ledger.SeeStatements); err != nil {
		return attachment.Download{}, err
	}
	type row struct {
		Name, Media string
		Sum         []byte
	}
	var found row
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if _, err := read(ctx, tx, issue); err != nil {
			return err
		}
		var ok bool
		var err error
		found, ok, err = store.Row[row](ctx, tx, `SELECT name, media_type, sha256 FROM issue_files WHERE id = $1 AND issue_id = $2`, file, issue)
		if err == nil && !ok {
			err = ledger.E("not_found")
		}
		return err
	})
	if err != nil {
		return attachment.Download{}, err
	}
	return s.files.Bytes(ctx, found.Name, found.Media, found.Sum)
}
