package proof

import (
	"context"
	"strings"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Remove takes a file away: it is shown no more, and its row and bytes stay as a record. A posted document's needs a reason. Needs
// PostDocuments. Refused in this order: a reason that is missing or too long, not_found, proof_removed, proof_sealed once it is in a
// sealed reconciliation.
func (s *Service) Remove(ctx context.Context, actor ledger.Actor, id ledger.ID, reason string) (File, error) {
	reason = strings.TrimSpace(reason)
	if len([]rune(reason)) > maxReason {
		return File{}, ledger.E("validation_failed").At("reason", "too_long")
	}
	return s.change(ctx, actor, id, func(ctx context.Context, tx *store.Tx, is File) error {
		if reason == "" && !is.DocumentID.IsZero() {
			return ledger.E("validation_failed").At("reason", "required")
		}
		_, err := store.Exec(ctx, tx, `UPDATE document_files SET removed_at = now(), removed_by_name = $2, remove_reason = $3 WHERE id = $1`, id, actor.Name, reason)
		tx.Audit(is.CustomerID, "proof.removed", map[string]any{"file": id, "draft": is.DraftID, "document": is.DocumentID, "name": is.Name, "reason": reason})
		return err
	})
}

// Show lets the customer see a file, or keeps it among staff. Needs PostDocuments. Refused: not_found, proof_removed, proof_sealed.
func (s *Service) Show(ctx context.Context, actor ledger.Actor, id ledger.ID, internal bool) (File, error) {
	return s.change(ctx, actor, id, func(ctx context.Context, tx *store.Tx, is File) error {
		if is.Internal == internal {
			return nil
		}
		_, err := store.Exec(ctx, tx, `UPDATE document_files SET internal = $2 WHERE id = $1`, id, internal)
		tx.Audit(is.CustomerID, "proof.shown", map[string]any{"file": id, "document": is.DocumentID, "name": is.Name, "before": !is.Internal, "after": !internal})
		return err
	})
}

// change does something about a file that stands, and answers with it as it is then.
func (s *Service) change(ctx context.Context, actor ledger.Actor, id ledger.ID, do func(context.Context, *store.Tx, File) error) (File, error) {
	if err := actor.Require(ledger.PostDocuments); err != nil {
		return File{}, err
	}
	var out File
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if _, err := store.Exec(ctx, tx, `SELECT FROM document_files WHERE id = $1 FOR UPDATE`, id); err != nil {
			return err
		}
		is, err := readFile(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := is.Stands(); err != nil {
			return err
		}
		if err := do(ctx, tx, is); err != nil {
			return err
		}
		out, err = readFile(ctx, tx, id)
		return err
	})
	return out, err
}

// Stands says why a file can be changed no more: proof_removed or proof_sealed.
func (f File) Stands() error {
	switch {
	case f.RemovedAt != nil:
		return ledger.E("proof_removed")
	case f.Sealed:
		return ledger.E("proof_sealed")
	}
	return nil
}
