package portal

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/token"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type apiTokens struct {
	Items  []wire.APIToken `json:"items"`
	Scopes []scope         `json:"scopes" doc:"What a new one may be given, and why not"`
	Limit  int             `json:"limit"`
}

type scope struct {
	Scope string `json:"scope" enum:"read_statements,read_documents,answer_statements"`
	web.Action
}

type createToken struct {
	Body struct {
		Name   string         `json:"name" maxLength:"60"`
		Scopes []ledger.Scope `json:"scopes" maxItems:"3" nullable:"false" enum:"read_statements,read_documents,answer_statements"`
		Days   int            `json:"days" minimum:"1" maximum:"365" doc:"How long it is good for"`
	}
}

type createdToken struct {
	Token  wire.APIToken `json:"token"`
	Secret string        `json:"secret" doc:"Shown this once"`
}

func tokens(api *web.API, books *books.Books) {
	web.Get(api, "/tokens", ledger.ManageTokens, "List the customer's API tokens", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (apiTokens, error) {
		found, err := books.Tokens.List(ctx, actor)
		out := apiTokens{Items: []wire.APIToken{}, Limit: token.MaxLive}
		for _, t := range found {
			out.Items = append(out.Items, wire.TokenOf(t))
		}
		for _, s := range ledger.Scopes() {
			out.Scopes = append(out.Scopes, offered(actor, s))
		}
		return out, err
	})
	web.Post(api, "/tokens", ledger.ManageTokens, "Make an API token", func(ctx context.Context, actor ledger.Actor, in *createToken) (createdToken, error) {
		made, err := books.Tokens.Create(ctx, actor, token.CreateCommand{Name: in.Body.Name, Scopes: in.Body.Scopes, Days: in.Body.Days})
		return createdToken{wire.TokenOf(made.Summary), made.Secret}, err
	}, web.Created(), web.ShownOnce())
	web.Post(api, "/tokens/{id}/revocation", ledger.ManageTokens, "Revoke an API token at once", func(ctx context.Context, actor ledger.Actor, in *byID) (web.Nothing, error) {
		return web.Nothing{}, books.Tokens.Revoke(ctx, actor, in.ID)
	})
}

// offered tells whether the actor may hand the scope on: nobody gives what they do not have.
func offered(actor ledger.Actor, s ledger.Scope) scope {
	for _, permission := range s.Permissions() {
		if err := actor.Require(permission); err != nil {
			return scope{string(s), web.Action{Why: ledger.AsError(err).Message(actor.Locale)}}
		}
	}
	return scope{string(s), web.Action{Allowed: true}}
}
