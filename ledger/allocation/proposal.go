package allocation

import (
	"context"
	"encoding/json"
	"time"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// ProposalState is where a proposal stands.
type ProposalState string

// The states. Only a waiting one can be decided.
const (
	Waiting   ProposalState = "waiting"
	Posted    ProposalState = "posted"
	Declined  ProposalState = "declined"
	Withdrawn ProposalState = "withdrawn"
)

// Proposal is a special settlement by hand on its way (WO-08). Until it is posted it has no effect on what is open.
type Proposal struct {
	ID             ledger.ID
	CustomerID     ledger.ID
	CustomerCode   string
	CustomerName   string
	Act            string // allocate or undo
	On             calendar.Date
	Reason         string
	Cases          []string
	PairsJSON      []byte
	ExtrasJSON     []byte
	Undoes         ledger.ID
	State          ProposalState
	Settlement     ledger.ID
	ProposedBy     ledger.ID
	ProposedByName string
	DecideReason   string
	CreatedAt      time.Time
	RowVersion     int
}

// Pairs are what it would settle; none of an undoing.
func (p Proposal) Pairs() ([]Pair, error) {
	var pairs []Pair
	if err := json.Unmarshal(p.PairsJSON, &pairs); err != nil {
		return nil, ledger.E("internal").Because(err)
	}
	return pairs, nil
}

// Extras are what it would close beside the pairs.
func (p Proposal) Extras() ([]Extra, error) {
	var extras []Extra
	if err := json.Unmarshal(p.ExtrasJSON, &extras); err != nil {
		return nil, ledger.E("internal").Because(err)
	}
	return extras, nil
}

type proposal struct {
	Act        string
	CustomerID ledger.ID
	On         calendar.Date
	Reason     string
	Pairs      []Pair
	Extras     []Extra
	Undoes     ledger.ID
	Cases      []Case
}

const insertProposal = `
INSERT INTO settlement_proposals (id, organization_id, customer_id, act, effective_date, reason, cases, pairs, undoes, proposed_by, proposed_by_name, extras)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8::text::jsonb, $9, $10, $11, $12::text::jsonb)`

func propose(ctx context.Context, tx *store.Tx, p proposal) (ledger.ID, error) {
	if err := reasonGiven(p.Reason); err != nil {
		return ledger.ID{}, err
	}
	if p.Pairs == nil {
		p.Pairs = []Pair{}
	}
	if p.Extras == nil {
		p.Extras = []Extra{}
	}
	pairs, err := json.Marshal(p.Pairs)
	if err != nil {
		return ledger.ID{}, ledger.E("internal").Because(err)
	}
	extras, err := json.Marshal(p.Extras)
	if err != nil {
		return ledger.ID{}, ledger.E("internal").Because(err)
	}
	cases := make([]string, len(p.Cases))
	for i, c := range p.Cases {
		cases[i] = string(c)
	}
	id := ledger.NewID()
	tx.Audit(p.CustomerID, "settlement.proposed", map[string]any{"proposal": id, "act": p.Act, "cases": cases, "reason": p.Reason, "on": p.On})
	_, err = store.Exec(ctx, tx, insertProposal, id, tx.Actor.OrganizationID, p.CustomerID, p.Act, p.On, p.Reason, cases, string(pairs), p.Undoes, tx.Actor.PersonID, tx.Actor.Name, string(extras))
	return id, err
}

const selectProposals = `
SELECT q.id, q.customer_id, c.code, c.name, q.act, q.effective_date, q.reason, q.cases, q.pairs, q.extras, q.undoes, q.state, q.settlement_id, q.proposed_by, q.proposed_by_name,
  q.decide_reason, q.created_at, q.row_version
FROM settlement_proposals q JOIN customers c ON c.id = q.customer_id WHERE true`

// Decides is the condition of the proposals q on which somebody may decide who approves documents; person is the text of a parameter.
// The list, its count and the work list ask it alike.
func Decides(person string) string {
	return "q.state = 'waiting' AND NOT one_person(" + person + ", q.proposed_by, q.created_at)"
}

// ToDecide asks for the proposals on which the actor may decide; it is no state of a proposal.
const ToDecide ProposalState = "to_decide"

// Proposals pages through proposals, newest first; an empty state does not narrow. Needs Allocate.
func (s *Service) Proposals(ctx context.Context, actor ledger.Actor, state ProposalState, after ledger.ID, limit int) ([]Proposal, error) {
	if err := actor.Require(ledger.Allocate); err != nil {
		return nil, err
	}
	if limit <= 0 || limit > 201 {
		limit = 50
	}
	narrow, arg := "($1 = '' OR q.state = $1)", any(string(state))
	if state == ToDecide {
		if !actor.May(ledger.ApproveDocuments) {
			return nil, nil
		}
		narrow, arg = Decides("$1"), actor.PersonID
	}
	var out []Proposal
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = store.Rows[Proposal](ctx, tx, selectProposals+" AND "+narrow+` AND ($2::uuid IS NULL OR q.id < $2) ORDER BY q.id DESC LIMIT $3`, arg, after, limit)
		return err
	})
	return out, err
}

const decideProposal = `
UPDATE settlement_proposals SET state = $2, settlement_id = $3, decided_by = $4, decide_reason = $5, decided_at = now(), row_version = row_version + 1 WHERE id = $1`

// hold takes the customer, then the proposal, and refuses a stale version and what is decided.
func hold(ctx context.Context, tx *store.Tx, id ledger.ID, rowVersion int) (Proposal, error) {
	const lockOwner = `SELECT c.id FROM customers c JOIN settlement_proposals q ON q.customer_id = c.id WHERE q.id = $1 FOR UPDATE OF c`
	if _, err := store.Exec(ctx, tx, lockOwner, id); err != nil {
		return Proposal{}, err
	}
	if _, err := store.Exec(ctx, tx, `SELECT FROM settlement_proposals WHERE id = $1 FOR UPDATE`, id); err != nil {
		return Proposal{}, err
	}
	p, found, err := store.Row[Proposal](ctx, tx, selectProposals+" AND q.id = $1", id)
	switch {
	case err != nil:
		return p, err
	case !found:
		return p, ledger.E("not_found")
	case p.RowVersion != rowVersion:
		return p, ledger.E("conflict")
	case p.State != Waiting:
		return p, ledger.E("state_forbids").With("state", string(p.State))
	}
	return p, nil
}

// Decide posts a proposal as a settlement in the same transaction, or declines it with a reason. Needs ApproveDocuments. Refused in
// this order: not_found, conflict, state_forbids unless it waits, four_eyes for who proposed it, then as Allocate and Undo refuse:
// amount_exceeds_open names what is no longer open, and the proposal goes on waiting until it is declined or withdrawn.
func (s *Service) Decide(ctx context.Context, actor ledger.Actor, id ledger.ID, rowVersion int, approve bool, reason string) (Done, error) {
	if err := actor.Require(ledger.ApproveDocuments); err != nil {
		return Done{}, err
	}
	var done Done
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		p, err := hold(ctx, tx, id, rowVersion)
		if err != nil {
			return err
		}
		if actor.SamePerson(p.ProposedBy, p.CreatedAt) {
			return ledger.E("four_eyes")
		}
		if !approve {
			if err := reasonGiven(reason); err != nil {
				return err
			}
			tx.Audit(p.CustomerID, "settlement.declined", map[string]any{"proposal": id, "reason": reason})
			_, err = store.Exec(ctx, tx, decideProposal, id, Declined, ledger.ID{}, actor.PersonID, reason)
			return err
		}
		if done.Settlement, err = post(ctx, tx, p); err != nil {
			return err
		}
		tx.Audit(p.CustomerID, "settlement.approved", map[string]any{"proposal": id, "settlement": done.Settlement, "proposed_by": p.ProposedBy})
		_, err = store.Exec(ctx, tx, decideProposal, id, Posted, done.Settlement, actor.PersonID, reason)
		return err
	})
	return done, err
}

func post(ctx context.Context, tx *store.Tx, p Proposal) (ledger.ID, error) {
	if p.Act == "undo" {
		return Undo(ctx, tx, p.Undoes, p.On, p.Reason)
	}
	pairs, err := p.Pairs()
	if err != nil {
		return ledger.ID{}, err
	}
	extras, err := p.Extras()
	if err != nil {
		return ledger.ID{}, err
	}
	return Allocate(ctx, tx, Command{CustomerID: p.CustomerID, EffectiveDate: p.On, Mode: Manual, Reason: p.Reason, Pairs: pairs, Extras: extras})
}

// Withdraw takes one's own proposal back. Needs Allocate. Refused: not_found, conflict, state_forbids unless it waits, not_permitted for
// another person's.
func (s *Service) Withdraw(ctx context.Context, actor ledger.Actor, id ledger.ID, rowVersion int) error {
	if err := actor.Require(ledger.Allocate); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		p, err := hold(ctx, tx, id, rowVersion)
		if err != nil {
			return err
		}
		if p.ProposedBy != actor.PersonID {
			return ledger.E("not_permitted").With("permission", string(ledger.Allocate))
		}
		tx.Audit(p.CustomerID, "settlement.withdrawn", map[string]any{"proposal": id})
		_, err = store.Exec(ctx, tx, decideProposal, id, Withdrawn, ledger.ID{}, actor.PersonID, "")
		return err
	})
}
