package web

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"hefu/ledger"
	"hefu/ledger/access"
	"hefu/ledger/internal/store"
)

// SessionView is what a page needs to know about who is signed in.
type SessionView struct {
	Person        SessionPerson         `json:"person"`
	Audience      ledger.Audience       `json:"audience" enum:"portal,backoffice"`
	CSRFToken     string                `json:"csrf_token"`
	Organization  SessionOrganization   `json:"organization"`
	Organizations []SessionChoice       `json:"organizations,omitempty" doc:"Staff: where they hold a role"`
	Customer      *SessionCustomer      `json:"customer,omitempty"`
	Customers     []SessionCustomerItem `json:"customers,omitempty" doc:"Contacts: for whom they hold a role"`
	Roles         []ledger.Role         `json:"roles"`
	Development   bool                  `json:"development"`
	Link          *SessionLink          `json:"link,omitempty" doc:"Of who came by a link: it opens one statement and nothing else"`
}

// SessionLink is what a session from a link is limited to.
type SessionLink struct {
	StatementID ledger.ID `json:"statement_id"`
	Verified    bool      `json:"verified" doc:"The holder has entered a code that was mailed to the contact, and may act"`
	Email       string    `json:"email" doc:"Where codes are mailed, masked"`
	Identity    bool      `json:"identity" doc:"The contact can also sign in at the identity provider"`
}

// SessionPerson is the person signed in.
type SessionPerson struct {
	ID     ledger.ID `json:"id"`
	Name   string    `json:"name"`
	Email  string    `json:"email"`
	Locale string    `json:"locale" enum:"zh-CN,en"`
}

// SessionOrganization is the seller whose books are open.
type SessionOrganization struct {
	ID           ledger.ID `json:"id"`
	Code         string    `json:"code"`
	Name         string    `json:"name"`
	NameEn       string    `json:"name_en"`
	TimeZone     string    `json:"time_zone"`
	BaseCurrency string    `json:"base_currency"`
	Phone        string    `json:"phone"`
	Address      string    `json:"address"`
}

// SessionChoice is another organization to switch to.
type SessionChoice struct {
	ID   ledger.ID `json:"id"`
	Code string    `json:"code"`
	Name string    `json:"name"`
}

// SessionCustomer is the customer for whom a contact acts.
type SessionCustomer struct {
	ID     ledger.ID `json:"id"`
	Code   string    `json:"code"`
	Name   string    `json:"name"`
	NameEn string    `json:"name_en"`
}

// SessionCustomerItem is another customer to switch to.
type SessionCustomerItem struct {
	ID               ledger.ID `json:"id"`
	Code             string    `json:"code"`
	Name             string    `json:"name"`
	OrganizationName string    `json:"organization_name"`
}

// SessionChange switches language, organization or customer; what is absent stays.
type SessionChange struct {
	Locale         string    `json:"locale,omitempty" enum:"zh-CN,en"`
	OrganizationID ledger.ID `json:"organization_id,omitempty"`
	CustomerID     ledger.ID `json:"customer_id,omitempty"`
}

type changeSession struct{ Body SessionChange }

func (s *Server) sessionRoutes() {
	for _, audience := range audiences {
		api := s.API(audience)
		Get(api, "/session", SignedIn, "Who is signed in, and for whom", func(ctx context.Context, _ ledger.Actor, _ *struct{}) (SessionView, error) {
			return s.viewSession(ctx, requestOf(ctx).session)
		}, ByLink())
		Put(api, "/session", SignedIn, "Switch language, organization or customer", func(ctx context.Context, _ ledger.Actor, in *changeSession) (SessionView, error) {
			session := requestOf(ctx).session
			if err := s.changeSession(ctx, session, in.Body); err != nil {
				return SessionView{}, err
			}
			return s.viewSession(ctx, session)
		}, ByLink())
		s.app.Post("/auth/"+string(audience)+"/logout", func(c *fiber.Ctx) error { return s.signOut(c, audience) })
	}
}

const sessionOrganization = `SELECT id, code, name, name_en, time_zone, base_currency, phone, address FROM organizations WHERE id = $1`

const staffOrganizations = `
SELECT id, code, name FROM organizations o
WHERE EXISTS (SELECT FROM staff_roles r WHERE r.staff_id = $1 AND r.organization_id = o.id) ORDER BY code LIMIT 200`

const sessionCustomer = `SELECT id, code, name, name_en FROM customers WHERE id = $1`

const contactCustomers = `
SELECT c.id, c.code, c.name, o.name FROM customers c JOIN organizations o ON o.id = c.organization_id
WHERE c.active AND EXISTS (SELECT FROM contact_roles r WHERE r.contact_id = $1 AND r.customer_id = c.id) ORDER BY c.code LIMIT 200`

func (s *Server) viewSession(ctx context.Context, session *Session) (SessionView, error) {
	view := SessionView{
		Person:   SessionPerson{ID: session.PersonID, Name: session.Name, Email: session.Email, Locale: session.Locale},
		Audience: session.Audience, CSRFToken: session.csrf, Roles: ledger.Actor{Roles: session.Roles}.WithStandings(session.standings).Roles, Development: s.options.Development,
	}
	if view.Roles == nil {
		view.Roles = []ledger.Role{}
	}
	if !session.LinkID.IsZero() {
		masked := access.Mask(session.Email)
		view.Person.Email = masked
		view.Link = &SessionLink{StatementID: session.StatementID, Verified: session.Verified, Email: masked, Identity: session.identity}
	}
	err := s.options.DB.Read(ctx, nobody, func(ctx context.Context, tx *store.Tx) error {
		var err error
		if view.Organization, _, err = store.Row[SessionOrganization](ctx, tx, sessionOrganization, session.OrganizationID); err != nil {
			return err
		}
		if session.Audience == ledger.Backoffice {
			view.Organizations, err = store.Rows[SessionChoice](ctx, tx, staffOrganizations, session.PersonID)
			return err
		}
		customer, found, err := store.Row[SessionCustomer](ctx, tx, sessionCustomer, session.CustomerID)
		if err != nil {
			return err
		}
		if found {
			view.Customer = &customer
		}
		if view.Link != nil { // which other customers the contact serves is not the holder's to know
			return nil
		}
		view.Customers, err = store.Rows[SessionCustomerItem](ctx, tx, contactCustomers, session.PersonID)
		return err
	})
	return view, err
}
