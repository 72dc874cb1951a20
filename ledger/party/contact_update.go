package party

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

const holdContact = `
SELECT p.id, coalesce(p.issuer, ''), coalesce(p.subject, ''), p.email, p.name, p.phone, p.locale,
  EXISTS (SELECT FROM contact_roles r WHERE r.contact_id = p.id AND r.organization_id <> $1)
FROM contacts p WHERE p.id = $3 AND EXISTS (SELECT FROM contact_roles r WHERE r.organization_id = $1 AND r.customer_id = $2 AND r.contact_id = p.id)
FOR UPDATE`

const emailTaken = `
SELECT p.id FROM contacts p JOIN contact_roles r ON r.contact_id = p.id WHERE r.organization_id = $1 AND lower(p.email) = lower($2) AND p.id <> $3 LIMIT 1`

// UpdateContact replaces the details and the roles of a contact whom one customer has; an empty locale keeps what stands. The
// identity is not changed here. Needs ManageCustomers. Refused in this order: faults by field; not_found; duplicate when another
// contact of the organization has the address; person_shared when the details of somebody would change who is also another
// organization's contact.
func (s *Service) UpdateContact(ctx context.Context, actor ledger.Actor, customer, contact ledger.ID, c Contact) error {
	if err := actor.Require(ledger.ManageCustomers); err != nil {
		return err
	}
	c.CustomerID, c.Issuer, c.Subject = customer, "", ""
	if err := c.Check(); err != nil {
		return err
	}
	return s.db.Write(ctx, asWorker(actor), func(ctx context.Context, tx *store.Tx) error {
		if err := holdOrganization(ctx, tx); err != nil {
			return err
		}
		row, found, err := store.Row[contactRow](ctx, tx, holdContact, tx.Actor.OrganizationID, customer, contact)
		if err != nil {
			return err
		}
		if !found {
			return ledger.E("not_found")
		}
		if _, taken, err := store.Value[ledger.ID](ctx, tx, emailTaken, tx.Actor.OrganizationID, c.Email, contact); err != nil || taken {
			if err == nil {
				err = ledger.E("validation_failed").At("email", "duplicate")
			}
			return err
		}
		before := row
		row.Email, row.Name, row.Phone = c.Email, c.Name, c.Phone
		if c.Locale != "" {
			row.Locale = c.Locale
		}
		differ := changes(before.columns(), row.columns())
		if len(differ) > 0 && row.Shared {
			return ledger.E("person_shared")
		}
		return rewrite(ctx, tx, customer, row, differ, c.Roles)
	})
}

func rewrite(ctx context.Context, tx *store.Tx, customer ledger.ID, row contactRow, differ map[string]change, roles []ledger.Role) error {
	if len(differ) > 0 {
		if _, err := store.Exec(ctx, tx, updateContacts, jsonText([]*contactRow{&row})); err != nil {
			return err
		}
		tx.Audit(customer, "contact.changed", map[string]any{"contact": row.ID, "name": row.Name, "changes": differ, "by": tx.Actor.Name})
	}
	held, _, err := store.Row[colleagueRow](ctx, tx, readColleague, tx.Actor.OrganizationID, customer, row.ID)
	if err != nil {
		return err
	}
	return setContactRoles(ctx, tx, customer, row.ID, held, roles)
}
