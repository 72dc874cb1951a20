package party

import (
	"context"
	"slices"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// heldCustomer is a customer under lock: acts on its people take turns.
type heldCustomer struct {
	ID           ledger.ID
	Code, Name   string
	Locale       string
	Allowed      bool
	MakerChecker bool
	OffAskedBy   ledger.ID
}

const holdCustomer = `
SELECT id, code, name, locale, self_administration, maker_checker, maker_checker_off_by FROM customers
WHERE organization_id = $1 AND id = $2 FOR NO KEY UPDATE`

func hold(ctx context.Context, tx *store.Tx, customer ledger.ID) (heldCustomer, error) {
	held, found, err := store.Row[heldCustomer](ctx, tx, holdCustomer, tx.Actor.OrganizationID, customer)
	if err == nil && !found {
		err = ledger.E("not_found")
	}
	return held, err
}

// administer runs an act of a customer's own administrator on that customer's people. People belong to no organization, so the act
// has the worker's reach; everything in it names the actor's customer. Refused in this order: not_permitted,
// self_administration_off.
func (s *Service) administer(ctx context.Context, actor ledger.Actor, act func(context.Context, *store.Tx, heldCustomer) error) error {
	if err := actor.Require(ledger.ManageColleagues); err != nil {
		return err
	}
	return s.db.Write(ctx, asWorker(actor), func(ctx context.Context, tx *store.Tx) error {
		held, err := hold(ctx, tx, actor.CustomerID)
		if err != nil {
			return err
		}
		if !held.Allowed {
			return ledger.E("self_administration_off")
		}
		return act(ctx, tx, held)
	})
}

type colleagueRow struct {
	Name  string
	Roles []ledger.Role
}

const readColleague = `
SELECT p.name, array_agg(r.role ORDER BY r.role) FROM contact_roles r JOIN contacts p ON p.id = r.contact_id
WHERE r.organization_id = $1 AND r.customer_id = $2 AND r.contact_id = $3 GROUP BY p.id`

// SetColleagueRoles replaces what a colleague may do for the actor's own customer; no roles takes the person away, and acts on
// their next request. Needs ManageColleagues. Refused in this order: an unknown role, self_administration_off, own_roles,
// not_found, step_up_required, last_customer_admin.
func (s *Service) SetColleagueRoles(ctx context.Context, actor ledger.Actor, colleague ledger.ID, roles []ledger.Role) error {
	if err := actor.Require(ledger.ManageColleagues); err != nil {
		return err
	}
	f := newFaults()
	f.roles(roles, contactRoles)
	if err := f.result(); err != nil {
		return err
	}
	return s.administer(ctx, actor, func(ctx context.Context, tx *store.Tx, held heldCustomer) error {
		if colleague == actor.PersonID {
			return ledger.E("own_roles")
		}
		before, found, err := store.Row[colleagueRow](ctx, tx, readColleague, actor.OrganizationID, held.ID, colleague)
		if err != nil {
			return err
		}
		if !found {
			return ledger.E("not_found")
		}
		return setContactRoles(ctx, tx, held.ID, colleague, before, roles)
	})
}

const countAdmins = `
SELECT count(*)::int FROM contact_roles r JOIN contacts p ON p.id = r.contact_id AND p.active AND p.subject IS NOT NULL
WHERE r.organization_id = $1 AND r.customer_id = $2 AND r.role = 'customer_admin'`

// setContactRoles writes the roles of one person at one customer under lock, and keeps one administrator there.
func setContactRoles(ctx context.Context, tx *store.Tx, customer, contact ledger.ID, before colleagueRow, roles []ledger.Role) error {
	roles = slices.AppendSeq([]ledger.Role{}, slices.Values(roles))
	slices.Sort(roles)
	if slices.Equal(before.Roles, roles) {
		return nil
	}
	if err := tx.Actor.RequireFresh(); err != nil {
		return err
	}
	var b store.Batch
	var left []struct{ Admins int }
	b.Do(`DELETE FROM contact_roles WHERE organization_id = $1 AND customer_id = $2 AND contact_id = $3 AND role <> ALL ($4)`,
		tx.Actor.OrganizationID, customer, contact, roles)
	b.Do(`INSERT INTO contact_roles (organization_id, customer_id, contact_id, role) SELECT $1, $2, $3, r FROM unnest($4::text[]) AS r ON CONFLICT DO NOTHING`,
		tx.Actor.OrganizationID, customer, contact, roles)
	store.Read(&b, &left, countAdmins, tx.Actor.OrganizationID, customer)
	if err := tx.Send(ctx, &b); err != nil {
		return err
	}
	if slices.Contains(before.Roles, ledger.CustomerAdmin) && left[0].Admins == 0 {
		return ledger.E("last_customer_admin")
	}
	action := "contact.changed"
	if len(roles) == 0 {
		action = "contact.removed"
	}
	tx.Audit(customer, action, map[string]any{"contact": contact, "name": before.Name, "by": tx.Actor.Name, "roles_before": before.Roles, "roles": roles})
	return nil
}

const countConfirmers = `
SELECT count(*)::int FROM contact_roles r JOIN contacts p ON p.id = r.contact_id AND p.active AND p.subject IS NOT NULL
WHERE r.organization_id = $1 AND r.customer_id = $2 AND r.role = 'confirmer'`

// SetMakerChecker switches maker and checker (经办/复核) for the actor's own customer. One administrator switches it on, and takes
// back a wish to switch it off; switching it off takes two, each calling this with on false. Needs ManageColleagues. Refused in
// this order: self_administration_off; nothing_to_do; needs_two_confirmers when switching on; four_eyes for the administrator who
// asked to switch it off.
func (s *Service) SetMakerChecker(ctx context.Context, actor ledger.Actor, on bool) error {
	return s.administer(ctx, actor, func(ctx context.Context, tx *store.Tx, held heldCustomer) error {
		asked := !held.OffAskedBy.IsZero()
		switch {
		case on && held.MakerChecker && !asked, !on && !held.MakerChecker:
			return ledger.E("nothing_to_do")
		case on && !held.MakerChecker:
			if n, _, err := store.Value[int](ctx, tx, countConfirmers, actor.OrganizationID, held.ID); err != nil || n < 2 {
				if err == nil {
					err = ledger.E("needs_two_confirmers")
				}
				return err
			}
			return switchReview(ctx, tx, held.ID, "customer.review_on", `maker_checker = true`)
		case on:
			return switchReview(ctx, tx, held.ID, "customer.review_kept", `maker_checker_off_by = NULL, maker_checker_off_at = NULL`)
		case !asked:
			return switchReview(ctx, tx, held.ID, "customer.review_off_asked", `maker_checker_off_by = $3, maker_checker_off_at = now()`, actor.PersonID)
		case held.OffAskedBy == actor.PersonID:
			return ledger.E("four_eyes")
		}
		return switchReview(ctx, tx, held.ID, "customer.review_off", `maker_checker = false, maker_checker_off_by = NULL, maker_checker_off_at = NULL`)
	})
}

func switchReview(ctx context.Context, tx *store.Tx, customer ledger.ID, action, set string, more ...any) error {
	tx.Audit(customer, action, map[string]any{"by": tx.Actor.Name})
	_, err := store.Exec(ctx, tx, `UPDATE customers SET `+set+` WHERE organization_id = $1 AND id = $2`, append([]any{tx.Actor.OrganizationID, customer}, more...)...)
	return err
}

// AllowAdministration says whether a customer may administer its own people. Needs ManageCustomers. not_found.
func (s *Service) AllowAdministration(ctx context.Context, actor ledger.Actor, customer ledger.ID, allowed bool) error {
	if err := actor.Require(ledger.ManageCustomers); err != nil {
		return err
	}
	return s.db.Write(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		held, err := hold(ctx, tx, customer)
		if err != nil || held.Allowed == allowed {
			return err
		}
		tx.Audit(customer, "customer.administration", map[string]any{"by": actor.Name, "before": held.Allowed, "after": allowed})
		_, err = store.Exec(ctx, tx, `UPDATE customers SET self_administration = $3 WHERE organization_id = $1 AND id = $2`, actor.OrganizationID, customer, allowed)
		return err
	})
}
