package party

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Person is somebody who may sign in, with everything they may choose to act for.
type Person struct {
	ID          ledger.ID
	Name        string
	Email       string
	Locale      string
	Issuer      string
	Subject     string
	Memberships []Membership // ordered by organization, then customer; never empty
}

// Membership is one organization a member of staff works for, or one customer a contact acts for, with the roles there.
type Membership struct {
	OrganizationID     ledger.ID
	OrganizationCode   string
	OrganizationName   string
	OrganizationNameEN string
	CustomerID         ledger.ID // of a contact
	CustomerCode       string
	CustomerName       string
	CustomerNameEN     string
	Roles              []ledger.Role
}

// Actor is the person acting for one of the memberships: an organization's for staff (customer zero), a customer's for
// contacts. ok is false for one the person does not have. The caller adds Address and RequestID.
func (p Person) Actor(organization, customer ledger.ID) (actor ledger.Actor, ok bool) {
	for _, m := range p.Memberships {
		if m.OrganizationID == organization && m.CustomerID == customer {
			return p.act(m), true
		}
	}
	return ledger.Actor{}, false
}

func (p Person) act(m Membership) ledger.Actor {
	audience := ledger.Backoffice
	if !m.CustomerID.IsZero() {
		audience = ledger.Portal
	}
	return ledger.Actor{Audience: audience, PersonID: p.ID, Name: p.Name, Subject: identity(p.Issuer, p.Subject),
		OrganizationID: m.OrganizationID, CustomerID: m.CustomerID, Roles: m.Roles, Locale: p.Locale}
}

// identity is issuer and subject as the audit log names them.
func identity(issuer, subject string) string {
	if issuer == "" && subject == "" {
		return ""
	}
	return issuer + "#" + subject
}

const readStaffPerson = `
SELECT s.id, s.name, s.email, s.locale, s.issuer, s.subject, o.id, o.code, o.name, o.name_en, NULL::uuid, '', '', '', array_agg(r.role ORDER BY r.role)
FROM staff s JOIN staff_roles r ON r.staff_id = s.id JOIN organizations o ON o.id = r.organization_id
WHERE s.active AND `

const readContactPerson = `
SELECT p.id, p.name, p.email, p.locale, coalesce(p.issuer, ''), coalesce(p.subject, ''), o.id, o.code, o.name, o.name_en, c.id, c.code, c.name, c.name_en,
  array_agg(r.role ORDER BY r.role)
FROM contacts p JOIN contact_roles r ON r.contact_id = p.id JOIN customers c ON c.id = r.customer_id JOIN organizations o ON o.id = r.organization_id
WHERE p.active AND c.active AND `

const (
	staffGroups   = ` GROUP BY s.id, o.id ORDER BY o.code`
	contactGroups = ` GROUP BY p.id, o.id, c.id ORDER BY o.code, c.code`
)

type personRow struct {
	ID                                    ledger.ID
	Name, Email, Locale, Issuer, Subject  string
	Organization                          ledger.ID
	Code, OrganizationName, NameEN        string
	Customer                              ledger.ID
	CustomerCode, CustomerName, CustomerE string
	Roles                                 []ledger.Role
}

// FindStaff says who signed in on the seller's side. not_found: nobody has that identity, or the person is not active or holds
// no role. It asks no permission: it is what permissions come from.
func (s *Service) FindStaff(ctx context.Context, issuer, subject string) (Person, error) {
	return s.person(ctx, readStaffPerson+`s.issuer = $1 AND s.subject = $2`+staffGroups, issuer, subject)
}

// FindContact says who signed in on the customer's side. not_found: nobody has that identity, or the person is not active or
// acts for no active customer.
func (s *Service) FindContact(ctx context.Context, issuer, subject string) (Person, error) {
	return s.person(ctx, readContactPerson+`p.issuer = $1 AND p.subject = $2`+contactGroups, issuer, subject)
}

// Staff is FindStaff by id, for a session that is under way: roles taken away are gone at once.
func (s *Service) Staff(ctx context.Context, id ledger.ID) (Person, error) {
	return s.person(ctx, readStaffPerson+`s.id = $1`+staffGroups, id)
}

// Contact is FindContact by id.
func (s *Service) Contact(ctx context.Context, id ledger.ID) (Person, error) {
	return s.person(ctx, readContactPerson+`p.id = $1`+contactGroups, id)
}

func (s *Service) person(ctx context.Context, query string, args ...any) (Person, error) {
	var out Person
	err := s.db.Read(ctx, ledger.SystemActor(ledger.ID{}, "sign-in"), func(ctx context.Context, tx *store.Tx) error {
		rows, err := store.Rows[personRow](ctx, tx, query, args...)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			return ledger.E("not_found")
		}
		first := rows[0]
		out = Person{ID: first.ID, Name: first.Name, Email: first.Email, Locale: first.Locale, Issuer: first.Issuer, Subject: first.Subject}
		for _, r := range rows {
			out.Memberships = append(out.Memberships, Membership{OrganizationID: r.Organization, OrganizationCode: r.Code, OrganizationName: r.OrganizationName,
				OrganizationNameEN: r.NameEN, CustomerID: r.Customer, CustomerCode: r.CustomerCode, CustomerName: r.CustomerName,
				CustomerNameEN: r.CustomerE, Roles: r.Roles})
		}
		return nil
	})
	return out, err
}

// SetLocale remembers the language a person chose for themselves. Refused: another language than zh-CN and en.
func (s *Service) SetLocale(ctx context.Context, actor ledger.Actor, locale string) error {
	f := newFaults()
	f.choice("locale", locale, "zh-CN", "en")
	if locale == "" {
		f.at("locale", "required")
	}
	if err := f.result(); err != nil {
		return err
	}
	query := `UPDATE staff SET locale = $2 WHERE id = $1`
	if actor.Audience == ledger.Portal {
		query = `UPDATE contacts SET locale = $2 WHERE id = $1`
	}
	return s.db.Write(ctx, asWorker(actor), func(ctx context.Context, tx *store.Tx) error {
		_, err := store.Exec(ctx, tx, query, actor.PersonID, locale)
		return err
	})
}
