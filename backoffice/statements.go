package backoffice

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/statement"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type listStatements struct {
	web.Paging
	State      string    `query:"state" enum:"draft,issued,viewed,answered,agreed,cancelled" required:"false"`
	CustomerID ledger.ID `query:"customer_id" required:"false"`
	RunID      ledger.ID `query:"run_id" required:"false"`
	GroupID    ledger.ID `query:"group_id" required:"false" doc:"A group of companies: those that belonged to it at the cut-off"`
	Unanswered bool      `query:"unanswered" default:"false"`
	Q          string    `query:"q" maxLength:"100"`
}

type issueStatement struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		Version int `json:"version" minimum:"1"`
	}
}

type giveReason struct {
	ID   ledger.ID `path:"id"`
	Body struct {
		Reason string `json:"reason" minLength:"1" maxLength:"2000"`
	}
}

type versionsApart struct {
	ID     ledger.ID `path:"id"`
	Before int       `query:"before" minimum:"0" maximum:"100000" doc:"0: the version ahead of after"`
	After  int       `query:"after" minimum:"0" maximum:"100000" doc:"0: the version in force"`
}

func statements(api *web.API, books *books.Books) {
	web.Get(api, "/statements", ledger.SeeStatements, "List statements", func(ctx context.Context, actor ledger.Actor, in *listStatements) (web.Page[wire.StatementSummary], error) {
		before, _, err := web.ReadCursor[ledger.ID](in.Cursor)
		if err != nil {
			return web.Page[wire.StatementSummary]{}, err
		}
		rows, err := books.Statements.List(ctx, actor, statement.Filter{State: statement.State(in.State), CustomerID: in.CustomerID, RunID: in.RunID, GroupID: in.GroupID,
			Unanswered: in.Unanswered, Search: in.Q, Before: before, Limit: min(in.Limit+1, statement.MaxPage)})
		if err != nil {
			return web.Page[wire.StatementSummary]{}, err
		}
		return web.Cut(rows, in.Limit, func(s statement.Summary) ledger.ID { return s.ID }, wire.Statement)
	})
	show := func(ctx context.Context, actor ledger.Actor, id ledger.ID) (wire.StatementView, error) {
		view, err := books.Statements.Read(ctx, actor, id)
		return wire.StatementWhole(view, actor), err
	}
	web.Get(api, "/statements/{id}", ledger.SeeStatements, "Read a statement", func(ctx context.Context, actor ledger.Actor, in *byID) (wire.StatementView, error) {
		return show(ctx, actor, in.ID)
	})
	web.Download(api, "/statements/{id}/content", ledger.SeeStatements, "Read the frozen content", func(ctx context.Context, actor ledger.Actor, in *wire.StatementContent) (web.File, error) {
		body, err := books.Statements.ReadContent(ctx, actor, in.ID, in.Version)
		return web.File{Media: "application/json", Body: body.JSON, ETag: body.SHA256}, err
	})
	web.Get(api, "/statements/{id}/lines", ledger.SeeStatements, "List a statement's lines, overdue ones first if asked", wire.ListStatementLines(books.Statements))
	web.Download(api, "/statements/{id}/file", ledger.SeeStatements, "Download a statement", func(ctx context.Context, actor ledger.Actor, in *wire.StatementFile) (web.File, error) {
		file, err := books.Statements.Download(ctx, actor, in.ID, statement.FileFormat(in.Format), in.Locale)
		return web.File{Name: file.Name, Media: file.ContentType, Body: file.Content, ETag: file.SHA256}, err
	})
	web.Get(api, "/statements/{id}/difference", ledger.SeeStatements, "Read one version beside another", func(ctx context.Context, actor ledger.Actor, in *versionsApart) (wire.VersionDifference, error) {
		found, err := books.Statements.VersionsApart(ctx, actor, in.ID, in.Before, in.After)
		return wire.Difference(found), err
	})
	web.Get(api, "/statements/{id}/revision", ledger.MakeStatements, "Read what a new version would change, without making it", func(ctx context.Context, actor ledger.Actor, in *byID) (wire.VersionDifference, error) {
		found, err := books.Statements.RevisionPreview(ctx, actor, in.ID)
		return wire.Difference(found), err
	})
	web.Post(api, "/statements/{id}/issue", ledger.MakeStatements, "Send a draft to the customer", func(ctx context.Context, actor ledger.Actor, in *issueStatement) (wire.StatementView, error) {
		if err := books.Statements.Issue(ctx, actor, in.ID, in.Body.Version); err != nil {
			return wire.StatementView{}, err
		}
		return show(ctx, actor, in.ID)
	})
	web.Post(api, "/statements/{id}/revision", ledger.MakeStatements, "Make a new version from the books as they are", func(ctx context.Context, actor ledger.Actor, in *giveReason) (wire.StatementView, error) {
		if _, err := books.Statements.Revise(ctx, actor, in.ID, in.Body.Reason); err != nil {
			return wire.StatementView{}, err
		}
		return show(ctx, actor, in.ID)
	})
	web.Post(api, "/statements/{id}/cancellation", ledger.MakeStatements, "Cancel a statement", func(ctx context.Context, actor ledger.Actor, in *giveReason) (wire.StatementView, error) {
		if err := books.Statements.Cancel(ctx, actor, in.ID, in.Body.Reason); err != nil {
			return wire.StatementView{}, err
		}
		return show(ctx, actor, in.ID)
	})
}
