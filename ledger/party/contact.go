package party

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Contact is a person on a customer's side as a command states it: who, at which customer, with which roles there.
type Contact struct {
	CustomerCode string // either this
	CustomerID   ledger.ID
	Email        string
	Name         string
	Phone        string
	Locale       string // zh-CN or en; empty: as it stands; of a new contact the customer's
	Issuer       string // the identity, both or neither; without one the person cannot sign in yet
	Subject      string
	Roles        []ledger.Role
}

var contactRoles = []ledger.Role{ledger.Viewer, ledger.Confirmer, ledger.Payer, ledger.Signer, ledger.CustomerAdmin}

// Check finds every fault of a contact that can be seen without the database, by field.
func (c Contact) Check() error {
	f := newFaults()
	c.check(f)
	return f.result()
}

func (c Contact) check(f *faults) {
	if c.CustomerID.IsZero() {
		f.needed("customer", c.CustomerCode, shortText)
	}
	f.email(c.Email)
	f.needed("name", c.Name, shortText)
	f.text("phone", c.Phone, shortText)
	f.locale(c.Locale)
	f.text("issuer", c.Issuer, longText)
	f.text("subject", c.Subject, shortText)
	if (c.Issuer == "") != (c.Subject == "") {
		f.at("subject", "required")
	}
	f.roles(c.Roles, contactRoles)
	if len(c.Roles) == 0 {
		f.at("roles", "required")
	}
}

// SavedContact is what became of one contact of a set.
type SavedContact struct {
	ID      ledger.ID
	Created bool
	Changed bool
}

// SaveContacts makes and changes contacts, all or none, and answers in their order. Somebody is known by identity, or else by
// e-mail address among the organization's contacts; the roles at the customer become exactly those stated. The details of
// somebody who is also a contact of another organization stay as they are: they are not ours to change. Needs ManageCustomers.
// All faults are reported at once, each as contacts[3].email: what Contact.Check refuses, customer_unknown, identity_taken (an
// identity for somebody who has another one), duplicate. step_up_required when one becomes an administrator, or has other roles now.
func (s *Service) SaveContacts(ctx context.Context, actor ledger.Actor, contacts []Contact) ([]SavedContact, error) {
	if err := actor.Require(ledger.ManageCustomers); err != nil {
		return nil, err
	}
	var saved []SavedContact
	err := s.db.Write(ctx, asWorker(actor), func(ctx context.Context, tx *store.Tx) error {
		p, err := planContacts(ctx, tx, contacts)
		if err != nil {
			return err
		}
		saved = p.saved
		return p.write(ctx, tx)
	})
	return saved, err
}

// CheckContacts finds the faults that SaveContacts would, and what it would make and change, and writes nothing. Needs
// ManageCustomers.
func (s *Service) CheckContacts(ctx context.Context, actor ledger.Actor, contacts []Contact) ([]SavedContact, error) {
	if err := actor.Require(ledger.ManageCustomers); err != nil {
		return nil, err
	}
	var saved []SavedContact
	err := s.db.Write(ctx, asWorker(actor), func(ctx context.Context, tx *store.Tx) error {
		p, err := planContacts(ctx, tx, contacts)
		if err == nil {
			saved = p.saved
		}
		return err
	})
	return saved, err
}

// RemoveContact takes all roles at one customer from a person. Needs ManageCustomers. not_found when there are none.
func (s *Service) RemoveContact(ctx context.Context, actor ledger.Actor, customer, contact ledger.ID) error {
	if err := actor.Require(ledger.ManageCustomers); err != nil {
		return err
	}
	return s.db.Write(ctx, asWorker(actor), func(ctx context.Context, tx *store.Tx) error {
		if err := holdOrganization(ctx, tx); err != nil {
			return err
		}
		before, found, err := store.Row[colleagueRow](ctx, tx, readColleague, tx.Actor.OrganizationID, customer, contact)
		if err != nil {
			return err
		}
		if !found {
			return ledger.E("not_found")
		}
		if _, err := store.Exec(ctx, tx, `DELETE FROM contact_roles WHERE organization_id = $1 AND customer_id = $2 AND contact_id = $3`,
			tx.Actor.OrganizationID, customer, contact); err != nil {
			return err
		}
		tx.Audit(customer, "contact.removed", map[string]any{"contact": contact, "name": before.Name, "before": before.Roles, "by": actor.Name})
		return nil
	})
}

// LinkContact gives a contact an identity to sign in with, once an invitation has proved who it is. Needs ManageCustomers.
// Refused: missing issuer or subject; not_found; person_shared when the person is also a contact of another organization;
// identity_taken.
func (s *Service) LinkContact(ctx context.Context, actor ledger.Actor, contact ledger.ID, issuer, subject string) error {
	if err := actor.Require(ledger.ManageCustomers); err != nil {
		return err
	}
	if err := checkIdentity(issuer, subject); err != nil {
		return err
	}
	return s.db.Write(ctx, asWorker(actor), func(ctx context.Context, tx *store.Tx) error {
		return link(ctx, tx, "contact", ledger.ID{}, contact, issuer, subject)
	})
}

// AddContact makes one contact of a customer. Somebody who is a contact of another customer of the organization is the same person
// and gets the roles here. Needs ManageCustomers. Refused: what SaveContacts refuses, with plain field names; duplicate when the
// customer has a contact with that address.
func (s *Service) AddContact(ctx context.Context, actor ledger.Actor, c Contact) error {
	if err := actor.Require(ledger.ManageCustomers); err != nil {
		return err
	}
	if err := c.Check(); err != nil {
		return err
	}
	return s.db.Write(ctx, asWorker(actor), func(ctx context.Context, tx *store.Tx) error {
		if err := mayReach(ctx, tx, c.CustomerID); err != nil {
			return err
		}
		p, err := planContacts(ctx, tx, []Contact{c})
		if err != nil {
			return plainOf(err, "contacts[0].")
		}
		if len(p.held[roleKey{c.CustomerID, p.saved[0].ID}]) > 0 {
			return ledger.E("validation_failed").At("email", "duplicate")
		}
		return p.write(ctx, tx)
	})
}
