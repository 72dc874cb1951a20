package portal

import (
	"context"

	"hefu/ledger"
	"hefu/ledger/books"
	"hefu/ledger/document"
	"hefu/ledger/web"
	"hefu/ledger/wire"
)

type listDocuments struct {
	web.Paging
	Kind string `query:"kind" enum:"receivable,credit_note,adjustment,receipt,advance,refund,write_off,reversal,opening_balance" required:"false"`
	Q    string `query:"q" maxLength:"100"`
	Open string `query:"open" enum:"true,false" required:"false"`
}

// filter is the domain's filter, read one row too long so that the page knows whether another follows.
func (in *listDocuments) filter() (document.Filter, error) {
	after, _, err := web.ReadCursor[ledger.ID](in.Cursor)
	filter := document.Filter{Kind: document.Kind(in.Kind), Query: in.Q, After: after, Limit: in.Limit + 1}
	if in.Open != "" {
		open := in.Open == "true"
		filter.Open = &open
	}
	return filter, err
}

func documents(api *web.API, books *books.Books) {
	web.Get(api, "/documents", ledger.SeeDocuments, "List one's documents", func(ctx context.Context, actor ledger.Actor, in *listDocuments) (web.Page[wire.DocumentSummary], error) {
		filter, err := in.filter()
		if err != nil {
			return web.Page[wire.DocumentSummary]{}, err
		}
		rows, err := books.Documents.List(ctx, actor, filter)
		if err != nil {
			return web.Page[wire.DocumentSummary]{}, err
		}
		return web.Cut(rows, in.Limit, func(d document.Summary) ledger.ID { return d.ID }, wire.Document)
	})
	web.Get(api, "/documents/{id}", ledger.SeeDocuments, "Read a document with its chain", func(ctx context.Context, actor ledger.Actor, in *byID) (wire.DocumentView, error) {
		view, err := books.Documents.Get(ctx, actor, in.ID)
		return wire.DocumentWhole(view), err
	})
}
