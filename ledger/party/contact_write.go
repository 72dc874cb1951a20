package party

import (
	"context"
	"slices"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

const recordContacts = `
jsonb_to_recordset($1::jsonb) AS n (id uuid, issuer text, subject text, email text, name text, phone text, locale text)`

const insertContacts = `
INSERT INTO contacts (id, issuer, subject, email, name, phone, locale)
SELECT n.id, nullif(n.issuer, ''), nullif(n.subject, ''), n.email, n.name, n.phone, n.locale FROM ` + recordContacts

const updateContacts = `
UPDATE contacts p SET issuer = nullif(n.issuer, ''), subject = nullif(n.subject, ''), email = n.email, name = n.name, phone = n.phone, locale = n.locale
FROM ` + recordContacts + ` WHERE p.id = n.id`

const deleteContactRoles = `
DELETE FROM contact_roles r USING (SELECT DISTINCT customer, contact FROM unnest($2::uuid[], $3::uuid[]) AS w (customer, contact)) w
WHERE r.organization_id = $1 AND r.customer_id = w.customer AND r.contact_id = w.contact
  AND (r.customer_id, r.contact_id, r.role) NOT IN (SELECT * FROM unnest($2::uuid[], $3::uuid[], $4::text[]))`

const insertContactRoles = `
INSERT INTO contact_roles (organization_id, customer_id, contact_id, role)
SELECT $1, w.* FROM unnest($2::uuid[], $3::uuid[], $4::text[]) AS w (customer, contact, role) ON CONFLICT DO NOTHING`

func (p *contactPlan) write(ctx context.Context, tx *store.Tx) error {
	var customers, people []ledger.ID
	var roles []string
	if err := p.mayGrant(tx.Actor); err != nil {
		return err
	}
	for _, key := range p.order {
		for _, role := range p.roles[key] {
			customers, people, roles = append(customers, key.customer), append(people, key.contact), append(roles, string(role))
		}
	}
	var b store.Batch
	if len(p.changed) > 0 {
		b.Do(updateContacts, jsonText(p.changed))
	}
	if len(p.fresh) > 0 {
		b.Do(insertContacts, jsonText(p.fresh))
	}
	b.Do(deleteContactRoles, tx.Actor.OrganizationID, customers, people, roles)
	b.Do(insertContactRoles, tx.Actor.OrganizationID, customers, people, roles)
	if err := tx.Send(ctx, &b); err != nil {
		return err
	}
	log(tx, "contact", "changed", p.log)
	return nil
}

// mayGrant asks for a fresh sign-in when somebody becomes an administrator, or the roles change of somebody who has some: by hand or from a file.
func (p *contactPlan) mayGrant(actor ledger.Actor) error {
	for key, roles := range p.roles {
		held := p.held[key]
		if len(held) == 0 && !slices.Contains(roles, ledger.CustomerAdmin) || slices.Equal(held, roles) {
			continue
		}
		if err := actor.RequireFresh(); err != nil {
			return err
		}
	}
	return nil
}
