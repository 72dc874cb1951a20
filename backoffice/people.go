package backoffice

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/party"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type contactForm struct {
	Name   string        `json:"name" maxLength:"120"`
	Email  string        `json:"email" maxLength:"254"`
	Phone  string        `json:"phone,omitempty" maxLength:"120"`
	Locale string        `json:"locale,omitempty" enum:"zh-CN,en"`
	Roles  []ledger.Role `json:"roles" minItems:"1" maxItems:"5" nullable:"false" enum:"viewer,confirmer,payer,signer,customer_admin"`
}

func (f contactForm) contact(customer ledger.ID) party.Contact {
	return party.Contact{CustomerID: customer, Name: f.Name, Email: f.Email, Phone: f.Phone, Locale: f.Locale, Roles: f.Roles}
}

type addContact struct {
	ID   ledger.ID `path:"id"`
	Body contactForm
}

type changeContact struct {
	ID      ledger.ID `path:"id"`
	Contact ledger.ID `path:"contact"`
	Body    contactForm
}

type ofContact struct {
	ID      ledger.ID `path:"id"`
	Contact ledger.ID `path:"contact"`
}

type allowAdministration struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		Allowed bool `json:"allowed"`
	}
}

type readLog struct {
	ID     ledger.ID `path:"id"`
	Before int64     `query:"before" minimum:"0" default:"0"`
}

// people are a customer's contacts as staff keep them.
func people(api *web.API, books *books.Books) {
	show := func(ctx context.Context, actor ledger.Actor, customer ledger.ID) (wire.People, error) {
		found, err := books.Parties.CustomerPeople(ctx, actor, customer)
		if err != nil {
			return wire.People{}, err
		}
		out := wire.PeopleOf(found, actor)
		out.MayPseudonym = actor.May(ledger.Pseudonymise)
		bounces, err := books.Notices.Bounces(ctx, actor, customer)
		for _, b := range bounces {
			for i := range out.Items {
				if out.Items[i].ID == b.ContactID {
					out.Items[i].Bounced = &wire.Bounced{At: b.At, Said: b.Said}
				}
			}
		}
		return out, err
	}
	web.Get(api, "/customers/{id}/people", ledger.SeeCustomers, "Read who acts for a customer", func(ctx context.Context, actor ledger.Actor, in *byID) (wire.People, error) {
		return show(ctx, actor, in.ID)
	})
	web.Get(api, "/customers/{id}/log", ledger.SeeCustomers, "Read a customer's change log", func(ctx context.Context, actor ledger.Actor, in *readLog) (web.Page[wire.LogEntry], error) {
		entries, err := books.Parties.History(ctx, actor, in.ID, in.Before, 50)
		return web.Page[wire.LogEntry]{Items: wire.Log(entries, actor.Locale)}, err
	})
	web.Post(api, "/customers/{id}/contacts", ledger.ManageCustomers, "Add a contact", func(ctx context.Context, actor ledger.Actor, in *addContact) (wire.People, error) {
		if err := books.Parties.AddContact(ctx, actor, in.Body.contact(in.ID)); err != nil {
			return wire.People{}, err
		}
		return show(ctx, actor, in.ID)
	}, web.Created())
	web.Put(api, "/customers/{id}/contacts/{contact}", ledger.ManageCustomers, "Change a contact", func(ctx context.Context, actor ledger.Actor, in *changeContact) (wire.People, error) {
		if err := books.Parties.UpdateContact(ctx, actor, in.ID, in.Contact, in.Body.contact(in.ID)); err != nil {
			return wire.People{}, err
		}
		return show(ctx, actor, in.ID)
	})
	web.Post(api, "/customers/{id}/contacts/{contact}/removal", ledger.ManageCustomers, "Take a contact's roles away", func(ctx context.Context, actor ledger.Actor, in *ofContact) (wire.People, error) {
		if err := books.Parties.RemoveContact(ctx, actor, in.ID, in.Contact); err != nil {
			return wire.People{}, err
		}
		return show(ctx, actor, in.ID)
	})
	web.Post(api, "/customers/{id}/contacts/{contact}/invitation", ledger.ManageCustomers, "Invite a contact to sign in", func(ctx context.Context, actor ledger.Actor, in *ofContact) (wire.NewInvitation, error) {
		made, err := books.Parties.InviteContact(ctx, actor, in.ID, in.Contact)
		if err != nil {
			return wire.NewInvitation{}, err
		}
		people, err := show(ctx, actor, in.ID)
		return wire.NewInvitation{ID: made.ID, Link: api.InvitationLink(made.Token), People: people}, err
	}, web.Created())
	web.Post(api, "/invitations/{id}/revocation", ledger.ManageCustomers, "Take an invitation back", func(ctx context.Context, actor ledger.Actor, in *byID) (web.Nothing, error) {
		return web.Nothing{}, books.Parties.RevokeInvitation(ctx, actor, in.ID)
	})
	web.Put(api, "/customers/{id}/administration", ledger.ManageCustomers, "Let a customer administer itself, or not", func(ctx context.Context, actor ledger.Actor, in *allowAdministration) (wire.People, error) {
		if err := books.Parties.AllowAdministration(ctx, actor, in.ID, in.Body.Allowed); err != nil {
			return wire.People{}, err
		}
		return show(ctx, actor, in.ID)
	})
}

type customerTokens struct {
	Items     []wire.APIToken `json:"items"`
	MayRevoke bool            `json:"may_revoke"`
}

type ofToken struct {
	ID    ledger.ID `path:"id"`
	Token ledger.ID `path:"program"`
}

// programs are the API tokens by which a customer's own programs act.
func programs(api *web.API, books *books.Books) {
	show := func(ctx context.Context, actor ledger.Actor, customer ledger.ID) (customerTokens, error) {
		found, err := books.Tokens.OfCustomer(ctx, actor, customer)
		out := customerTokens{Items: []wire.APIToken{}, MayRevoke: actor.May(ledger.ManageCustomers)}
		for _, t := range found {
			out.Items = append(out.Items, wire.TokenOf(t))
		}
		return out, err
	}
	web.Get(api, "/customers/{id}/tokens", ledger.SeeCustomers, "List the API tokens of a customer", func(ctx context.Context, actor ledger.Actor, in *byID) (customerTokens, error) {
		return show(ctx, actor, in.ID)
	})
	web.Post(api, "/customers/{id}/tokens/{program}/revocation", ledger.ManageCustomers, "Revoke a customer's API token at once", func(ctx context.Context, actor ledger.Actor, in *ofToken) (customerTokens, error) {
		if err := books.Tokens.RevokeFor(ctx, actor, in.ID, in.Token); err != nil {
			return customerTokens{}, err
		}
		return show(ctx, actor, in.ID)
	})
}
