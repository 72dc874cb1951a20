package allocation

import (
	"context"
	"strings"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/document"
	"hefu/ledger/internal/store"
)

// Case is why a settlement by hand asks for a second person (WO-08). Everything else a person with Allocate settles alone.
type Case string

// The special cases.
const (
	BackDated   Case = "back_dated"   // dated into an earlier month than today's
	Disputed    Case = "disputed"     // a document of it is under dispute
	OtherPerson Case = "other_person" // undoes what somebody else settled
	Ungranted   Case = "ungranted"    // takes a discount that the terms do not give
)

// Done says what became of an act by hand: a settlement, or a proposal that waits, and why.
type Done struct {
	Settlement ledger.ID
	Proposal   ledger.ID
	Cases      []Case
}

const readToday = `SELECT (now() AT TIME ZONE time_zone)::date FROM organizations WHERE id = $1`

const readDisputed = `
SELECT EXISTS (SELECT FROM open_items i JOIN disputes t ON t.document_id = i.document_id AND t.state NOT IN ('resolved', 'withdrawn') WHERE i.id = ANY ($1))`

// special finds the cases of a settlement dated on with the items it touches.
func special(ctx context.Context, tx *store.Tx, on calendar.Date, items []ledger.ID) ([]Case, error) {
	var cases []Case
	today, _, err := store.Value[calendar.Date](ctx, tx, readToday, tx.Actor.OrganizationID)
	if err != nil {
		return nil, err
	}
	if on.Before(today.StartOfMonth()) {
		cases = append(cases, BackDated)
	}
	disputed, _, err := store.Value[bool](ctx, tx, readDisputed, items)
	if disputed {
		cases = append(cases, Disputed)
	}
	return cases, err
}

// specialOf finds the cases of a settlement by hand.
func specialOf(ctx context.Context, tx *store.Tx, cmd Command) ([]Case, error) {
	cases, err := special(ctx, tx, cmd.EffectiveDate, cmd.touched())
	if err != nil {
		return nil, err
	}
	granted, err := granted(ctx, tx, cmd)
	if err == nil && !granted {
		cases = append(cases, Ungranted)
	}
	return cases, err
}

// SettleByHand settles at once, or keeps a proposal where the case is special: that has no effect until another person approves it.
// Either way it must be possible now. Needs Allocate. Refused as Allocate refuses; a special case without a reason at reason.
func (s *Service) SettleByHand(ctx context.Context, actor ledger.Actor, cmd Command) (Done, error) {
	if err := actor.Require(ledger.Allocate); err != nil {
		return Done{}, err
	}
	var done Done
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		done, err = byHand(ctx, tx, cmd)
		return err
	})
	return done, err
}

func byHand(ctx context.Context, tx *store.Tx, cmd Command) (done Done, err error) {
	cmd.Mode = Manual
	if err := check(cmd); err != nil {
		return done, err
	}
	if done.Cases, err = specialOf(ctx, tx, cmd); err != nil {
		return done, err
	}
	if len(done.Cases) == 0 {
		done.Settlement, err = Allocate(ctx, tx, cmd)
		return done, err
	}
	if err := possible(ctx, tx, cmd); err != nil {
		return done, err
	}
	done.Proposal, err = propose(ctx, tx, proposal{Act: "allocate", CustomerID: cmd.CustomerID, On: cmd.EffectiveDate, Reason: cmd.Reason, Pairs: cmd.Pairs, Extras: cmd.Extras, Cases: done.Cases})
	return done, err
}

// possible refuses what could not be settled now: nobody should be asked to approve it.
func possible(ctx context.Context, tx *store.Tx, cmd Command) error {
	if _, err := prepare(ctx, tx, cmd); err != nil {
		return err
	}
	return mustBeOpen(ctx, tx, cmd.EffectiveDate)
}

func mustBeOpen(ctx context.Context, tx *store.Tx, on calendar.Date) error {
	open, _, err := store.Value[bool](ctx, tx, `SELECT closed_at IS NULL FROM periods WHERE organization_id = $1 AND starts = $2`, tx.Actor.OrganizationID, on.StartOfMonth())
	if err == nil && !open {
		err = ledger.E("period_closed").With("period", on.String()[:7])
	}
	return err
}

const readMaker = `SELECT s.customer_id, s.created_by, s.mode = 'manual' FROM settlements s WHERE s.id = $1`

// UndoByHand undoes at once what the actor settled today's month, or keeps a proposal: another person's settlement, a back-dated
// undoing, a disputed item. Without a date the settlement goes the way that WayOf says. Needs Allocate. Refused as Undo refuses; a
// special case without a reason at reason.
func (s *Service) UndoByHand(ctx context.Context, actor ledger.Actor, settlement ledger.ID, on calendar.Date, reason string) (Done, error) {
	if err := actor.Require(ledger.Allocate); err != nil {
		return Done{}, err
	}
	var done Done
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		made, found, err := store.Row[struct {
			Customer, By ledger.ID
			Manual       bool
		}](ctx, tx, readMaker, settlement)
		if err != nil || !found {
			return firstError(err, ledger.E("not_found"))
		}
		if on.IsZero() {
			way, err := WayOf(ctx, tx, settlement)
			if err != nil {
				return err
			}
			on = way.On
		}
		items, err := store.Values[ledger.ID](ctx, tx, `SELECT unnest(ARRAY[debit_item, credit_item]) FROM allocations WHERE settlement_id = $1`, settlement)
		if err != nil {
			return err
		}
		if _, err := undoable(ctx, tx, settlement, on, reason); err != nil {
			return err
		}
		if done.Cases, err = special(ctx, tx, on, items); err != nil {
			return err
		}
		if made.Manual && made.By != actor.PersonID {
			done.Cases = append(done.Cases, OtherPerson)
		}
		if len(done.Cases) == 0 {
			done.Settlement, err = Undo(ctx, tx, settlement, on, reason)
			return err
		}
		if err := mustBeOpen(ctx, tx, on); err != nil {
			return err
		}
		done.Proposal, err = propose(ctx, tx, proposal{Act: "undo", CustomerID: made.Customer, On: on, Reason: reason, Undoes: settlement, Cases: done.Cases})
		return err
	})
	return done, err
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func reasonGiven(reason string) error {
	return document.CheckReason(strings.TrimSpace(reason))
}
