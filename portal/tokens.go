package portal

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/token"
	"hefu/ledger/web"
)

type apiToken struct {
	ID            ledger.ID  `json:"id"`
	Name          string     `json:"name"`
	Prefix        string     `json:"prefix" doc:"The token's visible beginning"`
	Scopes        []string   `json:"scopes" enum:"read_statements,read_documents,answer_statements"`
	MadeByName    string     `json:"made_by_name"`
	CreatedAt     time.Time  `json:"created_at"`
	ExpiresAt     time.Time  `json:"expires_at"`
	RevokedAt     *time.Time `json:"revoked_at,omitempty"`
	RevokedByName string     `json:"revoked_by_name"`
	LastUsedAt    *time.Time `json:"last_used_at,omitempty"`
	LastUsedFrom  string     `json:"last_used_from"`
	State         string     `json:"state" enum:"live,expired,revoked,maker_left"`
}

type apiTokens struct {
	Items  []apiToken `json:"items"`
	Scopes []scope    `json:"scopes" doc:"What a new one may be given, and why not"`
	Limit  int        `json:"limit"`
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
	Token  apiToken `json:"token"`
	Secret string   `json:"secret" doc:"Shown this once"`
}

func tokens(api *web.API, books *books.Books) {
	web.Get(api, "/tokens", ledger.ManageTokens, "List the customer's API tokens", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (apiTokens, error) {
		found, err := books.Tokens.List(ctx, actor)
		out := apiTokens{Items: []apiToken{}, Limit: token.MaxLive}
		for _, t := range found {
			out.Items = append(out.Items, wordToken(t))
		}
		for _, s := range ledger.Scopes() {
			out.Scopes = append(out.Scopes, offered(actor, s))
		}
		return out, err
	})
	web.Post(api, "/tokens", ledger.ManageTokens, "Make an API token", func(ctx context.Context, actor ledger.Actor, in *createToken) (createdToken, error) {
		made, err := books.Tokens.Create(ctx, actor, token.CreateCommand{Name: in.Body.Name, Scopes: in.Body.Scopes, Days: in.Body.Days})
		return createdToken{wordToken(made.Summary), made.Secret}, err
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

func wordToken(t token.Summary) apiToken {
	scopes := t.Scopes
	if scopes == nil {
		scopes = []string{}
	}
	return apiToken{t.ID, t.Name, t.Prefix, scopes, t.MadeByName, t.CreatedAt, t.ExpiresAt, t.RevokedAt, t.RevokedByName, t.LastUsedAt, t.LastUsedFrom, string(t.State)}
}
