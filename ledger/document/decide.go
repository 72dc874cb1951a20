package document

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/approval"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
)

const submitDraft = `
UPDATE drafts SET state = 'submitted', submitted_by = $2, gross_base = $3, needs_second = $4, policy_version = $5, waiting_role = $6, round = round + 1, steps_done = 0,
  reason = '', updated_at = now(), row_version = row_version + 1 WHERE id = $1`

// SubmitDraft hands a draft in, under the rule of approval in force now. Everything that posting would refuse is refused here already.
// Needs PostDocuments. Refused, in this order: not_found, conflict, state_forbids unless it is a draft, as Post refuses, no reason for
// what is made by hand.
func (s *Service) SubmitDraft(ctx context.Context, actor ledger.Actor, id ledger.ID, rowVersion int) (Draft, error) {
	return s.changeDraft(ctx, actor, ledger.PostDocuments, func(ctx context.Context, tx *store.Tx) (ledger.ID, error) {
		d, err := lockDraft(ctx, tx, id, rowVersion, Drafted)
		if err != nil {
			return id, err
		}
		w, err := s.weigh(ctx, tx, d.Content)
		if err == nil {
			err = d.Content.checkByHand()
		}
		if err == nil {
			err = d.Content.checkRequired(ctx, tx)
		}
		if err != nil {
			return id, err
		}
		newest, err := newestPolicy(ctx, tx)
		if err != nil {
			return id, err
		}
		path := newest.Policy.Path(w.subject(d.Content))
		tx.Audit(d.CustomerID, "draft.submitted", map[string]any{"draft": id, "gross_base": w.base.String(), "needs_second": len(path) > 0, "policy": newest.Version, "steps": len(path)})
		_, err = store.Exec(ctx, tx, submitDraft, id, actor.PersonID, w.base, len(path) > 0, newest.Version, turn(path, 0))
		return id, err
	})
}

// turn is the role whose turn it is after so many steps; empty when none is left to ask for.
func turn(path []approval.Step, done int) string {
	if done < len(path) {
		return string(path[done].Role)
	}
	return ""
}

// weighed is a document decided as far as it can be before it is posted. prepared is nil for a reversal, which mirrors another.
type weighed struct {
	*prepared
	base   decimal.Decimal // worth in base currency
	second bool            // the threshold, or being made by hand, asks for a second person
}

func (w weighed) subject(content New) approval.Subject {
	return approval.Subject{Kind: string(content.Kind), Base: w.base, ByHand: content.ByHand(), Second: w.second}
}

// weigh decides a document, and whether it needs a second person: always when it is made by hand, else above the threshold.
func (s *Service) weigh(ctx context.Context, tx *store.Tx, content New) (weighed, error) {
	if content.Kind == Reversal {
		return weighMirror(ctx, tx, content)
	}
	if err := Check(content); err != nil {
		return weighed{}, err
	}
	facts, err := lookUp(ctx, tx, []New{content})
	if err != nil {
		return weighed{}, err
	}
	p, err := prepare(content, facts)
	if err != nil {
		return weighed{}, err
	}
	if err := mayPay(ctx, tx, content); err != nil {
		return weighed{}, err
	}
	above, err := aboveThreshold(ctx, tx, p.grossBase)
	return weighed{p, p.grossBase, content.ByHand() || above}, err
}

func aboveThreshold(ctx context.Context, tx *store.Tx, base decimal.Decimal) (bool, error) {
	threshold, _, err := store.Value[decimal.Decimal](ctx, tx, `SELECT approval_threshold FROM organizations WHERE id = $1`, tx.Actor.OrganizationID)
	return base.Abs().GreaterThan(threshold), err
}

// weighMirror prepares a reversal as it would be posted.
func weighMirror(ctx context.Context, tx *store.Tx, content New) (weighed, error) {
	content.PostingDate = content.postingDate()
	p, _, err := mirrored(ctx, tx, content.Reverses, content, content.Dishonoured)
	if err != nil {
		return weighed{}, err
	}
	if p.CustomerID != content.CustomerID {
		return weighed{}, ledger.E("validation_failed").At("reverses", "not_found")
	}
	above, err := aboveThreshold(ctx, tx, p.grossBase)
	return weighed{p, p.grossBase, above}, err
}

const readPaidItem = `
SELECT i.customer_id, i.currency, i.side, i.open_amount, d.kind FROM open_items i JOIN documents d ON d.id = i.document_id WHERE i.id = $1`

// mayPay holds a refund to the credit item it pays back: of the same customer and currency, never more than it has open; of a credit
// note it names the return of the goods (RFD-01).
func mayPay(ctx context.Context, tx *store.Tx, content New) error {
	if len(content.Settles) > 0 {
		return namedAndShort(ctx, tx, content)
	}
	if content.Kind != Refund || content.SettlesItem.IsZero() {
		return nil
	}
	found, ok, err := store.Row[struct {
		Customer       ledger.ID
		Currency, Side string
		Open           decimal.Decimal
		Kind           string
	}](ctx, tx, readPaidItem, content.SettlesItem)
	switch {
	case err != nil:
		return err
	case !ok || found.Customer != content.CustomerID:
		return ledger.E("validation_failed").At("settles_item", "not_found")
	case found.Side != "credit":
		return ledger.E("sides_wrong")
	case found.Currency != string(content.Currency):
		return ledger.E("validation_failed").At("currency", "not_a_choice")
	case found.Open.IsZero():
		return ledger.E("nothing_to_do")
	case content.Amount.GreaterThan(found.Open):
		return ledger.E("amount_exceeds_open").With("open", found.Open)
	case Kind(found.Kind) == CreditNote && content.ReturnNo == "":
		return ledger.E("validation_failed").At("return_no", "required")
	}
	return CheckReason(content.Reason)
}

const readNamedOpen = `
SELECT count(DISTINCT i.document_id)::int, coalesce(sum(i.open_amount), 0) FROM open_items i
WHERE i.document_id = ANY ($1) AND i.customer_id = $2 AND i.currency = $3 AND i.side = 'debit'`

// namedAndShort: the documents that money in names are the customer's, in its currency; where it is less than they have open, the
// cause is asked for (WO-15).
func namedAndShort(ctx context.Context, tx *store.Tx, content New) error {
	found, _, err := store.Row[struct {
		Count int
		Open  decimal.Decimal
	}](ctx, tx, readNamedOpen, content.Settles, content.CustomerID, string(content.Currency))
	switch {
	case err != nil:
		return err
	case found.Count != len(content.Settles):
		return ledger.E("validation_failed").At("settles", "not_found")
	case found.Open.GreaterThan(content.Amount) && content.ShortCause == "":
		return ledger.E("validation_failed").At("short_cause", "required")
	}
	return nil
}

const (
	approveDraft = `
UPDATE drafts SET state = 'posted', decided_by = $2, document_id = $3, gross_base = $4, needs_second = $5, steps_done = $6, waiting_role = '', updated_at = now(), row_version = row_version + 1 WHERE id = $1`
	passDraft   = `UPDATE drafts SET steps_done = $2, waiting_role = $3, updated_at = now(), row_version = row_version + 1 WHERE id = $1`
	rejectDraft = `
UPDATE drafts SET state = 'draft', decided_by = $2, reason = $3, waiting_role = '', updated_at = now(), row_version = row_version + 1 WHERE id = $1`
)

// Decision is the answer to a submitted draft.
type Decision struct {
	Approve bool
	Reason  string // needed to reject; of an approval the opinion
}

// DecideDraft gives the step whose turn it is. The last one posts the draft in the same transaction (审核), or shows it to a customer who
// confirms first, whose confirmation then posts it; the others pass it on. Or it returns the draft to its maker with a reason. Needs
// CheckDrafts. Refused, in this order: not_found, conflict, state_forbids unless it is submitted, as Post refuses, not_permitted for
// a role whose turn it is not, four_eyes for who made, changed or submitted it, level_given for who gave another step of this round.
func (s *Service) DecideDraft(ctx context.Context, actor ledger.Actor, id ledger.ID, rowVersion int, decision Decision) (Draft, error) {
	return s.changeDraft(ctx, actor, ledger.CheckDrafts, func(ctx context.Context, tx *store.Tx) (ledger.ID, error) {
		if !decision.Approve {
			return id, reject(ctx, tx, id, rowVersion, decision.Reason)
		}
		return id, s.approve(ctx, tx, id, rowVersion, decision.Reason)
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
	if err := d.mayReturn(tx.Actor); err != nil {
		return err
	}
	tx.Actor = d.asAsked(tx.Actor)
	if d.MayDecide(tx.Actor) == nil && d.WaitingRole != "" {
		step, err := d.step(ctx, tx)
		if err != nil {
			return err
		}
		if err := record(ctx, tx, d, step, "returned", reason); err != nil {
			return err
		}
	}
	tx.Audit(d.CustomerID, "draft.rejected", map[string]any{"draft": id, "reason": reason})
	if err := d.tellMaker(ctx, tx, event.DraftReturned, map[string]any{"reason": reason}); err != nil {
		return err
	}
	_, err = store.Exec(ctx, tx, rejectDraft, id, tx.Actor.PersonID, reason)
	return err
}

func (s *Service) approve(ctx context.Context, tx *store.Tx, id ledger.ID, rowVersion int, opinion string) error {
	d, err := lockDraft(ctx, tx, id, rowVersion, Submitted)
	if err != nil {
		return err
	}
	w, err := s.weigh(ctx, tx, d.Content)
	if err != nil {
		return err
	}
	path, err := d.path(ctx, tx, w)
	if err != nil {
		return err
	}
	d.WaitingRole = turn(path, d.StepsDone)
	if err := d.MayDecide(tx.Actor); err != nil {
		return err
	}
	tx.Actor = d.asAsked(tx.Actor)
	if d.StepsDone < len(path) {
		if opinion != "" {
			if err := CheckReason(opinion); err != nil {
				return err
			}
		}
		if err := record(ctx, tx, d, path[d.StepsDone], "approved", opinion); err != nil {
			return err
		}
		d.StepsDone++
	}
	if d.StepsDone < len(path) {
		tx.Audit(d.CustomerID, "draft.passed", map[string]any{"draft": id, "step": d.StepsDone, "of": len(path), "submitted_by": d.SubmittedBy})
		_, err = store.Exec(ctx, tx, passDraft, id, d.StepsDone, turn(path, d.StepsDone))
		return err
	}
	if w.prepared != nil && w.wantsConfirmation() {
		return askCustomer(ctx, tx, d, w.prepared, len(path) > 0)
	}
	posted, err := s.post(ctx, tx, d.toPost(tx.Actor.PersonID))
	if err != nil {
		return err
	}
	tx.Audit(d.CustomerID, "draft.approved", map[string]any{"draft": id, "document": posted.ID, "submitted_by": d.SubmittedBy})
	if err := d.tellMaker(ctx, tx, event.DraftApproved, map[string]any{"document_no": posted.DocumentNo}); err != nil {
		return err
	}
	_, err = store.Exec(ctx, tx, approveDraft, id, tx.Actor.PersonID, posted.ID, w.base, len(path) > 0, d.StepsDone)
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
	content.CheckedIn = d.ID
	return content
}
