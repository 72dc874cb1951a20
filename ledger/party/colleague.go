package party

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/internal/store"
)

// Colleague is a person who acts for the reader's own customer. Email, Phone and LastSignIn are for administrators only.
type Colleague struct {
	ID         ledger.ID
	Name       string
	Email      string
	Phone      string
	Locale     string
	SignsIn    bool // has an identity to sign in with
	LastSignIn *time.Time
	Roles      []ledger.Role
}

// Administration is how a customer is administered by itself.
type Administration struct {
	Allowed      bool // the seller lets the customer administer itself
	MakerChecker bool // answers need a second person
	OffAskedBy   ledger.ID
	OffAskedName string
	OffAskedAt   *time.Time
}

// Colleagues is everybody who acts for one customer, who is invited, and how the customer is administered.
type Colleagues struct {
	Administration
	People      []Colleague
	Invitations []Invitation // open ones, for administrators only
}

const readAdministration = `
SELECT c.self_administration, c.maker_checker, c.maker_checker_off_by, coalesce(p.name, ''), c.maker_checker_off_at
FROM customers c LEFT JOIN contacts p ON p.id = c.maker_checker_off_by WHERE c.organization_id = $1 AND c.id = $2`

const readColleagues = `
SELECT p.id, p.name, p.email, p.phone, p.locale, p.subject IS NOT NULL AND p.active, p.last_sign_in_at, array_agg(r.role ORDER BY r.role)
FROM contact_roles r JOIN contacts p ON p.id = r.contact_id WHERE r.organization_id = $1 AND r.customer_id = $2
GROUP BY p.id ORDER BY p.name, p.id`

// Colleagues reads who acts for the actor's own customer. Needs SeeStatements; what administrators alone see is empty for others.
func (s *Service) Colleagues(ctx context.Context, actor ledger.Actor) (Colleagues, error) {
	if err := actor.Require(ledger.SeeStatements); err != nil {
		return Colleagues{}, err
	}
	var out Colleagues
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) (err error) {
		out, err = colleagues(ctx, tx, actor.CustomerID)
		return err
	})
	if !actor.May(ledger.ManageColleagues) {
		out.Invitations = nil
		for i := range out.People {
			p := &out.People[i]
			p.Email, p.Phone, p.LastSignIn = "", "", nil
		}
	}
	return out, err
}

func colleagues(ctx context.Context, tx *store.Tx, customer ledger.ID) (Colleagues, error) {
	var out Colleagues
	var heads []Administration
	var b store.Batch
	store.Read(&b, &heads, readAdministration, tx.Actor.OrganizationID, customer)
	store.Read(&b, &out.People, readColleagues, tx.Actor.OrganizationID, customer)
	store.Read(&b, &out.Invitations, readOpenInvitations, tx.Actor.OrganizationID, customer)
	if err := tx.Send(ctx, &b); err != nil {
		return Colleagues{}, err
	}
	if len(heads) == 0 {
		return Colleagues{}, ledger.E("not_found")
	}
	out.Administration = heads[0]
	return out, nil
}

// CustomerPeople is Colleagues of any customer, for staff. Needs SeeCustomers. not_found as Customer.
func (s *Service) CustomerPeople(ctx context.Context, actor ledger.Actor, customer ledger.ID) (Colleagues, error) {
	if err := actor.Require(ledger.SeeCustomers); err != nil {
		return Colleagues{}, err
	}
	var out Colleagues
	err := s.db.Read(ctx, actor, func(ctx context.Context, tx *store.Tx) error {
		if err := mayReach(ctx, tx, customer); err != nil {
			return err
		}
		var err error
		out, err = colleagues(ctx, tx, customer)
		return err
	})
	return out, err
}

// mayReach refuses with not_found a customer of another organization, and another salesperson's for one whose only role is sales.
func mayReach(ctx context.Context, tx *store.Tx, customer ledger.ID) error {
	_, found, err := store.Value[ledger.ID](ctx, tx, `SELECT id FROM customers c WHERE c.organization_id = $1 AND c.id = $2
		AND ($3::uuid IS NULL OR c.salesperson_id IN (SELECT acts_as($3)))`, tx.Actor.OrganizationID, customer, OwnOnly(tx.Actor))
	if err == nil && !found {
		err = ledger.E("not_found")
	}
	return err
}
