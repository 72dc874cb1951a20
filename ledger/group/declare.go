package group

import (
	"context"
	"strconv"

	"hefu/ledger"
	"hefu/ledger/calendar"
	"hefu/ledger/internal/store"
)

// Declare makes a group of at least two customers, a member from its own day on. Needs DeclareGroups. Refused, all at once: a missing name,
// customer, day or reason, duplicate for a customer twice; then customer_unknown, name_taken, in_another_group.
func (s *Service) Declare(ctx context.Context, actor ledger.Actor, name, nameEN, note string, members []NewMember) (ledger.ID, error) {
	bad := ledger.E("validation_failed")
	checkHead(bad, name, nameEN, note)
	if len(members) < 2 {
		bad.At("members", "required")
	}
	if len(members) > MaxMembers {
		bad.At("members", "too_long")
	}
	seen := map[ledger.ID]bool{}
	for i, m := range members {
		prefix := "members[" + strconv.Itoa(i) + "]."
		m.check(bad, prefix)
		if seen[m.CustomerID] {
			bad.At(prefix+"customer_id", "duplicate")
		}
		seen[m.CustomerID] = true
	}
	id := ledger.NewID()
	return id, s.write(ctx, actor, bad, func(ctx context.Context, tx *store.Tx) error {
		const insert = `INSERT INTO customer_groups (id, organization_id, name, name_en, note, created_by, created_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7)`
		if _, err := store.Exec(ctx, tx, insert, id, actor.OrganizationID, name, nameEN, note, actor.PersonID, actor.Name); err != nil {
			return err
		}
		for _, m := range members {
			if err := add(ctx, tx, id, m); err != nil {
				return err
			}
		}
		return nil
	})
}

func checkHead(bad *ledger.Error, name, nameEN, note string) {
	text(bad, "name", name, maxName, true)
	text(bad, "name_en", nameEN, maxName, false)
	text(bad, "note", note, maxText, false)
}

// write asks for the permission, refuses what check found, and does the rest in one transaction.
func (s *Service) write(ctx context.Context, actor ledger.Actor, bad *ledger.Error, act func(context.Context, *store.Tx) error) error {
	if err := actor.Require(ledger.DeclareGroups); err != nil {
		return err
	}
	if bad != nil && len(bad.Fields) > 0 {
		return bad
	}
	return s.db.Write(ctx, actor, act)
}

// Add declares one more customer to be of a group. Needs DeclareGroups. Refused as Declare refuses, and not_found.
func (s *Service) Add(ctx context.Context, actor ledger.Actor, group ledger.ID, m NewMember) error {
	bad := ledger.E("validation_failed")
	m.check(bad, "")
	return s.write(ctx, actor, bad, func(ctx context.Context, tx *store.Tx) error {
		count, found, err := store.Value[int](ctx, tx, `SELECT (SELECT count(*)::int FROM customer_group_members m WHERE m.group_id = g.id) FROM customer_groups g WHERE g.id = $1 FOR UPDATE`, group)
		switch {
		case err != nil:
			return err
		case !found:
			return ledger.E("not_found")
		case count >= MaxMembers:
			return ledger.E("validation_failed").At("customer_id", "too_long")
		}
		return add(ctx, tx, group, m)
	})
}

const insertMember = `
INSERT INTO customer_group_members (id, organization_id, group_id, customer_id, starts, ends, reason, declared_by, declared_by_name) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`

func add(ctx context.Context, tx *store.Tx, group ledger.ID, m NewMember) error {
	code, found, err := store.Value[string](ctx, tx, `SELECT code FROM customers WHERE id = $1`, m.CustomerID)
	if err != nil {
		return err
	}
	if !found {
		return ledger.E("customer_unknown").With("customer", m.CustomerID)
	}
	_, err = store.Exec(ctx, tx, insertMember, ledger.NewID(), tx.Actor.OrganizationID, group, m.CustomerID, m.From, m.To, m.Reason, tx.Actor.PersonID, tx.Actor.Name)
	if ledger.IsCode(err, "in_another_group") {
		return ledger.E("in_another_group").With("customer", code)
	}
	if err == nil {
		tx.Audit(m.CustomerID, "customer.group_joined", map[string]any{"group": group, "from": m.From, "to": m.To, "reason": m.Reason})
	}
	return err
}

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
