package bank

import (
	"context"

	"github.com/shopspring/decimal"

	"hefu/ledger"
	"hefu/ledger/allocation"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
	"hefu/ledger/journal"
	"hefu/ledger/money"
)

// Decision is what somebody says of the difference that waits, or stands posted, of a payout; RowVersion is of what was seen.
type Decision struct {
	PayoutID   ledger.ID
	RowVersion int
	Approve    bool
	Note       string // needed to decline
}

const (
	decideDifference = `
UPDATE payout_differences SET state = $2, decided_by = $3, decided_by_name = $4, decided_at = clock_timestamp(), decided_note = $5, row_version = row_version + 1 WHERE id = $1`
	withdrawDifference = `UPDATE payout_differences SET state = 'withdrawn', row_version = row_version + 1 WHERE id = $1`
	reverseDifference  = `
UPDATE payout_differences SET state = 'reversed', reversal_id = $2, reversed_on = $3, reversed_by_name = $4, reversed_at = clock_timestamp(), reversed_reason = $5, row_version = row_version + 1 WHERE id = $1`
)

// liveOf holds a payout's pair and reads its difference in a state. Refused: not_found; state_forbids in another state; conflict for another version.
func liveOf(ctx context.Context, tx *store.Tx, payout ledger.ID, state DifferenceState, version int) (Payout, Difference, error) {
	p, held, err := pairOf(ctx, tx, payout)
	if err != nil {
		return p, Difference{}, err
	}
	d, found, err := store.Row[Difference](ctx, tx, selectDifferences+liveOfPair, tx.Actor.OrganizationID, held.ID)
	switch {
	case err != nil:
		return p, d, err
	case !found || d.State != state:
		return p, d, ledger.E("state_forbids").With("state", p.State())
	case d.RowVersion != version:
		return p, d, ledger.E("conflict")
	}
	return p, d, nil
}

// DecideDifference posts a difference that waits for a second person, or declines with a reason. Needs ApproveDocuments, and to approve a fresh sign-in.
// Refused, in this order: step_up_required; not_found; state_forbids unless one waits; conflict; four_eyes for who proposed it and who stands in for
// them; at note to decline without a reason; period_closed.
func (s *Service) DecideDifference(ctx context.Context, actor ledger.Actor, cmd Decision) (Difference, error) {
	if err := actor.Require(ledger.ApproveDocuments); err != nil {
		return Difference{}, err
	}
	if cmd.Approve {
		if err := actor.RequireFresh(); err != nil {
			return Difference{}, err
		}
	}
	var out Difference
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		p, d, err := liveOf(ctx, tx, cmd.PayoutID, DifferenceProposed, cmd.RowVersion)
		switch {
		case err != nil:
			return err
		case actor.SamePerson(d.ProposedBy, d.CreatedAt):
			return ledger.E("four_eyes")
		case !cmd.Approve && cmd.Note == "":
			return ledger.E("validation_failed").At("note", "required")
		}
		state := DifferenceDeclined
		if cmd.Approve {
			state = DifferencePosted
			chart, _, err := allocation.Chart(ctx, tx)
			if err == nil {
				err = d.book(ctx, tx, p, chart)
			}
			if err != nil {
				return err
			}
		}
		told := d.told(p)
		told["note"] = cmd.Note
		tx.Audit(ledger.ID{}, "payout.difference_"+string(state), told)
		if _, err := store.Exec(ctx, tx, decideDifference, d.ID, string(state), actor.PersonID, actor.Name, cmd.Note); err != nil {
			return err
		}
		out, err = readDifference(ctx, tx, d.ID)
		return err
	})
	return out, err
}

// WithdrawDifference takes one's own proposal back. Needs PostDocuments and SeeBank. Refused: not_found; state_forbids; conflict; not_permitted for another's.
func (s *Service) WithdrawDifference(ctx context.Context, actor ledger.Actor, payout ledger.ID, rowVersion int) error {
	if err := mayJoin(actor); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		p, d, err := liveOf(ctx, tx, payout, DifferenceProposed, rowVersion)
		if err == nil && d.ProposedBy != actor.PersonID {
			err = ledger.E("not_permitted").With("permission", string(ledger.PostDocuments))
		}
		if err != nil {
			return err
		}
		tx.Audit(ledger.ID{}, "payout.difference_withdrawn", d.told(p))
		_, err = store.Exec(ctx, tx, withdrawDifference, d.ID)
		return err
	})
}

// ReverseDifference posts the mirror of a difference on the organization's day, so that it is open again and may be posted otherwise. Needs PostDocuments
// and SeeBank, and ApproveDocuments for one that took two people. Refused, in this order: at note without a reason; not_found; state_forbids unless one is
// posted; conflict; not_permitted; period_closed.
func (s *Service) ReverseDifference(ctx context.Context, actor ledger.Actor, cmd Decision) (Difference, error) {
	if err := mayJoin(actor); err != nil {
		return Difference{}, err
	}
	if cmd.Note == "" {
		return Difference{}, ledger.E("validation_failed").At("note", "required")
	}
	var out Difference
	err := s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		p, d, err := liveOf(ctx, tx, cmd.PayoutID, DifferencePosted, cmd.RowVersion)
		if err == nil && d.NeedsSecond {
			err = actor.Require(ledger.ApproveDocuments)
		}
		if err != nil {
			return err
		}
		today, _, err := store.Value[calendar.Date](ctx, tx, `SELECT (clock_timestamp() AT TIME ZONE time_zone)::date FROM organizations WHERE id = $1`, actor.OrganizationID)
		if err != nil {
			return err
		}
		reversal := ledger.NewID()
		entry, err := entryOf(ctx, tx, d.ID)
		if err == nil {
			err = send(ctx, tx, entry.Mirror(ledger.NewID(), reversal, today))
		}
		if err != nil {
			return err
		}
		told := d.told(p)
		told["on"], told["reason"] = today, cmd.Note
		tx.Audit(ledger.ID{}, "payout.difference_reversed", told)
		if _, err := store.Exec(ctx, tx, reverseDifference, d.ID, reversal, today, actor.Name, cmd.Note); err != nil {
			return err
		}
		out, err = readDifference(ctx, tx, d.ID)
		return err
	})
	return out, err
}

// entryOf is the entry of a difference as it was posted, whatever the chart is now.
func entryOf(ctx context.Context, tx *store.Tx, source ledger.ID) (journal.Entry, error) {
	e := journal.Entry{SourceKind: "payment"}
	id, found, err := store.Value[ledger.ID](ctx, tx, `SELECT id FROM journal_entries WHERE source_id = $1`, source)
	if err == nil && !found {
		err = ledger.E("not_found")
	}
	if err != nil {
		return e, err
	}
	e.ID = id
	lines, err := store.Rows[struct {
		Account, Currency string
		CustomerID        ledger.ID
		Amount, Base      decimal.Decimal
	}](ctx, tx, `SELECT account_code, currency, customer_id, amount, amount_base FROM journal_lines WHERE entry_id = $1 ORDER BY line_no`, id)
	for _, l := range lines {
		e.Lines = append(e.Lines, journal.Line{Account: l.Account, CustomerID: l.CustomerID, Currency: money.Currency(l.Currency), Amount: l.Amount, Base: l.Base})
	}
	return e, err
}
