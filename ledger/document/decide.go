package document

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

const submitDraft = `
UPDATE drafts SET state = 'submitted', submitted_by = $2, gross_base = $3, needs_second = $4, reason = '', updated_at = now(), row_version = row_version + 1 WHERE id = $1`

// SubmitDraft hands a draft in. Everything that posting would refuse is refused here already. Needs PostDocuments. Refused, in
// this order: not_found, conflict, state_forbids unless it is a draft, as Post refuses, no reason for what is made by hand.
func (s *Service) SubmitDraft(ctx context.Context, actor ledger.Actor, id ledger.ID, rowVersion int) (Draft, error) {
	return s.changeDraft(ctx, actor, func(ctx context.Context, tx *store.Tx) (ledger.ID, error) {
		d, err := lockDraft(ctx, tx, id, rowVersion, Drafted)
		if err != nil {
			return id, err
		}
		p, second, err := weigh(ctx, tx, d.Content)
		if err == nil {
			err = d.Content.checkByHand()
		}
		if err != nil {
			return id, err
		}
		tx.Audit(d.CustomerID, "draft.submitted", map[string]any{"draft": id, "gross_base": p.grossBase.String(), "needs_second": second})
		_, err = store.Exec(ctx, tx, submitDraft, id, actor.PersonID, p.grossBase, second)
		return id, err
	})
}

// weigh decides a document, and whether it needs a second person: always when it is made by hand, else above the threshold.
func weigh(ctx context.Context, tx *store.Tx, content New) (*prepared, bool, error) {
	if err := Check(content); err != nil {
		return nil, false, err
	}
	facts, err := lookUp(ctx, tx, []New{content})
	if err != nil {
		return nil, false, err
	}
	p, err := prepare(content, facts)
	if err != nil {
		return nil, false, err
	}
	threshold, _, err := store.Value[decimal.Decimal](ctx, tx, `SELECT approval_threshold FROM organizations WHERE id = $1`, tx.Actor.OrganizationID)
	return p, content.ByHand() || p.grossBase.Abs().GreaterThan(threshold), err
}

const (
	approveDraft = `
UPDATE drafts SET state = 'posted', decided_by = $2, document_id = $3, gross_base = $4, needs_second = $5, updated_at = now(), row_version = row_version + 1 WHERE id = $1`
	rejectDraft = `
UPDATE drafts SET state = 'draft', decided_by = $2, reason = $3, updated_at = now(), row_version = row_version + 1 WHERE id = $1`
)

// Decision is the answer to a submitted draft.
type Decision struct {
	Approve bool
	Reason  string // needed to reject
}

// DecideDraft posts a submitted draft in the same transaction (审核), or returns it to its maker with a reason. A receivable of a
// customer who confirms first is not posted but shown to the customer, whose confirmation posts it. Needs
// PostDocuments; to approve above the threshold, or what was made by hand, ApproveDocuments, and then four_eyes refuses who made, changed or submitted it.
// Refused before that, in this order: not_found, conflict, state_forbids unless it is submitted; after it, as Post refuses.
func (s *Service) DecideDraft(ctx context.Context, actor ledger.Actor, id ledger.ID, rowVersion int, decision Decision) (Draft, error) {
	return s.changeDraft(ctx, actor, func(ctx context.Context, tx *store.Tx) (ledger.ID, error) {
		if !decision.Approve {
			return id, reject(ctx, tx, id, rowVersion, decision.Reason)
		}
		return id, approve(ctx, tx, id, rowVersion)
	})
}

func reject(ctx context.Context, tx *store.Tx, id ledger.ID, rowVersion int, reason string) error {
	d, err := lockDraft(ctx, tx, id, rowVersion, Submitted)
	if err != nil {
		return err
	}
	if err := CheckReason(reason); err != nil {
		return err
	}
	tx.Audit(d.CustomerID, "draft.rejected", map[string]any{"draft": id, "reason": reason})
	_, err = store.Exec(ctx, tx, rejectDraft, id, tx.Actor.PersonID, reason)
	return err
}

func approve(ctx context.Context, tx *store.Tx, id ledger.ID, rowVersion int) error {
	d, err := lockDraft(ctx, tx, id, rowVersion, Submitted)
	if err != nil {
		return err
	}
	p, second, err := weigh(ctx, tx, d.Content)
	if err != nil {
		return err
	}
	second = second || d.NeedsSecond // what asked for a second person when it was submitted still does
	if second {
		if err := tx.Actor.Require(ledger.ApproveDocuments); err != nil {
			return err
		}
		if person := tx.Actor.PersonID; person == d.SubmittedBy || person == d.CreatedBy || person == d.ChangedBy {
			return ledger.E("four_eyes")
		}
	}
	if p.wantsConfirmation() {
		return askCustomer(ctx, tx, d, p, second)
	}
	posted, err := Post(ctx, tx, []New{d.toPost(tx.Actor.PersonID)})
	if err != nil {
		return err
	}
	tx.Audit(d.CustomerID, "draft.approved", map[string]any{"draft": id, "document": posted[0].ID, "submitted_by": d.SubmittedBy})
	_, err = store.Exec(ctx, tx, approveDraft, id, tx.Actor.PersonID, posted[0].ID, p.grossBase, second)
	return err
}

// toPost is the content as it is posted: made by who submitted it, approved by the other person where there is one.
func (d Draft) toPost(approver ledger.ID) New {
	content := d.Content
	content.MadeBy = d.SubmittedBy
	if approver != d.SubmittedBy {
		content.ApprovedBy = approver
	}
	if content.SourceID == "" {
		content.SourceID = "draft:" + d.ID.String()
	}
	return content
}
