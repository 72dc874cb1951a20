package group

import (
	"context"
	"strconv"

	"hefu/ledger"
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
