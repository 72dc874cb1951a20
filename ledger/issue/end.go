package issue

import (
	"context"
	"strings"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Proof says what was done and shows it: a file that was handed in, a posted document of the customer, or both.
type Proof struct {
	RowVersion int
	Text       string
	FileID     ledger.ID
	DocumentNo string
}

const endIssue = `
UPDATE issues SET state = $2, proof_file_id = $3, proof_document_id = $4, ending = $5, ended_by_name = $6,
  ended_at = CASE WHEN $5 = '' THEN NULL ELSE now() END, row_version = row_version + 1 WHERE id = $1`

// Close ends an issue with its proof. Needs AnswerDisputes. Refused in this order: a missing or too long text, not_found, conflict,
// state_forbids once it is ended, issue_owner_closes for who neither owns it nor approves documents, issue_needs_proof without any, not_a_choice at
// file_id or document_no for what is not of this issue or customer.
func (s *Service) Close(ctx context.Context, actor ledger.Actor, id ledger.ID, p Proof) error {
	return s.end(ctx, actor, id, p.RowVersion, p.Text, Issue.mayClose, func(ctx context.Context, tx *store.Tx, i Issue) error {
		if p.FileID.IsZero() && p.DocumentNo == "" {
			return ledger.E("issue_needs_proof")
		}
		var document ledger.ID
		if p.DocumentNo != "" {
			found, ok, err := store.Value[ledger.ID](ctx, tx, `SELECT id FROM documents WHERE customer_id = $1 AND document_no = $2`, i.CustomerID, strings.TrimSpace(p.DocumentNo))
			if err != nil || !ok {
				return known(err, "document_no")
			}
			document = found
		}
		if !p.FileID.IsZero() {
			_, ok, err := store.Value[ledger.ID](ctx, tx, `SELECT id FROM issue_files WHERE id = $1 AND issue_id = $2`, p.FileID, id)
			if err != nil || !ok {
				return known(err, "file_id")
			}
		}
		tx.Audit(i.CustomerID, "issue.closed", map[string]any{"issue": id, "issue_no": i.IssueNo, "text": p.Text, "file": p.FileID, "document": p.DocumentNo})
		if _, err := store.Exec(ctx, tx, endIssue, id, Closed, p.FileID, document, p.Text, tx.Actor.Name); err != nil {
			return err
		}
		return record(ctx, tx, i.CustomerID, id, Event{Kind: "closed", Before: string(i.State), After: p.DocumentNo, Text: p.Text})
	})
}

func known(err error, field string) error {
	if err != nil {
		return err
	}
	return ledger.E("validation_failed").At(field, "not_a_choice")
}

// Drop ends an issue that was raised in error, with the reason. Needs ApproveDocuments. Refused: a missing reason, not_found, conflict,
// state_forbids once it is ended.
func (s *Service) Drop(ctx context.Context, actor ledger.Actor, id ledger.ID, rowVersion int, reason string) error {
	return s.end(ctx, actor, id, rowVersion, reason, Issue.mayDrop, func(ctx context.Context, tx *store.Tx, i Issue) error {
		tx.Audit(i.CustomerID, "issue.dropped", map[string]any{"issue": id, "issue_no": i.IssueNo, "reason": reason})
		if _, err := store.Exec(ctx, tx, endIssue, id, Dropped, ledger.ID{}, ledger.ID{}, reason, tx.Actor.Name); err != nil {
			return err
		}
		return record(ctx, tx, i.CustomerID, id, Event{Kind: "dropped", Before: string(i.State), Text: reason})
	})
}

// Reopen takes up an ended issue again, with the reason; its proof stays in the history. Needs AnswerDisputes of who raised it, else
// ApproveDocuments. Refused: a missing reason, not_found, conflict, state_forbids while it is not ended, not_permitted.
func (s *Service) Reopen(ctx context.Context, actor ledger.Actor, id ledger.ID, rowVersion int, reason string) error {
	return s.end(ctx, actor, id, rowVersion, reason, Issue.mayReopen, func(ctx context.Context, tx *store.Tx, i Issue) error {
		tx.Audit(i.CustomerID, "issue.reopened", map[string]any{"issue": id, "issue_no": i.IssueNo, "reason": reason})
		if _, err := store.Exec(ctx, tx, endIssue, id, Open, ledger.ID{}, ledger.ID{}, "", ""); err != nil {
			return err
		}
		return record(ctx, tx, i.CustomerID, id, Event{Kind: "reopened", Before: string(i.State), Text: reason})
	})
}

func (s *Service) end(ctx context.Context, actor ledger.Actor, id ledger.ID, rowVersion int, text string, may func(Issue, ledger.Actor) error,
	do func(context.Context, *store.Tx, Issue) error) error {
	if err := requireStaff(actor, ledger.AnswerDisputes); err != nil {
		return err
	}
	switch {
	case strings.TrimSpace(text) == "":
		return ledger.E("validation_failed").At("text", "required")
	case len([]rune(text)) > maxText:
		return ledger.E("validation_failed").At("text", "too_long")
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		i, err := hold(ctx, tx, id, rowVersion)
		if err != nil {
			return err
		}
		if err := may(i, actor); err != nil {
			return err
		}
		return do(ctx, tx, i)
	})
}
