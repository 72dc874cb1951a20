package document

import (
	"context"
	"slices"
	"time"

	"hefu/ledger"
	"hefu/ledger/approval"
	"hefu/ledger/internal/store"
)

// Approval is one step that was given, or given back, in one round of a draft.
type Approval struct {
	Round     int
	Step      int
	Name      approval.Name
	Role      ledger.Role
	Decision  string // approved or returned
	Opinion   string
	PersonID  ledger.ID
	Person    string
	DecidedAt time.Time
}

// StepView is one step of a draft's way, with who gave it in this round; Given is nil while it is still to come.
type StepView struct {
	approval.Step
	Given *Approval
}

// MayDecide refuses who may not give the step whose turn it is, in the order of DecideDraft. It is about people alone, not the state.
func (d Draft) MayDecide(actor ledger.Actor) error {
	if d.WaitingRole == "" {
		return actor.Require(ledger.PostDocuments)
	}
	if !approval.Gives(actor.Roles, ledger.Role(d.WaitingRole)) {
		return ledger.E("not_permitted").With("permission", d.WaitingRole)
	}
	for _, maker := range []ledger.ID{d.SubmittedBy, d.CreatedBy, d.ChangedBy} {
		if actor.SamePerson(maker, d.CreatedAt) {
			return ledger.E("four_eyes")
		}
	}
	if slices.ContainsFunc(d.ApprovedBy, func(person ledger.ID) bool { return actor.SamePerson(person, d.UpdatedAt) }) {
		return ledger.E("level_given")
	}
	return nil
}

// asAsked names who gives the step: the actor by its own role, or as the stand-in of somebody whose role it is.
func (d Draft) asAsked(actor ledger.Actor) ledger.Actor {
	if d.WaitingRole == "" {
		return actor
	}
	return actor.InRole(func(roles []ledger.Role) bool { return approval.Gives(roles, ledger.Role(d.WaitingRole)) })
}

// mayReturn: whoever posts documents takes a draft back or returns it, and whoever is asked for the next step.
func (d Draft) mayReturn(actor ledger.Actor) error {
	if actor.May(ledger.PostDocuments) {
		return nil
	}
	return d.MayDecide(actor)
}

// path is the way of a draft under the rule it was handed in by. It is weighed again: when the rate has risen meanwhile, the higher
// value counts.
func (d Draft) path(ctx context.Context, tx *store.Tx, w weighed) ([]approval.Step, error) {
	policy, err := policyAt(ctx, tx, d.PolicyVersion)
	if err != nil {
		return nil, err
	}
	subject := w.subject(d.Content)
	if d.GrossBase.Valid && d.GrossBase.Decimal.Abs().GreaterThan(subject.Base.Abs()) {
		subject.Base = d.GrossBase.Decimal
	}
	subject.Second = subject.Second || d.NeedsSecond
	return policy.Path(subject), nil
}

// step is the one whose turn it is, by what was weighed when the draft was handed in.
func (d Draft) step(ctx context.Context, tx *store.Tx) (approval.Step, error) {
	path, err := d.path(ctx, tx, weighed{base: d.GrossBase.Decimal, second: d.NeedsSecond})
	if err != nil || d.StepsDone >= len(path) {
		return approval.Step{No: d.StepsDone + 1, Name: approval.Level, Role: ledger.Role(d.WaitingRole)}, err
	}
	return path[d.StepsDone], nil
}

const insertApproval = `
INSERT INTO draft_approvals (id, organization_id, customer_id, draft_id, round, step, name, role, decision, opinion, person_id, person_name)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`

func record(ctx context.Context, tx *store.Tx, d Draft, step approval.Step, decision, opinion string) error {
	_, err := store.Exec(ctx, tx, insertApproval, ledger.NewID(), tx.Actor.OrganizationID, d.CustomerID, d.ID, d.Round, step.No, string(step.Name), string(step.Role),
		decision, opinion, tx.Actor.PersonID, tx.Actor.Name)
	return err
}

const readApprovals = `
SELECT round, step, name, role, decision, opinion, person_id, person_name, decided_at FROM draft_approvals WHERE draft_id = $1 ORDER BY round, decided_at, step`

type approvalRow struct {
	Round, Step                   int
	Name, Role, Decision, Opinion string
	PersonID                      ledger.ID
	Person                        string
	DecidedAt                     time.Time
}

func approvalsOf(ctx context.Context, tx *store.Tx, draft ledger.ID) ([]Approval, error) {
	rows, err := store.Rows[approvalRow](ctx, tx, readApprovals, draft)
	out := make([]Approval, len(rows))
	for i, r := range rows {
		out[i] = Approval{r.Round, r.Step, approval.Name(r.Name), ledger.Role(r.Role), r.Decision, r.Opinion, r.PersonID, r.Person, r.DecidedAt}
	}
	return out, err
}

// Way is how a draft stands between those who look at it: the steps of this round, and everything said in all of them, oldest first.
type Way struct {
	Steps []StepView
	Said  []Approval
}

// WayOfDraft reads it. Before a draft is handed in it has no steps. Needs CheckDrafts; not_found as for GetDraft.
func (s *Service) WayOfDraft(ctx context.Context, actor ledger.Actor, d Draft) (Way, error) {
	if err := actor.Require(ledger.CheckDrafts); err != nil {
		return Way{}, err
	}
	var way Way
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		if way.Said, err = approvalsOf(ctx, tx, d.ID); err != nil || d.State == Drafted || d.State == Discarded {
			return err
		}
		path, err := d.path(ctx, tx, weighed{base: d.GrossBase.Decimal, second: d.NeedsSecond})
		for _, step := range path {
			view := StepView{Step: step}
			for i, said := range way.Said {
				if said.Round == d.Round && said.Step == step.No && said.Decision == "approved" {
					view.Given = &way.Said[i]
				}
			}
			way.Steps = append(way.Steps, view)
		}
		return err
	})
	return way, err
}

// SaidOfDocument is the record of the internal look at a posted document: every step given or given back on its way. Needs SeeDocuments;
// not_found for a document that the actor does not see; empty for one that came without a draft.
func (s *Service) SaidOfDocument(ctx context.Context, actor ledger.Actor, document ledger.ID) ([]Approval, error) {
	if err := actor.Require(ledger.SeeDocuments); err != nil {
		return nil, err
	}
	var own ledger.ID
	if actor.OwnCustomersOnly() {
		own = actor.PersonID
	}
	var out []Approval
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		_, found, err := store.Value[ledger.ID](ctx, tx, seesDocument, document, own)
		if err != nil || !found {
			return firstError(err, ledger.E("not_found"))
		}
		draft, found, err := store.Value[ledger.ID](ctx, tx, `SELECT id FROM drafts WHERE document_id = $1`, document)
		if err != nil || !found {
			return err
		}
		out, err = approvalsOf(ctx, tx, draft)
		return err
	})
	return out, err
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
