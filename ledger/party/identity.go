package party

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// LinkStaff gives a person another identity, after a change of the identity provider. Needs ManagePeople. Refused: missing
// issuer or subject; not_found; person_shared when the person also works for another organization; identity_taken; own_roles.
func (s *Service) LinkStaff(ctx context.Context, actor ledger.Actor, staff ledger.ID, issuer, subject string) error {
	if err := actor.Require(ledger.ManagePeople); err != nil {
		return err
	}
	if err := checkIdentity(issuer, subject); err != nil {
		return err
	}
	if staff == actor.PersonID {
		return ledger.E("own_roles")
	}
	if err := actor.RequireFresh(); err != nil {
		return err
	}
	return s.db.Write(ctx, asWorker(actor), func(ctx context.Context, tx *store.Tx) error {
		return link(ctx, tx, "staff", ledger.ID{}, staff, issuer, subject)
	})
}

func checkIdentity(issuer, subject string) error {
	f := newFaults()
	f.needed("issuer", issuer, longText)
	f.needed("subject", subject, shortText)
	return f.result()
}

// BindContact gives the actor, who came by a link and proved the address with a code, the identity with which they have just signed
// in. Refused: link_code_required without that proof; identity_taken when the contact has an identity, or the identity is somebody's.
func (s *Service) BindContact(ctx context.Context, actor ledger.Actor, issuer, subject string) error {
	if actor.LinkID.IsZero() || !actor.Verified {
		return ledger.E("link_code_required")
	}
	if err := checkIdentity(issuer, subject); err != nil {
		return err
	}
	return s.db.Write(ctx, asWorker(actor), func(ctx context.Context, tx *store.Tx) error {
		before, found, err := store.Row[identityRow](ctx, tx, readIdentity["contact"], tx.Actor.OrganizationID, actor.PersonID)
		switch {
		case err != nil:
			return err
		case !found || !before.Here:
			return ledger.E("not_found")
		case identity(before.Issuer, before.Subject) == identity(issuer, subject):
			return nil
		case before.Issuer != "":
			return ledger.E("identity_taken")
		}
		if _, err := store.Exec(ctx, tx, updateIdentity["contact"], actor.PersonID, issuer, subject); err != nil {
			return err
		}
		tx.Audit(actor.CustomerID, "contact.bound", map[string]any{"contact": actor.PersonID, "link": actor.LinkID, "identity": identity(issuer, subject)})
		return nil
	})
}

type identityRow struct {
	Issuer, Subject string
	Here, Elsewhere bool
}

var readIdentity = map[string]string{
	"staff": `SELECT p.issuer, p.subject, EXISTS (SELECT FROM staff_roles r WHERE r.staff_id = p.id AND r.organization_id = $1),
		EXISTS (SELECT FROM staff_roles r WHERE r.staff_id = p.id AND r.organization_id <> $1) FROM staff p WHERE p.id = $2 FOR UPDATE`,
	"contact": `SELECT coalesce(p.issuer, ''), coalesce(p.subject, ''), EXISTS (SELECT FROM contact_roles r WHERE r.contact_id = p.id AND r.organization_id = $1),
		EXISTS (SELECT FROM contact_roles r WHERE r.contact_id = p.id AND r.organization_id <> $1) FROM contacts p WHERE p.id = $2 FOR UPDATE`,
}

var updateIdentity = map[string]string{
	"staff":   `UPDATE staff SET issuer = $2, subject = $3 WHERE id = $1`,
	"contact": `UPDATE contacts SET issuer = $2, subject = $3 WHERE id = $1`,
}

// link writes an identity of a person whom only this organization knows.
func link(ctx context.Context, tx *store.Tx, noun string, customer, person ledger.ID, issuer, subject string) error {
	before, found, err := store.Row[identityRow](ctx, tx, readIdentity[noun], tx.Actor.OrganizationID, person)
	switch {
	case err != nil:
		return err
	case !found || !before.Here:
		return ledger.E("not_found")
	case before.Elsewhere:
		return ledger.E("person_shared")
	}
	if _, err := store.Exec(ctx, tx, updateIdentity[noun], person, issuer, subject); err != nil {
		return err
	}
	tx.Audit(customer, noun+".linked", map[string]any{noun: person, "before": identity(before.Issuer, before.Subject), "after": identity(issuer, subject)})
	return nil
}
