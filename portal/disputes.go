package portal

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/dispute"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type listDisputes struct {
	web.Paging
	State string `query:"state" enum:"open,closed,all" default:"all"`
}

type writeMessage struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		Text string `json:"text" maxLength:"4000"`
	}
}

type decide struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		RowVersion int `json:"row_version" minimum:"1"`
	}
}

type returnProposal struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		RowVersion int    `json:"row_version" minimum:"1"`
		Text       string `json:"text" maxLength:"4000"`
	}
}

func disputes(api *web.API, books *books.Books) {
	wire.Conversation(api, books, ledger.DisputeLines, ledger.SeeStatements, web.ByLink())
	wire.Attach(api, books, ledger.DisputeLines, func(in *wire.Send) (ledger.ID, dispute.AttachCommand, error) {
		cmd, err := in.Command()
		return in.ID, cmd, err
	}, web.ByLink())
	show := func(ctx context.Context, actor ledger.Actor, id ledger.ID) (wire.DisputeView, error) {
		view, err := books.Disputes.Get(ctx, actor, id)
		return wire.DisputeWhole(view, actor), err
	}
	web.Get(api, "/disputes", ledger.SeeStatements, "List one's disputes", func(ctx context.Context, actor ledger.Actor, in *listDisputes) (web.Page[wire.DisputeSummary], error) {
		after, _, err := web.ReadCursor[ledger.ID](in.Cursor)
		if err != nil {
			return web.Page[wire.DisputeSummary]{}, err
		}
		rows, err := books.Disputes.List(ctx, actor, dispute.Filter{View: in.State, After: after, Limit: in.Limit + 1})
		if err != nil {
			return web.Page[wire.DisputeSummary]{}, err
		}
		return web.Cut(rows, in.Limit, func(d dispute.Summary) ledger.ID { return d.ID }, func(d dispute.Summary) wire.DisputeSummary { return wire.Dispute(d, actor) })
	})
	web.Get(api, "/disputes/{id}", ledger.SeeStatements, "Read a dispute", func(ctx context.Context, actor ledger.Actor, in *byID) (wire.DisputeView, error) {
		return show(ctx, actor, in.ID)
	}, web.ByLink())
	web.Post(api, "/disputes/{id}/messages", ledger.DisputeLines, "Write to the seller", func(ctx context.Context, actor ledger.Actor, in *writeMessage) (wire.DisputeView, error) {
		if err := books.Disputes.Write(ctx, actor, in.ID, in.Body.Text, false); err != nil {
			return wire.DisputeView{}, err
		}
		return show(ctx, actor, in.ID)
	}, web.ByLink())
	web.Post(api, "/disputes/{id}/withdrawal", ledger.DisputeLines, "Take a dispute back", func(ctx context.Context, actor ledger.Actor, in *decide) (wire.DisputeView, error) {
		if err := books.Disputes.Withdraw(ctx, actor, in.ID, in.Body.RowVersion); err != nil {
			return wire.DisputeView{}, err
		}
		return show(ctx, actor, in.ID)
	}, web.ByLink())
	web.Post(api, "/disputes/{id}/acceptance", ledger.DisputeLines, "Accept a proposal", func(ctx context.Context, actor ledger.Actor, in *decide) (wire.DisputeView, error) {
		if err := books.Disputes.Accept(ctx, actor, in.ID, in.Body.RowVersion); err != nil {
			return wire.DisputeView{}, err
		}
		return show(ctx, actor, in.ID)
	}, web.ByLink())
	web.Post(api, "/disputes/{id}/return", ledger.DisputeLines, "Return a proposal", func(ctx context.Context, actor ledger.Actor, in *returnProposal) (wire.DisputeView, error) {
		if err := books.Disputes.Return(ctx, actor, in.ID, in.Body.RowVersion, in.Body.Text); err != nil {
			return wire.DisputeView{}, err
		}
		return show(ctx, actor, in.ID)
	}, web.ByLink())
}
