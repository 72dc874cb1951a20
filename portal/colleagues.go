package portal

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/party"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type invite struct {
	Body struct {
		Email  string        `json:"email" maxLength:"254"`
		Name   string        `json:"name" maxLength:"120"`
		Locale string        `json:"locale,omitempty" enum:"zh-CN,en"`
		Roles  []ledger.Role `json:"roles" minItems:"1" maxItems:"5" nullable:"false" enum:"viewer,confirmer,payer,signer,customer_admin"`
	}
}

type setColleagueRoles struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		Roles []ledger.Role `json:"roles" maxItems:"5" nullable:"false" enum:"viewer,confirmer,payer,signer,customer_admin" doc:"Empty: the person acts for this customer no more"`
	}
}

type setMakerChecker struct {
	Body struct {
		On bool `json:"on" doc:"Off takes two administrators, each asking for it"`
	}
}

type readLog struct {
	Before int64 `query:"before" minimum:"0" default:"0"`
}

// colleagues are the customer's own people, as its administrator keeps them.
func colleagues(api *web.API, books *books.Books) {
	show := func(ctx context.Context, actor ledger.Actor) (wire.People, error) {
		found, err := books.Parties.Colleagues(ctx, actor)
		return wire.PeopleOf(found, actor), err
	}
	web.Get(api, "/colleagues", ledger.SeeStatements, "Who acts for us", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (wire.People, error) {
		return show(ctx, actor)
	})
	web.Get(api, "/colleagues/log", ledger.ManageColleagues, "What changed about our people", func(ctx context.Context, actor ledger.Actor, in *readLog) (web.Page[wire.LogEntry], error) {
		entries, err := books.Parties.PeopleHistory(ctx, actor, in.Before, 50)
		return web.Page[wire.LogEntry]{Items: wire.Log(entries, actor.Locale)}, err
	})
	web.Post(api, "/colleagues/invitations", ledger.ManageColleagues, "Invite a colleague", func(ctx context.Context, actor ledger.Actor, in *invite) (wire.NewInvitation, error) {
		made, err := books.Parties.Invite(ctx, actor, party.Invite{Email: in.Body.Email, Name: in.Body.Name, Locale: in.Body.Locale, Roles: in.Body.Roles})
		if err != nil {
			return wire.NewInvitation{}, err
		}
		people, err := show(ctx, actor)
		return wire.NewInvitation{ID: made.ID, Link: api.InvitationLink(made.Token), People: people}, err
	}, web.Created())
	web.Post(api, "/colleagues/invitations/{id}/revocation", ledger.ManageColleagues, "Take an invitation back", func(ctx context.Context, actor ledger.Actor, in *byID) (wire.People, error) {
		if err := books.Parties.RevokeInvitation(ctx, actor, in.ID); err != nil {
			return wire.People{}, err
		}
		return show(ctx, actor)
	})
	web.Put(api, "/colleagues/{id}/roles", ledger.ManageColleagues, "Say what a colleague may do", func(ctx context.Context, actor ledger.Actor, in *setColleagueRoles) (wire.People, error) {
		if err := books.Parties.SetColleagueRoles(ctx, actor, in.ID, in.Body.Roles); err != nil {
			return wire.People{}, err
		}
		return show(ctx, actor)
	})
	web.Put(api, "/maker-checker", ledger.ManageColleagues, "Switch maker and checker", func(ctx context.Context, actor ledger.Actor, in *setMakerChecker) (wire.People, error) {
		if err := books.Parties.SetMakerChecker(ctx, actor, in.Body.On); err != nil {
			return wire.People{}, err
		}
		return show(ctx, actor)
	})
}
