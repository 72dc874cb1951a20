package backoffice

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/notice"
	"hefu/ledger/token"
	"hefu/ledger/web"
)

type ownToken struct {
	ID            ledger.ID  `json:"id"`
	Name          string     `json:"name"`
	Prefix        string     `json:"prefix" doc:"The token's visible beginning"`
	Scopes        []string   `json:"scopes" enum:"import_documents,read_books,receive_events"`
	MadeByName    string     `json:"made_by_name"`
	CreatedAt     time.Time  `json:"created_at"`
	ExpiresAt     time.Time  `json:"expires_at"`
	RevokedAt     *time.Time `json:"revoked_at,omitempty"`
	RevokedByName string     `json:"revoked_by_name"`
	LastUsedAt    *time.Time `json:"last_used_at,omitempty"`
	LastUsedFrom  string     `json:"last_used_from"`
	State         string     `json:"state" enum:"live,expired,revoked,maker_left"`
}

type ownTokens struct {
	Items  []ownToken `json:"items"`
	Scopes []string   `json:"scopes" enum:"import_documents,read_books,receive_events" doc:"What a new one may be given"`
	Limit  int        `json:"limit"`
}

type createOwnToken struct {
	Body struct {
		Name   string         `json:"name" maxLength:"60"`
		Scopes []ledger.Scope `json:"scopes" maxItems:"3" nullable:"false" enum:"import_documents,read_books,receive_events"`
		Days   int            `json:"days" minimum:"1" maximum:"365" doc:"How long it is good for"`
	}
}

type createdOwnToken struct {
	Token  ownToken `json:"token"`
	Secret string   `json:"secret" doc:"Shown this once"`
}

type feed struct {
	After string `query:"after" maxLength:"36" doc:"The id of the last event that was read; left out, from the beginning"`
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type feedPage struct {
	Items []notice.Payload `json:"items" doc:"The oldest first, as a webhook is told of them"`
	After string           `json:"after" doc:"To read on from, also where nothing is new"`
	More  bool             `json:"more"`
}

func showOwnToken(t token.Summary) ownToken {
	return ownToken{t.ID, t.Name, t.Prefix, t.Scopes, t.MadeByName, t.CreatedAt, t.ExpiresAt, t.RevokedAt, t.RevokedByName, t.LastUsedAt, t.LastUsedFrom, string(t.State)}
}

func tokens(api *web.API, books *books.Books) {
	web.Get(api, "/tokens", ledger.ManageTokens, "List the organization's tokens for its own programs", func(ctx context.Context, actor ledger.Actor, _ *struct{}) (ownTokens, error) {
		found, err := books.Tokens.OfOrganization(ctx, actor)
		out := ownTokens{Items: []ownToken{}, Limit: token.MaxLive}
		for _, t := range found {
			out.Items = append(out.Items, showOwnToken(t))
		}
		for _, s := range ledger.OrganizationScopes() {
			out.Scopes = append(out.Scopes, string(s))
		}
		return out, err
	})
	web.Post(api, "/tokens", ledger.ManageTokens, "Make a token for a program of the organization", func(ctx context.Context, actor ledger.Actor, in *createOwnToken) (createdOwnToken, error) {
		made, err := books.Tokens.CreateForOrganization(ctx, actor, token.CreateCommand{Name: in.Body.Name, Scopes: in.Body.Scopes, Days: in.Body.Days})
		return createdOwnToken{showOwnToken(made.Summary), made.Secret}, err
	}, web.Created(), web.ShownOnce())
	web.Post(api, "/tokens/{id}/revocation", ledger.ManageTokens, "Revoke a token of the organization at once", func(ctx context.Context, actor ledger.Actor, in *byID) (web.Nothing, error) {
		return web.Nothing{}, books.Tokens.RevokeOfOrganization(ctx, actor, in.ID)
	})
	web.Get(api, "/events", ledger.ReceiveEvents, "Read what happened, in order, as webhooks are told of it", func(ctx context.Context, actor ledger.Actor, in *feed) (feedPage, error) {
		var after ledger.ID
		if in.After != "" {
			var err error
			if after, err = ledger.ParseID(in.After); err != nil {
				return feedPage{}, ledger.E("validation_failed").At("after", "bad_format")
			}
		}
		found, err := books.Notices.Feed(ctx, actor, after, in.Limit+1)
		out := feedPage{Items: found, After: in.After, More: len(found) > in.Limit}
		if out.More {
			out.Items = found[:in.Limit]
		}
		if n := len(out.Items); n > 0 {
			out.After = out.Items[n-1].ID.String()
		}
		return out, err
	})
}
