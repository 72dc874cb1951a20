package group

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// Leave writes the last day of a membership, or another than was written. Needs DeclareGroups. Refused: a missing reason or day, a day
// before the first, not_found, group_in_use where a settlement between companies rests on a later day.
func (s *Service) Leave(ctx context.Context, actor ledger.Actor, group, member ledger.ID, on calendar.Date, reason string) error {
	bad := ledger.E("validation_failed")
	text(bad, "reason", reason, maxText, true)
	if on.IsZero() {
		bad.At("to", "required")
	}
	return s.write(ctx, actor, bad, func(ctx context.Context, tx *store.Tx) error {
		found, known, err := store.Row[struct {
			Customer ledger.ID
			Starts   calendar.Date
			Ends     calendar.Date
		}](ctx, tx, `SELECT customer_id, starts, ends FROM customer_group_members WHERE id = $1 AND group_id = $2 FOR UPDATE`, member, group)
		switch {
		case err != nil:
			return err
		case !known:
			return ledger.E("not_found")
		case on.Before(found.Starts):
			return ledger.E("validation_failed").At("to", "range_backwards")
		}
		const end = `UPDATE customer_group_members SET ends = $2, ended_by = $3, ended_by_name = $4, ended_at = now(), end_reason = $5 WHERE id = $1`
		if _, err := store.Exec(ctx, tx, end, member, on, actor.PersonID, actor.Name, reason); err != nil {
			return err
		}
		tx.Audit(found.Customer, "customer.group_left", map[string]any{"group": group, "to": on, "before": found.Ends, "reason": reason})
		return nil
	})
}

// Rename changes what a group is called and what is noted about it. Needs DeclareGroups. Refused: a missing name, not_found, conflict,
// name_taken.
func (s *Service) Rename(ctx context.Context, actor ledger.Actor, group ledger.ID, rowVersion int, name, nameEN, note string) error {
	bad := ledger.E("validation_failed")
	checkHead(bad, name, nameEN, note)
	return s.write(ctx, actor, bad, func(ctx context.Context, tx *store.Tx) error {
		before, found, err := store.Row[struct {
			Name    string
			Version int
		}](ctx, tx, `SELECT name, row_version FROM customer_groups WHERE id = $1 FOR UPDATE`, group)
		switch {
		case err != nil:
			return err
		case !found:
			return ledger.E("not_found")
		case before.Version != rowVersion:
			return ledger.E("conflict")
		}
		_, err = store.Exec(ctx, tx, `UPDATE customer_groups SET name = $2, name_en = $3, note = $4, row_version = row_version + 1 WHERE id = $1`, group, name, nameEN, note)
		tx.Audit(ledger.ID{}, "customer_group.renamed", map[string]any{"group": group, "before": before.Name, "after": name})
		return err
	})
}
