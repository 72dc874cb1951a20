package party

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"hefu/ledger"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
)

// Payee is the account that customers pay to.
type Payee struct {
	Name    string `json:"payee_name"`
	Bank    string `json:"payee_bank"`
	Account string `json:"payee_account"`
}

// PayeeChange is a change of the payee's account: asked by one person, approved by another, announced, and in force a day later unless
// somebody stops it.
type PayeeChange struct {
	ID        ledger.ID
	Payee     Payee
	Before    Payee
	Reason    string
	State     string // pending, waiting (for its time), approved (in force), rejected, withdrawn, stopped
	AskedBy   ledger.ID
	AskedName string
	AskedAt   time.Time
	Decided   string // who decided, by name
	DecidedAt *time.Time
	Why       string // the reason of a rejection or a stop

	EffectiveAt *time.Time // when it holds, once two people have agreed
	Stopped     string     // who stopped it, by name
	StoppedAt   *time.Time
}

type payeeRow struct {
	ID                  ledger.ID
	Name, Bank, Account string
	Before              string
	Reason, State       string
	AskedBy             ledger.ID
	AskedName           string
	AskedAt             time.Time
	Decided             string
	DecidedAt           *time.Time
	Why                 string
	EffectiveAt         *time.Time
	Stopped             string
	StoppedAt           *time.Time
}

const readPayeeChanges = `
SELECT id, payee_name, payee_bank, payee_account, before::text, reason, state, asked_by, asked_by_name, asked_at, decided_by_name, decided_at,
  CASE state WHEN 'stopped' THEN stop_reason ELSE decision_reason END, effective_at, stopped_by_name, stopped_at
FROM payee_changes WHERE organization_id = $1 `

func (r payeeRow) change() PayeeChange {
	out := PayeeChange{ID: r.ID, Payee: Payee{r.Name, r.Bank, r.Account}, Reason: r.Reason, State: r.State, AskedBy: r.AskedBy, AskedName: r.AskedName,
		AskedAt: r.AskedAt.UTC(), Decided: r.Decided, DecidedAt: r.DecidedAt, Why: r.Why, EffectiveAt: r.EffectiveAt, Stopped: r.Stopped, StoppedAt: r.StoppedAt}
	_ = json.Unmarshal([]byte(r.Before), &out.Before) // written by AskPayee
	return out
}

// PayeeChanges lists the changes of the payee's account, the latest first, at most fifty. Needs SeeCustomers.
func (s *Service) PayeeChanges(ctx context.Context, actor ledger.Actor) ([]PayeeChange, error) {
	if err := actor.Require(ledger.SeeCustomers); err != nil {
		return nil, err
	}
	var out []PayeeChange
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		rows, err := store.Rows[payeeRow](ctx, tx, readPayeeChanges+`ORDER BY id DESC LIMIT 50`, actor.OrganizationID)
		for _, r := range rows {
			out = append(out, r.change())
		}
		return err
	})
	return out, err
}

// AskPayee asks for another payee's account. It stands until a second person decides; statements show the old one until then.
// Needs ChangePayee. Refused in this order: faults by field, step_up_required, nothing_to_do, change_pending.
func (s *Service) AskPayee(ctx context.Context, actor ledger.Actor, payee Payee, reason string) (ledger.ID, error) {
	if err := actor.Require(ledger.ChangePayee); err != nil {
		return ledger.ID{}, err
	}
	f := newFaults()
	f.needed("payee_name", payee.Name, shortText)
	f.needed("payee_bank", payee.Bank, shortText)
	f.needed("payee_account", payee.Account, shortText)
	f.needed("reason", reason, longText)
	if err := f.result(); err != nil {
		return ledger.ID{}, err
	}
	if err := actor.RequireFresh(); err != nil {
		return ledger.ID{}, err
	}
	id := ledger.NewID()
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if err := holdOrganization(ctx, tx); err != nil {
			return err
		}
		stands, err := ReadOrganization(ctx, tx)
		if err != nil {
			return err
		}
		before := Payee{stands.Profile.PayeeName, stands.Profile.PayeeBank, stands.Profile.PayeeAccount}
		if before == payee {
			return ledger.E("nothing_to_do")
		}
		tx.Audit(ledger.ID{}, "organization.payee_asked", map[string]any{"change": id, "before": before, "after": payee, "reason": reason, "by": actor.Name})
		_, err = store.Exec(ctx, tx, `INSERT INTO payee_changes (id, organization_id, payee_name, payee_bank, payee_account, before, reason, asked_by, asked_by_name)
			VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9)`, id, actor.OrganizationID, payee.Name, payee.Bank, payee.Account, jsonText(before), reason, actor.PersonID, actor.Name)
		return err
	})
	return id, err
}

// DecidePayee approves a change of the payee's account, or refuses it with a reason; whoever asked for it may only take it back. What
// is approved waits a day and is announced to every customer; until it holds anybody with the permission can stop it.
// Needs ChangePayee. Refused in this order: step_up_required for an approval, not_found, state_forbids when it is decided, four_eyes, a
// missing reason.
func (s *Service) DecidePayee(ctx context.Context, actor ledger.Actor, id ledger.ID, approve bool, reason string) error {
	if err := actor.Require(ledger.ChangePayee); err != nil {
		return err
	}
	if approve {
		if err := actor.RequireFresh(); err != nil {
			return err
		}
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if err := holdOrganization(ctx, tx); err != nil {
			return err
		}
		row, found, err := store.Row[payeeRow](ctx, tx, readPayeeChanges+`AND id = $2 FOR UPDATE`, actor.OrganizationID, id)
		if err != nil {
			return err
		}
		if !found {
			return ledger.E("not_found")
		}
		change, own := row.change(), row.AskedBy == actor.PersonID
		switch {
		case change.State != "pending":
			return ledger.E("state_forbids").With("state", change.State)
		case approve && actor.SamePerson(row.AskedBy, row.AskedAt):
			return ledger.E("four_eyes")
		case !approve && !own && strings.TrimSpace(reason) == "":
			return ledger.E("validation_failed").At("reason", "required")
		case len([]rune(reason)) > longText:
			return ledger.E("validation_failed").At("reason", "too_long")
		}
		return decidePayee(ctx, tx, change, approve, own, reason)
	})
}

const updateDecision = `
UPDATE payee_changes SET state = $2, decided_by = $3, decided_by_name = $4, decided_at = now(), decision_reason = $5,
  effective_at = CASE $2 WHEN 'waiting' THEN now() + interval '1 day' END
WHERE id = $1 RETURNING coalesce((effective_at AT TIME ZONE (SELECT time_zone FROM organizations o WHERE o.id = organization_id))::date::text, '')`

func decidePayee(ctx context.Context, tx *store.Tx, change PayeeChange, approve, own bool, reason string) error {
	state := "waiting"
	switch {
	case own:
		state = "withdrawn"
	case !approve:
		state = "rejected"
	}
	on, _, err := store.Value[string](ctx, tx, updateDecision, change.ID, state, tx.Actor.PersonID, tx.Actor.Name, reason)
	if err != nil {
		return err
	}
	if !approve {
		tx.Audit(ledger.ID{}, "organization.payee_"+state, map[string]any{"change": change.ID, "by": tx.Actor.Name, "reason": reason})
		return nil
	}
	tx.Audit(ledger.ID{}, "organization.payee_approved", map[string]any{"change": change.ID, "before": change.Before, "after": change.Payee, "asked_by": change.AskedName, "by": tx.Actor.Name, "effective_on": on})
	return event.Record(ctx, tx, event.Event{Kind: event.PayeePlanned, Data: map[string]any{"change_id": change.ID, "effective_on": on}})
}
