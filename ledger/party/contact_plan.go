package party

import (
	"context"
	"slices"
	"strings"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// contactRow is a contact as it is stored. Its JSON names are the columns.
type contactRow struct {
	ID      ledger.ID `json:"id"`
	Issuer  string    `json:"issuer"`
	Subject string    `json:"subject"`
	Email   string    `json:"email"`
	Name    string    `json:"name"`
	Phone   string    `json:"phone"`
	Locale  string    `json:"locale"`
	Shared  bool      `json:"-"` // also a contact of another organization
	written bool      // already among the fresh or changed
}

func (r contactRow) columns() []column {
	return []column{{"identity", identity(r.Issuer, r.Subject)}, {"email", r.Email}, {"name", r.Name}, {"phone", r.Phone}, {"locale", r.Locale}}
}

type roleKey struct{ customer, contact ledger.ID }

// contactPlan is a set of contacts with everything decided, before it is written.
type contactPlan struct {
	saved     []SavedContact
	byID      map[string]*contactRow // issuer#subject
	byEmail   map[string]*contactRow // small letters
	customers map[string]customerKey // by code and by id
	held      map[roleKey][]ledger.Role

	fresh, changed []*contactRow
	roles          map[roleKey][]ledger.Role
	order          []roleKey
	log            []logged
}

type customerKey struct {
	ID     ledger.ID
	Code   string
	Locale string
}

// A person whom only another organization knows is found by identity, never by e-mail address.
const readContacts = `
SELECT p.id, coalesce(p.issuer, ''), coalesce(p.subject, ''), p.email, p.name, p.phone, p.locale,
  EXISTS (SELECT FROM contact_roles r WHERE r.contact_id = p.id AND r.organization_id <> $1)
FROM contacts p
WHERE (p.issuer, p.subject) IN (SELECT * FROM unnest($2::text[], $3::text[]))
   OR (lower(p.email) = ANY ($4) AND EXISTS (SELECT FROM contact_roles r WHERE r.contact_id = p.id AND r.organization_id = $1))
ORDER BY p.id FOR UPDATE`

const readContactRoles = `
SELECT customer_id, contact_id, role FROM contact_roles WHERE organization_id = $1 AND customer_id = ANY ($2) ORDER BY customer_id, contact_id, role`

func planContacts(ctx context.Context, tx *store.Tx, contacts []Contact) (*contactPlan, error) {
	if len(contacts) > MaxSet {
		return nil, ledger.E("validation_failed").At("contacts", "too_long")
	}
	if err := holdOrganization(ctx, tx); err != nil {
		return nil, err
	}
	p := &contactPlan{saved: make([]SavedContact, len(contacts)), byID: map[string]*contactRow{}, byEmail: map[string]*contactRow{},
		customers: map[string]customerKey{}, held: map[roleKey][]ledger.Role{}, roles: map[roleKey][]ledger.Role{}}
	if err := p.read(ctx, tx, contacts); err != nil {
		return nil, err
	}
	f := newFaults()
	for i, c := range contacts {
		f.row("contacts", i)
		before := len(f.err.Fields)
		c.check(f)
		customer, ok := p.customers[c.CustomerCode]
		if !c.CustomerID.IsZero() {
			customer, ok = p.customers[c.CustomerID.String()]
		}
		if !ok && (c.CustomerCode != "" || !c.CustomerID.IsZero()) {
			f.at("customer", "customer_unknown")
		}
		if len(f.err.Fields) == before {
			p.add(f, i, c, customer)
		}
	}
	return p, f.result()
}

func (p *contactPlan) read(ctx context.Context, tx *store.Tx, contacts []Contact) error {
	var issuers, subjects, emails, codes []string
	var ids []ledger.ID
	for _, c := range contacts {
		if !storable(c.Issuer + c.Subject + c.Email + c.CustomerCode) {
			continue
		}
		if c.Issuer != "" {
			issuers, subjects = append(issuers, c.Issuer), append(subjects, c.Subject)
		}
		emails, codes, ids = append(emails, strings.ToLower(c.Email)), append(codes, c.CustomerCode), append(ids, c.CustomerID)
	}
	var b store.Batch
	var people []contactRow
	var customers []customerKey
	store.Read(&b, &people, readContacts, tx.Actor.OrganizationID, issuers, subjects, emails)
	store.Read(&b, &customers, `SELECT id, code, locale FROM customers WHERE organization_id = $1 AND (code = ANY ($2) OR id = ANY ($3))`,
		tx.Actor.OrganizationID, codes, ids)
	if err := tx.Send(ctx, &b); err != nil {
		return err
	}
	for i := range people {
		p.know(&people[i])
	}
	wanted := make([]ledger.ID, len(customers))
	for i, c := range customers {
		p.customers[c.Code], p.customers[c.ID.String()] = c, c
		wanted[i] = c.ID
	}
	roles, err := store.Rows[struct {
		Customer, Contact ledger.ID
		Role              ledger.Role
	}](ctx, tx, readContactRoles, tx.Actor.OrganizationID, wanted)
	for _, r := range roles {
		key := roleKey{r.Customer, r.Contact}
		p.held[key] = append(p.held[key], r.Role)
	}
	return err
}

func (p *contactPlan) know(row *contactRow) {
	if row.Issuer != "" {
		p.byID[identity(row.Issuer, row.Subject)] = row
	}
	p.byEmail[strings.ToLower(row.Email)] = row
}

// add decides one contact of the set; later ones see what it decided.
func (p *contactPlan) add(f *faults, place int, c Contact, customer customerKey) {
	row := p.byID[identity(c.Issuer, c.Subject)]
	if row == nil {
		row = p.byEmail[strings.ToLower(c.Email)]
		if row != nil && c.Issuer != "" && (row.Shared || row.Issuer != "") {
			f.at("subject", "identity_taken")
			return
		}
	}
	created := row == nil
	if created {
		row = &contactRow{ID: ledger.NewID(), Locale: customer.Locale, written: true}
		p.fresh = append(p.fresh, row)
	}
	key := roleKey{customer.ID, row.ID}
	if _, twice := p.roles[key]; twice {
		f.at("email", "duplicate")
		return
	}
	before := *row
	if !row.Shared {
		row.Email, row.Name, row.Phone = c.Email, c.Name, c.Phone
		if c.Locale != "" {
			row.Locale = c.Locale
		}
		if c.Issuer != "" {
			row.Issuer, row.Subject = c.Issuer, c.Subject
		}
	}
	differ := changes(before.columns(), row.columns())
	if len(differ) > 0 && !row.written {
		row.written = true
		p.changed = append(p.changed, row)
	}
	roles := slices.Sorted(slices.Values(c.Roles))
	p.roles[key], p.order = roles, append(p.order, key)
	p.know(row)
	changed := created || len(differ) > 0 || !slices.Equal(p.held[key], roles)
	p.saved[place] = SavedContact{ID: row.ID, Created: created, Changed: changed}
	if changed {
		p.log = append(p.log, logged{customer.ID, map[string]any{"contact": row.ID, "name": row.Name, "changes": differ, "roles_before": p.held[key], "roles": roles}})
	}
}
