package finalization

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// listSum is over the files of a batch that wait, in their order: a line each with the finalization and the SHA-256 of its file.
func listSum(files []waitingFile) [32]byte {
	h := sha256.New()
	for _, f := range files {
		fmt.Fprintf(h, "%s %s\n", f.ID, hex.EncodeToString(f.SHA256))
	}
	var out [32]byte
	h.Sum(out[:0])
	return out
}

func sumsOf(files []waitingFile) []BatchSum {
	out := []BatchSum{}
	at := map[string]int{}
	for _, f := range files {
		i, known := at[f.Currency]
		if !known {
			i, at[f.Currency] = len(out), len(out)
			out = append(out, BatchSum{Currency: f.Currency})
		}
		out[i].Count++
		out[i].Agreed = out[i].Agreed.Add(f.Agreed)
	}
	return out
}

const insertBatchSigning = `
INSERT INTO finalization_batch_signings (id, organization_id, batch_id, files, sha256, signed_by, signed_by_name, signed_by_subject, signed_from) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`

const grantSigning = `
UPDATE finalization_batch_items SET signing_id = $2 WHERE batch_id = $1 AND finalization_id = ANY ($3::uuid[])`

// SignBatch grants the seller's signature to every file of a batch that waits, with one fresh sign-in; the program then signs each in the
// background, in the name of who granted it. cmd.SHA256 names the list that was read. Needs SignStatements. Refused in this order: not ticked,
// step_up_required, not_found, state_forbids while it is laid out or when nothing waits, four_eyes for who prepared it or stands in for who
// did, content_changed when another list was read.
func (s *Service) SignBatch(ctx context.Context, actor ledger.Actor, cmd SignCommand) error {
	if err := requireStaff(actor, ledger.SignStatements); err != nil {
		return err
	}
	if err := cmd.check(); err != nil {
		return err
	}
	if err := actor.RequireFresh(); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		b, err := holdBatch(ctx, tx, cmd.ID)
		if err != nil {
			return err
		}
		switch {
		case b.State() != "to_sign":
			return ledger.E("state_forbids").With("state", b.State())
		case actor.SamePerson(b.CreatedBy, b.CreatedAt):
			return ledger.E("four_eyes")
		}
		files, err := store.Rows[waitingFile](ctx, tx, waitingFiles, cmd.ID)
		if err != nil {
			return err
		}
		sum := listSum(files)
		if hex.EncodeToString(sum[:]) != cmd.SHA256 {
			return ledger.E("content_changed")
		}
		ids := make([]ledger.ID, len(files))
		for i, f := range files {
			ids[i] = f.ID
		}
		signing := ledger.NewID()
		if _, err := store.Exec(ctx, tx, insertBatchSigning, signing, actor.OrganizationID, cmd.ID, len(files), sum[:], actor.PersonID, actor.Name, actor.Subject, actor.Address); err != nil {
			return err
		}
		if _, err := store.Exec(ctx, tx, grantSigning, cmd.ID, signing, ids); err != nil {
			return err
		}
		tx.Audit(ledger.ID{}, "finalization_batch.signed", map[string]any{"batch": cmd.ID, "signing": signing, "files": len(files), "sha256": cmd.SHA256, "by": actor.Name})
		return s.jobs.Insert(ctx, tx, BatchArgs{actor.OrganizationID, cmd.ID})
	})
}

// holdBatch reads a batch, and keeps others from acting on it until the transaction ends.
func holdBatch(ctx context.Context, tx *store.Tx, id ledger.ID) (Batch, error) {
	if _, err := store.Exec(ctx, tx, `SELECT FROM finalization_batches WHERE id = $1 FOR NO KEY UPDATE`, id); err != nil {
		return Batch{}, err
	}
	return readBatch(ctx, tx, id)
}

// RetryBatch has what failed done again. Who granted a signature need not grant it anew. Needs Finalize. Refused: not_found, nothing_to_do.
func (s *Service) RetryBatch(ctx context.Context, actor ledger.Actor, id ledger.ID) error {
	if err := requireStaff(actor, ledger.Finalize); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		b, err := holdBatch(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case b.Failed == 0:
			return ledger.E("nothing_to_do")
		}
		again, err := store.Exec(ctx, tx, `
UPDATE finalization_batch_items i SET state = CASE WHEN i.state = 'failed' THEN 'pending' ELSE i.state END, code = ''
WHERE i.batch_id = $1 AND i.code <> '' AND NOT EXISTS (SELECT FROM signatures a WHERE a.finalization_id = i.finalization_id)`, id)
		if err != nil {
			return err
		}
		if _, err := store.Exec(ctx, tx, `
UPDATE finalization_batches SET prepared_at = NULL WHERE id = $1 AND EXISTS (SELECT FROM finalization_batch_items WHERE batch_id = $1 AND state = 'pending')`, id); err != nil {
			return err
		}
		tx.Audit(ledger.ID{}, "finalization_batch.retried", map[string]any{"batch": id, "statements": again, "by": actor.Name})
		return s.jobs.Insert(ctx, tx, BatchArgs{actor.OrganizationID, id})
	})
}

const holdWaiting = `
SELECT s.id FROM statements s JOIN finalizations f ON f.statement_id = s.id JOIN finalization_batch_items i ON i.finalization_id = f.id AND i.signing_id IS NULL
WHERE i.batch_id = $1 ORDER BY s.id FOR UPDATE OF s`

const endWaiting = `
INSERT INTO finalization_ends (finalization_id, organization_id, customer_id, statement_id, kind, reason, ended_by, ended_by_name, ended_from)
SELECT f.id, f.organization_id, f.customer_id, f.statement_id, 'withdrawn', $2, $3, $4, $5 FROM finalization_batch_items i JOIN finalizations f ON f.id = i.finalization_id
WHERE i.batch_id = $1 AND i.signing_id IS NULL AND NOT EXISTS (SELECT FROM signatures a WHERE a.finalization_id = f.id) AND NOT EXISTS (SELECT FROM finalization_ends e WHERE e.finalization_id = f.id)`

// WithdrawBatch takes back what of a batch nobody has signed. Needs Finalize. Refused in this order: a missing reason, not_found, state_forbids.
func (s *Service) WithdrawBatch(ctx context.Context, actor ledger.Actor, id ledger.ID, reason string) error {
	if err := requireStaff(actor, ledger.Finalize); err != nil {
		return err
	}
	reason = strings.TrimSpace(reason)
	switch {
	case reason == "":
		return ledger.E("validation_failed").At("reason", "required")
	case len([]rune(reason)) > maxReason:
		return ledger.E("validation_failed").At("reason", "too_long")
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		b, err := holdBatch(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case b.State() != "to_sign":
			return ledger.E("state_forbids").With("state", b.State())
		}
		if _, err := store.Values[ledger.ID](ctx, tx, holdWaiting, id); err != nil {
			return err
		}
		ended, err := store.Exec(ctx, tx, endWaiting, id, reason, actor.PersonID, actor.Name, actor.Address)
		tx.Audit(ledger.ID{}, "finalization_batch.withdrawn", map[string]any{"batch": id, "files": ended, "reason": reason, "by": actor.Name})
		return err
	})
}
