package backoffice

import (
	"context"
	"time"

	"hefu/ledger"
	"hefu/ledger/access"
	"hefu/ledger/books"
	"hefu/ledger/web"
)

// linkHolder is a contact with the newest link to a statement. Moments that have not come are absent.
type linkHolder struct {
	ContactID  ledger.ID  `json:"contact_id"`
	Name       string     `json:"name"`
	Email      string     `json:"email"`
	Roles      []string   `json:"roles"`
	State      string     `json:"state" enum:"none,live,expired,revoked"`
	Reason     string     `json:"reason,omitempty" enum:"staff,replaced,statement_cancelled,guessed"`
	GrantedAt  *time.Time `json:"granted_at,omitempty"`
	ExpiresAt  *time.Time `json:"expires_at,omitempty"`
	OpenedAt   *time.Time `json:"opened_at,omitempty" doc:"When somebody first opened it by hand"`
	VerifiedAt *time.Time `json:"verified_at,omitempty" doc:"When its holder first entered a code mailed to the contact"`
	UsedAt     *time.Time `json:"used_at,omitempty" doc:"When something was last done through it"`
	RevokedAt  *time.Time `json:"revoked_at,omitempty"`
}

type linkHolders struct {
	Items  []linkHolder `json:"items"`
	Change web.Action   `json:"change" doc:"Whether the reader may mail links and end them, and why not"`
}

type linkContact struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		ContactID ledger.ID `json:"contact_id"`
	}
}

// links are who may open a statement without an account, and what became of it.
func links(api *web.API, books *books.Books) {
	show := func(ctx context.Context, actor ledger.Actor, statement ledger.ID) (linkHolders, error) {
		holders, err := books.Access.Holders(ctx, actor, statement)
		out := linkHolders{Items: []linkHolder{}, Change: web.Action{Allowed: true}}
		if !actor.May(ledger.MakeStatements) {
			out.Change = web.Action{Why: ledger.E("not_permitted").Message(actor.Locale)}
		}
		for _, h := range holders {
			out.Items = append(out.Items, holderOf(h))
		}
		return out, err
	}
	web.Get(api, "/statements/{id}/links", ledger.SeeStatements, "Who has a link to a statement", func(ctx context.Context, actor ledger.Actor, in *byID) (linkHolders, error) {
		return show(ctx, actor, in.ID)
	})
	web.Post(api, "/statements/{id}/links", ledger.MakeStatements, "Mail a contact the link, again or anew", func(ctx context.Context, actor ledger.Actor, in *linkContact) (linkHolders, error) {
		if err := books.Access.SendAgain(ctx, actor, in.ID, in.Body.ContactID); err != nil {
			return linkHolders{}, err
		}
		return show(ctx, actor, in.ID)
	})
	web.Post(api, "/statements/{id}/link-revocations", ledger.MakeStatements, "End a contact's link", func(ctx context.Context, actor ledger.Actor, in *linkContact) (linkHolders, error) {
		if err := books.Access.Revoke(ctx, actor, in.ID, in.Body.ContactID); err != nil {
			return linkHolders{}, err
		}
		return show(ctx, actor, in.ID)
	})
}

func holderOf(h access.Holder) linkHolder {
	out := linkHolder{ContactID: h.ContactID, Name: h.Name, Email: h.Email, Roles: h.Roles, State: h.State, Reason: h.Reason,
		GrantedAt: h.GrantedAt, ExpiresAt: h.ExpiresAt, OpenedAt: h.OpenedAt, VerifiedAt: h.Verified, UsedAt: h.UsedAt, RevokedAt: h.RevokedAt}
	if out.Roles == nil {
		out.Roles = []string{}
	}
	return out
}
