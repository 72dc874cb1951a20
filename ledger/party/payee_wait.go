package party

import (
	"context"
	"strings"
	"time"

	"hefu/ledger"
	"hefu/ledger/event"
	"hefu/ledger/internal/store"
	"hefu/ledger/job"
)

const stopPayee = `
UPDATE payee_changes SET state = 'stopped', stopped_by = $2, stopped_by_name = $3, stopped_at = now(), stop_reason = $4 WHERE id = $1`

// StopPayee stops a change that waits for its time: the account stays as it is. Anybody who may change it may stop it, without a
// second person. Needs ChangePayee. Refused in this order: a missing reason, not_found, state_forbids unless it waits.
func (s *Service) StopPayee(ctx context.Context, actor ledger.Actor, id ledger.ID, reason string) error {
	if err := actor.Require(ledger.ChangePayee); err != nil {
		return err
	}
	f := newFaults()
	f.needed("reason", strings.TrimSpace(reason), longText)
	if err := f.result(); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if err := holdOrganization(ctx, tx); err != nil {
			return err
		}
		row, found, err := store.Row[payeeRow](ctx, tx, readPayeeChanges+`AND id = $2 FOR UPDATE`, actor.OrganizationID, id)
		switch {
		case err != nil:
			return err
		case !found:
			return ledger.E("not_found")
		case row.State != "waiting":
			return ledger.E("state_forbids").With("state", row.State)
		}
		return stop(ctx, tx, row.change(), reason)
	})
}

func stop(ctx context.Context, tx *store.Tx, change PayeeChange, reason string) error {
	if _, err := store.Exec(ctx, tx, stopPayee, change.ID, tx.Actor.PersonID, tx.Actor.Name, reason); err != nil {
		return err
	}
	tx.Audit(ledger.ID{}, "organization.payee_stopped", map[string]any{"change": change.ID, "by": tx.Actor.Name, "reason": reason})
	return event.Record(ctx, tx, event.Event{Kind: event.PayeeStopped, Data: map[string]any{"change_id": change.ID}})
}

// PayeeArgs ask for the changes of the payee's account whose time has come, in every organization.
type PayeeArgs struct{}

// Kind and Queue of the work.
func (PayeeArgs) Kind() string  { return "organization.payee" }
func (PayeeArgs) Queue() string { return job.Telling }

const payeeEvery = 5 * time.Minute

// Register lets a worker bring changes of the payee's account into force.
func (s *Service) Register(r *job.Registry) {
	job.Register(r, func(ctx context.Context, _ PayeeArgs) error {
		return job.Everywhere(ctx, s.db, "payee", func(ctx context.Context, organization ledger.ID) error { return s.EnforcePayee(ctx, organization) })
	})
	job.Every(r, payeeEvery, PayeeArgs{})
}

const (
	makePayee = `UPDATE payee_changes SET state = 'approved', made_at = now() WHERE id = $1`
	setPayee  = `
UPDATE organizations SET payee_name = $2, payee_bank = $3, payee_account = $4 WHERE id = $1 AND (payee_name, payee_bank, payee_account) = ($5, $6, $7)`
)

// EnforcePayee brings the organization's change of the payee's account into force once its time has come; called again it does
// nothing. A change of an account that was changed otherwise meanwhile is stopped.
func (s *Service) EnforcePayee(ctx context.Context, organization ledger.ID) error {
	return s.db.Write(ctx, ledger.SystemActor(organization, "payee"), func(ctx context.Context, tx *store.Tx) error {
		if err := holdOrganization(ctx, tx); err != nil {
			return err
		}
		row, found, err := store.Row[payeeRow](ctx, tx, readPayeeChanges+`AND state = 'waiting' AND effective_at <= now() FOR UPDATE`, organization)
		if err != nil || !found {
			return err
		}
		change := row.change()
		done, err := store.Exec(ctx, tx, setPayee, organization, change.Payee.Name, change.Payee.Bank, change.Payee.Account, change.Before.Name, change.Before.Bank, change.Before.Account)
		if err != nil {
			return err
		}
		if done == 0 {
			return stop(ctx, tx, change, "the account was changed otherwise meanwhile")
		}
		if _, err := store.Exec(ctx, tx, makePayee, change.ID); err != nil {
			return err
		}
		tx.Audit(ledger.ID{}, "organization.payee_changed", map[string]any{"change": change.ID, "before": change.Before, "after": change.Payee, "asked_by": change.AskedName, "by": change.Decided})
		return event.Record(ctx, tx, event.Event{Kind: event.PayeeChanged, Data: map[string]any{"change_id": change.ID}})
	})
}
